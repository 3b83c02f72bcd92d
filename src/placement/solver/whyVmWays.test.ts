/** Ways out for a VM, one by one: who changes over and how far, what another type costs, what waits. By hand. */
import { expect, test } from 'vitest';
import type { Plan, Vm } from '../../model/plan.ts';
import { applyCommand } from '../commands.ts';
import { parseLayout } from './why.testing.ts';
import { whyNotVm, type VmQuestion, type VmWhy } from './whyVm.ts';
import type { VmWayKind, VmWayOut } from './whyVmWays.ts';

/** The plan with a VM "new" that waits. */
function withWaiting(layout: string, profile: string, group: string | null = null): { plan: Plan; vm: Vm } {
  const wants = [{ kind: 'profile', profile }] as const;
  const added = applyCommand(parseLayout(layout), {
    type: 'vm/addMany',
    vms: [{ name: 'new', group, wants }],
    place: false,
  });
  const vm = added.ok ? added.value.vms.at(-1) : undefined;
  if (!added.ok || vm === undefined) throw new Error('not added');
  return { plan: added.value, vm };
}

/** What is said of a GPU, by its place in the plan, or of the instance at a start; of neither: anywhere. */
function whyOn(plan: Plan, vm: Vm, gpu: number | null, start: number | null = null): VmWhy {
  const at = gpu === null ? undefined : plan.hosts.flatMap((host) => host.gpus)[gpu];
  const giId = at?.instances.find((gi) => gi.start === start)?.id ?? null;
  const question: VmQuestion = { vmId: vm.id, attachment: null, gpuId: at?.id ?? null, giId };
  return whyNotVm(plan, question);
}

function wayOf(why: VmWhy, kind: VmWayKind): VmWayOut | undefined {
  return why.isLegal ? undefined : why.ways.find((way) => way.kind === kind);
}

test('anywhere: an instance that is free is legal, else it waits, and the reason is told', () => {
  const free = withWaiting('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4\n', '3g.20gb');
  expect(whyOn(free.plan, free.vm, null)).toEqual({ isLegal: true });
  const full = withWaiting(
    'esx-01/0 a100-pcie-40gb: 7g.40gb@0=a\nesx-01/1 a100-pcie-40gb: 7g.40gb@0=b\n',
    '3g.20gb',
  );
  const why = whyOn(full.plan, full.vm, null);
  expect(why).toMatchObject({ isLegal: false, isWhole: true, refusal: { kind: 'waits' } });
  // Nobody is asked to give an instance up that was not meant, and no other type is spoken of.
  expect(wayOf(why, 'other-type')).toBe(undefined);
  expect(wayOf(why, 'take-over')).toBe(undefined);
  // Where there is room for it, it is legal.
  const room = withWaiting('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a\n', '3g.20gb');
  expect(whyOn(room.plan, room.vm, null)).toEqual({ isLegal: true });
});

test('who has the instance changes over to the nearest that serves it, and the VM has what it asked for', () => {
  // a is on esx-02; there is a free 3g on esx-01, and one beside on esx-02, which comes later in the plan.
  const { plan, vm } = withWaiting(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0\nesx-02/0 a100-pcie-40gb: 3g.20gb@0=a\nesx-02/1 a100-pcie-40gb: 3g.20gb@4\n',
    '3g.20gb',
  );
  const asked = plan.hosts[1]!.gpus[0]!.instances[0]!.id;
  const beside = plan.hosts[1]!.gpus[1]!.instances[0]!.id;
  const why = whyOn(plan, vm, 1, 0);
  const over = wayOf(why, 'change-over')!;
  expect(over.others).toEqual([{ vmId: plan.vms[0]!.id, giId: beside }]);
  expect(over.giId).toBe(asked);
  expect(over.cost).toMatchObject({ distance: 1, vmsInterrupted: 1, vmsWaiting: 0 });
  const done = applyCommand(plan, over.command);
  if (!done.ok) throw new Error(done.error.code);
  expect(done.value.vms.map(({ attachments }) => attachments[0]!.instance)).toEqual([beside, asked]);
  expect(wayOf(why, 'take-over')).toMatchObject({
    others: [{ vmId: plan.vms[0]!.id, giId: null }],
    cost: { distance: 0, vmsInterrupted: 1, vmsWaiting: 1 },
  });
  // The other instance of the same host is nearer than that of another.
  expect(wayOf(why, 'instance')).toMatchObject({ giId: beside, cost: { distance: 2 } });
  // On another host it is as far as it can be.
  const far = withWaiting(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=a\nesx-02/0 a100-pcie-40gb: 3g.20gb@0\n',
    '3g.20gb',
  );
  expect(wayOf(whyOn(far.plan, far.vm, 0, 0), 'change-over')).toMatchObject({ cost: { distance: 2 } });
  expect(wayOf(whyOn(far.plan, far.vm, 0, 0), 'instance')).toMatchObject({ cost: { distance: 3 } });
  const here = withWaiting('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4\n', '3g.20gb');
  expect(wayOf(whyOn(here.plan, here.vm, 0, 0), 'change-over')).toMatchObject({ cost: { distance: 0 } });
  expect(wayOf(whyOn(here.plan, here.vm, 0, 0), 'instance')).toMatchObject({ cost: { distance: 1 } });
});

