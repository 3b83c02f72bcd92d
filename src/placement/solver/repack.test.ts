/** What fits after repacking, held against a brute force over the raw facts and against HiGHS. */
import { expect, test } from 'vitest';
import { IdSource } from '../../model/ids.ts';
import type { Gpu, GpuPlace, Plan } from '../../model/plan.ts';
import { fitsInPlan } from '../fits.ts';
import { allLayouts, isAccepted, RAW_BOARDS, type Piece } from '../oracle.testing.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { seededFleet } from './fleet.testing.ts';
import { solveWithHighs } from './highs.testing.ts';
import type { Column, IntegerProgram, Row } from './integerProgram.ts';
import { fitsRepacked, repackRoom } from './repack.ts';

const placesOf = (plan: Plan): GpuPlace[] =>
  plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));

/** Pinned ones are marked with a "!": "3g.20gb@4!". */
function pinnedPlan(layouts: readonly string[], board?: string): Plan {
  const plan = planOf(
    layouts.map((text) => text.replaceAll('!', '')),
    board,
  );
  const pins = layouts.map((text) => text.split(' ').map((part) => part.endsWith('!')));
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu, at) => ({
        ...gpu,
        instances: gpu.instances.map((gi, index) => ({ ...gi, pinned: pins[at]?.[index] === true })),
      })),
    })),
  };
}

test.each([
  // Two halves on two GPUs make one free GPU; by start lists a third 3g needs the right half.
  [['3g.20gb@0', '3g.20gb@0'], '7g.40gb', 0, 1],
  [['3g.20gb@0!', '3g.20gb@0'], '7g.40gb', 0, 1],
  [['3g.20gb@0!', '3g.20gb@0!'], '7g.40gb', 0, 0],
  // A 1g in the left half kills the 4g until it moves to slice 6.
  [['1g.5gb@0'], '4g.20gb', 0, 1],
  [['1g.5gb@0!'], '4g.20gb', 0, 0],
  [['2g.10gb@0', '2g.10gb@2 1g.5gb@6', '4g.20gb@0 1g.5gb@4'], '4g.20gb', 0, 2],
  [['', '4g.20gb@0 3g.20gb@4'], '2g.10gb', 3, 3],
])('%j: of %s fit %d now and %d after repacking', (layouts, profile, now, after) => {
  const plan = pinnedPlan(layouts);
  expect(fitsInPlan(plan, profile)).toBe(now);
  expect(fitsRepacked(repackRoom(plan, placesOf(plan)), profile)).toEqual({ count: after, bound: after });
});

test('on one GPU instances move within it, and on a host among its GPUs', () => {
  const plan = pinnedPlan(['1g.5gb@0', '2g.10gb@0 1g.5gb@4']);
  const [first, second] = placesOf(plan);
  if (first === undefined || second === undefined) throw new Error('no GPUs');
  expect(fitsRepacked(repackRoom(plan, [first]), '4g.20gb').count).toBe(1);
  expect(fitsRepacked(repackRoom(plan, [second]), '7g.40gb').count).toBe(0);
  expect(fitsRepacked(repackRoom(plan, placesOf(plan)), '7g.40gb').count).toBe(1);
});

test('what may not come to just any GPU stays, and is counted with its reason', () => {
  const base = pinnedPlan(['3g.20gb@0!', '3g.20gb@0 1g.5gb@4', '3g.20gb@4', '2g.10gb@0 2g.10gb@1']);
  const [, two, three] = placesOf(base).map(({ gpu }) => gpu);
  const vm = (name: string, group: string | null, gpus: readonly (Gpu | undefined)[], id: number) => ({
    ...{ id: id as never, name, notes: '', group, extra: [] },
    attachments: gpus.map((gpu) => ({
      wants: { kind: 'profile', profile: '3g.20gb' } as const,
      instance: gpu?.instances[0]?.id ?? null,
      extra: [],
    })),
  });
  const plan: Plan = { ...base, vms: [vm('a', 'g', [two], 900), vm('b', 'g', [three], 901)] };
  expect(repackRoom(plan, placesOf(plan)).stays).toEqual({
    ...{ pinned: 1, group: 2, 'several-vgpus': 0, driver: 0, 'illegal-gpu': 2 },
  });
  const double: Plan = { ...base, vms: [vm('a', null, [two, three], 900)] };
  expect(repackRoom(double, placesOf(double)).stays).toMatchObject({ group: 0, 'several-vgpus': 2 });
});

