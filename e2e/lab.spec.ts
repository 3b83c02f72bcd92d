/** The article as a lab: by keyboard and by mouse to its end, left and taken up again, and nothing of it in the plan. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { Keys } from './pages/Keys.ts';
import { LabPage } from './pages/LabPage.ts';
import { PlannerPage } from './pages/PlannerPage.ts';
import { letItBeFull, setFull } from './storage.ts';

const DRIVER = '/vmfs/volumes/datastore1/NVIDIA-VMware_ESXi_7.0_Host_Driver_450.73-1OEM.700.0.0.15525992.vib';
/** By hand at the host, from host graphics to the last compute instance; dashes as the article's page has them. */
const HOST_LINES = [
  'esxcli graphics host set --default-type SharedPassthru',
  'esxcli system maintenanceMode set –enable=true',
  'esxcli software vib remove –vibname=NVIDIA-VMware_ESXi_7.0_Host_Driver',
  `esxcli software vib install -v ${DRIVER}`,
  'nvidia-smi -i 0 -mig 1',
  'reboot',
  'esxcli system maintenanceMode set –enable=false',
  'nvidia-smi mig -lgip',
  'nvidia-smi mig -i 0 -cgi 9,9',
  'nvidia-smi mig -lgi',
  'nvidia-smi mig -lcip',
  'nvidia-smi mig -gi 1 -cci 2',
  'nvidia-smi mig -gi 2 –cci 2',
  'nvidia-smi mig -lci',
];
const DEVICE = 'MIG-GPU-786035d5-1e85-11b2-9fec-ac9c9a792daf/0/0';

test('by keyboard alone: some of it by the buttons, some of it typed, with a reload in the middle', async ({
  planner,
}) => {
  const { page } = planner;
  const lab = new LabPage(page);
  const keys = new Keys(page);
  await keys.tabAndEnter(lab.wayIn);
  await expect(lab.current).toBeFocused();
  await expect(lab.current).toHaveAccessibleName('Step 1: Enable SR-IOV in the BIOS');

  // The focus waits at each new step; Tab leads to what it says to do.
  await keys.press('Tab', 'Enter');
  await expect(lab.current).toBeFocused();
  await expect(lab.current).toHaveAccessibleName('Step 2: Set the host graphics to Shared Direct');
  await expect(planner.message).toHaveText(
    'Enable SR-IOV in the BIOS. Done: step 1, Enable SR-IOV in the BIOS. Now step 2: Set the host graphics to Shared Direct.',
  );
  await keys.press('Tab', 'Enter', 'Tab', 'Enter', 'Tab', 'Enter');
  await expect(lab.current).toHaveAccessibleName('Step 3: Enter maintenance mode');
  await expect(lab.current).toBeFocused();
  for (const what of [
    'esxcli software vib list | grep NVIDIA',
    'nvidia-smi',
    'esxcli system maintenanceMode set --enable=true',
    'esxcli software vib list | grep -i nvidia',
    'esxcli software vib remove --vibname=NVIDIA-VMware_ESXi_7.0_Host_Driver',
    `esxcli software vib install -v ${DRIVER}`,
    'nvidia-smi',
    'nvidia-smi -i 0 -mig 1',
  ])
    await keys.tabAndEnter(lab.todo(what));
  await expect(lab.gpu).toContainText('MIG off, on after a reboot');
  await lab.done(5);

  await page.reload();
  await keys.tabAndEnter(lab.wayIn);
  await expect(lab.current).toHaveAccessibleName('Step 5: Switch MIG mode on (done)');
  await expect(lab.console.log).toContainText('MIG mode is in pending enable state');
  await expect(lab.gpu).toContainText('MIG off, on after a reboot');
  await lab.done(5);

  // The rest at the host is typed. A list that is refused, or a typing mistake, ticks nothing.
  await keys.toPane(lab.console.region);
  await keys.tabTo(lab.console.command);
  await expect(lab.console.command).toHaveAccessibleDescription('Terminal of esx-lab');
  const type = async (line: string): Promise<void> => {
    await keys.type(line);
    await keys.press('Enter');
    await expect(lab.console.command).toHaveValue('');
  };
  await type('nvidia-smi -i 0 –gpu-reset');
  await expect(lab.current).toHaveAccessibleName('Step 6: Reboot, and see MIG enabled');
  await expect(lab.console.command).toBeFocused();
  await type('nvidia-smi mig -lgi');
  await lab.done(5);
  for (const line of HOST_LINES.slice(5)) await type(line);
  await expect(lab.current).toHaveAccessibleName('Step 14: Give both VMs the vGPU type');
  await lab.done(13);
  await expect(lab.gpu.getByRole('row', { name: /ID 1, 3g\.20gb/ })).toContainText(
    '0:4compute 0grid_a100-3-20cnone',
  );

  // The controls of the VMs, and then the terminal in one of them.
  for (const vm of ['ml-vm-1', 'ml-vm-2']) {
    await keys.tabTo(lab.machine.getByRole('combobox', { name: `vGPU type of ${vm}` }));
    await keys.arrowTo('grid_a100-3-20c');
    await keys.tabAndEnter(lab.machine.getByRole('button', { name: `Power on ${vm}` }));
  }
  await keys.tabAndEnter(lab.machine.getByRole('button', { name: 'Install the guest driver in ml-vm-1' }));
  await lab.done(16);
  await keys.tabTo(lab.console.region.getByRole('radio', { name: 'esx-lab' }));
  await keys.press('ArrowRight');
  await keys.tabTo(lab.console.command);
  await type('nvidia-smi');
  for (const list of ['-lgi', '-lci']) await type(`sudo nvidia-smi mig ${list}`);
  await expect(lab.console.log).toContainText('0:8');
  await type('nvidia-smi -L');
  await type(`sudo docker run –runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=${DEVICE} nvidia/cuda nvidia-smi`);
  await lab.done(18);
  await expect(lab.end).toBeVisible();
  await expect(planner.message).toContainText('The lab is through.');

  await keys.tabAndEnter(lab.take);
  await expect(planner.planName).toHaveText('From the lab');
  for (const start of [0, 4])
    await expect(planner.gpu(0, 'esx-lab').instance('3g.20gb', start)).toHaveAccessibleName(/ml-vm-\d/);
});

