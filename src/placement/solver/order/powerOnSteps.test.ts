import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../model/plan.ts';
import { seedsOf } from '../../../model/seeds.testing.ts';
import { isAccepted, RAW_BOARDS, type Piece } from '../../oracle.testing.ts';
import { mulberry32 } from '../../powerOn/powerOn.testing.ts';
import {
  behavioursOf,
  fitsSomehow,
  powerOn,
  stateWith,
  type HostState,
  type RawHost,
} from '../../powerOn/powerOnOracle.testing.ts';
import { planOf } from '../../standing.testing.ts';
import { runSearch } from '../search.ts';
import { planWithVms, withVms } from './order.testing.ts';
import { stepsBetween } from './planSteps.ts';
import { replaySteps } from './replaySteps.ts';
import { noPowerOnMessage } from './stepMessages.ts';

interface Case {
  readonly raw: RawHost;
  readonly current: Plan;
  readonly target: Plan;
  /** VMs that run now, by their number: those of the target come first. */
  readonly running: readonly (Piece & {
    readonly gpu: number;
    readonly wants: string;
    readonly vm: number;
  })[];
  readonly wanted: readonly string[];
}

const A100 = RAW_BOARDS.find((one) => one.id === 'a100-pcie-40gb')!;
const PROFILES = A100.profiles.filter((one) => !one.name.includes('+'));

function powerOnPlan(plan: Plan): Plan {
  return { ...plan, hosts: plan.hosts.map((host) => ({ ...host, creation: 'power-on' })) };
}

/** One or two GPUs with VMs running on them, and up to five that are to run: some the same, some others. */
function seededCase(seed: number): Case {
  const random = mulberry32(seed * 31 + 5);
  const below = (n: number): number => Math.floor(random() * n);
  const gpus = 1 + below(2);
  const layout = (wishes: number, most: number): (Piece & { gpu: number })[] => {
    const pieces: (Piece & { gpu: number })[] = [];
    for (let wish = 0; wish < wishes && pieces.length < most; wish++) {
      const profile = PROFILES[below(PROFILES.length)]!;
      if (profile.computeSlices === 7 && random() < 0.9) continue;
      const starts = profile.placements!.starts;
      const piece = { gpu: below(gpus), profile: profile.name, start: starts[below(starts.length)]! };
      const beside = pieces.filter((one) => one.gpu === piece.gpu);
      if (isAccepted(A100, [...beside, piece])) pieces.push(piece);
    }
    return pieces;
  };
  const then = layout(40, 5);
  const now: (Piece & { gpu: number; vm: number })[] = [];
  // Those of the target that run already, somewhere; then others, which are to go.
  for (const [vm, { profile }] of then.entries()) {
    const starts = PROFILES.find(({ name }) => name === profile)!.placements!.starts;
    const piece = { gpu: below(gpus), profile, start: starts[below(starts.length)]!, vm };
    const beside = now.filter((one) => one.gpu === piece.gpu);
    if (random() < 0.6 && isAccepted(A100, [...beside, piece])) now.push(piece);
  }
  const texts = (pieces: readonly (Piece & { gpu: number })[]): string[] =>
    Array.from({ length: gpus }, (_, gpu) =>
      pieces
        .filter((one) => one.gpu === gpu)
        .map(({ profile, start }) => `${profile}@${start}`)
        .join(' '),
    );
  const placed = (plan: Plan, pieces: readonly (Piece & { gpu: number; vm: number })[]): Plan =>
    withVms(
      plan,
      pieces.map(({ gpu, profile, start, vm }) => [
        `vm-${vm}`,
        plan.hosts[0]!.gpus[gpu]!.instances.find((gi) => gi.profile === profile && gi.start === start)!,
      ]),
    );
  const extra = layout(2, 2)
    .filter((piece) => isAccepted(A100, [...now.filter((one) => one.gpu === piece.gpu), piece]))
    .slice(0, 1)
    .map((piece) => ({ ...piece, vm: 90 }));
  return {
    raw: {
      gpus: Array.from({ length: gpus }, () => ({ board: 'a100-pcie-40gb', kind: null })),
      vms: then.map(({ profile }) => [profile]),
      only: then.map(() => null),
    },
    current: powerOnPlan(placed(planOf(texts([...now, ...extra])), [...now, ...extra])),
    target: powerOnPlan(
      placed(
        planOf(texts(then)),
        then.map((piece, vm) => ({ ...piece, vm })),
      ),
    ),
    running: now.map((piece) => ({ ...piece, wants: piece.profile })),
    wanted: then.map(({ profile }) => profile),
  };
}

/** Whether the VMs can start in some order, one that works under every behaviour, beside those that stay. */
function canStart({ raw, running, wanted }: Case, restarted: ReadonlySet<number>): boolean {
  const hows = behavioursOf(raw);
  const standing = running.filter(({ vm }) => !restarted.has(vm));
  const enter = (left: readonly number[], states: readonly (readonly HostState[])[]): boolean =>
    left.length === 0 ||
    left.some((vm) => {
      const next = hows.map((how, at) => powerOn(raw, states[at]!, vm, how));
      if (next.some((one) => one === null)) return false;
      return enter(
        left.filter((other) => other !== vm),
        next as HostState[][],
      );
    });
  const start = stateWith(raw, standing);
  return enter(
    [...wanted.keys()].filter((vm) => !standing.some((one) => one.vm === vm)),
    hows.map(() => [start]),
  );
}

