import { expect, test } from 'vitest';
import { isAccepted, RAW_BOARDS, type Piece } from '../../oracle.testing.ts';
import type { GpuInstance, Plan } from '../../../model/plan.ts';
import { planOf } from '../../standing.testing.ts';
import { runSearch } from '../search.ts';
import { mulberry32 } from '../seeded.ts';
import { solveInteger } from '../solveInteger.ts';
import { parseLayout } from '../why.testing.ts';
import { fleetOf, type Fleet } from './fleet.ts';
import { fewestUsed, leastLost, type OracleQuestion } from './retargetOracle.testing.ts';
import { emptyClasses, pairsOf, retargetProgram, type ProgramOptions } from './retargetProgram.ts';

const A100 = 'a100-pcie-40gb';

const fleetFor = (
  plan: Plan,
  demand: ReadonlyMap<string, number>,
  weightOf: (gi: GpuInstance) => number,
): Fleet => fleetOf(plan, { wanted: new Set(demand.keys()), weightOf });

/** The optimum of the program; null where it has no solution. */
function least(fleet: Fleet, options: ProgramOptions): number | null {
  const { best, isProven } = runSearch(solveInteger(retargetProgram(fleet, options).program));
  expect(isProven).toBe(true);
  return best?.cost ?? null;
}

interface Question extends OracleQuestion {
  readonly plan: Plan;
  readonly weights: ReadonlyMap<number, number>;
}

/** Few profiles, so that all layouts are soon gone through; a third is pinned where `seed` is even, weights from 0 to 3. */
function seeded(seed: number, boardId: string, profiles: readonly string[], gpus: number): Question {
  const random = mulberry32(seed * 101 + gpus);
  const board = RAW_BOARDS.find(({ id }) => id === boardId)!;
  const below = (n: number): number => Math.floor(random() * n);
  const layout = (): Piece[] => {
    const pieces: Piece[] = [];
    for (let wish = below(9); wish > 0; wish--) {
      const name = profiles[below(profiles.length)] ?? '';
      const starts = board.profiles.find((one) => one.name === name)?.placements?.starts ?? [];
      const piece = { profile: name, start: starts[below(starts.length)] ?? 0 };
      if (isAccepted(board, [...pieces, piece])) pieces.push(piece);
    }
    return pieces.sort((a, b) => a.start - b.start);
  };
  const bare = Array.from({ length: gpus }, layout);
  const demand = new Map<string, number>();
  for (const { profile } of Array.from({ length: gpus }, layout).flat())
    if (random() < 0.9) demand.set(profile, (demand.get(profile) ?? 0) + 1);
  const plan = planOf(
    bare.map((pieces) => pieces.map(({ profile, start }) => `${profile}@${start}`).join(' ')),
    boardId,
  );
  const weights = new Map<number, number>();
  const layouts = plan.hosts[0]!.gpus.map((gpu) =>
    gpu.instances.map((gi) => {
      const weight = seed % 3 === 0 ? 1 : below(4);
      weights.set(gi.id, weight);
      return { profile: gi.profile, start: gi.start, weight, pinned: seed % 2 === 0 && random() < 0.2 };
    }),
  );
  const [host] = plan.hosts;
  const hosts = [
    {
      ...host!,
      gpus: host!.gpus.map((gpu, at) => ({
        ...gpu,
        instances: gpu.instances.map((gi, index) => ({ ...gi, pinned: layouts[at]![index]!.pinned })),
      })),
    },
  ];
  return { board, profiles, layouts, demand, plan: { ...plan, hosts }, weights };
}

const SMALL = ['4g.24gb', '2g.12gb', '1g.6gb'];
const LARGE = ['7g.40gb', '4g.20gb', '3g.20gb', '2g.10gb'];

