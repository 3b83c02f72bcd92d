/** Edits of VMs: one vGPU of several, and many VMs at once. */
import { describe, expect, test } from 'vitest';
import type { GiId, VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, findInstance, findVm, type Plan, type Wanted } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { planOf } from '../standing.testing.ts';
import { vmRuleFault } from './vmRules.ts';

const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });
const type = (name: string): Wanted => ({ kind: 'type', type: name });

function apply(plan: Plan, ...commands: readonly PlanCommand[]): Plan {
  return commands.reduce((now, command) => {
    const next = applyCommand(now, command);
    if (!next.ok) throw new Error(`${command.type}: ${next.error.code}`);
    return next.value;
  }, plan);
}

function code(plan: Plan, command: PlanCommand): string {
  const next = applyCommand(plan, command);
  return next.ok ? (next.value === plan ? 'same' : 'ok') : next.error.code;
}

/** Host a with two GPUs and host b with one, each GPU with a 1g at 0 and at 1; VM "two" has the first and waits for more. */
function twoHosts(): { plan: Plan; vmId: VmId; gis: readonly GiId[] } {
  const hosts = [
    planOf(['1g.5gb@0 1g.5gb@1', '1g.5gb@0 1g.5gb@1']),
    planOf(['1g.5gb@0 1g.5gb@1']),
  ].reduce<Plan>(
    (plan, other) => apply(plan, { type: 'plan/addHosts', plan: other, origin: 'import' }),
    EMPTY_PLAN,
  );
  const gis = hosts.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)));
  const added = apply(hosts, { type: 'vm/add', name: 'two', wants: profile('1g.5gb'), giId: gis[0]! });
  const vmId = added.vms[0]!.id;
  return { plan: apply(added, { type: 'vm/addVgpu', vmId, wants: type('A100-1-5C') }), vmId, gis };
}

const instances = (plan: Plan, vmId: VmId): (GiId | null)[] =>
  findVm(plan, vmId)?.attachments.map(({ instance }) => instance) ?? [];

describe('several vGPUs of one VM', () => {
  test('are on one host: another is refused when assigning, moving and checking alike', () => {
    const { plan, vmId, gis } = twoHosts();
    expect(code(plan, { type: 'vm/assign', vmId, giId: gis[4]! })).toBe('other-host');
    const both = apply(plan, { type: 'vm/assign', vmId, giId: gis[3]! });
    expect(instances(both, vmId)).toEqual([gis[0], gis[3]]);
    const away = both.hosts[1]!.gpus[0]!.id;
    expect(code(both, { type: 'gi/move', giId: gis[3]!, gpuId: away, start: 2 })).toBe('other-host');
    const torn: Plan = {
      ...both,
      vms: both.vms.map((vm) => ({
        ...vm,
        attachments: vm.attachments.map((one, index) => (index === 1 ? { ...one, instance: gis[4]! } : one)),
      })),
    };
    expect(checkPlan(torn).map(({ fault, gi }) => [fault.code, gi?.id])).toEqual([['other-host', gis[4]]]);
    expect(vmRuleFault(both, both.vms[0]!, 1, findInstance(both, gis[2]!)!)).toBeNull();
  });

  test('each is assigned, sent back, changed and removed without the others', () => {
    const { plan, vmId, gis } = twoHosts();
    const both = apply(plan, { type: 'vm/assign', vmId, giId: gis[1]!, attachment: 1 });
    expect(instances(apply(both, { type: 'vm/unassign', vmId, attachment: 0 }), vmId)).toEqual([
      null,
      gis[1],
    ]);
    expect(instances(apply(both, { type: 'vm/unassign', vmId }), vmId)).toEqual([null, null]);
    expect(instances(apply(both, { type: 'vm/assign', vmId, giId: gis[2]!, attachment: 0 }), vmId)).toEqual([
      gis[2],
      gis[1],
    ]);
    expect(
      instances(apply(both, { type: 'vm/want', vmId, wants: profile('2g.10gb'), attachment: 1 }), vmId),
    ).toEqual([gis[0], null]);
    expect(instances(apply(both, { type: 'vm/removeVgpu', vmId, attachment: 0 }), vmId)).toEqual([gis[1]]);
    expect(code(both, { type: 'vm/removeVgpu', vmId, attachment: 2 })).toBe('not-found');
    expect(code(both, { type: 'vm/assign', vmId, giId: gis[1]!, attachment: 0 })).toBe('already-assigned');
  });

  test('an instance that serves the new want as well is kept', () => {
    const { plan, vmId, gis } = twoHosts();
    const typed = apply(plan, { type: 'vm/want', vmId, wants: type('A100-1-5C') });
    expect(instances(typed, vmId)[0]).toBe(gis[0]);
  });

  test('are not without end', () => {
    const { plan, vmId } = twoHosts();
    const full = Array.from({ length: 14 }).reduce<Plan>(
      (now) => apply(now, { type: 'vm/addVgpu', vmId, wants: profile('1g.5gb') }),
      plan,
    );
    expect(code(full, { type: 'vm/addVgpu', vmId, wants: profile('1g.5gb') })).toBe('too-many-vgpus');
  });
});

describe('many VMs', () => {
  test('are added all or none, under names of their own', () => {
    const vms = ['a', 'b'].map((name) => ({ name, group: ' web ', wants: [profile('1g.5gb')] }));
    const plan = apply(EMPTY_PLAN, { type: 'vm/addMany', vms, place: false });
    expect(plan.vms.map(({ name, group }) => [name, group])).toEqual([
      ['a', 'web'],
      ['b', 'web'],
    ]);
    expect(code(plan, { type: 'vm/addMany', vms, place: false })).toBe('name-taken');
    expect(code(EMPTY_PLAN, { type: 'vm/addMany', vms: [...vms, ...vms], place: false })).toBe('name-taken');
    const many = Array.from({ length: 50_001 }, (_, n) => ({ name: `${n}`, group: null, wants: [] }));
    expect(code(EMPTY_PLAN, { type: 'vm/addMany', vms: many, place: false })).toBe('too-many-vms');
  });

  test('what changes nothing is no step; ids that are gone are passed over', () => {
    const { plan, vmId } = twoHosts();
    const gone = 9999 as VmId;
    expect(code(plan, { type: 'vm/setGroup', vmIds: [vmId], group: '  ' })).toBe('same');
    expect(code(plan, { type: 'vm/rename', vmId, name: ' two ' })).toBe('same');
    expect(code(plan, { type: 'vm/unassignMany', vmIds: [vmId, gone] })).toBe('ok');
    expect(code(plan, { type: 'vm/unassignMany', vmIds: [gone] })).toBe('not-found');
    expect(code(plan, { type: 'vm/removeMany', vmIds: [gone] })).toBe('not-found');
    expect(code(plan, { type: 'vm/setGroup', vmIds: [vmId], group: 'a\u0007' })).toBe('bad-name');
  });
});
