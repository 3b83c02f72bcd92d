/**
 * Every screen and state of the page, each by the way there: what must hold of all of them is asked of all of them.
 * Each begins on a page that is as it opens.
 */
import { expect } from './fixtures.ts';
import type { CommandsDialog } from './pages/CommandsDialog.ts';
import { ComparePlansPage } from './pages/ComparePlansPage.ts';
import { ExportPage } from './pages/ExportPage.ts';
import { FleetBoard } from './pages/FleetBoard.ts';
import { ObservedPage } from './pages/ObservedPage.ts';
import { PowerOnPage } from './pages/PowerOnPage.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';
import { RequestsPanel } from './pages/RequestsPanel.ts';
import { SimulateDialog } from './pages/SimulateDialog.ts';
import { VmDock } from './pages/VmDock.ts';

type Show = (planner: PlannerPage, commands: CommandsDialog) => Promise<void>;

/** Several hosts and boards, VMs, one that waits, and something illegal. */
const MANY = [
  'x/0 a100-pcie-40gb: 3g.20gb@2=a, 1g.5gb@0=b',
  'y/0 a30-24gb: 1g.6gb@0=c',
  'z/0 rtx-pro-6000-server: 1g.24gb+gfx@0=d+e',
  'w/0 board-of-tomorrow: 1g.5gb@0',
].join('\n');

const FLEET = Array.from(
  { length: 240 },
  (_, gpu) => `esx-${String(Math.floor(gpu / 8) + 1).padStart(2, '0')}/${gpu % 8} a100-pcie-40gb: 1g.5gb@6`,
).join('\n');

/** Ours, in the words of nvidia-smi mig -lgi. */
const OBSERVED = `[root@esx-01:~] nvidia-smi mig -lgi
+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 3g.20gb          9        1          4:4     |
+-------------------------------------------------------+
`;

/** What OBSERVED is of. */
const PLANNED = 'esx-01/0 a100-pcie-40gb: 3g.20gb@4=chat-a';

/** One GPU of seven VMs with names that no pattern shortens, often enough that the link is too long for most chats. */
const LONG = Array.from(
  { length: 12 },
  (_, gpu) =>
    `esx-01/${gpu} a100-pcie-40gb: ${[0, 1, 2, 3, 4, 5, 6]
      .map((start) => `1g.5gb@${start}=${longName(7 * gpu + start + 1)}`)
      .join(', ')}`,
).join('\n');

