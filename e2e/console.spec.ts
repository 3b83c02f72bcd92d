/** The simulated terminal: commands change what is observed, never what is planned. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ConsolePanel } from './pages/ConsolePanel.ts';
import { Keys } from './pages/Keys.ts';
import { ObservedPage } from './pages/ObservedPage.ts';

/** The commands of the article, in its order; the dashes of its page are not those of a keyboard. */
const AS_PRINTED = [
  'esxcli software vib list | grep NVIDIA',
  'nvidia-smi',
  'esxcli software vib list |grep -i nvidia',
  'esxcli system maintenanceMode set –enable=true',
  'esxcli software vib remove –vibname=NVIDIA-VMware_ESXi_7.0_Host_Driver ',
  'esxcli software vib install -v /vmfs/volumes/ds/NVIDIA-VMware_ESXi_7.0_Host_Driver_450.73-1OEM.700.0.0.15525992.vib',
  'esxcli system maintenanceMode set –enable=false',
  'nvidia-smi',
  'nvidia-smi -i 0 -mig 1',
  'nvidia-smi -i 0 –gpu-reset',
  'reboot',
  'nvidia-smi',
  'nvidia-smi mig -lgip',
  'nvidia-smi mig -i 0 -cgi 9,9',
  'nvidia-smi mig -lgi',
  'nvidia-smi mig -lcip',
  'nvidia-smi mig  -gi 1 -cci 2',
  'nvidia-smi mig -gi 2 –cci 2',
  'nvidia-smi mig -lci',
];
/** A plan in which a VM on each of two hosts has the same name: no layout can say so. */
const TWINS = JSON.stringify({
  format: 'mig-plan',
  version: 1,
  name: 'Twins',
  hosts: ['esx-01', 'esx-02'].map((name) => ({
    name,
    gpus: [{ index: 0, board: 'a100-pcie-40gb', instances: [{ profile: '3g.20gb', start: 0 }] }],
  })),
  vms: [0, 1].map((host) => ({
    name: 'twin',
    attachments: [{ profile: '3g.20gb', instance: `/hosts/${host}/gpus/0/instances/0` }],
  })),
});

const AS_CORRECTED = AS_PRINTED.map((line) => line.replace('–cci', '-cci').replace('–', '--'));

for (const [name, lines] of [
  ['as printed', AS_PRINTED],
  ['as corrected', AS_CORRECTED],
] as const) {
  test(`the article, typed ${name}, ends in its layout`, async ({ planner }) => {
    const panel = new ConsolePanel(planner.page);
    const observed = new ObservedPage(planner);
    await planner.startFrom('The article');
    // The host that the article begins with.
    await planner.page.getByRole('button', { name: 'esx-01', exact: true }).click();
    const driver = planner.page.getByRole('textbox', { name: 'Driver' });
    await driver.fill('440.107');
    await driver.press('Enter');
    await panel.open();
    await expect(panel.gpus).toContainText('MIG off');
    for (const line of lines) await panel.run(line);
    await expect(panel.gpus).toContainText('3g.20gb at 0 · 3g.20gb at 4');
    // As a real host of that family does: the reset is refused, so the reboot it is.
    await expect(panel.log.getByText('Exit status')).toHaveCount(1);
    await expect(panel.log.getByText('was read as')).toHaveCount(name === 'as printed' ? 5 : 0);
    await expect(panel.log).toContainText(
      'Successfully created compute instance on GPU  0 GPU instance ID  2',
    );
    await panel.region.getByRole('button', { name: 'Compare and adopt' }).click();
    await expect(observed.gpu(0)).toContainText('3g.20gb at 4');
    await expect(observed.summary).toContainText('As planned');
  });
}

