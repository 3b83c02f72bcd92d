import { describe, expect, test } from 'vitest';
import type { GpuKind, Plan } from '../../model/plan.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { powerOnHost, type PowerOnHost, type PowerOnVm } from './powerOn.ts';
import { planOfHost, seededHost, type SeededHost } from './powerOn.testing.ts';
import type { PowerOnModel } from './powerOnModel.ts';
import { powerOnOrder, stuckIn, type PowerOnOrder } from './powerOnOrder.ts';
import {
  behavioursOf,
  emptyState,
  fitsSomehow,
  placesOf,
  powerOn,
  someOrderWorks,
  type Behaviour,
  type HostState,
} from './powerOnOracle.testing.ts';
import type { Landing } from './powerOnRun.ts';
import { replayPowerOn } from './powerOnReplay.ts';

const SEEDS = seedsOf(500);
const PER_TEST = 25;

interface Case {
  readonly seeded: SeededHost;
  readonly plan: Plan;
  readonly host: PowerOnHost;
  readonly answer: PowerOnOrder;
}

const cases = new Map<number, Case>();

function caseOf(seed: number): Case {
  const known = cases.get(seed) ?? makeCase(seed);
  cases.set(seed, known);
  return known;
}

function makeCase(seed: number): Case {
  const seeded = seededHost(seed);
  const plan = planOfHost(seeded);
  const host = powerOnHost(plan, plan.hosts[0]!.id)!;
  return { seeded, plan, host, answer: powerOnOrder(host) };
}

/** The number of a VM in the raw host. */
const numberOf = (name: string): number => Number(name.slice('vm-'.length));

/** Places as the oracle writes them. */
function places(vm: PowerOnVm, landings: readonly Landing[]): string {
  return landings
    .map(({ attachment, gpuAt, start }) => {
      const { wants } = vm.vm.attachments[attachment]!;
      return `${wants.kind === 'type' ? `type:${wants.type}` : wants.profile}@${gpuAt}:${start}`;
    })
    .sort()
    .join(' ');
}

function drawnPlaces({ raw, drawn }: SeededHost, vm: number): string {
  return raw.vms[vm]!.map((want, at) => {
    const place = drawn[vm]![at] ?? null;
    return place === null ? 'waits' : `${want}@${place.gpu}:${place.start}`;
  })
    .sort()
    .join(' ');
}

/** Plays an order under every behaviour. For each VM all places that came out, or the VM that did not start. */
function play(seeded: SeededHost, order: readonly number[]): { places: Set<string>[]; stuck: number | null } {
  const found = order.map(() => new Set<string>());
  for (const how of behavioursOf(seeded.raw)) {
    let states: HostState[] = [emptyState(seeded.raw)];
    for (const [step, vm] of order.entries()) {
      const next = powerOn(seeded.raw, states, vm, how);
      if (next === null) return { places: found, stuck: vm };
      for (const state of next) found[step]!.add(placesOf(state, vm));
      states = next;
    }
  }
  return { places: found, stuck: null };
}

/** The behaviour that a model of the product means. */
function behaviourOf(host: PowerOnHost, { variant, kinds }: PowerOnModel): Behaviour {
  return {
    variant,
    kinds: host.gpus.map(
      ({ gpu }): GpuKind => gpu.kind ?? kinds.find(({ gpuId }) => gpuId === gpu.id)?.kind ?? 'straight',
    ),
  };
}

