/** Ways out for VMs that were refused: each applied and checked, and none missed that trying everything finds. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import { findInstance, findVm, vmsByInstance, type Plan, type Vm } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { describeCommand } from '../describeCommand.ts';
import { mulberry32 } from '../powerOn/powerOn.testing.ts';
import { isWanted } from '../vms/assign.ts';
import { seededFleet } from './fleet.testing.ts';
import { compareCosts } from './whyCost.ts';
import { parseLayout } from './why.testing.ts';
import { whyNotVm, type VmQuestion } from './whyVm.ts';
import { VM_WAY_KINDS, type VmWayKind, type VmWayOut } from './whyVmWays.ts';
import { vmRefusalMessage, vmWayCost, vmWayLabel } from './whyVmMessages.ts';

/** The plan with a VM "new" that waits. */
function withWaiting(plan: Plan, profile: string, group: string | null = null): { plan: Plan; vm: Vm } {
  const wants = [{ kind: 'profile', profile }] as const;
  const added = applyCommand(plan, {
    type: 'vm/addMany',
    vms: [{ name: 'new', group, wants }],
    place: false,
  });
  const vm = added.ok ? added.value.vms.at(-1) : undefined;
  if (!added.ok || vm === undefined) throw new Error('not added');
  return { plan: added.value, vm };
}

function askOn(plan: Plan, vm: Vm, gpu: number, start: number | null = null): VmQuestion {
  const at = plan.hosts.flatMap((host) => host.gpus)[gpu];
  const giId = at?.instances.find((gi) => gi.start === start)?.id ?? null;
  return { vmId: vm.id, attachment: null, gpuId: at?.id ?? null, giId };
}

test.each<[layout: string, wanted: string, gpu: number, start: number | null, says: string, ways: string[]]>([
  [
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4\nesx-02/0 a100-pcie-40gb: 7g.40gb@0=b\n',
    ...(['3g.20gb', 0, 0, 'The instance already serves a, and it carries one VM.'] as const),
    [
      'Use 3g.20gb at slice 4 of GPU 0 on esx-01: nothing restarts',
      'Assign a to 3g.20gb at slice 4 of GPU 0 on esx-01, and use 3g.20gb at slice 0 of GPU 0 on esx-01: 1 VM restarts',
      'Take 3g.20gb at slice 0 of GPU 0 on esx-01 from a: 1 VM waits',
    ],
  ],
  [
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0 2g.10gb@4=a\nesx-02/0 a100-pcie-40gb: 4g.20gb@0=b\n',
    ...(['2g.10gb', 0, 0, 'The VM wants 2g.10gb, and this is a 3g.20gb instance.'] as const),
    [
      'Make 2g.10gb at slice 4 of GPU 0 on esx-02: nothing restarts',
      'Move 3g.20gb at slice 0 to GPU 0 on esx-02, slice 4, and make 2g.10gb at slice 0 of GPU 0 on esx-01: 1 instance without a VM',
      'Want 3g.20gb instead, and use 3g.20gb at slice 0 of GPU 0 on esx-01: 2 memory slices more',
      'Remove 3g.20gb at slice 0, and make 2g.10gb at slice 0 of GPU 0 on esx-01: 1 instance without a VM',
    ],
  ],
])('%j: %s on GPU %d at %j', (layout, wanted, gpu, start, says, expected) => {
  const { plan, vm } = withWaiting(parseLayout(layout), wanted);
  const why = whyNotVm(plan, askOn(plan, vm, gpu, start));
  if (why.isLegal) throw new Error('it is legal');
  expect(vmRefusalMessage(why.refusal, plan)).toContain(says.slice(0, 20));
  expect(why.ways.map((way) => `${vmWayLabel(way, plan)}: ${vmWayCost(way)}`).sort()).toEqual(
    [...expected].sort(),
  );
});