const SIZE = seedsOf(40);
const BLOCKS = Array.from({ length: 3 }, (_, at) => at * 40 + 1);

describe.each(BLOCKS)(`hosts with power-on of the seeds %i and the ${SIZE - 1} after it`, (first) => {
  test('every VM starts under every behaviour, as few are powered off as can be, and none exists where brute force finds none', () => {
    for (let seed = first; seed < first + SIZE; seed++) {
      const one = seededCase(seed);
      const search = stepsBetween(one.current, one.target);
      if (!search.ok) throw new Error('illegal');
      const { best } = runSearch(search.value());
      const numbers = one.running.map(({ vm }) => vm);
      const subsets = Array.from({ length: 1 << numbers.length }, (_, set) =>
        numbers.filter((_vm, at) => (set & (1 << at)) !== 0),
      );
      const least = subsets
        .filter((chosen) => canStart(one, new Set(chosen)))
        .reduce((few, chosen) => Math.min(few, chosen.length), Infinity);
      if (best!.none.length > 0) {
        expect(least, `seed ${seed}`).toBe(Infinity);
        const [none] = best!.none;
        expect(none!.change.kind === 'no-room', `seed ${seed}`).toBe(!fitsSomehow(one.raw));
        expect(noPowerOnMessage(none!)).toMatch(/none exists, because/);
        continue;
      }
      const replayed = replaySteps(one.current, one.target, best!.steps, new Set(['esx-01']));
      expect({ seed, replayed: replayed.ok }).toEqual({ seed, replayed: true });
      const off = best!.steps.flatMap((step) => (step.kind === 'power-off' ? step.vm! : []));
      const on = best!.steps.flatMap((step) => (step.kind === 'power-on' ? [step.vm] : []));
      const restarted = off.filter((vm) => vm !== 'vm-90');
      expect({ seed, restarted: restarted.length }).toEqual({ seed, restarted: least });
      const stays = one.running.filter(({ vm }) => !off.includes(`vm-${vm}`));
      expect([...stays.map(({ vm }) => `vm-${vm}`), ...on].sort(), `seed ${seed}`).toEqual(
        one.wanted.map((_, vm) => `vm-${vm}`).sort(),
      );
      for (const how of behavioursOf(one.raw)) {
        let states: HostState[] | null = [stateWith(one.raw, stays)];
        for (const vm of on) {
          states = powerOn(one.raw, states, Number(vm.slice(3)), how);
          expect(states, `seed ${seed}, ${vm}`).not.toBe(null);
          if (states === null) break;
        }
      }
    }
  });
});

test('the seeded hosts hold some where none has to be powered off, some where one has, and some without an order', () => {
  const counts = { none: 0, some: 0, without: 0 };
  for (let seed = 1; seed <= 120; seed++) {
    const { current, target } = seededCase(seed);
    const search = stepsBetween(current, target);
    const best = search.ok ? runSearch(search.value()).best : null;
    if (best!.none.length > 0) counts.without++;
    else if (best!.steps.some((step) => step.kind === 'power-off' && step.vm !== 'vm-90')) counts.some++;
    else counts.none++;
  }
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(2);
});

test('a pinned VM is never powered off to make room', () => {
  const current = powerOnPlan(planWithVms(['1g.5gb@0=a']));
  const target = powerOnPlan(planWithVms(['4g.20gb@0=b 1g.5gb@4=a']));
  const free = stepsBetween(current, target);
  const steps = free.ok ? runSearch(free.value()).best!.steps : [];
  expect(steps.map((step) => ('vm' in step ? `${step.kind} ${step.vm}` : ''))).toEqual([
    'power-off a',
    'power-on b',
    'power-on a',
  ]);
  expect(steps[0]).toMatchObject({ interrupts: ['a'], until: 2 });
  const [host] = current.hosts;
  const pinned: Plan = {
    ...current,
    hosts: [
      {
        ...host!,
        gpus: host!.gpus.map((gpu) => ({
          ...gpu,
          instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })),
        })),
      },
    ],
  };
  const held = stepsBetween(pinned, target);
  const best = held.ok ? runSearch(held.value()).best : null;
  expect(best!.steps).toEqual([]);
  expect(best!.none.map(({ change }) => change.kind)).toEqual(['none']);
});

test('the replay refuses an order that fails under some driver, a place that was not foretold, and a VM left out', () => {
  const current = powerOnPlan(planOf(['']));
  const target = powerOnPlan(planWithVms(['3g.20gb@4=a 2g.10gb@0=b 1g.5gb@2=c 1g.5gb@3=d']));
  const search = stepsBetween(current, target);
  const { steps } = search.ok ? runSearch(search.value()).best! : { steps: [] };
  const host = new Set(['esx-01']);
  const fault = (list: typeof steps): string | null => {
    const replayed = replaySteps(current, target, list, host);
    return replayed.ok ? null : replayed.error.fault;
  };
  expect(fault(steps)).toBe(null);
  expect(fault(steps.slice(0, -1))).toBe('not-all-running');
  expect(fault([steps[0]!, ...steps])).toBe('not-running');
  expect(fault([...steps].reverse())).toBe('place-not-foretold');
  expect(fault(steps.map((step) => (step.kind === 'power-on' ? { ...step, outcomes: [] } : step)))).toBe(
    'place-not-foretold',
  );
});
