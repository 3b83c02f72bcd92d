/** A plan that is open to be read: nothing of it is kept, and one's own comes back as it was, whatever happened meanwhile. */
import { expect, test } from 'vitest';
import { createPlanStore } from '../planStore.ts';
import { makeTemplate } from '../templates.ts';
import { createBrowser, failing, type Tab } from './pages.testing.ts';
import { planDatabase } from './database.ts';

const THEIRS = makeTemplate('order-trap');

async function names(tab: Tab): Promise<string[]> {
  const all = await tab.library.list();
  return all.ok ? all.value.plans.map(({ name }) => name).sort() : [all.error.code];
}

const labels = (tab: Tab): string[] => tab.planStore.getState().past.map(({ label }) => label);

/** A tab with a plan of its own that two steps were made in. */
async function withOwn(): Promise<{ tab: Tab; browser: ReturnType<typeof createBrowser> }> {
  const browser = createBrowser();
  const tab = browser.openTab('a');
  await tab.start();
  tab.rename('Mine');
  tab.addHost('esx-01');
  return { tab, browser };
}

test('it is shown, refuses edits, and is in no library', async () => {
  const { tab } = await withOwn();
  const id = tab.planId();
  await tab.session.review(THEIRS);
  expect(tab.plan()).toBe(THEIRS);
  expect(tab.planStore.getState().isReadOnly).toBe(true);
  expect(tab.rename('Stolen')).toBe(false);
  await tab.session.flush();
  tab.session.leave();
  expect(tab.session.isDirty()).toBe(false);
  expect(await names(tab)).toEqual(['Mine']);
  // A reload begins with one's own.
  expect(tab.memory.lastOpen).toBe(id);
});

test('the own plan can be looked at meanwhile, by what the library knows it by, and not once it is open again', async () => {
  const { tab } = await withOwn();
  const [mine, id] = [tab.plan(), tab.planId()];
  expect(tab.session.mine()).toBeNull();
  await tab.session.review(THEIRS);
  expect(tab.session.mine()).toEqual({ plan: mine, id });
  expect(tab.session.mine()?.plan).toBe(mine);
  await tab.session.endReview();
  expect(tab.session.mine()).toBeNull();
});

test('closed, the own plan is there with its steps, and undo goes on', async () => {
  const { tab } = await withOwn();
  const [mine, id] = [tab.plan(), tab.planId()];
  await tab.session.review(THEIRS);
  await tab.session.endReview();
  expect(tab.plan()).toBe(mine);
  expect(tab.planStore.getState().isReadOnly).toBe(false);
  expect(tab.planId()).toBe(id);
  tab.gestures.undo();
  expect(tab.plan().hosts).toHaveLength(0);
  tab.gestures.redo();
  await tab.session.flush();
  expect(tab.saving()).toEqual({ kind: 'saved' });
  expect(await names(tab)).toEqual(['Mine']);
});

test('another plan that is opened to be read leaves the own one where it is', async () => {
  const { tab } = await withOwn();
  const mine = tab.plan();
  await tab.session.review(THEIRS);
  await tab.session.review(makeTemplate('article'));
  await tab.session.endReview();
  expect(tab.plan()).toBe(mine);
  expect(labels(tab)).toEqual(['Rename the plan to Mine', 'Add host esx-01']);
});

test('made mine, it is a plan beside the own one with everything in its place, and undo leads back', async () => {
  const { tab } = await withOwn();
  const gi = THEIRS.hosts[0]?.gpus[0]?.instances[0];
  await tab.session.review(THEIRS);
  tab.gestures.select({ kind: 'instance', id: gi!.id });
  tab.gestures.showBoard({ density: 'strips' });
  await tab.session.takeReview(THEIRS.name, 'Make it mine');
  expect(tab.plan()).toEqual(THEIRS);
  expect(tab.plan().hosts).toBe(THEIRS.hosts);
  expect(tab.uiStore.getState()).toMatchObject({
    selection: { kind: 'instance', id: gi!.id },
    density: 'strips',
  });
  expect(await names(tab)).toEqual(['Mine', THEIRS.name].sort());
  expect(tab.addHost('esx-09')).toBe(true);
  await tab.session.flush();
  tab.gestures.undo();
  tab.gestures.undo();
  await expect.poll(() => tab.plan().name).toBe('Mine');
  expect(labels(tab)).toEqual(['Rename the plan to Mine', 'Add host esx-01']);
  expect(await names(tab)).toEqual(['Mine', THEIRS.name].sort());
});