test('by keyboard alone: a paste, the history, completion, and the way out', async ({ planner }) => {
  const panel = new ConsolePanel(planner.page);
  const keys = new Keys(planner.page);
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 7g.40gb@0=big');
  await keys.tabAndEnter(panel.wayIn);
  await expect(panel.command).toBeFocused();
  await panel.paste('nvidia-smi -i 0 -mig 1\nnvidia-smi mig -i 0 -cgi 9,9 -C\n');
  await expect(panel.gpus).toContainText('3g.20gb at 0 · 3g.20gb at 4');
  await keys.press('ArrowUp');
  await expect(panel.command).toHaveValue('nvidia-smi mig -i 0 -cgi 9,9 -C');
  await keys.press('ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown');
  await expect(panel.command).toHaveValue('');
  await keys.type('nvid');
  await keys.press('Tab');
  await expect(panel.command).toHaveValue('nvidia-smi ');
  await keys.type('mig -l');
  await keys.press('Tab');
  await expect(panel.region).toContainText('-lgipp');
  await expect(panel.command).toBeFocused();
  // Nothing more to complete: Tab goes on.
  await keys.press('Tab');
  await expect(panel.command).not.toBeFocused();
  await keys.tabAndEnter(panel.region.getByRole('button', { name: 'Close the console' }));
  await expect(panel.region).toBeHidden();
  await expect(panel.wayIn).toBeFocused();
});

test('a reboot loses every instance and nothing of the plan; each is one step', async ({ planner }) => {
  const panel = new ConsolePanel(planner.page);
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b');
  await panel.open();
  await panel.paste('nvidia-smi -mig 1\nnvidia-smi mig -cgi 9,9 -C\n');
  await expect(panel.gpus).toContainText('3g.20gb at 0 · 3g.20gb at 4');
  // Said once: by the status line, in the place of the name of the step.
  await expect(planner.message).toHaveText(
    /^2 commands run\. The last: .* Recorded as observed on esx-01: one step\.$/,
  );
  await expect(planner.page.getByRole('status').filter({ hasText: 'commands run' })).toHaveCount(1);
  await panel.run('reboot');
  await expect(panel.gpus).toContainText('No GPU instance');
  await expect(panel.log).toContainText('2 GPU instances are gone');
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toHaveAccessibleName(/chat-a/);
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(/chat-b/);
  await planner.undo.click();
  await expect(panel.gpus).toContainText('3g.20gb at 0 · 3g.20gb at 4');
  await planner.undo.click();
  await expect(panel.gpus).toContainText('MIG off');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(/chat-b/);
});

test('what only reads is no step, and what is typed is never read as markup', async ({ planner }) => {
  const panel = new ConsolePanel(planner.page);
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0');
  await panel.open();
  await panel.run('nvidia-smi');
  await expect(planner.message).toContainText('lines of output, beginning with');
  await panel.run('<img src=x onerror=alert(1)> \u001b[31mred');
  await expect(panel.log).toContainText('<img src=x onerror=alert(1)>');
  await expect(panel.log.getByRole('img')).toHaveCount(0);
  await panel.region.getByRole('checkbox', { name: 'Mark inferred text' }).check();
  await expect(panel.log.getByText('text not seen in public output').first()).toBeVisible();
  // The last step is still the import.
  await expect(panel.region.getByRole('button', { name: 'Compare and adopt' })).toBeHidden();
});

test('a drag on the target stands in the console as the command that does the same', async ({ planner }) => {
  const panel = new ConsolePanel(planner.page);
  await planner.openLayout('esx-01/0 a100-pcie-40gb:');
  await panel.open();
  await planner.dragProfile('2g.10gb', planner.gpu(0), 2);
  await expect(panel.log).toContainText('Planned on esx-01, GPU 0');
  await expect(panel.log).toContainText('nvidia-smi mig -i 0 -cgi 14:2 -C');
  // Only what is observed is the machine's.
  await expect(panel.gpus).toContainText('MIG off');
});

