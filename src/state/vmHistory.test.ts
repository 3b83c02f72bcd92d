/** Whatever is renamed, removed, imported, undone and redone: each VM keeps exactly the instances that nobody took from it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedsOf } from '../model/seeds.testing.ts';
import { dispatchAny } from './anyCommand.testing.ts';
import type { GiId, VmId } from '../model/ids.ts';
import { findInstance, findVm, type Plan, type Wanted } from '../model/plan.ts';
import { checkPlan } from '../placement/check.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import { planOf } from '../placement/standing.testing.ts';
import { createPlanStore } from './planStore.ts';

const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });
const type = (name: string): Wanted => ({ kind: 'type', type: name });

/** A step of a random user: who is meant is told by a number that is taken modulo what there is. */
interface Move {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly text: string;
}

const SEED = 20261124;
const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.nat(13),
  a: fc.nat(40),
  b: fc.nat(40),
  text: fc.constantFrom('x', 'y', 'web-1', 'web-2', 'zoo'),
});

function at<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

/** The command, and the VMs that it may take an instance from. */
function commandOf(
  plan: Plan,
  { kind, a, b, text }: Move,
): { command: PlanCommand; named: readonly VmId[] } | null {
  const vm = at(plan.vms, a);
  const gis = plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances));
  const gi = at(gis, b);
  const other = at(plan.vms, b);
  const gpu = at(
    plan.hosts.flatMap((host) => host.gpus),
    b,
  );
  if (vm === undefined || other === undefined || gi === undefined || gpu === undefined) return null;
  const vmIds = [vm.id, other.id];
  const wants = at([profile('1g.5gb'), profile('2g.10gb'), type('A100-1-5C')], b) ?? profile('1g.5gb');
  const attachment = b % Math.max(1, vm.attachments.length);
  const served = plan.vms
    .filter((one) => one.attachments.some(({ instance }) => instance === gi.id))
    .map((one) => one.id);
  const make = (command: PlanCommand, named: readonly VmId[] = []) => ({ command, named });
  switch (kind) {
    case 0:
      return make({ type: 'vm/rename', vmId: vm.id, name: text });
    case 1:
      return make({ type: 'vm/remove', vmId: vm.id }, [vm.id]);
    case 2:
      return make({ type: 'vm/removeMany', vmIds }, vmIds);
    case 3:
      return make({ type: 'vm/unassign', vmId: vm.id, attachment }, [vm.id]);
    case 4:
      return make({ type: 'vm/unassignMany', vmIds }, vmIds);
    case 5:
      return make({ type: 'vm/assign', vmId: vm.id, giId: gi.id, attachment }, [vm.id]);
    case 6:
      return make({ type: 'vm/want', vmId: vm.id, wants, attachment }, [vm.id]);
    case 7:
      return make({ type: 'vm/setGroup', vmIds, group: text });
    case 8:
      return make({ type: 'vm/place', vmIds: plan.vms.map((one) => one.id) });
    case 9:
      return make({
        type: 'vm/addMany',
        vms: [{ name: text, group: null, wants: [wants, wants] }],
        place: true,
      });
    case 10:
      return make({
        type: 'plan/addHosts',
        plan: { ...plan, hosts: plan.hosts.slice(0, 1), vms: plan.vms.slice(0, 2) },
        origin: 'import',
      });
    case 11:
      return make({ type: 'gi/remove', giId: gi.id }, served);
    case 12:
      return make({ type: 'vm/addVgpu', vmId: vm.id, wants });
    default:
      return make({ type: 'vm/removeVgpu', vmId: vm.id, attachment }, [vm.id]);
  }
}

/** "esx-01/0 1g.5gb@0", by which an instance is known whatever its id. */
function where(plan: Plan, giId: GiId): string {
  const place = findInstance(plan, giId);
  return place === undefined
    ? 'gone'
    : `${place.host.name}/${place.gpu.index} ${place.gi.profile}@${place.gi.start}`;
}

function firstPlan(): Plan {
  const vms = ['web-1', 'web-2', 'web-3', 'db'].map((name) => ({
    name,
    group: null,
    wants: [profile('1g.5gb')],
  }));
  const made = applyCommand(planOf(['1g.5gb@0 2g.10gb@2', '1g.5gb@0 1g.5gb@1', '']), {
    type: 'vm/addMany',
    vms,
    place: true,
  });
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

/** VMs that the command does not name have the very same instances, in the very same places. */
function expectKept(before: Plan, after: Plan, command: PlanCommand, named: readonly VmId[]): void {
  for (const vm of before.vms) {
    if (named.includes(vm.id)) continue;
    const now = findVm(after, vm.id);
    expect(now, `${command.type} keeps ${vm.name}`).toBeDefined();
    vm.attachments.forEach(({ instance }, index) => {
      if (instance === null) return;
      expect(now?.attachments[index]?.instance, command.type).toBe(instance);
      expect(where(after, instance)).toBe(where(before, instance));
    });
  }
}

/** What came in has copies of its own, in the same place of the host that came along. */
function expectCopied(before: Plan, after: Plan, other: Plan): void {
  const place = (plan: Plan, giId: GiId | null): string =>
    giId === null ? 'waits' : where(plan, giId).replace(/^[^ ]*\//, '');
  other.vms.forEach((vm, n) => {
    const copy = after.vms[before.vms.length + n];
    expect(copy?.attachments.map(({ instance }) => place(after, instance))).toEqual(
      vm.attachments.map(({ instance }) => place(other, instance).replace('gone', 'waits')),
    );
  });
}

test(`no sequence of edits, undos and redos takes an instance from a VM that was not meant, seed ${SEED}`, () => {
  const steps = fc.array(fc.tuple(move, fc.constantFrom('do', 'do', 'do', 'undo', 'redo')), {
    minLength: 15,
    maxLength: 60,
    size: 'max',
  });
  let made = 0;
  fc.assert(
    fc.property(steps, (moves) => {
      const store = createPlanStore(firstPlan(), { isFrozen: true });
      // The plans as they were, and which of them is shown: undo and redo only ever go along them.
      let shown = 0;
      let plans = [store.getState().plan];
      for (const [step, how] of moves) {
        if (how !== 'do') {
          const label = how === 'undo' ? store.getState().undo() : store.getState().redo();
          if (label !== null) shown += how === 'undo' ? -1 : 1;
          expect(store.getState().plan).toBe(plans[shown]);
          continue;
        }
        const before = store.getState().plan;
        const chosen = commandOf(before, step);
        if (chosen === null) continue;
        const result = dispatchAny(store, chosen.command);
        const after = store.getState().plan;
        if (!result.ok || after === before) {
          expect(after).toBe(before);
          continue;
        }
        made++;
        plans = [...plans.slice(0, shown + 1), after];
        shown++;
        expectKept(before, after, chosen.command, chosen.named);
        if (chosen.command.type === 'plan/addHosts') expectCopied(before, after, chosen.command.plan);
        expect(checkPlan(after)).toEqual([]);
      }
    }),
    { seed: SEED, numRuns: seedsOf(200) },
  );
  // A random user who is always refused would prove nothing.
  expect(made).toBeGreaterThan(seedsOf(1000));
});
