/** One policy through the arrivals of a seed, counted once more with lists and the raw rules; and the figures that come of it. */
import { describe, expect, test } from 'vitest';
import type { GiProfile } from '../../model/board.ts';
import { makeBoard, makeProfile } from '../../model/boards.testing.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { isAccepted, RAW_BOARDS, type Piece } from '../oracle.testing.ts';
import { estimateOf } from './estimate.ts';
import { chooserOf } from './policies.ts';
import { Repairs, type FleetSpot } from './repair.ts';
import { runSearch } from './search.ts';
import { mulberry32 } from './seeded.ts';
import {
  checkSimulation,
  simulate,
  simulationWork,
  SIMULATION_LIMITS,
  type SimulationOptions,
} from './simulate.ts';
import { StateFleet } from './stateFleet.ts';
import { SimulatedRun, setUpOf, type Tally } from './simulatedRun.ts';

const a30 = findBoard('a30-24gb')!;
const raw = RAW_BOARDS.find(({ id }) => id === a30.id)!;
const NAMES = ['1g.6gb', '2g.12gb', '4g.24gb'];
const SIZES = [1, 2, 4];
/** 1g three times as often as a 4g, 2g twice. */
const SHARES = [3, 2, 1];

const OPTIONS: SimulationOptions = {
  board: a30,
  mix: a30.profiles.map(({ name }) => SHARES[NAMES.indexOf(name)] ?? 0),
  gpus: 3,
  load: 1.2,
  seeds: [1],
  arrivals: 400,
  policies: ['first-fit'],
};

/** A fleet of A30s that takes the first GPU and the lowest start, or one that packs all anew each time. */
function plainRun(seed: number, isPackedAnew: boolean): Tally {
  const random = mulberry32(seed);
  const index = (at: number): number => a30.profiles.findIndex(({ name }) => name === NAMES[at]);
  const none = (): number[] => a30.profiles.map(() => 0);
  const tally = {
    offered: none(),
    accepted: none(),
    offeredSlices: 0,
    acceptedSlices: 0,
    moves: 0,
    refused: 0,
    fragmented: 0,
  };
  // Of six instances 3 + 4 + 4 slices, so 11 / 4 GPUs.
  const rate = (OPTIONS.load * OPTIONS.gpus) / (11 / 4 / 6);
  let gpus = Array.from({ length: OPTIONS.gpus }, (): (Piece & { until: number; size: number })[] => []);
  let now = 0;
  for (let arrival = 0; arrival < OPTIONS.arrivals; arrival++) {
    now += -Math.log(1 - random()) / rate;
    const drawn = random() * 6;
    const at = drawn < 3 ? 0 : drawn < 5 ? 1 : 2;
    const until = now - Math.log(1 - random());
    gpus = gpus.map((gpu) => gpu.filter((piece) => piece.until > now));
    const profile = NAMES[at]!;
    const size = SIZES[at]!;
    const held = gpus.flat().reduce((sum, piece) => sum + piece.size, 0);
    const starts = raw.profiles.find(({ name }) => name === profile)!.placements!.starts;
    const place = isPackedAnew
      ? held + size <= 4 * OPTIONS.gpus
        ? { gpu: 0, start: 0 }
        : undefined
      : gpus
          .flatMap((own, gpu) => starts.map((start) => ({ own, gpu, start })))
          .find(({ own, start }) => isAccepted(raw, [...own, { profile, start }]));
    if (place !== undefined) gpus[place.gpu]!.push({ profile, start: place.start, until, size });
    if (arrival < OPTIONS.arrivals / 5) continue;
    tally.offered[index(at)]!++;
    tally.offeredSlices += size;
    if (place === undefined) {
      tally.refused++;
      // Slices say all of an A30: what has room anywhere has it packed anew.
      if (held + size <= 4 * OPTIONS.gpus) tally.fragmented++;
    } else {
      tally.accepted[index(at)]!++;
      tally.acceptedSlices += size;
    }
  }
  return tally;
}

function runOf(policy: SimulationOptions['policies'][number], seed: number): Tally {
  const run = new SimulatedRun(setUpOf(OPTIONS), policy, seed);
  run.go(150);
  run.go(OPTIONS.arrivals - 150);
  expect(run.policy).toBe(policy);
  return run.tally;
}

