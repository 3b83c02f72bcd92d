/** Everything by name: the list of commands, by keys, by mouse and by touch, and the sheet of all keys. */
import { atEachWidth, expectAccessible } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { CommandsDialog } from './pages/CommandsDialog.ts';
import { Keys } from './pages/Keys.ts';

test('by keyboard alone: what to do, with the thing at hand first, and the focus comes back', async ({
  planner,
}) => {
  const { page } = planner;
  const commands = new CommandsDialog(page);
  const keys = new Keys(page);
  await planner.startFrom('The article');
  const instance = planner.gpu(0).instance('3g.20gb', 4);
  await instance.focus();
  await commands.open();
  // It is a combobox with its list: the focus stays in the field, and the field says which line it is on.
  await expect(commands.list.getByRole('group').first()).toHaveAccessibleName('On 3g.20gb at slice 4');
  await expect(commands.field).toHaveAttribute(
    'aria-activedescendant',
    (await commands.current.getAttribute('id')) ?? '',
  );
  await keys.press('ArrowDown', 'ArrowDown');
  await expect(commands.current).toHaveAccessibleName(/^Remove/);
  await keys.press('ArrowUp', 'ArrowUp', 'ArrowUp');
  await expect(commands.current).toHaveAccessibleName(/^How do we know\?/);
  await keys.press('Escape');
  await expect(commands.dialog).toBeHidden();
  await expect(instance).toBeFocused();

  // A few letters, one of them out of its place.
  await commands.do('Remove', 'rmeove');
  await expect(planner.message).toHaveText(
    'Remove 3g.20gb train-2 from GPU 0 on esx-01. train-2 waits again.',
  );
  await commands.do('Undo');
  await expect(instance).toBeVisible();
  // What was done last begins the list; what was done on one instance is nothing for another.
  await commands.open();
  await expect(
    commands.list.getByRole('group').filter({ hasText: 'Recent' }).getByRole('option'),
  ).toHaveCount(1);
  await expect(commands.options.first()).toHaveAccessibleName(/^Undo/);
  await keys.press('Escape');

  // A dialog that a command opens gives the focus back to where it was before.
  await planner.profile('1g.5gb').focus();
  await commands.do('Glossary', 'gloss');
  await expect(planner.dialog('Glossary')).toBeVisible();
  await keys.press('Escape');
  await expect(planner.profile('1g.5gb')).toBeFocused();
});

test('a profile is placed by its name alone, and what cannot be done says why and stays', async ({
  planner,
}) => {
  const { page } = planner;
  const commands = new CommandsDialog(page);
  const keys = new Keys(page);
  await planner.startFrom('One empty host');
  await commands.do('Place 3g.20gb', 'place 3g');
  await expect(planner.message).toContainText('3g.20gb: 2 legal starts.');
  await expect(planner.profile('3g.20gb')).toBeFocused();
  await keys.press('ArrowRight', 'ArrowRight', 'Enter');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();

  await commands.open();
  await keys.type('place all wait');
  await expect(commands.current).toHaveAttribute('aria-disabled', 'true');
  await expect(commands.current).toContainText('no VM waits');
  await keys.press('Enter');
  await expect(commands.found).toHaveText('Place all waiting VMs: no VM waits.');
  await expect(commands.field).toBeFocused();
  await keys.replaceWith('zzz');
  // Nothing of that name: the box that knows all names may know it.
  await expect(commands.current).toHaveAccessibleName(/^Search all names for “zzz”/);
  await keys.replaceWith('A100-3-20C');
  await expect(commands.option(/^Instance 3g\.20gb at slice 4/)).toBeVisible();
  await keys.press('ArrowUp', 'Enter');
  await expect(planner.search).toBeFocused();
  await expect(planner.search).toHaveValue('A100-3-20C');
  await expect(planner.names).toBeVisible();
});

test('any place of 2,000 GPUs, without drawing them', async ({ planner }) => {
  const { page } = planner;
  const commands = new CommandsDialog(page);
  const keys = new Keys(page);
  const host = (gpu: number): string => `esx-${String(Math.floor(gpu / 8) + 1).padStart(3, '0')}`;
  await planner.openLayout(
    Array.from({ length: 2000 }, (_, gpu) => `${host(gpu)}/${gpu % 8} a100-pcie-40gb: 1g.5gb@6`).join('\n'),
  );
  await commands.open();
  await keys.type('esx');
  await expect(commands.option(/and 244 more hosts/)).toHaveCount(1);
  expect(await commands.options.count()).toBeLessThan(30);
  await keys.replaceWith('gpu 5 esx-200');
  // Who types fast gets what was typed.
  await keys.press('Enter');
  const far = planner.gpu(5, 'esx-200');
  await expect(far.group.getByRole('button', { name: 'GPU 5', exact: true })).toBeFocused();
  await expect(far.group).toBeInViewport();
  // And what can be done with it is next.
  await commands.do('Fill with 3g.20gb', 'fill 3g');
  await expect(far.instance('3g.20gb', 0)).toBeVisible();
});

