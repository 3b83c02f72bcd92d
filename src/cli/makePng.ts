/**
 * A picture of ours as PNG, without a browser: the SVG is drawn by resvg, in the Inter that the page has too, and the plan goes
 * into the file. Loaded only where a PNG is asked for.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as ResvgModule from '@resvg/resvg-wasm';
import { withPlanInPng } from '../formats/pngPlan.ts';
import { err, ok, type Result } from '../model/result.ts';

const FONTS = [
  'inter-latin-400-normal',
  'inter-latin-600-normal',
  'inter-latin-ext-400-normal',
  'inter-greek-400-normal',
  'inter-cyrillic-400-normal',
];

/** Twice the size of the SVG, so that it is sharp on a dense screen; less where the picture would be too large. */
const ZOOM = 2;
const MAX_SIDE_PX = 16_000;
/** Four bytes of memory each. */
const MAX_PIXELS = 64_000_000;

let started: Promise<typeof ResvgModule> | null = null;

async function start(find: (name: string) => string): Promise<typeof ResvgModule> {
  const resvg = await import('@resvg/resvg-wasm');
  await resvg.initWasm(readFileSync(find('@resvg/resvg-wasm/index_bg.wasm')));
  return resvg;
}

/** The zoom for a picture of this size in px; less than 1 where even its own size is too large. */
export function zoomFor(width: number, height: number): number {
  return Math.min(ZOOM, MAX_SIDE_PX / width, MAX_SIDE_PX / height, Math.sqrt(MAX_PIXELS / (width * height)));
}

/** The file, or why it could not be drawn. `plan` is the fragment of the link to put into it. */
export async function makePng(svg: string, plan: string): Promise<Result<Uint8Array, string>> {
  // Beside the packages that it is bundled from, wherever the bundle is kept.
  const find = createRequire(import.meta.url).resolve;
  try {
    const { Resvg } = await (started ??= start(find));
    const fontBuffers = FONTS.map((name) => readFileSync(find(`@fontsource/inter/files/${name}.woff2`)));
    const font = { fontBuffers, defaultFontFamily: 'Inter' };
    const size = new Resvg(svg, { font: { fontBuffers: [] } });
    const zoom = zoomFor(size.width, size.height);
    size.free();
    const picture = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: zoom } });
    const drawn = picture.render();
    const png = withPlanInPng(drawn.asPng(), plan);
    drawn.free();
    picture.free();
    return png === null ? err('what was drawn is no PNG') : ok(png);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
