/**
 * A picture of ours as PNG, without a browser: the SVG is drawn by resvg, in the Inter that the page has too, and the plan goes
 * into the file. Loaded only where a PNG is asked for.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Resvg from '@resvg/resvg-wasm';
import { pngZoom } from '../formats/drawing/pngZoom.ts';
import { withPlanInPng } from '../formats/pngPlan.ts';
import { err, ok, type Result } from '../model/result.ts';

const FONTS = [
  'inter-latin-400-normal',
  'inter-latin-600-normal',
  'inter-latin-ext-400-normal',
  'inter-greek-400-normal',
  'inter-cyrillic-400-normal',
];

/** Latin, Greek, Cyrillic and the signs that our own words use. */
const IN_FONTS =
  /^[\n -\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2100-\u2122\u2190-\u2193\u2212]*$/;

/** True for a picture with letters that no font here has: they come out as boxes. */
export function hasLettersWithoutFont(svg: string): boolean {
  return !IN_FONTS.test(svg);
}

let started: Promise<typeof Resvg> | null = null;

async function start(find: (name: string) => string): Promise<typeof Resvg> {
  const resvg = await import('@resvg/resvg-wasm');
  await resvg.initWasm(readFileSync(find('@resvg/resvg-wasm/index_bg.wasm')));
  return resvg;
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
    const zoom = pngZoom(size.width, size.height);
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
