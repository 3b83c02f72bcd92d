// The figures of the page over plans of 100 and 10,000 GPUs, read from its own frames: `npm run bench -- ui`. A table of what
// was reached beside the goal; nothing fails here. Beside each time stands what the page's own thread computed for it: on a
// machine that is busy with other things the first is of the machine, the second of the page.
import { BROWSER_ARGS } from './browser.mjs';

/** At 60 Hz a frame that takes longer than this has missed its turn. */
const DROPPED_MS = 25;
const MOVES = 90;
const EDITS = 7;

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ what: string, goal: string, reached: string, cpu?: string }} Row */
/** @typedef {() => Promise<number>} Clock ms that the page's thread has computed so far */

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
      const page = await browser.newPage({
        viewport: { width: 1440, height: 900 },
        // It fetches the whole page once, at a time that is nobody's business here.
        serviceWorkers: 'block',
      });
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
  const clock = await threadClock(page);
  const [read, drawn, opening] = await openFile(page, file, clock);
  // What follows an opening has its time: the first save, the counts of the solver.
  await page.waitForFunction(() => !document.querySelector('[data-counting]'), undefined, {
    timeout: 180_000,
  });
  const idle = await frames(page, () => rest(page, 1000));
  const { lift, lifting, moved, moving } = await drag(page, clock);
  const { edits, editing } = await timeEdits(page, clock);
  const before = await clock();
  const scrolled = await scroll(page, '[data-board-scroll]');
  const scrolling = ((await clock()) - before) / scrolled.length;
  const heap = await heapOf(page);
  return [
    { what: 'file chosen to plan understood (worker, preview)', goal: '', reached: ms(read) },
    { what: 'opened to first drawing', goal: '1 s', reached: ms(drawn), cpu: ms(opening) },
    { what: 'frames of a page that rests, p95', goal: '(16.7 ms)', reached: ms(p95(idle)) },
    { what: 'lift to legal starts painted', goal: '50 ms', reached: ms(lift), cpu: ms(lifting) },
    { what: `drag of ${MOVES} moves, dropped frames`, goal: '1', reached: String(dropped(moved)) },
    {
      what: `drag of ${MOVES} moves, longest frame`,
      goal: '50 ms',
      reached: ms(Math.max(...moved)),
      cpu: `${ms(moving)} a move`,
    },
    { what: 'one edit to painted, median', goal: '50 ms', reached: ms(median(edits)), cpu: ms(editing) },
    { what: 'one edit to painted, longest', goal: '50 ms', reached: ms(Math.max(...edits)) },
    { what: 'scroll p95', goal: '20 ms', reached: ms(p95(scrolled)), cpu: `${ms(scrolling)} a frame` },
    { what: 'heap', goal: '150 MB', reached: `${heap.toFixed(0)} MB` },
  ];
}

/** @param {Page} page @returns {Promise<Clock>} */
async function threadClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  };
}

/**
 * @param {Page} page
 * @param {string} file
 * @param {Clock} clock
 * @returns {Promise<[understood: number, drawn: number, computed: number]>} in ms
 */
async function openFile(page, file, clock) {
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import' });
  const read = performance.now();
  await dialog.locator('input[type=file]').first().setInputFiles(file);
  // Else it opens to be read, and there is nothing to be dragged.
  await dialog.getByRole('radio', { name: 'As my plan' }).check({ force: true, timeout: 120_000 });
  const confirm = dialog.getByRole('button', { name: 'Open the plan' });
  await confirm.and(page.locator(':enabled')).waitFor({ timeout: 120_000 });
  const understood = performance.now() - read;
  const before = await clock();
  const drawn = await page.evaluate(
    () =>
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
      }),
  );
  return [understood, drawn, (await clock()) - before];
}

/** A lift of the first profile that fits, moved to and fro over what is in sight; put back. @param {Page} page @param {Clock} clock */
async function drag(page, clock) {
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
  const before = await clock();
  await page.mouse.move(from.x + 40, from.y + 24);
  const lift = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => {
          if (document.querySelector('[data-place]') === null) requestAnimationFrame(look);
          else {
            const { sinceLift } = /** @type {any} */ (globalThis);
            requestAnimationFrame(() => resolve(performance.now() - sinceLift.at));
          }
        };
        look();
      }),
  );
  const lifting = (await clock()) - before;
  await page.mouse.move(board.x + 60, board.y + 40, { steps: 3 });
  const start = await clock();
  const moved = await frames(page, async () => {
    for (let move = 0; move < MOVES; move++) {
      // To and fro over the GPUs in sight, so that the aim changes all the time, away from the edges that scroll.
      const x = board.x + 60 + ((move * 23) % (board.width - 120));
      await page.mouse.move(x, board.y + 60 + ((move * 11) % (board.height - 120)));
    }
  });
  const moving = ((await clock()) - start) / MOVES;
  await page.keyboard.press('Escape');
  await page.mouse.up();
  return { lift, lifting, moved, moving };
}

/** Places an instance on a GPU in sight and takes it back, several times. @param {Page} page @param {Clock} clock */
async function timeEdits(page, clock) {
  /** @type {number[]} */
  const edits = [];
  /** @type {number[]} */
  const computed = [];
  await page
    .getByRole('region', { name: 'Profiles' })
    .getByRole('button', { name: /^1g\.5gb, / })
    .click();
  for (let edit = 0; edit < EDITS; edit++) {
    await page.locator('[data-place]').first().waitFor();
    await rest(page, 300);
    const before = await clock();
    edits.push(
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            const start = performance.now();
            /** @type {HTMLElement} */ (document.querySelector('[data-place]')).click();
            // The first frame draws it, the second comes when it is painted.
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
          }),
      ),
    );
    computed.push((await clock()) - before);
  }
  await page.keyboard.press('Escape');
  return { edits, editing: median(computed) };
}

/** A turn of the wheel in every frame. @param {Page} page @param {string} box */
async function scroll(page, box) {
  return await page.evaluate(
    (selector) =>
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
      }),
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
  const line = (/** @type {string[]} */ [what = '', goal = '', reached = '', cpu = '']) =>
    console.log(what.padEnd(50) + goal.padStart(10) + reached.padStart(12) + cpu.padStart(18));
  console.log(`\n${title}`);
  line(['figure', 'goal', 'reached', 'computed']);
  for (const { what, goal, reached, cpu = '' } of rows) line([what, goal, reached, cpu]);
}