describe.each([1, 2, 3])('seed %i', (seed) => {
  test('first fit counts what lists and the raw rules count', () => {
    const tally = runOf('first-fit', seed);
    expect(tally).toEqual(plainRun(seed, false));
    expect(tally.refused).toBeGreaterThan(20);
    expect(tally.fragmented).toBeGreaterThan(5);
  });

  test('packed anew each time nothing is lost but for lack of slices', () => {
    const tally = runOf('migration', seed);
    expect(tally).toEqual(plainRun(seed, true));
    expect(tally.fragmented).toBe(0);
  });

  test('all policies see the same arrivals, and only those that may move do', () => {
    const plain = runOf('ours-0', seed);
    const one = runOf('ours-1', seed);
    const two = runOf('ours-2', seed);
    for (const tally of [plain, one, two, runOf('best-fit', seed)]) {
      expect(tally.offered).toEqual(plain.offered);
      expect(tally.offeredSlices).toBe(plain.offeredSlices);
      const offered = tally.offered.reduce((sum, count) => sum + count, 0);
      const accepted = tally.accepted.reduce((sum, count) => sum + count, 0);
      expect(offered).toBe(320);
      expect(accepted + tally.refused).toBe(offered);
      expect(tally.fragmented).toBeLessThanOrEqual(tally.refused);
    }
    expect(plain.moves).toBe(0);
    expect(one.moves).toBeGreaterThan(0);
    expect(two.moves).toBeGreaterThan(0);
  });
});

describe('moves for one that is refused, on A100s', () => {
  const a100 = findBoard('a100-pcie-40gb')!;
  const names = ['1g.5gb', '2g.10gb', '3g.20gb', '7g.40gb'];
  const shares = [4, 3, 3, 1];
  const options: SimulationOptions = {
    ...OPTIONS,
    ...{ board: a100, gpus: 4, load: 1.1, arrivals: 400 },
    mix: a100.profiles.map(({ name }) => shares[names.indexOf(name)] ?? 0),
  };
  /** An instance, to which its place is known wherever it is moved. */
  interface Standing {
    readonly at: number;
    readonly until: number;
    place: FleetSpot;
  }

  /** The same once more: instances in a list, and moves for those that are worth it. */
  function movingRun(policy: 'ours-1' | 'ours-2', seed: number): Omit<Tally, 'offered' | 'accepted'> {
    const { table, arrivals, rate } = setUpOf(options);
    const fleet = new StateFleet(table, options.gpus);
    const choose = chooserOf(table, policy);
    const repairs = new Repairs(fleet, arrivals);
    const random = mulberry32(seed);
    const tally = { offeredSlices: 0, acceptedSlices: 0, moves: 0, refused: 0, fragmented: 0 };
    let here: Standing[] = [];
    let now = 0;
    for (let arrival = 0; arrival < options.arrivals; arrival++) {
      now += -Math.log(1 - random()) / rate;
      const drawn = random() * 11;
      const at = drawn < 4 ? 0 : drawn < 7 ? 1 : drawn < 10 ? 2 : 3;
      const until = now - Math.log(1 - random());
      for (const piece of here.filter((one) => one.until <= now).sort((a, b) => a.until - b.until))
        fleet.remove(piece.place.gpu, piece.place.spot);
      here = here.filter((one) => one.until > now);
      const isCounted = arrival >= options.arrivals / 5;
      const kind = table.profiles.findIndex((index) => a100.profiles[index]!.name === names[at]);
      let place = choose(fleet, kind);
      const [d1 = 0, d2 = 0, d3 = 0, d7 = 0] = names.map(
        (_, one) => here.filter((piece) => piece.at === one).length + (one === at ? 1 : 0),
      );
      // The closed form of these four on an A100.
      const lines = [(d3 + d2) / 3, (3 * d3 + 2 * d2 + d1) / 7, (4 * d3 + 2 * d2 + d1) / 8];
      const isRoomPackedAnew = d7 + Math.ceil(Math.max(...lines)) <= options.gpus;
      if (place !== null) fleet.add(place.gpu, place.spot);
      else if (isRoomPackedAnew) {
        // Half a board is worth a move, all of it two; a 1g or a 2g is worth none.
        const most = Math.min(policy === 'ours-1' ? 1 : 2, [0, 0, 1, 2][at]!);
        const repair = most === 0 ? null : repairs.find(kind, { moves: most as 1 | 2 });
        for (const { from, to } of repair?.moves ?? []) {
          fleet.remove(from.gpu, from.spot);
          fleet.add(to.gpu, to.spot);
          const moved = here.filter(({ place: { gpu, spot } }) => gpu === from.gpu && spot === from.spot);
          expect(moved).toHaveLength(1);
          moved[0]!.place = to;
        }
        if (repair !== null) {
          place = repair.at;
          fleet.add(place.gpu, place.spot);
          if (isCounted) tally.moves += repair.moves.length;
        } else if (isCounted) tally.fragmented++;
      }
      if (place !== null) here.push({ at, until, place });
      if (!isCounted) continue;
      const size = [1, 2, 4, 8][at]!;
      tally.offeredSlices += size;
      if (place === null) tally.refused++;
      else tally.acceptedSlices += size;
    }
    return tally;
  }

  test.each([
    ['ours-1', 1],
    ['ours-2', 2],
  ] as const)(
    '%s of seed %i: whatever was moved leaves from where it is, and only large ones are worth moves',
    (policy, seed) => {
      const run = new SimulatedRun(setUpOf(options), policy, seed);
      run.go(options.arrivals);
      expect(run.tally).toMatchObject(movingRun(policy, seed));
      expect(run.tally.moves).toBeGreaterThan(5);
      expect(run.tally.fragmented).toBeGreaterThan(0);
    },
  );
});

