import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { demandOf, MAX_REQUESTED } from './demand.ts';
import { demandErrorMessage } from './messages.ts';

const a100 = findBoard('a100-pcie-40gb')!;
const request = (profile: string | null, count: number, weight: number | null = null): PlanRequest => ({
  profile,
  needs: profile === null ? { memoryGB: 20 } : null,
  count,
  weight,
  group: null,
  extra: [],
});

test('requests of one profile add up, in the order of the board', () => {
  const demand = demandOf(a100, [request('3g.20gb', 2), request('1g.5gb', 1), request('3g.20gb', 3)]);
  expect(demand).toEqual({ ok: true, value: [1, 0, 0, 0, 5, 0, 0] });
});

test.each<[string, PlanRequest, object]>([
  ['none', request('3g.20gb', 0), { code: 'count-zero', field: 'count' }],
  ['fewer than none', request('3g.20gb', -2), { code: 'count-negative', field: 'count', count: -2 }],
  ['a half', request('3g.20gb', 0.5), { code: 'count-fractional', field: 'count' }],
  ['no number', request('3g.20gb', NaN), { code: 'count-fractional', field: 'count' }],
  [
    'too many',
    request('3g.20gb', MAX_REQUESTED + 1),
    { code: 'count-huge', field: 'count', max: MAX_REQUESTED },
  ],
  ['without end', request('3g.20gb', Infinity), { code: 'count-huge', field: 'count' }],
  ['a negative weight', request('3g.20gb', 1, -1), { code: 'weight-unusable', field: 'weight' }],
  [
    'an unknown profile',
    request('5g.25gb', 1),
    { code: 'profile-unknown', field: 'profile', profile: '5g.25gb' },
  ],
  ['a profile of another board', request('3g.40gb', 1), { code: 'profile-unknown', similar: ['3g.20gb'] }],
  ['needs', request(null, 1), { code: 'needs-not-taken', field: 'needs' }],
])('%s is refused with its request and field', (_, bad, error) => {
  const demand = demandOf(a100, [request('1g.5gb', 1), bad]);
  expect(demand).toMatchObject({ ok: false, error: { request: 1, ...error } });
  if (!demand.ok) expect(demandErrorMessage(demand.error)).toMatch(/[.]$/);
});

test('nothing at all, more than can be planned, and a board whose starts are not public are refused', () => {
  expect(demandOf(a100, [])).toMatchObject({ ok: false, error: { code: 'nothing-requested' } });
  const many = Array.from({ length: 11 }, () => request('1g.5gb', MAX_REQUESTED));
  expect(demandOf(a100, many)).toMatchObject({ ok: false, error: { code: 'too-many-requested' } });
  const without = demandOf(findBoard('rtx-pro-4500-32gb')!, [request('1g.16gb', 1)]);
  expect(without).toMatchObject({ ok: false, error: { code: 'profile-without-starts', request: 0 } });
});
