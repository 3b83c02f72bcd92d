/** Packings of few instances against plain recursion, and where each request of them goes. */
import { expect, test } from 'vitest';
import type { Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { makeInstance, type PlanRequest } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { fewestGpus, greatestQuotient, pack, type Packing } from './pack.ts';
import { patternsOf } from './patterns.ts';
import { GPUS_PER_HOST, placeRequests, planItems, planOfPacking } from './placePacking.ts';
import { runSearch } from './search.ts';
import { weightOf } from './weights.ts';
import { mulberry32 } from './seeded.ts';

const a100 = findBoard('a100-pcie-40gb')!;
const a30 = findBoard('a30-24gb')!;
const rtx = findBoard('rtx-pro-6000-server')!;

const counts = (board: Board, wanted: Readonly<Record<string, number>>): number[] =>
  board.profiles.map(({ name }) => wanted[name] ?? 0);

function packed(board: Board, wanted: readonly number[]): Packing {
  const { best, bound, isProven } = runSearch(pack(board, wanted));
  expect([isProven, bound]).toEqual([true, best!.gpus]);
  return best!;
}

/** The fewest GPUs, pattern by pattern. */
function fewest(board: Board, wanted: readonly number[]): number {
  const patterns = patternsOf(
    board,
    wanted.flatMap((count, index) => (count > 0 ? [index] : [])),
  ).best;
  const known = new Map<string, number>();
  const visit = (left: readonly number[]): number => {
    if (left.every((count) => count === 0)) return 0;
    const key = left.join();
    const before = known.get(key);
    if (before !== undefined) return before;
    let least = Infinity;
    for (const pattern of patterns) {
      const then = left.map((count, index) => Math.max(0, count - pattern.counts[index]!));
      if (then.join() !== key) least = Math.min(least, 1 + visit(then));
    }
    known.set(key, least);
    return least;
  };
  return visit(wanted);
}

test.each([
  [a100, ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb']],
  [a30, ['1g.6gb', '1g.6gb+me', '2g.12gb', '4g.24gb']],
  [rtx, ['1g.24gb', '1g.24gb+me', '2g.48gb', '1g.24gb+me.all', '1g.24gb-me']],
] as const)(
  '%#: 25 packings of up to four of each (seed 8): as few GPUs as by recursion, all placed, and shown',
  (board, names) => {
    const random = mulberry32(8);
    for (let round = 0; round < 25; round++) {
      const wanted = counts(board, Object.fromEntries(names.map((name) => [name, Math.floor(random() * 5)])));
      if (wanted.every((count) => count === 0)) continue;
      const answer = packed(board, wanted);
      expect(answer.gpus).toBe(fewest(board, wanted));
      expect(fewestGpus(board, wanted)).toBe(answer.gpus);
      expect(answer.groups.reduce((sum, { gpus }) => sum + gpus, 0)).toBe(answer.gpus);
      const held = board.profiles.map(() => 0);
      for (const { gpus, layout } of answer.groups) {
        expect(gpus).toBeGreaterThan(0);
        expect(layout.map(({ start }) => start)).toEqual(
          layout.map(({ start }) => start).sort((a, b) => a - b),
        );
        for (const { profileIndex } of layout) held[profileIndex]! += gpus;
      }
      expect(held).toEqual(wanted);
      const { weights, capacity } = answer.proof;
      expect(Math.ceil(weightOf(weights, wanted) / capacity)).toBe(answer.gpus);
      for (const { counts: own } of patternsOf(board).all)
        expect(weightOf(weights, own)).toBeLessThanOrEqual(capacity);
    }
  },
);

test('of proofs that ask for as many GPUs the one with the smallest capacity is told', () => {
  // 3g and 4g: two instances to a GPU, and one 4g to a GPU. Here both ask for 2.
  const { proof, gpus } = packed(a100, counts(a100, { '3g.20gb': 1, '4g.20gb': 2 }));
  expect([gpus, proof.capacity]).toEqual([2, 1]);
  const three = packed(a100, counts(a100, { '3g.20gb': 4, '4g.20gb': 1 }));
  expect([three.gpus, three.proof.capacity]).toEqual([3, 2]);
});

test('the plainest of them is told wherever it comes among the others', () => {
  // Six slices of four take two GPUs; and so do three +me and 2g, of which a GPU has two at the most.
  const { proof, gpus } = packed(a30, counts(a30, { '1g.6gb': 1, '1g.6gb+me': 1, '2g.12gb': 2 }));
  expect([gpus, proof.capacity]).toEqual([2, 2]);
});

test('an answer that is not proven yet is told as such, with what it cannot be below', () => {
  const [one = '', , , , five = '', six = '', seven = ''] = rtx.profiles.map(({ name }) => name);
  const search = pack(rtx, counts(rtx, { [one]: 3, [five]: 37, [six]: 57, [seven]: 45 }));
  expect(search.next()).toMatchObject({
    done: false,
    value: { best: { gpus: 62 }, bound: 61, isProven: false },
  });
  const { done, value } = search.next();
  expect([done, value.best?.gpus, value.bound, value.isProven]).toEqual([true, 61, 61, true]);
  expect(value.work).toBeGreaterThan(0);
});

test('nothing that is asked for is on no GPU', () => {
  const nothing = runSearch(pack(a100, counts(a100, {})));
  expect(nothing).toMatchObject({ bound: 0, isProven: true, best: { gpus: 0, groups: [] } });
  expect(fewestGpus(a100, counts(a100, {}))).toBe(0);
});

test('the greatest quotient of all lines, rounded up', () => {
  const form = [
    { weights: [1, 2], capacity: 8 },
    { weights: [1, 1], capacity: 7 },
  ];
  expect(greatestQuotient(form, [7, 0])).toBe(1);
  expect(greatestQuotient(form, [8, 0])).toBe(2);
  expect(greatestQuotient(form, [0, 5])).toBe(2);
  expect(greatestQuotient(form, [8, 8])).toBe(3);
  expect(greatestQuotient([], [8, 8])).toBe(0);
});

/** Two GPUs with a 3g at 0 and a 2g at 4, and one with a 2g at 0; then a last one with 2g at 2. */
const three = a100.profiles.findIndex(({ name }) => name === '3g.20gb');
const two = a100.profiles.findIndex(({ name }) => name === '2g.10gb');
const at = (profileIndex: number, start: number): Packing['groups'][number]['layout'][number] => ({
  ...{ profileIndex, start, mask: 0 },
});
const PACKING: Packing = {
  board: a100,
  counts: counts(a100, { '3g.20gb': 2, '2g.10gb': 4 }),
  gpus: 4,
  groups: [
    { gpus: 2, layout: [at(three, 0), at(two, 4)] },
    { gpus: 1, layout: [at(two, 0)] },
    { gpus: 1, layout: [at(two, 2)] },
  ],
  proof: { weights: [], capacity: 1 },
};

test('requests of one profile take its places in their order', () => {
  const { gpu, start } = placeRequests(PACKING, Uint8Array.from([two, three, two, two, three, two]));
  expect([...gpu]).toEqual([0, 0, 1, 2, 1, 3]);
  expect([...start]).toEqual([4, 0, 4, 0, 0, 2]);
  expect(placeRequests({ ...PACKING, groups: [] }, new Uint8Array(0)).gpu).toHaveLength(0);
});

test('each profile has places of its own', () => {
  const one = a100.profiles.findIndex(({ name }) => name === '1g.5gb');
  const mixed: Packing = {
    ...PACKING,
    counts: counts(a100, { '1g.5gb': 2, '2g.10gb': 1, '3g.20gb': 2 }),
    gpus: 2,
    groups: [
      { gpus: 1, layout: [at(three, 0), at(three, 4)] },
      { gpus: 1, layout: [at(one, 0), at(one, 1), at(two, 2)] },
    ],
  };
  const { gpu, start } = placeRequests(mixed, Uint8Array.from([three, two, one, three, one]));
  expect([...gpu]).toEqual([0, 1, 1, 0, 1]);
  expect([...start]).toEqual([0, 2, 0, 4, 1]);
});

test('a host and a GPU that were packed are as if somebody had made them by hand', () => {
  const [host] = planOfPacking(
    { ...PACKING, gpus: 1, groups: [{ gpus: 1, layout: [at(two, 2)] }] },
    [],
  ).hosts;
  const { id, name, ...rest } = host!;
  expect([id > 0, name]).toEqual([true, 'gpu-host-01']);
  const { id: gpuId, ...gpu } = rest.gpus[0]!;
  const [gi] = gpu.instances;
  expect(gpuId).toBeGreaterThan(0);
  expect({ ...rest, gpus: [gpu] }).toEqual({
    ...{ notes: '', platform: null, release: null, driver: null, creation: null, observed: null, extra: [] },
    gpus: [
      {
        ...{ index: 0, notes: '', board: a100.id, variant: null, uuid: null, pciId: null, kind: null },
        ...{ use: 'mig', instances: [makeInstance(gi!.id, '2g.10gb', 2)], extra: [] },
      },
    ],
  });
  // Sixteen GPUs fill two hosts, and there is no third.
  const full = planOfPacking({ ...PACKING, gpus: 16, groups: [{ gpus: 16, layout: [] }] }, []);
  expect(full.hosts.map(({ gpus }) => gpus.length)).toEqual([8, 8]);
});

test('a packing as a plan: hosts of eight GPUs, named and numbered, and the requests', () => {
  expect(GPUS_PER_HOST).toBe(8);
  const requests: PlanRequest[] = [
    { profile: '3g.20gb', needs: null, count: 2, weight: null, group: null, extra: [] },
  ];
  const plan = planOfPacking(PACKING, requests);
  expect(plan).toMatchObject({ name: 'Packing', requests, vms: [] });
  expect(plan.hosts.map(({ name }) => name)).toEqual(['gpu-host-01']);
  expect(plan.hosts[0]!.gpus.map((gpu) => [gpu.index, gpu.board, gpu.use])).toEqual(
    [0, 1, 2, 3].map((index) => [index, a100.id, 'mig']),
  );
  expect(
    plan.hosts[0]!.gpus.map(({ instances }) => instances.map((gi) => `${gi.profile}@${gi.start}`).join(' ')),
  ).toEqual(['3g.20gb@0 2g.10gb@4', '3g.20gb@0 2g.10gb@4', '2g.10gb@0', '2g.10gb@2']);
  expect(checkPlan(plan)).toEqual([]);
  const ids = plan.hosts.flatMap((host) => [
    host.id as number,
    ...host.gpus.flatMap((gpu) => [gpu.id as number, ...gpu.instances.map((gi) => gi.id as number)]),
  ]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...ids)).toBeLessThan(plan.nextId);
  // 1 host, 4 GPUs and 6 instances.
  expect(planItems(PACKING)).toBe(11);
  const many = { ...PACKING, gpus: 17, groups: [{ gpus: 17, layout: [at(two, 0)] }] };
  expect(planItems(many)).toBe(3 + 17 + 17);
  const large = planOfPacking(many, []);
  expect(large.hosts.map(({ name, gpus }) => [name, gpus.length])).toEqual([
    ['gpu-host-01', 8],
    ['gpu-host-02', 8],
    ['gpu-host-03', 1],
  ]);
  expect(large.hosts[2]!.gpus[0]!.index).toBe(0);
  // As many digits as the last one needs.
  const hosts = planOfPacking({ ...many, gpus: 801, groups: [{ gpus: 801, layout: [] }] }, []).hosts;
  expect([hosts[0]!.name, hosts.at(-1)!.name]).toEqual(['gpu-host-001', 'gpu-host-101']);
});
