import { expect, test } from 'vitest';
import { isDrawable, type Board } from '../../model/board.ts';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import { checkPlan } from '../check.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { verifyPacking } from '../verify.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { solveWithHighs } from './highs.testing.ts';
import { arrivalsOf, countsOf } from './mixes.testing.ts';
import { fewestGpus, pack, type Packing } from './pack.ts';
import { claimOf, demandMap, patternProgram } from './pack.testing.ts';
import { packReason } from './packMessages.ts';
import { placeRequests, planItems, planOfPacking } from './placePacking.ts';
import { patternsOf } from './patterns.ts';
import { runSearch, type Outcome } from './search.ts';
import { closedFormOf } from './weights.ts';

const a100 = findBoard('a100-pcie-40gb')!;
const a30 = findBoard('a30-24gb')!;
const rtx = findBoard('rtx-pro-6000-server')!;
const indices = (board: Board): number[] => board.profiles.map((_, index) => index);
const base = (board: Board): number[] =>
  indices(board).filter((index) => !/[+-]/.test(board.profiles[index]!.name));

/** Counts by name, of the board. */
function counts(board: Board, wanted: Readonly<Record<string, number>>): number[] {
  return board.profiles.map(({ name }) => wanted[name] ?? 0);
}

/** Packs, and holds the answer against the checker. */
function packed(board: Board, wanted: readonly number[]): Outcome<Packing> & { readonly best: Packing } {
  const outcome = runSearch(pack(board, wanted));
  const { best } = outcome;
  if (best === null) throw new Error('no packing');
  expect(verifyPacking(board, demandMap(board, wanted), claimOf(outcome, best))).toEqual([]);
  return { ...outcome, best };
}

test.each<[string, Board, Record<string, number>, number, string]>([
  [
    'full pairs are scarce',
    a100,
    { '3g.20gb': 2000, '2g.10gb': 4000 },
    2000,
    'the 2g.10gb and 3g.20gb instances need 6,000 full pairs of slices and a GPU has 3, so 2,000 GPUs',
  ],
  [
    '4g and 3g together',
    a100,
    { '4g.20gb': 1000, '3g.20gb': 1000, '2g.10gb': 3000 },
    2000,
    'the 2g.10gb, 3g.20gb and 4g.20gb instances need 6,000 full pairs of slices and a GPU has 3, so 2,000 GPUs',
  ],
  [
    'one 4g to a GPU',
    a100,
    { '4g.20gb': 3, '7g.40gb': 2, '1g.5gb': 4 },
    5,
    'no GPU holds two of 4g.20gb and 7g.40gb, and there are 5 of them, so 5 GPUs',
  ],
  [
    'compute slices',
    a100,
    { '1g.5gb': 15 },
    3,
    'the 1g.5gb instances need 15 compute slices and a GPU has 7, so 3 GPUs',
  ],
  [
    'memory slices',
    a100,
    { '1g.10gb': 9, '1g.5gb': 4 },
    3,
    'the 1g.5gb and 1g.10gb instances need 22 memory slices and a GPU has 8, so 3 GPUs',
  ],
  [
    'one +me to a GPU',
    a100,
    { '1g.5gb+me': 5, '1g.5gb': 6 },
    5,
    'a GPU holds one 1g.5gb+me, and there are 5 of them, so 5 GPUs',
  ],
  [
    'four to a GPU',
    a100,
    { '1g.10gb': 13 },
    4,
    'a GPU holds 4 of 1g.10gb, and 13 of them are wanted, so 4 GPUs',
  ],
  [
    'two of two kinds',
    a100,
    { '1g.5gb+me': 5, '3g.20gb': 9 },
    7,
    'a GPU holds at most 2 of 1g.5gb+me and 3g.20gb together, and 14 of them are wanted, so 7 GPUs',
  ],
  [
    'one that takes all engines',
    rtx,
    { '1g.24gb+me.all': 7, '1g.24gb+gfx': 30, '2g.48gb-me': 4 },
    15,
    'counting 1 for a 1g.24gb+gfx and 4 for a 1g.24gb+me.all, the instances come to 58 and what fits on a GPU to 4 at most, so 15 GPUs',
  ],
  [
    'slices of an A30',
    a30,
    { '1g.6gb': 3, '2g.12gb': 3 },
    3,
    'the 1g.6gb and 2g.12gb instances need 9 slices and a GPU has 4, so 3 GPUs',
  ],
  ['a GPU alone', a30, { '4g.24gb': 1 }, 1, 'a GPU holds one 4g.24gb, and there is 1 of them, so 1 GPU'],
])('%s', (_, board, wanted, gpus, because) => {
  const { best, isProven, bound } = packed(board, counts(board, wanted));
  expect([best.gpus, bound, isProven]).toEqual([gpus, gpus, true]);
  expect(packReason(best, bound!)).toBe(`${because.charAt(0).toUpperCase()}${because.slice(1)}.`);
});

