import { describe, expect, test } from 'vitest';
import { dealPools, Play } from './dealPools.ts';
import type { Fill, OrderProblem, Vacate } from './orderProblem.ts';

const goes = (needs: readonly number[], weight = 1): Vacate => ({ needs, pool: null, weight });
const anyOf = (pool: number, weight = 1): Vacate => ({ needs: [], pool, weight });
const comes = (waitsFor: readonly number[] = [], pool: number | null = null): Fill => ({ waitsFor, pool });

/** Two of a pool; one new place is free, the other is where the first of them stands. */
const CHAIN: OrderProblem = {
  vacates: [anyOf(0), anyOf(0)],
  fills: [comes([], 0), comes([0], 0)],
};
/** Two of a pool that stand in each other's way, and no room beside. */
const RING: OrderProblem = {
  vacates: [anyOf(0, 4), anyOf(0, 4)],
  fills: [comes([0], 0), comes([1], 0)],
};
/** Three of a pool of which only one comes again, where the last stands. */
const FEWER: OrderProblem = {
  vacates: [anyOf(7), anyOf(7), anyOf(7)],
  fills: [comes([2], 7)],
};
/** Two with names that change places. */
const SWAP: OrderProblem = {
  vacates: [goes([0], 5), goes([1], 3)],
  fills: [comes([1]), comes([0])],
};

describe('played by hand', () => {
  test('what can come comes at once; one that goes makes room for the next', () => {
    const play = new Play(CHAIN);
    expect(play.arrived).toEqual([0]);
    expect(play.left).toBe(2);
    const first = play.choice();
    expect(first).toEqual({ kind: 'goes', pool: 0, of: [0, 1] });
    expect(first?.kind === 'goes' && play.isPlenty(first)).toBe(false);
    expect([play.waitingBehind(0), play.waitingBehind(1)]).toEqual([1, Infinity]);
    play.take(0, false);
    expect(play.isGone).toEqual([true, false]);
    expect(play.arrived).toEqual([0, 1]);
    const second = play.choice();
    expect(second).toEqual({ kind: 'goes', pool: 0, of: [1] });
    expect(second?.kind === 'goes' && play.isPlenty(second)).toBe(true);
    play.take(1, false);
    expect(play.left).toBe(0);
    expect(play.choice()).toBe(null);
  });

  test('the wrong one goes, and the other has to be parked', () => {
    const play = new Play(CHAIN);
    play.take(1, false);
    expect(play.choice()).toEqual({ kind: 'parks' });
    play.take(0, true);
    expect(play.arrived).toEqual([0, 1]);
    expect(play.choice()).toBe(null);
  });

  test('a parked one uses nothing that comes: the other goes for it', () => {
    const play = new Play(RING);
    expect(play.arrived).toEqual([]);
    expect(play.choice()).toEqual({ kind: 'parks' });
    play.take(0, true);
    expect(play.choice()).toEqual({ kind: 'goes', pool: 0, of: [1] });
  });

  test('who needs nothing is gone from the start, who needs two goes when both are there', () => {
    const play = new Play({
      vacates: [goes([]), goes([0, 1]), goes([2])],
      fills: [comes([0]), comes([2]), comes([0, 2])],
    });
    expect(play.isGone).toEqual([true, false, false]);
    expect(play.left).toBe(2);
    expect(play.arrived).toEqual([0]);
    expect(play.waitingBehind(2)).toBe(1);
    expect(play.choice()).toEqual({ kind: 'parks' });
    play.take(2, true);
    expect(play.isGone).toEqual([true, true, true]);
    expect([...play.arrived].sort()).toEqual([0, 1, 2]);
    expect(play.left).toBe(0);
    // Who is gone cannot go again.
    play.take(2, true);
    expect(play.left).toBe(0);
  });

  test('states are equal where the same is gone and as many are parked', () => {
    const keyOf = (problem: OrderProblem, ...moves: readonly (readonly [number, boolean])[]): string => {
      const play = new Play(problem);
      for (const [v, isParked] of moves) play.take(v, isParked);
      return play.key();
    };
    expect(keyOf(FEWER, [0, false], [1, false])).toBe(keyOf(FEWER, [1, false], [0, false]));
    expect(keyOf(FEWER, [0, false])).not.toBe(keyOf(FEWER, [1, false]));
    expect(keyOf(FEWER, [0, false], [1, false])).not.toBe(keyOf(FEWER, [0, false], [1, true]));
    expect(keyOf(FEWER)).not.toBe(keyOf(FEWER, [0, false]));
    const two: OrderProblem = {
      vacates: [anyOf(0), anyOf(1), anyOf(0), anyOf(1)],
      fills: [comes([0, 1], 0), comes([0, 1], 1), comes([0, 1], 0), comes([0, 1], 1)],
    };
    expect(keyOf(two, [0, true])).not.toBe(keyOf(two, [1, true]));
  });
});

