/** Colours of the system (forced-colors), and more contrast: what the page means is still seen. */
import type { Locator } from '@playwright/test';
import { expectAccessibleAtEachWidth } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ComparePlansPage } from './pages/ComparePlansPage.ts';
import { FleetBoard } from './pages/FleetBoard.ts';
import { pictureOf, pixelsApart, pixelsDrawn } from './pixels.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

/** An outline of a control is some hundred pixels long; a change below this is a fringe of some letters. */
const SEEN = 60;
/** A sign is 14 pixels wide. */
const SIGN = 20;

test.beforeEach(async ({ planner }) => {
  await planner.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
});

async function openBoard(planner: PlannerPage): Promise<void> {
  await planner.openLayout(
    [
      'esx-01/0 a100-pcie-40gb: 1g.10gb@0, 2g.10gb@2=ocr-1, 1g.5gb@4, 1g.5gb@5',
      'esx-01/1 a100-pcie-40gb: 4g.20gb@0=rag-1',
      'esx-01/2 a100-pcie-40gb:',
      'esx-01/3 a100-pcie-40gb: 3g.20gb@2=from-a-text',
    ].join('\n'),
  );
  // Nothing under the pointer, and the focus where it is not looked at.
  await planner.page.mouse.move(0, 0);
}

/** More GPUs than are all drawn as grids: on the first a 2g that is cut, one with a rest that nobody has, and one in a piece. */
function openStrips(planner: PlannerPage): Promise<void> {
  const cut = (start: number, ...profiles: string[]) => ({
    ...{ profile: '2g.10gb', start },
    computeInstances: profiles.map((profile) => ({ profile })),
  });
  const first = [cut(0, '1c.2g.10gb', '1c.2g.10gb'), cut(2, '1c.2g.10gb'), { profile: '2g.10gb', start: 4 }];
  const gpus = Array.from({ length: 41 }, (_, index) => ({
    ...{ index, board: 'a100-pcie-40gb', use: 'mig' },
    instances: index === 0 ? first : [],
  }));
  const hosts = [{ name: 'esx-01', platform: 'bare-metal', gpus }];
  return planner.importPlan(JSON.stringify({ format: 'mig-plan', version: 1, name: 'Cuts', hosts }));
}

/** All of them look different from each other. */
async function expectApart(
  planner: PlannerPage,
  states: Readonly<Record<string, Buffer>>,
  seen = SEEN,
): Promise<void> {
  const all = Object.entries(states);
  for (const [at, [one, picture]] of all.entries())
    for (const [two, other] of all.slice(at + 1))
      expect(await pixelsApart(planner.page, picture, other), `${one} beside ${two}`).toBeGreaterThan(seen);
}

test('instances have an edge and their textures, and a free GPU its frame', async ({ planner }) => {
  await openBoard(planner);
  const { page } = planner;
  const gpu = planner.gpu(0);
  const wide = await pixelsDrawn(page, await pictureOf(gpu.instance('1g.10gb', 0)));
  // The same two columns, told apart by the hatch over the second.
  const edge = 2 * (48 + 24) * 2;
  expect(wide).toBeGreaterThan(edge + SEEN);
  for (const [profile, start] of [
    ['2g.10gb', 2],
    ['1g.5gb', 4],
  ] as const)
    expect(await pixelsDrawn(page, await pictureOf(gpu.instance(profile, start)))).toBeGreaterThan(150);
  // Name and figures of an empty GPU are some hundred pixels; its frame is more.
  expect(await pixelsDrawn(page, await pictureOf(planner.gpu(2).group))).toBeGreaterThan(168 * 2 + 192 * 2);
});

test('on a strip it is seen how an instance is cut, and its name says it', async ({ planner }) => {
  await openStrips(planner);
  await new FleetBoard(planner.page).density('Strips').check();
  const [cut, rest, whole] = [0, 2, 4].map((start) => planner.gpu(0).instance('2g.10gb', start));
  await expect(cut!).toHaveAccessibleName(/split into 1c \+ 1c/);
  await expect(whole!).not.toHaveAccessibleName(/split into/);
  await planner.page.mouse.move(0, 0);
  for (const forcedColors of ['active', 'none'] as const) {
    await planner.page.emulateMedia({ forcedColors });
    await expectApart(planner, {
      cut: await pictureOf(cut!),
      rest: await pictureOf(rest!),
      whole: await pictureOf(whole!),
    });
  }
});

test('what an instance is can be seen: at rest, with the focus, selected, in the way, illegal', async ({
  planner,
}) => {
  await openBoard(planner);
  const { page } = planner;
  const one = planner.gpu(0).instance('2g.10gb', 2);
  const rest = await pictureOf(one);
  await one.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  const focused = await pictureOf(one);
  await one.click();
  await page.mouse.move(0, 0);
  await planner.planName.focus();
  const selected = await pictureOf(one);
  await expectApart(planner, { rest, focused, selected });

  const block = planner.gpu(1).instance('4g.20gb', 0);
  const before = await pictureOf(block);
  await planner.drag(planner.profile('7g.40gb'), planner.gpu(1).instance('4g.20gb', 0));
  await expect(block.getByText('In the way')).toBeVisible();
  await page.mouse.move(0, 0);
  const inTheWay = await pictureOf(block);
  await expectApart(planner, { before, inTheWay });

  const illegal = await pictureOf(planner.gpu(3).instance('3g.20gb', 2));
  await page.keyboard.press('Escape');
  await planner
    .gpu(3)
    .instance('3g.20gb', 2)
    .evaluate((element) => element.removeAttribute('data-illegal'));
  await expectApart(planner, { illegal, legal: await pictureOf(planner.gpu(3).instance('3g.20gb', 2)) });
});

