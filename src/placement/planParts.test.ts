import { expect, test } from 'vitest';
import type { GiId, HostId, VmId } from '../model/ids.ts';
import { makeInstance, type Plan, type Vm } from '../model/plan.ts';
import {
  byStart,
  detach,
  detachWhere,
  editHost,
  editVms,
  instanceIds,
  nameOf,
  withFields,
  withGpu,
  withHost,
} from './planParts.ts';
import { planOf } from './standing.testing.ts';

const base = planOf(['3g.20gb@0 3g.20gb@4', '7g.40gb@0']);
const host = base.hosts[0]!;
const other = { ...host, id: 90 as HostId, name: 'esx-02', gpus: [] };
const [left, right, whole] = [...instanceIds(host.gpus)] as [GiId, GiId, GiId];
const vm = (id: number, ...instances: (GiId | null)[]): Vm => ({
  id: id as VmId,
  name: `vm-${id}`,
  notes: '',
  group: null,
  attachments: instances.map((instance) => ({
    wants: { kind: 'profile', profile: '3g.20gb' },
    instance,
    extra: [],
  })),
  extra: [],
});
const [both, one, waits] = [vm(1, left, right), vm(2, whole), vm(3, null)];
const plan: Plan = { ...base, hosts: [host, other], vms: [both, one, waits] };

test('a name is in normal form, one of its kind, and may stay its own', () => {
  const named = [{ id: 1, name: 'a' }];
  expect(nameOf(named, 'vm', ' b ', null)).toEqual({ ok: true, value: 'b' });
  expect(nameOf(named, 'vm', ' a ', 1)).toEqual({ ok: true, value: 'a' });
  expect(nameOf(named, 'host', ' a ', 2)).toEqual({
    ok: false,
    error: { code: 'name-taken', what: 'host', name: 'a' },
  });
  expect(nameOf(named, 'vm', ' ', null)).toMatchObject({ error: { code: 'bad-name', what: 'vm' } });
});

test('an edit of a host that gives the same host gives the same plan', () => {
  expect(editHost(plan, host.id, (same) => same)).toEqual({ ok: true, value: plan });
  const same = editHost(plan, host.id, (now) => now);
  expect(same.ok && same.value).toBe(plan);
  const renamed = editHost(plan, host.id, (now) => ({ ...now, name: 'x' }));
  expect(renamed.ok && renamed.value.hosts.map(({ name }) => name)).toEqual(['x', 'esx-02']);
  expect(renamed.ok && renamed.value.hosts[1]).toBe(other);
  expect(editHost(plan, 999 as HostId, (now) => now)).toMatchObject({
    error: { code: 'not-found', what: 'host' },
  });
});

test('fields that are there already make no other thing', () => {
  const thing = { a: 1, b: 2 };
  expect(withFields(thing, { a: 1 })).toBe(thing);
  expect(withFields(thing, {})).toBe(thing);
  expect(withFields(thing, { a: 1, b: 3 })).toEqual({ a: 1, b: 3 });
});

test('VMs that are named are edited, those that are gone are passed over', () => {
  const grouped = editVms(plan, [both.id, 999 as VmId], (now) => ({ ...now, group: 'x' }));
  expect(grouped.ok && grouped.value.vms.map(({ group }) => group)).toEqual(['x', null, null]);
  expect(grouped.ok && grouped.value.vms[1]).toBe(one);
  const same = editVms(plan, [both.id], (now) => now);
  expect(same.ok && same.value).toBe(plan);
  expect(editVms(plan, [999 as VmId], (now) => now)).toMatchObject({
    error: { code: 'not-found', what: 'vm' },
  });
});

test('with one of its parts exchanged a plan keeps the others', () => {
  const next = withHost(plan, { ...other, name: 'y' });
  expect([next.hosts[0], next.hosts[1]?.name]).toEqual([host, 'y']);
  const gpu = { ...host.gpus[1]!, use: 'off' as const };
  const off = withGpu(plan, host, gpu);
  expect(off.hosts[0]?.gpus).toEqual([host.gpus[0], gpu]);
  expect(off.hosts[0]?.gpus[0]).toBe(host.gpus[0]);
  expect([...instanceIds(host.gpus.slice(1))]).toEqual([whole]);
});

test('VMs of what is gone wait, vGPU by vGPU, and the others are the same objects', () => {
  const next = detach(plan, new Set([right]));
  expect(next.vms.map(({ attachments }) => attachments.map(({ instance }) => instance))).toEqual([
    [left, null],
    [whole],
    [null],
  ]);
  expect(next.vms.slice(1)).toEqual([one, waits]);
  expect(next.vms[1]).toBe(one);
  expect(next.vms[0]?.attachments[0]).toBe(both.attachments[0]);
  expect(detach(plan, new Set())).toBe(plan);
  expect(detach(plan, new Set([999 as GiId]))).toBe(plan);
  expect(detachWhere(plan, () => false)).toBe(plan);
  expect(detachWhere(plan, ({ instance }) => instance === whole).vms[1]?.attachments[0]?.instance).toBeNull();
});

test('instances stand by their starts, and of one start by age', () => {
  const gis = [
    [3, 4],
    [2, 0],
    [1, 0],
  ].map(([id, start]) => makeInstance(id as GiId, '1g.5gb', start!));
  expect(gis.toSorted(byStart).map(({ id }) => id)).toEqual([1, 2, 3]);
});
