/** The Share dialog: what the link carries, what it leaves out, and what to do when it is too long. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** So many GPUs of seven VMs each, with names as long as they may be that no pattern shortens. */
function layoutOf(gpus: number): string {
  let state = 1;
  const word = (): string => (state = (state * 48_271) % 2_147_483_647).toString(36);
  const name = (): string => Array.from({ length: 13 }, word).join('').slice(0, 70);
  return Array.from(
    { length: gpus },
    (_, n) =>
      `esx-01/${n} a100-pcie-40gb: ${[0, 1, 2, 3, 4, 5, 6].map((start) => `1g.5gb@${start}=${name()}`).join(', ')}`,
  ).join('\n');
}

/** Keeps back whatever the page asks of its workers, so that what is said meanwhile is there to be read, until it is let go. */
async function holdWorkers(page: Page): Promise<() => Promise<void>> {
  const hold = await page.evaluateHandle(() => {
    const { prototype } = Worker;
    const real = Object.getOwnPropertyDescriptor(prototype, 'postMessage') ?? {};
    const kept: (() => void)[] = [];
    Object.defineProperty(prototype, 'postMessage', {
      ...real,
      value(this: Worker, message: unknown): void {
        kept.push(() => this.postMessage(message));
      },
    });
    return () => {
      Object.defineProperty(prototype, 'postMessage', real);
      for (const post of kept) post();
    };
  });
  return () => hold.evaluate((letGo) => letGo());
}

const HINT = 'mail and chat may cut this; send the file';

for (const [gpus, least, most] of [
  [1, 0, 2000],
  [6, 2001, 4000],
  [12, 4001, 8000],
] as const) {
  test(`a link of ${least} to ${most} characters says what carries it`, async ({ planner }) => {
    const { page } = planner;
    await planner.openLayout(layoutOf(gpus));
    const dialog = await planner.openDialog('Share');
    const link = await dialog.getByRole('textbox', { name: 'Share link' }).inputValue();
    expect(link.length).toBeGreaterThanOrEqual(least);
    expect(link.length).toBeLessThanOrEqual(most);
    const hint = dialog.getByText(HINT);
    await expect(hint).toBeVisible({ visible: least > 0 });
    const file = dialog.getByRole('button', { name: 'Download the plan file' });
    await expect(file).toBeVisible({ visible: least > 4000 });
    if (least <= 4000) return;
    const download = page.waitForEvent('download');
    await file.click();
    const plan = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { vms: unknown[] };
    expect(plan.vms).toHaveLength(gpus * 7);
  });
}

test('the link of a fleet is made beside the page, and read by another', async ({ planner }) => {
  const gpus = Array.from({ length: 1200 }, (_, n) => n);
  await planner.openLayout(
    gpus.map((n) => `esx-${n >> 3}/${n & 7} a100-pcie-40gb: 1g.5gb@6=vm-${n}`).join('\n'),
  );
  const letGo = await holdWorkers(planner.page);
  const dialog = await planner.openDialog('Share');
  const link = dialog.getByRole('textbox', { name: 'Share link' });
  const advice = dialog.getByText('send the plan file');
  // What can be done at once is said and can be done.
  await expect(advice).toBeVisible();
  await expect(dialog.getByText('is being made')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Copy link' })).toBeDisabled();
  const download = planner.page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Plan file' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.json$/);
  await expect(link).toHaveValue('');
  await letGo();
  await expect(link).toHaveValue(/#p=1\./);
  await expect(advice).toBeHidden();
  await expect(dialog).toContainText('1,200 VMs');
  const whole = await link.inputValue();
  await dialog.getByRole('switch', { name: 'Without names' }).click();
  await expect(link).not.toHaveValue(whole);
  await expect(link).toHaveValue(/#p=1\./);
  const bare = await link.inputValue();
  await planner.page.keyboard.press('Escape');
  await planner.page.goto(bare);
  await expect(planner.gpu(0, 'host-1').instance('1g.5gb', 6)).toHaveAccessibleName(/vm-1\b/);
});

test('without names no name is in the link, nor what the host reported', async ({ planner }) => {
  const { page } = planner;
  await planner.openLayout('secret-host/0 a100-pcie-40gb: 3g.20gb@0=secret-vm');
  const importing = await planner.openDialog('Import');
  const row = '|   0  MIG 2g.10gb   14   6   2:2   |';
  await importing
    .getByRole('textbox', { name: 'Text to import' })
    .fill(`[root@secret-host:~] nvidia-smi mig -lgi\n${row}\n`);
  await importing.getByRole('button', { name: 'Record as observed on secret-host' }).click();
  const dialog = await planner.openDialog('Share');
  await expect(dialog).toContainText('what 1 host reported');
  await dialog.getByRole('switch', { name: 'Without names' }).click();
  const link = await dialog.getByRole('textbox', { name: 'Share link' }).inputValue();
  await expect(dialog.getByText('what 1 host reported')).toBeHidden();
  await page.keyboard.press('Escape');
  await planner.open();
  await page.goto(link);
  await expect(planner.review).toBeVisible();
  await expect(planner.gpu(0, 'host-1').instance('3g.20gb', 0)).toHaveAccessibleName(/vm-1/);
  await expect(page.getByText('secret')).toHaveCount(0);
});
