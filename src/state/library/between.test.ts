/** What comes in between: an edit while something is read, a clock that is set back, room for a part only, odd records. */
import { unwrap } from 'idb';
import { expect, test, vi } from 'vitest';
import { makeTemplate } from '../templates.ts';
import { planDatabase, type PlanDatabase } from './database.ts';
import { createBrowser, type Tab } from './pages.testing.ts';

/** Runs `before` once, when the next transaction over all stores begins. */
function interrupted(database: PlanDatabase) {
  const next = { work: null as (() => void) | null };
  const change: PlanDatabase['change'] = (stores, work) => {
    const now = next.work;
    if (stores.length > 2) next.work = null;
    if (stores.length > 2) now?.();
    return database.change(stores, work);
  };
  return { database: { ...database, change }, next };
}

async function twoPlans(database: (name: string) => PlanDatabase): Promise<{ tab: Tab; first: string }> {
  const browser = createBrowser();
  const tab = browser.openTab('a', { database: database(browser.name) });
  await tab.start();
  tab.addHost('esx-01');
  await tab.session.flush();
  const first = tab.planId();
  await tab.session.openNew('Start a new plan');
  tab.addHost('esx-02');
  await tab.session.flush();
  return { tab, first };
}

async function names(tab: Tab): Promise<string[]> {
  const all = await tab.library.list();
  return all.ok ? all.value.plans.map(({ name }) => name).sort() : [all.error.code];
}

test('an edit that is made while another plan is read is saved before that one is shown', async () => {
  const cut = { next: { work: null as (() => void) | null } };
  const { tab, first } = await twoPlans((name) => {
    const { database, next } = interrupted(planDatabase(name));
    cut.next = next;
    return database;
  });
  cut.next.work = () => tab.rename('edited meanwhile');
  expect(await tab.session.open(first)).toMatchObject({ ok: true });
  expect(tab.plan().hosts[0]!.name).toBe('esx-01');
  expect(await names(tab)).toContain('edited meanwhile');
});

test('an edit that is made while its plan is being deleted stays, as a plan of its own', async () => {
  const cut = { next: { work: null as (() => void) | null } };
  const { tab } = await twoPlans((name) => {
    const { database, next } = interrupted(planDatabase(name));
    cut.next = next;
    return database;
  });
  cut.next.work = () => tab.rename('edited meanwhile');
  await tab.library.delete(tab.planId());
  expect(tab.plan().name).toBe('edited meanwhile');
  await tab.session.flush();
  expect(await names(tab)).toContain('edited meanwhile');
});

test('a clock that is set back holds up neither the next save nor the next version', async () => {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  tab.addHost('esx-01');
  tab.rename('first');
  await tab.session.flush();
  tab.waiting.pop()?.work();
  await tab.session.flush();
  tab.rename('second');
  await tab.session.flush();
  browser.clock.now -= 500_000;
  tab.waiting.length = 0;
  tab.rename('third');
  tab.waiting.at(-1)?.work();
  await tab.session.flush();
  const versions = await tab.library.versions(tab.planId());
  expect(versions.ok && versions.value.map(({ name }) => name)).toEqual(['second', 'first']);
  tab.waiting.length = 0;
  tab.addHost('esx-02');
  for (const { ms } of tab.waiting) expect(ms).toBeLessThanOrEqual(30_000);
});

test('after a clock is set back the next save does not wait until it has caught up', async () => {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  tab.addHost('esx-01');
  tab.waiting.pop()?.work();
  await tab.session.flush();
  browser.clock.now -= 500_000;
  tab.waiting.length = 0;
  tab.rename('two');
  expect(tab.waiting.map(({ ms }) => ms)).toEqual([100]);
});

test.each([
  ['one that is due', 0],
  ['none that is due', 1],
])(
  'with %s, a plan whose versions find no room is saved, and they are with the next one',
  async (_, saves) => {
    const browser = createBrowser();
    const tab = browser.openTab('a');
    await tab.start();
    tab.addHost('esx-01');
    await tab.session.flush();
    for (let n = 0; n < saves; n++) {
      tab.rename(`save ${n}`);
      await tab.session.flush();
    }
    tab.rename('in between');
    tab.gestures.run({ type: 'plan/replace', plan: makeTemplate('article'), origin: 'import' });
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as (
      ...args: unknown[]
    ) => IDBRequest<IDBValidKey>;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args
    ) {
      if (this.name === 'versions') throw new DOMException('', 'QuotaExceededError');
      return put.apply(this, args);
    });
    await tab.session.flush();
    spy.mockRestore();
    expect(tab.saving()).toEqual({ kind: 'saved' });
    tab.rename('later');
    await tab.session.flush();
    const versions = await tab.library.versions(tab.planId());
    expect(versions.ok && versions.value.map(({ name }) => name)).toContain('in between');
  },
);

test('a transaction that ends for want of room says so, though its requests only hear of an abort', async () => {
  const browser = createBrowser();
  const done = planDatabase(browser.name).change(['plans'], async (tx) => {
    const put = tx.objectStore('plans').put({ id: 'a' });
    const raw: IDBTransaction = unwrap(tx);
    Object.defineProperty(raw, 'error', { value: new DOMException('', 'QuotaExceededError') });
    raw.abort();
    await put;
  });
  expect(await done).toEqual({ ok: false, error: { code: 'full' } });
});

test('whoever was faster than a database that refuses goes on with what he did', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('of a killed tab');
  a.kill();
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('', 'SecurityError');
  });
  const b = browser.openTab('b', { formerTabId: 'a' });
  const starting = b.start();
  b.addHost('esx-02');
  await starting;
  spy.mockRestore();
  expect(b.plan().hosts.map(({ name }) => name)).toEqual(['esx-02']);
  expect(b.saving().kind).toBe('unsaved');
});

const JOURNAL = 'mig-planner.unsaved.a';

test.each([
  ['of an older page', { undone: undefined, steps: undefined }],
  ['with steps that are none', { steps: 'none' }],
  ['that wants more undone than there is', { undone: 1e12 }],
  ['of no time', { at: 'yesterday' }],
  ['of a time to come', { at: 1e14 }],
  ['of no revision', { base: 'first' }],
])('a journal %s still has the plan', async (_, fields) => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  a.rename('not saved');
  a.kill();
  const found = JSON.parse(browser.storage.data.get(JOURNAL) ?? '') as object;
  browser.storage.data.set(JOURNAL, JSON.stringify({ ...found, ...fields }));
  browser.clock.now += 61_000;
  const b = browser.openTab('b');
  await b.start();
  expect(await names(b)).toEqual(['not saved']);
  expect(b.plan()).toMatchObject({ name: 'not saved', hosts: [{ name: 'esx-01' }] });
});

test('a name that is cut for "(mine)" is not cut in the middle of a character', async () => {
  const browser = createBrowser({ hasChannel: false });
  const a = browser.openTab('a');
  await a.start();
  const name = `${'x'.repeat(69)}😀`;
  a.rename(name);
  await a.session.flush();
  const b = browser.openTab('b');
  await b.start(a.planId());
  a.addHost('esx-01');
  await a.session.flush();
  b.addHost('esx-02');
  await b.session.flush();
  expect(b.saving().kind).toBe('conflict');
  await b.session.keepMine();
  expect(b.plan().name).toBe(`${'x'.repeat(69)} (mine)`);
});