test('a driver that is too old takes no more of the profile, and what goes there is made of older ones', () => {
  const plan = planOf(['', '']);
  const [host] = plan.hosts;
  if (host === undefined) throw new Error('no host');
  const ids = new IdSource(500);
  const old = { ...host, id: ids.host(), name: 'old', driver: 'R470', gpus: [gpuOf('', undefined, 0, ids)] };
  const mixed = { ...plan, hosts: [...plan.hosts, old] };
  // 1g.10gb asks for R525.
  expect(fitsRepacked(repackRoom(mixed, placesOf(mixed)), '1g.10gb').count).toBe(8);
  const full = { ...mixed, hosts: [{ ...host, gpus: [gpuOf('7g.40gb@0', undefined, 0, ids)] }, old] };
  expect(fitsInPlan(full, '1g.10gb')).toBe(0);
  expect(fitsRepacked(repackRoom(full, placesOf(full)), '1g.10gb')).toEqual({ count: 4, bound: 4 });
});

const layoutsOf = new Map<string, readonly (readonly Piece[])[]>();

/** Every way to add to what is pinned, by the raw facts, as counts. */
function bruteVectors(board: string, gpu: Gpu, names: readonly string[]): number[][] {
  const raw = RAW_BOARDS.find(({ id }) => id === board);
  if (raw === undefined) throw new Error(board);
  const pinned: Piece[] = gpu.instances.filter((gi) => gi.pinned);
  const all = raw.profiles.map(({ name }) => name);
  const layouts = layoutsOf.get(board) ?? [[], ...allLayouts(raw, all)];
  layoutsOf.set(board, layouts);
  const sets = layouts.filter(
    (layout) =>
      layout.every((piece) => names.includes(piece.profile)) &&
      (pinned.length === 0 || isAccepted(raw, [...pinned, ...layout])),
  );
  const vectors = sets.map((layout) => names.map((name) => layout.filter((p) => p.profile === name).length));
  const once = [...new Map(vectors.map((vector) => [vector.join(), vector])).values()];
  const isPart = (a: number[], b: number[]): boolean => a !== b && a.every((n, at) => n <= (b[at] ?? 0));
  return once.filter((vector) => !once.some((other) => isPart(vector, other)));
}

function bruteRepacked(board: string, plan: Plan, profile: string): number {
  const gpus = placesOf(plan).map(({ gpu }) => gpu);
  const moving = gpus.flatMap((gpu) => gpu.instances.filter((gi) => !gi.pinned));
  const names = [...new Set([profile, ...moving.map((gi) => gi.profile)])];
  const must = names.map((name) => moving.filter((gi) => gi.profile === name).length);
  let reach = new Map([['', names.map(() => 0)]]);
  for (const gpu of gpus) {
    const next = new Map<string, number[]>();
    for (const vector of bruteVectors(board, gpu, names)) {
      for (const sum of reach.values()) {
        // Of what must be placed more than enough is enough.
        const both = sum.map((count, name) =>
          name === 0 ? count + (vector[name] ?? 0) : Math.min(count + (vector[name] ?? 0), must[name] ?? 0),
        );
        next.set(both.join(), both);
      }
    }
    reach = next;
  }
  const full = [...reach.values()].filter((sum) => sum.every((count, name) => count >= (must[name] ?? 0)));
  return Math.max(...full.map((sum) => (sum[0] ?? 0) - (must[0] ?? 0)));
}

