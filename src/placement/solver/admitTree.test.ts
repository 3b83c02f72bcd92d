/** A question and its answer in the terms of the checker, piece by piece; and what shows the value where prices alone do not. */
import { expect, test } from 'vitest';
import { positionAt } from '../../model/geometry.ts';
import { IdSource } from '../../model/ids.ts';
import { vmsByInstance, type Plan, type Vm } from '../../model/plan.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import { admitQuestion, type AdmitSite } from '../verifyAdmission.ts';
import { faultsOfTree } from '../verifyTree.ts';
import type { Admission, AdmitQuestion } from './admit.ts';
import { admitTree, asChecked, type CheckedAdmission } from './admitTree.ts';
import { legalGpu, type RoomGpu } from './rooms.ts';

/** The GPUs of a plan; each stands for itself. */
const roomsOf = (plan: Plan): RoomGpu[] =>
  plan.hosts.flatMap((host) => host.gpus.map((gpu) => ({ host, gpu, ...legalGpu(gpu)! })));

/** What is added to a GPU, as "3g.20gb@4". */
function added(gpu: RoomGpu, ...texts: string[]): Admission['placed'][number] {
  const at = (text: string) => {
    const [name = '', start = ''] = text.split('@');
    return positionAt(gpu.geometry, name, Number(start))!;
  };
  return { gpu, added: texts.map(at) };
}

const told = ({ standing, added: own }: AdmitSite): unknown => [
  standing.map(({ profile, start }) => `${profile}@${start}`),
  own,
];

test('each GPU with what stands there and what it gets, in the order of the question', () => {
  const gpus = roomsOf(planOf(['4g.20gb@0', '', '1g.5gb@6']));
  const names = ['1g.5gb', '2g.10gb'];
  const wishes = [
    { name: 1, count: 3, weight: 5 },
    { name: 0, count: 9, weight: 2 },
  ];
  const placed = [added(gpus[0]!, '2g.10gb@4', '1g.5gb@6'), added(gpus[1]!, '2g.10gb@0')];
  const checked = asChecked({ gpus, names, wishes }, { placed });
  expect(checked.sites.map(told)).toStrictEqual([
    [
      ['4g.20gb@0'],
      [
        { profile: '2g.10gb', start: 4 },
        { profile: '1g.5gb', start: 6 },
      ],
    ],
    [[], [{ profile: '2g.10gb', start: 0 }]],
    [['1g.5gb@6'], []],
  ]);
  // Nobody is in a group.
  expect(checked.sites.map(({ board, groups }) => [board.id, [...groups!]])).toEqual(
    new Array(3).fill(['a100-pcie-40gb', []]),
  );
  expect(checked.wishes).toEqual([
    { profile: '2g.10gb', count: 3, weight: 5, group: null },
    { profile: '1g.5gb', count: 9, weight: 2, group: null },
  ]);
  // Where it is told which wish a piece is for, it is told of that piece.
  const own = [{ ...added(gpus[0]!, '2g.10gb@4', '1g.5gb@6'), wishes: [0, 1] }];
  expect(asChecked({ gpus, names, wishes }, { placed: own }).sites.map((one) => one.added)).toStrictEqual([
    [
      { profile: '2g.10gb', start: 4, wish: 0 },
      { profile: '1g.5gb', start: 6, wish: 1 },
    ],
    [],
    [],
  ]);
});

test('a GPU may have the named profiles that its board knows and that the driver of its host can make', () => {
  const plan = planOf(['', '']);
  const [host] = plan.hosts;
  const [first, second] = host!.gpus;
  const a30 = { ...gpuOf('', 'a30-24gb'), id: second!.id };
  const mixed = { ...plan, hosts: [{ ...host!, gpus: [first!, a30] }] };
  // 1g.10gb came with R525.
  const old = { ...mixed, hosts: [{ ...mixed.hosts[0]!, driver: '510.47' }] };
  const names = ['1g.10gb', '1g.6gb', '3g.20gb', '9g.90gb'];
  const allowedOn = (of: Plan): string[][] =>
    asChecked({ gpus: roomsOf(of), names, wishes: [] }, { placed: [] }).sites.map(({ allowed }) => [
      ...allowed,
    ]);
  expect(allowedOn(mixed)).toEqual([['1g.10gb', '3g.20gb'], ['1g.6gb']]);
  expect(allowedOn(old)).toEqual([['3g.20gb'], ['1g.6gb']]);
});

