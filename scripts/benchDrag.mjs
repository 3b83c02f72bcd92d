// Frame times of a drag over a board of 100 GPUs, read from the page's own animation frames.
import { BROWSER_ARGS } from './browser.mjs';

const GPUS = 100;
const MOVES = 90;
/** At 60 Hz a frame that takes longer than this has missed its turn. */
const DROPPED_MS = 25;

/**
 * @param {string} url of the served build
 * @param {string} executablePath of the browser; empty for Playwright's own
 */
export async function measureDrag(url, executablePath) {
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: BROWSER_ARGS });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await importPlan(page);
    const profile = page
      .getByRole('region', { name: 'Profiles' })
      .getByRole('button', { name: /^3g\.20gb, / });
    const from = await profile.boundingBox();
    const board = await page.getByRole('group', { name: 'GPU 0 on esx-01' }).boundingBox();
    if (!from || !board) throw new Error('the board is not on the page');
    for (let round = 1; round <= 3; round++) {
      await page.mouse.move(from.x + 20, from.y + 20);
      await page.mouse.down();
      await page.mouse.move(from.x + 40, from.y + 24, { steps: 4 });
      await page.evaluate(watchFrames);
      for (let move = 0; move < MOVES; move++) {
        // To and fro over the GPUs in sight, so that the aim changes all the time.
        await page.mouse.move(board.x + 60 + ((move * 23) % 780), board.y + 80 + ((move * 11) % 380));
      }
      const frames = await page.evaluate(stopWatching);
      await page.keyboard.press('Escape');
      await page.mouse.up();
      report(round, frames);
    }
  } finally {
    await browser.close();
  }
}

/** @param {import('@playwright/test').Page} page */
async function importPlan(page) {
  const cuts = ['3g.20gb@4', '2g.10gb@0, 1g.5gb@6', '4g.20gb@0', '1g.5gb@0, 1g.5gb@1, 2g.10gb@2', ''];
  const lines = Array.from(
    { length: GPUS },
    (_, index) =>
      `esx-${String(Math.floor(index / 4) + 1).padStart(2, '0')}/${index % 4} a100-pcie-40gb: ${cuts[index % cuts.length]}`,
  );
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  await dialog.getByRole('textbox', { name: 'Text to import' }).fill(lines.join('\n'));
  await dialog.getByRole('button', { name: /^(Open|Add|Replace)/ }).click();
  await page.getByRole('group', { name: `GPU 3 on esx-25` }).waitFor({ state: 'attached' });
}

/** Runs in the page: the times of its frames, kept where `stopWatching` finds them. */
function watchFrames() {
  /** @type {{ times: number[], isOn: boolean }} */
  const watch = { times: [], isOn: true };
  const tick = (/** @type {number} */ now) => {
    watch.times.push(now);
    if (watch.isOn) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  Object.assign(globalThis, { frameWatch: watch });
}

/** Runs in the page: ends the watch and gives the intervals between frames, in ms. */
function stopWatching() {
  const { frameWatch: watch } = /** @type {{ frameWatch: { times: number[], isOn: boolean } }} */ (
    /** @type {unknown} */ (globalThis)
  );
  watch.isOn = false;
  return watch.times.slice(1).map((now, index) => now - (watch.times[index] ?? now));
}

/**
 * @param {number} round
 * @param {number[]} frames intervals in ms
 */
function report(round, frames) {
  const sorted = [...frames].sort((a, b) => a - b);
  const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? 0;
  const dropped = frames.filter((frame) => frame > DROPPED_MS).length;
  console.log(
    `round ${round}: ${frames.length} frames, p95 ${p95.toFixed(1)} ms, longest ${(sorted.at(-1) ?? 0).toFixed(1)} ms, ` +
      `${dropped} dropped (over ${DROPPED_MS} ms); target at most 1`,
  );
}
