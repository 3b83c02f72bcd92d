/**
 * axe finds nothing on what is looked at most, light and dark: one page after the other on one load. Every screen and state,
 * wide and narrow, is looked at by `npm run test:screens`.
 */
import { expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { CommandsDialog } from './pages/CommandsDialog.ts';
import { ComparePlansPage } from './pages/ComparePlansPage.ts';
import { ObservedPage } from './pages/ObservedPage.ts';
import { PowerOnPage } from './pages/PowerOnPage.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

type Show = (planner: PlannerPage, commands: CommandsDialog) => Promise<void>;

const PLAN = 'esx-01/0 a100-pcie-40gb: 1g.5gb@0=dev-1, 3g.20gb@4=chat-a';
/** Ours, in the words of nvidia-smi mig -lgi. */
const OBSERVED =
  '[root@esx-01:~] nvidia-smi mig -lgi\n|   0  MIG 3g.20gb          9        1          4:4     |\n';

/** By a command, from the board and back to it. */
const dialog =
  (command: string, name = command): Show =>
  async (planner, commands) => {
    await planner.page.keyboard.press('Escape');
    await commands.do(command);
    await expect(planner.dialog(name)).toBeVisible();
  };

/** Each list is one page: a screen goes on from the one before it. */
const PAGES: Readonly<Record<string, Readonly<Record<string, Show>>>> = {
  'the board and what is beside it': {
    'the start': async () => {},
    'a refusal and its ways out': async (planner) => {
      await planner.startFrom('The article');
      await planner.profile('2g.10gb').focus();
      await planner.page.keyboard.press('Space');
      await expect(planner.message).toContainText('none is free');
    },
    'a word explained in place': async (planner) => {
      await planner.page.keyboard.press('Escape');
      await planner.gpu(0).instance('3g.20gb', 4).click();
      const inspector = planner.page.getByRole('complementary', { name: 'Inspector' });
      await inspector.getByRole('button', { name: 'vGPU type', exact: true }).click();
      await expect(planner.dialog('vGPU type')).toBeVisible();
    },
    'legal starts, requests and the console': async (planner, commands) => {
      await planner.page.keyboard.press('Escape');
      await planner.gpu(0).instance('3g.20gb', 4).focus();
      await planner.page.keyboard.press('Delete');
      await commands.do('Console');
      await expect(planner.page.getByRole('textbox', { name: 'Command' })).toBeVisible();
      await planner.profile('2g.10gb').click();
      await expect(planner.gpu(0).starts).not.toHaveCount(0);
    },
    'what is found': async (planner) => {
      await planner.page.keyboard.press('Escape');
      await planner.search.fill('3g.20gb');
      await expect(planner.names).toBeVisible();
    },
  },
  'the dialogs': {
    'the menu of a GPU': async (planner) => {
      await planner.startFrom('The article');
      await planner.page.getByRole('button', { name: 'Actions for GPU 0 on esx-01' }).click();
      await expect(planner.page.getByRole('menu')).toBeVisible();
    },
    Import: dialog('Import'),
    Export: dialog('Export'),
    Share: dialog('Share'),
    Plans: dialog('Plans'),
  },
  'the pages': {
    'the power-on order': async (planner) => {
      const powerOn = new PowerOnPage(planner);
      await powerOn.openPlan(PLAN);
      await powerOn.open();
      await expect(powerOn.summary).toContainText('Both VMs start');
    },
    'observed beside planned': async (planner) => {
      const observed = new ObservedPage(planner);
      await new PowerOnPage(planner).button('Close').click();
      await observed.record(OBSERVED);
      await observed.open();
    },
    'two plans compared': async (planner) => {
      const compare = new ComparePlansPage(planner);
      await new ObservedPage(planner).button('Close').click();
      await compare.open();
      await compare.compareWith('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
    },
    'the summary': async (planner, commands) => {
      await planner.page.keyboard.press('Escape');
      await commands.do('Summary');
      await expect(planner.page.getByRole('heading', { name: /Summary/ }).first()).toBeVisible();
    },
    'the lab': async (planner, commands) => {
      await commands.do('Lab');
      await expect(planner.page.getByRole('heading', { name: /Step 1/ }).first()).toBeVisible();
    },
  },
};

for (const [title, screens] of Object.entries(PAGES)) {
  test(title, async ({ planner }) => {
    for (const [name, show] of Object.entries(screens)) {
      await test.step(name, async () => {
        await show(planner, new CommandsDialog(planner.page));
        await expectAccessible(planner.page);
      });
    }
  });
}