test('where a board has no closed form its slices in parts say what would fit packed anew (seeds 1 and 2)', () => {
  // Two slices, for two of the one or two of the other: a GPU of both there is not.
  const half = (name: string): GiProfile => makeProfile({ name, starts: [0, 1], maxInstances: 2 });
  const board = makeBoard([half('a'), half('b')], {
    memorySlices: 2,
    constraints: [{ kind: 'mutually-exclusive', profiles: ['a', 'b'], why: 'made up' }],
  });
  const options: SimulationOptions = { ...OPTIONS, board, mix: [1, 1], gpus: 3, load: 1.2, arrivals: 300 };
  expect(setUpOf(options).form).toBeNull();
  for (const seed of [1, 2]) {
    const random = mulberry32(seed);
    // Half a GPU for each, so 2 x 3 x 1.2 in a unit of time.
    const rate = 7.2;
    let now = 0;
    let here: number[] = [];
    let refused = 0;
    for (let arrival = 0; arrival < options.arrivals; arrival++) {
      now += -Math.log(1 - random()) / rate;
      random();
      const until = now - Math.log(1 - random());
      here = here.filter((one) => one > now);
      const isRoom = here.length < 2 * options.gpus;
      if (isRoom) here.push(until);
      else if (arrival >= options.arrivals / 5) refused++;
    }
    const run = new SimulatedRun(setUpOf(options), 'migration', seed);
    run.go(options.arrivals);
    expect([run.tally.refused, run.tally.fragmented]).toEqual([refused, 0]);
    expect(refused).toBeGreaterThan(10);
  }
});

test('what all runs share: who arrives, how often, and in which parts of all arrivals', () => {
  const { kinds, rate, sizes, table } = setUpOf(OPTIONS);
  expect(kinds.map(({ kind }) => a30.profiles[table.profiles[kind]!]!.name)).toEqual(NAMES);
  expect(kinds.map(({ upTo }) => Math.round(upTo * 6e9) / 6e9)).toEqual([3 / 6, 5 / 6, 1]);
  expect(rate).toBeCloseTo((1.2 * 3) / (11 / 24), 9);
  expect(kinds.map(({ kind }) => sizes[kind])).toEqual(SIZES);
  // Every profile of the board has its states, also those that nobody asks for.
  expect(table.profiles).toHaveLength(a30.profiles.filter(({ starts }) => starts !== null).length);
});

test('the figures of a simulation come of the counts of its seeds', () => {
  const options: SimulationOptions = {
    ...OPTIONS,
    seeds: [1, 2],
    policies: ['migration', 'ours-2', 'first-fit'],
  };
  const { best, isProven, work } = runSearch(simulate(options));
  expect([isProven, work, simulationWork(options)]).toEqual([true, 2400, 2400]);
  expect(best!.seeds).toEqual([1, 2]);
  // In the order in which policies are shown, not that in which they were named.
  expect(best!.results.map(({ policy }) => policy)).toEqual(['first-fit', 'ours-2', 'migration']);
  const sum = (figures: readonly number[]): number => figures.reduce((a, b) => a + b, 0);
  const tallies = (policy: 'first-fit' | 'ours-2' | 'migration'): Tally[] =>
    [1, 2].map((seed) => runOf(policy, seed));
  const slices = (policy: 'first-fit' | 'ours-2' | 'migration'): number[] =>
    tallies(policy).map((one) => (100 * one.acceptedSlices) / one.offeredSlices);
  for (const result of best!.results) {
    const policy = result.policy as 'first-fit' | 'ours-2' | 'migration';
    const runs = tallies(policy);
    expect(result.requests).toEqual(
      estimateOf(runs.map((one) => (100 * sum(one.accepted)) / sum(one.offered))),
    );
    expect(result.slices).toEqual(estimateOf(slices(policy)));
    expect(result.moves).toEqual(
      policy === 'migration' ? null : estimateOf(runs.map((one) => one.moves / sum(one.accepted))),
    );
    expect(result.fragmented).toEqual(estimateOf(runs.map((one) => (100 * one.fragmented) / one.refused)));
    expect(result.below).toEqual(
      estimateOf([0, 1].map((at) => slices('migration')[at]! - slices(policy)[at]!)),
    );
    expect(result.above).toEqual(
      estimateOf([0, 1].map((at) => slices(policy)[at]! - slices('first-fit')[at]!)),
    );
    // The largest fares worst with whoever leaves parts free.
    const index = a30.profiles.findIndex(({ name }) => name === result.worst.profile);
    const share = (at: number): number =>
      sum(runs.map((one) => one.accepted[at]!)) / sum(runs.map((one) => one.offered[at]!));
    for (const name of NAMES)
      expect(share(index)).toBeLessThanOrEqual(share(a30.profiles.findIndex((one) => one.name === name)));
    expect(result.worst.share).toEqual(
      estimateOf(runs.map((one) => (100 * one.accepted[index]!) / one.offered[index]!)),
    );
  }
  const alone = runSearch(simulate({ ...options, policies: ['ours-2'] })).best!.results[0]!;
  expect([alone.below, alone.above]).toEqual([null, null]);
});

