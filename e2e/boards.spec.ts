/** Boards: a GPU that becomes another one, and what a board's vGPU types do to the VMs. */
import { expectAccessibleAtEachWidth, LOOK } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ComputePanel } from './pages/ComputePanel.ts';
import { Keys } from './pages/Keys.ts';
import { LayoutPicker } from './pages/LayoutPicker.ts';
import { VmDock } from './pages/VmDock.ts';

test('another board keeps the slices, asks which variant, says who waits, and is one step', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  const gpu = planner.gpu(0);
  await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).click();
  const board = page.getByRole('combobox', { name: 'Board', exact: true });
  await board.selectOption('a100-80gb');
  const preview = page.getByRole('region', { name: /becomes A100/ });
  await expect(preview).toContainText('2 instances keep their slices; train-1 and train-2 wait.');
  await expect(preview).toContainText('It may be A100D-3-40C or A100DX-3-40C there');
  await preview.getByRole('combobox', { name: 'Variant for vGPU types' }).selectOption('a100-hgx-80gb');
  await expect(preview).toContainText('2 instances keep their slices.');
  await expect(preview.getByRole('listitem').first()).toHaveText(/3g\.20gb at slice 0.*3g\.40gb/);
  // Nothing has happened yet.
  await expect(gpu.instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);
  await preview.getByRole('button', { name: 'Change the board' }).click();
  await expect(planner.message).toContainText('Change the board of GPU 0 on esx-01 to A100');
  await expect(gpu.instance('3g.40gb', 0)).toHaveAccessibleName(/train-1/);
  await expect(preview).toBeHidden();
  await expect(board).toBeFocused();
  await planner.undo.click();
  await expect(gpu.instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);
  await expect(board).toHaveValue('a100-pcie-40gb');
  await expect(planner.undo).toHaveAccessibleDescription(/Start from/);
});

test('by keyboard: the arrows show each board’s price, Leave it leaves it, Enter changes it', async ({
  planner,
}) => {
  const { page } = planner;
  const keys = new Keys(page);
  await planner.startFrom('The article');
  await keys.tabAndEnter(planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }));
  const board = page.getByRole('combobox', { name: 'Board', exact: true });
  await keys.tabTo(board);
  await keys.arrowTo('A30');
  const preview = page.getByRole('region', { name: /becomes A30/ });
  await expect(preview).toContainText('2 have no counterpart and go; train-1 and train-2 wait.');
  // A reason that several have is said once.
  await expect(preview.getByText('has other slices than')).toHaveCount(1);
  await expect(preview.getByText('Its instance goes.')).toHaveCount(1);
  await keys.tabAndEnter(preview.getByRole('button', { name: 'Leave it' }));
  await expect(preview).toBeHidden();
  await expect(board).toBeFocused();
  await expect(board).toHaveValue('a100-pcie-40gb');
  await keys.arrowTo('A30');
  await keys.tabAndEnter(preview.getByRole('button', { name: 'Change the board' }));
  await expect(board).toBeFocused();
  await expect(planner.vm('train-1')).toContainText('Waiting');
  await keys.press('ControlOrMeta+Z');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(/train-2/);
});

const RTX = 'esx-01/0 rtx-pro-6000-server: 1g.24gb+gfx@0, 1g.24gb@3';

test('an RTX PRO 6000: two VMs take turns on one +gfx instance, a third does not fit', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.openLayout(RTX);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const shared = planner.gpu(0).instance('1g.24gb+gfx', 0);
  await shared.click();
  await expect(page.getByRole('heading', { name: 'VMs, at most 3' })).toBeVisible();
  const add = async (name: string): Promise<void> => {
    await inspector.getByRole('combobox', { name: 'vGPU type of the new VM' }).selectOption('DC-1-12C');
    await inspector.getByRole('textbox', { name: 'New VM here' }).fill(name);
    await inspector.getByRole('button', { name: 'Add a VM', exact: true }).click();
  };
  await add('render-1');
  await add('render-2');
  await expect(shared).toHaveAccessibleName(/render-1 \+ render-2, DC-1-12C/);
  await expect(planner.vm('render-2')).toContainText('DC-1-12C · 1g.24gb+gfx');
  await add('render-3');
  await expect(planner.message).toContainText('already serves render-1 and render-2, and it carries 2 VMs');
});

