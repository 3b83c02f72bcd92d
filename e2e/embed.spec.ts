/** The drawing in a frame of somebody else's page, and the code for it. */
import { expectAccessibleAtEachWidth } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('the code of the Share dialog shows the drawing in a frame of another page, and leaves what is open alone', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b');
  await planner.rename('Rack "B" & more');
  const sharing = await planner.openDialog('Share');
  await sharing.getByText('Embed the drawing in a wiki').click();
  const code = await sharing.getByRole('textbox', { name: 'Embed code' }).inputValue();

  const wiki = await page.context().newPage();
  await wiki.setContent(
    `<!doctype html><html lang="en"><title>Wiki</title><main><h1>Wiki</h1>${code}</main>`,
  );
  await expect(wiki.locator('iframe')).toHaveAttribute('title', 'Rack "B" & more');
  const frame = wiki.frameLocator('iframe');
  await expect(frame.getByRole('heading', { level: 1 })).toHaveText('Rack "B" & more');
  await expect(frame.getByRole('figure')).toContainText('3g.20gb at slice 4, chat-b');
  await expect(frame.locator('figure svg')).toBeVisible();
  // To look at, and one way out.
  await expect(frame.getByRole('button')).toHaveCount(0);
  const opened = wiki.waitForEvent('popup');
  await frame.getByRole('link', { name: 'Open in MIG Planner' }).click();
  expect((await opened).url()).not.toContain('view=embed');
});

test('a frame follows the colours of the system unless told, says what is wrong, and is accessible', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@2\nesx-02/0 a100-pcie-40gb off');
  const link = await (
    await planner.openDialog('Share')
  )
    .getByRole('textbox', { name: 'Share link' })
    .inputValue();
  const drawn = await page.context().newPage();
  await drawn.goto(`${link}&view=embed`);
  await expect(drawn.getByText('The plan is illegal in 1 place.')).toBeVisible();
  await expectAccessibleAtEachWidth(drawn);
  const ground = (): Promise<string> =>
    drawn.evaluate(() => getComputedStyle(document.querySelector('main') ?? document.body).backgroundColor);
  await drawn.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  await drawn.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).not.toBe(light);
  await drawn.goto(`${link}&view=embed&theme=light`);
  await expect.poll(ground).toBe(light);
  await drawn.goto(`${link.slice(0, -9)}&view=embed`);
  await expect(drawn.getByRole('alert')).toContainText('cut');
});
