/** Weights of boards: by hand where two or three profiles are asked for, and against the fewest patterns by plain recursion. */
import { describe, expect, test } from 'vitest';
import type { Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { patternsOf } from './patterns.ts';
import { closedFormOf, weightOf, weightsOf, type Weights } from './weights.ts';

const a100 = findBoard('a100-pcie-40gb')!;
const a30 = findBoard('a30-24gb')!;
const rtx = findBoard('rtx-pro-6000-server')!;
const indexes = (board: Board, names: readonly string[]): number[] =>
  names.map((name) => board.profiles.findIndex((one) => one.name === name));

/** "1+2 of 8" for each: the weights of the named profiles and the capacity. */
function told(board: Board, names: readonly string[], lines: readonly Weights[] | null): string[] | null {
  const asked = indexes(board, names);
  return (
    lines?.map(({ weights, capacity }) => {
      expect(weights).toHaveLength(board.profiles.length);
      expect(weights.every((weight, index) => weight === 0 || asked.includes(index))).toBe(true);
      return `${asked.map((index) => weights[index]).join('+')} of ${capacity}`;
    }) ?? null
  );
}

test.each<[Board, string[], string[]]>([
  // Seven alone, four large ones alone, six and one, four and two, two and three: slices, and instances.
  [a100, ['1g.5gb', '1g.10gb'], ['1+1 of 7', '1+2 of 8']],
  // 7g shares with nothing, so each way to count the others counts it as a whole GPU.
  [a100, ['7g.40gb'], ['1 of 1']],
  [a100, ['1g.5gb', '7g.40gb'], ['1+7 of 7']],
  // Two 3g, or a 4g and a 3g: two instances at the most, and one 4g.
  [a100, ['3g.20gb', '4g.20gb'], ['0+1 of 1', '1+1 of 2']],
  // Slices say all of an A30.
  [a30, ['1g.6gb', '2g.12gb', '4g.24gb'], ['1+2+4 of 4']],
  // What stands for each other weighs the same: of the +me there is one, so it is a kind of its own.
  [a30, ['1g.6gb', '1g.6gb+me'], ['0+1 of 1', '1+1 of 4']],
  [rtx, ['1g.24gb', '1g.24gb+gfx', '2g.48gb'], ['1+1+2 of 4']],
])('%#: the lines of a board for these profiles', (board, names, lines) => {
  const asked = indexes(board, names);
  expect(asked).not.toContain(-1);
  expect(told(board, names, weightsOf(board, asked))?.sort()).toEqual(lines);
  // They are the closed form too, and that is kept.
  const form = closedFormOf(board, asked);
  expect(told(board, names, form)?.sort()).toEqual(lines);
  expect(closedFormOf(board, asked)).toBe(form);
});

/** The fewest GPUs that hold these counts, pattern by pattern. */
function fewest(
  patterns: readonly (readonly number[])[],
  known: Map<string, number>,
  counts: readonly number[],
): number {
  const key = counts.join();
  const before = known.get(key);
  if (before !== undefined) return before;
  let least = Infinity;
  if (counts.every((count) => count === 0)) least = 0;
  else {
    for (const pattern of patterns) {
      const left = counts.map((count, index) => Math.max(0, count - (pattern[index] ?? 0)));
      if (left.join() !== key) least = Math.min(least, 1 + fewest(patterns, known, left));
    }
  }
  known.set(key, least);
  return least;
}

describe.each<[Board, string[], number]>([
  [a100, ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb'], 4],
  [a100, ['1g.5gb+me', '1g.5gb', '3g.20gb', '7g.40gb'], 6],
  [a30, ['1g.6gb', '1g.6gb+me', '2g.12gb', '2g.12gb+me'], 5],
  [rtx, ['1g.24gb+me.all', '1g.24gb-me', '2g.48gb+me.all', '2g.48gb'], 5],
])('%#: a board and profiles', (board, names, most) => {
  const asked = indexes(board, names);
  const lines = weightsOf(board, asked)!;

  test('no pattern weighs more than the capacity, and one of each line weighs as much', () => {
    const { all } = patternsOf(board, asked);
    for (const { weights, capacity } of lines) {
      const heaviest = Math.max(...all.map(({ counts }) => weightOf(weights, counts)));
      expect(heaviest).toBe(capacity);
      expect([...weights, capacity].every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    }
  });

  test('no line says less than another for whatever is asked', () => {
    for (const one of lines) {
      for (const other of lines) {
        if (one === other) continue;
        const isBelow = asked.every(
          (index) => one.weights[index]! * other.capacity <= other.weights[index]! * one.capacity,
        );
        expect(isBelow).toBe(false);
      }
    }
  });

  test(`of up to ${most} of each the greatest quotient is the fewest GPUs`, () => {
    const form = closedFormOf(board, asked)!;
    const patterns = patternsOf(board, asked).best.map(({ counts }) => asked.map((index) => counts[index]!));
    const known = new Map<string, number>();
    const counts = board.profiles.map(() => 0);
    const visit = (at: number): void => {
      const index = asked[at];
      if (index === undefined) {
        const gpus = Math.max(
          ...form.map(({ weights, capacity }) => Math.ceil(weightOf(weights, counts) / capacity)),
        );
        const wanted = asked.map((one) => counts[one]!);
        if (gpus !== fewest(patterns, known, wanted)) expect.fail(`${wanted.join()}: ${gpus}`);
        return;
      }
      for (let count = 0; count <= most; count++) {
        counts[index] = count;
        visit(at + 1);
      }
      counts[index] = 0;
    };
    visit(0);
    expect(known.size).toBeGreaterThan(most ** 2);
  });
});

test('weights of counts add up, and what is missing of either is nothing', () => {
  expect(weightOf([1, 2, 4], [3, 0, 2])).toBe(11);
  expect(weightOf([1, 2, 4], [1])).toBe(1);
  expect(weightOf([2], [1, 7])).toBe(2);
  expect(weightOf([], [])).toBe(0);
});
