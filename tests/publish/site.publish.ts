/** The built page and the gallery below a sub-path of a host that knows nothing of us; and that a build is always the same. */
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessibleAtEachWidth } from '../../e2e/axe.ts';
import { watch } from '../../e2e/fixtures.ts';
import { PlannerPage } from '../../e2e/pages/PlannerPage.ts';
import { newFolder, node, ROOT, serve, type Host } from './made.ts';

const VITE = 'node_modules/vite/bin/vite.js';
const plans = newFolder();
const out = newFolder();
let host: Host;

test.beforeAll(async () => {
  writeFileSync(
    join(plans.path, 'rack-b.txt'),
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b\nesx-01/1 a100-pcie-40gb: 4g.20gb@0, 1g.5gb@6\n',
  );
  writeFileSync(join(plans.path, 'wrong.txt'), 'esx-01/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@2\n');
  writeFileSync(join(plans.path, 'torn.json'), '{"format": "mig-plan", "ver');
  const written = node(['scripts/cli.mjs', 'site', plans.path, '-o', out.path, '--title', 'Our plans'], ROOT);
  expect(written.stdout).toContain('wrong.txt: Illegal in 1 place');
  expect(written.stdout).toContain('torn.json: not read');
  expect(written.status).toBe(1);
  host = await serve(out.path, '/deep/er/');
});

test.afterAll(async () => {
  await host.close();
  plans.remove();
  out.remove();
});

test('the page works below a sub-path, its workers too, and its list of plans leads to the gallery', async ({
  page,
}) => {
  const complaints = await watch(page);
  await page.goto(host.url);
  const planner = new PlannerPage(page);
  const worker = page.waitForEvent('worker');
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
  expect((await worker).url()).toContain('/deep/er/assets/');
  await expect(planner.gpu(0).instance('3g.20gb', 0)).toBeVisible();
  await page.getByRole('button', { name: 'Plans', exact: true }).click();
  await page.getByRole('link', { name: 'Plans of this site' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Our plans' })).toBeVisible();
  expect(complaints).toEqual([]);
  expect(host.missing).toEqual([]);
});

test('from the gallery to a plan, to its frame and into the planner; all of it accessible', async ({
  page,
}) => {
  const complaints = await watch(page);
  await page.goto(`${host.url}plans/`);
  await expect(page.getByText('2 plans, 1 of them illegal, 1 file that could not be read.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'torn.json' })).toContainText(
    'Line 1: this is not JSON',
  );
  await expectAccessibleAtEachWidth(page);
  await page.getByRole('link', { name: 'rack-b' }).click();
  await expect(page.getByRole('row', { name: /esx-01 1 a100-pcie-40gb 6 1g\.5gb/ })).toBeVisible();
  const image = page.getByRole('img', { name: /^Drawing of rack-b/ });
  expect(await image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(300);
  await expectAccessibleAtEachWidth(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Kubernetes: \d+ texts \(ZIP\)$/ }).click();
  expect(
    readFileSync(await (await download).path())
      .subarray(0, 2)
      .toString(),
  ).toBe('PK');
  await page.getByRole('link', { name: 'The drawing alone' }).click();
  await expect(page.getByRole('img', { name: /GPU 0 on esx-01: 3g\.20gb at slice 0, chat-a/ })).toBeVisible();
  await expectAccessibleAtEachWidth(page);
  await page.goBack();
  await page.getByRole('link', { name: 'Open in MIG Planner' }).click();
  await expect(new PlannerPage(page).gpu(1).instance('1g.5gb', 6)).toBeVisible();
  expect(complaints).toEqual([]);
  expect(host.missing).toEqual([]);
});

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort();

test('the same sources give the same bytes: in another folder, time zone and language', () => {
  const copy = newFolder();
  for (const name of [
    'src',
    'public',
    'scripts',
    'index.html',
    'package.json',
    'package-lock.json',
    'vite.config.ts',
    'vite.single.config.ts',
    'tsconfig.json',
    'tsconfig.base.json',
    'tsconfig.app.json',
    'tsconfig.cli.json',
    'tsconfig.core.json',
    'tsconfig.tests.json',
  ])
    cpSync(join(ROOT, name), join(copy.path, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy.path, 'node_modules'), 'dir');
  const elsewhere = { TZ: 'Pacific/Kiritimati', LC_ALL: 'C', SOURCE_DATE_EPOCH: '1' };
  for (const config of ['vite.config.ts', 'vite.single.config.ts']) {
    const built = node([VITE, 'build', '--config', config, '--logLevel=error'], copy.path, elsewhere);
    expect(built).toMatchObject({ status: 0 });
  }
  const single = 'dist-single/mig-planner.html';
  expect(readFileSync(join(copy.path, single)).equals(readFileSync(join(ROOT, single)))).toBe(true);
  const page = filesOf(join(copy.path, 'dist'));
  expect(page).toEqual(filesOf(out.path).filter((path) => !/^plans\/|^mig-planner-site\.json$/.test(path)));
  for (const path of page) {
    if (path === 'index.html') continue;
    expect(readFileSync(join(copy.path, 'dist', path)).equals(readFileSync(join(out.path, path))), path).toBe(
      true,
    );
  }
  copy.remove();
});
