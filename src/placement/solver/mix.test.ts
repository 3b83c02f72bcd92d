import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { IdSource, type GiId } from '../../model/ids.ts';
import type { Plan, Vm, Wanted } from '../../model/plan.ts';
import { applyCommand } from '../commands.ts';
import { planOf } from '../standing.testing.ts';
import { everydayMix, MIX_SOURCES, planMix } from './mix.ts';

const board = findBoard('a100-pcie-40gb');
if (board === undefined) throw new Error('no board');

/** The shares that are not 0, by name. */
const named = (shares: readonly number[]): Record<string, number> =>
  Object.fromEntries(
    shares.flatMap((share, index) => (share > 0 ? [[board.profiles[index]?.name ?? '', share]] : [])),
  );

function withVms(plan: Plan): Plan {
  const after = applyCommand(plan, {
    type: 'vm/addMany',
    place: true,
    vms: [
      { name: 'a', group: null, wants: [{ kind: 'type', type: 'A100-3-20C' }] },
      { name: 'b', group: null, wants: [{ kind: 'profile', profile: '1g.5gb' }] },
      // Waits, for there is no room: it counts as what serves it.
      { name: 'c', group: null, wants: [{ kind: 'type', type: 'A100-7-40C' }] },
    ],
  });
  if (!after.ok) throw new Error(after.error.code);
  return after.value;
}

test('the everyday mix is every profile without attributes once', () => {
  expect(named(everydayMix(board))).toEqual({
    '1g.5gb': 1,
    '1g.10gb': 1,
    '2g.10gb': 1,
    '3g.20gb': 1,
    '4g.20gb': 1,
    '7g.40gb': 1,
  });
});

test('a mix of requests, of what VMs want and of what stands', () => {
  const request = { needs: null, weight: null, group: null, extra: [] };
  const plan = {
    ...withVms(planOf(['3g.20gb@4 2g.10gb@0'])),
    requests: [
      { ...request, profile: '2g.10gb', count: 7 },
      { ...request, profile: '9g.99gb', count: 3 },
      { ...request, profile: '1g.5gb', count: -2 },
    ],
  };
  expect(MIX_SOURCES.map((source) => named(planMix(plan, board, source)))).toEqual([
    { '2g.10gb': 7 },
    { '3g.20gb': 1, '1g.5gb': 1, '7g.40gb': 1 },
    { '3g.20gb': 1, '2g.10gb': 1, '1g.5gb': 1 },
  ]);
  const other = findBoard('a30-24gb');
  if (other === undefined) throw new Error('no board');
  expect(MIX_SOURCES.map((source) => planMix(plan, other, source).some((count) => count > 0))).toEqual([
    false,
    false,
    false,
  ]);
});

test('a vGPU counts as the instance that it has, wherever it might be had else', () => {
  // A type of several profiles, on a GPU each; one that waits counts as the first of them.
  const [rtx, small] = [findBoard('rtx-pro-6000-server'), findBoard('rtx-pro-4500-32gb')];
  if (rtx === undefined || small === undefined) throw new Error('no board');
  const plan = planOf(['2g.48gb+gfx@0', ''], rtx.id);
  const [gi] = plan.hosts[0]?.gpus[0]?.instances ?? [];
  const wants = { kind: 'profile', profile: '2g.48gb+gfx' } as const;
  const after = applyCommand(plan, { type: 'vm/add', name: 'a', wants, giId: gi?.id ?? null });
  if (!after.ok) throw new Error(after.error.code);
  const shares = (of: Plan, on: typeof rtx): Record<string, number> =>
    Object.fromEntries(
      planMix(of, on, 'vms').flatMap((share, index) =>
        share === 0 ? [] : [[on.profiles[index]?.name ?? '', share]],
      ),
    );
  expect(shares(after.value, rtx)).toEqual({ '2g.48gb+gfx': 1 });
  // Of another board it asks nothing, though that has no GPU here.
  expect(shares(after.value, small)).toEqual({});
  // A profile whose starts are not public is in no mix.
  expect(everydayMix(small).some((share) => share > 0)).toBe(false);
});

const profile = (name: string): Wanted => ({ kind: 'profile', profile: name });

