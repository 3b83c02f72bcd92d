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
    const noted = [{ ...vms[0]!, notes: 'one\r\ntwo\u202e' }, vms[1]!];
    const withNotes = apply(EMPTY_PLAN, { type: 'vm/addMany', vms: noted, place: false });
    expect(withNotes.vms.map(({ notes }) => notes)).toEqual(['one\ntwo', '']);
    const long = [{ ...vms[0]!, notes: 'n'.repeat(4001) }];
    expect(code(EMPTY_PLAN, { type: 'vm/addMany', vms: long, place: false })).toBe('notes-too-long');
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

describe('one VM', () => {
  test('is removed without the others, or several at once', () => {
    const wants = [profile('1g.5gb')];
    const vms = ['a', 'b', 'c'].map((name) => ({ name, group: null, wants }));
    const plan = apply(EMPTY_PLAN, { type: 'vm/addMany', vms, place: false });
    const [a, b, c] = plan.vms.map(({ id }) => id) as [VmId, VmId, VmId];
    const names = (command: PlanCommand): string[] => apply(plan, command).vms.map(({ name }) => name);
    expect(names({ type: 'vm/remove', vmId: b })).toEqual(['a', 'c']);
    expect(names({ type: 'vm/removeMany', vmIds: [c, a, 9999 as VmId] })).toEqual(['b']);
  });

  test('gets a group of a name like any other, or none', () => {
    const { plan, vmId } = twoHosts();
    const inGroup = apply(plan, { type: 'vm/setGroup', vmIds: [vmId], group: ' web ' });
    expect(findVm(inGroup, vmId)?.group).toBe('web');
    expect(code(inGroup, { type: 'vm/setGroup', vmIds: [vmId], group: 'web' })).toBe('same');
    expect(findVm(apply(inGroup, { type: 'vm/setGroup', vmIds: [vmId], group: '' }), vmId)?.group).toBeNull();
    expect(
      findVm(apply(inGroup, { type: 'vm/setGroup', vmIds: [vmId], group: null }), vmId)?.group,
    ).toBeNull();
    const refused = applyCommand(plan, { type: 'vm/setGroup', vmIds: [vmId], group: 'a\u0007' });
    expect(refused).toMatchObject({ error: { code: 'bad-name', what: 'group' } });
    expect(
      code(EMPTY_PLAN, {
        type: 'vm/addMany',
        vms: [{ name: 'x', group: '\u0007', wants: [] }],
        place: false,
      }),
    ).toBe('bad-name');
  });

  test('that wants the same again is as it was; by type and by profile are two wants', () => {
    const { plan, vmId, gis } = twoHosts();
    const wantAll = (now: Plan, wants: Wanted): string =>
      code(now, { type: 'vm/wantMany', vmIds: [vmId], wants });
    const byType = apply(plan, { type: 'vm/wantMany', vmIds: [vmId], wants: type('A100-1-5C') });
    expect(findVm(byType, vmId)?.attachments.map(({ wants }) => wants)).toEqual([
      type('A100-1-5C'),
      type('A100-1-5C'),
    ]);
    expect(instances(byType, vmId)).toEqual([gis[0], null]);
    expect(wantAll(byType, type('A100-1-5C'))).toBe('same');
    expect(wantAll(byType, profile('1g.5gb'))).toBe('ok');
    expect(wantAll(byType, type('A100-2-10C'))).toBe('ok');
    expect(
      instances(apply(byType, { type: 'vm/wantMany', vmIds: [vmId], wants: type('A100-2-10C') }), vmId),
    ).toEqual([null, null]);
    const byProfile = apply(byType, { type: 'vm/wantMany', vmIds: [vmId], wants: profile('1g.5gb') });
    expect(wantAll(byProfile, profile('1g.5gb'))).toBe('same');
    expect(wantAll(byProfile, profile('1g.10gb'))).toBe('ok');
  });

  test('is assigned by its first vGPU that waits; with a single one it changes over; what it has already it keeps', () => {
    const { plan, vmId, gis } = twoHosts();
    expect(instances(apply(plan, { type: 'vm/assign', vmId, giId: gis[1]! }), vmId)).toEqual([
      gis[0],
      gis[1],
    ]);
    const full = apply(plan, { type: 'vm/assign', vmId, giId: gis[1]! });
    expect(code(full, { type: 'vm/assign', vmId, giId: gis[2]! })).toBe('already-assigned');
    const single = apply(plan, { type: 'vm/removeVgpu', vmId, attachment: 1 });
    expect(instances(apply(single, { type: 'vm/assign', vmId, giId: gis[2]! }), vmId)).toEqual([gis[2]]);
    expect(code(plan, { type: 'vm/assign', vmId: 9999 as VmId, giId: gis[2]! })).toBe('not-found');
    expect(code(plan, { type: 'vm/assign', vmId, giId: 9999 as GiId })).toBe('not-found');
    expect(code(plan, { type: 'vm/assign', vmId, giId: gis[2]!, attachment: 7 })).toBe('not-found');
    expect(code(plan, { type: 'vm/want', vmId, wants: profile('1g.5gb'), attachment: 7 })).toBe('not-found');
  });

  test('without any vGPU is given one by what it wants', () => {
    const plan = apply(EMPTY_PLAN, {
      type: 'vm/addMany',
      vms: [{ name: 'x', group: null, wants: [] }],
      place: false,
    });
    const vmId = plan.vms[0]!.id;
    const wanting = apply(plan, { type: 'vm/want', vmId, wants: profile('1g.5gb') });
    expect(findVm(wanting, vmId)?.attachments).toEqual([
      { wants: profile('1g.5gb'), instance: null, extra: [] },
    ]);
    expect(code(plan, { type: 'vm/want', vmId, wants: profile('1g.5gb'), attachment: 1 })).toBe('not-found');
    const many = Array.from({ length: 17 }, () => profile('1g.5gb'));
    const vms = [{ name: 'y', group: null, wants: many }];
    expect(code(plan, { type: 'vm/addMany', vms, place: false })).toBe('too-many-vgpus');
    expect(
      code(plan, { type: 'vm/addMany', vms: [{ ...vms[0]!, wants: many.slice(1) }], place: false }),
    ).toBe('ok');
    expect(code(plan, { type: 'vm/addMany', vms: [], place: true })).toBe('same');
  });
});