/** Every count vector that so many GPUs can hold, for 0 to `most` GPUs: sums of patterns, by nothing but adding. */
function reachable(board: Board, profiles: readonly number[], most: number): Set<string>[] {
  const patterns = patternsOf(board, profiles).all.map((one) =>
    profiles.map((profile) => one.counts[profile]!),
  );
  const sets = [new Set([profiles.map(() => 0).join()])];
  for (let gpus = 1; gpus <= most; gpus++) {
    const next = new Set<string>();
    for (const key of sets[gpus - 1]!) {
      const vector = key.split(',').map(Number);
      for (const pattern of patterns) next.add(vector.map((count, index) => count + pattern[index]!).join());
    }
    sets.push(next);
  }
  return sets;
}

/** The closed form against every vector in the box of what so many GPUs can hold of each profile. */
function compareWithReach(board: Board, profiles: readonly number[], most: number): number[] {
  const sets = reachable(board, profiles, most);
  const ends = profiles.map((profile) =>
    Math.max(...patternsOf(board, profiles).all.map((one) => one.counts[profile]!)),
  );
  const wanted = board.profiles.map(() => 0);
  const sizes: number[] = sets.map(() => 0);
  const visit = (at: number): void => {
    if (at < profiles.length) {
      for (let count = 0; count <= ends[at]! * most; count++) {
        wanted[profiles[at]!] = count;
        if (fewestGpus(board, wanted)! > most) break;
        visit(at + 1);
      }
      wanted[profiles[at]!] = 0;
      return;
    }
    const gpus = fewestGpus(board, wanted)!;
    const key = profiles.map((profile) => wanted[profile]).join();
    for (let k = 0; k <= most; k++) {
      if (sets[k]!.has(key) !== k >= gpus)
        throw new Error(`${key}: ${gpus} GPUs, and reachable with ${k} or not`);
      if (k >= gpus) sizes[k]!++;
    }
  };
  visit(0);
  // Both ways: nothing that can be reached was left out.
  expect(sizes).toEqual(sets.map(({ size }) => size));
  return sizes;
}

test('the closed form is exactly what 1 to 4 A100s can hold, every vector of the six base profiles', () => {
  expect(compareWithReach(a100, base(a100), 4).slice(1, 4)).toEqual([78, 778, 3964]);
});

test('the closed form is exactly what 1 to 5 A30s can hold', () => {
  expect(compareWithReach(a30, base(a30), 5)[1]).toBe(10);
});

test.each([
  [a100, 2],
  [a30, 3],
  [rtx, 2],
] as const)(
  'the same with every profile of the board, media extensions and graphics too: %#',
  (board, most) => {
    compareWithReach(board, indices(board), most);
  },
);

test('every board that can be drawn has a closed form, and so have its base profiles', () => {
  // Boards differ by names and memory; what decides is the same for many.
  const shapes = new Map(
    BOARDS.filter(isDrawable).map((board) => [
      JSON.stringify([
        board.profiles.map(({ memorySlices, starts, maxInstances, engines, attributes }) => [
          memorySlices,
          starts,
          maxInstances,
          board.constraints.length > 0 ? [engines, attributes] : 0,
        ]),
        board.constraints.map((one) => one.kind),
      ]),
      board,
    ]),
  );
  expect(shapes.size).toBeLessThan(8);
  for (const board of shapes.values()) {
    expect(closedFormOf(board, indices(board)), board.id).not.toBeNull();
    expect(closedFormOf(board, base(board)), board.id).not.toBeNull();
  }
});

