/** Ways out of a refusal: each replayed against the rules, none cheaper by brute force. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId, GpuId } from '../../model/ids.ts';
import { findGpu, findInstance, vmsByInstance, type GpuInstance, type Plan } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { legalGpu } from './rooms.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { seededFleet } from './fleet.testing.ts';
import { whyNot, type WayKind, type WayOut, type WhyQuestion } from './why.ts';
import { compareCosts, type WayCost } from './whyCost.ts';

const clashes = (plan: Plan): number => {
  let count = 0;
  for (const { gpus } of plan.hosts) {
    for (const gpu of gpus) {
      const groups = gpu.instances.flatMap((gi) =>
        (vmsByInstance(plan).get(gi.id) ?? []).flatMap(({ group }) => group ?? []),
      );
      count += groups.length - new Set(groups).size;
    }
  }
  return count;
};

const NONE: WayCost = {
  ...{ vmsWaiting: 0, lessCompute: 0, vmsInterrupted: 0, instancesRemoved: 0 },
  ...{ instancesMoved: 0, otherProfile: 0, moreMemory: 0, distance: 0 },
};

/** The cheapest way with so many moves that make room on the GPU, or on another one, by trying all of them. */
function bruteMoves(
  plan: Plan,
  question: WhyQuestion,
  moved: 1 | 2,
  on: GpuId = question.gpuId,
): WayCost | null {
  const all = plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu })));
  const gis = all.flatMap(({ gpu }) => gpu.instances.filter((gi) => !gi.pinned));
  const asked = findGpu(plan, on);
  const startsOf = (profile: string, board: string): readonly number[] =>
    findBoard(board)?.profiles.find(({ name }) => name === profile)?.starts ?? [];
  const far = (a: GpuId, b: GpuId): number =>
    a === b ? 0 : findGpu(plan, a)?.host.id === findGpu(plan, b)?.host.id ? 1 : 2;
  const before = clashes(plan);
  let best: WayCost | null = null;
  const attempt = (set: readonly GpuInstance[]): void => {
    const vms = new Set(set.flatMap((gi) => vmsByInstance(plan).get(gi.id) ?? []));
    for (const start of startsOf(question.profile, asked?.gpu.board ?? '')) {
      const place = { gpuId: on, profile: question.profile, start };
      const room = { type: 'gi/rearrange', removes: set.map(({ id }) => id), moves: [], place } as const;
      if (!applyCommand(plan, room).ok) continue;
      // A start that is free as it is needs no move.
      if (applyCommand(plan, { type: 'gi/place', ...place }).ok) continue;
      const base = {
        ...{ ...NONE, vmsInterrupted: vms.size, instancesMoved: set.length },
        distance:
          on !== question.gpuId
            ? far(question.gpuId, on) + 1
            : question.start === null || question.start === start
              ? 0
              : 1,
      };
      const go = (moves: Extract<PlanCommand, { type: 'gi/rearrange' }>['moves'], distance: number): void => {
        const gi = set[moves.length];
        if (gi === undefined) {
          const cost = { ...base, distance: base.distance + distance };
          if (best !== null && compareCosts(cost, best) >= 0) return;
          const done = applyCommand(plan, { type: 'gi/rearrange', removes: [], moves, place });
          if (done.ok && clashes(done.value) <= before) best = cost;
          return;
        }
        const from = findInstance(plan, gi.id)?.gpu.id ?? (0 as GpuId);
        for (const { gpu } of all) {
          if (legalGpu(gpu) === null) continue;
          for (const to of startsOf(gi.profile, gpu.board)) {
            if (gpu.id === from && to === gi.start) continue;
            go([...moves, { giId: gi.id, gpuId: gpu.id, start: to }], distance + far(from, gpu.id));
          }
        }
      };
      go([], 0);
    }
  };
  for (const [index, a] of gis.entries()) {
    if (moved === 1) attempt([a]);
    else for (const b of gis.slice(index + 1)) attempt([a, b]);
  }
  return best;
}