test('a VM has its own terminal, and its instance is the whole of its GPU', async ({ planner }) => {
  const panel = new ConsolePanel(planner.page);
  await planner.startFrom('The article');
  await panel.open();
  await panel.run('nvidia-smi -mig 1');
  await panel.run('reboot');
  await panel.run('nvidia-smi mig -i 0 -cgi 9,9 -C');
  await expect(panel.gpus).toContainText('3g.20gb at 0 · 3g.20gb at 4');
  const vms = panel.region.getByRole('combobox', { name: 'Terminal of' });
  await vms.selectOption({ index: 1 });
  await panel.region.getByRole('button', { name: 'Power on' }).click();
  await expect(panel.gpus).toContainText('GI 0 at 0:8: 3g.20gb');
  await expect(panel.gpus).toContainText('GRID A100-3-20C');
  await panel.run('nvidia-smi mig -lgi');
  await expect(panel.log).toContainText('0:8');
  // Cut anew from inside, and lost when the guest restarts.
  await panel.paste('nvidia-smi mig -dci\nnvidia-smi mig -cci 0,0\n');
  await expect(panel.gpus).toContainText('GI 0 at 0:8: 1c.3g.20gb, 1c.3g.20gb');
  await panel.run('reboot');
  await expect(panel.gpus).toContainText('GI 0 at 0:8: 3g.20gb');
  await panel.region.getByRole('button', { name: 'Power off' }).click();
  await expect(panel.command).toBeHidden();
});

test('two VMs of one name are two: from the menu of a host, and from a VM', async ({ planner }) => {
  const { page } = planner;
  const panel = new ConsolePanel(page);
  await planner.importPlan(TWINS);
  await page.getByRole('button', { name: 'Actions for esx-02' }).click();
  await page.getByRole('menuitem', { name: 'Terminal' }).click();
  await expect(panel.command).toBeFocused();
  await expect(panel.command).toHaveAccessibleDescription('Terminal of esx-02');
  await panel.paste('nvidia-smi -mig 1\nnvidia-smi mig -cgi 9:0 -C\n');
  await expect(panel.gpus).toContainText('3g.20gb at 0');
  await planner.gpu(0, 'esx-02').instance('3g.20gb', 0).click();
  await page.getByRole('complementary').getByRole('button', { name: 'twin', exact: true }).click();
  await page.getByRole('button', { name: 'Terminal of VM' }).click();
  const power = panel.region.getByRole('button', { name: 'Power on' });
  await expect(power).toBeFocused();
  await power.press('Enter');
  await expect(panel.command).toHaveAccessibleDescription('Terminal of VM twin on esx-02');
  await panel.choose('Host', 'esx-01');
  await expect(panel.region.getByRole('combobox', { name: 'Terminal of' })).toContainText('VM twin (off)');
});

test('F6 stops at the console, and on a phone a sheet leaves its head', async ({ planner }) => {
  const { page } = planner;
  const panel = new ConsolePanel(page);
  const keys = new Keys(page);
  await planner.startFrom('The article');
  await panel.open();
  await keys.press('Shift+F6');
  await expect(panel.command).not.toBeFocused();
  await keys.press('F6');
  await expect(panel.command).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  const sheet = page.getByRole('button', { name: 'Requests', exact: true });
  await sheet.click();
  await expect(panel.command).toBeHidden();
  await panel.region.getByRole('button', { name: 'Show the terminal' }).click();
  await expect(panel.command).toBeFocused();
  await expect(sheet).toHaveAttribute('aria-expanded', 'false');
});

test('the terminal is dark, on a light page and on a dark one', async ({ planner }) => {
  const panel = new ConsolePanel(planner.page);
  await planner.startFrom('The article');
  await panel.open();
  await panel.run('nvidia-smi mig –lgi');
  const terminal = panel.region.locator('.console-terminal');
  for (const colorScheme of ['light', 'dark'] as const) {
    await planner.page.emulateMedia({ colorScheme });
    await expect(terminal).toHaveCSS('background-color', 'rgb(13, 14, 17)');
    await expect(terminal).toHaveCSS('color', 'rgb(243, 244, 246)');
  }
  await expectAccessible(planner.page);
});

atEachWidth((width) => {
  test(`axe finds nothing in the console, ${width} wide`, async ({ planner }) => {
    const panel = new ConsolePanel(planner.page);
    await planner.startFrom('The article');
    await panel.open();
    await panel.paste(
      'nvidia-smi -mig 1\nreboot\nnvidia-smi mig -i 0 -cgi 9,9 -C\nnvidia-smi\nnvidia-smi mig –lgi\n',
    );
    await panel.region.getByRole('checkbox', { name: 'Mark inferred text' }).check();
    await expect(panel.log).toContainText('was read as');
    await expectAccessible(planner.page);
  });
});
