/** What the page opens with: the older storage, what a killed tab had not saved, and records that cannot be read. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { makePlanJson } from '../../formats/planJson.ts';
import type { VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { makeTemplate } from '../templates.ts';
import { planDatabase } from './database.ts';
import { createBrowser, failing, type Tab } from './pages.testing.ts';

const OLD = 'mig-planner.plan';
const article = makeTemplate('article');

async function names(tab: Tab): Promise<string[]> {
  const all = await tab.library.list();
  return all.ok ? all.value.plans.map(({ name }) => name).sort() : [all.error.code];
}

test('the plan of the older storage moves into the library, once, and is open', async () => {
  const browser = createBrowser();
  browser.storage.setItem(OLD, makePlanJson(article));
  const a = browser.openTab('a');
  const b = browser.openTab('b');
  await Promise.all([a.start(), b.start()]);
  expect(makePlanJson(a.plan())).toBe(makePlanJson(article));
  expect(makePlanJson(b.plan())).toBe(makePlanJson(article));
  expect(await names(a)).toEqual([article.name]);
  expect(browser.storage.data.has(OLD)).toBe(false);
});

test('the plan of the older storage stays there until it is written, and is open all the same', async () => {
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('', 'SecurityError');
  });
  const browser = createBrowser();
  browser.storage.setItem(OLD, makePlanJson(article));
  const tab = browser.openTab('a');
  await tab.start();
  spy.mockRestore();
  expect(tab.plan().name).toBe(article.name);
  expect(browser.storage.data.has(OLD)).toBe(true);
});

test('where there is no room for it, the plan of the older storage stays there, is open, and moves later', async () => {
  const browser = createBrowser();
  browser.storage.setItem(OLD, makePlanJson(article));
  let error: DOMException | null = new DOMException('', 'QuotaExceededError');
  const tab = browser.openTab('a', { database: failing(planDatabase(browser.name), () => error) });
  await tab.start();
  expect(tab.plan().name).toBe(article.name);
  expect(tab.saving()).toEqual({ kind: 'unsaved', fault: { code: 'full' } });
  expect(tab.said.at(-1)).toMatch(/full/);
  expect(browser.storage.data.has(OLD)).toBe(true);
  error = null;
  const later = browser.openTab('b');
  await later.start();
  expect(await names(later)).toEqual([article.name]);
  expect(browser.storage.data.has(OLD)).toBe(false);
});

test('what a killed tab had not saved stays in the journal until there is room for it, and is shown', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  a.kill();
  const error = new DOMException('', 'QuotaExceededError');
  const full = browser.openTab('b', {
    database: failing(planDatabase(browser.name), () => error),
    formerTabId: 'a',
  });
  await full.start();
  expect(full.plan().hosts).toHaveLength(1);
  expect(full.saving().kind).toBe('unsaved');
  expect(browser.storage.data.has('mig-planner.unsaved.a')).toBe(true);
});

test.each([OLD, `${OLD}.unreadable`])('a text in %s that cannot be read is kept as it is', async (key) => {
  const browser = createBrowser();
  const text = '{"format": "mig-plan", "version": 1, "hosts": [';
  browser.storage.setItem(key, text);
  const tab = browser.openTab('a');
  await tab.start();
  expect(tab.said.at(-1)).toMatch(/could not be read. It is kept as it is: see Plans/);
  tab.addHost('esx-01');
  await tab.session.flush();
  const all = await tab.library.list();
  const kept = all.ok ? all.value.plans.find(({ id }) => id !== tab.planId()) : undefined;
  expect(await tab.library.textOf(kept?.id ?? '')).toEqual({ ok: true, value: text });
});

test('a stored plan that was damaged is listed, handed out as it is, and never written over', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  const id = a.planId();
  await planDatabase(browser.name).change(['plans', 'texts', 'histories'], async (tx) => {
    await tx.objectStore('texts').put({ id, text: '{"format": "mig' });
    await tx.objectStore('plans').put({ id, size: 'big', revision: null });
    await tx.objectStore('histories').put({ planId: id, plan: 7, past: 'none' });
  });
  const b = browser.openTab('b');
  await b.start(id);
  expect(b.said.at(-1)).toMatch(/Plan without a name could not be read/);
  expect(await b.session.open(id)).toMatchObject({ ok: false, error: { code: 'unreadable' } });
  b.addHost('esx-02');
  await b.session.flush();
  expect(b.planId()).not.toBe(id);
  expect(await b.library.textOf(id)).toEqual({ ok: true, value: '{"format": "mig' });
  expect(await b.library.rename(id, 'x')).toMatchObject({ error: { code: 'unreadable' } });
  expect(await b.library.duplicate(id)).toMatchObject({ error: { code: 'unreadable' } });
  // The tab that had it open before does not write its own over what it has not seen.
  a.rename('mine');
  await a.session.flush();
  expect(a.saving().kind).toBe('conflict');
});

test('a text whose record is gone is still listed and opens', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  await planDatabase(browser.name).change(['plans'], (tx) => tx.objectStore('plans').clear());
  const b = browser.openTab('b');
  await b.start(a.planId());
  expect(b.plan().hosts).toHaveLength(1);
  b.rename('found');
  await b.session.flush();
  expect(await names(b)).toEqual(['found']);
});

test('a tab that is killed before its save is over loses nothing, and none of its steps', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  a.rename('saved');
  await a.session.flush();
  a.gestures.undo();
  a.rename('not saved');
  a.addHost('esx-02');
  a.kill();
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  expect(b.said.at(-1)).toBe('Changes that had not been saved were recovered: not saved.');
  expect(b.plan().hosts).toHaveLength(2);
  expect(b.planId()).toBe(a.planId());
  expect(b.planStore.getState().past.map(({ label }) => label)).toEqual([
    'Add host esx-01',
    'Rename the plan to not saved',
    'Add host esx-02',
  ]);
  b.gestures.undo();
  expect(b.plan()).toMatchObject({ name: 'not saved', hosts: [{ name: 'esx-01' }] });
  b.gestures.undo();
  expect(b.plan().name).toBe('Untitled plan');
  b.gestures.undo();
  expect(b.plan().hosts).toEqual([]);
  expect([...browser.storage.data.keys()].filter((key) => key.includes('unsaved.a'))).toEqual([]);
});

test('a killed tab with as many steps as are kept keeps as many', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  for (let n = 0; n < 110; n++) a.rename(`n${n}`);
  await a.session.flush();
  for (let n = 110; n < 120; n++) a.rename(`n${n}`);
  a.kill();
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  for (let n = 0; n < 100; n++) b.gestures.undo();
  expect(b.plan().name).toBe('n19');
  expect(b.planStore.getState().undo()).toBeNull();
});

test('steps that were only undone are undone after a crash, and can be redone', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  a.rename('saved');
  await a.session.flush();
  a.gestures.undo();
  a.kill();
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  expect(b.plan().name).toBe('Untitled plan');
  b.gestures.redo();
  expect(b.plan().name).toBe('saved');
});

const stepsOf = (tab: Tab) => {
  const { plan, past, future } = tab.planStore.getState();
  return { name: plan.name, past: past.map(({ label }) => label), future: future.map(({ label }) => label) };
};

/** What a tab opens with that takes the place of one that was killed just now. */
async function reopened(browser: ReturnType<typeof createBrowser>, a: Tab): Promise<Tab> {
  a.kill();
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  return b;
}

