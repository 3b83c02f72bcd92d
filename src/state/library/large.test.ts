/** Plans whose text is too large for the journal: what it holds of them, and what comes of it after a crash. */
import { expect, test, vi } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { makePlanJson } from '../../formats/planJson.ts';
import type { FormatError } from '../../formats/reading.ts';
import type { VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { unpackPlan } from '../packedPlan.ts';
import { READ_TASKS } from '../reading/readTask.ts';
import { planDatabase, type PlanDatabase } from './database.ts';
import { createBrowser, type Tab } from './pages.testing.ts';

const VMS = 4000;
/** Ids with gaps, as after edits: those that a reader of the text gives are others. */
const large: Plan = {
  ...EMPTY_PLAN,
  name: 'Fleet',
  nextId: 2 * VMS + 1,
  vms: Array.from({ length: VMS }, (_, n) => ({
    id: (2 * n + 1) as VmId,
    name: `vm-${n}`,
    notes: '',
    group: null,
    attachments: [{ wants: { kind: 'profile', profile: '3g.20gb' }, instance: null, extra: [] }],
    extra: [],
  })),
};

const idAt = (tab: Tab, n: number): VmId => tab.plan().vms[n]?.id ?? (0 as VmId);
const renameVm = (tab: Tab, n: number, name: string): boolean =>
  tab.gestures.run({ type: 'vm/rename', vmId: idAt(tab, n), name });
const journaled = (browser: ReturnType<typeof createBrowser>): string =>
  browser.storage.data.get('mig-planner.unsaved.a') ?? '';

async function openLarge(browser: ReturnType<typeof createBrowser>, database?: PlanDatabase): Promise<Tab> {
  const tab = browser.openTab('a', database === undefined ? {} : { database });
  await tab.start();
  tab.gestures.run({ type: 'plan/replace', plan: large, origin: 'import' });
  await tab.session.flush();
  return tab;
}

test('a killed tab loses no edit of a large plan, and the journal holds the edits alone', async () => {
  const browser = createBrowser();
  const a = await openLarge(browser);
  renameVm(a, 7, 'first');
  await a.session.flush();
  expect(journaled(browser)).toBe('');
  renameVm(a, 8, 'second');
  a.addHost('esx-01');
  a.gestures.run({ type: 'vm/remove', vmId: idAt(a, 9) });
  expect(journaled(browser).length).toBeLessThan(2000);
  const text = makePlanJson(a.plan());
  a.kill();
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  expect(makePlanJson(b.plan())).toBe(text);
  expect(b.said.at(-1)).toMatch(/recovered: Fleet/);
  expect(browser.storage.data.has('mig-planner.unsaved.a')).toBe(false);
  b.gestures.undo();
  expect(b.plan().vms[8]?.name).toBe('vm-8');
  b.gestures.undo();
  expect(b.plan().vms[7]?.name).toBe('vm-7');
});

test('what was undone in a large plan can be redone after a crash, saved before or not', async () => {
  const browser = createBrowser();
  const a = await openLarge(browser);
  renameVm(a, 1, 'saved');
  await a.session.flush();
  renameVm(a, 2, 'two');
  renameVm(a, 3, 'three');
  for (let n = 0; n < 3; n++) a.gestures.undo();
  a.gestures.redo();
  expect(journaled(browser).length).toBeLessThan(3000);
  const labels = (tab: Tab) => {
    const { past, future } = tab.planStore.getState();
    return [past, future].map((steps) => steps.map(({ label }) => label));
  };
  const left = labels(a);
  a.kill();
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  expect(labels(b)).toEqual(left);
  const changed = () =>
    b
      .plan()
      .vms.slice(1, 4)
      .map(({ name }) => name);
  expect(changed()).toEqual(['saved', 'vm-2', 'vm-3']);
  b.gestures.redo();
  b.gestures.redo();
  expect(changed()).toEqual(['saved', 'two', 'three']);
  // All of it is saved now, and only the place among the steps is not.
  await b.session.flush();
  b.gestures.undo();
  b.gestures.undo();
  b.kill();
  const c = browser.openTab('c', { formerTabId: 'b' });
  await c.start(b.planId());
  expect(labels(c)).toEqual(labels(b));
  c.gestures.redo();
  expect(c.plan().vms[2]?.name).toBe('two');
});

test('a large plan opens with the steps it had, each under the ids of the others', async () => {
  const browser = createBrowser();
  const a = await openLarge(browser);
  renameVm(a, 1, 'one');
  renameVm(a, 2, 'two');
  await a.session.flush();
  const b = browser.openTab('b');
  await b.start(a.planId());
  expect(b.plan().nextId).toBe(a.plan().nextId);
  expect(b.plan().vms.map(({ id }) => id)).toEqual(large.vms.map(({ id }) => id));
  b.gestures.undo();
  b.gestures.undo();
  b.gestures.redo();
  expect(
    b
      .plan()
      .vms.slice(0, 4)
      .map(({ name }) => name),
  ).toEqual(['vm-0', 'one', 'vm-2', 'vm-3']);
});

test('a save that came to its end when the tab was gone: what was done after its text is not lost', async () => {
  const browser = createBrowser();
  const real = planDatabase(browser.name);
  let isHeard = true;
  const a = await openLarge(browser, {
    ...real,
    change: async (stores, work) => {
      const done = await real.change(stores, work);
      return isHeard ? done : new Promise(() => undefined);
    },
  });
  renameVm(a, 1, 'saved');
  isHeard = false;
  void a.session.flush();
  await vi.waitFor(async () => {
    const text = await real.change(['texts'], (tx) => tx.objectStore('texts').get(a.planId()));
    expect(JSON.stringify(text)).toContain('saved');
  });
  renameVm(a, 2, 'after');
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  expect(
    b
      .plan()
      .vms.slice(1, 3)
      .map(({ name }) => name),
  ).toEqual(['saved', 'after']);
});

/** Tab a has an edit that is not saved and is killed; tab b has saved twice over what it was an edit of, and is gone too. */
async function savedOver(hasSteps: boolean): Promise<{ c: Tab; text: string }> {
  const browser = createBrowser({ hasChannel: false });
  const a = await openLarge(browser);
  const b = browser.openTab('b');
  await b.start(a.planId());
  renameVm(a, 1, 'of a');
  const text = makePlanJson(a.plan());
  a.kill();
  renameVm(b, 2, 'of b');
  await b.session.flush();
  renameVm(b, 3, 'of b too');
  await b.session.flush();
  b.kill();
  if (!hasSteps)
    await planDatabase(browser.name).change(['histories'], (tx) =>
      tx.objectStore('histories').delete(a.planId()),
    );
  const c = browser.openTab('c', { formerTabId: 'a' });
  await c.start(a.planId());
  return { c, text };
}

async function plansOf(tab: Tab) {
  const listed = await tab.library.list();
  return listed.ok ? listed.value.plans : [];
}

test('edits of a plan that another tab has saved over are recovered as a plan of their own beside it', async () => {
  const { c, text } = await savedOver(true);
  expect(c.said.join(' ')).toMatch(/not been saved were recovered: Fleet \(recovered\)/);
  // The tab goes on with its own; what the other has made of the plan stays as it is.
  expect(makePlanJson({ ...c.plan(), name: 'Fleet' })).toBe(text);
  const theirs = (await plansOf(c)).find(({ name }) => name === 'Fleet');
  await c.session.open(theirs?.id ?? '');
  const names = c.plan().vms.slice(1, 4);
  expect(names.map(({ name }) => name)).toEqual(['vm-1', 'of b', 'of b too']);
});

test('where the other tab had no room for its steps, they are said to be lost, and nothing is made of them', async () => {
  const { c } = await savedOver(false);
  expect(c.said.join(' ')).toMatch(/last edits of Fleet had not been saved.*lost/);
  expect(await plansOf(c)).toHaveLength(1);
});

test('what is edited after another tab has saved is redone in the ids that are stored', async () => {
  const browser = createBrowser();
  const a = await openLarge(browser);
  const b = browser.openTab('b');
  await b.start(a.planId());
  b.addHost('esx-01');
  b.gestures.run({ type: 'gpu/add', hostId: b.plan().hosts[0]!.id, board: 'a100-pcie-40gb', count: 1 });
  b.gestures.run({ type: 'gi/place', gpuId: b.plan().hosts[0]!.gpus[0]!.id, profile: '3g.20gb', start: 0 });
  await b.session.flush();
  await expect.poll(() => a.plan().hosts).toHaveLength(1);
  // On the instance that the other tab has made.
  const giId = a.plan().hosts[0]!.gpus[0]!.instances[0]!.id;
  a.gestures.run({ type: 'vm/assign', vmId: idAt(a, 0), giId });
  const text = makePlanJson(a.plan());
  expect(a.session.isDirty()).toBe(true);
  a.kill();
  b.kill();
  const c = browser.openTab('c', { formerTabId: 'a' });
  await c.start(a.planId());
  expect(makePlanJson(c.plan())).toBe(text);
  expect(c.said.at(-1)).toMatch(/recovered: Fleet\.$/);
});

test('a large plan that is not stored yet is said to be saving until it is; a small one is in the journal at once', async () => {
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.addHost('esx-01');
  expect(a.saving()).toEqual({ kind: 'saved' });
  expect(journaled(browser)).toContain('esx-01');
  await a.session.flush();
  a.gestures.run({ type: 'plan/replace', plan: large, origin: 'import' });
  expect(a.saving()).toEqual({ kind: 'saving' });
  await a.session.flush();
  expect(a.saving()).toEqual({ kind: 'saved' });
  // The difference of one edit has room.
  renameVm(a, 1, 'one');
  expect(a.saving()).toEqual({ kind: 'saved' });
  expect(journaled(browser)).toContain('one');
  // That of all VMs has none.
  a.gestures.run({
    type: 'plan/replace',
    plan: { ...large, vms: large.vms.map((vm) => ({ ...vm, notes: 'x' })) },
    origin: 'import',
  });
  expect(a.saving()).toEqual({ kind: 'saving' });
  await a.session.flush();
  expect(a.saving()).toEqual({ kind: 'saved' });
});

test('a host of thousands of GPUs is no small change, and is said to be saving; that of any other host is in the journal', async () => {
  const cut = (host: string, gpus: number): string[] =>
    Array.from({ length: gpus }, (_, n) => `${host}/${n} a30-24gb: 1g.6gb@0, 1g.6gb@1`);
  const read = parseLayout([...cut('huge', 3500), ...cut('small', 8)].join('\n'));
  if (!read.ok) throw new Error(read.error.code);
  const browser = createBrowser();
  const a = browser.openTab('a');
  await a.start();
  a.gestures.run({ type: 'plan/replace', plan: read.value.plan, origin: 'import' });
  await a.session.flush();
  const remove = (host: number): boolean =>
    a.gestures.run({ type: 'gi/remove', giId: a.plan().hosts[host]!.gpus[0]!.instances[0]!.id });
  remove(1);
  expect(a.saving()).toEqual({ kind: 'saved' });
  expect(journaled(browser)).toContain('"small"');
  await a.session.flush();
  remove(0);
  expect(a.saving()).toEqual({ kind: 'saving' });
  expect(journaled(browser)).toBe('');
  await a.session.flush();
  expect(a.saving()).toEqual({ kind: 'saved' });
});

test.each([
  ['no change', {}],
  ['a change of nothing', { fromBase: null, saving: null }],
  ['a splice beyond the end', { fromBase: { vms: { start: 9e9, removed: 1, put: [] } }, saving: null }],
])('a journal of %s does no harm', async (_, change) => {
  const browser = createBrowser();
  const a = await openLarge(browser);
  const text = makePlanJson(a.plan());
  renameVm(a, 1, 'x');
  const entry = JSON.parse(journaled(browser)) as object;
  a.kill();
  browser.storage.setItem('mig-planner.unsaved.a', JSON.stringify({ ...entry, change }));
  const b = browser.openTab('b', { formerTabId: 'a' });
  await b.start(a.planId());
  expect(makePlanJson(b.plan())).toBe(text);
});

/** As the worker of the page does it, with the line between them. */
function besides({ isBroken = false } = {}) {
  const asked = { written: 0, read: 0 };
  const waiting: (() => void)[] = [];
  return {
    asked,
    waiting,
    write: async (plan: Plan): Promise<string | null> => {
      asked.written++;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return isBroken ? null : runSearch(READ_TASKS.write({ plan: structuredClone(plan) })).best;
    },
    read: (text: string): Promise<Result<Plan, FormatError> | null> => {
      asked.read++;
      const best = isBroken ? null : runSearch(READ_TASKS.plan({ text })).best;
      return Promise.resolve(best?.ok === true ? ok(unpackPlan(structuredClone(best.value))) : best);
    },
  };
}

test.each([
  ['does it', false],
  ['is broken, and the page does it', true],
])(
  'a worker for the texts of large plans %s: what is edited meanwhile is saved next',
  async (_, isBroken) => {
    const browser = createBrowser();
    const worker = besides({ isBroken });
    const a = browser.openTab('a', { beside: worker });
    await a.start();
    const wide = { ...large, vms: large.vms.map((vm) => ({ ...vm, notes: 'n'.repeat(100) })) };
    a.gestures.run({ type: 'plan/replace', plan: wide, origin: 'import' });
    const saved = a.session.flush();
    await expect.poll(() => worker.waiting.length).toBe(1);
    renameVm(a, 3, 'meanwhile');
    worker.waiting.shift()?.();
    await expect.poll(() => worker.waiting.length).toBe(1);
    worker.waiting.shift()?.();
    await saved;
    expect(a.session.isDirty()).toBe(false);
    expect(await a.library.textOf(a.planId())).toEqual({ ok: true, value: makePlanJson(a.plan()) });
    const b = browser.openTab('b', { beside: worker });
    await b.start(a.planId());
    expect(worker.asked).toEqual({ written: 2, read: 1 });
    expect(b.plan()).toEqual(a.plan());
    b.gestures.undo();
    expect(b.plan().vms[3]?.name).toBe('vm-3');
  },
);

test('another tab hears of a large plan by the same way', async () => {
  const browser = createBrowser();
  const worker = besides();
  const wide = { ...large, vms: large.vms.map((vm) => ({ ...vm, notes: 'n'.repeat(100) })) };
  const a = browser.openTab('a');
  await a.start();
  a.gestures.run({ type: 'plan/replace', plan: wide, origin: 'import' });
  await a.session.flush();
  const b = browser.openTab('b', { beside: worker });
  await b.start(a.planId());
  renameVm(a, 5, 'from a');
  await a.session.flush();
  await expect.poll(() => b.plan().vms[5]?.name).toBe('from a');
  expect(worker.asked.read).toBe(2);
  expect(b.said.at(-1)).toBe('Fleet was changed in another tab, and now here too.');
});
