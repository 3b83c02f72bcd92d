import { expect, test } from 'vitest';
import { makePlanJson } from '../formats/planJson.ts';
import { keepSaved, loadPlan, loadTheme, savePlan, saveTheme, type KeyValueStore } from './persist.ts';
import { createPlanStore } from './planStore.ts';
import { makeTemplate } from './templates.ts';

function memory(): KeyValueStore & { readonly data: Map<string, string>; isFull: boolean } {
  const data = new Map<string, string>();
  const store = {
    data,
    isFull: false,
    getItem: (key: string) => data.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (store.isFull) throw new DOMException('full', 'QuotaExceededError');
      data.set(key, value);
    },
    removeItem: (key: string) => void data.delete(key),
  };
  return store;
}

test('a plan that was saved is the plan that is loaded', () => {
  const storage = memory();
  const plan = makeTemplate('article');
  expect(savePlan(storage, plan)).toBe(true);
  const stored = loadPlan(storage);
  expect(stored.kind === 'plan' ? makePlanJson(stored.reading.plan) : stored.kind).toBe(makePlanJson(plan));
});

test('nothing saved, nothing loaded; storage forbidden is said', () => {
  expect(loadPlan(memory())).toEqual({ kind: 'nothing' });
  expect(loadPlan(null)).toEqual({ kind: 'blocked' });
  expect(savePlan(null, makeTemplate('article'))).toBe(false);
});

test('a damaged plan is put aside, not lost, and the next save does not write over it', () => {
  const storage = memory();
  storage.data.set('mig-planner.plan', '{"format": "mig-plan", "version": 1, "hosts": [');
  expect(loadPlan(storage)).toMatchObject({ kind: 'unreadable', error: { code: 'not-json' } });
  savePlan(storage, makeTemplate('article'));
  expect([...storage.data.values()].some((text) => text.endsWith('"hosts": ['))).toBe(true);
});

test('saving says when it stops working and when it works again, once each', () => {
  const storage = memory();
  const store = createPlanStore(makeTemplate('empty-host'));
  const said: boolean[] = [];
  const end = keepSaved(store, storage, (isSaving) => said.push(isSaving));
  const rename = (name: string): void => void store.getState().dispatch({ type: 'plan/rename', name });
  rename('one');
  storage.isFull = true;
  rename('two');
  rename('three');
  storage.isFull = false;
  rename('four');
  expect(said).toEqual([false, true]);
  const stored = loadPlan(storage);
  expect(stored.kind === 'plan' ? stored.reading.plan.name : stored.kind).toBe('four');
  end();
  rename('five');
  expect(makePlanJson(store.getState().plan)).not.toBe(storage.data.get('mig-planner.plan'));
});

test('a theme is remembered, and anything else is the system theme', () => {
  const storage = memory();
  expect(loadTheme(storage)).toBe('system');
  saveTheme(storage, 'dark');
  expect(loadTheme(storage)).toBe('dark');
  storage.data.set('mig-planner.theme', 'plaid');
  expect(loadTheme(storage)).toBe('system');
});
