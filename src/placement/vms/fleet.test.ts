/** GPUs while VMs are put on them: how far one may go, and that what does not fit whole leaves no trace. */
import { expect, test } from 'vitest';
import type { VmId } from '../../model/ids.ts';
import type { Plan, Vm, Wanted } from '../../model/plan.ts';
import { planOf } from '../standing.testing.ts';
import { Fleet, hasRoom, isKeptApart, matchOn, wantsKey, type Slot } from './fleet.ts';

const RTX = 'rtx-pro-6000-server';
const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });
const type = (name: string): Wanted => ({ kind: 'type', type: name });
const vm = (id: number, wants: readonly Wanted[], group: string | null = null): Vm => ({
  id: id as VmId,
  name: `vm-${id}`,
  notes: '',
  group,
  attachments: wants.map((one) => ({ wants: one, instance: null, extra: [] })),
  extra: [],
});
const fleetOf = (layouts: readonly string[], board?: string, vms: readonly Vm[] = []): Fleet =>
  new Fleet({ ...planOf(layouts, board), vms });
/** What may change when a VM is put somewhere. */
const traces = (fleet: Fleet): unknown =>
  fleet.slots.map(({ added, open, occupancy, state, groups }) => [
    added.map(({ profile: name, start }) => `${name}@${start}`),
    open.map(({ gi, vms, used }) => [gi.id, [...vms], used]),
    occupancy?.mask,
    state,
    [...groups].filter(([, ids]) => ids.length > 0),
  ]);

test('a VM goes as far as it may: onto what is open, onto GPUs in use, onto any', () => {
  const reach = (layouts: readonly string[]): unknown[] =>
    (['open', 'in-use', 'any'] as const).map((far) => {
      const fleet = fleetOf(layouts);
      const given = fleet.put(vm(900, [profile('2g.10gb')]), far);
      return given === null ? null : fleet.slots.map(({ added }) => added.map(({ start }) => start));
    });
  expect(reach([''])).toEqual([null, null, [[4]]]);
  expect(reach(['', '1g.5gb@6'])).toEqual([null, [[], [4]], [[], [4]]]);
  expect(reach(['', '1g.5gb@6', '2g.10gb@0'])).toEqual([
    [[], [], []],
    [[], [], []],
    [[], [], []],
  ]);
  expect(reach(['7g.40gb@0'])).toEqual([null, null, null]);
});

test('whether it would be taken is found out without a trace, and as it would be put', () => {
  const fleet = fleetOf(['1g.5gb@6', '']);
  const before = traces(fleet);
  const { next } = fleet.ids;
  const pair = vm(900, [profile('1g.5gb'), profile('3g.20gb')], 'web');
  const [large, none] = [vm(901, [profile('7g.40gb')]), vm(902, [profile('7g.40gb'), profile('7g.40gb')])];
  expect([fleet.takes(large), fleet.takes(none), fleet.takes(pair)]).toEqual([true, false, true]);
  expect(traces(fleet)).toEqual(before);
  expect(fleet.ids.next).toBe(next);
  expect(fleet.put(none, 'any')).toBeNull();
  expect(traces(fleet)).toEqual(before);
  expect(fleet.ids.next).toBe(next);
  expect([...(fleet.put(large, 'any')?.keys() ?? [])]).toEqual([0]);
  expect(fleet.takes(large)).toBe(false);
});

test('half of a VM that has no place for the other leaves no trace, on shared instances neither', () => {
  const fleet = fleetOf(['1g.24gb+gfx@0', ''], RTX);
  const [third, whole] = [type('DC-1-8C'), type('DC-4-96C')];
  const before = traces(fleet);
  expect(fleet.put(vm(900, [third, whole, whole], 'web'), 'any')).toBeNull();
  expect(traces(fleet)).toEqual(before);
  // Three thirds are one.
  const given = [901, 902, 903].map((id) => fleet.put(vm(id, [third]), 'open')?.get(0));
  expect(new Set(given).size).toBe(1);
  expect(fleet.put(vm(904, [third]), 'open')).toBeNull();
  expect(fleet.slots[0]?.open).toEqual([]);
});