test('a plan of the list that is opened meanwhile ends the reading', async () => {
  const { tab } = await withOwn();
  const id = tab.planId();
  await tab.session.openNew('Start a new plan', makeTemplate('article'));
  await tab.session.review(THEIRS);
  expect((await tab.library.open(id)).ok).toBe(true);
  expect(tab.plan().name).toBe('Mine');
  expect(tab.rename('Mine still')).toBe(true);
  // And one that is started has the way back to the own plan, not to the other's.
  await tab.session.review(THEIRS);
  expect(await tab.session.openNew('Start a new plan')).toBe(true);
  tab.gestures.undo();
  await expect.poll(() => tab.plan().name).toBe('Mine still');
});

test('what another tab did with the own plan meanwhile arrives when it comes back', async () => {
  const { tab, browser } = await withOwn();
  await tab.session.flush();
  const other = browser.openTab('b');
  await other.start();
  await tab.session.review(THEIRS);
  other.rename('Ours');
  await other.session.flush();
  expect(tab.plan()).toBe(THEIRS);
  await tab.session.endReview();
  await expect.poll(() => tab.plan().name).toBe('Ours');
  expect(labels(tab)).toEqual(['Rename the plan to Mine', 'Add host esx-01', 'Changes from another tab']);
});

test('the own plan, deleted meanwhile, stays deleted, and is said', async () => {
  const { tab } = await withOwn();
  await tab.session.review(THEIRS);
  const listed = await tab.library.list();
  const id = listed.ok ? (listed.value.plans[0]?.id ?? '') : '';
  await tab.library.delete(id);
  expect(tab.plan()).toBe(THEIRS);
  expect(await tab.session.endReview()).toBe('Mine');
  expect(tab.plan()).toEqual(createPlanStore().getState().plan);
});

test('renamed in the list meanwhile, it comes back with its new name', async () => {
  const { tab } = await withOwn();
  const id = tab.planId();
  await tab.session.review(THEIRS);
  expect((await tab.library.rename(id, 'Renamed')).ok).toBe(true);
  expect(tab.plan()).toBe(THEIRS);
  await tab.session.endReview();
  await expect.poll(() => tab.plan().name).toBe('Renamed');
});

test('without room for the own plan it is still put aside whole, and made mine the other is a step on it', async () => {
  const name = 'full-review';
  const tab = createBrowser().openTab('a', {
    database: failing(planDatabase(name), () => new DOMException('', 'QuotaExceededError')),
  });
  await tab.start();
  tab.rename('Mine');
  tab.addHost('esx-01');
  const mine = tab.plan();
  await tab.session.review(THEIRS);
  expect(tab.plan()).toBe(THEIRS);
  await tab.session.endReview();
  expect(tab.plan()).toBe(mine);
  expect(labels(tab)).toEqual(['Rename the plan to Mine', 'Add host esx-01']);
  await tab.session.review(THEIRS);
  await tab.session.takeReview(THEIRS.name, 'Make it mine');
  expect(tab.plan()).toEqual(THEIRS);
  tab.gestures.undo();
  expect(tab.plan()).toBe(mine);
  tab.gestures.undo();
  expect(tab.plan().hosts).toHaveLength(0);
});