test('by mouse: from More in the bar, a line, and one that is refused', async ({ planner }) => {
  const { page } = planner;
  const commands = new CommandsDialog(page);
  await planner.more('Commands');
  await expect(commands.field).toBeFocused();
  // Playwright waits for what is disabled; a hand does not.
  await commands.option(/^Export/).click({ force: true });
  await expect(commands.found).toHaveText('Export: the plan is empty.');
  await commands.option(/^Theme: dark/).click();
  await expect(commands.dialog).toBeHidden();
  const more = page.getByRole('button', { name: 'More', exact: true });
  await expect(more).toBeFocused();
  await more.click();
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
});

test('the sheet has every key, as this keyboard has it; those of a single sign can be switched off', async ({
  planner,
}) => {
  const { page } = planner;
  const commands = new CommandsDialog(page);
  const { sheet } = commands;
  const keys = new Keys(page);
  await expect(page.getByRole('button', { name: /^The article/ })).toBeVisible();
  await keys.press('?');
  await expect(sheet.getByRole('heading', { level: 3 }).first()).toHaveText('Anywhere');
  await expect(sheet.getByText('Undo', { exact: true }).locator('..')).toContainText('CtrlZ');
  const signs = sheet.getByRole('checkbox', { name: 'Keys of a single sign: / and ?' });
  await expect(signs).toBeChecked();
  await keys.tabTo(signs);
  await keys.press(' ', 'Escape');
  await keys.press('?', '/');
  await expect(sheet).toBeHidden();
  await expect(planner.search).not.toBeFocused();
  await page.reload();
  await expect(page.getByRole('button', { name: /^The article/ })).toBeVisible();
  await keys.press('/');
  await expect(planner.search).not.toBeFocused();
  // The list of commands leads to all the same.
  await keys.press('Control+k');
  await expect(commands.field).toBeFocused();
  await keys.type('keyboard');
  await keys.press('Enter');
  await signs.check();
  await keys.press('Escape', '/');
  await expect(planner.search).toBeFocused();
  // In a field a sign is a letter.
  await keys.press('?');
  await expect(planner.search).toHaveValue('?');
  await expect(sheet).toBeHidden();
});

test('on paper the sheet is alone', async ({ planner }) => {
  const { page } = planner;
  const { sheet } = new CommandsDialog(page);
  await planner.startFrom('The article');
  await page.keyboard.press('?');
  await expect(sheet).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(sheet.getByText('Last step')).toBeVisible();
  await expect(planner.gpu(0).group).toBeHidden();
  await expect(sheet.getByRole('button', { name: 'Print' })).toBeHidden();
  await page.emulateMedia({ media: null });
});

test('on a Mac the keys are those of a Mac', async ({ planner }) => {
  const { page } = planner;
  const { sheet } = new CommandsDialog(page);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'userAgent', { value: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0)' });
  });
  await page.reload();
  await page.getByRole('button', { name: /^The article/ }).waitFor();
  await page.keyboard.press('?');
  await expect(sheet.getByText('Redo', { exact: true }).locator('..')).toContainText('⌘⇧Z');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Meta+k');
  await expect(new CommandsDialog(page).option(/^Undo/)).toContainText('⌘Z');
});

atEachWidth(() => {
  test('axe on the list, on what is found and refused, and on the sheet', async ({ planner }) => {
    const { page } = planner;
    const commands = new CommandsDialog(page);
    await planner.startFrom('The article');
    await planner.gpu(0).instance('3g.20gb', 0).focus();
    await commands.open();
    await expectAccessible(page);
    await page.keyboard.insertText('redo');
    await page.keyboard.press('Enter');
    await expect(commands.found).toHaveText('Redo: nothing to redo.');
    await expectAccessible(page);
    await commands.field.fill('esx');
    await expect(commands.option(/^Host esx-01/)).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await expect(commands.sheet).toBeVisible();
    await expectAccessible(page);
  });
});
