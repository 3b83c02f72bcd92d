import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Plan } from '../../model/plan.ts';
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
