/** What is done to plans that are not open, and what of the open one. */
import { expect, test } from 'vitest';
import { makeTemplate } from '../templates.ts';
import { createBrowser, failing, type Tab } from './pages.testing.ts';
import { planDatabase } from './database.ts';
import { MAX_DELETED } from './shelf.ts';

/** A tab with the article, edited and left, and a plan of its own open. */
async function twoPlans(): Promise<{ tab: Tab; left: string; browser: ReturnType<typeof createBrowser> }> {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  tab.gestures.run({ type: 'plan/replace', plan: makeTemplate('article'), origin: 'template' });
  tab.rename('left');
  await tab.session.flush();
  const left = tab.planId();
  await tab.session.openNew('Start a new plan');
  tab.addHost('esx-09');
  await tab.session.flush();
  return { tab, left, browser };
}

async function names(tab: Tab): Promise<string[]> {
  const all = await tab.library.list();
  return all.ok ? all.value.plans.map(({ name }) => name) : [all.error.code];
}

test('renaming a plan that is not open is a step of that plan, and leaves the open one alone', async () => {
  const { tab, left } = await twoPlans();
  const open = tab.plan();
  expect(await tab.library.rename(left, 'renamed')).toMatchObject({ ok: true, value: { name: 'renamed' } });
  expect(tab.plan()).toBe(open);
  expect(await names(tab)).toContain('renamed');
  await tab.session.open(left);
  tab.gestures.undo();
  expect(tab.said.at(-1)).toBe('Undone: Rename the plan to renamed.');
  expect(tab.plan().name).toBe('left');
  tab.gestures.undo();
  tab.gestures.undo();
  expect(tab.plan().hosts).toEqual([]);
});

test('a name that is none is refused with the reason, and nothing is written', async () => {
  const { tab, left } = await twoPlans();
  const refused = await tab.library.rename(left, '  ');
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'refused', why: expect.stringMatching(/name/i) as string },
  });
  expect(await names(tab)).toContain('left');
});

test('a copy has a name of its own and goes its own way', async () => {
  const { tab, left } = await twoPlans();
  const copies = [await tab.library.duplicate(left), await tab.library.duplicate(left)];
  expect((await names(tab)).sort()).toEqual(['Untitled plan', 'left', 'left-2', 'left-3']);
  const [copy] = copies;
  await tab.session.open(copy?.ok === true ? copy.value : '');
  expect(tab.planStore.getState().past).toEqual([]);
  tab.addHost('only here');
  await tab.session.flush();
  await tab.session.open(left);
  expect(tab.plan().hosts).toHaveLength(1);
});

test('the open plan goes with its record, and comes back whole', async () => {
  const { tab } = await twoPlans();
  const id = tab.planId();
  tab.rename('just now');
  expect(await tab.library.delete(id)).toMatchObject({ ok: true });
  expect(tab.plan().hosts).toEqual([]);
  expect(tab.planStore.getState().past).toEqual([]);
  expect(await tab.session.open(id)).toMatchObject({ ok: false, error: { code: 'not-there' } });
  await tab.library.restore(id);
  await tab.session.open(id);
  expect(tab.plan()).toMatchObject({ name: 'just now', hosts: [{ name: 'esx-09' }] });
  tab.gestures.undo();
  tab.gestures.undo();
  expect(tab.plan().hosts).toEqual([]);
});

test(`the last ${MAX_DELETED} deleted plans can be brought back, the ones before them not`, async () => {
  const { tab, left, browser } = await twoPlans();
  const copies: string[] = [];
  for (let n = 0; n < MAX_DELETED + 2; n++) {
    const copy = await tab.library.duplicate(left);
    if (copy.ok) copies.push(copy.value);
  }
  for (const id of copies) {
    browser.clock.now += 1;
    await tab.library.delete(id);
  }
  const all = await tab.library.list();
  expect(all.ok ? all.value.deleted.map(({ id }) => id) : all.error).toEqual(copies.slice(2).reverse());
  expect(await tab.library.restore(copies[0] ?? '')).toMatchObject({ error: { code: 'not-there' } });
  expect(await tab.library.restore(copies[5] ?? '')).toMatchObject({ ok: true });
  expect(await names(tab)).toHaveLength(3);
});

test('going back is a step of a plan that is not open too, and what it was is a version', async () => {
  const { tab, left } = await twoPlans();
  await tab.library.rename(left, 'latest');
  const versions = await tab.library.versions(left);
  const [version] = versions.ok ? versions.value : [];
  if (version === undefined) throw new Error('no version');
  expect(version.name).toBe('left');
  expect(await tab.library.goBack(version)).toMatchObject({ ok: true, value: { name: 'left' } });
  const now = await tab.library.versions(left);
  expect(now.ok ? now.value.map(({ name }) => name) : now.error).toEqual(['latest', 'left']);
  await tab.session.open(left);
  tab.gestures.undo();
  expect(tab.plan().name).toBe('latest');
  expect(await tab.library.goBack({ ...version, text: '{' })).toMatchObject({
    error: { code: 'unreadable' },
  });
});

test('where there is no room even for deleting, deleting for good makes some', async () => {
  const { left, browser } = await twoPlans();
  let isFull = false;
  const error = new DOMException('', 'QuotaExceededError');
  const put = Reflect.get(IDBObjectStore.prototype, 'put') as (...args: unknown[]) => IDBRequest<IDBValidKey>;
  const tab = browser.openTab('b');
  await tab.start();
  IDBObjectStore.prototype.put = function (...args) {
    if (isFull) throw error;
    return put.apply(this, args);
  };
  isFull = true;
  expect(await tab.library.delete(left)).toMatchObject({
    error: { code: 'storage', fault: { code: 'full' } },
  });
  expect(await tab.library.deleteForGood([left])).toMatchObject({ ok: true });
  isFull = false;
  IDBObjectStore.prototype.put = put;
  expect(await names(tab)).toEqual(['Untitled plan']);
  const text = await tab.library.textOf(left);
  expect(text).toMatchObject({ error: { code: 'not-there' } });
});

test('an edit that another tab was faster with is not written', async () => {
  const { tab, left, browser } = await twoPlans();
  const other = browser.openTab('b');
  await other.start(left);
  const [first, second] = await Promise.all([
    tab.library.rename(left, 'one'),
    other.library.rename(left, 'two'),
  ]);
  expect([first.ok, second.ok].filter(Boolean).length).toBeGreaterThan(0);
  const stored = await tab.shelf.look(left);
  const winners = [first.ok ? 'one' : '', second.ok ? 'two' : ''];
  expect(winners).toContain(stored.ok ? stored.value?.name : '');
});

test('a list that cannot be read says why', async () => {
  const browser = createBrowser();
  const database = failing(planDatabase(browser.name), () => new DOMException('x', 'UnknownError'));
  const tab = browser.openTab('a', { database });
  expect(await tab.library.versions('a')).toMatchObject({ ok: true });
  expect(await tab.library.textOf('a')).toMatchObject({
    error: { code: 'storage', fault: { code: 'failed' } },
  });
});