test('steps that were undone before they were ever saved can be redone after a crash', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  for (const name of ['one', 'two', 'three']) a.rename(name);
  for (let n = 0; n < 3; n++) a.gestures.undo();
  a.gestures.redo();
  const b = await reopened(browser, a);
  expect(stepsOf(b)).toEqual(stepsOf(a));
  expect(b.planId()).toBe(a.planId());
  b.gestures.redo();
  b.gestures.redo();
  expect(b.plan().name).toBe('three');
  await b.session.flush();
  const c = browser.openTab('c');
  await c.start(b.planId());
  expect(c.plan().name).toBe('three');
});

test('a save that came to its end when its tab was gone, and was undone meanwhile, is undone and can be redone', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  for (const name of ['one', 'two', 'three']) a.rename(name);
  a.gestures.undo();
  a.gestures.undo();
  const left = stepsOf(a);
  const journal = new Map(browser.storage.data);
  a.gestures.redo();
  await a.session.flush();
  for (const [key, value] of journal) browser.storage.setItem(key, value);
  const b = await reopened(browser, a);
  expect(stepsOf(b)).toEqual(left);
  expect(await names(b)).toEqual(['one']);
  b.gestures.redo();
  b.gestures.redo();
  expect(b.plan().name).toBe('three');
});

test('a first plan that was undone at once can be redone after a crash', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  a.gestures.undo();
  const b = await reopened(browser, a);
  expect(b.plan().hosts).toEqual([]);
  b.gestures.redo();
  expect(b.plan().hosts).toHaveLength(1);
});

