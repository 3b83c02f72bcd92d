/** Words explained where they stand, and all of them in one list. */
import { expect, test } from './fixtures.ts';

test('a word explains itself by keyboard, gives the focus back, and leads to all terms', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  const word = planner.figures.getByRole('button', { name: 'Stranded', exact: true });
  await word.focus();
  await page.keyboard.press('Enter');
  const popover = planner.dialog('Stranded');
  await expect(popover).toBeFocused();
  await expect(popover).toContainText('compute slice 3 is left and nothing can have it');
  await expect(word).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Escape');
  await expect(popover).toBeHidden();
  await expect(word).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(popover.getByRole('button', { name: 'All terms' })).toBeFocused();
  await page.keyboard.press('Enter');
  const glossary = planner.dialog('Glossary');
  await expect(glossary.getByRole('term').getByText('Stranded', { exact: true })).toBeInViewport();
  const filter = glossary.getByRole('searchbox', { name: 'Filter terms' });
  await filter.fill('mirrored');
  await expect(glossary.getByRole('term').first()).toHaveText('Straight and mirrored');
  await filter.fill('no such word');
  await expect(glossary).toContainText('No term has that in its words.');
  // The first Escape empties the box, as in every box to search in.
  await page.keyboard.press('Escape');
  await expect(filter).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(glossary).toBeHidden();
  await expect(word).toBeFocused();
});

test('a press elsewhere closes it; in a dialog Escape closes the word and not the dialog', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await planner.profiles.getByRole('button', { name: 'Profiles', exact: true }).click();
  await expect(planner.dialog('Profile')).toBeVisible();
  await planner.gpu(0).instance('3g.20gb', 4).click();
  await expect(planner.dialog('Profile')).toBeHidden();

  await page.getByRole('button', { name: 'Actions for GPU 0 on esx-01' }).click();
  await page.getByRole('menuitem', { name: 'Choose a layout…' }).click();
  const layouts = planner.dialog('Layouts');
  await layouts.getByRole('button', { name: 'maximal layouts' }).click();
  const popover = planner.dialog('Maximal layout');
  await expect(popover).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(popover).toBeHidden();
  await expect(layouts).toBeVisible();
});

test('the glossary is behind More on a phone', async ({ planner }) => {
  await planner.page.setViewportSize({ width: 390, height: 844 });
  await planner.more('Glossary');
  await expect(planner.dialog('Glossary').getByRole('term').first()).toBeVisible();
  await planner.page.keyboard.press('Escape');
  await expect(planner.dialog('Glossary')).toBeHidden();
});
