import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Json, PlanRequest } from '../../model/plan.ts';
import { wishesOf, type Wishes } from './admitWishes.ts';
import { satisfyingProfiles } from './needs.ts';

function request(wants: string | Json, count: number, weight: number | null = null): PlanRequest {
  const what = typeof wants === 'string' ? { profile: wants, needs: null } : { profile: null, needs: wants };
  return { ...what, count, weight, group: null, extra: [] };
}

function asked(
  requests: readonly PlanRequest[],
  ids: readonly string[] = ['a100-pcie-40gb'],
  weights: Readonly<Record<string, number>> = {},
): ReturnType<typeof wishesOf> {
  const boards = ids.flatMap((id) => findBoard(id) ?? []);
  return wishesOf(boards, requests, new Map(Object.entries(weights)));
}

function wishesFor(...given: Parameters<typeof asked>): Wishes {
  const answer = asked(...given);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
}

test('a wish for each request by profile, of which the same names are one', () => {
  expect(wishesFor([request('3g.20gb', 2), request('1g.5gb', 4), request('3g.20gb', 1)])).toEqual({
    names: ['3g.20gb', '1g.5gb'],
    wishes: [
      { name: 0, count: 2, weight: 1 },
      { name: 1, count: 4, weight: 1 },
      { name: 0, count: 1, weight: 1 },
    ],
    limits: [],
    requestOf: [0, 1, 2],
    scale: 1,
    isWhole: true,
  });
});

test('a wish for each profile that satisfies what is needed, and together no more than were asked for', () => {
  const { names, wishes, limits, requestOf, isWhole } = wishesFor([
    request('2g.10gb', 2),
    request({ memoryGB: 20 }, 3, 4),
    request({ memoryGB: 40 }, 5),
  ]);
  expect(names).toEqual(['2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb']);
  expect(wishes.map(({ name, count, weight }) => [name, count, weight])).toEqual([
    [0, 2, 1],
    [1, 3, 4],
    [2, 3, 4],
    [3, 3, 4],
    [3, 5, 1],
  ]);
  expect(limits).toEqual([
    { wishes: [1, 2, 3], count: 3 },
    { wishes: [4], count: 5 },
  ]);
  expect(requestOf).toEqual([0, 1, 1, 1, 2]);
  expect(isWhole).toBe(true);
});

test('a profile that satisfies on one board and not on another of its name is passed over, and that is said', () => {
  const needs = { sm: 15 };
  const a100 = findBoard('a100-pcie-40gb');
  const h100 = findBoard('h100-sxm5-80gb');
  if (a100 === undefined || h100 === undefined) throw new Error('no board');
  const on = (board: typeof a100): string[] =>
    satisfyingProfiles(board, { profile: null }, needs).map((index) => board.profiles[index]?.name ?? '');
  expect(on(h100)).toContain('1g.10gb');
  expect(on(a100)).not.toContain('1g.10gb');
  const both = wishesFor([request(needs, 1)], ['a100-pcie-40gb', 'h100-sxm5-80gb']);
  expect(both.isWhole).toBe(false);
  expect(both.names).toEqual([...on(a100), ...on(h100)].filter((name) => name !== '1g.10gb'));
  expect(wishesFor([request(needs, 1)], ['h100-sxm5-80gb'])).toMatchObject({
    isWhole: true,
    names: on(h100),
  });
  // One that makes it partial stays so, whatever comes after it.
  const more = [request(needs, 1), request({ memoryGB: 20 }, 1)];
  expect(wishesFor(more, ['a100-pcie-40gb', 'h100-sxm5-80gb']).isWhole).toBe(false);
});

test.each([
  [[1, 2], 1, [1, 2]],
  [[0.5, 2], 10, [5, 20]],
  [[1.25, 0.1], 100, [125, 10]],
  [[0.000001, 1], 1_000_000, [1, 1_000_000]],
  [[0, 3], 1, [0, 3]],
])('weights of %j are whole numbers %i times as large', (given, scale, weights) => {
  const answer = wishesFor(given.map((weight, at) => request(at === 0 ? '1g.5gb' : '3g.20gb', 1, weight)));
  expect(answer.scale).toBe(scale);
  expect(answer.wishes.map(({ weight }) => weight)).toEqual(weights);
});

test('weights by profile go before those of requests, which go before one', () => {
  const requests = [request('1g.5gb', 1, 3), request('2g.10gb', 1, 3), request('3g.20gb', 1)];
  const { wishes } = wishesFor(requests, undefined, { '1g.5gb': 7, '7g.40gb': 9 });
  expect(wishes.map(({ weight }) => weight)).toEqual([7, 3, 1]);
});

test('weights that cannot be added up exactly', () => {
  const error = { ok: false, error: { code: 'weights-too-fine' } };
  expect(asked([request('1g.5gb', 1, 0.0000001)])).toEqual(error);
  expect(asked([request('1g.5gb', 1, 1 / 3)])).toEqual(error);
  expect(asked([request('1g.5gb', 1)], undefined, { '1g.5gb': -1 })).toEqual(error);
  expect(asked([request('1g.5gb', 1)], undefined, { '1g.5gb': NaN })).toEqual(error);
  expect(asked([request('1g.5gb', 2, 1e9), request('1g.5gb', 1, 0.000001)])).toEqual(error);
  expect(asked([request('1g.5gb', 1_000_000, 1e9)]).ok).toBe(true);
  expect(asked([request('1g.5gb', 1, 2 ** 49)], undefined, { '1g.5gb': 2 ** 50 })).toMatchObject({
    error: { code: 'weight-unusable' },
  });
  expect(asked([request('1g.5gb', 1)], undefined, { '1g.5gb': 2 ** 50 }).ok).toBe(true);
  expect(asked([request('1g.5gb', 1)], undefined, { '1g.5gb': 2 ** 50 + 2 })).toEqual(error);
});

test('the first request that makes no sense is the error, and one that some board knows is none', () => {
  expect(asked([])).toEqual({ ok: false, error: { code: 'nothing-requested' } });
  expect(asked([request('1g.5gb', 1), request('3g.20gb', 0)])).toMatchObject({
    error: { code: 'count-zero', request: 1 },
  });
  expect(asked([request('1g.5gb', 1), request('1g.6gb', 1)])).toMatchObject({
    error: { code: 'profile-unknown', request: 1, board: 'a100-pcie-40gb' },
  });
  const both = ['a100-pcie-40gb', 'a30-24gb'];
  expect(wishesFor([request('1g.6gb', 1), request('1g.5gb', 1)], both).names).toEqual(['1g.6gb', '1g.5gb']);
  expect(asked([request('1g.7gb', 1)], both)).toMatchObject({
    error: { code: 'profile-unknown', request: 0 },
  });
  expect(wishesFor([request('1g.5gb', 1)], []).names).toEqual(['1g.5gb']);
  expect(asked([request({ memoryGB: 99 }, 1)])).toEqual({
    ok: false,
    error: { code: 'nothing-satisfies', request: 0, field: 'needs' },
  });
  expect(asked([request({ memory: 9 }, 1)])).toMatchObject({ error: { code: 'need-unknown', request: 0 } });
});

test('more than are placed in all', () => {
  const many = Array.from({ length: 10 }, () => request('1g.5gb', 1_000_000));
  expect(asked(many).ok).toBe(true);
  expect(asked([...many, request('3g.20gb', 1)])).toEqual({
    ok: false,
    error: { code: 'too-many-requested', count: 10_000_001, max: 10_000_000 },
  });
});
