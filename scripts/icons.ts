/** The icons of the installed page, drawn from public/favicon.svg. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** What a system puts into a shape of its own is kept within this share of the width. */
const SAFE = 0.62;
const GROUND = '#ffffff';

interface IconFile {
  readonly file: string;
  /** Width and height in pixels. */
  readonly size: number;
  /** As the manifest has it; null: not in the manifest, for the home screen of iOS. */
  readonly purpose: 'any' | 'maskable' | null;
}

export const ICONS: readonly IconFile[] = [
  { file: 'icon-192.png', size: 192, purpose: 'any' },
  { file: 'icon-512.png', size: 512, purpose: 'any' },
  { file: 'icon-maskable-512.png', size: 512, purpose: 'maskable' },
  { file: 'icon-180.png', size: 180, purpose: null },
];

let started: Promise<void> | null = null;

/** @param svg a drawing in a viewBox of 0 0 32 32 */
export async function drawIcons(svg: string): Promise<Map<string, Uint8Array>> {
  const find = createRequire(import.meta.url).resolve;
  await (started ??= initWasm(readFileSync(find('@resvg/resvg-wasm/index_bg.wasm'))));
  return new Map(
    ICONS.map(({ file, size, purpose }) => {
      const drawn = purpose === 'any' ? svg : onGround(svg);
      const picture = new Resvg(drawn, { fitTo: { mode: 'width', value: size } });
      const image = picture.render();
      const png = image.asPng();
      image.free();
      picture.free();
      return [file, png];
    }),
  );
}

/** The drawing in the middle of a plain ground that fills the square. */
function onGround(svg: string): string {
  const inner = /<svg\b[^>]*viewBox="0 0 32 32"[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1];
  if (inner === undefined) throw new Error('favicon.svg is drawn in no square of 32.');
  const edge = (32 * (1 - SAFE)) / 2;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${GROUND}"/>` +
    `<g transform="translate(${edge} ${edge}) scale(${SAFE})">${inner}</g></svg>`
  );
}