test(
  'axe on the types of an instance, the flag that it has none, and the MMIO of a VM',
  LOOK,
  async ({ planner }) => {
    const { page } = planner;
    await planner.openLayout(`${RTX}\nesx-01/1 a30-24gb: 1g.6gb@0=tiny`);
    await planner.gpu(0).instance('1g.24gb+gfx', 0).click();
    const summary = page.locator('summary').filter({ hasText: 'DC-1-8C · up to 3 VMs' });
    await summary.focus();
    await page.keyboard.press('Enter');
    await expect(
      page.getByText('The host prints it: nvidia-smi vgpu -s').filter({ visible: true }),
    ).toHaveCount(1);
    await expectAccessibleAtEachWidth(page);
    await expect(planner.gpu(0).group).toContainText('1g.24gb has no vGPU type, 1g.24gb+gfx has');
    await planner.gpu(0).instance('1g.24gb', 3).click();
    await expect(page.getByRole('note')).toContainText('The nearest that has one is 1g.24gb+gfx');
    await expectAccessibleAtEachWidth(page);
    await planner.gpu(1).instance('1g.6gb', 0).click();
    await expect(page.getByText('By pattern, not seen.')).toBeVisible();
    await page
      .getByRole('complementary', { name: 'Inspector' })
      .getByRole('button', { name: 'tiny', exact: true })
      .click();
    await expect(page.getByText('pciPassthru.64bitMMIOSizeGB=64')).toBeVisible();
    await expectAccessibleAtEachWidth(page);
  },
);

test('axe on the preview of another board', LOOK, async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await planner.gpu(0).group.getByRole('button', { name: 'GPU 0', exact: true }).click();
  await page.getByRole('combobox', { name: 'Board', exact: true }).selectOption('a100-80gb');
  await expect(page.getByRole('button', { name: 'Change the board' })).toBeVisible();
  await expectAccessibleAtEachWidth(page);
});

/** An A30, an RTX PRO 6000 and an H100 of one host, empty. */
const THREE = ['esx-01/0 a30-24gb:', 'esx-01/1 rtx-pro-6000-server:', 'esx-01/2 h100-sxm5-80gb:'].join('\n');

test('an A30, an RTX PRO 6000 and an H100 by mouse: drawn, filled, split, bound to VMs', async ({
  planner,
}) => {
  const { page } = planner;
  const compute = new ComputePanel(page);
  const menu = new LayoutPicker(page);
  await planner.openLayout(THREE);
  const [a30, rtx, h100] = [planner.gpu(0), planner.gpu(1), planner.gpu(2)] as const;
  await planner.dragProfile('2g.12gb', a30, 2);
  await planner.dragProfile('1g.24gb+gfx', rtx, 9);
  await planner.dragProfile('3g.40gb', h100, 4);
  await menu.choose('GPU 0 on esx-01', /^Fill with 2g\.12gb 1 fits/);
  await menu.choose('GPU 1 on esx-01', /^Fill with 1g\.24gb\+gfx 3 fit/);
  await menu.choose('GPU 2 on esx-01', /^Fill with 1g\.10gb 4 fit/);
  await expect(rtx.instance('1g.24gb+gfx', 0)).toBeVisible();
  await expect(h100.instance('1g.10gb', 3)).toBeVisible();

  await a30.instance('2g.12gb', 2).click();
  await compute.split('1c + 1c').click();
  await expect(a30.instance('2g.12gb', 2)).toHaveAccessibleName(/split into 1c \+ 1c/);
  await rtx.instance('1g.24gb+gfx', 9).click();
  await expect(compute.splits).toHaveCount(0);
  await h100.instance('3g.40gb', 4).click();
  await expect(compute.panel).toContainText('Unknown beyond the default');

  for (const [name, label, at] of [
    ['small', /A30-2-12C|a30-2-12c/, 'esx-01 · GPU 0 · slices 2–3'],
    ['render', /^DC-1-24C/, 'esx-01 · GPU 1 · slices 9–11'],
    ['train', /h100xm-3-40c/, 'esx-01 · GPU 2 · slices 4–7'],
  ] as const) {
    const type = planner.vms.getByRole('combobox', { name: 'vGPU type of the new VM' });
    await planner.vms.getByRole('textbox', { name: 'Name of the new VM' }).fill(name);
    const option = type.getByRole('option', { name: label }).first();
    await type.selectOption((await option.getAttribute('value')) ?? '');
    await planner.vms.getByRole('button', { name: 'Add VM' }).click();
    await planner.instanceChoice(name).selectOption({ label: at });
  }
  await expect(a30.instance('2g.12gb', 2)).toHaveAccessibleName(/small/);
  await expect(rtx.instance('1g.24gb+gfx', 9)).toHaveAccessibleName(/render/);
  await expect(h100.instance('3g.40gb', 4)).toHaveAccessibleName(/train/);
});

