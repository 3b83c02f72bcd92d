import { expect, test, vi } from 'vitest';
import { makePlanJson } from '../../formats/planJson.ts';
import { planDatabase, type PlanDatabase } from './database.ts';
import { createBrowser, failing } from './pages.testing.ts';
import { makeTemplate } from '../templates.ts';

test('what is edited is kept, and opens again with its undo steps', async () => {
  const browser = createBrowser();
  const first = browser.openTab('a');
  await first.start();
  expect(first.libraryStore.getState()).toMatchObject({ isReady: true, planId: null });
  first.gestures.run({ type: 'plan/replace', plan: makeTemplate('article'), origin: 'template' });
  for (let n = 0; n < 120; n++) first.rename(`name ${n}`);
  for (let n = 0; n < 7; n++) first.gestures.undo();
  await first.session.flush();
  const left = first.planStore.getState();

  const second = browser.openTab('b');
  await second.start(first.planId());
  const { plan, past, future } = second.planStore.getState();
  expect(plan).toEqual(left.plan);
  expect(past.map(({ label }) => label)).toEqual(left.past.map(({ label }) => label));
  expect(past).toHaveLength(93);
  expect(future).toHaveLength(7);
  for (let n = 0; n < 7; n++) second.gestures.redo();
  expect(second.plan().name).toBe('name 119');
  for (let n = 0; n < 100; n++) second.gestures.undo();
  expect(second.plan().name).toBe('name 19');
  expect(second.planStore.getState().undo()).toBeNull();
});

test('steps read back share with each other what did not change', async () => {
  const browser = createBrowser();
  const first = browser.openTab('a');
  await first.start();
  first.gestures.run({ type: 'plan/replace', plan: makeTemplate('article'), origin: 'template' });
  first.rename('one');
  first.addHost('esx-02');
  await first.session.flush();
  const second = browser.openTab('b');
  await second.start();
  const { plan, past } = second.planStore.getState();
  expect(past.at(-1)?.plan.hosts[0]).toBe(plan.hosts[0]);
  expect(past.at(-2)?.plan.vms).toBe(plan.vms);
  expect(past.at(0)?.plan.hosts).toEqual([]);
});

test('an empty page leaves nothing behind', async () => {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  await tab.session.flush();
  expect(await tab.library.list()).toEqual({ ok: true, value: { plans: [], deleted: [] } });
});

test('full storage is said once, the page goes on, and what was not saved is saved when there is room', async () => {
  const browser = createBrowser();
  let error: DOMException | null = null;
  const database = failing(planDatabase(browser.name), () => error);
  const tab = browser.openTab('a', { database });
  await tab.start();
  tab.addHost('esx-01');
  await tab.session.flush();
  error = new DOMException('', 'QuotaExceededError');
  browser.storage.isFull = true;
  tab.rename('two');
  await tab.session.flush();
  tab.rename('three');
  await tab.session.flush();
  expect(tab.saving()).toEqual({ kind: 'unsaved', fault: { code: 'full' } });
  // Not in the journal either: closing the tab would lose it.
  expect(tab.libraryStore.getState().isNoted).toBe(false);
  expect(tab.said.filter((text) => text.includes('storage for the page is full'))).toHaveLength(1);
  expect(tab.plan().name).toBe('three');
  expect(await tab.session.openNew('Start a new plan')).toBe(false);
  error = null;
  tab.rename('four');
  await tab.session.flush();
  expect(tab.saving()).toEqual({ kind: 'saved' });
  expect(tab.libraryStore.getState().isNoted).toBe(true);
  expect(tab.said.at(-1)).toBe('The plan is saved again.');
  const other = browser.openTab('b');
  await other.start();
  expect(other.plan().name).toBe('four');
  expect(other.planStore.getState().past).toHaveLength(4);
});

test('where only the undo steps find no room, the plan is saved without them, and that is said', async () => {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  tab.addHost('esx-01');
  const put = Reflect.get(IDBObjectStore.prototype, 'put') as (...args: unknown[]) => IDBRequest<IDBValidKey>;
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args
  ) {
    if (this.name === 'histories') throw new DOMException('', 'QuotaExceededError');
    return put.apply(this, args);
  });
  await tab.session.flush();
  spy.mockRestore();
  expect(tab.saving()).toEqual({ kind: 'saved' });
  expect(tab.said.at(-1)).toMatch(/no room for its undo steps/);
  const other = browser.openTab('b');
  await other.start();
  expect(makePlanJson(other.plan())).toBe(makePlanJson(tab.plan()));
  expect(other.planStore.getState().past).toEqual([]);
});

test('a browser that refuses storage is said, and the page works on; its copy is back after a reload', async () => {
  const spy = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  expect(tab.said.at(-1)).toMatch(/keeps no data for the page.*Download/);
  expect(tab.libraryStore.getState().isReady).toBe(true);
  tab.addHost('esx-01');
  await tab.session.flush();
  expect(tab.saving()).toEqual({ kind: 'unsaved', fault: { code: 'blocked' } });
  const again = browser.openTab('b', { formerTabId: 'a' });
  await again.start();
  expect(again.plan().hosts.map(({ name }) => name)).toEqual(['esx-01']);
  // And when the browser changes its mind, it goes into the library.
  spy.mockRestore();
  again.rename('kept');
  await again.session.flush();
  expect(again.saving()).toEqual({ kind: 'saved' });
  const later = browser.openTab('c');
  await later.start();
  expect(later.plan().name).toBe('kept');
});

