/** Weights of boards: by hand where two or three profiles are asked for, and against the fewest patterns by plain recursion. */
import { describe, expect, test } from 'vitest';
import type { Board, GiProfile } from '../../model/board.ts';
import { makeBoard, makeProfile } from '../../model/boards.testing.ts';
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

describe('boards that are made up', () => {
  /** A profile of so many slices, at any start of a board of so many. */
  const block = (name: string, size: number, slices: number): GiProfile =>
    makeProfile({
      ...{ name, memorySlices: size, maxInstances: Math.floor(slices / size) },
      starts: Array.from({ length: slices - size + 1 }, (_, start) => start),
    });
  const of30 = makeBoard([block('half', 15, 30), block('third', 10, 30), block('fifth', 6, 30)], {
    memorySlices: 30,
  });

  test('weights are in lowest terms', () => {
    expect(told(of30, ['half', 'third'], weightsOf(of30, [0, 1]))).toEqual(['3+2 of 6']);
    expect(told(of30, ['half', 'fifth'], weightsOf(of30, [0, 2]))).toEqual(['5+2 of 10']);
    expect(told(of30, ['third', 'fifth'], weightsOf(of30, [1, 2]))).toEqual(['5+3 of 15']);
    expect(told(of30, ['half', 'third', 'fifth'], weightsOf(of30, [0, 1, 2]))).toEqual(['15+10+6 of 30']);
  });

  test('where slices suffice and nothing fits, there is no closed form', () => {
    // A half, two thirds and four fifths are 59 slices of 60. A GPU with the half has a third or two fifths beside it,
    // and what is left, a third and four fifths or two thirds and two fifths, is more than 30.
    expect(closedFormOf(of30, [0, 1, 2])).toBeNull();
    // Of two profiles there is always one.
    expect(told(of30, ['half', 'third'], closedFormOf(of30, [0, 1]))).toEqual(['3+2 of 6']);
    expect(told(of30, ['half', 'fifth'], closedFormOf(of30, [0, 2]))).toEqual(['5+2 of 10']);
  });

  test('where two profiles shut each other out, one of each is no set of one GPU though it weighs no more', () => {
    const board = makeBoard([block('a', 1, 2), block('b', 1, 2)], {
      memorySlices: 2,
      constraints: [{ kind: 'mutually-exclusive', profiles: ['a', 'b'], why: 'made up' }],
    });
    expect(told(board, ['a', 'b'], weightsOf(board, [0, 1]))).toEqual(['1+1 of 2']);
    expect(closedFormOf(board, [0, 1])).toBeNull();
    expect(told(board, ['a'], closedFormOf(board, [0]))).toEqual(['1 of 2']);
  });

  test('what takes a whole GPU is no matter of how the others come together', () => {
    // The lines are those of the others, each with the whole GPU as heavy as all it holds.
    const whole = makeBoard([...of30.profiles, block('whole', 30, 30)], { memorySlices: 30 });
    expect(told(whole, ['half', 'third', 'whole'], closedFormOf(whole, [0, 1, 3]))).toEqual(['3+2+6 of 6']);
    expect(closedFormOf(whole, [0, 1, 2, 3])).toBeNull();
  });

  test('of more than seven profiles that share GPUs it is not looked for', () => {
    // Each has a slice of its own, so each is a line of its own; whole points of seven GPUs would be 8 to the 8th.
    const own = (at: number): GiProfile => makeProfile({ name: `p${at}`, starts: [at] });
    const board = makeBoard([0, 1, 2, 3, 4, 5, 6, 7].map(own));
    expect(weightsOf(board, [0, 1, 2, 3, 4, 5, 6, 7])).toHaveLength(8);
    expect(closedFormOf(board, [0, 1, 2, 3, 4, 5, 6, 7])).toBeNull();
    expect(closedFormOf(board, [1, 4, 6])).toHaveLength(3);
  });

  test('profiles that stand for each other count as one, however many there are', () => {
    const alike = makeBoard(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => block(name, 2, 4)).concat(block('small', 1, 4)),
      { memorySlices: 4 },
    );
    const all = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const names = all.map((index) => alike.profiles[index]!.name);
    expect(told(alike, names, closedFormOf(alike, all))).toEqual(['2+2+2+2+2+2+2+2+1 of 4']);
  });
});

test('weights of counts add up, and what is missing of either is nothing', () => {
  expect(weightOf([1, 2, 4], [3, 0, 2])).toBe(11);
  expect(weightOf([1, 2, 4], [1])).toBe(1);
  expect(weightOf([2], [1, 7])).toBe(2);
  expect(weightOf([], [])).toBe(0);
});
