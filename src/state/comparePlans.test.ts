import { expect, test } from 'vitest';
import { EMPTY_PLAN } from '../model/plan.ts';
import { comparePlansStore, matchNow, stepsBack, type OtherPlan } from './comparePlans.ts';
import { libraryStore } from './library/libraryStore.ts';
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

test('a step that was chosen is compared by names once another document came as a step', () => {
  const store = createPlanStore();
  store.getState().dispatch({ type: 'plan/rename', name: 'a' });
  const [chosen] = stepsBack(store.getState());
  expect(matchNow(chosen!, store.getState().past)).toBe('ids');
  store.getState().dispatch({ type: 'plan/replace', plan: { ...EMPTY_PLAN, name: 'b' }, origin: 'tab' });
  expect(matchNow(chosen!, store.getState().past)).toBe('names');
  // Of a step that is in no history nothing is known.
  expect(matchNow(chosen!, [])).toBe('names');
});

const STEP: OtherPlan = { kind: 'plan', of: 'step', plan: EMPTY_PLAN, match: 'ids', label: 'Before “x”' };
const STORED: OtherPlan = { kind: 'stored', id: 'b', label: 'B' };
test.each([
  ['a step, when another plan is opened', STEP, ['a', 'b'], null],
  ['a step, when the plan is kept for the first time', STEP, [null, 'a'], STEP],
  ['another plan, when a third is opened', STORED, ['a', 'c'], STORED],
  ['another plan, when that one is opened', STORED, ['a', 'b'], null],
] as const)('what was chosen to compare with: %s', (_, other, [from, to], then) => {
  libraryStore.setState({ planId: from });
  comparePlansStore.setState({ other });
  libraryStore.setState({ planId: to });
  expect(comparePlansStore.getState().other).toBe(then);
});
