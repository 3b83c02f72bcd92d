import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { effectOf } from './specialEdits.ts';
import { applyCommand } from '../placement/commands.ts';
import { gestures, planStore, uiStore } from './app.ts';
import { EMPTY_PLAN } from '../model/plan.ts';
import { startNewPlan } from './exchange.ts';
import { makeTemplate } from './templates.ts';

const mine = makeTemplate('article');

beforeEach(() => {
  planStore.getState().open({ plan: mine, past: [], future: [] });
});

test('a new plan is one beside the open one, which Undo leads back to', async () => {
  await startNewPlan();
  expect(planStore.getState()).toMatchObject({ plan: EMPTY_PLAN, past: [] });
  expect(uiStore.getState().message.text).toBe(`Start a new plan. ${mine.name} is among your plans.`);
  gestures.undo();
  await expect.poll(() => planStore.getState().plan.name).toBe(mine.name);
  expect(uiStore.getState().message.text).toBe('Undone: Start a new plan.');
});

test('where the own plan cannot be saved, a new one is a step that undo takes back', async () => {
  const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('', 'QuotaExceededError');
  });
  await startNewPlan();
  spy.mockRestore();
  expect(planStore.getState().plan).toBe(EMPTY_PLAN);
  planStore.getState().undo();
  expect(planStore.getState().plan).toBe(mine);
});

test('the effect of an import is counted before it is made, and the plan stays as it is', () => {
  const [host] = mine.hosts;
  const [gpu] = host!.gpus;
  const gpus = [{ ...gpu!, instances: gpu!.instances.slice(1) }];
  const command = { type: 'host/import', hostId: host!.id, gpus, observed: null } as const;
  expect(effectOf(mine, command)).toEqual({ kept: 1, added: 0, removed: 1, sentToWaiting: ['train-1'] });
  expect(applyCommand(mine, command).ok).toBe(true);
});