/** One host after the other, of which some have a driver that does not make 1g.10gb (R525). */
function withDrivers(lines: readonly string[], old: readonly string[]): Plan {
  const plan = parseLayout(lines.join('\n'));
  const hosts = plan.hosts.map((host) => ({
    ...host,
    driver: old.includes(host.name) ? '450.80.02' : '535.54.03',
  }));
  return { ...plan, hosts };
}

test('what a driver refuses is made on other hosts alone, and stays where it is already', () => {
  const lost = (plan: Plan, wanted: Readonly<Record<string, number>>): number | null => {
    const demand = new Map(Object.entries(wanted));
    return least(
      fleetFor(plan, demand, () => 1),
      { demand, empty: null },
    );
  };
  const lines = [`a/0 ${A100}: `, `b/0 ${A100}: 3g.20gb@0 3g.20gb@4`];
  expect(lost(withDrivers(lines, []), { '1g.10gb': 1, '3g.20gb': 2 })).toBe(0);
  // Only b makes it: one of its two makes way, and comes again on a.
  expect(lost(withDrivers(lines, ['a']), { '1g.10gb': 1, '3g.20gb': 2 })).toBe(1);
  expect(lost(withDrivers(lines, ['a', 'b']), { '1g.10gb': 1, '3g.20gb': 2 })).toBe(null);
});

test('whole instances go and come on GPUs of several kinds, for one kind may not make what the other does', () => {
  const demand = new Map([
    ['7g.40gb', 1],
    ['1g.10gb', 1],
  ]);
  const lines = [`a/0 ${A100}: `, `b/0 ${A100}: 7g.40gb@0`];
  const lost = (plan: Plan): number | null =>
    least(
      fleetFor(plan, demand, () => 1),
      { demand, empty: null },
    );
  expect(lost(withDrivers(lines, []))).toBe(0);
  // The one that b has goes, and one comes on a.
  expect(lost(withDrivers(lines, ['a']))).toBe(1);
});

test('GPUs are paired by what their halves hold, those with a pinned one and whole ones left out', () => {
  const plan = parseLayout(
    [
      `a/0 ${A100}: 3g.20gb@0`,
      `a/1 ${A100}: 3g.20gb@0`,
      `a/2 ${A100}: 3g.20gb@4`,
      `a/3 ${A100}: 7g.40gb@0`,
      `a/4 ${A100}: 3g.20gb@0 3g.20gb@4`,
    ].join('\n'),
  );
  const [host] = plan.hosts;
  const gpus = host!.gpus.map((gpu) => ({
    ...gpu,
    instances: gpu.instances.map((gi) => ({ ...gi, pinned: gpu.index === 4 && gi.start === 4 })),
  }));
  const fleet = fleetFor({ ...plan, hosts: [{ ...host!, gpus }] }, new Map(), () => 1);
  const empty = emptyClasses(fleet, 0);
  expect(empty.map((at) => fleet.classes[at]?.region)).toEqual([0, 1]);
  expect(emptyClasses(fleet, 1)).toEqual([]);
  const [lower, upper] = ['3g.20gb@0', '3g.20gb@4'].map((_, region) =>
    fleet.classes.findIndex((one) => one.region === region && one.bits !== 0 && one.pinned === 0),
  );
  expect(pairsOf(fleet)).toEqual([
    { parts: [lower, empty[1]], kind: 0, count: 2 },
    { parts: [empty[0], upper], kind: 0, count: 1 },
  ]);
});