test('another plan is not opened over one that is read while the own one is in this tab alone: that is said, and nothing lost', async () => {
  const browser = createBrowser();
  let isFull = false;
  const tab = browser.openTab('a', {
    database: failing(planDatabase(browser.name), () =>
      isFull ? new DOMException('', 'QuotaExceededError') : null,
    ),
  });
  await tab.start();
  tab.rename('Other');
  await tab.session.flush();
  const other = tab.planId();
  await tab.session.openNew('Start a new plan');
  tab.rename('Mine');
  await tab.session.flush();
  isFull = true;
  tab.addHost('esx-01');
  const mine = tab.plan();
  await tab.session.review(THEIRS);
  for (const leave of [
    () => tab.library.open(other),
    () => tab.session.openNew('Start a new plan').then((isOpen) => (isOpen ? { ok: true as const } : null)),
  ]) {
    const left = await leave();
    expect(left?.ok ?? false).toBe(false);
    expect(tab.said.at(-1)).toMatch(/^Mine could not be saved in this browser.*go back to it/);
    expect(tab.plan()).toBe(THEIRS);
    expect(tab.planStore.getState().isReadOnly).toBe(true);
    expect(tab.session.mine()?.plan).toBe(mine);
    // A tab that is killed now leaves it.
    expect(browser.storage.data.get('mig-planner.unsaved.a')).toContain('esx-01');
  }
  const refused = await tab.library.open(other);
  expect(refused).toEqual({ ok: false, error: { code: 'unsaved', aside: 'Mine' } });
  // Once there is room it is saved where it is, and the other opens.
  isFull = false;
  const id = tab.session.mine()?.id ?? '';
  expect((await tab.library.open(other)).ok).toBe(true);
  expect(tab.plan().name).toBe('Other');
  expect(browser.storage.data.has('mig-planner.unsaved.a')).toBe(false);
  expect((await tab.library.open(id)).ok).toBe(true);
  expect(tab.plan()).toEqual(mine);
  expect(labels(tab)).toEqual(['Rename the plan to Mine', 'Add host esx-01']);
});

test('agreed to, the other opens all the same', async () => {
  const browser = createBrowser();
  /** Writes that will fail: each save is tried with its steps and without. */
  let failures = 0;
  const tab = browser.openTab('a', {
    database: failing(planDatabase(browser.name), () =>
      failures-- > 0 ? new DOMException('', 'QuotaExceededError') : null,
    ),
  });
  await tab.start();
  tab.rename('Other');
  await tab.session.flush();
  const other = tab.planId();
  await tab.session.openNew('Start a new plan');
  failures = 4;
  tab.rename('Mine');
  await tab.session.review(THEIRS);
  expect(tab.session.mine()?.plan.name).toBe('Mine');
  expect((await tab.library.open(other, true)).ok).toBe(true);
  expect(tab.plan().name).toBe('Other');
  expect(tab.planStore.getState().isReadOnly).toBe(false);
});

test('a tab that is killed while it reads leaves what it had not saved of the own plan', async () => {
  const browser = createBrowser();
  const database = planDatabase(browser.name);
  let isFull = false;
  const tab = browser.openTab('a', {
    database: failing(database, () => (isFull ? new DOMException('', 'QuotaExceededError') : null)),
  });
  await tab.start();
  tab.rename('Mine');
  await tab.session.flush();
  isFull = true;
  tab.addHost('esx-01');
  await tab.session.review(THEIRS);
  tab.kill();
  const next = browser.openTab('b', { formerTabId: 'a', living: new Set() });
  await next.start(tab.memory.lastOpen);
  expect(next.plan().name).toBe('Mine');
  expect(next.plan().hosts.map(({ name }) => name)).toEqual(['esx-01']);
});

test('a save that ends while the other is read is known when the own plan comes back, with what came after it', async () => {
  const browser = createBrowser();
  const database = planDatabase(browser.name);
  let answer: () => void = () => undefined;
  let slow: Promise<void> = Promise.resolve();
  const tab = browser.openTab('a', {
    database: {
      ...database,
      change: async (stores, work) => {
        if (stores.length > 2) await slow;
        return database.change(stores, work);
      },
    },
  });
  await tab.start();
  tab.rename('Mine');
  await tab.session.flush();
  slow = new Promise((resolve) => (answer = resolve));
  tab.addHost('esx-01');
  const saving = tab.session.flush();
  tab.addHost('esx-02');
  const opening = tab.session.review(THEIRS);
  // The database takes its time: nobody waits for it any longer.
  tab.waiting.at(-1)?.work();
  await opening;
  expect(tab.plan()).toBe(THEIRS);
  answer();
  await saving;
  // A tab that is killed now still leaves the last edit.
  expect(browser.storage.data.get('mig-planner.unsaved.a')).toContain('esx-02');
  await tab.session.endReview();
  await tab.session.flush();
  expect(tab.saving()).toEqual({ kind: 'saved' });
  expect(tab.plan().hosts.map(({ name }) => name)).toEqual(['esx-01', 'esx-02']);
  expect(browser.storage.data.has('mig-planner.unsaved.a')).toBe(false);
  tab.kill();
  const next = browser.openTab('b');
  await next.start(tab.memory.lastOpen);
  expect(next.plan().hosts.map(({ name }) => name)).toEqual(['esx-01', 'esx-02']);
});