describe.each(Array.from({ length: SEEDS / PER_TEST }, (_, at) => at * PER_TEST + 1))(
  `hosts of the seeds %i and the ${PER_TEST - 1} after it`,
  (first) => {
    test('an order starts every VM under every behaviour, where it says, or brute force finds none either', () => {
      for (let seed = first; seed < first + PER_TEST; seed++) {
        const { seeded, host, answer } = caseOf(seed);
        const hows = behavioursOf(seeded.raw);
        switch (answer.kind) {
          case 'order': {
            const order = answer.order.map(({ vm }) => numberOf(vm.vm.name));
            expect(
              [...order].sort((a, b) => a - b),
              `seed ${seed}`,
            ).toEqual(seeded.raw.vms.map((_, vm) => vm));
            const played = play(seeded, order);
            expect(played.stuck, `seed ${seed}`).toBe(null);
            for (const [step, { vm, outcomes }] of answer.order.entries()) {
              const said = outcomes.map(({ landings }) => places(vm, landings)).sort();
              expect(said, `seed ${seed}, step ${step + 1}`).toEqual([...played.places[step]!].sort());
            }
            const isDrawn = answer.order.every(({ vm, outcomes }) => {
              const drawn = drawnPlaces(seeded, numberOf(vm.vm.name));
              return outcomes.every(({ landings }) => places(vm, landings) === drawn);
            });
            expect(isDrawn, `seed ${seed}`).toBe(answer.isAsDrawn);
            break;
          }
          case 'no-room':
            expect(fitsSomehow(seeded.raw), `seed ${seed}`).toBe(false);
            break;
          case 'none': {
            expect(fitsSomehow(seeded.raw), `seed ${seed}`).toBe(answer.isRoomKnown);
            expect(someOrderWorks(seeded.raw, hows), `seed ${seed}`).toBe(false);
            const alone = answer.refusedBy.map((model) => behaviourOf(host, model));
            expect(alone.length, `seed ${seed}`).toBeGreaterThan(0);
            if (alone.length < hows.length) {
              for (const how of alone) expect(someOrderWorks(seeded.raw, [how]), `seed ${seed}`).toBe(false);
            }
            break;
          }
          case 'open':
            expect.fail(`seed ${seed}: gave up`);
        }
      }
    });

    test('where no order is as drawn, brute force finds none that is', () => {
      for (let seed = first; seed < first + PER_TEST; seed++) {
        const { seeded, answer } = caseOf(seed);
        if (answer.kind !== 'order' || answer.isAsDrawn || seeded.raw.vms.length > 8) continue;
        const isFine = (vm: number, states: readonly HostState[]): boolean =>
          states.every((state) => placesOf(state, vm) === drawnPlaces(seeded, vm));
        expect(someOrderWorks(seeded.raw, behavioursOf(seeded.raw), isFine, false), `seed ${seed}`).toBe(
          false,
        );
      }
    });

    test('the best order of a host without one is stuck as it says, and each model of an outcome replays to it', () => {
      for (let seed = first; seed < first + PER_TEST; seed++) {
        const { plan, host, answer } = caseOf(seed);
        if (answer.kind === 'no-room') continue;
        const order = answer.order.map(({ vm }) => vm.vm.id);
        for (const [step, { vm, outcomes }] of answer.order.entries()) {
          for (const { landings, model } of outcomes) {
            const replayed = replayPowerOn(plan, host, order.slice(0, step + 1), model);
            expect(places(vm, replayed[step]!.landings), `seed ${seed}`).toBe(places(vm, landings));
          }
        }
        if (answer.kind === 'order') continue;
        const { stuck } = answer;
        if (stuck === null) throw new Error(`seed ${seed}: not followed`);
        const steps = replayPowerOn(plan, host, [...order, stuck.vm.vm.id], stuck.model);
        expect(steps, `seed ${seed}`).toHaveLength(order.length + 1);
        expect(steps.at(-1)!.vm, `seed ${seed}`).toBe(stuck.vm);
        expect(steps.at(-1)!.refused?.attachment, `seed ${seed}`).toBe(stuck.attachment);
        expect(steps.at(-1)!.refused?.reasons.length, `seed ${seed}`).toBeGreaterThan(0);
      }
    });
  },
);

test('what an order is stuck in is its first VM that some behaviour does not start (seeds 1 to 100)', () => {
  let stuckOnes = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const { seeded, plan, host } = caseOf(seed);
    const order = host.vms.map(({ vm }) => numberOf(vm.name));
    const steps = behavioursOf(seeded.raw).map((how) => {
      let states: HostState[] = [emptyState(seeded.raw)];
      return order.findIndex((vm) => {
        const next = powerOn(seeded.raw, states, vm, how);
        states = next ?? [];
        return next === null;
      });
    });
    const first = Math.min(...steps.map((step) => (step === -1 ? Infinity : step)));
    const stuck = stuckIn(host, host.vms);
    expect(stuck?.vm ?? null, `seed ${seed}`).toBe(host.vms[first] ?? null);
    if (stuck === null) continue;
    stuckOnes++;
    const replayed = replayPowerOn(
      plan,
      host,
      host.vms.map(({ vm }) => vm.id),
      stuck.model,
    );
    expect(replayed, `seed ${seed}`).toHaveLength(first + 1);
    expect(replayed.at(-1)?.refused?.attachment, `seed ${seed}`).toBe(stuck.attachment);
  }
  expect(stuckOnes).toBeGreaterThanOrEqual(seedsOf(10));
  expect(stuckOnes).toBeLessThanOrEqual(90);
});

test('the seeded hosts hold every answer, kinds of GPU that are not known, VMs with several vGPUs and shared instances', () => {
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { seeded, host, answer } = caseOf(seed);
    count(answer.kind === 'order' ? (answer.isAsDrawn ? 'as drawn' : 'elsewhere') : answer.kind);
    if (answer.kind === 'order' && answer.order.some(({ outcomes }) => outcomes.length > 1)) count('parting');
    if (seeded.raw.vms.some((wants) => wants.length > 1)) count('several vGPUs');
    if (
      host.vms.some(({ vgpus }) =>
        vgpus.some(({ needs }) => needs.some((need) => need !== null && need.carries > 1)),
      )
    )
      count('shared');
    if (host.gpus.some(({ kinds }) => kinds.length > 1)) count('open kinds');
    if (host.idle.length > 0) count('idle');
  }
  for (const what of [
    'as drawn',
    'elsewhere',
    'none',
    'no-room',
    'parting',
    'several vGPUs',
    'shared',
    'open kinds',
    'idle',
  ]) {
    expect(counts.get(what) ?? 0, what).toBeGreaterThanOrEqual(seedsOf(10));
  }
});