test('a GPU that is cleared costs all that it holds, and a whole instance that goes leaves halves to be filled', () => {
  const plan = parseLayout(
    [`a/0 ${A100}: 2g.10gb@0 2g.10gb@2 3g.20gb@4`, `a/1 ${A100}: 7g.40gb@0`].join('\n'),
  );
  const weights = [1, 2, 4, 8];
  const ids = plan.hosts[0]!.gpus.flatMap((gpu) => gpu.instances.map(({ id }) => id));
  const lost = (wanted: Readonly<Record<string, number>>): number | null => {
    const demand = new Map(Object.entries(wanted));
    const fleet = fleetFor(plan, demand, ({ id }) => weights[ids.indexOf(id)] ?? 0);
    return least(fleet, { demand, empty: null });
  };
  expect(lost({ '7g.40gb': 2 })).toBe(7);
  expect(lost({ '3g.20gb': 4 })).toBe(11);
  expect(lost({ '3g.20gb': 3, '2g.10gb': 1 })).toBe(9);
  expect(lost({ '2g.10gb': 2, '3g.20gb': 1 })).toBe(8);
  expect(lost({ '7g.40gb': 1, '3g.20gb': 1, '2g.10gb': 1 })).toBe(1);
  expect(lost({})).toBe(15);
  expect(lost({ '7g.40gb': 3 })).toBe(null);
});

test('a whole instance gives way to another one that covers the GPU', () => {
  const board = 'rtx-pro-6000-server';
  const plan = planOf(['4g.96gb@0', '4g.96gb@0', '1g.24gb@0'], board);
  const lost = (wanted: Readonly<Record<string, number>>): number | null => {
    const demand = new Map(Object.entries(wanted));
    return least(
      fleetFor(plan, demand, ({ profile }) => (profile === '1g.24gb' ? 5 : 3)),
      { demand, empty: null },
    );
  };
  expect(lost({ '4g.96gb': 2, '1g.24gb': 1 })).toBe(0);
  expect(lost({ '4g.96gb': 1, '4g.96gb+gfx': 1, '1g.24gb': 1 })).toBe(3);
  expect(lost({ '4g.96gb+gfx': 2, '1g.24gb': 1 })).toBe(6);
  expect(lost({ '4g.96gb+gfx': 3 })).toBe(11);
  expect(lost({ '4g.96gb': 2, '4g.96gb+gfx': 1 })).toBe(5);
});

test('each column does what is said of it: rows of classes, of whole instances, of what is wanted, of emptied GPUs', () => {
  const plan = parseLayout(
    [
      `a/0 ${A100}: 3g.20gb@0 2g.10gb@4`,
      `a/1 ${A100}: 2g.10gb@0 2g.10gb@2`,
      `a/2 ${A100}: 7g.40gb@0`,
      `b/0 ${A100}: 7g.40gb@0`,
      `b/1 ${A100}: 3g.20gb@4`,
    ].join('\n'),
  );
  const wanted: [string, number][] = [
    ['7g.40gb', 1],
    ['3g.20gb', 3],
    ['1g.5gb', 2],
  ];
  const demand = new Map(wanted);
  const fleet = fleetFor(plan, demand, ({ id }) => id);
  const { classes, holders, kinds } = fleet;
  const { profiles } = kinds[0]!.cut.geometry.board;
  const { program, meanings } = retargetProgram(fleet, { demand, empty: { atLeast: 0, isMaximised: false } });
  const [holderRow, demandRow] = [classes.length, classes.length + holders.length];
  const emptyRow = demandRow + wanted.length;
  expect(program.rows).toEqual([
    ...[...classes, ...holders].map(({ members }) => ({ low: members.length, high: members.length })),
    ...wanted.map(([, count]) => ({ low: count, high: count })),
    { low: 0, high: Infinity },
  ]);
  const rowOf = (index: number): number =>
    demandRow + wanted.findIndex(([name]) => name === profiles[index]?.name);
  const lostOf = (cls: number, kept: number): number =>
    classes[cls]!.weights.reduce((sum, weight, bit) => sum + ((kept & (1 << bit)) === 0 ? weight : 0), 0);
  const seen = { fill: 0, clear: 0, hold: 0 };
  expect(meanings).toHaveLength(program.columns.length);
  for (const [at, meaning] of meanings.entries()) {
    const { cost, entries } = program.columns[at]!;
    const does = new Map(entries);
    seen[meaning.kind]++;
    const expected = new Map<number, number>();
    let lost: number;
    if (meaning.kind === 'fill') {
      expected.set(meaning.cls, 1);
      meaning.filling.counts.forEach((count, index) => {
        if (count > 0) expected.set(rowOf(index), count);
      });
      lost = lostOf(meaning.cls, meaning.filling.bits);
    } else if (meaning.kind === 'clear') {
      for (const part of meaning.parts) expected.set(part, 1);
      expected.set(meaning.to === null ? emptyRow : rowOf(meaning.to.profileIndex), 1);
      lost = meaning.parts.reduce((sum, part) => sum + lostOf(part, 0), 0);
    } else {
      expected.set(holderRow + meaning.holder, 1);
      if (meaning.to === null) for (const part of emptyClasses(fleet, 0)) expected.set(part, -1);
      else expected.set(rowOf(meaning.to.profileIndex), 1);
      lost = meaning.to === null ? holders[meaning.holder]!.weight : 0;
    }
    expect({ at, cost, does: [...does].sort() }).toEqual({ at, cost: lost, does: [...expected].sort() });
  }
  // Two whole instances stay or go; three GPUs can be emptied, and no more 7g are wanted than there are.
  expect(seen).toMatchObject({ hold: 4, clear: 3 });
  expect(seen.fill).toBeGreaterThan(8);
});