test('what is one step is named as one step', () => {
  const { plan, vm } = withWaiting(
    parseLayout('esx-01/0 a100-pcie-40gb: 2g.10gb@0=a\nesx-01/1 a100-pcie-40gb: 7g.40gb@0=b\n'),
    '4g.20gb',
  );
  const why = whyNotVm(plan, askOn(plan, vm, 0));
  const [way] = why.isLegal ? [] : why.ways;
  expect(way === undefined ? '' : describeCommand(way.command, plan)).toBe(
    'Move 2g.10gb a to slice 4, place 4g.20gb at slice 0 of GPU 0 on esx-01 and then assign new to it',
  );
});

test('nobody is brought beside a VM of the same group', () => {
  const base = parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4\n');
  const grouped = { ...base, vms: base.vms.map((vm) => ({ ...vm, group: 'db' })) };
  const { plan, vm } = withWaiting(grouped, '3g.20gb', 'db');
  const why = whyNotVm(plan, askOn(plan, vm, 0));
  expect(why).toMatchObject({ isLegal: false, refusal: { kind: 'group-apart', group: 'db' } });
  // But where the other one waits instead.
  expect(why.isLegal ? [] : why.ways.map(({ kind }) => kind)).toEqual(['take-over']);
});

test('what is not there is told', () => {
  const { plan, vm } = withWaiting(parseLayout('esx-01/0 a100-pcie-40gb: 3g.20gb@0=a\n'), '3g.20gb');
  const question = askOn(plan, vm, 0);
  const codeOf = (more: Partial<VmQuestion>): unknown => {
    const why = whyNotVm(plan, { ...question, ...more });
    return why.isLegal || why.refusal.kind !== 'edit' ? null : why.refusal.error;
  };
  expect(codeOf({ vmId: 9999 as VmQuestion['vmId'] })).toEqual({ code: 'not-found', what: 'vm' });
  expect(codeOf({ attachment: 3 })).toEqual({ code: 'not-found', what: 'vgpu' });
  expect(codeOf({ giId: 9999 as GiId })).toEqual({ code: 'not-found', what: 'instance' });
  expect(codeOf({ gpuId: 9999 as NonNullable<VmQuestion['gpuId']> })).toEqual({
    code: 'not-found',
    what: 'gpu',
  });
});

/** Whether a VM that is on another GPU than before has come beside one of its group. */
function bringsTogether(before: Plan, after: Plan): boolean {
  const gpuOf = (plan: Plan, { attachments: [first] }: Vm) =>
    first?.instance == null ? null : (findInstance(plan, first.instance)?.gpu.id ?? null);
  return after.vms.some((vm) => {
    const there = gpuOf(after, vm);
    const was = findVm(before, vm.id);
    if (vm.group === null || there === null || (was !== undefined && gpuOf(before, was) === there))
      return false;
    return after.vms.some(
      (other) => other !== vm && other.group === vm.group && gpuOf(after, other) === there,
    );
  });
}

const waitingIn = (plan: Plan): number =>
  plan.vms.filter(({ attachments }) => attachments.some(({ instance }) => instance === null)).length;

interface Asked {
  readonly plan: Plan;
  readonly vm: Vm;
  readonly question: VmQuestion;
  readonly ways: readonly VmWayOut[] | null;
}

