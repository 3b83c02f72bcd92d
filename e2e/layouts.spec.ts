/** Layouts at hand: the picker, filling and clearing, copy and paste, and stranded slices in words. */
import type { Locator } from '@playwright/test';
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test as base } from './fixtures.ts';
import { LayoutPicker } from './pages/LayoutPicker.ts';

const test = base.extend<{ picker: LayoutPicker }>({
  picker: async ({ page }, use) => {
    await use(new LayoutPicker(page));
  },
});

const A100 = 'a100-pcie-40gb';
const FLEET = [
  `esx-01/0 ${A100}: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b`,
  `esx-01/1 ${A100}: 1g.5gb@0=dev`,
  `esx-01/2 ${A100}:`,
  'esx-01/3 a30-24gb:',
  'esx-02/0 a100-80gb:',
  `esx-02/1 ${A100}:`,
].join('\n');

const THREES = '3g.20gb at 0, 3g.20gb at 4: strands compute slice 3';

test('a layout is chosen with the mouse, its price is said first, and undo is one step', async ({
  planner,
  picker,
}) => {
  await planner.startFrom('The article');
  await picker.openFor('GPU 0 on esx-01');
  await expect(picker.count).toHaveText('78 of 239 maximal layouts');
  await expect(picker.layout(`${THREES}, as it is now`)).toBeFocused();
  await expect(picker.verdict).toHaveText('GPU 0 has this layout already.');
  await expect(picker.dialog.getByRole('button', { name: 'Apply to GPU 0' })).toBeDisabled();

  // What the pointer rests on is described; what is chosen stays chosen.
  await picker.layout('4g.20gb at 0, 3g.20gb at 4: strands nothing').hover();
  await expect(picker.aside).toContainText('4g.20gb + 3g.20gb');
  await expect(picker.aside).toContainText('grid_a100-4-20c');
  await expect(picker.aside).toContainText('Nothing stranded');
  await expect(picker.verdict).toHaveText('GPU 0 has this layout already.');

  await picker.layout('2g.10gb at 0, 2g.10gb at 2, 3g.20gb at 4: strands nothing').click();
  await expect(picker.verdict).toContainText('1 instance removed, 2 added, train-1 waits.');
  await picker.apply();
  await expect(planner.message).toContainText('Set 2g.10gb + 2g.10gb + 3g.20gb on GPU 0 on esx-01');
  await expect(planner.message).toContainText('train-1 waits again');
  const gpu = planner.gpu(0);
  await expect(gpu.instance('2g.10gb', 2)).toBeVisible();
  await expect(gpu.instance('3g.20gb', 4)).toHaveAccessibleName(/train-2/);
  await planner.undo.click();
  await expect(gpu.instance('3g.20gb', 0)).toHaveAccessibleName(/train-1/);
  await expect(planner.undo).toHaveAccessibleDescription(/Start from/);
});

