/** That the checks which are asked of every screen do find what they are for. */
import { expect, test } from './fixtures.ts';
import { focusFaults, targetFaults } from './reach.ts';
import { reflowFaults } from './zoom.ts';

// Nothing of the document before: where that is a text, what is written into it is laid out by other rules.
test.beforeEach(async ({ page }) => {
  await page.goto('about:blank');
});

test('a small target beside another, and not one that is large, alone, or a word in its sentence', async ({
  page,
}) => {
  await page.setContent(`<style>button { padding: 0; border: 0; position: absolute; width: 20px; height: 20px }</style>
    <button style="left: 0">near</button><button style="left: 22px">by</button>
    <button style="left: 200px">alone</button>
    <button style="left: 0; top: 100px; width: 24px; height: 24px">large</button>
    <button style="left: 25px; top: 100px; width: 24px; height: 24px">enough</button>
    <p style="margin-top: 200px">A <button style="position: static; width: auto">word</button> here.</p>`);
  expect(await targetFaults(page)).toEqual(['button “near” is 20 x 20', 'button “by” is 20 x 20']);
});

test('a focus without a ring, out of sight, or under a bar', async ({ page }) => {
  await page.setContent(`<style>
      body { margin: 0 } button { display: block } :focus { outline: 2px solid black }
      .bare:focus { outline: none } nav { position: fixed; inset: 0 0 auto; height: 60px; background: white }
      .framed:has(:focus) { outline: 2px solid black } .framed :focus { outline: none }
    </style>
    <button>under</button><nav></nav>
    <button class="bare" style="margin-top: 80px">bare</button>
    <div class="framed"><input aria-label="framed"></div>
    <button>fine</button>
    <button style="position: fixed; left: -300px">away</button>`);
  expect(await focusFaults(page)).toEqual([
    'button “under” is hidden by something',
    'button “bare” has no ring',
    'button “away” is out of sight',
  ]);
});

test('what scrolls sideways, is cut off or lies beyond the edge, and not a table that is wide by itself', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await page.setContent(`<style>body { margin: 0; overflow-x: hidden } div { width: 300px }</style>
    <div style="overflow-x: auto"><table><tr><td style="min-width: 600px">wide</td></tr></table></div>
    <div class="scrolls" style="overflow-x: auto"><p style="width: 600px">sideways</p></div>
    <div class="cut" style="overflow: hidden; height: 10px">off below</div>
    <div class="dots" style="overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 20px">dots</div>
    <button style="position: absolute; left: 310px">beyond</button>`);
  const faults = (await reflowFaults(page)).map((fault) => fault.replace(/:.*/, ''));
  expect(faults).toEqual([
    'div.scrolls “sideways” scrolls sideways',
    'div.cut “off below” is cut off below',
    'button. “beyond” is beyond the edge',
  ]);
});

test('what is too high for a dialog, and would lie below its foot', async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await page.setContent(`<dialog style="height: 300px; padding: 0"><div style="display: flex; flex-direction: column; height: 100%">
      <header>head</header><div style="flex: 1; min-height: 0"><p style="height: 400px">high</p></div><footer>foot</footer>
    </div></dialog>`);
  await page.evaluate(() => document.querySelector('dialog')?.showModal());
  expect((await reflowFaults(page)).map((fault) => fault.replace(/ is .*/, ''))).toEqual([
    'div of the dialog',
  ]);
});
