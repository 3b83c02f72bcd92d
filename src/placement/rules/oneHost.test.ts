/** A host of many GPUs, edit by edit: what is kept of its other GPUs gives the answers of a plan that nobody saw before. */
import { expect, test } from 'vitest';
import { IdSource, type GiId } from '../../model/ids.ts';
import type { Attachment, Gpu, Host, Plan, Vm, Wanted } from '../../model/plan.ts';
import { planChange } from '../../model/planChange.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { checkPlan } from '../check.ts';
import { fitsInPlan } from '../fits.ts';
import { mulberry32 } from '../solver/seeded.ts';
import { planOf } from '../standing.testing.ts';
import { planWarnings, type Problem } from './warnings.ts';

const GPUS = 24;
/** Of an A100 80GB, legal and not. */
const CUTS = ['3g.40gb@0 3g.40gb@4', '3g.40gb@0 3g.40gb@0', '7g.80gb@0', '1g.10gb@0 2g.20gb@2', ''];
/** Of two variants of the board, of another board, and a profile. */
const WANTS: readonly Wanted[] = [
  ...['A100D-3-40C', 'A100DX-3-40C', 'A30-1-6C'].map((type): Wanted => ({ kind: 'type', type })),
  { kind: 'profile', profile: '3g.40gb' },
];
/** Not said, too old for certain, only a branch that decides nothing, new enough. */
const DRIVERS = [null, '440.10', 'R450', '470.57.02'];
const RELEASES = ['8.0 U3', 'of tomorrow', '7.0'];

/** Each with where it is, and whether that is a thing of this very plan. */
const told = (plan: Plan, problems: readonly Problem[]): unknown =>
  problems.map(({ fault, host, gpu, gi, vm }) => [
    ...[fault, gpu?.id, gi?.id, vm?.id],
    ...[host === null || host === plan.hosts[0], gpu === null || plan.hosts[0]?.gpus.includes(gpu)],
  ]);

/** As one text: comparing what they are made of takes longer than making it. */
const answers = (plan: Plan): string =>
  JSON.stringify(
    {
      violations: told(plan, checkPlan(plan)),
      warnings: told(plan, planWarnings(plan)),
      fits: ['1g.10gb', '3g.40gb'].map((profile) => fitsInPlan(plan, profile)),
    },
    null,
    1,
  );

/** A copy shares nothing with what was asked before. */
const alone = (plan: Plan): string => answers(structuredClone(plan));

function edited(plan: Plan, below: (most: number) => number): Plan {
  const [host] = plan.hosts as [Host];
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const withHost = (fields: Partial<Host>): Plan => ({ ...plan, hosts: [{ ...host, ...fields }] });
  const withGpu = (at: number, fields: Partial<Gpu>): Plan =>
    withHost({ gpus: host.gpus.with(at, { ...host.gpus[at]!, ...fields }) });
  const instances = host.gpus.flatMap((gpu) => gpu.instances);
  const at = below(host.gpus.length);
  switch (below(9)) {
    case 0:
      return withHost({ driver: one(DRIVERS) });
    case 1:
      return withHost({ release: one(RELEASES) });
    case 2:
    case 3: {
      const ids = new IdSource(plan.nextId);
      const cut = planOf([one(CUTS)], 'a100-80gb').hosts[0]!.gpus[0]!.instances;
      const again = withGpu(at, { instances: cut.map((gi) => ({ ...gi, id: ids.gi() })) });
      return { ...again, nextId: ids.next };
    }
    case 4:
      return host.gpus.length > GPUS - 4
        ? withHost({ gpus: host.gpus.toSpliced(at, 1) })
        : withGpu(at, { index: below(GPUS) });
    case 5:
      return withHost({ observed: below(2) === 0 ? null : host.gpus.slice(0, 2), notes: `n${below(3)}` });
    case 6:
      return withGpu(at, { variant: one([null, 'a100-hgx-80gb']) });
    default: {
      const where = below(plan.vms.length);
      const vm = plan.vms[where]!;
      const attachments = Array.from({ length: 1 + below(2) }, (): Attachment => ({
        wants: one(WANTS),
        instance: below(5) === 0 || instances.length === 0 ? null : one(instances).id,
        extra: [],
      }));
      return { ...plan, vms: plan.vms.with(where, { ...vm, attachments }) };
    }
  }
}

test.each(Array.from({ length: seedsOf(8) }, (_, n) => 100 + n))(
  '60 edits of a host with 24 GPUs, and steps back to a plan before, seed %i',
  (seed) => {
    const random = mulberry32(seed);
    const below = (most: number): number => Math.floor(random() * most);
    const start = planOf(
      Array.from({ length: GPUS }, () => CUTS[below(CUTS.length)]!),
      'a100-80gb',
    );
    const ids = new IdSource(start.nextId);
    const all = start.hosts[0]!.gpus.flatMap((gpu) => gpu.instances);
    const vms = Array.from({ length: 30 }, (_, n): Vm => {
      const instance: GiId | null = all[n]?.id ?? null;
      const attachments = [{ wants: WANTS[below(WANTS.length)]!, instance, extra: [] }];
      return { id: ids.vm(), name: `vm-${n}`, notes: '', group: null, attachments, extra: [] };
    });
    const plans: Plan[] = [{ ...start, vms, nextId: ids.next }];
    const seen = new Set<string>();
    let known = 0;
    for (let edit = 0; edit < 60; edit++) {
      const before = plans[below(4) === 0 ? below(plans.length) : plans.length - 1]!;
      answers(before);
      const plan = edited(before, below);
      if ((planChange(before, plan)?.renewed.size ?? 0) > 0) known++;
      plans.push(plan);
      expect(answers(plan), `edit ${edit}`).toBe(alone(plan));
      for (const { fault } of [...checkPlan(plan), ...planWarnings(plan)]) seen.add(fault.code);
    }
    expect(known).toBeGreaterThan(10);
    for (const code of ['overlap', 'wrong-type', 'release-unknown', 'mixed-variants', 'driver-too-old'])
      expect(seen).toContain(code);
  },
);

test('what is said of a GPU that no edit touched is of its host as it is now, and is the very same where that is', () => {
  const plan = planOf(
    Array.from({ length: GPUS }, (_, n) => (n === 20 ? '3g.20gb@0 3g.20gb@0' : '3g.20gb@0')),
  );
  const [host] = plan.hosts as [Host];
  const [first] = checkPlan(plan);
  const gpus = host.gpus.with(3, { ...host.gpus[3]!, instances: [] });
  const after: Plan = { ...plan, hosts: [{ ...host, gpus }] };
  const [then] = checkPlan(after);
  expect(then?.host).toBe(after.hosts[0]);
  expect(then?.gpu).toBe(host.gpus[20]);
  expect(then?.fault).toBe(first?.fault);
});