describe('seeds 1 to 60, 3 GPUs', () => {
  const asked = Array.from({ length: 60 }, (_, index) => index + 1).flatMap((seed): Asked[] => {
    const random = mulberry32(seed * 37 + 11);
    const boards = seed % 3 === 0 ? ['a30-24gb', 'a100-pcie-40gb'] : ['a100-pcie-40gb'];
    const fleet = seededFleet(seed, {
      ...{ boards, gpus: 3, gpusPerHost: 2, pinned: 0.15, fill: 0.9, vms: 0.7, groups: 0.3 },
    });
    const profiles = findBoard(boards[0] ?? '')?.profiles ?? [];
    const profile = profiles[Math.floor(random() * profiles.length)]?.name ?? '';
    const { plan, vm } = withWaiting(fleet, profile, random() < 0.3 ? 'group-1' : null);
    const gpus = plan.hosts.flatMap((host) => host.gpus);
    const instances = gpus.flatMap((gpu) => gpu.instances.map(({ start }) => [gpu, start] as const));
    return [...gpus.map((gpu) => [gpu, null] as const), ...instances].map(([gpu, start]) => {
      const question = askOn(plan, vm, gpus.indexOf(gpu), start);
      const why = whyNotVm(plan, question);
      return { plan, vm, question, ways: why.isLegal ? null : why.ways };
    });
  });

  test('there are ways of every kind', () => {
    const kinds = new Set<VmWayKind>(asked.flatMap(({ ways }) => (ways ?? []).map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual([...VM_WAY_KINDS].sort());
  });

  test('every way does what it says: the VM is served, no new fault, nobody else but who is named', () => {
    for (const { plan, vm, ways } of asked) {
      const costs = (ways ?? []).map(({ cost }) => cost);
      expect([...costs].sort(compareCosts)).toEqual(costs);
      for (const way of ways ?? []) {
        const done = applyCommand(plan, way.command);
        if (!done.ok) throw new Error(`${way.kind}: ${done.error.code}`);
        expect(checkPlan(done.value).length).toBeLessThanOrEqual(checkPlan(plan).length);
        expect(bringsTogether(plan, done.value)).toBe(false);
        const now = findVm(done.value, vm.id)?.attachments[0];
        const place = now?.instance == null ? undefined : findInstance(done.value, now.instance);
        if (now === undefined || place === undefined) throw new Error(`${way.kind}: not served`);
        expect(isWanted(now.wants, place.gpu, place.gi)).toBe(true);
        expect(way.wants === null).toBe(now.wants === vm.attachments[0]?.wants);
        expect(waitingIn(done.value)).toBe(waitingIn(plan) - 1 + way.cost.vmsWaiting);
        for (const gi of plan.hosts.flatMap(({ gpus }) => gpus.flatMap((gpu) => gpu.instances)))
          if (gi.pinned) expect(findInstance(done.value, gi.id)?.gi).toBe(gi);
      }
    }
  });

  test('what one edit, or two, would do is found', () => {
    for (const { plan, vm, question, ways } of asked) {
      const has = (kind: VmWayKind): boolean => (ways ?? []).some((way) => way.kind === kind);
      const works = (...commands: readonly PlanCommand[]): boolean => {
        let now = plan;
        for (const command of commands) {
          const done = applyCommand(now, command);
          if (!done.ok) return false;
          now = done.value;
        }
        return !bringsTogether(plan, now);
      };
      const all = plan.hosts.flatMap(({ gpus }) => gpus);
      const assign = (giId: GiId): PlanCommand => ({ type: 'vm/assign', vmId: vm.id, giId });
      const others = all.flatMap(({ instances }) => instances.filter(({ id }) => id !== question.giId));
      const isThere = others.some(({ id }) => works(assign(id)));
      const wants = vm.attachments[0]?.wants;
      const profile = wants?.kind === 'profile' ? wants.profile : '';
      // Ids are given in order, so what is placed has the next one.
      const next = plan.nextId as GiId;
      const isRoom = all.some(({ id: gpuId, board }) =>
        (findBoard(board)?.profiles.find(({ name }) => name === profile)?.starts ?? []).some((start) =>
          works({ type: 'gi/place', gpuId, profile, start }, assign(next)),
        ),
      );
      if (ways === null) {
        // An instance that was named is given as the edit gives it, beside one of the group too.
        expect(
          question.giId === null ? isThere || isRoom : applyCommand(plan, assign(question.giId)).ok,
        ).toBe(true);
        continue;
      }
      expect(has('instance')).toBe(isThere);
      expect(has('place')).toBe(isRoom);
      if (question.giId === null) continue;
      const { giId } = question;
      const holders = vmsByInstance(plan).get(giId) ?? [];
      const leave = holders.map(({ id }): PlanCommand => ({ type: 'vm/unassign', vmId: id }));
      expect(has('take-over')).toBe(holders.length > 0 && works(...leave, assign(giId)));
      const [holder] = holders;
      const canChange =
        holder !== undefined &&
        others.some(({ id }) => works({ type: 'vm/assign', vmId: holder.id, giId: id }, assign(giId)));
      expect(has('change-over')).toBe(canChange);
    }
  });
});