test('the same three by keyboard alone', async ({ planner }) => {
  const { page } = planner;
  const keys = new Keys(page);
  const compute = new ComputePanel(page);
  await planner.openLayout(THREE);
  for (const [profile, index] of [
    ['4g.24gb', 0],
    ['4g.96gb+gfx', 1],
    ['7g.80gb', 2],
  ] as const) {
    await keys.toPane(planner.profiles);
    await keys.tabTo(planner.profile(profile));
    await keys.press('Space');
    await expect(planner.message).toContainText('1 legal start.');
    await keys.press('ArrowRight', 'Enter');
    await expect(planner.gpu(index).instance(profile, 0)).toBeVisible();
  }
  const whole = planner.gpu(0).instance('4g.24gb', 0);
  await keys.tabAndEnter(whole);
  await keys.tabTo(compute.newCut);
  await keys.press('ArrowUp');
  await expect(whole).toHaveAccessibleName(/split into 2c \+ 2c/);

  const dock = new VmDock(page);
  await keys.toPane(dock.region);
  await keys.tabAndEnter(dock.region.getByRole('button', { name: 'Paste VMs' }));
  await expect(dock.table).toBeFocused();
  await keys.type('name\ttype\nsmall\tA30-4-24C\nrender\tDC-4-96C\ntrain\tH100XM-7-80C');
  await expect(dock.dialog.getByRole('status')).toContainText('3 VMs');
  await keys.press('ControlOrMeta+Enter');
  await expect(planner.message).toContainText('All 3 are placed.');
  await expect(whole).toHaveAccessibleName(/split into 2c \+ 2c, small/);
  await expect(planner.gpu(1).instance('4g.96gb+gfx', 0)).toHaveAccessibleName(/render/);
  await expect(planner.gpu(2).instance('7g.80gb', 0)).toHaveAccessibleName(/train/);
});

test('boards and profiles that nobody knows open, say so where they stand, and go out as they came', async ({
  planner,
}) => {
  const { page } = planner;
  const odd = [
    'esx-01/0 a100-pcie-40gb: 9g.99gb@0=odd, 3g.40gb@4',
    'esx-01/1 foo-9000: 3g.20gb@0',
    'esx-01/2 l40s: 1g.5gb@0',
    'esx-01/3 rtx-pro-5000-48gb:',
  ];
  await planner.openLayout(odd.join('\n'));
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  const illegal = inspector.getByRole('heading', { name: 'Illegal' }).locator('..');
  const [a100, foo, l40s, pro] = [planner.gpu(0), planner.gpu(1), planner.gpu(2), planner.gpu(3)] as const;
  const block = await a100.instance('9g.99gb', 0).boundingBox();
  const card = await a100.group.boundingBox();
  // Whatever its name says, it leaves the line below in sight.
  expect((block?.y ?? 0) + (block?.height ?? 0)).toBeLessThan((card?.y ?? 0) + (card?.height ?? 0) - 20);
  await a100.instance('9g.99gb', 0).focus();
  await page.keyboard.press('Enter');
  await expect(illegal).toContainText('9g.99gb is not a profile of A100-PCIE-40GB.');
  await expect(inspector.getByText('Kubernetes')).toHaveCount(0);
  await a100.instance('3g.40gb', 4).click();
  await expect(illegal).toContainText('it has 3g.20gb');
  await foo.group.getByRole('button', { name: '3g.20gb at slice 0' }).click();
  await expect(illegal).toContainText('The board foo-9000 is not in the catalogue');
  await expect(l40s.group).toContainText('L40S has no MIG');
  await expect(l40s.group).toContainText('Illegal 1g.5gb: This board has no MIG');
  await expect(pro.group).toContainText('No public source gives the starts of RTX PRO 5000 Blackwell');

  expect((await planner.exportText('Layout notation')).trim().split('\n')).toEqual(odd);
  await planner.dialog('Export').getByText('nvidia-smi script', { exact: true }).click();
  await expect(planner.dialog('Export')).toContainText('Not written while the plan is illegal');
});
