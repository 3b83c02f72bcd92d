/** The edits of a plan and of one host by themselves; those of GPUs, instances and VMs have tests of their own. */
import { expect, test } from 'vitest';
import type { GiId, HostId } from '../model/ids.ts';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { applyEveryday, ORIGINS, type EverydayCommand } from './everydayCommands.ts';
import { addHosts } from './takeOver.ts';
import { served } from './vms/served.testing.ts';

const plan = served(['3g.20gb@0 2g.10gb@4', '7g.40gb@0']);
const host = plan.hosts[0]!;
const hostId = host.id;
const done = (command: EverydayCommand, from: Plan = plan): Plan => {
  const next = applyEveryday(from, command);
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
};
const refused = (command: EverydayCommand): unknown => {
  const next = applyEveryday(plan, command);
  return next.ok ? 'ok' : next.error;
};
const waiting = (of: Plan): boolean[] => of.vms.map(({ attachments }) => attachments[0]!.instance === null);

test('a plan is renamed in normal form; the name that it has is no edit, and one that is none is refused', () => {
  expect(done({ type: 'plan/rename', name: ' Racks ' }).name).toBe('Racks');
  expect(done({ type: 'plan/rename', name: plan.name })).toBe(plan);
  expect(refused({ type: 'plan/rename', name: '' })).toEqual({
    code: 'bad-name',
    what: 'plan',
    why: { code: 'name-empty' },
  });
});

test.each(ORIGINS)('a plan by %s takes the place of this one, unless it says the same', (origin) => {
  const again = addHosts({ ...EMPTY_PLAN, nextId: 400 }, plan);
  expect(again.hosts[0]?.id).not.toBe(hostId);
  expect(done({ type: 'plan/replace', plan: again, origin })).toBe(plan);
  const other = { ...again, notes: 'another' };
  expect(done({ type: 'plan/replace', plan: other, origin })).toBe(other);
});

test('a host is added last, with what is said of it and nothing else', () => {
  const bare = done({ type: 'host/add', name: ' b ', fields: {}, gpus: null });
  expect(bare.hosts[1]).toEqual({
    id: plan.nextId,
    name: 'b',
    notes: '',
    platform: null,
    release: null,
    driver: null,
    creation: null,
    gpus: [],
    observed: null,
    extra: [],
  });
  expect(bare.nextId).toBe(plan.nextId + 1);
  expect(bare.hosts[0]).toBe(host);
  const fields = {
    platform: 'kvm',
    release: 'mdev',
    driver: 'R550',
    creation: 'pre-create',
    notes: 'x',
  } as const;
  const full = done({ type: 'host/add', name: 'c', fields, gpus: { board: 'a30-24gb', count: 2 } });
  expect(full.hosts[1]).toMatchObject({ name: 'c', ...fields });
  expect(full.hosts[1]?.gpus.map(({ board, index }) => [board, index])).toEqual([
    ['a30-24gb', 0],
    ['a30-24gb', 1],
  ]);
  expect(refused({ type: 'host/add', name: 'esx-01', fields: {}, gpus: null })).toMatchObject({
    code: 'name-taken',
  });
  expect(refused({ type: 'host/add', name: 'c', fields: {}, gpus: { board: 'x', count: 1 } })).toMatchObject({
    code: 'board-unknown',
  });
});

test('a host is renamed and set; its own name and what it has already are no edit', () => {
  expect(done({ type: 'host/rename', hostId, name: ' b ' }).hosts[0]?.name).toBe('b');
  expect(done({ type: 'host/rename', hostId, name: 'esx-01' })).toBe(plan);
  expect(refused({ type: 'host/rename', hostId, name: '\u0007' })).toMatchObject({
    code: 'bad-name',
    what: 'host',
  });
  expect(refused({ type: 'host/rename', hostId: 999 as HostId, name: 'b' })).toMatchObject({
    code: 'not-found',
  });
  const two = done({ type: 'host/add', name: 'b', fields: {}, gpus: null });
  expect(applyEveryday(two, { type: 'host/rename', hostId, name: 'b' })).toMatchObject({
    error: { code: 'name-taken' },
  });
  expect(done({ type: 'host/set', hostId, fields: { driver: 'R550' } }).hosts[0]).toEqual({
    ...host,
    driver: 'R550',
  });
  expect(done({ type: 'host/set', hostId, fields: { driver: null } })).toBe(plan);
});

test('with a host, a GPU or an instance its VMs are sent to waiting, and no others', () => {
  const [gpu, other] = host.gpus;
  const noHost = done({ type: 'host/remove', hostId });
  expect([noHost.hosts, waiting(noHost)]).toEqual([[], [true, true, true]]);
  const two = done({ type: 'host/add', name: 'b', fields: {}, gpus: null });
  expect(done({ type: 'host/remove', hostId: two.hosts[1]!.id }, two)).toMatchObject({
    hosts: [host],
    vms: plan.vms,
  });
  const noGpu = done({ type: 'gpu/remove', gpuId: gpu!.id });
  expect([noGpu.hosts[0]?.gpus, waiting(noGpu)]).toEqual([[other], [true, true, false]]);
  const noGi = done({ type: 'gi/remove', giId: gpu!.instances[1]!.id });
  expect(noGi.hosts[0]?.gpus[0]?.instances).toEqual([gpu!.instances[0]]);
  expect(waiting(noGi)).toEqual([false, true, false]);
  expect(refused({ type: 'host/remove', hostId: 999 as HostId })).toEqual({
    code: 'not-found',
    what: 'host',
  });
  expect(refused({ type: 'gpu/remove', gpuId: 999 as never })).toEqual({ code: 'not-found', what: 'gpu' });
  expect(refused({ type: 'gi/remove', giId: 999 as GiId })).toEqual({ code: 'not-found', what: 'instance' });
});
