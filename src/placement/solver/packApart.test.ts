import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { largestGroup, makeApartQuestion, packApart, type ApartQuestion } from './packApart.ts';
import { runSearch } from './search.ts';

const BOARD = findBoard('a100-pcie-40gb');

function request(profile: string | null, count: number, group: string | null = null): PlanRequest {
  return { profile, needs: null, count, weight: null, group, extra: [] };
}

function questionOf(...requests: PlanRequest[]): ApartQuestion | null {
  if (BOARD === undefined) throw new Error('no board');
  const question = makeApartQuestion(BOARD, requests);
  if (!question.ok) throw new Error(question.error.code);
  return question.value;
}

test('the largest group, over all its requests; of two as large the first; a lone member is none', () => {
  expect(largestGroup([request('1g.5gb', 9), request('1g.5gb', 1, 'db')])).toBe(null);
  expect(largestGroup([])).toBe(null);
  expect(largestGroup([request('1g.5gb', 1, 'db'), request('2g.10gb', 1, 'db')])).toEqual({
    group: 'db',
    members: 2,
  });
  const some = [
    request('1g.5gb', 2, 'web'),
    request('1g.5gb', 3, 'db'),
    request('2g.10gb', 1, 'web'),
    request('1g.5gb', 9),
  ];
  expect(largestGroup(some)).toEqual({ group: 'web', members: 3 });
  expect(largestGroup([...some, request('1g.5gb', 1, 'db')])).toEqual({ group: 'db', members: 4 });
});

test('no question where nobody is kept apart, and errors of a request that makes no sense', () => {
  expect(questionOf(request('1g.5gb', 3), request('1g.5gb', 1, 'db'))).toBe(null);
  if (BOARD === undefined) throw new Error('no board');
  expect(makeApartQuestion(BOARD, [request('1g.7gb', 2, 'db')])).toMatchObject({
    ok: false,
    error: { code: 'profile-unknown', request: 0 },
  });
  expect(makeApartQuestion(BOARD, [request('1g.5gb', 100_001, 'db')])).toEqual({
    ok: false,
    error: { code: 'too-many-requested', count: 100_001, max: 100_000 },
  });
  expect(makeApartQuestion(BOARD, [request('1g.5gb', 100_000, 'db')]).ok).toBe(true);
});

test.each<[string, PlanRequest[], number]>([
  // Four fit on one GPU, and each wants its own.
  ['a group alone', [request('1g.5gb', 4, 'db')], 4],
  // Two groups share the GPUs, and the rest fill them up.
  [
    'two groups and others beside them',
    [request('3g.20gb', 2, 'db'), request('3g.20gb', 2, 'web'), request('1g.5gb', 1, 'a')],
    3,
  ],
  ['more others than a group has GPUs', [request('1g.5gb', 2, 'db'), request('7g.40gb', 5)], 7],
  // Four GPUs would do for all, and five have three with room beside: neither the group nor the packing says so.
  ['others that leave a group no room on most GPUs', [request('1g.5gb', 3, 'db'), request('3g.20gb', 7)], 5],
])('%s: proven, and apart', (_, requests, gpus) => {
  const question = questionOf(...requests);
  if (question === null) throw new Error('no question');
  const { best, bound, isProven } = runSearch(packApart(question));
  expect({ cost: best?.cost, bound, isProven }).toEqual({ cost: gpus, bound: gpus, isProven: true });
  const placed = best?.placed ?? [];
  expect(placed).toHaveLength(gpus);
  const counts = requests.map(() => 0);
  for (const { instances } of placed) {
    const groups = instances.flatMap(({ request: at }) => requests[at]?.group ?? []);
    expect(new Set(groups).size).toBe(groups.length);
    for (const { request: at } of instances) counts[at] = (counts[at] ?? 0) + 1;
  }
  expect(counts).toEqual(requests.map(({ count }) => count));
});
