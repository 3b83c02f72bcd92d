/** What is kept from plan to plan against what a copy of the plan, which shares nothing with any other, is answered. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import {
  EMPTY_PLAN,
  findGpu,
  findInstance,
  findVm,
  makeInstance,
  vmsByInstance,
  type Gpu,
  type Host,
  type Plan,
  type Vm,
} from '../model/plan.ts';
import { checkAgain, checkPlan, type Checked } from '../placement/check.ts';
import { fitsInPlan } from '../placement/fits.ts';
import { planWarnings, warnAgain, type Warned } from '../placement/rules/warnings.ts';
import { selectFigures } from './selectors.ts';

const seed = 20261126;
const PROFILES = ['1g.5gb', '2g.10gb', '3g.20gb', '9g.90gb'] as const;
const WANTS = [
  { kind: 'type', type: 'A100-1-5C' },
  { kind: 'type', type: 'A100-3-20C' },
  { kind: 'type', type: 'A100-9-90C' },
  { kind: 'profile', profile: '2g.10gb' },
] as const;

/** Ids are few, so that they come again: in another place, and after what had them is gone. */
const giId = fc.integer({ min: 1000, max: 1011 }) as fc.Arbitrary<GiId>;

const gpu: fc.Arbitrary<Omit<Gpu, 'id'>> = fc.record({
  index: fc.integer({ min: 0, max: 2 }),
  board: fc.constantFrom('a100-pcie-40gb', 'nobody-knows'),
  variant: fc.constant(null),
  uuid: fc.constant(null),
  pciId: fc.constant(null),
  kind: fc.constant(null),
  use: fc.constantFrom('mig', 'off'),
  instances: fc.uniqueArray(
    fc
      .tuple(giId, fc.constantFrom(...PROFILES), fc.integer({ min: 0, max: 6 }))
      .map(([id, profile, start]) => makeInstance(id, profile, start)),
    { selector: ({ id }) => id, maxLength: 3 },
  ),
  extra: fc.constant([]),
});

const host: fc.Arbitrary<Omit<Host, 'id'>> = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  notes: fc.constant(''),
  platform: fc.constantFrom('esxi', 'kvm', null),
  release: fc.constantFrom('7.0', '99', null),
  driver: fc.constantFrom('450.80.02', null),
  creation: fc.constant(null),
  gpus: fc.array(gpu, { maxLength: 2 }).map((gpus) => gpus.map((one, n) => ({ ...one, id: n as GpuId }))),
  observed: fc.constant(null),
  extra: fc.constant([]),
});

const vm: fc.Arbitrary<Omit<Vm, 'id'>> = fc.record({
  name: fc.constantFrom('u', 'v', 'w', 'x', 'y', 'z'),
  notes: fc.constant(''),
  group: fc.constant(null),
  attachments: fc.array(
    fc.record({
      wants: fc.constantFrom(...WANTS),
      instance: fc.option(giId, { nil: null }),
      extra: fc.constant([]),
    }),
    { maxLength: 2 },
  ),
  extra: fc.constant([]),
});

type Edit = (plan: Plan) => Plan;

const at = fc.nat({ max: 11 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(at, host).map(([n, one]): Edit => (plan) => ({ ...plan, hosts: put(plan.hosts, n, one) })),
  fc.tuple(at, vm).map(([n, one]): Edit => (plan) => ({ ...plan, vms: put(plan.vms, n, one) })),
  at.map((n): Edit => (plan) => ({ ...plan, hosts: plan.hosts.filter((_, index) => index !== n) })),
  at.map((n): Edit => (plan) => ({ ...plan, vms: plan.vms.filter((_, index) => index !== n) })),
  at.map((n): Edit => (plan) => ({ ...plan, vms: [...plan.vms.slice(n), ...plan.vms.slice(0, n)] })),
  at.map((n): Edit => (plan) => ({ ...plan, hosts: [...plan.hosts.slice(n), ...plan.hosts.slice(0, n)] })),
);

/** In the place of the member there, or after the last one. An instance is on one GPU, so what is put takes it from the others. */
function put<T extends { readonly id: number }>(list: readonly T[], n: number, one: Omit<T, 'id'>): T[] {
  const id = list[n]?.id ?? Math.max(0, ...list.map((each) => each.id)) + 1;
  const added = { ...one, id } as T;
  return n < list.length ? list.map((each, index) => (index === n ? added : each)) : [...list, added];
}

/** GPU ids are made unique over the plan, and an instance stays where it is first: what stays the same stays the same object. */
function tidy(plan: Plan): Plan {
  const taken = new Set<GiId>();
  const hosts = plan.hosts.map((each) => {
    const gpus = each.gpus.map((one, n) => {
      const id = (each.id * 10 + n) as GpuId;
      const instances = one.instances.filter((gi) => taken.size !== taken.add(gi.id).size);
      return id === one.id && instances.length === one.instances.length ? one : { ...one, id, instances };
    });
    return gpus.every((one, n) => one === each.gpus[n]) ? each : { ...each, gpus };
  });
  return { ...plan, hosts };
}

test(`answers that are kept from plan to plan are those of the plan, seed ${seed}`, () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 25, size: 'max' }), (edits) => {
      let plan = EMPTY_PLAN;
      let checked: Checked | null = null;
      let warned: Warned | null = null;
      const plans: Plan[] = [];
      for (const [n, change] of edits.entries()) {
        // Now and then as Undo does: to a plan that was there before.
        plan = n % 5 === 4 ? (plans.at(-3) ?? plan) : tidy(change(plan));
        plans.push(plan);
        checked = checkAgain(checked, plan);
        warned = warnAgain(warned, plan);
        const copy = structuredClone(plan);
        expect(checked.violations).toEqual(checkPlan(copy));
        expect(warned.warnings).toEqual(planWarnings(copy));
        expect(selectFigures({ plan })).toEqual(selectFigures({ plan: copy }));
        expect(fitsInPlan(plan, '1g.5gb')).toBe(fitsInPlan(copy, '1g.5gb'));
        expectFound(plan);
      }
    }),
    { numRuns: 150, seed },
  );
});

function expectFound(plan: Plan): void {
  const held = new Map<GiId, Vm[]>();
  for (const one of plan.vms) {
    expect(findVm(plan, one.id)).toBe(one);
    for (const { instance } of one.attachments)
      if (instance !== null) held.set(instance, [...(held.get(instance) ?? []), one]);
  }
  expect(new Map(vmsByInstance(plan))).toEqual(held);
  const places = plan.hosts.flatMap((one) => one.gpus.map((each) => ({ host: one, gpu: each })));
  for (const place of places) expect(findGpu(plan, place.gpu.id)).toEqual(place);
  for (let id = 1000 as GiId; id < 1012; id++) {
    const place = places.find(({ gpu: each }) => each.instances.some((gi) => gi.id === id));
    const gi = place?.gpu.instances.find((one) => one.id === id);
    expect(findInstance(plan, id)).toEqual(gi === undefined ? undefined : { ...place, gi });
  }
  expect(findVm(plan, 999 as VmId)).toBeUndefined();
  expect(findGpu(plan, 999_999 as GpuId)).toBeUndefined();
  expect(plan.hosts.every(({ id }) => id !== (0 as HostId))).toBe(true);
}