test('by mouse from first to last: one button leads on, and the plan that is open is never touched', async ({
  planner,
}) => {
  const { page } = planner;
  const lab = new LabPage(page);
  await planner.startFrom('The order trap');
  await lab.open();
  const counts: string[] = [];
  // Each of the steps shows what to do, in order; a click on each is enough.
  for (let step = 1; step <= 18; step++) {
    await expect(lab.current).toHaveAccessibleName(new RegExp(`^Step ${step}: `));
    const names = await lab.todos().evaluateAll((all) => all.map((one) => one.ariaLabel ?? ''));
    counts.push(...names);
    for (const name of names) await lab.steps.getByRole('button', { name, exact: true }).click();
    if (step === 9) {
      await expect(lab.gpu.getByRole('row')).toHaveCount(3);
      await expect(lab.gpu).toContainText('no compute');
      // Undo is about the lab, not about the plan behind it.
      await planner.undo.click();
      await expect(planner.message).toHaveText('Undone: nvidia-smi mig -i 0 -cgi 9,9.');
      await expect(lab.gpu).toContainText('No GPU instance yet');
      await planner.redo.click();
      await expect(lab.gpu.getByRole('row')).toHaveCount(3);
    }
    if (step === 12) {
      // Looking back, and the way back to what is to be done.
      await lab.step('Switch MIG mode on').click();
      await expect(lab.steps).toContainText('On ESXi an Ampere GPU takes the change with a reboot');
      await lab.steps.getByRole('button', { name: 'Back to step 13' }).click();
      await expect(lab.current).toBeFocused();
      // Leaving throws nothing away.
      await page.keyboard.press('Escape');
      await expect(lab.steps).toBeHidden();
      await expect(lab.wayIn).toBeFocused();
      await expect(planner.undo).toHaveAttribute('title', 'Undo: Start from The order trap');
      await lab.open();
      await lab.done(12);
    }
  }
  expect(counts.length).toBe(36);
  await expect(lab.end).toBeFocused();
  await expect(lab.console.log).toContainText('MIG devices:');

  // Asked first, and not done without the answer.
  await page.getByRole('button', { name: 'Start again', exact: true }).click();
  const asked = planner.dialog('Start the lab again?');
  await page.keyboard.press('Escape');
  await expect(asked).toBeHidden();
  await lab.done(18);
  await page.getByRole('button', { name: 'Start again', exact: true }).click();
  await asked.getByRole('button', { name: 'Start again' }).click();
  await lab.done(0);
  await expect(lab.current).toBeFocused();
  await planner.undo.click();
  await lab.done(18);

  await page.getByRole('button', { name: 'Leave the lab' }).click();
  await expect(lab.wayIn).toBeFocused();
  await expect(planner.planName).toHaveText('The order trap');
  await expect(planner.gpu(0).instance('2g.10gb', 2)).toHaveAccessibleName(/ocr-1/);
  await expect(planner.undo).toHaveAttribute('title', 'Undo: Start from The order trap');
  await lab.wayIn.click();
  await lab.take.click();
  await expect(planner.planName).toHaveText('From the lab');
  await expect(planner.message).toContainText('The order trap is among your plans.');
});

