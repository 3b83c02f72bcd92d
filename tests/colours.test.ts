/**
 * The tokens, measured: hues that stay apart to eyes that see two kinds of colour, and text that can be read.
 * Distances are OKLab's (https://bottosson.github.io/posts/oklab/) times 100; the eyes are those of Machado, Oliveira and
 * Fernandes 2009 at full severity; contrast is WCAG 2.2's.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Of two hues that lie side by side in a drawing. About 2 is the least that is seen at all. */
const APART = 10.5;
/** Their fills; edge, name and hatch stay beside it. */
const FILLS_APART = 3;
const [AA_TEXT, AA_LINE] = [4.5, 3];

const TOKENS = readFileSync('src/tokens.css', 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
type Triple = readonly [number, number, number];

/** The colours that a rule of tokens.css sets in one theme, by name. */
function rule(selector: string, theme: Theme): Readonly<Record<string, string>> {
  const start = TOKENS.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const body = TOKENS.slice(start, TOKENS.indexOf('}', start));
  const pairs = body.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return Object.fromEntries(
    Array.from(pairs, ([, name = '', light = '', dark = '']) => [name, theme === 'light' ? light : dark]),
  );
}

const HUES = Array.from(TOKENS.matchAll(/\[data-hue='([^']+)'\]/g), ([, name = '']) => name).filter(
  (name) => name !== 'unknown',
);
const hue = (name: string, theme: Theme): Readonly<Record<string, string>> =>
  rule(`[data-hue='${name}']`, theme);

const linear = (hex: string): Triple => {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};
const times = (rows: readonly Triple[], [r, g, b]: Triple): Triple => {
  const row = (at: number): number => {
    const [x = 0, y = 0, z = 0] = rows[at] ?? [];
    return x * r + y * g + z * b;
  };
  return [row(0), row(1), row(2)];
};
const clip = ([r, g, b]: Triple): Triple =>
  [r, g, b].map((x) => Math.min(1, Math.max(0, x))) as unknown as Triple;

const EYES: Readonly<Record<string, readonly Triple[]>> = {
  'all three kinds of cone': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function oklab(rgb: Triple): Triple {
  const [l, m, s] = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)],
  );
}

function distance(a: string, b: string, eyes: readonly Triple[]): number {
  const [one, two] = [a, b].map((hex) => oklab(clip(times(eyes, linear(hex)))));
  return 100 * Math.hypot(...[0, 1, 2].map((at) => (one?.[at] ?? 0) - (two?.[at] ?? 0)));
}

function contrast(a: string, b: string): number {
  const light = (hex: string): number => times([[0.2126, 0.7152, 0.0722]], linear(hex))[0];
  const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** The nearest two hues: "3g and 4g, 11.2". */
function nearest(
  part: 'edge' | 'fill',
  theme: Theme,
  eyes: readonly Triple[],
): { pair: string; apart: number } {
  const pairs = HUES.flatMap((one, at) =>
    HUES.slice(at + 1).map((two) => ({
      pair: `${one} and ${two}`,
      apart: distance(hue(one, theme)[part] ?? '', hue(two, theme)[part] ?? '', eyes),
    })),
  );
  return pairs.reduce((least, one) => (one.apart < least.apart ? one : least));
}

test('the measures are right: black, white and two greys that somebody else has measured', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  expect(distance('#000000', '#ffffff', EYES['all three kinds of cone'] ?? [])).toBeCloseTo(100, 3);
  // A grey is the same grey to all of them.
  for (const eyes of Object.values(EYES)) expect(distance('#808080', '#808080', eyes)).toBe(0);
  // Red beside a green of its lightness: near to a deutan, far to others.
  const [deutan = [], all = []] = [EYES['deutan'], EYES['all three kinds of cone']];
  expect(distance('#c0504d', '#7f7f3f', deutan)).toBeLessThan(distance('#c0504d', '#7f7f3f', all) / 2);
});

test('there are six hues', () => {
  expect(HUES).toEqual(['1g', 'wide-1g', '2g', '3g', '4g', '7g']);
});

describe.each(THEMES)('%s', (theme) => {
  const page = rule('.night', theme);
  const grounds = ['ground', 'surface', 'sunken'];

  test.each(Object.entries(EYES))('hues stay apart to %s', (_name, eyes) => {
    const edges = nearest('edge', theme, eyes);
    expect(edges.apart, edges.pair).toBeGreaterThanOrEqual(APART);
    const fills = nearest('fill', theme, eyes);
    expect(fills.apart, fills.pair).toBeGreaterThanOrEqual(FILLS_APART);
  });

  test('text of the page can be read on all its grounds', () => {
    for (const ink of ['ink', 'ink2', 'ink3'])
      for (const ground of grounds)
        expect(contrast(page[ink] ?? '', page[ground] ?? ''), `${ink} on ${ground}`).toBeGreaterThanOrEqual(
          AA_TEXT,
        );
  });

  test.each(HUES)('%s: its name can be read on it, its edge and rail be seen', (name) => {
    const { edge = '', fill = '', on = '' } = hue(name, theme);
    expect(contrast(on, fill), 'name').toBeGreaterThanOrEqual(7);
    for (const ground of ['ground', 'surface'])
      expect(contrast(edge, page[ground] ?? ''), `edge on ${ground}`).toBeGreaterThanOrEqual(AA_LINE);
    // A block that steps back is a mix of a fifth of its fill; its name is ink3 then.
    expect(
      contrast(page['ink3'] ?? '', mix(fill, page['surface'] ?? '', 0.22)),
      'stepped back',
    ).toBeGreaterThanOrEqual(AA_TEXT);
  });

  test.each(['[data-same]', "[data-same='true']"])('the verdict %s can be read', (selector) => {
    const { verdict = '', 'verdict-ground': ground = '' } = rule(selector, theme);
    for (const behind of [ground, page['surface'] ?? '', page['ground'] ?? ''])
      expect(contrast(verdict, behind)).toBeGreaterThanOrEqual(AA_TEXT);
  });
});

/** As color-mix(in srgb) does it. */
function mix(a: string, b: string, share: number): string {
  const part = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
  const one = (at: number): string =>
    Math.round(part(a, at) * share + part(b, at) * (1 - share))
      .toString(16)
      .padStart(2, '0');
  return `#${one(1)}${one(3)}${one(5)}`;
}
