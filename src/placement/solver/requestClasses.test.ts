import { expect, test } from 'vitest';
import type { PlanRequest } from '../../model/plan.ts';
import { greatestDivisor } from './greatestDivisor.ts';
import { classesOf } from './requestClasses.ts';
import type { Candidate } from './flexibleProgram.ts';

const SMALL: Candidate[] = [{ fleet: 0, profile: 0 }];
const LARGE: Candidate[] = [
  { fleet: 0, profile: 4 },
  { fleet: 1, profile: 2 },
];

function questionOf(
  rows: readonly (readonly [own: readonly Candidate[], count: number, group: string | null])[],
): Parameters<typeof classesOf>[0] {
  const requests = rows.map(([, count, group]): PlanRequest => ({
    ...{ profile: null, needs: null, count, weight: null, group, extra: [] },
  }));
  return { fleet: [], requests, candidates: rows.map(([own]) => own) };
}

test('requests that the same profiles satisfy are one class, however they are grouped', () => {
  const question = questionOf([
    [SMALL, 2, null],
    [LARGE, 3, 'db'],
    [[...SMALL], 4, 'db'],
    [[...LARGE], 5, 'web'],
  ]);
  expect(classesOf(question, [])).toEqual({
    list: [
      { candidates: SMALL, count: 6, group: null },
      { candidates: LARGE, count: 8, group: null },
    ],
    of: [0, 1, 0, 1],
  });
});

test('those of an exact group are a class by themselves, one for each set of profiles', () => {
  const question = questionOf([
    [SMALL, 2, null],
    [SMALL, 3, 'db'],
    [LARGE, 4, 'db'],
    [SMALL, 5, 'db'],
    [SMALL, 6, 'web'],
  ]);
  expect(classesOf(question, ['db'])).toEqual({
    list: [
      { candidates: SMALL, count: 8, group: null },
      { candidates: SMALL, count: 8, group: 'db' },
      { candidates: LARGE, count: 4, group: 'db' },
    ],
    of: [0, 1, 2, 1, 0],
  });
});

test('boards and profiles with the same digits are told apart', () => {
  const question = questionOf([
    [[{ fleet: 1, profile: 12 }], 1, null],
    [[{ fleet: 11, profile: 2 }], 1, null],
    [[], 1, null],
  ]);
  expect(classesOf(question, []).of).toEqual([0, 1, 2]);
});

test.each([
  [12, 18, 6],
  [18, 12, 6],
  [7, 5, 1],
  [8, 0, 8],
  [0, 8, 8],
  [0, 0, 0],
  [9, 9, 9],
])('of %i and %i the greatest divisor is %i', (a, b, divisor) => {
  expect(greatestDivisor(a, b)).toBe(divisor);
});