test.each([
  ['a30-24gb', SMALL, 3, 60],
  [A100, LARGE, 2, 60],
  [A100, LARGE, 3, 15],
] as const)(
  '%s, %j on %i GPUs: as little is lost as by the best of all layouts, pins and weights (seeds 1 to %i)',
  (board, profiles, gpus, seeds) => {
    const seen = { none: 0, some: 0 };
    for (let seed = 1; seed <= seeds; seed++) {
      const question = seeded(seed, board, profiles, gpus);
      const { plan, demand, weights } = question;
      const fleet = fleetFor(plan, demand, ({ id }) => weights.get(id) ?? 0);
      const lost = leastLost(question);
      expect({ seed, lost: least(fleet, { demand, empty: null }) }).toEqual({ seed, lost });
      seen[lost === null ? 'none' : 'some']++;
    }
    expect(seen.some).toBeGreaterThan(10);
    expect(seen.none).toBeGreaterThan(0);
  },
);

test.each([
  ['a30-24gb', SMALL, 3, 40],
  [A100, LARGE, 2, 40],
] as const)(
  '%s, %j on %i GPUs: as many are emptied as can be, and then as little is lost (seeds 1 to %i)',
  (board, profiles, gpus, seeds) => {
    let emptied = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const { layouts: all, plan: whole, ...question } = seeded(seed, board, profiles, gpus);
      // Half of what is there, so that there is something to empty.
      const layouts = all.map((pieces) => pieces.filter((_, at) => (at + seed) % 2 === 0));
      const hosts = whole.hosts.map((host) => ({
        ...host,
        gpus: host.gpus.map((gpu) => ({
          ...gpu,
          instances: gpu.instances.filter((_, at) => (at + seed) % 2 === 0),
        })),
      }));
      const demand = new Map<string, number>();
      for (const { profile } of layouts.flat()) demand.set(profile, (demand.get(profile) ?? 0) + 1);
      const fleet = fleetFor({ ...whole, hosts }, demand, ({ id }) => question.weights.get(id) ?? 0);
      const oracle = fewestUsed({ ...question, layouts, demand });
      const most = least(fleet, { demand, empty: { atLeast: 0, isMaximised: true } });
      expect({ seed, empty: -most! + 0 }).toEqual({ seed, empty: gpus - oracle!.used });
      const lost = least(fleet, { demand, empty: { atLeast: -most! + 0, isMaximised: false } });
      expect({ seed, lost }).toEqual({ seed, lost: oracle!.lost });
      const more = least(fleet, { demand, empty: { atLeast: 1 - most!, isMaximised: false } });
      expect({ seed, more }).toEqual({ seed, more: null });
      if (most! < 0) emptied++;
    }
    expect(emptied).toBeGreaterThan(15);
  },
);