test('limits are within what is allowed, and the next figure is not', () => {
  const codeOf = (change: Partial<SimulationOptions>): unknown => {
    const checked = checkSimulation({ ...OPTIONS, ...change });
    return checked.ok ? 'ok' : checked.error;
  };
  const seeds = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
  for (const field of ['gpus', 'load', 'arrivals'] as const) {
    const { least, most, isWhole } = SIMULATION_LIMITS[field];
    expect([codeOf({ [field]: least }), codeOf({ [field]: most })]).toEqual(['ok', 'ok']);
    const step = isWhole ? 1 : 1e-9;
    for (const value of [least - step, most + step])
      expect(codeOf({ [field]: value })).toEqual({
        code: 'out-of-range',
        field,
        value,
        least,
        most,
        isWhole,
      });
  }
  expect(codeOf({ load: 0.5 })).toBe('ok');
  expect(codeOf({ arrivals: 10.5 })).toMatchObject({ field: 'arrivals' });
  expect([codeOf({ seeds: [0, 2 ** 32 - 1] }), codeOf({ seeds: seeds(1000) })]).toEqual(['ok', 'ok']);
  expect(codeOf({ seeds: [1, 2 ** 32] })).toMatchObject({ field: 'seed', value: 2 ** 32 });
  expect(codeOf({ seeds: [-1] })).toMatchObject({ field: 'seed' });
  expect(codeOf({ seeds: seeds(1001) })).toMatchObject({ field: 'seeds', value: 1001 });
  expect(codeOf({ mix: [0, 0.5] })).toBe('ok');
  expect(codeOf({ mix: [0, -1] })).toMatchObject({
    code: 'share-unusable',
    share: -1,
    profile: a30.profiles[1]!.name,
  });
  expect(codeOf({ mix: [NaN] })).toMatchObject({ code: 'share-unusable' });
  expect(codeOf({ mix: [0] })).toMatchObject({ code: 'nothing-arrives' });
  expect(simulationWork({ ...OPTIONS, policies: ['ours-0', 'ours-0'], seeds: [1, 2, 3] })).toBe(1200);
});

test('what is wrong with a mix or a policy is said with its field', () => {
  const codeOf = (change: Partial<SimulationOptions>): unknown => {
    const checked = checkSimulation({ ...OPTIONS, ...change });
    return checked.ok ? 'ok' : checked.error;
  };
  const closed = findBoard('rtx-pro-5000-48gb')!;
  const [first] = closed.profiles;
  expect(codeOf({ board: closed, mix: [1] })).toEqual({
    ...{ code: 'profile-without-starts', field: 'mix', profile: first!.name, board: closed.id },
  });
  // Of what is not asked for nothing need be known.
  expect(codeOf({ board: closed, mix: [0, 0] })).toEqual({ code: 'nothing-arrives', field: 'mix' });
  expect(codeOf({ mix: [Infinity] })).toMatchObject({ code: 'share-unusable', field: 'mix' });
  expect(codeOf({ policies: ['ours-0', 'luck' as never] })).toEqual({
    ...{ code: 'policy-unknown', field: 'policies', policy: 'luck' },
  });
});

test('where nothing is refused nothing is fragmented, and only the last word is proven', () => {
  const options: SimulationOptions = { ...OPTIONS, load: 0.01, seeds: [5, 6], arrivals: 600 };
  const search = simulate(options);
  const said: unknown[] = [];
  for (;;) {
    const { done, value } = search.next();
    said.push([value.work, value.isProven, value.best?.seeds ?? null]);
    if (done === true) {
      expect(value.best!.results).toMatchObject([
        {
          policy: 'first-fit',
          requests: { mean: 100, within: 0 },
          fragmented: null,
          worst: { share: { mean: 100 } },
        },
      ]);
      break;
    }
  }
  // 500 arrivals and then 100 of each seed.
  expect(said).toEqual([
    [500, false, null],
    [600, false, [5]],
    [1100, false, [5]],
    [1200, true, [5, 6]],
    [1200, true, [5, 6]],
  ]);
});
