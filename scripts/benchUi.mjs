// The figures of the page over plans of 100 and 10,000 GPUs, read from its own frames: `npm run bench -- ui`. A table of what
// was reached beside the goal; nothing fails here.
import { BROWSER_ARGS } from './browser.mjs';

/** At 60 Hz a frame that takes longer than this has missed its turn. */
const DROPPED_MS = 25;
const MOVES = 90;
const EDITS = 7;

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ what: string, goal: string, reached: string }} Row */

/**
 * @param {string} url of the served build
 * @param {string} executablePath of the browser; empty for Playwright's own
 * @param {{ name: string, file: string }[]} plans files to open, each on a fresh page
 */
export async function measureUi(url, executablePath, plans) {
  const { chromium } = await import('@playwright/test');
  for (const { name, file } of plans) {
    const browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: [...BROWSER_ARGS, '--js-flags=--expose-gc'],
    });
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await page.goto(url);
      print(name, await measure(page, file));
    } finally {
      await browser.close();
    }
  }
}

/**
 * @param {Page} page
 * @param {string} file
 * @returns {Promise<Row[]>}
 */
async function measure(page, file) {
  const [read, drawn] = await openFile(page, file);
  // What follows an opening has its time: the first save, the counts of the solver.
  await page.waitForFunction(() => !document.querySelector('[data-counting]'), undefined, {
    timeout: 180_000,
  });
  const idle = await frames(page, () => rest(page, 1000));
  const aims = await drag(page);
  const edits = await timeEdits(page);
  const scrolled = await scroll(page, '[data-board-scroll]');
  const heap = await heapOf(page);
  return [
    { what: 'file chosen to plan understood (worker, preview)', goal: '', reached: ms(read) },
    { what: 'opened to first drawing', goal: '1 s', reached: ms(drawn) },
    { what: 'frames of a page that rests, p95', goal: '(16.7 ms)', reached: ms(p95(idle)) },
    { what: 'lift to legal starts painted', goal: '50 ms', reached: ms(aims.lift) },
    { what: `drag of ${MOVES} moves, dropped frames`, goal: '1', reached: String(dropped(aims.frames)) },
    { what: `drag of ${MOVES} moves, longest frame`, goal: '50 ms', reached: ms(Math.max(...aims.frames)) },
    { what: 'one edit to painted, median', goal: '50 ms', reached: ms(median(edits)) },
    { what: 'one edit to painted, longest', goal: '50 ms', reached: ms(Math.max(...edits)) },
    { what: 'scroll p95', goal: '20 ms', reached: ms(p95(scrolled)) },
    { what: 'heap', goal: '150 MB', reached: `${heap.toFixed(0)} MB` },
  ];
}

/**
 * @param {Page} page
 * @param {string} file
 * @returns {Promise<[understood: number, drawn: number]>} in ms
 */
async function openFile(page, file) {
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  const read = performance.now();
  await dialog.locator('input[type=file]').first().setInputFiles(file);
  const confirm = dialog.getByRole('button', { name: 'Open the plan' });
  await confirm.and(page.locator(':enabled')).waitFor({ timeout: 120_000 });
  const understood = performance.now() - read;
  const drawn = await page.evaluate(
    () =>
      (
        new Promise((resolve) => {
          const button = [...document.querySelectorAll('dialog button')].find(
            (one) => one.textContent === 'Open the plan',
          );
          const start = performance.now();
          const look = () => {
            if (document.querySelector('[data-gpu-id]') === null) requestAnimationFrame(look);
            else requestAnimationFrame(() => resolve(performance.now() - start));
          };
          /** @type {HTMLElement} */ (button).click();
          requestAnimationFrame(look);
        })
      ),
  );
  return [understood, drawn];
}

