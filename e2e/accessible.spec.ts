/** axe finds nothing on any screen or state, light and dark, wide and narrow. */
import { expectAccessibleAtEachWidth } from './axe.ts';
import { expect, test } from './fixtures.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

type Screen = readonly [name: string, show: (planner: PlannerPage) => Promise<void>];

/** Each list is one page: a screen goes on from the one before it. */
const PAGES: readonly (readonly Screen[])[] = [
  [
    ['the start', async () => {}],
    ['a board', (planner) => planner.startFrom('The order trap')],
  ],
  [
    [
      'a chosen profile',
      async (planner) => {
        await planner.startFrom('One empty host');
        await planner.profile('3g.20gb').click();
        await expect(planner.gpu(0).starts).toHaveCount(2);
      },
    ],
  ],
  [
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
      'a selected instance',
      async (planner) => {
        await planner.page.keyboard.press('Escape');
        await planner.gpu(0).instance('3g.20gb', 4).click();
        await expect(planner.page.getByRole('heading', { name: '3g.20gb', level: 2 })).toBeVisible();
      },
    ],
    [
      'the glossary, and a word explained in place',
      async (planner) => {
        const inspector = planner.page.getByRole('complementary', { name: 'Inspector' });
        await inspector.getByRole('button', { name: 'vGPU type', exact: true }).click();
        await planner.dialog('vGPU type').getByRole('button', { name: 'All terms' }).click();
        await expect(planner.dialog('Glossary')).toBeVisible();
      },
    ],
  ],
  [
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
  ],
  [
    [
      'the dialog Problems',
      async (planner) => {
        await planner.openLayout('x/0 a100-pcie-40gb: 3g.20gb@0=a, 3g.20gb@4=a, 1g.5gb@7');
        await planner.figures.getByRole('button', { name: '1 problem, 1 warning' }).click();
        await expect(planner.dialog('Problems')).toBeVisible();
      },
    ],
  ],
];

for (const screens of PAGES) {
  test(screens.map(([name]) => name).join('; '), async ({ planner }) => {
    for (const [name, show] of screens) {
      await test.step(name, async () => {
        await show(planner);
        await expectAccessibleAtEachWidth(planner.page);
      });
    }
  });
}

test('the dialogs', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await page.getByRole('button', { name: 'Add host' }).click();
  await expect(planner.dialog('Add host')).toBeVisible();
  await expectAccessibleAtEachWidth(page);
  await page.keyboard.press('Escape');
  for (const name of ['Import', 'Export', 'Share'] as const) {
    const dialog = await planner.openDialog(name);
    await expectAccessibleAtEachWidth(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});
