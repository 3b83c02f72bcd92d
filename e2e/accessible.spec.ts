/** axe finds nothing on any screen or state, light and dark, wide and narrow. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

async function expectNothing(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual(
    [],
  );
}

const SCREENS: readonly (readonly [name: string, show: (planner: PlannerPage) => Promise<void>])[] = [
  ['the start', async () => {}],
  ['a board', (planner) => planner.startFrom('The order trap')],
  [
    'a chosen profile',
    async (planner) => {
      await planner.startFrom('One empty host');
      await planner.profile('3g.20gb').click();
      await expect(planner.gpu(0).starts).toHaveCount(2);
    },
  ],
  [
    'a selected instance',
    async (planner) => {
      await planner.startFrom('The article');
      await planner.gpu(0).instance('3g.20gb', 4).click();
    },
  ],
  [
    'a refusal',
    async (planner) => {
      await planner.startFrom('The article');
      await planner.profile('2g.10gb').focus();
      await planner.page.keyboard.press('Space');
      await expect(planner.message).toContainText('none is free');
    },
  ],
  [
    'a plan of several boards with short names, and what is illegal in it',
    async (planner) => {
      await planner.openLayout(
        [
          'x/0 a100-pcie-40gb: 3g.20gb@2=a, 1g.5gb@0=b',
          'y/0 a30-24gb: 1g.6gb@0=c',
          'z/0 rtx-pro-6000-server: 1g.24gb+gfx@0=d+e',
          'w/0 board-of-tomorrow: 1g.5gb@0',
        ].join('\n'),
      );
    },
  ],
  [
    'the glossary, and a word explained in place',
    async (planner) => {
      await planner.startFrom('The article');
      await planner.gpu(0).instance('3g.20gb', 4).click();
      const word = planner.page.getByRole('button', { name: 'vGPU type', exact: true }).last();
      await word.click();
      await planner.dialog('vGPU type').getByRole('button', { name: 'All terms' }).click();
      await expect(planner.dialog('Glossary')).toBeVisible();
    },
  ],
  [
    'the dialog Problems',
    async (planner) => {
      await planner.openLayout('x/0 a100-pcie-40gb: 3g.20gb@0=a, 3g.20gb@4=a, 1g.5gb@7');
      await planner.figures.getByRole('button', { name: '1 problem, 1 warning' }).click();
      await expect(planner.dialog('Problems')).toBeVisible();
    },
  ],
  [
    'the dialog Add host',
    async (planner) => {
      await planner.startFrom('The article');
      await planner.page.getByRole('button', { name: 'Add host' }).click();
      await expect(planner.dialog('Add host')).toBeVisible();
    },
  ],
  ...(['Import', 'Export', 'Share'] as const).map(
    (name) =>
      [
        `the dialog ${name}`,
        async (planner: PlannerPage) => {
          await planner.startFrom('The article');
          await planner.openDialog(name);
        },
      ] as const,
  ),
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test.describe(`${colorScheme}, ${width} wide`, () => {
      test.use({ colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
      for (const [name, show] of SCREENS) {
        test(name, async ({ planner }) => {
          await show(planner);
          await expectNothing(planner.page);
          const overflow = await planner.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, 'no sideways scrolling').toBeLessThanOrEqual(0);
        });
      }
    });
  }
}
