/** axe finds nothing on any screen: light and dark, wide and narrow, and nothing scrolls sideways. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const OPTIONS = {
  // What passes is not read here, and listing it takes longer than finding it.
  resultTypes: ['violations' as const],
  runOnly: {
    type: 'tag' as const,
    values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  },
};

/** Declares tests once for the wide page and once for the narrow one. */
export function atEachWidth(declare: (width: 1440 | 390) => void): void {
  for (const width of [1440, 390] as const) {
    test.describe(`${width} wide`, () => {
      test.use({ viewport: { width, height: width === 390 ? 844 : 900 } });
      declare(width);
    });
  }
}

/** What is on the page now, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    // Without motion: else the colours are still on their way from one theme to the other.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The page is one frame: asking it directly spares a second page for putting frames together.
    const { violations } = await new AxeBuilder({ page }).options(OPTIONS).setLegacyMode(true).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    expect(found, colorScheme).toEqual([]);
  }
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, 'no sideways scrolling').toBeLessThanOrEqual(0);
}