describe('dealt out', () => {
  test.each<[string, OrderProblem, ReturnType<typeof dealPools>]>([
    ['what stands in the way goes first', CHAIN, { needs: [[0], [1]], parked: [], cost: 0 }],
    ['one is parked, for which the last comes', RING, { needs: [[1], [0]], parked: [0], cost: 4 }],
    ['what goes for nothing makes room first', FEWER, { needs: [[0], [], []], parked: [], cost: 0 }],
    ['of those with names the lightest is parked', SWAP, { needs: [[0], [1]], parked: [1], cost: 3 }],
    ['nothing', { vacates: [], fills: [] }, { needs: [], parked: [], cost: 0 }],
  ])('%s', (_, problem, dealt) => {
    expect(dealPools(problem)).toEqual(dealt);
  });

  test('of those that weigh as much the one is parked that makes room soonest', () => {
    const dealt = dealPools({
      vacates: [goes([0]), goes([1]), goes([2])],
      fills: [comes([1]), comes([0, 2]), comes([0, 2])],
    });
    // One waits for the second alone; for the others two each.
    expect(dealt).toEqual({ needs: [[0], [1], [2]], parked: [1, 2], cost: 2 });
    // Weight goes before room.
    const heavy = dealPools({
      vacates: [goes([0], 2), goes([1], 9), goes([2], 2)],
      fills: [comes([1]), comes([0, 2]), comes([0, 2])],
    });
    expect(heavy).toEqual({ needs: [[0], [1], [2]], parked: [0, 2], cost: 4 });
  });

  test('as it is told, as far as it is told', () => {
    expect(dealPools(CHAIN, [1, 0])).toEqual({ needs: [[1], [0]], parked: [0], cost: 1 });
    expect(dealPools(CHAIN, [0, 1])).toEqual({ needs: [[0], [1]], parked: [], cost: 0 });
    expect(dealPools(CHAIN, [1])).toEqual({ needs: [[], [0]], parked: [], cost: 0 });
    expect(dealPools(RING, [1, 0])).toEqual({ needs: [[1], [0]], parked: [1], cost: 4 });
  });

  test('each pool has its own: what comes of one is nothing to the other', () => {
    const dealt = dealPools({
      vacates: [anyOf(0), anyOf(1), anyOf(0), anyOf(1)],
      fills: [comes([], 1), comes([1], 0), comes([0], 1), comes([3], 0)],
    });
    // The one of pool 1 in whose room one of pool 0 comes, and so on round.
    expect(dealt).toEqual({ needs: [[1], [0], [3], [2]], parked: [], cost: 0 });
  });

  test('the parked are named in order, and get what is over first to first', () => {
    const dealt = dealPools({
      vacates: [anyOf(0, 3), anyOf(0, 1), anyOf(0, 2)],
      fills: [comes([0, 1, 2], 0), comes([0, 1, 2], 0), comes([0, 1, 2], 0)],
    });
    // The lightest was first, then the one of 2; what comes together comes from the last to the first.
    expect(dealt).toEqual({ needs: [[0], [2], [1]], parked: [0, 1, 2], cost: 6 });
  });
});
