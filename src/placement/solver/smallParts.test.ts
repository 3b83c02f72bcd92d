/** The small parts of the solver, by hand: means, searches, divisors, fleets by state, members dealt out. */
import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { dealApart, type Members } from './dealApart.ts';
import { estimateOf } from './estimate.ts';
import { greatestDivisor } from './greatestDivisor.ts';
import { runSearch, type Outcome, type Search } from './search.ts';
import { mulberry32 } from './seeded.ts';
import { StateFleet } from './stateFleet.ts';
import { NO_STATE, spotAt, stateOfSpots, stateTable } from './states.ts';

test('a mean, and how far it is to be trusted', () => {
  expect(estimateOf([7])).toEqual({ mean: 7, within: null });
  // Variance 2, of two: t = 12.706.
  expect(estimateOf([1, 3])).toEqual({ mean: 2, within: 12.706 });
  // Variance 1, of three: t = 4.303 / root of 3.
  expect(estimateOf([1, 2, 3]).within).toBeCloseTo(4.303 / Math.sqrt(3), 12);
  // 30 degrees of freedom and more: the last of the table.
  const many = (count: number): number => {
    const figures = Array.from({ length: count }, (_, at) => at % 2);
    const mean = figures.reduce((sum, one) => sum + one, 0) / count;
    const variance = figures.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (count - 1);
    return estimateOf(figures).within! / Math.sqrt(variance / count);
  };
  expect(many(30)).toBeCloseTo(2.045, 9);
  expect(many(31)).toBeCloseTo(2.042, 9);
  expect(many(200)).toBeCloseTo(2.042, 9);
  expect(estimateOf([4, 4, 4])).toEqual({ mean: 4, within: 0 });
});

test.each([
  [12, 18, 6],
  [18, 12, 6],
  [7, 0, 7],
  [0, 7, 7],
  [0, 0, 0],
  [5, 3, 1],
])('the greatest divisor of %i and %i is %i', (a, b, divisor) => {
  expect(greatestDivisor(a, b)).toBe(divisor);
});

const outcome = (work: number): Outcome<string> => ({
  best: `at ${work}`,
  bound: work,
  isProven: false,
  work,
});

function* steps(...works: number[]): Search<string> {
  for (const work of works.slice(0, -1)) yield outcome(work);
  return { ...outcome(works.at(-1)!), isProven: true };
}

test('a search runs to its end, or until its budget is done', () => {
  expect(runSearch(steps(1, 5, 9))).toMatchObject({ best: 'at 9', isProven: true });
  expect(runSearch(steps(1, 5, 9), 6)).toMatchObject({ best: 'at 9', isProven: true });
  expect(runSearch(steps(1, 5, 9), 5)).toMatchObject({ best: 'at 5', isProven: false });
  expect(runSearch(steps(1, 5, 9), 4)).toMatchObject({ best: 'at 5', isProven: false });
  expect(runSearch(steps(1, 5, 9), 1)).toMatchObject({ best: 'at 1', isProven: false });
  expect(runSearch(steps(1, 5, 9), 0)).toEqual({ best: null, bound: null, isProven: false, work: 0 });
  // The end is the end, with however little work.
  expect(runSearch(steps(0), 1)).toMatchObject({ best: 'at 0', isProven: true });
});

test('the same seed gives the same numbers, each at least 0 and below 1, spread evenly (seeds 1 and 2)', () => {
  const numbers = (seed: number, count = 4000): number[] => {
    const random = mulberry32(seed);
    return Array.from({ length: count }, random);
  };
  const one = numbers(1);
  expect(numbers(1)).toEqual(one);
  expect(numbers(1 + 2 ** 32)).toEqual(one);
  expect(numbers(2)).not.toEqual(one);
  // The published generator gives these for seed 1.
  expect(one.slice(0, 3)).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  expect(one.every((number) => number >= 0 && number < 1)).toBe(true);
  for (let part = 0; part < 8; part++) {
    const here = one.filter((number) => Math.floor(number * 8) === part).length;
    expect(Math.abs(here - 500)).toBeLessThan(100);
  }
});

