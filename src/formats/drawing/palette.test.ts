import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PALETTES, type Theme } from './palette.ts';

const STYLES = readFileSync(new URL('../../tokens.css', import.meta.url), 'utf8');

/** The two colours of each custom property in the rule with this selector. */
function coloursOf(selector: string): Map<string, Readonly<Record<Theme, string>>> {
  const start = STYLES.indexOf(`${selector} {`);
  expect(start, selector).toBeGreaterThanOrEqual(0);
  const rule = STYLES.slice(start, STYLES.indexOf('}', start));
  const pairs = rule.matchAll(/--([a-z0-9]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map(Array.from(pairs, ([, name = '', light = '', dark = '']) => [name, { light, dark }]));
}

test.each(['light', 'dark'] as const)('pictures have the colours of the page, %s', (theme) => {
  const { neutral, hues } = PALETTES[theme];
  const root = coloursOf('.night');
  expect(root.size).toBe(Object.keys(neutral).length);
  for (const [name, colour] of Object.entries(neutral)) expect(root.get(name)?.[theme], name).toBe(colour);
  for (const [hue, colours] of Object.entries(hues)) {
    if (hue === 'unknown') continue;
    const rule = coloursOf(`[data-hue='${hue}']`);
    for (const [name, colour] of Object.entries(colours)) expect(rule.get(name)?.[theme], hue).toBe(colour);
  }
});