test('by keyboard: the menu, the arrows over the drawings, Enter applies, the focus comes back', async ({
  planner,
  picker,
}) => {
  const { keyboard } = planner.page;
  await planner.startFrom('The article');
  const button = planner.page.getByRole('button', { name: 'Actions for GPU 0 on esx-01' });
  await button.focus();
  await keyboard.press('Enter');
  const items = planner.page.getByRole('menu').getByRole('menuitem');
  await expect(items.first()).toBeFocused();
  await keyboard.press('End');
  await expect(items.last()).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(items.first()).toBeFocused();
  await keyboard.press('Escape');
  await expect(planner.page.getByRole('menu')).toBeHidden();
  await expect(button).toBeFocused();
  await keyboard.press('Enter');
  await expect(items.first()).toBeFocused();
  await keyboard.press('Enter');

  await expect(picker.layout(/as it is now/)).toBeFocused();
  await keyboard.press('Home');
  await expect(picker.layout('7g.40gb at 0: strands nothing')).toBeFocused();
  await keyboard.press('ArrowRight');
  await expect(picker.layout('4g.20gb at 0, 3g.20gb at 4: strands nothing')).toBeFocused();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowUp');
  await expect(picker.layout('4g.20gb at 0, 3g.20gb at 4: strands nothing')).toBeFocused();
  await expect(picker.verdict).toContainText('train-1 waits');
  await keyboard.press('Enter');
  await expect(picker.dialog).toBeHidden();
  await expect(button).toBeFocused();
  const gpu = planner.gpu(0);
  await expect(gpu.instance('4g.20gb', 0)).toBeVisible();
  await keyboard.press('Control+z');
  await expect(gpu.instance('4g.20gb', 0)).toBeHidden();

  await keyboard.press('Enter');
  await expect(items.first()).toBeFocused();
  await keyboard.press('Enter');
  await expect(picker.dialog).toBeVisible();
  await keyboard.press('Escape');
  await expect(picker.dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('filters: strands nothing, contains, keeps what is there, media, search, and none left', async ({
  planner,
  picker,
}) => {
  await planner.openLayout(FLEET);
  await picker.openFor('GPU 1 on esx-01');
  await picker.filter('Strands nothing').check();
  await expect(picker.layout(/strands (compute|memory)/)).toHaveCount(0);
  const whole = await picker.layouts.count();
  expect(whole).toBeGreaterThan(5);
  await picker.filter('Keeps what is there').check();
  await expect(picker.layouts).not.toHaveCount(whole);
  for (const name of await picker.layouts.evaluateAll((all) => all.map((one) => one.ariaLabel))) {
    expect(name).toContain('1g.5gb at 0');
  }
  await picker.filter('Keeps what is there').uncheck();
  await picker.filter('Strands nothing').uncheck();

  await picker.dialog.getByRole('button', { name: 'More 3g.20gb' }).click();
  await picker.atLeast('3g.20gb').press('ArrowUp');
  await expect(picker.atLeast('3g.20gb')).toHaveText('2');
  await expect(picker.layouts).toHaveCount(1);
  await expect(picker.layout(THREES)).toBeVisible();
  await picker.atLeast('3g.20gb').press('Home');
  await expect(picker.count).toHaveText('78 of 239 maximal layouts');

  await picker.filter('Each set once').check();
  await expect(picker.count).toHaveText('38 of 239 maximal layouts');
  await picker.filter('Each set once').uncheck();
  await picker.filter('Media extensions').check();
  await expect(picker.count).toHaveText('239 of 239 maximal layouts');
  await expect(picker.layouts).toHaveCount(120);
  await picker.dialog.getByRole('button', { name: 'Show 119 more' }).click();
  await expect(picker.layouts).toHaveCount(239);

  await picker.search.fill('3g+3g');
  await expect(picker.layouts).toHaveCount(1);
  await picker.search.fill('3g + nonsense');
  await expect(picker.search).toHaveAccessibleDescription(/“nonsense” is no profile/);
  await picker.search.fill('4g + 4g');
  await expect(picker.dialog).toContainText('No maximal layout has all of that.');
  await picker.dialog.getByRole('button', { name: 'Clear the filters' }).click();
  await expect(picker.count).toHaveText('78 of 239 maximal layouts');
});

test('one layout is applied to many GPUs at once: the empty ones to begin with', async ({
  planner,
  picker,
}) => {
  await planner.openLayout(FLEET);
  await picker.openFor('GPU 0 on esx-01');
  await picker.layout(`${THREES}, as it is now`).click();
  const scope = picker.dialog.getByRole('radiogroup', { name: 'Apply to' });
  await scope.getByRole('radio', { name: 'All 3 on esx-01' }).check();
  await expect(picker.verdict).toContainText('on 3 GPUs: 1 instance removed, 4 added, dev waits.');
  await scope.getByRole('radio', { name: 'Many' }).check();
  await expect(picker.filter('GPU 0 on esx-01')).not.toBeChecked();
  await expect(picker.filter('GPU 1 on esx-01')).not.toBeChecked();
  await expect(picker.filter('GPU 2 on esx-01')).toBeChecked();
  await expect(picker.filter('GPU 1 on esx-02')).toBeChecked();
  // Other boards are not offered.
  await expect(picker.filter('GPU 3 on esx-01')).toHaveCount(0);
  await expect(picker.filter('GPU 0 on esx-02')).toHaveCount(0);
  await expect(picker.aside).toContainText('1 instance removed, 2 added, dev waits');
  await expect(picker.verdict).toContainText('on 2 GPUs: 4 instances added.');
  await picker.apply();
  await expect(planner.message).toContainText('Set 3g.20gb + 3g.20gb on 2 GPUs');
  await expect(planner.gpu(2).instance('3g.20gb', 4)).toBeVisible();
  await expect(planner.gpu(1, 'esx-02').instance('3g.20gb', 0)).toBeVisible();
  await expect(planner.gpu(1).instance('1g.5gb', 0)).toBeVisible();
  await planner.undo.click();
  await expect(planner.gpu(2).instance('3g.20gb', 4)).toBeHidden();
  await expect(planner.gpu(1, 'esx-02').instance('3g.20gb', 0)).toBeHidden();
});

test('a GPU is filled and cleared from its menu, a host from its own', async ({ planner, picker }) => {
  await planner.openLayout(FLEET);
  await picker.choose('GPU 1 on esx-01', /^Fill with 2g\.10gb 2 fit/);
  const gpu = planner.gpu(1);
  await expect(gpu.instance('2g.10gb', 2)).toBeVisible();
  await expect(gpu.instance('2g.10gb', 4)).toBeVisible();
  await expect(gpu.instance('1g.5gb', 0)).toHaveAccessibleName(/dev/);
  await picker.choose('GPU 1 on esx-01', 'Clear');
  await expect(planner.message).toContainText('Clear GPU 1 on esx-01. dev waits again.');
  await expect(planner.page.getByRole('button', { name: 'Actions for GPU 1 on esx-01' })).toBeFocused();
  await picker.choose('esx-01', 'Clear all GPUs');
  await expect(planner.message).toContainText('Clear 4 GPUs. 2 VMs wait again.');
  await planner.undo.click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toHaveAccessibleName(/chat-b/);
  // What cannot be done says why, and does nothing.
  await planner.page.getByRole('button', { name: 'Actions for GPU 2 on esx-01' }).click();
  await expect(planner.page.getByRole('menuitem', { name: 'Clear empty already' })).toBeDisabled();
  await expect(planner.page.getByRole('menuitem', { name: 'Paste layout nothing copied' })).toBeDisabled();
});

test.describe('the clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('a GPU is copied and pasted by keys, by slices on another board; elsewhere a paste opens Import', async ({
    planner,
    page,
  }) => {
    await planner.openLayout(FLEET);
    const head = (gpu: Locator): Locator => gpu.getByRole('button', { name: /^GPU [0-9]+$/ });
    await head(planner.gpu(0).group).focus();
    await page.keyboard.press('Control+c');
    await expect(planner.message).toContainText('Copied the layout of GPU 0 on esx-01');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `esx-01/0 ${A100}: 3g.20gb@0, 3g.20gb@4\n`,
    );
    await head(planner.gpu(2).group).focus();
    await page.keyboard.press('Control+v');
    await expect(planner.gpu(2).instance('3g.20gb', 4)).toBeVisible();
    await head(planner.gpu(0, 'esx-02').group).focus();
    await page.keyboard.press('Control+v');
    await expect(planner.gpu(0, 'esx-02').instance('3g.40gb', 4)).toBeVisible();
    await head(planner.gpu(3).group).focus();
    await page.keyboard.press('Control+v');
    await expect(planner.message).toContainText('A30 has other slices than A100-PCIE-40GB');
    await planner.undo.click();
    await expect(planner.gpu(0, 'esx-02').instance('3g.40gb', 4)).toBeHidden();

    // Text that is selected is copied as text, wherever the focus is.
    await planner.profiles
      .getByRole('heading')
      .first()
      .evaluate((heading) => document.getSelection()?.selectAllChildren(heading));
    await head(planner.gpu(1).group).evaluate((button) => button.focus());
    await page.keyboard.press('Control+c');
    await expect(planner.message).not.toContainText('GPU 1 on esx-01');

    // What came to the clipboard later is a text like any other, on a head too.
    await page.evaluate(() => navigator.clipboard.writeText('new-01/0 a30-24gb: 4g.24gb@0'));
    await head(planner.gpu(2).group).focus();
    await page.keyboard.press('Control+v');
    const dialog = planner.dialog('Import');
    await expect(dialog.getByRole('textbox', { name: 'Text to import' })).toHaveValue(/new-01/);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  test('a host is copied and pasted GPU by GPU, and what does not match is named', async ({
    planner,
    picker,
  }) => {
    await planner.openLayout(FLEET);
    await picker.choose('esx-01', 'Copy layout');
    await expect(planner.message).toContainText('Copied the layout of esx-01');
    await picker.choose('esx-02', /^Paste layout/);
    await expect(planner.gpu(0, 'esx-02').instance('3g.40gb', 4)).toBeVisible();
    await expect(planner.gpu(1, 'esx-02').instance('1g.5gb', 0)).toBeVisible();
    await expect(planner.message).toContainText('Paste the layout of esx-01 onto esx-02');
    await expect(planner.message).toContainText(
      'GPU 2 and GPU 3 left out: the host has no GPU of that index',
    );
    await planner.undo.click();
    await expect(planner.gpu(0, 'esx-02').instance('3g.40gb', 4)).toBeHidden();
    await expect(planner.gpu(1, 'esx-02').instance('1g.5gb', 0)).toBeHidden();
  });
});

