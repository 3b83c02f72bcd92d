import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { geometryOf, occupancyOf, positionAt, type Position } from '../../model/geometry.ts';
import type { VmId } from '../../model/ids.ts';
import { vmsByInstance, type Plan, type Vm } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import type { Admission, AdmitQuestion } from './admit.ts';
import { groupsOn, keepApart, type KeptApart } from './admitGroups.ts';
import type { RoomGpu } from './rooms.ts';

/** A place that was found, as "3g.20gb@0"; by GPU. */
type Placed = readonly (readonly string[])[];
interface Asked {
  readonly profile: string;
  readonly count: number;
  readonly granted: number;
  readonly group?: string;
  readonly weight?: number;
}

const BOARD = findBoard('a100-pcie-40gb');

function positionOf(text: string): Position {
  const [name = '', start = ''] = text.split('@');
  const position = BOARD === undefined ? undefined : positionAt(geometryOf(BOARD), name, Number(start));
  if (position === undefined) throw new Error(text);
  return position;
}

function apart(plan: Plan, placed: Placed, asked: readonly Asked[]): KeptApart {
  if (BOARD === undefined) throw new Error('no board');
  const geometry = geometryOf(BOARD);
  const gpus = plan.hosts.flatMap((host) =>
    host.gpus.map((gpu): RoomGpu => {
      const occupancy = occupancyOf(geometry, gpu.instances);
      return { host, gpu, geometry, occupancy };
    }),
  );
  const names = [...new Set(asked.map(({ profile }) => profile))];
  const wishes = asked.map(({ profile, count, weight = 1 }) => ({
    name: names.indexOf(profile),
    count,
    weight,
  }));
  const question: AdmitQuestion = { gpus, names, wishes };
  const admission: Admission = {
    granted: asked.map(({ granted }) => granted),
    value: wishes.reduce((sum, { weight }, at) => sum + weight * (asked[at]?.granted ?? 0), 0),
    placed: placed.flatMap((texts, at) => {
      const gpu = gpus[at];
      return gpu === undefined || texts.length === 0 ? [] : [{ gpu, added: texts.map(positionOf) }];
    }),
    proof: null,
  };
  const requests = asked.map(({ group }) => ({ group: group ?? null }));
  return keepApart(question, admission, requests, vmsByInstance(plan), plan);
}

/** By GPU: which wish has which place. */
function whose({ admission }: KeptApart): string[][] {
  return admission.placed.map(({ gpu, added, wishes }) =>
    added.map(({ start }, at) => `GPU ${gpu.gpu.index} @${start} for ${wishes?.[at]}`),
  );
}

test('without groups the admission is what it was', () => {
  const plan = planOf(['', '']);
  const kept = apart(plan, [['3g.20gb@0', '3g.20gb@4']], [{ profile: '3g.20gb', count: 3, granted: 2 }]);
  expect(kept.dropped).toEqual([0]);
  expect(kept.admission).toMatchObject({ granted: [2], value: 2 });
  expect(kept.admission.placed[0]?.wishes).toBeUndefined();
});

test('a group takes one place of each GPU; what it cannot take goes to who is in none, also to one that waited', () => {
  const plan = planOf(['', '']);
  const kept = apart(
    plan,
    [['3g.20gb@0', '3g.20gb@4'], ['3g.20gb@0']],
    [
      { profile: '3g.20gb', count: 3, granted: 3, group: 'db', weight: 5 },
      { profile: '3g.20gb', count: 1, granted: 0 },
    ],
  );
  expect(kept.dropped).toEqual([1, 0]);
  expect(kept.admission).toMatchObject({ granted: [2, 1], value: 11 });
  expect(whose(kept)).toEqual([['GPU 0 @0 for 0', 'GPU 0 @4 for 1'], ['GPU 1 @0 for 0']]);
});

test('places that nobody takes are given back, and a GPU that then gets nothing is not in it', () => {
  const plan = planOf(['', '']);
  const kept = apart(
    plan,
    [['3g.20gb@0', '3g.20gb@4'], ['3g.20gb@0']],
    [{ profile: '3g.20gb', count: 1, granted: 1, group: 'db', weight: 7 }],
  );
  expect(kept.dropped).toEqual([0]);
  // The GPU with most places left serves it.
  expect(whose(kept)).toEqual([['GPU 0 @0 for 0']]);
  expect(kept.admission.value).toBe(7);
});

test('the largest group chooses first, then the other takes the GPUs where it has nobody', () => {
  const plan = planOf(['', '']);
  const kept = apart(
    plan,
    [['3g.20gb@0', '3g.20gb@4'], ['3g.20gb@0']],
    [
      { profile: '3g.20gb', count: 1, granted: 1, group: 'web' },
      { profile: '3g.20gb', count: 2, granted: 2, group: 'db' },
    ],
  );
  expect(kept.dropped).toEqual([0, 0]);
  expect(whose(kept)).toEqual([['GPU 0 @0 for 1', 'GPU 0 @4 for 0'], ['GPU 1 @0 for 1']]);
});

