import { describe, expect, test } from 'vitest';
import type { PlanRequest } from '../../model/plan.ts';
import { applyCommand } from '../../placement/commands.ts';
import { checkPlan } from '../../placement/check.ts';
import { EMPTY_PLAN } from '../../model/plan.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { fleetFor, type FleetArgs, type Fleeted, type OfferedBoard } from './fleetTask.ts';

const offer = (board: string, cost = 1, more: Partial<OfferedBoard> = {}): OfferedBoard => ({
  ...{ board, cost, count: null, gpusPerHost: 4 },
  ...more,
});
const asks = (count: number, what: Partial<PlanRequest>): PlanRequest => ({
  ...{ profile: null, needs: null, weight: null, group: null, extra: [] },
  ...what,
  count,
});
const MIXED = [offer('a100-pcie-40gb', 5), offer('a30-24gb', 2)];

function solved(args: Omit<FleetArgs, 'apart'> & Partial<FleetArgs>): Fleeted & { isProven: boolean } {
  const { best, isProven } = runSearch(fleetFor({ apart: 'gpu', ...args }));
  if (best?.ok !== true) throw new Error(JSON.stringify(best));
  return { ...best.value, isProven };
}

test('the cheapest mix of boards, in the unit of the user, proven', () => {
  const requests = [
    asks(4, { needs: { memoryGB: 20, computeSlices: 3 } }),
    asks(9, { needs: { memoryGB: 6 } }),
    asks(1, { needs: { memoryGB: 40 } }),
  ];
  const { found, because, isProven } = solved({ boards: MIXED, requests });
  expect(isProven).toBe(true);
  // 40 GB are a whole A100; two of 20 GB would fill another for 5, on two A30 they cost 4; of 6 GB an A30 holds four.
  expect(found).toMatchObject({ cost: 5 + 4 * 2 + 3 * 2, words: '1 x A100-PCIE-40GB and 7 x A30' });
  expect(because).toMatch(/no fleet|prices show/);
});

test('half units of cost come back as they were given', () => {
  const { found } = solved({ boards: [offer('a30-24gb', 2.5)], requests: [asks(5, { profile: '1g.6gb' })] });
  expect(found).toMatchObject({ cost: 5, gpus: 2, words: '2 x A30' });
});

test('what was found is placed as one step: hosts by board, and the members of a group as VMs', () => {
  const requests = [
    asks(3, { needs: { memoryGB: 6 }, group: 'db' }),
    asks(2, { needs: { memoryGB: 40 }, group: 'web' }),
  ];
  const { found } = solved({ boards: MIXED, requests, apart: 'host' });
  if (found?.plan == null) throw new Error('not placed');
  const plan = { ...EMPTY_PLAN, requests };
  const placed = applyCommand(plan, {
    type: 'requests/place',
    hosts: found.plan,
    additions: [],
    taken: [3, 2],
  });
  if (!placed.ok) throw new Error(placed.error.code);
  const { hosts, vms } = placed.value;
  expect(placed.value.requests).toEqual([]);
  expect(vms.map(({ name }) => name).sort()).toEqual(['db-1', 'db-2', 'db-3', 'web-1', 'web-2']);
  expect(checkPlan(placed.value)).toEqual([]);
  for (const group of ['db', 'web']) {
    const on = vms.flatMap((vm) =>
      vm.group === group
        ? hosts.filter((host) =>
            host.gpus.some((gpu) => gpu.instances.some(({ id }) => id === vm.attachments[0]?.instance)),
          )
        : [],
    );
    expect(new Set(on).size).toBe(on.length);
  }
});

test('one board: members of a group are on GPUs of their own, and needs go to a profile that has them', () => {
  const boards = [offer('a100-pcie-40gb')];
  const apart = solved({ boards, requests: [asks(5, { profile: '1g.5gb', group: 'web' })] });
  expect(apart).toMatchObject({ isProven: true, found: { gpus: 5, cost: 5 } });
  const cuts = apart.found?.boards[0]?.cuts ?? [];
  expect(cuts.reduce((sum, { gpus }) => sum + gpus, 0)).toBe(5);
  const served = solved({ boards, requests: [asks(5, { needs: { memoryGB: 15 } })] });
  expect(served).toMatchObject({ isProven: true, found: { gpus: 3 } });
});

test('what may be had does not suffice: proven, and said', () => {
  const boards = [offer('a30-24gb', 2, { count: 1 })];
  const requests = [asks(2, { needs: { memoryGB: 24 } })];
  expect(solved({ boards, requests })).toEqual({
    found: null,
    because: 'The boards that may be had do not hold the requests.',
    isProven: true,
  });
});

describe('what cannot be asked', () => {
  const ten = [asks(2, { needs: { memoryGB: 10 } })];
  test.each<[string, readonly OfferedBoard[], readonly PlanRequest[]]>([
    ['cost-unusable', [offer('a30-24gb', -1)], ten],
    ['gpus-unusable', [offer('a30-24gb', 1, { count: 0 })], ten],
    ['board-twice', [offer('a30-24gb'), offer('a30-24gb')], ten],
    ['nothing-satisfies', MIXED, [asks(2, { needs: { memoryGB: 500 } })]],
    ['count-negative', MIXED, [asks(-2, { needs: { memoryGB: 5 } })]],
  ])('%s', (code, boards, requests) => {
    const { best, isProven } = runSearch(fleetFor({ boards, requests, apart: 'gpu' }));
    expect(best).toMatchObject({ ok: false, error: { code } });
    expect(isProven).toBe(false);
  });
});

test('a budget of nothing knows nothing', () => {
  const requests = [asks(2, { needs: { memoryGB: 10 } })];
  expect(runSearch(fleetFor({ boards: MIXED, requests, apart: 'gpu' }), 0)).toEqual({
    best: null,
    bound: null,
    isProven: false,
    work: 0,
  });
});

test('what is not finished is not called proven, and says what it has', () => {
  const boards = [offer('a100-pcie-40gb')];
  // A group as large as the fleet that the instances alone would need.
  const requests = ['3g.20gb', '2g.10gb', '1g.5gb'].flatMap((profile, index) =>
    ['a', 'b', 'c', 'd'].map((group) => asks(index + 1, { profile, group })),
  );
  const search = fleetFor({ boards, requests, apart: 'gpu' });
  const seen = new Set<boolean>();
  for (let step = search.next(); ; step = search.next()) {
    seen.add(step.value.isProven);
    if (step.done === true) break;
    const { best } = step.value;
    if (best?.ok !== true) throw new Error(JSON.stringify(best));
    expect(best.value.because).toMatch(
      best.value.found === null ? /^(No fleet|Nothing) was found yet/ : /^The best found costs/,
    );
  }
  expect([...seen]).toEqual([false, true]);
});