test('groups are those of the VMs that stand there, and of the wishes', () => {
  const plan = planOf(['1g.5gb@0 1g.5gb@1 1g.5gb@2', '2g.10gb@0']);
  const ids = new IdSource(plan.nextId);
  const vmOn = (gpu: number, at: number, group: string | null): Vm => {
    const gi = plan.hosts[0]!.gpus[gpu]!.instances[at]!;
    const wants = { kind: 'profile', profile: gi.profile } as const;
    const attachments = [{ wants, instance: gi.id, extra: [] }];
    return { id: ids.vm(), name: 'vm', notes: '', group, attachments, extra: [] };
  };
  // The third instance of the first GPU has no VM.
  const held = { ...plan, vms: [vmOn(0, 0, 'db'), vmOn(0, 1, 'web'), vmOn(1, 0, null)] };
  const wishes = [
    { name: 0, count: 1, weight: 1 },
    { name: 0, count: 1, weight: 1 },
  ];
  const question: AdmitQuestion = { gpus: roomsOf(held), names: ['1g.5gb'], wishes };
  const checked = asChecked(question, { placed: [] }, ['db', null], vmsByInstance(held));
  expect(checked.sites.map(({ groups }) => [...groups!])).toEqual([['db', 'web'], []]);
  expect(checked.wishes.map(({ group }) => group)).toEqual(['db', null]);
});

/** Empty A30s and wishes as [profile, count, weight, group]. */
function checkedOn(
  gpus: number,
  rows: readonly (readonly [profile: string, count: number, weight: number, group: string | null])[],
): CheckedAdmission {
  const names = [...new Set(rows.map(([profile]) => profile))];
  const wishes = rows.map(([profile, count, weight]) => ({ name: names.indexOf(profile), count, weight }));
  const layouts = new Array<string>(gpus).fill('');
  const groups = rows.map(([, , , group]) => group);
  return asChecked({ gpus: roomsOf(planOf(layouts, 'a30-24gb')), names, wishes }, { placed: [] }, groups);
}

/** Whether a tree is found for the value, which then the checker takes. */
function isShown(checked: CheckedAdmission, value: number, cuts?: readonly (readonly number[])[]): boolean {
  const tree = cuts === undefined ? admitTree(checked, value) : admitTree(checked, value, cuts);
  if (tree === null) return false;
  expect(faultsOfTree(admitQuestion(checked.sites, checked.wishes), tree, -value)).toEqual([]);
  return true;
}

test('cases show the most valuable that can be let in, and nothing less', () => {
  // Two 2g come to 9, the dear one and two 1g to 7.
  const one = checkedOn(1, [
    ['2g.12gb', 1, 5, null],
    ['2g.12gb', 2, 4, null],
    ['1g.6gb', 3, 1, null],
  ]);
  expect(isShown(one, 9)).toBe(true);
  expect(isShown(one, 8)).toBe(false);
  // More than there is to be had is no less true.
  expect(isShown(one, 10)).toBe(true);
});

test('members of a group: by the prices of the groups themselves, or by those that are given', () => {
  // Six would find room on three GPUs, of one group three do.
  const apart = checkedOn(3, [['2g.12gb', 6, 1, 'db']]);
  expect(isShown(apart, 3)).toBe(true);
  expect(isShown(apart, 2)).toBe(false);
  // A price of 1 for each member says that it needs a GPU; a price of nothing says nothing.
  expect(isShown(apart, 3, [[1]])).toBe(true);
  expect(isShown(apart, 3, [[0]])).toBe(false);
  expect(isShown(apart, 3, [])).toBe(true);
  expect(isShown(checkedOn(3, [['2g.12gb', 6, 1, null]]), 5)).toBe(false);
});
