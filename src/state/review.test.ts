/** Opening a link or a file to be read, on the page's own stores: what is said, what a reload finds, how it ends. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makePlanJson } from '../formats/planJson.ts';
import { EMPTY_PLAN } from '../model/plan.ts';
import { gestures, planStore, uiStore } from './app.ts';
import { libraryStore } from './library/libraryStore.ts';
import { memoryStorage } from './library/pages.testing.ts';
import { closeReview, keptReview, makeItMine, putBackAddress, reviewStore, startReview } from './review.ts';
import { makeTemplate } from './templates.ts';

const mine = { ...makeTemplate('article'), name: 'Mine' };
const theirs = makeTemplate('order-trap');

let address = '';
let sessionStorage = memoryStorage();

beforeEach(() => {
  address = '#p=1.x';
  sessionStorage = memoryStorage();
  const location = { pathname: '/', search: '', hash: '#p=1.x' };
  const history = { replaceState: (_: unknown, __: string, url: string) => (address = url) };
  vi.stubGlobal('window', { location, history, sessionStorage, localStorage: memoryStorage() });
  planStore.getState().open({ plan: mine, past: [], future: [] });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const said = (): string => uiStore.getState().message.text;

test('a link stays in the address while it is read, and goes when it is closed', async () => {
  await startReview(theirs, 'link');
  expect(planStore.getState()).toMatchObject({ plan: theirs, isReadOnly: true, past: [] });
  expect(said()).toBe(`${theirs.name} is open read-only.`);
  expect(reviewStore.getState()).toEqual({ from: 'link', violations: 0, mine: 'Mine' });
  expect(address).toBe('#p=1.x');
  expect(await keptReview()).toBeNull();
  await closeReview();
  expect(planStore.getState()).toMatchObject({ plan: mine, isReadOnly: false });
  expect(said()).toBe(`${theirs.name} was closed. Mine is open as you left it.`);
  expect(address).toBe('/');
});

test.each([
  ['link', '/#p=1.x'],
  ['file', '/'],
] as const)('a %s stays what a reload shows when another link cannot be read', async (from, expected) => {
  await startReview(theirs, from);
  address = '/#p=9.of.tomorrow';
  putBackAddress();
  expect(address).toBe(expected);
  expect(planStore.getState()).toMatchObject({ plan: theirs, isReadOnly: true });
});

test('a file is found again by a reload, until it is closed', async () => {
  await startReview(theirs, 'file');
  expect(address).toBe('/');
  await expect.poll(async () => (await keptReview())?.name).toBe(theirs.name);
  expect(makePlanJson((await keptReview()) ?? EMPTY_PLAN)).toBe(makePlanJson(theirs));
  // Read once more by a reload, it need not be kept once more.
  const kept = sessionStorage.getItem('mig-planner.review');
  await startReview(theirs, 'file', true);
  expect(sessionStorage.getItem('mig-planner.review')).toBe(kept);
  await closeReview();
  expect(await keptReview()).toBeNull();
});

test('a file that this tab has no room for is read all the same', async () => {
  const tried = vi.fn((_: string, text: string) => {
    if (text !== '') throw new DOMException('full', 'QuotaExceededError');
    sessionStorage.data.set('mig-planner.review', text);
  });
  sessionStorage.setItem = tried;
  await startReview(theirs, 'file');
  await expect.poll(() => sessionStorage.getItem('mig-planner.review')).toBe('');
  expect(tried).toHaveBeenCalledTimes(2);
  expect(planStore.getState().isReadOnly).toBe(true);
  expect(await keptReview()).toBeNull();
});

test.each(['p=1.zz.x.AAAA', '{', 'deflated:', 'deflated:AAAA', 'deflated:%', ''])(
  'what is kept and is no plan is none: %j',
  async (text) => {
    sessionStorage.setItem('mig-planner.review', text);
    expect(await keptReview()).toBeNull();
  },
);

test('made mine it has a free name, is changed, and the own plan is among the plans', async () => {
  await startReview(theirs, 'link');
  await makeItMine();
  const first = planStore.getState().plan;
  expect(first).toEqual(theirs);
  expect(said()).toBe(`${theirs.name} is yours now, and can be changed. Mine is among your plans.`);
  expect(address).toBe('/');
  expect(gestures.run({ type: 'host/add', name: 'esx-99', fields: {}, gpus: null })).toBe(true);
  await startReview(theirs, 'link');
  await makeItMine();
  expect(planStore.getState().plan.name).toBe(`${theirs.name}-2`);
  const { library } = await import('./library/page.ts');
  const all = await library.list();
  const names = all.ok ? all.value.plans.map(({ name }) => name) : [];
  expect(names).toEqual(expect.arrayContaining(['Mine', theirs.name, `${theirs.name}-2`]));
});

test('with nothing of one’s own there is nothing to go back to, and what is wrong is counted', async () => {
  planStore.getState().open({ plan: EMPTY_PLAN, past: [], future: [] });
  const [host] = theirs.hosts;
  const [gpu] = host!.gpus;
  const illegal = {
    ...theirs,
    hosts: [{ ...host!, gpus: [{ ...gpu!, instances: gpu!.instances.map((gi) => ({ ...gi, start: 3 })) }] }],
  };
  await startReview(illegal, 'link');
  expect(reviewStore.getState().mine).toBeNull();
  expect(reviewStore.getState().violations).toBeGreaterThan(1);
  expect(said()).toMatch(/ is open read-only\. It has [0-9]+ problems\.$/);
  await closeReview();
  expect(planStore.getState()).toMatchObject({ plan: EMPTY_PLAN, isReadOnly: false });
  expect(said()).toBe(`${theirs.name} was closed. Nothing of it was kept.`);
});

test('that the own plan was deleted meanwhile is what is said last', async () => {
  planStore.getState().open({ plan: EMPTY_PLAN, past: [], future: [] });
  expect(gestures.run({ type: 'plan/rename', name: 'Short-lived' })).toBe(true);
  await startReview(theirs, 'link');
  const { library } = await import('./library/page.ts');
  const all = await library.list();
  const own = all.ok ? all.value.plans.find(({ name }) => name === 'Short-lived') : undefined;
  await library.delete(own?.id ?? '');
  await closeReview();
  expect(said()).toBe(`${theirs.name} was closed. Short-lived was deleted meanwhile: see Plans.`);
});

test('what is among the plans already, to the letter, is opened and said: there is no copy of it', async () => {
  await startReview(theirs, 'link');
  await makeItMine();
  const { library, session } = await import('./library/page.ts');
  const kept = await library.twinOf(planStore.getState().plan);
  const name = kept?.name ?? '';
  const known = { ...theirs, name };
  const count = async (): Promise<number> => {
    const all = await library.list();
    return all.ok ? all.value.plans.length : -1;
  };
  await session.openNew('Start a new plan', { ...makeTemplate('article'), name: 'Another' });
  const before = await count();
  await startReview(known, 'link');
  const gi = known.hosts[0]!.gpus[0]!.instances[0]!.id;
  gestures.select({ kind: 'instance', id: gi });
  await Promise.all([makeItMine(), makeItMine()]);
  expect(planStore.getState()).toMatchObject({ plan: known, isReadOnly: false });
  expect(libraryStore.getState().planId).toBe(kept?.id);
  expect(uiStore.getState().selection).toEqual({ kind: 'instance', id: gi });
  expect(said()).toBe(
    `${name} is among your plans already, the very same: that one is open. Another is among them too.`,
  );
  expect(address).toBe('/');
  expect(await count()).toBe(before);
  // It is one's own: it can be changed, and then a copy of the link is another plan.
  expect(gestures.run({ type: 'host/add', name: 'esx-98', fields: {}, gpus: null })).toBe(true);
  await startReview(known, 'link');
  await makeItMine();
  expect(await count()).toBe(before + 1);
});

test('made mine twice by two clicks it is one plan', async () => {
  await startReview(theirs, 'link');
  const { library } = await import('./library/page.ts');
  const count = async (): Promise<number> => {
    const all = await library.list();
    return all.ok ? all.value.plans.length : -1;
  };
  const before = await count();
  await Promise.all([makeItMine(), makeItMine()]);
  expect(await count()).toBe(before + 1);
});