/** An instance moved, one added, another board; and two VMs that have to be off. */
const BEFORE = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a
esx-02/0 a100-pcie-40gb: 7g.40gb@0=llm`;
const AFTER = `esx-01/0 a100-pcie-40gb: 3g.20gb@4=chat-a, 1g.5gb@0=dev
esx-02/0 a30-24gb: 4g.24gb@0=llm`;

const comparePlans =
  (view: 'Side by side' | 'Overlaid' | 'Change record'): Show =>
  async (planner) => {
    const compare = new ComparePlansPage(planner);
    await planner.openLayout(AFTER);
    await compare.open();
    await compare.compareWith(BEFORE);
    await compare.dialog.getByRole('radio', { name: view }).check();
    await expect(view === 'Change record' ? compare.record : compare.gpu(0, 'esx-01')).toBeVisible();
  };

const compareReality =
  (plan: string, verdict: RegExp): Show =>
  async (planner) => {
    await planner.openLayout(plan);
    const dialog = await planner.openDialog('Compare');
    await dialog.getByRole('textbox', { name: 'What the hosts print' }).fill(OBSERVED);
    await expect(dialog.getByRole('status', { name: 'Comparison' })).toHaveText(verdict);
  };

const exportOf =
  (format: string, isAsked: (exporting: ExportPage) => Promise<void>): Show =>
  async (planner) => {
    await planner.startFrom('The order trap');
    const exporting = new ExportPage(planner);
    await exporting.open();
    await exporting.take(format);
    await isAsked(exporting);
  };

const openDialog =
  (command: string, dialog: string, template: 'The article' | 'The order trap' = 'The article'): Show =>
  async (planner, commands) => {
    await planner.startFrom(template);
    await commands.do(command);
    await expect(planner.dialog(dialog)).toBeVisible();
  };

const openMenu =
  (button: string): Show =>
  async (planner) => {
    await planner.startFrom('The article');
    await planner.page.getByRole('button', { name: button, exact: true }).click();
    await expect(planner.page.getByRole('menu', { name: button })).toBeVisible();
  };

/** Of some seventy letters and figures. */
function longName(seed: number): string {
  let state = seed;
  const word = (): string => (state = (state * 48_271) % 2_147_483_647).toString(36);
  return Array.from({ length: 13 }, word).join('').slice(0, 70);
}

export const SCREENS: Readonly<Record<string, Show>> = {
  'the start': async (planner) => {
    await expect(planner.page.getByRole('button', { name: /^The article/ })).toBeVisible();
  },
  'a board': async (planner) => planner.startFrom('The order trap'),
  'a chosen profile': async (planner) => {
    await planner.startFrom('One empty host');
    await planner.profile('3g.20gb').click();
    await expect(planner.gpu(0).starts).toHaveCount(2);
  },
  'a refusal and its ways out': async (planner) => {
    await planner.startFrom('The article');
    await planner.profile('2g.10gb').focus();
    await planner.page.keyboard.press('Space');
    await expect(planner.message).toContainText('none is free');
  },
  'an instance': async (planner) => {
    await planner.startFrom('The article');
    await planner.gpu(0).instance('3g.20gb', 4).click();
    await expect(planner.page.getByRole('heading', { name: '3g.20gb', level: 2 })).toBeVisible();
  },
  'a GPU': async (planner) => {
    await planner.startFrom('The article');
    await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).click();
    await expect(planner.page.getByRole('button', { name: 'Remove GPU' })).toBeVisible();
  },
  'a host': async (planner) => {
    await planner.startFrom('The article');
    await planner.page.getByRole('button', { name: 'esx-01', exact: true }).click();
    await expect(planner.page.getByRole('button', { name: 'Remove host' })).toBeVisible();
  },
  'a refused drop and its ways out': async (planner) => {
    await planner.openLayout(
      'esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1\nesx-01/1 a100-pcie-40gb: 3g.20gb@0=chat-1',
    );
    await planner.drag(planner.profile('4g.20gb'), planner.gpu(0).group);
    await expect(planner.page.getByRole('list', { name: 'Ways out' }).getByRole('listitem')).toHaveCount(3);
  },
  'three kinds of board, with VMs': async (planner) =>
    planner.openLayout(
      [
        'esx-01/0 a30-24gb: 2g.12gb@0, 2g.12gb@2=small',
        'esx-01/1 rtx-pro-6000-server: 1g.24gb+gfx@0, 1g.24gb+gfx@9=render',
        'esx-01/2 h100-sxm5-80gb: 1g.10gb@0, 1g.10gb@1, 3g.40gb@4=train',
      ].join('\n'),
    ),
  'the menu of a GPU': openMenu('Actions for GPU 0 on esx-01'),
  'the menu of a host': openMenu('Actions for esx-01'),
  'the menu of an instance': async (planner) => {
    await planner.startFrom('The article');
    const instance = planner.gpu(0).instance('3g.20gb', 4);
    await instance.click();
    await instance.click({ button: 'right' });
    await expect(planner.page.getByRole('menu')).toBeVisible();
  },
  'More, over a board': async (planner) => {
    await planner.startFrom('The article');
    await planner.page.getByRole('button', { name: 'More', exact: true }).click();
    await expect(planner.page.getByRole('button', { name: 'Glossary', exact: true })).toBeVisible();
  },
  'More, in the top bar': async (planner) => {
    await planner.page.getByRole('button', { name: 'More', exact: true }).click();
    await expect(planner.page.getByRole('button', { name: 'Glossary', exact: true })).toBeVisible();
  },
  'a word explained': async (planner) => {
    await planner.startFrom('The article');
    await planner.figures.getByRole('button', { name: 'Stranded', exact: true }).click();
    await expect(planner.dialog('Stranded')).toBeVisible();
  },
  'several boards, and what is illegal': async (planner) => planner.openLayout(MANY),
  'what is found': async (planner) => {
    await planner.startFrom('The article');
    await planner.page.keyboard.press('/');
    await planner.page.keyboard.insertText('3g.20gb');
    await expect(planner.names).toBeVisible();
  },
  requests: async (planner, commands) => {
    await planner.startFrom('The article');
    await commands.do('Requests');
    await expect(planner.page.getByRole('region', { name: 'Requests' })).toBeVisible();
  },
  'an answer to requests': async (planner) => {
    const panel = new RequestsPanel(planner.page);
    await panel.startWith();
    await panel.ask('2g.10gb', 7);
    await panel.ask('3g.20gb', 4);
    await expect(panel.region).toContainText('4 GPUs, and nobody can do it with 3');
  },
  'a request by need, and boards at their cost': async (planner) => {
    const panel = new RequestsPanel(planner.page);
    await panel.startWith();
    await panel.ask('3g.20gb', 4);
    await panel.addNeed.click();
    await panel.needs(1).getByLabel('GB').fill('6');
    await panel.needs(1).getByLabel('GB').press('Enter');
    await panel.addBoard.click();
    await panel.terms('A30').getByLabel('Cost').fill('2');
    await panel.terms('A100-PCIE-40GB').getByLabel('Cost').fill('5');
    await panel.terms('A100-PCIE-40GB').getByLabel('Cost').press('Enter');
    await expect(panel.answer).toContainText('Proven');
  },
  'Paste requests, with a line that is wrong': async (planner) => {
    const panel = new RequestsPanel(planner.page);
    await panel.startWith();
    await panel.region.getByRole('button', { name: 'Paste' }).click();
    await panel.table.fill('Profile,Count\n3g.20gb,4\n2g.10gb,many');
    await expect(panel.dialog.getByRole('status')).toContainText('Line 3: "many" is no number');
  },
  'a fleet': async (planner) => {
    await planner.openLayout(FLEET);
    await expect(planner.page.getByText('240 GPUs on 30 hosts')).toBeVisible();
  },
  'the map of a fleet, with a profile in the hand': async (planner) => {
    await planner.openLayout(FLEET);
    const board = new FleetBoard(planner.page);
    await board.density('Map').check();
    await expect(board.map).toBeVisible();
    await planner.profile('2g.10gb').click();
  },
  'a fleet with a GPU that is opened, and one with notes': async (planner) => {
    const { page } = planner;
    await planner.openLayout(FLEET);
    await planner.gpu(2).group.getByRole('button', { name: 'GPU 2', exact: true }).click();
    const field = page.getByRole('textbox', { name: 'Notes on GPU 2 on esx-01' });
    await field.fill('fan is loud');
    await field.press('Control+Enter');
    await planner.gpu(3).group.getByRole('button', { name: 'GPU 3', exact: true }).click();
    await expect(
      planner.gpu(2).group.getByRole('button', { name: 'Notes on GPU 2 on esx-01' }),
    ).toBeVisible();
  },
  'the console': async (planner, commands) => {
    await planner.startFrom('The article');
    await commands.do('Console');
    await expect(planner.page.getByRole('textbox', { name: 'Command' })).toBeVisible();
  },
  'the lab': async (planner, commands) => {
    await commands.do('Lab');
    await expect(planner.page.getByRole('heading', { name: /Step 1/ }).first()).toBeVisible();
  },
  'the power-on order': async (planner) => {
    const powerOn = new PowerOnPage(planner);
    await powerOn.openPlan('esx-01/0 a100-pcie-40gb: 1g.5gb@0=dev-1, 3g.20gb@4=chat-a');
    await powerOn.open();
    await expect(powerOn.summary).toContainText('Both VMs start');
  },
  'the summary': async (planner, commands) => {
    await planner.openLayout(MANY);
    await commands.do('Summary');
    await expect(planner.page.getByRole('heading', { name: /Summary/ }).first()).toBeVisible();
  },
  'observed beside planned': async (planner) => {
    const observed = new ObservedPage(planner);
    await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
    await observed.record(OBSERVED);
    await observed.open();
  },
  'the steps to the plan, as text': async (planner) => {
    const observed = new ObservedPage(planner);
    await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 1g.5gb@4');
    await observed.record(OBSERVED);
    await observed.open();
    await observed.button('Steps to the plan').click();
    await planner.page.getByText('As text').click();
    await expect(
      planner.page.getByRole('region', { name: 'Steps' }).getByRole('listitem').first(),
    ).toBeVisible();
  },
  'Compare plans, with nothing chosen': async (planner) => {
    await planner.startFrom('The article');
    await new ComparePlansPage(planner).open();
  },
  'Compare plans, side by side': comparePlans('Side by side'),
  'Compare plans, overlaid': comparePlans('Overlaid'),
  'Compare plans, the change record': comparePlans('Change record'),
  'Compare plans, with a text that is no plan': async (planner) => {
    const compare = new ComparePlansPage(planner);
    await planner.startFrom('The article');
    await compare.open();
    await compare.dialog.getByRole('button', { name: 'Paste it or choose a file' }).click();
    await compare.dialog.getByRole('textbox', { name: 'The other plan' }).fill('good morning');
    await expect(compare.dialog.getByRole('heading', { name: 'This was not read' })).toBeVisible();
  },
  'a plan that is read-only, over one’s own': async (planner) => {
    await planner.openLayout(MANY);
    const link = await planner.shareLink();
    await planner.more('New plan');
    await planner.startFrom('The article');
    await planner.page.goto(link);
    await expect(planner.review.getByRole('button', { name: 'Compare with mine' })).toBeVisible();
  },
  'notes in the inspector, and their signs': async (planner) => {
    const { page } = planner;
    await planner.startFrom('The article');
    for (const [thing, title] of [
      ['esx-01', 'Settings of esx-01'],
      ['GPU 0 on esx-01', null],
    ] as const) {
      if (title === null)
        await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).click();
      else await page.getByTitle(title).click();
      const field = page.getByRole('textbox', { name: `Notes on ${thing}`, exact: true });
      await field.fill(
        'Fan is loud, see https://tickets.example.org/very/long/address/of/a/ticket?id=1234567890',
      );
      await field.press('Control+Enter');
      await expect(page.getByRole('button', { name: `Notes on ${thing}`, exact: true })).toBeVisible();
    }
  },
  'a VM that waits, and its ways out': async (planner) => {
    const dock = new VmDock(planner.page);
    await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4=held');
    await dock.paste('late,4g.20gb', false);
    await planner.page.getByRole('button', { name: 'Lift late', exact: true }).click();
    await expect(planner.page.getByRole('heading', { name: 'late', level: 2 })).toBeVisible();
  },
  'VMs that are ticked, in a large table': async (planner) => {
    const dock = new VmDock(planner.page);
    await planner.startFrom('The article');
    await dock.region.getByRole('button', { name: 'Enlarge the VMs' }).click();
    await dock.select('train-1').check();
    await expect(dock.bulk).toBeVisible();
  },
  Layouts: async (planner, commands) => {
    await planner.startFrom('The article');
    await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).focus();
    await commands.do('Choose a layout…', 'choose a layout');
    await expect(planner.dialog('Layouts').getByRole('button').first()).toBeVisible();
  },
  'the list of commands': async (planner, commands) => {
    await planner.startFrom('The article');
    await commands.open();
  },
  Import: async (planner) => {
    await planner.openDialog('Import');
  },
  'Import, of a plan file': async (planner) => {
    await planner.startFrom('The order trap');
    const text = await planner.exportText('Plan JSON');
    await planner.page.keyboard.press('Escape');
    const dialog = await planner.openDialog('Import');
    await dialog.getByRole('textbox', { name: 'Text to import' }).fill(text);
    await expect(dialog.getByRole('radio', { name: 'Read-only' })).toBeChecked();
  },
  'Import, with a text': async (planner) => {
    const dialog = await planner.openDialog('Import');
    await dialog.getByRole('textbox', { name: 'Text to import' }).fill(MANY);
    await expect(dialog.getByRole('button', { name: 'Open the plan' })).toBeEnabled();
  },
  'Import, of what nobody can read': async (planner) => {
    const dialog = await planner.openDialog('Import');
    await dialog
      .getByRole('textbox', { name: 'Text to import' })
      .fill('{"format": "mig-plan", "version": 99}');
    await expect(dialog.getByRole('status').first()).toContainText('99');
  },
  Export: openDialog('Export', 'Export'),
  'Export, refused': exportOf('libvirt XML', async ({ preview }) => {
    await expect(preview).toContainText('esx-01 is no KVM host');
  }),
  'Export, a table': exportOf('VM table as CSV', async ({ preview }) => {
    await expect(preview.getByRole('table')).toBeVisible();
  }),
  'Export, a dark picture': exportOf('SVG picture of the plan', async ({ dialog }) => {
    await expect(dialog.getByRole('img', { name: 'The picture as it will be' })).toBeVisible();
    await dialog.getByRole('radio', { name: 'Dark' }).check();
  }),
  Share: openDialog('Share', 'Share'),
  'Share, of a long link': async (planner) => {
    await planner.openLayout(LONG);
    const dialog = await planner.openDialog('Share');
    await expect(dialog.getByRole('button', { name: 'Download the plan file' })).toBeVisible();
  },
  'Share, with the code of a frame': async (planner) => {
    await planner.startFrom('The article');
    const dialog = await planner.openDialog('Share');
    await dialog.getByText('Embed the drawing in a wiki').click();
    await expect(dialog.getByRole('textbox', { name: 'Embed code' })).toBeVisible();
  },
  Compare: openDialog('Compare', 'Compare'),
  'Compare, as planned': compareReality(PLANNED, /^As planned/),
  'Compare, with what differs': compareReality('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a', /^Differs/),
  'Add host': openDialog('Add host', 'Add host'),
  'Add host, many at once': async (planner, commands) => {
    await planner.startFrom('The article');
    await commands.do('Add host');
    const dialog = planner.dialog('Add host');
    await dialog.getByRole('button', { name: 'Many at once' }).click();
    await dialog.getByRole('textbox', { name: 'Names' }).fill('gpu-[01-40]');
    await expect(dialog.getByText('40 hosts, from gpu-01 to gpu-40.')).toBeVisible();
  },
  'Edit hosts': openDialog('Edit hosts', 'Edit hosts'),
  'Paste VMs': openDialog('Paste VMs', 'VMs'),
  Plans: openDialog('Plans', 'Plans'),
  Repack: openDialog('Repack', 'Repack'),
  'Repack, with a move': async (planner, commands) => {
    await planner.openLayout(
      'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a\nesx-01/1 a100-pcie-40gb: 3g.20gb@4=chat-b',
    );
    await commands.do('Repack');
    await expect(planner.dialog('Repack').getByRole('status')).toHaveText('1 move empties 1 GPU');
  },
  'Repack, for another mix': async (planner, commands) => {
    await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a\nesx-01/1 a100-pcie-40gb: 1g.5gb@0');
    await commands.do('Repack');
    const dialog = planner.dialog('Repack');
    await dialog.getByRole('radio', { name: 'Another mix' }).check();
    const whole = dialog.getByRole('spinbutton', { name: '7g.40gb wanted' });
    await whole.fill('1');
    await whole.press('Enter');
    await expect(dialog.getByRole('list', { name: 'New instances' })).toContainText('7g.40gb');
  },
  Simulate: openDialog('Simulate', 'imulate'),
  'Simulate, with its figures': async (planner) => {
    const panel = new RequestsPanel(planner.page);
    const simulate = new SimulateDialog(planner.page);
    await panel.startWith();
    await panel.ask('1g.5gb', 9);
    await simulate.open();
    await simulate.field('GPUs').fill('4');
    await simulate.field('Seeds').fill('2');
    await simulate.run.click();
    await expect(simulate.dialog).toContainText('seeds 1 to 2');
  },
  Problems: async (planner, commands) => {
    await planner.openLayout(MANY);
    await commands.do('Problems');
    await expect(planner.dialog('Problems')).toBeVisible();
  },
  Glossary: openDialog('Glossary', 'Glossary'),
  'How do we know?': openDialog('How do we know?', 'How do we know?'),
  Keyboard: openDialog('Keyboard', 'Keyboard'),
};