test('another type: less compute and more memory are what it costs, and less memory is none', () => {
  const other = (wanted: string, stands: string): unknown => {
    const { plan, vm } = withWaiting(`esx-01/0 a100-pcie-40gb: ${stands}@0\n`, wanted);
    const way = wayOf(whyOn(plan, vm, 0, 0), 'other-type');
    return way && [way.cost.lessCompute, way.cost.moreMemory, way.cost.otherProfile, way.wants];
  };
  expect(other('4g.20gb', '3g.20gb')).toEqual([1, 0, 1, { kind: 'profile', profile: '3g.20gb' }]);
  expect(other('3g.20gb', '4g.20gb')).toEqual([0, 0, 1, { kind: 'profile', profile: '4g.20gb' }]);
  expect(other('1g.5gb', '2g.10gb')).toEqual([0, 1, 1, { kind: 'profile', profile: '2g.10gb' }]);
  expect(other('2g.10gb', '1g.5gb')).toBe(undefined);
  expect(other('1g.10gb', '1g.5gb')).toBe(undefined);
});

test('an instance that is its own is no way, nor is it taken from itself', () => {
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4=b\n');
  const [a, b] = plan.vms as [Vm, Vm];
  const gpuId = plan.hosts[0]!.gpus[0]!.id;
  const own = whyNotVm(plan, { vmId: a.id, attachment: 0, gpuId, giId: a.attachments[0]!.instance });
  expect(own).toMatchObject({ isLegal: false, refusal: { error: { code: 'already-assigned' } } });
  const why = whyNotVm(plan, { vmId: a.id, attachment: 0, gpuId, giId: b.attachments[0]!.instance });
  if (why.isLegal) throw new Error('it is legal');
  for (const way of why.ways) {
    expect(way.others.some(({ vmId }) => vmId === a.id)).toBe(false);
    expect(way.giId).not.toBe(a.attachments[0]!.instance);
  }
  expect(why.ways.map(({ kind }) => kind)).toContain('take-over');
});

test('what is not there is told by its name', () => {
  const { plan, vm } = withWaiting('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a\n', '3g.20gb');
  const gpuId = plan.hosts[0]!.gpus[0]!.id;
  const refusal = (question: Partial<Record<keyof VmQuestion, number | null>>): unknown => {
    const why = whyNotVm(plan, {
      vmId: vm.id,
      attachment: null,
      gpuId,
      giId: null,
      ...question,
    } as VmQuestion);
    return why.isLegal || [why.refusal, why.ways, why.isWhole];
  };
  const gone = (what: string): unknown => [{ kind: 'edit', error: { code: 'not-found', what } }, [], true];
  expect(refusal({ vmId: 999 })).toEqual(gone('vm'));
  expect(refusal({ attachment: 3 })).toEqual(gone('vgpu'));
  expect(refusal({ giId: 999 })).toEqual(gone('instance'));
  expect(refusal({ gpuId: 999 })).toEqual(gone('gpu'));
});