/** A lift of the first profile that fits, moved to and fro over what is in sight; put back. @param {Page} page */
async function drag(page) {
  const profile = page.getByRole('region', { name: 'Profiles' }).getByRole('button', { name: /^1g\.5gb, / });
  const from = await profile.boundingBox();
  const board = await page.locator('[data-board-scroll]').boundingBox();
  if (!from || !board) throw new Error('the board is not on the page');
  await page.mouse.move(from.x + 20, from.y + 20);
  await page.mouse.down();
  await page.evaluate(() => {
    const since = { at: 0 };
    Object.assign(globalThis, { sinceLift: since });
    document.addEventListener('mousemove', () => (since.at ||= performance.now()), {
      capture: true,
      once: true,
    });
  });
  await page.mouse.move(from.x + 40, from.y + 24);
  const lift = await page.evaluate(
    () =>
      (
        new Promise((resolve) => {
          const look = () => {
            if (document.querySelector('[data-place]') === null) requestAnimationFrame(look);
            else {
              const { sinceLift } = /** @type {any} */ (globalThis);
              requestAnimationFrame(() => resolve(performance.now() - sinceLift.at));
            }
          };
          look();
        })
      ),
  );
  await page.mouse.move(board.x + 60, board.y + 40, { steps: 3 });
  const times = await frames(page, async () => {
    for (let move = 0; move < MOVES; move++) {
      // To and fro over the GPUs in sight, so that the aim changes all the time, away from the edges that scroll.
      const x = board.x + 60 + ((move * 23) % (board.width - 120));
      await page.mouse.move(x, board.y + 60 + ((move * 11) % (board.height - 120)));
    }
  });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return { lift, frames: times };
}

/** Places an instance on a GPU in sight and takes it back, several times. @param {Page} page */
async function timeEdits(page) {
  /** @type {number[]} */
  const times = [];
  await page
    .getByRole('region', { name: 'Profiles' })
    .getByRole('button', { name: /^1g\.5gb, / })
    .click();
  for (let edit = 0; edit < EDITS; edit++) {
    await page.locator('[data-place]').first().waitFor();
    await rest(page, 300);
    times.push(
      await page.evaluate(
        () =>
          (
            new Promise((resolve) => {
              const start = performance.now();
              /** @type {HTMLElement} */ (document.querySelector('[data-place]')).click();
              // The first frame draws it, the second comes when it is painted.
              requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
            })
          ),
      ),
    );
  }
  await page.keyboard.press('Escape');
  return times;
}

/** A turn of the wheel in every frame. @param {Page} page @param {string} box */
async function scroll(page, box) {
  return await page.evaluate(
    (selector) =>
      (
        new Promise((resolve) => {
          const element = /** @type {HTMLElement} */ (document.querySelector(selector));
          /** @type {number[]} */
          const times = [];
          const tick = (/** @type {number} */ now) => {
            times.push(now);
            element.scrollTop += 40;
            if (times.length < 180) requestAnimationFrame(tick);
            else resolve(times.slice(1).map((time, index) => time - (times[index] ?? time)));
          };
          requestAnimationFrame(tick);
        })
      ),
    box,
  );
}

/** MB that are in use after a collection. @param {Page} page */
async function heapOf(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize / 1e6;
}

/**
 * The intervals between the frames of the page while something is done, in ms.
 * @param {Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<number[]>}
 */
async function frames(page, work) {
  await page.evaluate(() => {
    /** @type {{ times: number[], isOn: boolean }} */
    const watch = { times: [], isOn: true };
    const tick = (/** @type {number} */ now) => {
      watch.times.push(now);
      if (watch.isOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(globalThis, { frameWatch: watch });
  });
  await work();
  return await page.evaluate(() => {
    const { frameWatch: watch } = /** @type {any} */ (globalThis);
    watch.isOn = false;
    return watch.times
      .slice(1)
      .map((/** @type {number} */ now, /** @type {number} */ index) => now - (watch.times[index] ?? now));
  });
}

/** @param {Page} page @param {number} time */
async function rest(page, time) {
  await page.evaluate((wait) => new Promise((resolve) => setTimeout(resolve, wait)), time);
}

/** @param {number[]} times */
const sorted = (times) => [...times].sort((a, b) => a - b);
/** @param {number[]} times */
const median = (times) => sorted(times)[times.length >> 1] ?? 0;
/** @param {number[]} times */
const p95 = (times) => sorted(times)[Math.floor(times.length * 0.95)] ?? 0;
/** @param {number[]} times */
const dropped = (times) => times.filter((time) => time > DROPPED_MS).length;
/** @param {number} time */
const ms = (time) => `${time.toFixed(time < 100 ? 1 : 0)} ms`;

/** @param {string} title @param {Row[]} rows */
function print(title, rows) {
  console.log(`\n${title}\n${'figure'.padEnd(52)}${'goal'.padStart(10)}${'reached'.padStart(12)}`);
  for (const { what, goal, reached } of rows)
    console.log(`${what.padEnd(52)}${goal.padStart(10)}${reached.padStart(12)}`);
}