test('20 mixes of 100 and of 1,000 requests, seeds 1 to 20: HiGHS, the closed form and the packing agree', () => {
  for (let seed = 1; seed <= 20; seed++) {
    for (const requests of [100, 1000]) {
      const wanted = countsOf(a100, arrivalsOf(a100, seed, requests));
      const { best, isProven } = packed(a100, wanted);
      const oracle = solveWithHighs(patternProgram(a100, wanted));
      expect([best.gpus, fewestGpus(a100, wanted), isProven]).toEqual([
        oracle.status === 'optimal' && oracle.cost,
        best.gpus,
        true,
      ]);
    }
  }
});

/** Counts by seed, of some of the profiles of a board: few or very many. */
function drawn(board: Board, seed: number): number[] {
  const random = mulberry32(seed * 31337 + board.profiles.length);
  const size = [4, 40, 1000, 1_000_000][Math.floor(random() * 4)]!;
  const wanted = board.profiles.map((): number => (random() < 0.5 ? 0 : Math.floor(random() * size)));
  if (Math.max(...wanted) === 0) wanted[0] = 1;
  return wanted;
}

test.each([a100, a30, rtx])(
  `demands of all profiles, seeds 1 to ${seedsOf(60)}: proven, checked and as HiGHS has it: $id`,
  (board) => {
    for (let seed = 1; seed <= seedsOf(60); seed++) {
      const wanted = drawn(board, seed);
      const { best, isProven } = packed(board, wanted);
      expect(isProven, `seed ${seed}`).toBe(true);
      expect(fewestGpus(board, wanted), `seed ${seed}`).toBe(best.gpus);
      const oracle = solveWithHighs(patternProgram(board, wanted));
      expect(oracle, `seed ${seed}`).toMatchObject({ status: 'optimal', cost: best.gpus });
    }
  },
);

test('one more request never needs fewer GPUs; the same question has the same answer; seeds 1 to 30', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const wanted = drawn(a100, seed);
    const gpus = fewestGpus(a100, wanted)!;
    wanted.forEach((_, profile) => {
      const more = wanted.map((count, index) => (index === profile ? count + 1 : count));
      expect(fewestGpus(a100, more)! - gpus, `seed ${seed}`).toBeGreaterThanOrEqual(0);
      expect(fewestGpus(a100, more)! - gpus, `seed ${seed}`).toBeLessThanOrEqual(1);
    });
    expect(runSearch(pack(a100, wanted))).toEqual(runSearch(pack(a100, wanted)));
  }
});

test('a million requests get a place each, on no GPU more than it holds', () => {
  const arrivals = arrivalsOf(a100, 3, 1_000_000);
  const wanted = countsOf(a100, arrivals);
  const { best } = packed(a100, wanted);
  const { gpu, start } = placeRequests(best, arrivals);
  const taken = new Uint8Array(best.gpus * 8);
  for (let r = 0; r < arrivals.length; r++) {
    const profile = a100.profiles[arrivals[r]!]!;
    if (!profile.starts!.includes(start[r]!)) throw new Error(`request ${r} starts at ${start[r]}`);
    for (let slice = 0; slice < profile.memorySlices!; slice++) taken[gpu[r]! * 8 + start[r]! + slice]!++;
  }
  expect(taken.every((times) => times <= 1)).toBe(true);
});

test('a packing is a plan that passes every rule, with the requests it answers', () => {
  const wanted = counts(a100, { '3g.20gb': 20, '2g.10gb': 41, '1g.5gb+me': 3 });
  const { best } = packed(a100, wanted);
  const requests = [{ profile: '3g.20gb', needs: null, count: 20, weight: null, group: null, extra: [] }];
  const plan = planOfPacking(best, requests);
  expect(checkPlan(plan)).toEqual([]);
  expect(plan.requests).toBe(requests);
  expect(plan.hosts.flatMap(({ gpus }) => gpus)).toHaveLength(best.gpus);
  const items = plan.hosts.flatMap((host) => [host, ...host.gpus.flatMap((gpu) => [gpu, ...gpu.instances])]);
  expect(planItems(best)).toBe(items.length);
});

test('a budget of nothing knows nothing, and says so', () => {
  expect(runSearch(pack(a100, counts(a100, { '3g.20gb': 2 })), 0)).toEqual({
    best: null,
    bound: null,
    isProven: false,
    work: 0,
  });
});

test('nothing needs no GPU', () => {
  const nothing = a100.profiles.map(() => 0);
  expect(fewestGpus(a100, nothing)).toBe(0);
  expect(packed(a100, nothing)).toMatchObject({ bound: 0, isProven: true, best: { gpus: 0, groups: [] } });
});
