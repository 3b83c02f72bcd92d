import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import type { Board } from '../../model/board.ts';
import type { Json, PlanRequest } from '../../model/plan.ts';
import { isExchangeable } from './exchange.ts';
import { NEED_NAMES, needsOf, profilesFor, satisfyingProfiles, type Needs } from './needs.ts';
import { patternsOf } from './patterns.ts';

function boardNamed(id: string): Board {
  const board = findBoard(id);
  if (board === undefined) throw new Error(id);
  return board;
}

const A100 = boardNamed('a100-pcie-40gb');
const H100 = boardNamed('h100-sxm5-80gb');
const RTX = boardNamed('rtx-pro-6000-server');

function request(needs: Json, profile: string | null = null): PlanRequest {
  return { profile, needs, count: 1, weight: null, group: null, extra: [] };
}

function satisfying(board: Board, needs: Needs, profile: string | null = null): string[] {
  return satisfyingProfiles(board, { profile }, needs).map((index) => board.profiles[index]?.name ?? '');
}

function worthwhile(board: Board, needs: Needs, profile: string | null = null): string[] {
  return profilesFor(board, { profile }, needs).map((index) => board.profiles[index]?.name ?? '');
}

test('a number for each need that is known, zero among them, and nothing where a profile is named', () => {
  expect(needsOf(request({ memoryGB: 10, decoders: 0 }), 3)).toEqual({
    ok: true,
    value: { memoryGB: 10, decoders: 0 },
  });
  expect(needsOf(request(null, '1g.5gb'), 3)).toEqual({ ok: true, value: {} });
  // Beside a profile, needing nothing is no slip.
  expect(needsOf(request({ jpeg: 0 }, '1g.5gb'), 3)).toEqual({ ok: true, value: { jpeg: 0 } });
  expect(NEED_NAMES).toEqual(['memoryGB', 'computeSlices', 'sm', 'decoders', 'encoders', 'jpeg', 'ofa']);
});

test.each<[Json, string, string?]>([
  ['memoryGB', 'needs-unreadable'],
  [7, 'needs-unreadable'],
  [true, 'needs-unreadable'],
  [[], 'needs-unreadable'],
  [{}, 'needs-unreadable'],
  [{ sm: 0, ofa: 0 }, 'needs-unreadable'],
  [{ sm: 1, memory: 1 }, 'need-unknown', 'memory'],
  [{ ofa: -1 }, 'need-not-a-number', 'ofa'],
  [{ ofa: null }, 'need-not-a-number', 'ofa'],
  [{ ofa: '1' }, 'need-not-a-number', 'ofa'],
  [{ sm: Infinity }, 'need-not-a-number', 'sm'],
  [{ sm: NaN }, 'need-not-a-number', 'sm'],
])('needs of %j: %s', (needs, code, name) => {
  const error = { code, request: 4, field: 'needs', ...(name === undefined ? {} : { name }) };
  expect(needsOf(request(needs), 4)).toEqual({ ok: false, error });
});

test('a count that makes no sense comes before what is needed', () => {
  const answer = needsOf({ ...request({ memory: 1 }), count: 0 }, 2);
  expect(answer).toMatchObject({ ok: false, error: { code: 'count-zero', request: 2, field: 'count' } });
});