test('what can be redone is kept as far as there is room for it, the next first', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  const vms = Array.from({ length: 1000 }, (_, n) => ({
    ...{
      id: (n + 1) as VmId,
      name: `vm-${n}`,
      notes: 'x'.repeat(200),
      group: null,
      attachments: [],
      extra: [],
    },
  }));
  for (let n = 0; n < 5; n++) {
    const plan: Plan = { ...EMPTY_PLAN, name: `n${n}`, nextId: 1001, vms };
    a.gestures.run({ type: 'plan/replace', plan, origin: 'import' });
  }
  for (let n = 0; n < 5; n++) a.gestures.undo();
  const b = await reopened(browser, a);
  expect(b.planStore.getState().future).toHaveLength(3);
  b.gestures.redo();
  expect(b.plan()).toMatchObject({ name: 'n0', vms: { length: 1000 } });
});

const WALK = 20261126;
test(`whatever was done, undone, redone and saved: a killed tab leaves plan and steps as they were, seed ${WALK}`, async () => {
  const move = fc.constantFrom('edit', 'edit', 'undo', 'undo', 'redo', 'save');
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 16 }), async (moves) => {
      const browser = createBrowser();
      const a = browser.openTab('a');
      await a.start();
      a.addHost('esx-01');
      for (const [n, what] of moves.entries()) {
        if (what === 'edit') a.rename(`n${n}`);
        else if (what === 'save') await a.session.flush();
        else a.planStore.getState()[what]();
      }
      const left = stepsOf(a);
      const b = await reopened(browser, a);
      expect(stepsOf(b)).toEqual(left);
      while (b.planStore.getState().redo() !== null);
      while (a.planStore.getState().redo() !== null);
      expect(makePlanJson(b.plan())).toBe(makePlanJson(a.plan()));
    }),
    { seed: WALK, numRuns: seedsOf(80) },
  );
});

test('a first plan that was never saved is recovered too, by another tab once its own is long gone', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  a.kill();
  const soon = browser.openTab('b');
  await soon.start();
  // It may still be at work.
  expect(await names(soon)).toEqual([]);
  browser.clock.now += 61_000;
  const later = browser.openTab('c');
  await later.start();
  expect(later.plan().hosts).toHaveLength(1);
  later.gestures.undo();
  expect(later.said.at(-1)).toBe('Undone: Add host esx-01.');
});

test('where the browser tells which tabs are alive, a dead one is recovered at once and a living one is let be', async () => {
  const browser = createBrowser();
  for (const id of ['a', 'b']) {
    const tab = browser.openTab(id);
    await tab.start();
    tab.addHost(`of-${id}`);
    tab.rename(`of ${id}`);
  }
  const c = browser.openTab('c', { living: new Set(['b', 'c']) });
  await c.start();
  expect(await names(c)).toEqual(['of a']);
  expect([...browser.storage.data.keys()]).toEqual(['mig-planner.unsaved.b']);
});

test('what was not saved over another revision is kept beside it', async () => {
  const browser = createBrowser({ hasChannel: false });
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  const b = browser.openTab('b');
  await b.start();
  a.rename('of a');
  a.kill();
  b.rename('of b');
  await b.session.flush();
  const again = browser.openTab('c', { formerTabId: 'a' });
  await again.start(a.planId());
  expect(await names(again)).toEqual(['of a (recovered)', 'of b']);
  expect(again.plan().name).toBe('of a (recovered)');
});

test('whoever was faster than the database is not interrupted, and is saved', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  const b = browser.openTab('b');
  const starting = b.start(a.planId());
  b.addHost('esx-02');
  await starting;
  await b.session.flush();
  expect(b.plan().hosts.map(({ name }) => name)).toEqual(['esx-02']);
  expect(await names(b)).toHaveLength(2);
});

test('a save that came to its end when its tab was gone is not taken for somebody else’s', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  for (const name of ['one', 'two', 'three', 'four']) a.rename(name);
  const journal = new Map(browser.storage.data);
  a.gestures.undo();
  a.gestures.undo();
  // The database has two of the four, and the journal is as it was when the tab went.
  await a.session.flush();
  a.kill();
  for (const [key, value] of journal) browser.storage.setItem(key, value);
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  expect(await names(b)).toEqual(['four']);
  for (const name of ['three', 'two', 'one']) {
    b.gestures.undo();
    expect(b.plan().name).toBe(name);
  }
});

test('of many steps since the last save a killed tab loses none', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  await a.session.flush();
  for (let n = 0; n < 90; n++) a.rename(`n${n}`);
  a.kill();
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  for (let n = 88; n >= 0; n--) {
    b.gestures.undo();
    expect(b.plan().name).toBe(`n${n}`);
  }
});
