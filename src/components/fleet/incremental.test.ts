/** What is kept from one plan to the next gives the same answers as a plan that nobody has seen before. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import type { GpuId, VmId } from '../../model/ids.ts';
import { findGpu, findInstance, type Plan } from '../../model/plan.ts';
import { checkPlan } from '../../placement/check.ts';
import { applyCommand, type PlanCommand } from '../../placement/commands.ts';
import { fitsInPlan } from '../../placement/fits.ts';
import { planWarnings } from '../../placement/rules/warnings.ts';
import { suggestPlace } from '../../placement/solver/suggest.ts';
import { vmEntries } from '../vms/rows.ts';
import { selectFigures } from '../../state/selectors.ts';
import { legalTargets } from '../../state/targets.ts';
import { seedsOf } from '../../model/seeds.testing.ts';

const SEEDS = [20261126, 11];
const PROFILES = ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];

/** Cuts of an A100, legal and not; VMs share instances, have two, and none of their own board's. */
const CUTS = [
  '3g.20gb@0=a, 3g.20gb@4=b',
  '1g.5gb@0=a+c, 2g.10gb@2',
  '4g.20gb@0=d, 4g.20gb@4',
  '7g.40gb@0',
  '1g.5gb@6=e',
  '',
];

const fleets = fc
  .array(fc.tuple(fc.constantFrom(...CUTS), fc.constantFrom(...CUTS)), { minLength: 12, maxLength: 16 })
  .map((hosts) => {
    const named = (cut: string, host: number): string =>
      cut.replaceAll(
        /=([a-z+]+)/g,
        (_, names: string) =>
          // Some names are of VMs on several hosts.
          `=${names
            .split('+')
            .map((name) => (name === 'e' ? name : `${name}${host}`))
            .join('+')}`,
      );
    const lines = hosts.flatMap((cuts, host) =>
      cuts.map((cut, gpu) => `h${host}/${gpu} a100-pcie-40gb: ${named(cut, host)}`),
    );
    const read = parseLayout(lines.join('\n'));
    if (!read.ok) throw new Error(read.error.code);
    const { plan } = read.value;
    const esxi = plan.hosts.map((host) => ({ ...host, platform: 'esxi' as const, release: '8.0 U3' }));
    return { ...plan, hosts: esxi };
  });

/** A command by chance, for things that the plan has; many are refused. */
function commandAt(plan: Plan, [kind, a, b, c]: readonly number[]): PlanCommand | null {
  const of = <T>(list: readonly T[], number = 0): T | undefined => list[number % Math.max(1, list.length)];
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  const gi = of(
    gpus.flatMap((gpu) => gpu.instances),
    a,
  );
  const gpuId = of(gpus, b)?.id ?? (0 as GpuId);
  const vm = of(plan.vms, c);
  const vmId = vm?.id ?? (0 as VmId);
  const profile = PROFILES[(c ?? 0) % PROFILES.length] ?? '';
  switch ((kind ?? 0) % 8) {
    case 0:
      return { type: 'gi/place', gpuId, profile, start: (a ?? 0) % 8 };
    case 1:
      return gi === undefined ? null : { type: 'gi/remove', giId: gi.id };
    case 2:
      return gi === undefined ? null : { type: 'gi/move', giId: gi.id, gpuId, start: (c ?? 0) % 8 };
    case 3:
      return gi === undefined ? null : { type: 'vm/assign', vmId, giId: gi.id };
    case 4:
      return { type: 'vm/unassign', vmId };
    case 5:
      return { type: 'vm/remove', vmId };
    case 6:
      return { type: 'vm/add', name: `new-${a}-${c}`, wants: { kind: 'profile', profile }, giId: null };
    default:
      return { type: 'gpu/remove', gpuId };
  }
}

function answers(plan: Plan): unknown {
  return {
    violations: checkPlan(plan),
    warnings: planWarnings(plan),
    figures: selectFigures({ plan }),
    entries: vmEntries(plan),
    fits: PROFILES.map((profile) => fitsInPlan(plan, profile)),
    best: PROFILES.map((profile) => suggestPlace(plan, profile)),
    targets: PROFILES.map((profile) => legalTargets(plan, { kind: 'profile', profile })),
    places: plan.hosts.flatMap(({ gpus }) =>
      gpus.map((gpu) => [findGpu(plan, gpu.id), gpu.instances.map(({ id }) => findInstance(plan, id))]),
    ),
  };
}

describe.each(SEEDS)('seed %i', (seed) => {
  test('answers after each of many edits, and after going back, are those of the plan alone', () => {
    let edits = 0;
    let faults = 0;
    fc.assert(
      fc.property(
        fleets,
        fc.array(fc.array(fc.nat(1000), { minLength: 5, maxLength: 5 }), { minLength: 4, maxLength: 12 }),
        (start, steps) => {
          const plans: Plan[] = [start];
          const said: unknown[] = [answers(start)];
          for (const step of steps) {
            // From the last one, or after Undo from one before.
            const from = plans.at((step[4] ?? 0) % 3 === 0 ? (step[4] ?? 0) % plans.length : -1) ?? start;
            const command = commandAt(from, step);
            const next = command === null ? null : applyCommand(from, command);
            if (next?.ok !== true) continue;
            edits++;
            plans.push(next.value);
            said.push(answers(next.value));
          }
          for (const [index, plan] of plans.entries()) {
            // A copy shares nothing with what was asked before.
            const alone = answers(structuredClone(plan));
            faults += checkPlan(plan).length;
            expect(said[index]).toEqual(alone);
          }
        },
      ),
      { seed, numRuns: seedsOf(25) },
    );
    expect(edits).toBeGreaterThan(seedsOf(50));
    expect(faults).toBeGreaterThan(seedsOf(50));
  });
});