test('a stranded slice is named with its reason: under the GPU, in its panel, in the figures', async ({
  planner,
}) => {
  await planner.startFrom('The article');
  const { group } = planner.gpu(0);
  const reason = 'Compute slice 3: no profile can use it beside 3g.20gb and 3g.20gb.';
  await expect(group).toContainText('Stranded: compute 3');
  await expect(group.getByText(reason)).toHaveCount(1);
  await expect(planner.figures).toContainText('GPU 0 on esx-01: compute 3');
  await group.getByRole('button', { name: 'GPU 0', exact: true }).click();
  const inspector = planner.page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector).toContainText(reason);
  await expect(inspector).toContainText('2g.10gb at 2 and 4g.20gb at 0: 3g.20gb at 0 in the way');
  await inspector.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(group).toContainText('Nothing placed');
});

test('every kind of board has its layouts', async ({ planner, picker }) => {
  await planner.openLayout(
    ['a/0 a30-24gb:', 'a/1 rtx-pro-6000-server: 1g.24gb+gfx@0', 'a/2 b200-180gb:'].join('\n'),
  );
  for (const [gpu, count, first] of [
    ['GPU 0 on a', '5 of 17', '4g.24gb at 0: strands nothing'],
    ['GPU 1 on a', '38 of 302', '4g.96gb at 0: strands nothing'],
    ['GPU 2 on a', '78 of 239', '7g.180gb at 0: strands nothing'],
  ] as const) {
    await picker.openFor(gpu);
    await expect(picker.count).toContainText(count);
    await expect(picker.layout(first)).toBeVisible();
    await planner.page.keyboard.press('Escape');
    await expect(picker.dialog).toBeHidden();
  }
});