test('legal starts, the one that is aimed at, and what has stepped back', async ({ planner }) => {
  await openBoard(planner);
  const { page } = planner;
  const full = planner.gpu(1).instance('4g.20gb', 0);
  const rest = await pictureOf(full);
  await planner.profile('3g.20gb').focus();
  await page.keyboard.press('Space');
  // The arrow goes from start to start; one of them is looked at while it is the one, and while it is not.
  const start = planner.gpu(2).start('3g.20gb', 4);
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(planner.message).toContainText('3g.20gb at slice 4 of GPU 2', { timeout: 100 });
  }).toPass();
  const aimed = await pictureOf(start);
  await page.keyboard.press('ArrowLeft');
  await expect(planner.message).not.toContainText('slice 4 of GPU 2');
  const legal = await pictureOf(start);
  expect(await pixelsDrawn(page, legal)).toBeGreaterThan(SEEN);
  await expectApart(planner, { legal, aimed });
  await page.keyboard.press('Escape');
  await planner.profile('7g.40gb').click();
  await page.mouse.move(0, 0);
  await expectApart(planner, { rest, back: await pictureOf(full) });
});

test('every control of the page shows the focus, and every icon is drawn', async ({ planner }) => {
  await openBoard(planner);
  const { page } = planner;
  const icons = page
    .getByRole('banner')
    .getByRole('button')
    .filter({ has: page.locator('svg') });
  for (const icon of await icons.all()) {
    if (!(await icon.isVisible())) continue;
    const picture = await icon.locator('svg').screenshot();
    expect(await pixelsDrawn(page, picture), await icon.innerText()).toBeGreaterThan(10);
  }
  const controls: readonly Locator[] = [
    page.getByRole('button', { name: 'Undo', exact: true }),
    planner.search,
    page.getByRole('button', { name: 'Share', exact: true }),
    planner.profile('3g.20gb'),
    page.getByRole('textbox', { name: 'New VM' }),
    page.getByRole('checkbox', { name: 'Select ocr-1' }),
    planner.vms.getByRole('radio', { name: 'Waiting' }),
  ];
  for (const control of controls) {
    const rest = await pictureOf(control);
    // A key first: a ring is for who uses them.
    await page.keyboard.press('Shift');
    await control.focus();
    const focused = await pictureOf(control);
    expect(await pixelsApart(page, rest, focused), control.toString()).toBeGreaterThan(SEEN);
    await planner.planName.focus();
  }
});

test('what is chosen in a list is seen, and a dialog ends where it ends', async ({ planner }) => {
  await openBoard(planner);
  const { page } = planner;
  const radio = planner.vms.getByRole('radio', { name: 'Waiting' });
  const unchosen = await pictureOf(radio);
  await radio.check();
  await planner.planName.focus();
  await expectApart(planner, { unchosen, chosen: await pictureOf(radio) });

  const box = page.getByRole('checkbox', { name: /^Select all/ });
  await planner.vms.getByRole('radio', { name: 'All' }).check();
  const unticked = await pictureOf(box);
  await box.check();
  await planner.planName.focus();
  const ticked = await pictureOf(box);
  expect(await pixelsApart(page, unticked, ticked)).toBeGreaterThan(SEEN);

  const dialog = await planner.openDialog('Export');
  const script = dialog.getByRole('option', { name: 'nvidia-smi script', exact: true });
  const chosen = await pictureOf(script);
  await dialog.getByRole('option', { name: 'systemd unit', exact: true }).click();
  await dialog.getByRole('button', { name: 'Close' }).focus();
  await expectApart(planner, { chosen, unchosen: await pictureOf(script) });

  const width = await dialog.evaluate((element) => getComputedStyle(element).borderTopWidth);
  expect(width).toBe('2px');
});

test('what is added, gone and moved in a comparison of plans, and a switch that is on, are told apart', async ({
  planner,
}) => {
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@4=chat-a, 1g.5gb@0=dev');
  const compare = new ComparePlansPage(planner);
  await compare.open();
  await compare.compareWith('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 2g.10gb@4=ocr-1');
  const sign = (sentence: string): Promise<Buffer> =>
    pictureOf(
      compare.dialog.getByRole('listitem').filter({ hasText: sentence }).locator('[data-kind]').first(),
    );
  await expectApart(
    planner,
    {
      added: await sign('Added: 1g.5gb'),
      removed: await sign('Removed: 2g.10gb'),
      moved: await sign('Moved: 3g.20gb'),
    },
    SIGN,
  );
  await planner.page.keyboard.press('Escape');
  const dialog = await planner.openDialog('Share');
  const names = dialog.getByRole('switch', { name: 'Without names' });
  const off = await pictureOf(names);
  await names.check();
  const on = await pictureOf(names);
  await expectApart(planner, { off, on });
  // Its knob is seen, too.
  const grounds = await names.evaluate((pill) =>
    [pill, ...pill.children].map((part) => getComputedStyle(part).backgroundColor),
  );
  expect(new Set(grounds).size).toBe(2);
});

test('with more contrast text is ink, lines are seen, and axe finds nothing', async ({ planner }) => {
  await planner.page.emulateMedia({ forcedColors: 'none', contrast: 'more' });
  await openBoard(planner);
  const { page } = planner;
  const term = planner.figures.getByText('VMs placed', { exact: true });
  // A mix of ink and surface, and no token of the usual page.
  await expect(term).toHaveCSS('color', /^color\(srgb 0\.[23]/);
  await planner.profile('3g.20gb').click();
  await expect(planner.gpu(2).start('3g.20gb', 0)).toHaveCSS('border-top-width', '2px');
  await expectAccessibleAtEachWidth(page);
});
