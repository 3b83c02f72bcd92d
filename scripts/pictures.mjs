// npm run pictures: the pictures of the README, taken of the page as it is built. The same sources give the same bytes on the same
// browser: a plan of our own, no clock, no motion, the font that comes with the page.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { BROWSER_ARGS, ensureBrowser } from './browser.mjs';
import { ensureDeps, ensureNode, ROOT } from './ensure.mjs';
import { smallPng } from './smallPng.mjs';

const OUT = join(ROOT, 'docs/pictures');
/** Taller would be too small to read beside the text of a README. */
const WIDE = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 720 };

const PLAN = `esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b
esx-01/1 a100-pcie-40gb: 4g.20gb@0=rag-1, 2g.10gb@4=ocr-1, 1g.5gb@6=tts-1
esx-01/2 a100-pcie-40gb: 2g.10gb@0=asr-1
esx-02/0 a100-pcie-40gb: 7g.40gb@0=finetune
esx-02/1 a100-pcie-40gb: 1g.5gb@2=batch-1, 1g.10gb@4=embed-1
esx-02/2 a100-pcie-40gb: 1g.10gb@0=embed-2, 2g.10gb@2=ocr-2
`;

/** @typedef {import('@playwright/test').Page} Page */

/** @param {Page} page @param {string} name */
const profile = (page, name) =>
  page
    .getByRole('region', { name: 'Profiles' })
    .getByRole('button', { name: new RegExp(`^${name.replaceAll('.', '\\.')}, `) });

/** What each picture shows: its name, the page, and what is done before it is taken. */
const PICTURES = [
  {
    name: 'board',
    viewport: WIDE,
    /** @param {Page} page */
    show: async (page) => {
      await profile(page, '3g.20gb').click();
      await page.getByRole('heading', { name: 'What each start leaves' }).waitFor();
    },
  },
  {
    name: 'why-not',
    viewport: WIDE,
    /** @param {Page} page */
    show: async (page) => {
      const gpu = page.getByRole('group', { name: 'GPU 2 on esx-01', exact: true });
      await drag(page, profile(page, '4g.20gb'), gpu.getByRole('button', { name: /^2g\.10gb at slice 0/ }));
      await page.getByRole('heading', { name: /^Ways out/ }).waitFor();
      await page.getByRole('button', { name: 'Move asr-1 to slice 4' }).waitFor();
    },
  },
  {
    name: 'summary',
    viewport: WIDE,
    /** @param {Page} page */
    show: async (page) => {
      await page.getByRole('button', { name: 'Summary', exact: true }).click();
      await page.locator('main.summary[aria-busy=false]').waitFor();
    },
  },
  {
    name: 'phone',
    viewport: PHONE,
    /** @param {Page} page */
    show: async (page) => {
      await profile(page, '2g.10gb').click();
      await page.getByRole('group', { name: 'GPU 2 on esx-01', exact: true }).scrollIntoViewIfNeeded();
    },
  },
];

/** @param {Page} page @param {import('@playwright/test').Locator} what @param {import('@playwright/test').Locator} onto */
async function drag(page, what, onto) {
  const from = await what.boundingBox();
  const to = await onto.boundingBox();
  if (from === null || to === null) throw new Error('nothing to drag');
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(from.x + 30, from.y + 26, { steps: 4 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 });
  await page.mouse.up();
}

/** @param {Page} page @param {string} address */
async function openPlan(page, address) {
  // Twice: a font that comes after the first look is not taken for the rest of it, and is there at the second.
  await page.goto(address);
  await page.evaluate(() => document.fonts.load('500 13px "Inter Variable"'));
  await page.goto(address);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(PLAN);
  await dialog.getByRole('button', { name: 'Open the plan' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByTitle('Rename the plan', { exact: true }).click();
  await page.keyboard.insertText('Rack B, inference');
  await page.keyboard.press('Enter');
  // The figures after repacking come from a worker.
  await page.locator('.profile-repacked:not([data-counting]):not(:empty)').first().waitFor();
}

ensureNode();
ensureDeps();
await build({ root: ROOT, logLevel: 'warn' });
const server = await preview({ root: ROOT, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'warn' });
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error('The preview has no address.');
const executablePath = await ensureBrowser();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: BROWSER_ARGS });
mkdirSync(OUT, { recursive: true });
try {
  for (const { name, viewport, show } of PICTURES) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const context = await browser.newContext({
        ...{ viewport, colorScheme, reducedMotion: 'reduce', locale: 'en-GB', serviceWorkers: 'block' },
        hasTouch: viewport === PHONE,
      });
      const page = await context.newPage();
      await openPlan(page, address);
      await show(page);
      await page.mouse.move(0, viewport.height - 1);
      await page.evaluate(() => document.fonts.ready);
      const picture = smallPng(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
      const file = `${name}-${colorScheme}.png`;
      writeFileSync(join(OUT, file), picture);
      console.log(`${String(Math.ceil(picture.length / 1000)).padStart(5)} KB  docs/pictures/${file}`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await server.close();
}