test('a browser that does not answer is said, and believed when it does', async () => {
  const browser = createBrowser();
  const real = planDatabase(browser.name);
  let answer = (): void => undefined;
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const database: PlanDatabase = {
    ...real,
    change: async (stores, work) => {
      if (stores.length > 2 && tab.planId() !== 'none') await asked;
      return real.change(stores, work);
    },
  };
  const tab = browser.openTab('a', { database });
  await tab.start();
  tab.addHost('esx-01');
  const saving = tab.session.flush();
  tab.waiting.at(-1)?.work();
  expect(tab.saving()).toEqual({ kind: 'unsaved', fault: { code: 'no-answer' } });
  expect(tab.said.at(-1)).toMatch(/has not answered yet.*Download/);
  answer();
  await saving;
  expect(tab.saving()).toEqual({ kind: 'saved' });
});

test('edits save themselves: at once, and then not more often than a save takes', async () => {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  tab.addHost('esx-01');
  expect(tab.waiting.map(({ ms }) => ms)).toEqual([0]);
  tab.rename('two');
  expect(tab.waiting).toHaveLength(1);
  tab.waiting.pop()?.work();
  await tab.session.flush();
  expect(tab.session.isDirty()).toBe(false);
  tab.waiting.length = 0;
  tab.rename('three');
  expect(tab.waiting.map(({ ms }) => ms)).toEqual([100]);
});

test('a history of another text, another revision or another shape is dropped, and that is said', async () => {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  tab.addHost('esx-01');
  tab.addHost('esx-02');
  tab.rename('two');
  await tab.session.flush();
  const id = tab.planId();
  const change = async (edit: (record: Record<string, unknown>) => unknown): Promise<void> => {
    await planDatabase(browser.name).change(['histories'], async (tx) => {
      const record = (await tx.objectStore('histories').get(id)) as Record<string, unknown>;
      await tx.objectStore('histories').put(edit(record));
    });
  };
  const whole = await planDatabase(browser.name).change(['histories'], (tx) =>
    tx.objectStore('histories').get(id),
  );
  const record = (whole.ok ? whole.value : null) as Record<string, unknown>;
  const rows: [string, Record<string, unknown>][] = [
    ['revision', { revision: 77 }],
    ['shape', { shape: 'another' }],
    ['text', { mark: 'another' }],
    ['ids of fewer things', { ids: new Float64Array() }],
    ['the ids of nothing', { ids: null }],
    ['an id twice', { ids: (record['ids'] as Float64Array).map(() => 1), nextId: 9 }],
    ['steps', { past: [{ label: 7 }] }],
    [
      'splice',
      {
        past: (record['past'] as { change: object }[]).map((step) => ({
          ...step,
          change: { ...step.change, hosts: { start: 3, removed: 9, put: [] } },
        })),
      },
    ],
    ...[
      ['a splice of no length', { hosts: { start: 0, removed: 'all', put: [] } }],
      ['no host', { hosts: { start: 0, removed: 0, put: [null] } }],
      ['a host of nothing', { hosts: { start: 0, removed: 0, put: [{ id: 1, name: 'esx' }] } }],
      ['no VM', { vms: { start: 0, removed: 0, put: [{ id: 1, name: 'vm', attachments: [{}] }] } }],
      ['no name', { name: 7 }],
      ['no requests', { requests: 'none' }],
    ].map(([what, change]): [string, Record<string, unknown>] => [
      what as string,
      {
        past: (record['past'] as { change: object }[]).map((step) => ({
          ...step,
          change: { ...step.change, ...(change as object) },
        })),
      },
    ]),
    [
      'origin',
      { past: (record['past'] as object[]).map((step) => ({ ...step, origin: { toString: null } })) },
    ],
  ];
  for (const [what, fault] of rows) {
    await change(() => ({ ...record, ...fault }));
    const other = browser.openTab(`b-${what}`);
    await other.start(id);
    expect(other.plan().name, what).toBe('two');
    expect(other.planStore.getState().past, what).toEqual([]);
    expect(other.said.at(-1), what).toMatch(/undo steps did not belong to it and were dropped/);
  }
});

test('versions: the one that was there, at most every five minutes, before a replacement, ten at the most', async () => {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  const save = async (name: string): Promise<void> => {
    tab.rename(name);
    await tab.session.flush();
  };
  const names = async (): Promise<string[]> => {
    const versions = await tab.library.versions(tab.planId());
    return versions.ok ? versions.value.map(({ name }) => name) : ['fault'];
  };
  tab.addHost('esx-01');
  await save('first');
  expect(await names()).toEqual([]);
  await save('second');
  await save('third');
  expect(await names()).toEqual(['first']);
  browser.clock.now += 5 * 60_000;
  await save('fourth');
  expect(await names()).toEqual(['third', 'first']);
  // Not saved yet when another plan takes its place: it is kept all the same.
  tab.rename('in between');
  tab.gestures.run({ type: 'plan/replace', plan: makeTemplate('article'), origin: 'import' });
  await tab.session.flush();
  expect(await names()).toEqual(['in between', 'third', 'first']);
  for (let n = 0; n < 12; n++) {
    browser.clock.now += 5 * 60_000;
    await save(`later ${n}`);
  }
  expect(await names()).toEqual(Array.from({ length: 10 }, (_, n) => `later ${10 - n}`));
});
