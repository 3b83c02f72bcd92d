import { expect, test } from 'vitest';
import { withUntil, type InstanceAt, type StepAction, type StepDraft } from './steps.ts';

const AT: InstanceAt = { host: 'a', gpu: 0, board: 'a100-pcie-40gb', profile: '3g.20gb', start: 0 };

const untils = (...actions: readonly StepAction[]): (number | null)[] => {
  const drafts = actions.map((action): StepDraft => ({ ...action, wave: 1, interrupts: [] }));
  const steps = withUntil(drafts);
  expect(steps.map(({ until: _, ...draft }) => draft)).toEqual(drafts);
  return steps.map(({ until }) => until);
};

const stop = (vm: string): StepAction => ({ kind: 'stop', vm, attachment: 0, from: AT });
const start = (vm: string): StepAction => ({ kind: 'start', vm, attachment: 0, to: AT });
const off = (vm: string | null): StepAction => ({
  kind: 'power-off',
  host: 'a',
  vm,
  from: [AT],
  isPinned: false,
});
const on = (vm: string): StepAction => ({ kind: 'power-on', host: 'a', vm, outcomes: [] });
const move = (vm: string): StepAction => ({ kind: 'move', vm, attachment: 0, from: AT, to: AT });

test('a VM that stops is back with its next start, or never', () => {
  expect(untils(stop('x'), stop('y'), start('y'), move('x'), start('x'))).toEqual([4, 2, null, null, null]);
  expect(untils(stop('x'), start('x'), stop('x'), start('x'))).toEqual([1, null, 3, null]);
  expect(untils(start('x'), stop('x'))).toEqual([null, null]);
  expect(untils(stop('x'), move('x'))).toEqual([null, null]);
  expect(untils()).toEqual([]);
});

test('one that is powered off is back when it is powered on; of nobody known that is not said', () => {
  expect(untils(off('x'), off(null), on('y'), on('x'))).toEqual([3, null, null, null]);
  expect(untils(off(''), on('x'))).toEqual([null, null]);
});
