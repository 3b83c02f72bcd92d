/** Who hears the page: the board, moves, refusals and results in the words of the field; where one is, and how to get on. */
import { expect, test } from './fixtures.ts';
import { CommandsDialog } from './pages/CommandsDialog.ts';
import { Keys } from './pages/Keys.ts';
import { Listener } from './pages/Listener.ts';
import { RequestsPanel } from './pages/RequestsPanel.ts';

test('the board is heard as hosts, GPUs and instances, each by its name, and the page by its parts', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - heading "MIG Planner" [level=1]
      - button "The article"
      - button "Undo"
      - button "Redo" [disabled]
      - search:
        - searchbox "Search"
  `);
  await expect(page.getByRole('region', { name: 'Plan figures' })).toMatchAriaSnapshot(`
    - region "Plan figures":
      - term:
        - button "Compute"
      - definition: 6 of 7
      - term:
        - button "Memory"
      - definition: 8 of 8
      - term: VMs placed
      - definition: "2"
      - term: Waiting
      - definition: "0"
  `);
  await expect(page.getByRole('region', { name: 'esx-01' })).toMatchAriaSnapshot(`
    - region "esx-01":
      - heading "esx-01" [level=2]:
        - button "esx-01"
      - paragraph: /ESXi 7\\.0 · 1 × A100-PCIE-40GB · MIG on/
      - button "Add GPU to esx-01"
      - button "Actions for esx-01"
      - group "GPU 0 on esx-01":
        - button "GPU 0"
        - text: 6 of 7 compute slices and 8 of 8 memory slices used
        - button "Actions for GPU 0 on esx-01"
        - button "3g.20gb at slice 0, train-1, grid_a100-3-20c"
        - button "3g.20gb at slice 4, train-2, grid_a100-3-20c"
        - paragraph: /Compute slice 3/
  `);
  await expect(page.getByRole('region', { name: 'Profiles' }).getByRole('list').first()).toMatchAriaSnapshot(`
    - list:
      - listitem:
        - button /1g\\.5gb, no more fits now, .*1 compute and 1 memory slice, grid_a100-1-5c/
  `);
  await expect(planner.vms.getByRole('table')).toMatchAriaSnapshot(`
    - table:
      - rowgroup:
        - row:
          - columnheader "VM"
  `);
  // One main, one banner, one footer, and the panes by their names.
  for (const role of ['main', 'banner', 'contentinfo'] as const)
    await expect(page.getByRole(role)).toHaveCount(1);
  for (const name of ['Profiles', 'Plan figures', 'VMs'])
    await expect(page.getByRole('region', { name, exact: true })).toHaveCount(1);
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toHaveCount(1);
});

test('a move, a placement, a refusal and its way out are heard, each once, with what came of it', async ({
  planner,
}) => {
  const { page } = planner;
  const keys = new Keys(page);
  const heard = new Listener(page);
  await planner.startFrom('One empty host');
  await heard.start();
  await planner.profile('3g.20gb').focus();
  await keys.press(' ');
  await heard.hears(
    '3g.20gb: 2 legal starts. Suggested: slice 4 of GPU 0 on esx-01. Arrow keys step through them, Space or Enter places, Escape puts back.',
  );
  await keys.press('ArrowRight');
  await heard.hears('3g.20gb at slice 0 of GPU 0 on esx-01');
  await keys.press('ArrowRight');
  await heard.hears('3g.20gb at slice 4 of GPU 0 on esx-01');
  await keys.press(' ');
  await heard.hears('Place 3g.20gb at slice 4 of GPU 0 on esx-01.');

  const instance = planner.gpu(0).instance('3g.20gb', 4);
  await instance.focus();
  await keys.press(' ', 'ArrowRight', ' ');
  await heard.hears(/^Move 3g\.20gb .*slice 0/);
  // It has the focus at its new place, with its new name.
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeFocused();

  await planner.profile('7g.40gb').focus();
  await keys.press(' ');
  await heard.hears(/^7g\.40gb: no legal start in the plan\. 7g\.40gb .*3g\.20gb .*slices 0–3/);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.getByRole('heading', { level: 2 })).toHaveText('7g.40gb');
  await keys.press('Escape');
  await heard.hears('7g.40gb: put back.');

  await planner.gpu(0).instance('3g.20gb', 0).focus();
  await keys.press('Delete');
  await heard.hears('Remove 3g.20gb from GPU 0 on esx-01.');
  await keys.press('Control+z');
  await heard.hears('Undone: Remove 3g.20gb from GPU 0 on esx-01.');
  // The same sentence twice is said twice: two undos of the same kind are two.
  await keys.press('Control+y', 'Control+z');
  await heard.hears('Undone: Remove 3g.20gb from GPU 0 on esx-01.');
  const all = await heard.all();
  expect(all.filter((text) => text.startsWith('Undone: Remove'))).toHaveLength(2);
  // No id, no code and no word of the library that drags.
  for (const text of all)
    expect(text).not.toMatch(/undefined|null|NaN|draggable|droppable|\[object|gi\/|gpu\//);
});

test('results are heard: what requests take and why, a search, and what is copied in a dialog', async ({
  planner,
}) => {
  const { page } = planner;
  const keys = new Keys(page);
  const commands = new CommandsDialog(page);
  const heard = new Listener(page);
  const requests = new RequestsPanel(page);
  await planner.startFrom('One empty host');
  await heard.start();
  await commands.do('Requests');
  await requests.count('3g.20gb').fill('5');
  await keys.press('Enter');
  await heard.hears(/^3 GPUs.*\. .*3g\.20gb/s);

  // Behind the dialog the status line is inert; it is said inside.
  await commands.do('Share');
  const share = planner.dialog('Share');
  await keys.tabAndEnter(share.getByRole('button', { name: 'Copy link' }));
  await heard.hears(/^(Copied: |The browser did not allow copying)/);
  await keys.press('Escape');

  await commands.open();
  await keys.type('esx');
  await heard.hears(/^[0-9]+ commands and places$/);
  await keys.replaceWith('place all wait');
  await keys.press('Enter');
  await heard.hears('Place all waiting VMs: no VM waits.');
});

test('every dialog has a name and a heading, takes the focus, and gives it back', async ({ planner }) => {
  const { page } = planner;
  const keys = new Keys(page);
  const commands = new CommandsDialog(page);
  await planner.startFrom('The article');
  const home = planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true });
  const names: Readonly<Record<string, RegExp>> = {
    ...{ Import: /^Import/, Export: /^Export/, Share: /^Share/, Compare: /^Compare/, Repack: /^Repack/ },
    ...{
      'Add host': /^Add host/,
      'Edit hosts': /^Edit hosts/,
      'Paste VMs': /VMs/,
      Simulate: /Simulate/,
      Plans: /^Plans/,
    },
    ...{
      Glossary: /^Glossary/,
      'How do we know?': /^How do we know/,
      Keyboard: /^Keyboard/,
      'Choose a layout…': /^Layouts/,
    },
  };
  for (const [command, name] of Object.entries(names)) {
    await test.step(command, async () => {
      await home.focus();
      await commands.do(command);
      const dialog = page.getByRole('dialog', { name });
      await expect(dialog).toBeVisible();
      await expect(dialog.getByRole('heading', { level: 2, name })).toBeVisible();
      await expect(dialog.locator(':focus')).toHaveCount(1);
      await keys.press('Escape');
      // The first Escape may empty a field that was typed in; here none was.
      await expect(dialog).toBeHidden();
      await expect(home).toBeFocused();
    });
  }
});
