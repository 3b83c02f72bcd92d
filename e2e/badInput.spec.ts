/** Input and circumstances that are not as they should be: each is said plainly, and nothing is lost. */
import { writeFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';
import { PlansDialog } from './pages/PlansDialog.ts';

test('a link of a newer planner is refused by its version, and the plan that is open stays', async ({
  planner,
}) => {
  await planner.startFrom('The article');
  await planner.page.evaluate(() => {
    window.location.hash = '#p=9.5.abcde.AAAAA';
  });
  await expect(planner.message).toContainText('is of version 9');
  await expect(planner.message).toContainText('open it with a newer planner');
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await expect(planner.planName).toHaveText('The article');
});

test('a file of a hundred thousand GPUs is refused by the size that a plan may have', async ({
  planner,
}, info) => {
  test.slow();
  await planner.startFrom('The article');
  const file = info.outputPath('fleet.json');
  writeFileSync(file, `{"format": "mig-plan", "version": 1, "hosts": [${' '.repeat(64_000_000)}]}`);
  const dialog = await planner.openDialog('Import');
  await dialog.locator('input[type=file]').first().setInputFiles(file);
  const verdict = dialog.getByRole('status');
  await expect(verdict).toContainText('at most 64,000,000', { timeout: 30_000 });
  await expect(verdict).toContainText('about 22,000 GPUs with five VMs each');
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
});

test('a clock that is set back a day loses no edit: the newest one wins', async ({ planner }) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await planner.rename('before');
  await page.clock.setSystemTime(Date.now() - 86_400_000);
  await planner.rename('after the clock was set back');
  await page.reload();
  await expect(planner.planName).toHaveText('after the clock was set back');
  await planner.undo.click();
  await expect(planner.planName).toHaveText('before');
  await planner.rename('and once more');
  await page.reload();
  await expect(planner.planName).toHaveText('and once more');
});

test('a stored plan that was damaged is said, kept as it is, and another can be made beside it', async ({
  planner,
}) => {
  const { page } = planner;
  await planner.startFrom('The article');
  await planner.rename('to be damaged');
  const plans = new PlansDialog(page);
  await plans.open();
  await expect(plans.plan('to be damaged')).toBeVisible();
  await page.evaluate(async () => {
    const wait = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('no answer'));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await wait(indexedDB.open(name));
      if (database.objectStoreNames.contains('texts')) {
        const store = database.transaction('texts', 'readwrite').objectStore('texts');
        for (const id of await wait(store.getAllKeys()))
          await wait(store.put({ id, text: '{"format": "mig' }));
      }
      database.close();
    }
  });
  await page.reload();
  await expect(planner.message).toContainText('to be damaged could not be read');
  await planner.startFrom('One empty host');
  await plans.open();
  await expect(plans.plan('to be damaged')).toBeVisible();
});