test('a VM has an instance once, however much room is on it', () => {
  const fleet = fleetOf(['1g.24gb+gfx@0', ''], RTX);
  const given = fleet.put(vm(900, [type('DC-1-8C'), type('DC-1-8C')]), 'any');
  expect(given?.get(0)).not.toBe(given?.get(1));
  // What was made is open for others.
  expect(fleet.put(vm(901, [type('DC-1-8C'), type('DC-1-8C')]), 'open')).toEqual(given);
});

test('others of its group keep a VM off a GPU, it itself does not', () => {
  const gi = planOf(['1g.5gb@0']).hosts[0]!.gpus[0]!.instances[0]!.id;
  const [one] = [vm(900, [profile('1g.5gb')], 'web')];
  const there: Vm = { ...one, attachments: [{ ...one.attachments[0]!, instance: gi }] };
  const fleet = fleetOf(['1g.5gb@0 1g.5gb@1', ''], undefined, [there]);
  const [slot, empty] = fleet.slots as [Slot, Slot];
  const other = vm(901, [profile('1g.5gb')], 'web');
  expect([isKeptApart(slot, other), isKeptApart(empty, other), isKeptApart(slot, there)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(isKeptApart(slot, vm(902, [], 'db'))).toBe(false);
  expect(isKeptApart(slot, vm(902, []))).toBe(false);
  const given = fleet.put(other, 'any')?.get(0);
  expect(empty.added.map(({ id }) => id)).toEqual([given]);
  expect(isKeptApart(empty, vm(903, [], 'web'))).toBe(true);
});

test('how large a want is where it can be made first, and where there is room for it', () => {
  const fleet = fleetOf(['3g.20gb@0 3g.20gb@4', '']);
  expect(fleet.sizeOf(profile('3g.20gb'))).toEqual({ memory: 4 / 8, compute: 3 / 7 });
  expect(fleet.sizeOf(type('A100-2-10C'))).toEqual({ memory: 2 / 8, compute: 2 / 7 });
  expect(fleet.sizeOf(type('A30-1-6C'))).toEqual({ memory: 0, compute: 0 });
  expect(fleet.sizeOf(profile('9g.99gb'))).toEqual({ memory: 0, compute: 0 });
  const [full, empty] = fleet.slots as [Slot, Slot];
  // The 3g that stand are open; a 1g finds no legal start beside them.
  expect([hasRoom(full, profile('3g.20gb')), hasRoom(full, profile('1g.5gb'))]).toEqual([true, false]);
  expect([hasRoom(empty, profile('1g.5gb')), hasRoom(empty, type('A30-1-6C'))]).toEqual([true, false]);
  const plan: Plan = planOf(['']);
  const off = new Fleet({
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({ ...gpu, use: 'off' as const })),
    })),
  });
  expect(off.slots.map((slot) => hasRoom(slot, profile('1g.5gb')))).toEqual([false]);
  expect(off.sizeOf(profile('1g.5gb'))).toEqual({ memory: 0, compute: 0 });
});

test('what a want means on a GPU: what can be made for it, with the driver there, and what carries it', () => {
  const plan = planOf(['']);
  const on = (driver: string | null, wants: Wanted) => {
    const fleet = new Fleet({ ...plan, hosts: plan.hosts.map((host) => ({ ...host, driver })) });
    const { makes, carries } = matchOn(fleet.slots[0]!, wants);
    const names = fleet.slots[0]!.geometry!.board.profiles.map(({ name }) => name);
    return [makes.map((index) => names[index]), names.filter((name) => carries(name) > 0)];
  };
  expect(on(null, type('A100-1-10C'))).toEqual([['1g.10gb'], ['1g.10gb']]);
  expect(on('510.47', type('A100-1-10C'))).toEqual([[], ['1g.10gb']]);
  expect(on(null, type('A30-1-6C'))).toEqual([[], []]);
  expect([wantsKey(type('x')), wantsKey(profile('x'))]).toEqual(['type x', 'profile x']);
  const shared = fleetOf([''], RTX).slots[0]!;
  expect(['DC-4-96C', 'DC-4-24C'].map((name) => matchOn(shared, type(name)).carries('4g.96gb+gfx'))).toEqual([
    1, 4,
  ]);
});
