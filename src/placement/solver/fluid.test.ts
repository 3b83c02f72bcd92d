import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Board } from '../../model/board.ts';
import { Fluid } from './fluid.ts';
import { mulberry32 } from './seeded.ts';
import { weightOf, weightsOf } from './weights.ts';

const boardOf = (id: string): Board => {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return board;
};
const indexes = (board: Board, names: readonly string[]): number[] =>
  names.map((name) => board.profiles.findIndex((profile) => profile.name === name));

test('A100: the fluid number is the greatest of the four lines of its closed form (400 demands, seed 3)', () => {
  const board = boardOf('a100-pcie-40gb');
  const names = ['7g.40gb', '4g.20gb', '3g.20gb', '2g.10gb', '1g.10gb', '1g.5gb'];
  const fluid = new Fluid(board, indexes(board, names));
  const random = mulberry32(3);
  for (let round = 0; round < 400; round++) {
    const demand = names.map(() => Math.floor(random() * 2) * Math.floor(random() * 50));
    const [d7 = 0, d4 = 0, d3 = 0, d2 = 0, dL = 0, d1 = 0] = demand;
    const lines = [
      d4,
      (2 * d4 + d3 + d2) / 3,
      (4 * d4 + 3 * d3 + 2 * d2 + dL + d1) / 7,
      (4 * d4 + 4 * d3 + 2 * d2 + 2 * dL + d1) / 8,
    ];
    expect(fluid.gpus(demand)).toBeCloseTo(d7 + Math.max(...lines), 6);
  }
});

test('A30: the same of its closed form (200 demands, seed 4)', () => {
  const board = boardOf('a30-24gb');
  const fluid = new Fluid(board, indexes(board, ['4g.24gb', '2g.12gb', '1g.6gb']));
  const random = mulberry32(4);
  for (let round = 0; round < 200; round++) {
    const [d4, d2, d1] = [random(), random(), random()].map((one) => Math.floor(one * 30)) as [
      number,
      number,
      number,
    ];
    expect(fluid.gpus([d4, d2, d1])).toBeCloseTo(d4 + (2 * d2 + d1) / 4, 6);
  }
});

test('RTX PRO 6000: the greatest quotient of its weights, whatever was asked before (400 demands, seed 6)', () => {
  const board = boardOf('rtx-pro-6000-server');
  const kinds = indexes(board, ['1g.24gb', '1g.24gb+gfx', '1g.24gb-me', '2g.48gb', '2g.48gb+gfx', '4g.96gb']);
  expect(kinds).not.toContain(-1);
  const lines = weightsOf(board, kinds)!;
  const fluid = new Fluid(board, kinds);
  const random = mulberry32(6);
  for (let round = 0; round < 400; round++) {
    // Many alike, so that several fillings do equally well.
    const demand = kinds.map(() => Math.floor(random() * 3) * 4);
    const counts = board.profiles.map((_, index) => demand[kinds.indexOf(index)] ?? 0);
    const quotients = lines.map(({ weights, capacity }) => weightOf(weights, counts) / capacity);
    expect(fluid.gpus(demand), demand.join()).toBeCloseTo(Math.max(0, ...quotients), 6);
  }
});

test('nothing takes no GPU, one media extension takes a GPU each, and what has no start takes more than there are', () => {
  const board = boardOf('a100-pcie-40gb');
  const fluid = new Fluid(board, indexes(board, ['1g.5gb+me']));
  expect(fluid.gpus([0])).toBe(0);
  expect(fluid.gpus([5])).toBe(5);
  const unknown = boardOf('rtx-pro-5000-48gb');
  expect(new Fluid(unknown, [0]).gpus([1])).toBe(Infinity);
});
