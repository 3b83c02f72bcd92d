import { describe, expect, test } from 'vitest';
import { seedsOf } from '../../../model/seeds.testing.ts';
import { allLayouts, type Piece, type RawBoard } from '../../oracle.testing.ts';
import { solveWithHighs } from '../highs.testing.ts';
import type { Column, IntegerProgram, Row } from '../integerProgram.ts';
import { runSearch } from '../search.ts';
import { solveInteger } from '../solveInteger.ts';
import { fleetOf } from './fleet.ts';
import { compact, retarget } from './retarget.ts';
import { seededRetarget, type RetargetCase } from './retarget.testing.ts';
import { retargetProgram } from './retargetProgram.ts';

/**
 * Another program for another solver: every GPU for itself, whole, with every multiset that it can hold and the most of it
 * that is there already. Of GPUs that hold the same, one after the other, no halves, no classes.
 */
function wholeProgram(
  { board, profiles, layouts }: RetargetCase,
  demand: ReadonlyMap<string, number>,
  isCompact: boolean,
): IntegerProgram {
  const all = waysOf(board, profiles);
  const many = layouts.reduce((sum, pieces) => sum + pieces.length, 1);
  const rows: Row[] = layouts.map(() => ({ low: 1, high: 1 }));
  for (const name of profiles) rows.push({ low: demand.get(name) ?? 0, high: demand.get(name) ?? 0 });
  const columns: Column[] = [];
  for (const [gpu, now] of layouts.entries()) {
    const least = new Map<string, { lost: number; counts: readonly number[] }>();
    for (const { pieces, counts } of all) {
      const lost = now.filter((piece) => !pieces.has(nameOf(piece))).length;
      const key = counts.join();
      if (lost < (least.get(key)?.lost ?? Infinity)) least.set(key, { lost, counts });
    }
    for (const { lost, counts } of least.values()) {
      if (counts.some((count, at) => count > (demand.get(profiles[at]!) ?? 0))) continue;
      const isUsed = counts.some((count) => count > 0);
      columns.push({
        cost: lost + (isCompact && isUsed ? many : 0),
        entries: [
          [gpu, 1],
          ...counts.flatMap((count, at): [number, number][] =>
            count === 0 ? [] : [[layouts.length + at, count]],
          ),
        ],
        high: 1,
      });
    }
  }
  return { rows, columns };
}

const nameOf = ({ profile, start }: Piece): string => `${profile}@${start}`;

interface Way {
  readonly pieces: ReadonlySet<string>;
  readonly counts: readonly number[];
}

const known = new Map<string, readonly Way[]>();

/** All that one GPU can hold; the same for every seed of a board. */
function waysOf(board: RawBoard, profiles: readonly string[]): readonly Way[] {
  const key = `${board.id} ${profiles.join()}`;
  const ways =
    known.get(key) ??
    [[], ...allLayouts(board, profiles)].map((pieces) => ({
      pieces: new Set(pieces.map(nameOf)),
      counts: profiles.map((name) => pieces.filter(({ profile }) => profile === name).length),
    }));
  known.set(key, ways);
  return ways;
}

/** Five A100s each take a minute: `npm run oracle` has them, every run of the tests has most seeds on two. */
const isAll = process.env['SOLVER_ORACLE'] === 'all';
const SIZE = seedsOf(50);
const gpusOf = (seed: number): number => (isAll || seed % 10 === 0 ? 5 : 2);

describe.each([1, 51, 101, 151])(
  `two A100s, every tenth time five, seeds %i and the ${SIZE - 1} after it`,
  (first) => {
    test('retarget loses what HiGHS finds least, GPU by GPU', () => {
      for (let seed = first; seed < first + SIZE; seed++) {
        const one = seededRetarget(seed, gpusOf(seed));
        const search = retarget(one.plan, { demand: one.demand, weights: 'instances' });
        const outcome = search.ok ? runSearch(search.value()) : null;
        const oracle = solveWithHighs(wholeProgram(one, one.demand, false));
        expect({ seed, lost: outcome?.best?.destroyed, isProven: outcome?.isProven }).toEqual({
          seed,
          lost: oracle.status === 'optimal' ? oracle.cost : undefined,
          isProven: true,
        });
      }
    });

    test('compact uses as few GPUs as HiGHS, and loses as little', () => {
      for (let seed = first; seed < first + SIZE; seed++) {
        const whole = seededRetarget(seed, gpusOf(seed));
        const layouts = whole.layouts.map((pieces, gpu) =>
          pieces.filter((_, at) => (at + gpu + seed) % 3 !== 0),
        );
        const demand = new Map<string, number>();
        for (const { profile } of layouts.flat()) demand.set(profile, (demand.get(profile) ?? 0) + 1);
        const [host] = whole.plan.hosts;
        const gpus = host!.gpus.map((gpu, at) => ({
          ...gpu,
          instances: gpu.instances.filter((gi) =>
            layouts[at]!.some((piece) => piece.start === gi.start && piece.profile === gi.profile),
          ),
        }));
        const search = compact({ ...whole.plan, hosts: [{ ...host!, gpus }] }, 'instances');
        const outcome = search.ok ? runSearch(search.value()) : null;
        const oracle = solveWithHighs(wholeProgram({ ...whole, layouts }, demand, true));
        const many = layouts.reduce((sum, pieces) => sum + pieces.length, 1);
        const { used = 0, destroyed = 0 } = outcome?.best ?? {};
        expect({ seed, cost: used * many + destroyed, isProven: outcome?.isProven }).toEqual({
          seed,
          cost: oracle.status === 'optimal' ? oracle.cost : null,
          isProven: true,
        });
      }
    });
  },
);

/** Large enough that solving takes more memory than was set aside for it. */
test('the programs of 1,000 GPUs, seeds 1 and 2, have the optimum of HiGHS', () => {
  for (const seed of [1, 2]) {
    const { plan, demand } = seededRetarget(seed, 1000);
    const fleet = fleetOf(plan, { wanted: new Set(demand.keys()), weightOf: () => 1 });
    const { program } = retargetProgram(fleet, { demand, empty: null });
    const { best, isProven } = runSearch(solveInteger(program));
    expect({ seed, isProven, oracle: solveWithHighs(program) }).toMatchObject({
      seed,
      isProven: true,
      oracle: { status: 'optimal', cost: best?.cost },
    });
  }
});
