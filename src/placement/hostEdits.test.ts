import { expect, test } from 'vitest';
import type { HostId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { applyHostsCommand, type HostsCommand } from './hostEdits.ts';
import { served } from './vms/served.testing.ts';

/** esx-01 with a VM, then x and y. */
const plan = done(served(['3g.20gb@0']), { type: 'host/addMany', names: ['x', 'y'], fields: {}, gpus: null });
const [first, x, y] = plan.hosts.map(({ id }) => id) as [HostId, HostId, HostId];
const GONE = 999 as HostId;

function done(from: Plan, command: HostsCommand): Plan {
  const next = applyHostsCommand(from, command);
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
}
const names = (of: Plan): string[] => of.hosts.map(({ name }) => name);

test('hosts are added with the same settings and GPUs, in their order, or none of them', () => {
  expect(names(plan)).toEqual(['esx-01', 'x', 'y']);
  const gpus = { board: 'a30-24gb', count: 2 };
  const more: HostsCommand = { type: 'host/addMany', names: ['b', 'a'], fields: { platform: 'kvm' }, gpus };
  const next = done(plan, more);
  expect(
    next.hosts.slice(3).map((host) => [host.name, host.platform, host.gpus.map(({ board }) => board)]),
  ).toEqual([
    ['b', 'kvm', ['a30-24gb', 'a30-24gb']],
    ['a', 'kvm', ['a30-24gb', 'a30-24gb']],
  ]);
  const refused = (command: HostsCommand) => applyHostsCommand(plan, command);
  expect(refused({ ...more, names: ['z', 'x'] })).toMatchObject({ error: { code: 'name-taken', name: 'x' } });
  expect(refused({ ...more, names: ['z', 'z', ''] })).toMatchObject({
    error: { code: 'name-taken', name: 'z' },
  });
  expect(refused({ ...more, gpus: { ...gpus, count: 0 } })).toMatchObject({ error: { code: 'bad-count' } });
});

test('settings of those that are named change, in one plan; what is so already is no edit', () => {
  const command: HostsCommand = {
    type: 'host/setMany',
    hostIds: [y, first, GONE],
    fields: { driver: 'R550' },
  };
  const next = done(plan, command);
  expect(next.hosts.map(({ driver }) => driver)).toEqual(['R550', null, 'R550']);
  expect(next.hosts[1]).toBe(plan.hosts[1]);
  expect(done(next, command)).toBe(next);
  expect(done(next, { ...command, hostIds: [y, x] }).hosts[2]).toBe(next.hosts[2]);
});

test('hosts that are removed take their GPUs along, and their VMs wait', () => {
  const next = done(plan, { type: 'host/removeMany', hostIds: [first, y, GONE] });
  expect(names(next)).toEqual(['x']);
  expect(next.vms.map(({ attachments }) => attachments[0]?.instance)).toEqual([null]);
  const others = done(plan, { type: 'host/removeMany', hostIds: [x, y] });
  expect([names(others), others.vms]).toEqual([['esx-01'], plan.vms]);
});

test.each(['host/setMany', 'host/removeMany'] as const)(
  '%s of hosts that are all gone is refused',
  (type) => {
    expect(applyHostsCommand(plan, { type, hostIds: [GONE], fields: {} })).toEqual({
      ok: false,
      error: { code: 'not-found', what: 'host' },
    });
  },
);
