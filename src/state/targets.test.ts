/** What is drawn as legal is what is accepted: the two are asked of every plan, for everything that can be in the hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import { planOf } from '../placement/standing.testing.ts';
import { planArbitrary } from '../formats/planArbitrary.testing.ts';
import { seedsOf } from '../model/seeds.testing.ts';
import { isLegalTarget, legalFor, legalTargets, nextTarget, targetAt, targetsOn } from './targets.ts';
import type { Lifted, Target } from './uiStore.ts';

const SEEDS = [20261124, 7];

/** Everything of a plan that a hand can lift. */
function liftables(plan: Plan): Lifted[] {
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  const profiles = new Set(
    gpus.flatMap((gpu) => findBoard(gpu.board)?.profiles.map((one) => one.name) ?? []),
  );
  return [
    ...[...profiles].map((profile) => ({ kind: 'profile', profile }) as const),
    ...gpus.flatMap((gpu) => gpu.instances.map((gi) => ({ kind: 'instance', giId: gi.id }) as const)),
    ...plan.vms.map((vm) => ({ kind: 'vm', vmId: vm.id }) as const),
  ];
}

function commandFor(lifted: Lifted, { gpuId, start, giId }: Target): PlanCommand | null {
  if (lifted.kind === 'profile') return { type: 'gi/place', gpuId, profile: lifted.profile, start };
  if (lifted.kind === 'instance') return { type: 'gi/move', giId: lifted.giId, gpuId, start };
  return giId === null ? null : { type: 'vm/assign', vmId: lifted.vmId, giId };
}

describe.each(SEEDS)('seed %i', (seed) => {
  test('every target that is shown is accepted, and nothing else is', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(planArbitrary({ maxHosts: 2, maxVms: 4 }), (plan) => {
        for (const lifted of liftables(plan)) {
          for (const target of legalTargets(plan, lifted)) {
            const command = commandFor(lifted, target);
            expect(command === null ? null : applyCommand(plan, command)).toMatchObject({ ok: true });
            accepted++;
          }
          for (const gpu of plan.hosts.flatMap((host) => host.gpus)) {
            const all = legalTargets(plan, lifted).filter(({ gpuId }) => gpuId === gpu.id);
            expect(all).toEqual(targetsOn(gpu, legalFor(plan, gpu, lifted)));
            if (lifted.kind === 'vm') {
              const { instances } = legalFor(plan, gpu, lifted);
              for (const { id: giId, start } of gpu.instances) {
                if (instances.includes(giId)) continue;
                const target = { gpuId: gpu.id, start, giId };
                expect(applyCommand(plan, { type: 'vm/assign', vmId: lifted.vmId, giId }).ok).toBe(false);
                expect(isLegalTarget(plan, lifted, target)).toBe(false);
                refused++;
              }
              continue;
            }
            const { starts } = legalFor(plan, gpu, lifted);
            for (let start = 0; start < 12; start++) {
              const target = { gpuId: gpu.id, start, giId: null };
              const command = commandFor(lifted, target);
              const isOwn = gpu.instances.some(
                (gi) => lifted.kind === 'instance' && gi.id === lifted.giId && gi.start === start,
              );
              if (command === null || starts.includes(start) || isOwn) continue;
              expect(applyCommand(plan, command).ok).toBe(false);
              expect(isLegalTarget(plan, lifted, target)).toBe(false);
              refused++;
            }
          }
        }
      }),
      { seed, numRuns: seedsOf(60) },
    );
    expect(accepted).toBeGreaterThan(seedsOf(50));
    expect(refused).toBeGreaterThan(seedsOf(500));
  });
});

test('of two instances at one start of an illegal GPU the one that serves is meant', () => {
  const standing = planOf(['3g.20gb@0 1g.5gb@0']);
  const added = applyCommand(standing, {
    type: 'vm/add',
    name: 'a',
    wants: { kind: 'profile', profile: '1g.5gb' },
    giId: null,
  });
  const plan = added.ok ? added.value : standing;
  const [gpu] = plan.hosts.flatMap((host) => host.gpus);
  const [vm] = plan.vms;
  if (gpu === undefined || vm === undefined) throw new Error('nothing to lift');
  const lifted = { kind: 'vm', vmId: vm.id } as const;
  const meant = { gpuId: gpu.id, start: 0, giId: gpu.instances[1]?.id };
  expect(legalTargets(plan, lifted)).toEqual([meant]);
  expect(targetAt(plan, gpu.id, lifted, { column: 0.5, row: 0.5 })).toEqual(meant);
  expect(isLegalTarget(plan, lifted, { ...meant, giId: gpu.instances[0]?.id ?? null })).toBe(false);
});

describe('arrow keys in a part of the plan that is shown alone', () => {
  const plan = planOf(['', '', '', '', '']);
  const gpus = plan.hosts.flatMap((host) => host.gpus.map(({ id }) => id));
  const shown = new Set([gpus[1]!, gpus[3]!]);
  const lifted: Lifted = { kind: 'profile', profile: '4g.20gb' };
  const walk = (step: 'next' | 'previous' | 'next-gpu' | 'previous-gpu', times: number) => {
    let at: Target | null = null;
    return Array.from({ length: times }, () => {
      at = nextTarget(plan, lifted, at, step, shown);
      return at === null ? -1 : gpus.indexOf(at.gpuId);
    });
  };

  test.each([
    ['next', [1, 3, 1]],
    ['next-gpu', [1, 3, 1]],
    ['previous', [3, 1, 3]],
    ['previous-gpu', [3, 1, 3]],
  ] as const)('%s goes round through what is shown', (step, order) => {
    expect(walk(step, 3)).toEqual(order);
  });

  test('where nothing shown takes it there is nowhere to go, and from outside they lead into the part', () => {
    expect(nextTarget(plan, lifted, null, 'next', new Set())).toBeNull();
    const outside = { gpuId: gpus[2]!, start: 0, giId: null };
    expect(nextTarget(plan, lifted, outside, 'next', shown)?.gpuId).toBe(gpus[3]);
    expect(nextTarget(plan, lifted, outside, 'previous', shown)?.gpuId).toBe(gpus[1]);
  });
});