function isLegalGpu(plan: Plan, id: GpuId): boolean {
  const gpu = findGpu(plan, id)?.gpu;
  return gpu !== undefined && legalGpu(gpu) !== null;
}

interface Asked {
  readonly plan: Plan;
  readonly question: WhyQuestion;
  readonly ways: readonly WayOut[];
}

/** Refused placements of small fleets, by seed. */
function seededRefusals(seeds: readonly number[], gpus: number): Asked[] {
  return seeds.flatMap((seed) => {
    const random = mulberry32(seed * 31 + 5);
    const board = seed % 3 === 0 ? 'a30-24gb' : 'a100-pcie-40gb';
    const plan = seededFleet(seed, {
      ...{ boards: [board], gpus, gpusPerHost: 2, pinned: 0.15, fill: 0.75 },
      ...{ vms: 0.7, groups: 0.3 },
    });
    const profiles = findBoard(board)?.profiles ?? [];
    const all = plan.hosts.flatMap((host) => host.gpus);
    const found: Asked[] = [];
    for (let tries = 0; tries < 3; tries++) {
      const profile = profiles[Math.floor(random() * profiles.length)];
      const gpu = all[Math.floor(random() * all.length)];
      const start = random() < 0.5 ? null : (profile?.starts?.[0] ?? null);
      if (profile === undefined || gpu === undefined) continue;
      const question = { gpuId: gpu.id, profile: profile.name, start, moving: null };
      const why = whyNot(plan, question);
      if (!why.isLegal) found.push({ plan, question, ways: why.ways });
    }
    return found;
  });
}

