import { expect, test } from 'vitest';
import { EMPTY_PLAN } from '../model/plan.ts';
import { stepsBack } from './comparePlans.ts';
import { createPlanStore } from './planStore.ts';

test('states before a step share their ids with the plan, until another document took its place', () => {
  const store = createPlanStore();
  store.getState().dispatch({ type: 'plan/rename', name: 'a' });
  store.getState().dispatch({ type: 'plan/replace', plan: { ...EMPTY_PLAN, name: 'b' }, origin: 'import' });
  store.getState().dispatch({ type: 'plan/rename', name: 'c' });
  store.getState().dispatch({ type: 'plan/rename', name: 'd' });
  expect(stepsBack(store.getState()).map(({ plan, match, label }) => [plan.name, match, label])).toEqual([
    ['c', 'ids', 'Before “Rename the plan to d”'],
    ['b', 'ids', 'Before “Rename the plan to c”'],
    ['a', 'names', 'Before “Import b”'],
    ['Untitled plan', 'names', 'Before “Rename the plan to a”'],
  ]);
});