test('what satisfies: memory by the name, slices, multiprocessors; media alone for who needs an engine', () => {
  expect(satisfying(A100, { memoryGB: 10 })).toEqual(['1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb']);
  expect(satisfying(A100, { memoryGB: 5 })).not.toContain('1g.5gb+me');
  expect(satisfying(A100, { memoryGB: 5, ofa: 0 })).not.toContain('1g.5gb+me');
  expect(satisfying(RTX, { memoryGB: 24, encoders: 0 })).toEqual(['1g.24gb', '2g.48gb', '4g.96gb']);
  expect(satisfying(RTX, { ofa: 1 })).toEqual([
    '1g.24gb+me',
    '1g.24gb+me.all',
    '2g.48gb+me.all',
    '4g.96gb',
    '4g.96gb+gfx',
  ]);
  expect(satisfying(A100, { memoryGB: 10.5 })).toEqual(['3g.20gb', '4g.20gb', '7g.40gb']);
  expect(satisfying(A100, { memoryGB: 40 })).toEqual(['7g.40gb']);
  expect(satisfying(A100, { memoryGB: 41 })).toEqual([]);
  expect(satisfying(A100, { computeSlices: 3 })).toEqual(['3g.20gb', '4g.20gb', '7g.40gb']);
  expect(satisfying(A100, { computeSlices: 2, memoryGB: 20 })).toEqual(['3g.20gb', '4g.20gb', '7g.40gb']);
  expect(satisfying(A100, { sm: 43 })).toEqual(['4g.20gb', '7g.40gb']);
  expect(satisfying(A100, { sm: 42 })).toEqual(['3g.20gb', '4g.20gb', '7g.40gb']);
  expect(satisfying(A100, { jpeg: 1, memoryGB: 5 })).toEqual(['1g.5gb+me', '7g.40gb']);
  expect(satisfying(A100, { ofa: 1 })).toEqual(['1g.5gb+me', '7g.40gb']);
  expect(satisfying(A100, { jpeg: 0, memoryGB: 40 })).toEqual(['7g.40gb']);
  expect(satisfying(A100, { decoders: 3 })).toEqual(['7g.40gb']);
  expect(satisfying(A100, {}, '1g.5gb+me')).toEqual(['1g.5gb+me']);
  expect(satisfying(A100, {}, '1g.12gb')).toEqual([]);
  expect(satisfying(A100, { memoryGB: 6 }, '1g.5gb')).toEqual([]);
});

test('smallest first, and none for which another can always stand in', () => {
  expect(worthwhile(A100, { memoryGB: 5 })).toEqual(['1g.5gb']);
  expect(worthwhile(A100, { memoryGB: 20 })).toEqual(['3g.20gb']);
  expect(worthwhile(A100, {}, '4g.20gb')).toEqual(['4g.20gb']);
  expect(worthwhile(A100, { memoryGB: 10 })).toEqual(['1g.10gb']);
  // Media of its own fit once on a GPU, and the other, with a decoder too, four times: neither stands in for both.
  expect(worthwhile(A100, { decoders: 1 })).toEqual(['1g.5gb+me', '1g.10gb']);
  expect(worthwhile(A100, { jpeg: 1 })).toEqual(['1g.5gb+me']);
  // With and without graphics each stands in for the other: the plain one is first and stays.
  expect(worthwhile(RTX, { encoders: 1 })).toEqual(['1g.24gb']);
  expect(worthwhile(RTX, { decoders: 2 })).toEqual(['1g.24gb+me.all', '2g.48gb']);
  for (const board of [A100, H100]) {
    for (const needs of [{ memoryGB: 5 }, { memoryGB: 10 }, { computeSlices: 2 }, { jpeg: 1 }, { sm: 20 }]) {
      const all = satisfyingProfiles(board, { profile: null }, needs);
      const kept = profilesFor(board, { profile: null }, needs);
      const sizes = kept.map((index) => board.profiles[index]?.memorySlices ?? 0);
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      // Whatever was left out has one that is kept and stands in for it; of those that are kept none does.
      for (const index of all) {
        const others = kept.filter((other) => other !== index && isExchangeable(board, index, other));
        expect(others.length > 0, `${board.id} ${index}`).toBe(!kept.includes(index));
      }
    }
  }
});

test('one stands in for another when every set of the board is one with it instead', () => {
  for (const board of BOARDS.filter(({ id }) => ['a100-pcie-40gb', 'a30-24gb'].includes(id))) {
    const sets = patternsOf(board).all.map(({ counts }) => counts);
    const texts = new Set(sets.map((counts) => counts.join()));
    for (const [wanted] of board.profiles.entries()) {
      for (const [other] of board.profiles.entries()) {
        const swapped = sets
          .filter((counts) => (counts[wanted] ?? 0) > 0)
          .map((counts) =>
            counts.map((count, at) => count - (at === wanted ? 1 : 0) + (at === other ? 1 : 0)).join(),
          );
        const expected = swapped.every((text) => texts.has(text));
        expect(isExchangeable(board, wanted, other), `${board.id} ${wanted} ${other}`).toBe(expected);
        expect(isExchangeable(board, wanted, other)).toBe(expected);
      }
    }
  }
});
