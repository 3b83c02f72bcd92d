/** Rules of platforms: a release decides what is refused, what is only in doubt, and both say where it is written. */
import { expect, test } from './fixtures.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

/** The article's plan with a second vGPU for train-1, and its other instance free. */
async function wantSecond(planner: PlannerPage): Promise<void> {
  await planner.startFrom('The article');
  await planner.instanceChoice('train-2').selectOption({ label: 'Waiting' });
  await planner.vm('train-1').hover();
  await planner.vms.getByRole('button', { name: 'Add a vGPU to train-1' }).click();
  await expect(planner.instanceChoice('train-1, vGPU 2')).toHaveValue('');
}

async function setRelease({ page }: PlannerPage, release: string): Promise<void> {
  await page.getByTitle('Settings of esx-01').click();
  await page.getByRole('combobox', { name: 'Release' }).selectOption(release);
}

test('on ESXi 7.0 a second vGPU is refused with the rule and its source, on 8.0 it is taken', async ({
  planner,
}) => {
  const { page } = planner;
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await wantSecond(planner);
  const name = planner.vm('train-1').getByText('train-1', { exact: true });
  const free = planner.gpu(0).instance('3g.20gb', 4);
  await planner.drag(name, free);
  await expect(planner.message).toContainText('A VM has one MIG-backed vGPU on ESXi 7.0');
  await expect(inspector).toContainText('only one vGPU profile on a VM');
  await expect(inspector.getByRole('link', { name: /NVIDIA AI Enterprise 6/ })).toHaveAttribute(
    'href',
    /^https:\/\/docs\.nvidia\.com\//,
  );

  await setRelease(planner, '8.0');
  await expect(inspector.getByRole('list', { name: 'Rules on this host' })).toContainText(
    'A VM has at most 8 vGPUs.',
  );
  await planner.drag(name, free);
  await expect(free).toHaveAccessibleName(/train-1/);
  await expect(planner.figures.getByRole('button', { name: /problem|warning/ })).toBeHidden();

  // Back to 7.0 with the keyboard alone: now the plan itself breaks the rule, and the way leads from the figure to the VM.
  await setRelease(planner, '7.0');
  const figure = planner.figures.getByRole('button', { name: '1 problem', exact: true });
  await figure.focus();
  await page.keyboard.press('Enter');
  const dialog = planner.dialog('Problems');
  await expect(dialog.getByRole('region', { name: 'Problems' })).toContainText(
    'A VM has one MIG-backed vGPU on ESXi 7.0, and with this one it has 2.',
  );
  await dialog.getByRole('button', { name: 'Show train-1' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(inspector).toBeFocused();
  await expect(inspector).toContainText('it ended with ESXi 8.0');
  await expect(inspector).toContainText('no peer-to-peer');
});

test('what is not public warns and stops no runbook; a release of an import stays as it is', async ({
  planner,
}) => {
  await wantSecond(planner);
  await setRelease(planner, '9.0');
  await planner.instanceChoice('train-1, vGPU 2').selectOption({ label: 'esx-01 · GPU 0 · slices 4–7' });
  await planner.figures.getByRole('button', { name: '1 warning', exact: true }).click();
  const dialog = planner.dialog('Problems');
  await expect(dialog.getByRole('region', { name: 'Warnings' })).toContainText(
    'No public source says how many vGPUs a VM may have on ESXi 9.0; this VM has 2.',
  );
  await planner.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  const json = await planner.exportText('Plan JSON');
  await planner.page.keyboard.press('Escape');
  expect(await planner.exportText('nvidia-smi script')).toContain('-cgi');
  await planner.page.keyboard.press('Escape');

  const importing = await planner.openDialog('Import');
  await importing
    .getByRole('textbox', { name: 'Text to import' })
    .fill(json.replace('"release": "9.0"', '"release": "of tomorrow"'));
  await importing.getByRole('radio', { name: /^Replace/ }).check();
  await importing
    .getByRole('button', { name: /^(Open|Add (?!a file)|Replace)/ })
    .last()
    .click();
  await planner.page
    .getByTitle(/^Settings of esx-0/)
    .last()
    .click();
  await expect(
    planner.page.getByRole('combobox', { name: 'Release' }).getByRole('option', { selected: true }),
  ).toHaveText('of tomorrow (unknown release)');
});

test('a profile is refused where the driver is too old for it, and the host says which driver it needs', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('One empty host');
  await page.getByRole('button', { name: 'esx-01', exact: true }).click();
  const rules = page.getByRole('list', { name: 'Rules on this host' });
  await expect(rules).toContainText('1g.10gb R525. The driver here is not said, so nothing is refused.');
  const driver = page.getByRole('textbox', { name: 'Driver' });
  await driver.fill('R470');
  await driver.press('Enter');
  await expect(rules).toContainText('With R470 1g.10gb is refused.');
  await planner.profile('1g.10gb').click();
  await expect(planner.message).toContainText(
    'no legal start in the plan. 1g.10gb needs driver R525 or later, and this host has R470.',
  );
  await expect(planner.gpu(0).group).toContainText('Needs driver R525');
});
