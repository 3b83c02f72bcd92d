import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { effectOf } from './specialEdits.ts';
import { applyCommand } from '../placement/commands.ts';
import { gestures, planStore, uiStore } from './app.ts';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { keepMine, linkStore, offerLink, openLinkPlan, takeLink } from './exchange.ts';
import { makeTemplate } from './templates.ts';

const mine = makeTemplate('article');
const theirs = makeTemplate('order-trap');

beforeEach(() => {
  planStore.setState({ plan: mine, past: [], future: [] });
  offerLink({ plan: theirs, notices: [], places: new Map() });
});

test('a link that is offered replaces nothing by itself', () => {
  expect(uiStore.getState().dialog).toBe('link');
  expect(planStore.getState().plan).toBe(mine);
});

test('a link that is followed replaces only a plan that nobody would miss', () => {
  const follow = (plan: Plan): void => {
    planStore.setState({ plan, past: [], future: [] });
    takeLink({ plan: theirs, notices: [], places: new Map(), isOpen: false });
  };
  const request = { profile: '1g.5gb', needs: null, count: 3, weight: null, group: null, extra: [] };
  for (const own of [{ requests: [request] }, { notes: 'ask first' }, { name: 'Mine' }]) {
    keepMine();
    const plan = { ...EMPTY_PLAN, ...own };
    follow(plan);
    expect(planStore.getState().plan).toBe(plan);
    expect(uiStore.getState().dialog).toBe('link');
  }
  keepMine();
  follow(EMPTY_PLAN);
  expect(planStore.getState().plan).toBe(theirs);
  expect(uiStore.getState().dialog).toBeNull();
});

test('the plan of a link opens as one of its own, and the other stays among the plans', async () => {
  const { library } = await import('./library/page.ts');
  await openLinkPlan();
  expect(planStore.getState()).toMatchObject({ plan: theirs, past: [] });
  expect(uiStore.getState().dialog).toBeNull();
  expect(uiStore.getState().message.text).toBe(
    `Open the link ${theirs.name}. ${mine.name} is among your plans.`,
  );
  const all = await library.list();
  expect(all.ok ? all.value.plans.map(({ name }) => name).sort() : all.error).toEqual(
    [mine.name, theirs.name].sort(),
  );
  gestures.undo();
  await expect.poll(() => planStore.getState().plan.name).toBe(mine.name);
  expect(uiStore.getState().message.text).toBe(`Undone: Open the link ${theirs.name}.`);
});

test('where the own plan cannot be saved, the plan of a link is one step that undo takes back', async () => {
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  await openLinkPlan();
  spy.mockRestore();
  expect(planStore.getState().plan).toBe(theirs);
  planStore.getState().undo();
  expect(planStore.getState().plan).toBe(mine);
});

test('keeping the own plan leaves no step behind', () => {
  keepMine();
  expect(planStore.getState()).toMatchObject({ plan: mine, past: [] });
  expect(linkStore.getState().pendingLink).toBeNull();
});

test('the effect of an import is counted before it is made, and the plan stays as it is', () => {
  const [host] = mine.hosts;
  const [gpu] = host!.gpus;
  const gpus = [{ ...gpu!, instances: gpu!.instances.slice(1) }];
  const command = { type: 'host/import', hostId: host!.id, gpus, observed: null } as const;
  expect(effectOf(mine, command)).toEqual({ kept: 1, added: 0, removed: 1, sentToWaiting: ['train-1'] });
  expect(applyCommand(mine, command).ok).toBe(true);
});
