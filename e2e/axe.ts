/** axe finds nothing on any screen: light and dark, wide and narrow, and nothing scrolls sideways. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type axe from 'axe-core';
import type { RunOptions } from 'axe-core';

/** Half as long as axe.source, which is not minified. */
const AXE = readFileSync(join(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8');

// What passes is not read here, and listing it takes longer than finding it.
const VIOLATIONS: RunOptions = { resultTypes: ['violations'], selectors: false };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules of these tags that look at colours: nothing else differs between the themes (tests/themes.test.ts). */
const COLOURS = ['color-contrast', 'link-in-text-block'];

interface Channels {
  r: number;
  g: number;
  b: number;
  alpha: number;
}

const VIEWPORTS = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

/** Of a test that only looks at a screen, beside the journeys to it: `npm run test:screens` has it, `npm test` does not. */
export const LOOK = { tag: '@look' };

/** Declares looks once at the wide page and once at the narrow one: where the way to a screen is not the same. */
export function atEachWidth(declare: (width: 1440 | 390) => void): void {
  for (const viewport of VIEWPORTS) {
    test.describe(`${viewport.width} wide`, LOOK, () => {
      test.use({ viewport });
      declare(viewport.width);
    });
  }
}

/** What is on the page now, wide and narrow, in both themes; the page stays wide. */
export async function expectAccessibleAtEachWidth(page: Page): Promise<void> {
  for (const viewport of [...VIEWPORTS].reverse()) {
    await page.setViewportSize(viewport);
    // Before a frame the page hears of its width.
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await test.step(`${viewport.width} wide`, () => expectAccessible(page));
  }
}

/** What is on the page now, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  // One definition serves every look at this page, and the browser knows it better each time.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(AXE);
    await page.evaluate(rememberColours);
  }
  await expectNoViolations(page, 'dark', { ...VIOLATIONS, runOnly: TAGS });
  await expectNoViolations(page, 'light', { ...VIOLATIONS, runOnly: COLOURS });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'no sideways scrolling').toBeLessThanOrEqual(0);
}

/** In the page: axe reads the few colours of a page anew for every element, a fifth of its time. */
function rememberColours(): void {
  const { axe: whole } = window as unknown as {
    axe: { commons: { color: { Color: { prototype: Channels } } } };
  };
  const { prototype } = whole.commons.color.Color;
  const read = Reflect.get(prototype, 'parseString') as (this: Channels, text: string) => Channels;
  const known = new Map<string, Channels>();
  Reflect.set(prototype, 'parseString', function (this: Channels, text: string): Channels {
    const before = known.get(text);
    if (before !== undefined) return Object.assign(this, before);
    const { r, g, b, alpha } = read.call(this, text);
    known.set(text, { r, g, b, alpha });
    return this;
  });
}

async function expectNoViolations(
  page: Page,
  colorScheme: 'dark' | 'light',
  options: RunOptions,
): Promise<void> {
  // Without motion: else the colours are still on their way from one theme to the other.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const found = await page.evaluate(async (runOptions) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, runOptions);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  }, options);
  expect(found, colorScheme).toEqual([]);
}
