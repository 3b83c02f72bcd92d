/**
 * A picture of ours as PNG, without a browser: the SVG is drawn by resvg, in the Inter that the page has too, and the plan goes
 * into the file. Loaded only where a PNG is asked for.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Resvg from '@resvg/resvg-wasm';
import { pngZoom } from '../formats/drawing/pngZoom.ts';
import { withPlanInPng } from '../formats/pngPlan.ts';
import { err, ok, type Result } from '../model/result.ts';

const SUBSETS = ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext'];
const WEIGHTS = [400, 600];

/**
 * What these fonts have: each code point of the ranges that they are made for (unicode.json of the package) was drawn in both
 * weights and compared with the box that stands for a missing letter. makePng.test.ts tries the ends of the ranges.
 */
const DRAWN =
  '\\n\\u0020-\\u007e\\u00a0-\\u0148\\u014a-\\u01c3\\u01c5-\\u0254\\u0256-\\u027b\\u027e-\\u0284\\u0286-\\u0290\\u0292-\\u02a4' +
  '\\u02a6-\\u02cc\\u02ce-\\u02d7\\u02da\\u02dc-\\u0301\\u0303\\u0304\\u0308\\u0309\\u0323\\u0374-\\u0376\\u037a-\\u037f\\u0384-\\u038a' +
  '\\u038c\\u038e-\\u03a1\\u03a3-\\u03d7\\u03dc\\u03dd\\u03f0-\\u03f6\\u03f9\\u03fa\\u03fc-\\u0479\\u0480-\\u049d\\u04a0-\\u04ff\\u052f' +
  '\\u1d00\\u1d0d\\u1d1b\\u1d43\\u1d47-\\u1d49\\u1d4d\\u1d4f\\u1d50\\u1d52\\u1d56-\\u1d58\\u1d5b\\u1d62-\\u1d65\\u1d9c\\u1da0\\u1dbb\\u1dbf' +
  '\\u1e00-\\u1e9b\\u1e9d-\\u1f15\\u1f18-\\u1f1d\\u1f20-\\u1f45\\u1f48-\\u1f4d\\u1f50-\\u1f57\\u1f59\\u1f5b\\u1f5d\\u1f5f-\\u1f7d' +
  '\\u1f80-\\u1fb4\\u1fb6-\\u1fc4\\u1fc6-\\u1fd3\\u1fd6-\\u1fdb\\u1fdd-\\u1fef\\u1ff2-\\u1ff4\\u1ff6-\\u1ffe\\u2000-\\u200f' +
  '\\u2013\\u2014\\u2018-\\u201a\\u201c-\\u201e\\u2020\\u2022\\u2026\\u202a-\\u202f\\u2032\\u2033\\u2039\\u203a\\u2044\\u205f-\\u206f' +
  '\\u20a0-\\u20af\\u20b1-\\u20b5\\u20b8-\\u20ba\\u20bc-\\u20bf\\u2113\\u2116\\u2122\\u2191\\u2193\\u2212\\u2c7c\\u2c7f\\u2dff\\ua69f\\ua7ff';

const NOT_DRAWN = new RegExp(`[^${DRAWN}]`, 'gu');

/** The letters of a picture that no font here has, each once: they come out as boxes. */
export function lettersWithoutFont(svg: string): string[] {
  return [...new Set(svg.match(NOT_DRAWN) ?? [])];
}

let started: Promise<typeof Resvg> | null = null;

/** A file of a package: in the installed command beside it, elsewhere where the package is. */
function find(name: string): string {
  const beside = fileURLToPath(new URL(`./assets/${basename(name)}`, import.meta.url));
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(name);
}

async function start(): Promise<typeof Resvg> {
  const resvg = await import('@resvg/resvg-wasm');
  await resvg.initWasm(readFileSync(find('@resvg/resvg-wasm/index_bg.wasm')));
  return resvg;
}

/** The file, or why it could not be drawn. `plan` is the fragment of the link to put into it. */
export async function makePng(svg: string, plan: string): Promise<Result<Uint8Array, string>> {
  try {
    const { Resvg } = await (started ??= start());
    const fontBuffers = WEIGHTS.flatMap((weight) =>
      SUBSETS.map((subset) =>
        readFileSync(find(`@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`)),
      ),
    );
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