atEachWidth((width) => {
  test('axe finds nothing in the menu of a GPU and in the picker', async ({ planner, picker }) => {
    await planner.openLayout(FLEET);
    await planner.page.getByRole('button', { name: 'Actions for GPU 0 on esx-01' }).click();
    await expect(planner.page.getByRole('menu')).toBeVisible();
    await expectAccessible(planner.page);
    await planner.page.keyboard.press('Escape');
    await picker.openFor('GPU 0 on esx-01');
    if (width === 390) {
      // The drawings have most of the page; what a layout does, and where it goes, is behind its name.
      await expect(picker.layout(THREES)).toBeFocused();
      const [head, tile, aside] = await Promise.all([
        picker.dialog.getByRole('heading', { name: 'Layouts' }).boundingBox(),
        picker.layout(THREES).boundingBox(),
        picker.aside.boundingBox(),
      ]);
      const room = (aside?.y ?? 0) - (head?.y ?? 0) - (head?.height ?? 0);
      expect(room / (tile?.height ?? Infinity)).toBeGreaterThan(3);
      await picker.aside.getByText('on GPU 0', { exact: true }).click();
      await expect(picker.aside).toContainText('Compute slice 3: no profile can use it');
    }
    await picker.dialog.getByRole('radio', { name: 'Many' }).check();
    // A few of each kind are as good as all, and axe looks at every pixel of every text.
    await picker.search.fill('4g');
    await expect(picker.layouts).toHaveCount(7);
    await expectAccessible(planner.page);
    await picker.search.fill('no such');
    await expect(picker.search).toHaveAccessibleDescription(/no profile/);
    await picker.search.fill('4g + 4g');
    await expect(picker.layouts).toHaveCount(0);
    await expectAccessible(planner.page);
  });
});