/** The plan with a VM for each of these; `on` is the instance that it has. */
function wanting(plan: Plan, ...vgpus: readonly { readonly wants: Wanted; readonly on?: GiId }[]): Plan {
  const ids = new IdSource(plan.nextId);
  const vms = vgpus.map(({ wants, on }): Vm => ({
    ...{ id: ids.vm(), name: 'vm', notes: '', group: null, extra: [] },
    attachments: [{ wants, instance: on ?? null, extra: [] }],
  }));
  return { ...plan, vms, nextId: ids.next };
}

test('counts by the profiles of the board: what is asked for twice adds up, what is no count adds nothing', () => {
  const ask = (name: string, count: number): Plan['requests'][number] => ({
    ...{ profile: name, needs: null, weight: null, group: null, extra: [], count },
  });
  // In the order of the board: 1g, 1g+me, 1g.10gb, 2g, 3g, 4g and 7g.
  const requests = [
    ...[ask('2g.10gb', 7), ask('1g.5gb+me', 3), ask('2g.10gb', 1), ask('9g.99gb', 2)],
    ...[ask('1g.5gb', Infinity), ask('1g.10gb', NaN), ask('3g.20gb', -1), ask('4g.20gb', 0)],
  ];
  expect(planMix({ ...planOf(['']), requests }, board, 'requests')).toEqual([0, 3, 0, 8, 0, 0, 0]);
  expect(planMix(planOf(['3g.20gb@0 3g.20gb@4', '1g.5gb+me@0']), board, 'instances')).toEqual([
    ...[0, 1, 0, 0, 2, 0, 0],
  ]);
  // Where no start of a profile is public there is nowhere to put one, however often it is asked for.
  const small = findBoard('rtx-pro-5000-48gb');
  if (small === undefined) throw new Error('no board');
  expect(small.profiles.map(({ name }) => name)).toContain('2g.48gb');
  const none = small.profiles.map(() => 0);
  expect(planMix({ ...planOf(['']), requests: [ask('2g.48gb', 4)] }, small, 'requests')).toEqual(none);
  expect(everydayMix(small)).toEqual(none);
});

test('of two boards that have profiles of one name each has its own instances and VMs', () => {
  const [host] = planOf(['3g.20gb@0', '3g.20gb@0 2g.10gb@4']).hosts;
  if (host === undefined) throw new Error('no host');
  const gpus = host.gpus.map((gpu, at) => (at === 1 ? { ...gpu, board: 'a100-sxm4-40gb' } : gpu));
  const [one, other] = gpus.map(({ instances }) => instances.map(({ id }) => id));
  const plan = wanting(
    { ...planOf(['3g.20gb@0', '3g.20gb@0 2g.10gb@4']), hosts: [{ ...host, gpus }] },
    ...[
      { wants: profile('3g.20gb'), on: one![0]! },
      { wants: profile('3g.20gb'), on: other![0]! },
    ],
    ...[{ wants: profile('2g.10gb'), on: other![1]! }, { wants: profile('1g.5gb') }],
  );
  const sxm = findBoard('a100-sxm4-40gb');
  if (sxm === undefined) throw new Error('no board');
  expect(named(planMix(plan, board, 'instances'))).toEqual({ '3g.20gb': 1 });
  expect(named(planMix(plan, sxm, 'instances'))).toEqual({ '3g.20gb': 1, '2g.10gb': 1 });
  // One that waits may go to either.
  expect(named(planMix(plan, board, 'vms'))).toEqual({ '3g.20gb': 1, '1g.5gb': 1 });
  expect(named(planMix(plan, sxm, 'vms'))).toEqual({ '3g.20gb': 1, '2g.10gb': 1, '1g.5gb': 1 });
});

test('a vGPU that has an instance counts as that, though it wants another; one that no profile serves as nothing', () => {
  const plan = planOf(['3g.20gb@0']);
  const [gi] = plan.hosts[0]?.gpus[0]?.instances ?? [];
  if (gi === undefined) throw new Error('no instance');
  expect(named(planMix(wanting(plan, { wants: profile('1g.5gb'), on: gi.id }), board, 'vms'))).toEqual({
    '3g.20gb': 1,
  });
  const strange = wanting(plan, { wants: { kind: 'type', type: 'A30-1-6C' } });
  expect(planMix(strange, board, 'vms')).toEqual(board.profiles.map(() => 0));
});