test('storage that is full or damaged is said, and the lab goes on; two tabs do not mind each other', async ({
  planner,
}) => {
  const { page } = planner;
  await letItBeFull(page);
  await planner.open();
  const lab = new LabPage(page);
  await page.getByRole('button', { name: 'New to MIG? Try it in the lab' }).click();
  await expect(lab.current).toBeFocused();
  await setFull(page, true);
  await lab.todo('BIOS: SR-IOV on, and restart').click();
  await expect(planner.message).toContainText('The browser’s storage for the page is full.');
  await expect(lab.steps).toContainText('its progress stays as long as this tab is open');
  await lab.done(1);
  await setFull(page, false);
  await lab.console.run('esxcli graphics host set --default-type SharedPassthru');
  await expect(lab.steps).not.toContainText('as long as this tab is open');

  const other = new PlannerPage(await page.context().newPage());
  await other.open();
  const second = new LabPage(other.page);
  await second.open();
  await second.done(2);
  await second.console.run('esxcli system maintenanceMode set -e true');
  await second.done(3);
  await lab.console.run('nvidia-smi');
  await lab.done(2);
  await other.page.close();

  // The first tab wrote last.
  await page.reload();
  await lab.open();
  await lab.done(2);
  await page.evaluate(() =>
    localStorage.setItem('mig-planner.lab', '{"lab":1,"kind":"straight","done":[7]}'),
  );
  await page.reload();
  await lab.open();
  await expect(planner.message).toContainText('Entry 1 of the saved lab is not understood.');
  await expect(planner.message).toContainText('put aside, not deleted');
  await lab.done(0);
});

atEachWidth((width) => {
  test(`usable and accessible, ${width} wide: MIG mode pending, a step looked at, VMs, end`, async ({
    planner,
  }) => {
    const { page } = planner;
    const lab = new LabPage(page);
    if (width < 400) await page.getByRole('button', { name: 'More', exact: true }).click();
    await lab.open();
    await lab.todo('BIOS: SR-IOV on, and restart').click();
    await lab.console.paste(HOST_LINES.slice(0, 5).join('\n'));
    await lab.done(5);
    // Many steps at once are said as a range, which a phone has room for.
    await expect(planner.message).toContainText('Done: steps 2 to 5.');
    await lab.console.run('<img src=x onerror=alert(1)> \u001b[31mred');
    await expect(lab.console.log).toContainText('<img src=x onerror=alert(1)>');
    await expect(lab.console.log.getByRole('img')).toHaveCount(0);
    if (width < 400) {
      await page.getByRole('button', { name: 'Host and VMs' }).click();
      await page.getByRole('button', { name: 'All steps' }).click();
    }
    await expect(lab.gpu).toContainText('MIG off, on after a reboot');
    await lab.step('List the compute instances').click();
    await expectAccessible(page);
    if (width < 400) {
      await page.getByRole('button', { name: 'Host and VMs' }).click();
      await page.getByRole('button', { name: 'All steps' }).click();
    }
    await lab.steps.getByRole('button', { name: 'Back to step' }).click();

    await lab.console.paste(HOST_LINES.slice(5).join('\n'));
    await lab.done(13);
    for (const vm of ['ml-vm-1', 'ml-vm-2']) {
      await lab.todo(`vSphere Client: Edit Settings of ${vm}, Add New Device, grid_a100-3-20c`).click();
    }
    for (const vm of ['ml-vm-1', 'ml-vm-2']) await lab.todo(`vSphere Client: power on ${vm}`).click();
    await lab.todo('In ml-vm-1: run the installer of the guest driver').click();
    await lab.todo('nvidia-smi').click();
    await expectAccessible(page);
    await lab.console.paste(
      `sudo nvidia-smi mig -lgi\nsudo nvidia-smi mig -lci\nsudo docker run --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=${DEVICE} nvidia/cuda nvidia-smi\n`,
    );
    await expect(lab.end).toBeVisible();
    await expect(lab.console.command).toBeInViewport();
    await expect(lab.take).toBeInViewport();
    await expectAccessible(page);
  });
});
