import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { isDrawable } from '../../model/board.ts';
import { costedFleet, MAX_COST, type PricedBoard } from './fleetCosts.ts';

function entry(id: string, more: Partial<PricedBoard> = {}): PricedBoard {
  const board = findBoard(id);
  if (board === undefined) throw new Error(id);
  return { board, cost: 1, count: null, gpusPerHost: null, ...more };
}
const A100 = (more: Partial<PricedBoard>): PricedBoard => entry('a100-pcie-40gb', more);
const A30 = (more: Partial<PricedBoard>): PricedBoard => entry('a30-24gb', more);

test.each([
  [[1, 2], 1, [1, 2]],
  [[0, 0], 1, [0, 0]],
  [[0.5, 2], 10, [5, 20]],
  [[1.2345, 3.5], 10_000, [12_345, 35_000]],
  [[0.07, 0.29], 100, [7, 29]],
  [[MAX_COST, 0.0001], 10_000, [MAX_COST * 10_000, 1]],
])('costs of %j are whole in units of which %i make one', (costs, unitsPerCost, units) => {
  const [first = 0, second = 0] = costs;
  const answer = costedFleet([A100({ cost: first }), A30({ cost: second, count: 7, gpusPerHost: 4 })]);
  if (!answer.ok) throw new Error(answer.error.code);
  expect(answer.value.unitsPerCost).toBe(unitsPerCost);
  expect(answer.value.fleet.map(({ cost }) => cost)).toEqual(units);
  expect(answer.value.fleet.map(({ board }) => board.id)).toEqual(['a100-pcie-40gb', 'a30-24gb']);
  expect(answer.value.fleet[1]).toMatchObject({ count: 7, gpusPerHost: 4 });
});

test('no boards cost nothing', () => {
  expect(costedFleet([])).toEqual({ ok: true, value: { fleet: [], unitsPerCost: 1 } });
});

test.each([-1, NaN, MAX_COST + 1, Infinity, 0.00001, 1.00005])('a cost of %d is unusable', (cost) => {
  expect(costedFleet([A30({}), A100({ cost })])).toEqual({
    ok: false,
    error: { code: 'cost-unusable', entry: 1, field: 'cost', cost },
  });
});

test.each([
  ['count', 0, 1_000_000],
  ['count', 1.5, 1_000_000],
  ['count', 1_000_001, 1_000_000],
  ['gpusPerHost', 0, 64],
  ['gpusPerHost', 65, 64],
  ['gpusPerHost', NaN, 64],
] as const)('%s %d is unusable, with the most there may be', (field, value, max) => {
  expect(costedFleet([A100({ [field]: value })])).toEqual({
    ok: false,
    error: { code: 'gpus-unusable', entry: 0, field, value, max },
  });
});

test('the first and the last that are usable are', () => {
  for (const gpusPerHost of [1, 64])
    for (const count of [1, 1_000_000]) expect(costedFleet([A100({ count, gpusPerHost })]).ok).toBe(true);
});

test('a board that is there twice, and one without public starts', () => {
  expect(costedFleet([A100({}), A30({}), A100({ cost: 2 })])).toEqual({
    ok: false,
    error: { code: 'board-twice', entry: 2, board: 'a100-pcie-40gb' },
  });
  const board = BOARDS.find((one) => !isDrawable(one));
  if (board === undefined) throw new Error('every board has starts now');
  expect(costedFleet([A30({}), A100({ board })])).toEqual({
    ok: false,
    error: { code: 'board-without-starts', entry: 1, board: board.id },
  });
});