test('a fleet by state: each GPU is in the list of its state, whatever comes and goes (seed 4)', () => {
  const table = stateTable(findBoard('a30-24gb')!);
  const fleet = new StateFleet(table, 5);
  expect(fleet.count).toBe(5);
  expect(fleet.members[0]).toEqual([0, 1, 2, 3, 4]);
  const random = mulberry32(4);
  const stands: number[][] = [[], [], [], [], []];
  for (let step = 0; step < 120; step++) {
    const gpu = Math.floor(random() * 5);
    const own = stands[gpu]!;
    const spot = Math.floor(random() * table.spots.length);
    if (own.includes(spot)) {
      fleet.remove(gpu, spot);
      stands[gpu] = own.filter((one) => one !== spot);
    } else if (stateOfSpots(table, [...own, spot]) !== NO_STATE) {
      fleet.add(gpu, spot);
      stands[gpu] = [...own, spot].sort((a, b) => a - b);
    } else continue;
    expect(fleet.layout(gpu)).toEqual({ spots: stands[gpu], state: stateOfSpots(table, stands[gpu]) });
    const where = stands.map((spots) => stateOfSpots(table, spots));
    expect([...fleet.stateOf]).toEqual(where);
    fleet.members.forEach((members, state) => {
      const expected = where.flatMap((one, at) => (one === state ? [at] : []));
      expect([...members].sort((a, b) => a - b)).toEqual(expected);
    });
  }
  // Each layout once, that of nothing first.
  const layouts = fleet.layouts.map(({ spots }) => spots.join());
  expect(layouts[0]).toBe('');
  expect(new Set(layouts).size).toBe(layouts.length);
});

test('a GPU that is closed is in no list, until something is done to it again', () => {
  const table = stateTable(findBoard('a30-24gb')!);
  const fleet = new StateFleet(table, 2);
  const spot = table.spotsOf[0]![0]!;
  fleet.close(0);
  expect(fleet.members[0]).toEqual([1]);
  expect(fleet.stateOf[0]).toBe(NO_STATE);
  expect(fleet.layout(0)).toEqual({ spots: [], state: 0 });
  fleet.close(0);
  expect(fleet.members[0]).toEqual([1]);
  fleet.add(0, spot);
  expect(fleet.members[fleet.layout(0).state]).toEqual([0]);
  fleet.remove(0, spot);
  expect(fleet.members[0]).toEqual([1, 0]);
  expect(fleet.toggled(fleet.toggled(0, spot), spot)).toBe(0);
  // A spot of the table is found by its profile and start.
  const { profiles } = table.geometry.board;
  expect(spotAt(table, profiles[table.profiles[0]!]!.name, 0)).toBe(spot);
  expect(spotAt(table, profiles[table.profiles[0]!]!.name, 9)).toBe(-1);
  expect(spotAt(table, '9g.90gb', 0)).toBe(-1);
});

/** What is wrong with the way in which members are dealt out; empty when nothing is. */
function dealt(gpus: number, slots: readonly number[], members: readonly Members[]): string[] {
  const faults: string[] = [];
  const result = dealApart(gpus, slots, members);
  if (result.length !== gpus) faults.push(`${result.length} GPUs`);
  const served = members.map(() => 0);
  for (const [gpu, here] of result.entries()) {
    const groups = here.map(({ ask, pool }) => {
      const at = members.findIndex((one) => one.ask === ask && one.pool === pool);
      if (at < 0) faults.push(`nobody asked for ${ask} of ${pool}`);
      else served[at] = served[at]! + 1;
      return members[at]?.group;
    });
    if (new Set(groups).size < groups.length) faults.push(`two of one group on ${gpu}`);
    slots.forEach((most, pool) => {
      if (here.filter((one) => one.pool === pool).length > most)
        faults.push(`pool ${pool} of ${gpu} is too full`);
    });
  }
  members.forEach(({ count }, at) => {
    if (served[at] !== count) faults.push(`${served[at]} of ${count}`);
  });
  return faults;
}

test('members are dealt out so that no GPU has two of one group, wherever the counts allow it (seed 9, 100 fleets)', () => {
  const random = mulberry32(9);
  const below = (most: number): number => Math.floor(random() * most);
  let full = 0;
  for (let round = 0; round < 100; round++) {
    const gpus = 1 + below(5);
    const slots = Array.from({ length: 1 + below(3) }, () => 1 + below(3));
    const groups = Array.from({ length: 1 + below(5) }, () => gpus);
    const left = slots.map((each) => each * gpus);
    const members: Members[] = [];
    for (let ask = 0; ask < 12; ask++) {
      const at = below(groups.length);
      const pool = below(slots.length);
      const count = Math.min(groups[at]!, left[pool]!, 1 + below(gpus));
      groups[at] = groups[at]! - count;
      left[pool] = left[pool]! - count;
      members.push({ ask, group: `g${at}`, pool, count });
    }
    if (left.includes(0)) full++;
    expect(dealt(gpus, slots, members), JSON.stringify({ gpus, slots, members })).toEqual([]);
  }
  expect(full).toBeGreaterThan(25);
});

test('more members than slots, or of a group than GPUs, cannot be dealt out', () => {
  const of = (group: string, count: number): Members => ({ ask: 0, group, pool: 0, count });
  expect(dealt(2, [1], [of('a', 1), { ...of('b', 1), ask: 1 }])).toEqual([]);
  expect(() => dealApart(2, [1], [of('a', 2), of('b', 1)])).toThrow('more members than slots');
  expect(() => dealApart(2, [2], [of('a', 3)])).toThrow('more members than GPUs');
  expect(dealApart(3, [1], [])).toEqual([[], [], []]);
});