test('a group is one over all its requests, of whatever profile', () => {
  const plan = planOf(['']);
  const kept = apart(
    plan,
    [['3g.20gb@0', '2g.10gb@4', '1g.5gb@6']],
    [
      { profile: '3g.20gb', count: 1, granted: 1, group: 'db', weight: 3 },
      { profile: '2g.10gb', count: 1, granted: 1, group: 'db', weight: 2 },
      { profile: '1g.5gb', count: 1, granted: 1, group: 'web', weight: 1 },
    ],
  );
  expect(kept.dropped).toEqual([0, 1, 0]);
  expect(kept.admission).toMatchObject({ granted: [1, 0, 1], value: 4 });
  expect(whose(kept)).toEqual([['GPU 0 @0 for 0', 'GPU 0 @6 for 2']]);
});

/** The plan with a VM of a group on the first instance of a GPU. */
function withVm(plan: Plan, gpu: number, group: string | null): Plan {
  const instance = plan.hosts[0]?.gpus[gpu]?.instances[0];
  if (instance === undefined) throw new Error('no instance');
  const wants = { kind: 'profile', profile: instance.profile } as const;
  const attachments = [{ wants, instance: instance.id, extra: [] }];
  const vm: Vm = { id: 900 as VmId, name: 'vm-1', notes: '', group, attachments, extra: [] };
  return { ...plan, vms: [...plan.vms, vm] };
}

test('a GPU that has one of the group already takes no other of it', () => {
  const plan = withVm(planOf(['1g.5gb@0', '']), 0, 'db');
  const asked = [{ profile: '3g.20gb', count: 2, granted: 2, group: 'db' }];
  const kept = apart(plan, [['3g.20gb@4'], ['3g.20gb@0']], asked);
  expect(kept.dropped).toEqual([1]);
  expect(whose(kept)).toEqual([['GPU 1 @0 for 0']]);
  const others = withVm(planOf(['1g.5gb@0', '']), 0, 'web');
  expect(apart(others, [['3g.20gb@4'], ['3g.20gb@0']], asked).dropped).toEqual([0]);
});

test('groups on GPUs are those of the VMs that stand there', () => {
  const plan = planOf(['1g.5gb@0', '1g.5gb@0']);
  const [, second] = plan.hosts[0]?.gpus ?? [];
  const held = withVm(plan, 1, 'db');
  expect(groupsOn(held, vmsByInstance(held))).toEqual(new Map([[second?.id, new Set(['db'])]]));
  const loose = withVm(plan, 1, null);
  expect(groupsOn(loose, vmsByInstance(loose)).size).toBe(0);
});

test('members go where most places of their profile are, so that those with few are left for others', () => {
  const plan = planOf(['', '']);
  const kept = apart(
    plan,
    [['3g.20gb@0'], ['3g.20gb@0', '3g.20gb@4']],
    [{ profile: '3g.20gb', count: 1, granted: 1, group: 'db' }],
  );
  expect(whose(kept)).toEqual([['GPU 1 @0 for 0']]);
});

test('a GPU keeps the groups that it has when another one comes to it', () => {
  const plan = withVm(planOf(['1g.5gb@0', '']), 0, 'db');
  const kept = apart(
    plan,
    [['2g.10gb@2', '1g.5gb@6'], ['2g.10gb@0']],
    [
      { profile: '2g.10gb', count: 2, granted: 2, group: 'web' },
      { profile: '1g.5gb', count: 1, granted: 1, group: 'db' },
    ],
  );
  expect(kept.dropped).toEqual([0, 1]);
  expect(whose(kept)).toEqual([['GPU 0 @2 for 0'], ['GPU 1 @0 for 0']]);
});

test('of groups that are as large the first chooses first', () => {
  const kept = apart(
    planOf(['']),
    [['3g.20gb@0']],
    [
      { profile: '3g.20gb', count: 1, granted: 1, group: 'web' },
      { profile: '3g.20gb', count: 1, granted: 1, group: 'db' },
    ],
  );
  expect(kept.dropped).toEqual([0, 1]);
  expect(kept.admission.granted).toEqual([1, 0]);
});

test('those in no group have places of their own profile: who was let in keeps his, and more go to who waited', () => {
  const plan = planOf(['', '']);
  const kept = apart(
    plan,
    [
      ['3g.20gb@0', '2g.10gb@4', '1g.5gb@6'],
      ['1g.5gb@0', '1g.5gb@1', '1g.5gb@2'],
    ],
    [
      { profile: '3g.20gb', count: 1, granted: 1, group: 'db' },
      { profile: '1g.5gb', count: 9, granted: 0 },
      { profile: '2g.10gb', count: 1, granted: 1 },
      { profile: '1g.5gb', count: 3, granted: 2 },
    ],
  );
  // Two for the last, then two of the four for the one before who waited.
  expect(kept.admission.granted).toEqual([1, 2, 1, 2]);
  expect(whose(kept)).toEqual([
    ['GPU 0 @0 for 0', 'GPU 0 @4 for 2', 'GPU 0 @6 for 3'],
    ['GPU 1 @0 for 3', 'GPU 1 @1 for 1', 'GPU 1 @2 for 1'],
  ]);
  // Where there are more places than the first wants, the last has one more than it was let in with.
  const more = apart(
    plan,
    [['3g.20gb@0'], ['1g.5gb@0', '1g.5gb@1', '1g.5gb@2', '1g.5gb@3']],
    [
      { profile: '3g.20gb', count: 1, granted: 1, group: 'db' },
      { profile: '1g.5gb', count: 1, granted: 0 },
      { profile: '1g.5gb', count: 3, granted: 2 },
    ],
  );
  expect(more.admission.granted).toEqual([1, 1, 3]);
});
