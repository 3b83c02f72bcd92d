import { expect, test } from 'vitest';
import { IdSource, type GiId } from './ids.ts';
import {
  boardsOf,
  EMPTY_PLAN,
  findGpu,
  findHost,
  findInstance,
  findVm,
  between,
  isBlank,
  makeInstance,
  vmsByInstance,
  type Gpu,
  type Host,
  type Plan,
  type Vm,
} from './plan.ts';

const ids = new IdSource();
const gpu = (board: string, ...starts: number[]): Gpu => ({
  id: ids.gpu(),
  index: 0,
  board,
  variant: null,
  uuid: null,
  notes: '',
  pciId: null,
  kind: null,
  use: 'mig',
  instances: starts.map((start) => makeInstance(ids.gi(), '3g.20gb', start)),
  extra: [],
});
const host = (name: string, gpus: readonly Gpu[], observed: readonly Gpu[] | null = null): Host => ({
  id: ids.host(),
  name,
  notes: '',
  platform: null,
  release: null,
  driver: null,
  creation: null,
  gpus,
  observed,
  extra: [],
});
const vm = (name: string, ...instances: (GiId | null)[]): Vm => ({
  id: ids.vm(),
  name,
  notes: '',
  group: null,
  attachments: instances.map((instance) => ({
    wants: { kind: 'profile', profile: '3g.20gb' },
    instance,
    extra: [],
  })),
  extra: [],
});

const [first, second, seen] = [gpu('a', 0, 4), gpu('b', 0), gpu('c', 0)];
const [one, two] = [host('esx-01', [first, second], [seen]), host('esx-02', [gpu('a')])];
const [left, right] = [first.instances[0]!.id, first.instances[1]!.id];
const [both, waiting, twice] = [vm('both', left, right), vm('waiting', null), vm('twice', left, left)];
const plan: Plan = { ...EMPTY_PLAN, hosts: [one, two], vms: [both, waiting, twice], nextId: ids.next };

test('a new instance is not pinned, was not seen, and is not cut', () => {
  const id = ids.gi();
  expect(makeInstance(id, '2g.10gb', 4)).toEqual({
    id,
    profile: '2g.10gb',
    start: 4,
    pinned: false,
    reportedId: null,
    computeInstances: [],
    extra: [],
  });
});

test.each<[string, Partial<Plan>, boolean]>([
  ['a new plan', {}, true],
  ['notes', { notes: 'mine' }, false],
  ['a name', { name: 'mine' }, false],
  ['hosts', { hosts: [one] }, false],
  ['VMs', { vms: [both] }, false],
  [
    'requests',
    { requests: [{ profile: '3g.20gb', needs: null, count: 1, weight: null, group: null, extra: [] }] },
    false,
  ],
])('blank or not: %s', (_, change, blank) => {
  expect(isBlank({ ...EMPTY_PLAN, ...change })).toBe(blank);
});

test('hosts, GPUs, instances and VMs are found by their ids, with where they are', () => {
  expect(findHost(plan, two.id)).toBe(two);
  expect(findGpu(plan, second.id)).toEqual({ host: one, gpu: second });
  expect(findInstance(plan, right)).toEqual({ host: one, gpu: first, gi: first.instances[1] });
  expect(findVm(plan, twice.id)).toBe(twice);
});

test('what is only observed is not found by id, and no id is found for another noun', () => {
  expect(findGpu(plan, seen.id)).toBeUndefined();
  expect(findInstance(plan, seen.instances[0]!.id)).toBeUndefined();
  expect(findHost(plan, ids.host())).toBeUndefined();
  expect(findVm(plan, ids.vm())).toBeUndefined();
});

test('VMs by instance, in the order of the plan; one that has it twice is there twice', () => {
  expect([...vmsByInstance(plan)]).toEqual([
    [left, [both, twice, twice]],
    [right, [both]],
  ]);
});

test('boards of the planned GPUs, each once', () => {
  expect(boardsOf(plan.hosts)).toEqual(['a', 'b']);
});

test('an index is made once for a plan, and again for one that changed, however many were asked in between', () => {
  const before = vmsByInstance(plan);
  expect(vmsByInstance({ ...plan, name: 'renamed' })).toBe(before);
  const others = [1, 2, 3, 4, 5].map((n) => ({ ...plan, vms: [vm(`other ${n}`, left)] }));
  // Up to three others it is still the same one.
  for (const other of others.slice(0, 3)) vmsByInstance(other);
  expect(vmsByInstance(plan)).toBe(before);
  for (const other of others) expect(vmsByInstance(other).get(left)).toEqual(other.vms);
  // Kept are only the last few, so that plans that are gone are not held on to.
  expect(vmsByInstance(plan)).not.toBe(before);
  expect(vmsByInstance(plan)).toEqual(before);
});

test('ids are handed out in one row, whatever they are for', () => {
  const source = new IdSource(7);
  expect([source.host(), source.gpu(), source.gi(), source.vm()]).toEqual([7, 8, 9, 10]);
  expect(source.next).toBe(11);
  expect(new IdSource().next).toBe(1);
});

test.each<[string, string, string, string, string]>([
  ['nothing changed', 'abc', 'abc', '', ''],
  ['one was edited in its place', 'abc', 'axc', 'b', 'x'],
  ['one was added', 'abc', 'abcx', '', 'x'],
  ['one was removed', 'abc', 'ac', 'b', ''],
  ['two changed places', 'abc', 'bac', '', ''],
  ['several are others, each list in its order', 'abcd', 'xbya', 'cd', 'xy'],
  ['several were removed', 'abcd', 'ad', 'bc', ''],
  ['there was none', '', 'ab', '', 'ab'],
  ['others stand between those that stayed', 'abcd', 'axyd', 'bc', 'xy'],
])('hosts between two lists: %s', (_, before, after, gone, fresh) => {
  const made = new Map('abcdxy'.split('').map((name) => [name, host(name, [])]));
  const list = (names: string): Host[] => names.split('').map((name) => made.get(name)!);
  expect(between(list(before), list(after))).toEqual({ gone: list(gone), fresh: list(fresh) });
});

test('in a fleet too, what an edit took away is found no more, what it added is, and the rest where it was', () => {
  const hosts = Array.from({ length: 12 }, (_, n) => host(`fleet-${n}`, [gpu('a', 0)]));
  const fleet: Plan = { ...EMPTY_PLAN, hosts };
  const [edited, kept] = [hosts[3]!, hosts[4]!];
  expect(findGpu(fleet, edited.gpus[0]!.id)?.host).toBe(edited);
  const changed = { ...edited, gpus: [gpu('b', 4)] };
  const after: Plan = { ...fleet, hosts: hosts.with(3, changed) };
  expect(findGpu(after, edited.gpus[0]!.id)).toBeUndefined();
  expect(findInstance(after, edited.gpus[0]!.instances[0]!.id)).toBeUndefined();
  expect(findGpu(after, changed.gpus[0]!.id)).toEqual({ host: changed, gpu: changed.gpus[0] });
  expect(findInstance(after, changed.gpus[0]!.instances[0]!.id)?.host).toBe(changed);
  expect(findGpu(after, kept.gpus[0]!.id)?.host).toBe(kept);
  // And the plan before, as Undo has it, is as it was.
  expect(findGpu(fleet, edited.gpus[0]!.id)?.host).toBe(edited);
  expect(findGpu(fleet, changed.gpus[0]!.id)).toBeUndefined();
});