test.each(['a100-pcie-40gb', 'a30-24gb', 'rtx-pro-6000-server'])(
  'brute force over the raw facts agrees for 3 GPUs of %s, seeds 1 to 12',
  (board) => {
    for (let seed = 1; seed <= 12; seed++) {
      const plan = seededFleet(seed, { boards: [board], gpus: 3, pinned: 0.3, fill: 0.4 });
      const room = repackRoom(plan, placesOf(plan));
      const profiles = RAW_BOARDS.find(({ id }) => id === board)?.profiles ?? [];
      for (const { name } of profiles.slice(seed % 3, (seed % 3) + 3)) {
        const { count, bound } = fitsRepacked(room, name);
        expect({ seed, name, count, bound }).toEqual({
          ...{ seed, name },
          ...{ count: bruteRepacked(board, plan, name), bound: bruteRepacked(board, plan, name) },
        });
        expect(count).toBeGreaterThanOrEqual(fitsInPlan(plan, name));
      }
    }
  },
);

const vectorsOf = new Map<string, readonly (readonly number[])[]>();

/** Every GPU for itself with each of its vectors; what moves stays on its board, and of one profile as many more as can be. */
function wholeProgram(plan: Plan, profile: string): IntegerProgram {
  const rows: Row[] = [];
  const columns: Column[] = [];
  const row = (low: number, high: number): number => rows.push({ low, high }) - 1;
  const gpus = placesOf(plan).map(({ gpu }) => gpu);
  for (const board of new Set(gpus.map((gpu) => gpu.board))) {
    const own = gpus.filter((gpu) => gpu.board === board);
    const moving = own.flatMap(({ instances }) => instances.filter(({ pinned }) => !pinned));
    const names = [...new Set([profile, ...moving.map((gi) => gi.profile)])];
    const most = names.map((name) => row(moving.filter((gi) => gi.profile === name).length, Infinity));
    for (const gpu of own) {
      const one = row(-Infinity, 1);
      const pinned = gpu.instances.filter((gi) => gi.pinned).map((gi) => `${gi.profile}@${gi.start}`);
      const key = [board, ...names, ...pinned].join(' ');
      const vectors = vectorsOf.get(key) ?? bruteVectors(board, gpu, names);
      vectorsOf.set(key, vectors);
      for (const vector of vectors) {
        const has = vector.flatMap((count, at): [number, number][] =>
          count === 0 ? [] : [[most[at] ?? 0, count]],
        );
        columns.push({ cost: 0, entries: [[one, 1], ...has], high: 1 });
      }
    }
    columns.push({ cost: -1, entries: [[most[0] ?? 0, -1]], high: 8 * own.length });
  }
  return { rows, columns };
}

/** `npm run oracle` asks larger plans. */
const isAll = process.env['SOLVER_ORACLE'] === 'all';
const POOLS = [
  ['a100-pcie-40gb'],
  ['a30-24gb'],
  ['a100-pcie-40gb', 'a30-24gb'],
  ['rtx-pro-6000-server'],
  isAll ? ['a100-pcie-40gb', 'h100-sxm5-80gb'] : ['a30-24gb', 'a100-pcie-40gb'],
];

test(`HiGHS moves everything about and makes room for no more, seeds 1 to ${seedsOf(200)}`, () => {
  let more = 0;
  for (let seed = 1; seed <= seedsOf(200); seed++) {
    const boards = POOLS[seed % POOLS.length] ?? [];
    const gpus = (2 + (seed % 4)) * (isAll ? 2 : 1);
    const plan = seededFleet(seed, { boards, gpus, pinned: 0.1 * (seed % 5), fill: 0.3 + 0.1 * (seed % 6) });
    const profiles =
      RAW_BOARDS.find(({ id }) => id === boards[0])?.profiles.filter((one) => one.placements) ?? [];
    const { name } = profiles[seed % profiles.length] ?? { name: '' };
    const { count, bound } = fitsRepacked(repackRoom(plan, placesOf(plan)), name);
    const oracle = solveWithHighs(wholeProgram(plan, name));
    const value = oracle.status === 'optimal' ? 0 - oracle.cost : null;
    expect({ seed, name, count, bound }).toEqual({ seed, name, count: value, bound: value });
    if (count > fitsInPlan(plan, name)) more++;
  }
  // Often enough moving makes room that was not there.
  expect(more).toBeGreaterThan(seedsOf(44));
}, 600_000);
