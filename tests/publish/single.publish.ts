/** The page as one file, opened from disk: no server, no network, nothing beside it. */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test as base } from '@playwright/test';
import { watch } from '../../e2e/fixtures.ts';
import { PlannerPage } from '../../e2e/pages/PlannerPage.ts';
import { newFolder, ROOT } from './made.ts';

const BUILT = join(ROOT, 'dist-single/mig-planner.html');

/** The file alone in a folder, under a name that an address has to encode. */
const test = base.extend<{ planner: PlannerPage & { readonly address: string } }>({
  planner: async ({ page, context }, use) => {
    const folder = newFolder();
    const file = join(folder.path, 'the planner & more #1.html');
    copyFileSync(BUILT, file);
    const address = pathToFileURL(file).href;
    const elsewhere: string[] = [];
    context.on('request', (request) => {
      const url = request.url();
      if (!/^(?:data|blob):/.test(url) && url.replace(/#.*$/, '') !== address) elsewhere.push(url);
    });
    const complaints = await watch(page);
    await page.goto(address);
    await use(Object.assign(new PlannerPage(page), { address }));
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
    folder.remove();
  },
});

test('a plan is made by keyboard, the solver answers from its worker, and a reload has it again', async ({
  planner,
}) => {
  const { page } = planner;
  const worker = page.waitForEvent('worker');
  await planner.startFrom('One empty host');
  await planner.profile('3g.20gb').focus();
  await page.keyboard.press('Space');
  await expect(planner.message).toContainText('3g.20gb');
  await page.keyboard.press('Enter');
  // Where it spoils least.
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
  await expect(planner.profile('1g.5gb')).toHaveAccessibleName(/4 after repacking/);
  expect((await worker).url()).toMatch(/^blob:/);
  await page.reload();
  await expect(planner.gpu(0).instance('3g.20gb', 4)).toBeVisible();
});

test('texts are read by their worker, go out as files and pictures, and a link brings the plan back', async ({
  planner,
}) => {
  const { page } = planner;
  const worker = page.waitForEvent('worker');
  await planner.openLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b');
  expect((await worker).url()).toMatch(/^blob:/);
  const exporting = await planner.openDialog('Export');
  for (const [format, begins] of [
    [/^nvidia-smi script/, '#!/bin/sh'],
    [/^PNG of the plan|^Picture \(PNG\)|^PNG/, '\u0089PNG'],
  ] as const) {
    await exporting.getByRole('option', { name: format }).first().click();
    const download = page.waitForEvent('download');
    await exporting.getByRole('button', { name: 'Download', exact: true }).click();
    expect(readFileSync(await (await download).path(), 'latin1').slice(0, begins.length)).toBe(begins);
  }
  await page.keyboard.press('Escape');
  const sharing = await planner.openDialog('Share');
  await expect(sharing).toContainText('opened from disk');
  const link = await sharing.getByRole('textbox', { name: 'Share link' }).inputValue();
  expect(link.startsWith(`${planner.address}#p=`)).toBe(true);
  const drawn = await page.context().newPage();
  const complaints = await watch(drawn);
  await drawn.goto(`${link}&view=embed`);
  await expect(drawn.getByRole('figure')).toContainText('3g.20gb at slice 4, chat-b');
  await expect(drawn.getByRole('button')).toHaveCount(0);
  const other = await drawn.context().newPage();
  await other.goto(link);
  await expect(new PlannerPage(other).gpu(0).instance('3g.20gb', 4)).toBeVisible();
  expect(complaints).toEqual([]);
});

test('its policy allows what is in it by hash, and nothing else', () => {
  const html = readFileSync(BUILT, 'utf8');
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const hashes = (tag: RegExp): string[] =>
    [...html.matchAll(tag)].map(
      ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
    );
  const directives = new Map(
    policy.split('; ').map((one) => {
      const [name = '', ...sources] = one.split(' ');
      return [name, sources];
    }),
  );
  const scripts = hashes(/<script type="module">([\s\S]*?)<\/script>/g);
  // The page to print, which is in the script, has one of its own.
  const styles = hashes(/<style>([\s\S]*?)<\/style>(?=\s*<\/head>\s*<body>\s*<div)/g);
  expect(scripts).toHaveLength(1);
  expect(directives.get('script-src')).toEqual(scripts);
  expect(styles).toHaveLength(1);
  expect(directives.get('style-src')?.[0]).toBe(styles[0]);
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('worker-src')).toEqual(['blob:']);
  expect(policy).not.toMatch(/unsafe|https?:|\*|'self'/);
  expect(html).not.toMatch(/<(?:script|link|img)[^>]*\s(?:src|href)="(?!data:)/);
  expect(html).toMatch(/<script type="text\/plain" id="licenses">[\s\S]*react-dom/);
});
