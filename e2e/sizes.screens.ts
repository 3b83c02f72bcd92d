/** Sizes that depend on how much there is: few grids grow, and names stay whole beside large figures. */
import { expect, test } from './fixtures.ts';
import type { PlannerPage } from './pages/PlannerPage.ts';

/** Side of a slice, in px. */
async function pitchOf(planner: PlannerPage): Promise<number> {
  const box = await planner.gpu(0).instance('1g.5gb', 0).boundingBox();
  return Math.round(box?.width ?? 0);
}

const HOST = 'esx-01/0 a100-pcie-40gb: 1g.5gb@0';
const FOUR = [HOST, ...[1, 2, 3].map((gpu) => `esx-01/${gpu} a100-pcie-40gb:`)].join('\n');
const HOSTS = `${HOST}\nesx-02/0 a100-pcie-40gb:`;

for (const [what, plan, sizes] of [
  ['one GPU', HOST, { 1280: 36, 1440: 36, 1920: 44, 1024: 24, 390: 42 }],
  ['four GPUs', FOUR, { 1440: 24, 1920: 36 }],
  ['two hosts', HOSTS, { 1440: 24, 1920: 24 }],
] as const)
  test(`${what}: slices are as large as the page has room for, on one line`, async ({ planner }) => {
    const { page } = planner;
    await planner.openLayout(plan);
    for (const [width, pitch] of Object.entries(sizes)) {
      await page.setViewportSize({ width: Number(width), height: width === '1920' ? 1080 : 800 });
      await expect.poll(() => pitchOf(planner), { message: width }).toBe(pitch);
      if (width === '390') continue;
      const tops = await page
        .getByRole('group', { name: /^GPU \d on esx-01$/ })
        .evaluateAll((groups) => groups.map((group) => group.getBoundingClientRect().top));
      expect(new Set(tops).size, `${width} wide`).toBe(1);
    }
  });

test('what is in the hand is as large as the place that it goes to', async ({ planner }) => {
  const { page } = planner;
  await page.setViewportSize({ width: 1920, height: 1080 });
  await planner.openLayout(HOST);
  await planner.gpu(0).instance('1g.5gb', 0).hover();
  await page.mouse.down();
  await page.mouse.move(900, 400, { steps: 5 });
  await expect(planner.gpu(0).start('1g.5gb', 3)).toBeVisible();
  const carried = await page.locator('.lifted > .mig-block').boundingBox();
  const place = await planner.gpu(0).start('1g.5gb', 3).boundingBox();
  expect([carried?.width, carried?.height]).toEqual([place?.width, place?.height]);
  await page.keyboard.press('Escape');
  await page.mouse.up();
});

const MANY = Array.from(
  { length: 300 },
  (_, gpu) => `esx-${gpu >> 3}/${gpu % 8} ${gpu % 2 === 0 ? 'a100-pcie-40gb' : 'rtx-pro-6000-server'}:`,
).join('\n');

test('the name of a profile is whole beside figures of four digits', async ({ planner }) => {
  await planner.openLayout(MANY);
  await expect(planner.profile('1g.24gb+me.all')).toContainText('150');
  await expect(planner.profile('1g.5gb')).toContainText('1,050');
  for (const width of [1440, 390]) {
    await planner.page.setViewportSize({ width, height: 900 });
    const cut = await planner.profiles
      .getByRole('button')
      .evaluateAll((buttons) =>
        buttons.flatMap((button) =>
          [...button.children]
            .filter((part) => part.scrollWidth > part.clientWidth)
            .map((part) => part.textContent),
        ),
      );
    expect(cut, `${width} wide`).toEqual([]);
  }
});
