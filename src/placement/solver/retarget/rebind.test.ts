import { expect, test } from 'vitest';
import { IdSource, type GiId } from '../../../model/ids.ts';
import { makeInstance, type Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import { rebind, type Rebound } from './rebind.ts';

/** A plan, and its GPUs cut otherwise: what one still has at the same place is the same instance, all else is new. */
function recut(lines: readonly string[], cuts: Readonly<Record<string, string>>) {
  const before = parseLayout(lines.join('\n'));
  const ids = new IdSource(before.nextId);
  const gone = new Set<GiId>();
  const hosts = before.hosts.map((host) => ({
    ...host,
    gpus: host.gpus.map((gpu) => {
      const cut = cuts[`${host.name}/${gpu.index}`];
      if (cut === undefined) return gpu;
      const old = new Map(gpu.instances.map((gi) => [`${gi.profile}@${gi.start}`, gi]));
      const instances = cut
        .split(' ')
        .filter((part) => part !== '')
        .map((part) => {
          const kept = old.get(part);
          old.delete(part);
          const [profile = '', start = '0'] = part.split('@');
          return kept ?? makeInstance(ids.gi(), profile, Number(start));
        });
      for (const { id } of old.values()) gone.add(id);
      return { ...gpu, instances };
    }),
  }));
  return { before, after: { ...before, hosts, nextId: ids.next }, gone };
}

/** Where each VM is, by name: "esx-01/0 3g.20gb@4", or "waits". */
function whereOf(plan: Plan): Record<string, string> {
  const at = new Map<number | null, string>([[null, 'waits']]);
  for (const host of plan.hosts)
    for (const gpu of host.gpus)
      for (const gi of gpu.instances) at.set(gi.id, `${host.name}/${gpu.index} ${gi.profile}@${gi.start}`);
  return Object.fromEntries(
    plan.vms.map((vm) => [
      vm.name,
      vm.attachments.map(({ instance }) => at.get(instance) ?? 'nowhere').join(' and '),
    ]),
  );
}

const namesOf = ({ plan, moved, waiting }: Rebound): { moved: string[]; waiting: string[] } => {
  const names = (ids: readonly number[]): string[] =>
    ids.map((id) => plan.vms.find((vm) => vm.id === id)?.name ?? '');
  return { moved: names(moved), waiting: names(waiting) };
};

const A100 = 'a100-pcie-40gb';

test('where nobody loses an instance, nobody moves', () => {
  const { before, after, gone } = recut([`a/0 ${A100}: 3g.20gb@0=vm 2g.10gb@4`], {
    'a/0': '3g.20gb@0 1g.5gb@4',
  });
  expect(gone.size).toBe(1);
  const rebound = rebind(before, after, gone);
  expect(rebound).toEqual({ plan: after, moved: [], waiting: [] });
  expect(rebound.plan).toBe(after);
});

const LINES = [`b/1 ${A100}: `, `a/0 ${A100}: `, `a/1 ${A100}: 3g.20gb@0=vm 1g.5gb@4=other`];

test.each([
  [
    'on its own GPU',
    { 'b/1': '3g.20gb@0', 'a/0': '3g.20gb@0', 'a/1': '3g.20gb@4 1g.5gb@0' },
    'a/1 3g.20gb@4',
  ],
  ['else on its host', { 'b/1': '3g.20gb@0', 'a/0': '3g.20gb@4', 'a/1': '1g.5gb@4' }, 'a/0 3g.20gb@4'],
  ['else on another', { 'b/1': '3g.20gb@4', 'a/0': '4g.20gb@0', 'a/1': '1g.5gb@4' }, 'b/1 3g.20gb@4'],
])('an instance of its profile: %s', (_, cuts, place) => {
  const { before, after, gone } = recut(LINES, cuts);
  const rebound = rebind(before, after, gone);
  expect(whereOf(rebound.plan)['vm']).toBe(place);
  expect(namesOf(rebound).moved).toContain('vm');
  expect(rebound.waiting).toEqual([]);
  // Who has lost nothing is the same as ever.
  if (whereOf(after)['other'] !== 'nowhere') expect(rebound.plan.vms[1]).toBe(after.vms[1]);
});

test.each([
  ['of another profile', 'a/0', A100, '2g.10gb@0'],
  ['of another board', 'a/0', 'a100-sxm4-40gb', '3g.20gb@0'],
])('it waits where all that is new is %s', (_, gpu, board, cut) => {
  const { before, after, gone } = recut([`a/1 ${A100}: 3g.20gb@0=vm`, `a/0 ${board}: `], {
    'a/1': '',
    [gpu]: cut,
  });
  const rebound = rebind(before, after, gone);
  expect(whereOf(rebound.plan)).toEqual({ vm: 'waits' });
  expect(namesOf(rebound)).toEqual({ moved: [], waiting: ['vm'] });
});

test('an instance that was there before is not given away, though nobody has it', () => {
  const { before, after, gone } = recut([`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4`], {
    'a/0': '4g.20gb@0 3g.20gb@4',
  });
  expect(whereOf(rebind(before, after, gone).plan)).toEqual({ vm: 'waits' });
});

test('of two that go one gets the only new one, the one that was made first', () => {
  const { before, after, gone } = recut([`a/0 ${A100}: 3g.20gb@0=one 3g.20gb@4=two`, `a/1 ${A100}: `], {
    'a/0': '',
    'a/1': '3g.20gb@4',
  });
  const backwards = new Set([...gone].reverse());
  const rebound = rebind(before, after, backwards);
  expect(whereOf(rebound.plan)).toEqual({ one: 'a/1 3g.20gb@4', two: 'waits' });
  expect(namesOf(rebound)).toEqual({ moved: ['one'], waiting: ['two'] });
});

test('an instance that nobody had takes no place from those who had one', () => {
  const { before, after, gone } = recut([`a/0 ${A100}: 3g.20gb@0 3g.20gb@4=vm`, `a/1 ${A100}: `], {
    'a/0': '',
    'a/1': '3g.20gb@4',
  });
  expect(whereOf(rebind(before, after, gone).plan)).toEqual({ vm: 'a/1 3g.20gb@4' });
});

/** The plan with groups, and VMs joined into one of several vGPUs: "a+b" is one VM with the vGPUs of both. */
function grouped(plan: Plan, groups: Readonly<Record<string, string>>): Plan {
  return { ...plan, vms: plan.vms.map((vm) => ({ ...vm, group: groups[vm.name] ?? null })) };
}

function joined(plan: Plan, ...names: readonly string[]): Plan {
  const parts = names.map((name) => plan.vms.find((vm) => vm.name === name)!);
  const one = { ...parts[0]!, name: names.join('+'), attachments: parts.flatMap((vm) => vm.attachments) };
  return { ...plan, vms: [...plan.vms.filter((vm) => !parts.includes(vm)), one] };
}

test('two of one group do not meet on a GPU, whether one of them stays there or comes there first', () => {
  const stays = recut([`a/0 ${A100}: 3g.20gb@0=vm`, `a/1 ${A100}: 3g.20gb@0=twin`, `b/0 ${A100}: `], {
    'a/0': '',
    'a/1': '3g.20gb@0 3g.20gb@4',
    'b/0': '3g.20gb@0',
  });
  const together = { vm: 'web', twin: 'web' };
  const of = ({ before, after, gone }: typeof stays, groups: Readonly<Record<string, string>>) =>
    whereOf(rebind(grouped(before, groups), grouped(after, groups), gone).plan);
  expect(of(stays, {})).toEqual({ vm: 'a/1 3g.20gb@4', twin: 'a/1 3g.20gb@0' });
  expect(of(stays, { vm: 'web', twin: 'db' })).toEqual({ vm: 'a/1 3g.20gb@4', twin: 'a/1 3g.20gb@0' });
  expect(of(stays, together)).toEqual({ vm: 'b/0 3g.20gb@0', twin: 'a/1 3g.20gb@0' });
  const comes = recut([`a/0 ${A100}: 3g.20gb@0=vm 3g.20gb@4=twin`, `a/1 ${A100}: `, `b/0 ${A100}: `], {
    'a/0': '',
    'a/1': '3g.20gb@0 3g.20gb@4',
    'b/0': '3g.20gb@0',
  });
  expect(of(comes, {})).toEqual({ vm: 'a/1 3g.20gb@0', twin: 'a/1 3g.20gb@4' });
  expect(of(comes, together)).toEqual({ vm: 'a/1 3g.20gb@0', twin: 'b/0 3g.20gb@0' });
});

test('a VM is no stranger to itself: its vGPUs meet on a GPU, group or not', () => {
  const { before, after, gone } = recut([`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`, `a/1 ${A100}: `], {
    'a/0': '',
    'a/1': '3g.20gb@0 3g.20gb@4',
  });
  const groups = { 'x+y': 'web' };
  const both = (plan: Plan): Plan => grouped(joined(plan, 'x', 'y'), groups);
  const rebound = rebind(both(before), both(after), gone);
  expect(whereOf(rebound.plan)).toEqual({ 'x+y': 'a/1 3g.20gb@0 and a/1 3g.20gb@4' });
  expect(namesOf(rebound)).toEqual({ moved: ['x+y'], waiting: [] });
});

test('the vGPUs of a VM stay on one host: that of the one that stays, or of the one that went first', () => {
  const lines = [`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`, `b/0 ${A100}: `, `a/1 ${A100}: `];
  const stays = recut(lines, { 'a/0': '3g.20gb@0', 'b/0': '3g.20gb@0' });
  const both = (plan: Plan): Plan => joined(plan, 'x', 'y');
  const alone = rebind(both(stays.before), both(stays.after), stays.gone);
  expect(whereOf(alone.plan)).toEqual({ 'x+y': 'a/0 3g.20gb@0 and waits' });
  expect(namesOf(alone)).toEqual({ moved: [], waiting: ['x+y'] });
  // The first goes to the GPU beside it, and the second may not follow to the other host.
  const goes = recut(lines, { 'a/0': '', 'b/0': '3g.20gb@0', 'a/1': '3g.20gb@4' });
  const parted = rebind(both(goes.before), both(goes.after), goes.gone);
  expect(whereOf(parted.plan)).toEqual({ 'x+y': 'a/1 3g.20gb@4 and waits' });
  expect(namesOf(parted)).toEqual({ moved: ['x+y'], waiting: ['x+y'] });
});

test('those who share an instance go together, and to a place where all of them may be', () => {
  const { before, after, gone } = recut(
    [`a/0 ${A100}: 3g.20gb@0=x 3g.20gb@4=y`, `a/1 ${A100}: 1g.5gb@0=z`, `b/0 ${A100}: `],
    { 'a/0': '', 'a/1': '1g.5gb@0 3g.20gb@4', 'b/0': '3g.20gb@0' },
  );
  // Both are on the first of the two.
  const shared = (plan: Plan): Plan => ({
    ...plan,
    vms: plan.vms.map((vm) => (vm.name === 'y' ? { ...vm, attachments: plan.vms[0]!.attachments } : vm)),
  });
  const free = rebind(shared(before), shared(after), gone);
  expect(whereOf(free.plan)).toMatchObject({ x: 'a/1 3g.20gb@4', y: 'a/1 3g.20gb@4' });
  expect(namesOf(free).moved).toEqual(['x', 'y']);
  const groups = { y: 'web', z: 'web' };
  const kept = rebind(grouped(shared(before), groups), grouped(shared(after), groups), gone);
  expect(whereOf(kept.plan)).toMatchObject({ x: 'b/0 3g.20gb@0', y: 'b/0 3g.20gb@0' });
});