const seeds = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('seeds 1 to 40, 3 GPUs', () => {
  const asked = seededRefusals(seeds(1, 40), 3);

  test('there are refusals of every kind of way', () => {
    const kinds = new Set<WayKind>(asked.flatMap(({ ways }) => ways.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(['gpu', 'move', 'profile', 'remove', 'start', 'two-moves']);
  });

  test('every way does what it says: no new fault, nothing pinned touched, the cheapest first', () => {
    for (const { plan, question, ways } of asked) {
      const costs = ways.map(({ cost }) => cost);
      expect([...costs].sort(compareCosts)).toEqual(costs);
      for (const way of ways) {
        const done = applyCommand(plan, way.command);
        if (!done.ok) throw new Error(`${way.kind}: ${done.error.code}`);
        expect(checkPlan(done.value).length).toBe(checkPlan(plan).length);
        expect(clashes(done.value)).toBeLessThanOrEqual(clashes(plan));
        const { gpuId, profile, start } = way.place;
        const there = findGpu(done.value, gpuId)?.gpu.instances ?? [];
        expect(there.some((gi) => gi.profile === profile && gi.start === start)).toBe(true);
        if (way.kind !== 'profile') expect(profile).toBe(question.profile);
        const gis = plan.hosts.flatMap(({ gpus }) => gpus.flatMap((gpu) => gpu.instances));
        for (const gi of gis) {
          const now = findInstance(done.value, gi.id)?.gi;
          if (gi.pinned) expect(now).toBe(gi);
          expect(now === undefined).toBe(way.removes.includes(gi.id));
          if (now !== undefined && now !== gi)
            expect(way.moves.some(({ giId }) => giId === gi.id)).toBe(true);
        }
        const waiting = done.value.vms.filter(({ attachments }) =>
          attachments.some((a) => a.instance === null),
        );
        expect(waiting.length).toBe(way.cost.vmsWaiting);
      }
    }
  });

  test('brute force finds no cheaper move, nor two', () => {
    for (const { plan, question, ways } of asked) {
      const costOf = (kind: WayKind): WayCost | null =>
        ways.find((way) => way.kind === kind && way.place.gpuId === question.gpuId)?.cost ?? null;
      const one = bruteMoves(plan, question, 1);
      expect(costOf('move')).toEqual(one);
      const two = bruteMoves(plan, question, 2);
      // Two moves are told only where they are cheaper than one.
      const isTold = two !== null && (one === null || compareCosts(two, one) < 0);
      expect(costOf('two-moves')).toEqual(isTold ? two : null);
    }
  });

  test('brute force finds no cheaper move, nor two, on any other GPU', () => {
    let seen = 0;
    // Every third: two moves on each of the GPUs are many.
    for (const { plan, question, ways } of asked.filter((_, index) => index % 3 === 0)) {
      const costOf = (kind: WayKind): WayCost | null =>
        ways.find((way) => way.kind === kind && way.isElsewhere)?.cost ?? null;
      const cheapest = (costs: readonly (WayCost | null)[]): WayCost | null =>
        costs.flatMap((cost) => cost ?? []).sort(compareCosts)[0] ?? null;
      const unlessDearer = (cost: WayCost | null, known: WayCost | null): WayCost | null =>
        cost !== null && (known === null || compareCosts(cost, known) < 0) ? cost : null;
      const isFree = ways.some(({ kind }) => kind === 'gpu' || kind === 'start');
      const others = isFree ? [] : plan.hosts.flatMap(({ gpus }) => gpus.map(({ id }) => id));
      const brute = (moved: 1 | 2): WayCost | null =>
        cheapest(
          others.map((id) =>
            id === question.gpuId || !isLegalGpu(plan, id) ? null : bruteMoves(plan, question, moved, id),
          ),
        );
      const here = cheapest([bruteMoves(plan, question, 1), bruteMoves(plan, question, 2)]);
      const one = unlessDearer(brute(1), here);
      expect(costOf('move')).toEqual(one);
      const two = unlessDearer(brute(2), one ?? here);
      expect(costOf('two-moves')).toEqual(two);
      seen += two === null ? 0 : 1;
    }
    expect(seen).toBeGreaterThan(0);
  });

  test('brute force finds no cheaper place, and none that removes less', () => {
    for (const { plan, question, ways } of asked) {
      const gpus = plan.hosts.flatMap((host) => host.gpus);
      const asked = findGpu(plan, question.gpuId);
      const profiles = findBoard(asked?.gpu.board ?? '')?.profiles ?? [];
      const starts = profiles.find(({ name }) => name === question.profile)?.starts ?? [];
      const free = gpus.filter((gpu) =>
        starts.some(
          (start) =>
            applyCommand(plan, { type: 'gi/place', gpuId: gpu.id, profile: question.profile, start }).ok,
        ),
      );
      const near = free.filter(({ id }) => id !== question.gpuId && findGpu(plan, id)?.host === asked?.host);
      const way = ways.find(({ kind }) => kind === 'gpu');
      expect(way !== undefined).toBe(free.some(({ id }) => id !== question.gpuId));
      if (near.length > 0) expect(findGpu(plan, way?.place.gpuId ?? (0 as GpuId))?.host).toBe(asked?.host);
      const here = (asked?.gpu.instances ?? []).filter((gi) => !gi.pinned);
      let fewest: readonly [vms: number, count: number] | null = null;
      for (let set = 1; set < 1 << here.length; set++) {
        const removes = here.filter((_, index) => (set & (1 << index)) !== 0).map(({ id }): GiId => id);
        const isRoom = starts.some((start) => {
          const place = { gpuId: question.gpuId, profile: question.profile, start };
          if (applyCommand(plan, { type: 'gi/place', ...place }).ok) return false;
          return applyCommand(plan, { type: 'gi/rearrange', removes, moves: [], place }).ok;
        });
        const vms = new Set(removes.flatMap((id) => vmsByInstance(plan).get(id) ?? [])).size;
        const isFewer =
          fewest === null || vms < fewest[0] || (vms === fewest[0] && removes.length < fewest[1]);
        if (isRoom && isFewer) fewest = [vms, removes.length];
      }
      const remove = ways.find(({ kind }) => kind === 'remove')?.cost;
      expect(remove === undefined ? null : [remove.vmsWaiting, remove.instancesRemoved]).toEqual(fewest);
    }
  });
});
