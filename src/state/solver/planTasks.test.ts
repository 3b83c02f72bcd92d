/** The tasks that are asked about a whole plan, as the worker runs them. */
import { describe, expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { applyCommand } from '../../placement/commands.ts';
import { checkPlan } from '../../placement/check.ts';
import { withCount } from '../../placement/requestEdits.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { admitRequests, NO_HOSTS } from './admitTask.ts';
import { applyPatch } from './patch.ts';
import { repackPlan } from './repackTask.ts';

function planOf(text: string): Plan {
  const read = parseLayout(text);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.plan;
}

const HALVES = planOf(
  'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a\nesx-01/1 a100-pcie-40gb: 3g.20gb@4=chat-b\nesx-01/2 a100-pcie-40gb off',
);

describe('what the plan has room for', () => {
  const requests = withCount(withCount([], '7g.40gb', 1), '2g.10gb', 2);
  const plan = { ...HALVES, requests };

  test('is placed as one step that leaves on the list what waits, with its reason', () => {
    const { best, isProven } = runSearch(admitRequests({ plan, requests, effort: 100_000 }));
    if (best?.ok !== true) throw new Error('not admitted');
    expect(isProven).toBe(true);
    expect(best.value).toMatchObject({ asked: 3, count: 2, taken: [0, 2], extraGpus: 1 });
    expect(best.value.waiting).toMatchObject([{ profile: '7g.40gb', count: 1 }]);
    const { additions, taken } = best.value;
    const placed = applyCommand(plan, { type: 'requests/place', hosts: NO_HOSTS, additions, taken });
    if (!placed.ok) throw new Error(placed.error.code);
    expect(checkPlan(placed.value)).toEqual([]);
    expect(placed.value.requests).toEqual(withCount([], '7g.40gb', 1));
    expect(placed.value.vms).toBe(plan.vms);
  });

  test('members of a group are placed apart, each with a VM of the group; needs go to any profile that has them', () => {
    const grouped = { ...withCount([], '3g.20gb', 2)[0]!, group: 'chat' };
    const needs = { ...grouped, profile: null, needs: { memoryGB: 5 }, count: 1, group: null };
    const wished = { ...HALVES, requests: [grouped, needs] };
    const { best } = runSearch(admitRequests({ plan: wished, requests: wished.requests, effort: 100_000 }));
    if (best?.ok !== true) throw new Error('not admitted');
    const { additions, members, taken } = best.value;
    expect(taken).toEqual([2, 0]);
    const placed = applyCommand(wished, {
      type: 'requests/place',
      hosts: NO_HOSTS,
      additions,
      members,
      taken,
    });
    if (!placed.ok) throw new Error(placed.error.code);
    const fresh = placed.value.vms.filter(({ group }) => group === 'chat');
    // chat-a and chat-b are names of others.
    expect(fresh.map(({ name }) => name)).toEqual(['chat-1', 'chat-2']);
    expect(new Set(members.map(({ gpuId }) => gpuId)).size).toBe(2);
    expect(checkPlan(placed.value)).toEqual([]);
    expect(placed.value.requests).toEqual([needs]);
  });

  test('a plan without GPUs and a count that is none are said', () => {
    expect(runSearch(admitRequests({ plan: NO_HOSTS, requests, effort: 10 })).best).toMatchObject({
      ok: false,
      error: { code: 'no-gpus' },
    });
    const negative = requests.map((one) => ({ ...one, count: -1 }));
    expect(runSearch(admitRequests({ plan, requests: negative, effort: 10 })).best).toMatchObject({
      ok: false,
      error: { code: 'count-negative', request: 0 },
    });
  });
});

describe('a repack', () => {
  test('comes back as a difference that is one legal step', () => {
    const { best, isProven } = runSearch(repackPlan({ plan: HALVES }));
    if (best?.ok !== true) throw new Error('not repacked');
    expect(isProven).toBe(true);
    expect(best.value).toMatchObject({ usedBefore: 2, used: 1, destroyed: 1, waiting: 0 });
    const after = applyPatch(HALVES, structuredClone(best.value.patch));
    const done = applyCommand(HALVES, { type: 'plan/repack', plan: after });
    if (!done.ok) throw new Error(done.error.code);
    expect(checkPlan(done.value)).toEqual([]);
    expect(done.value.vms.every((vm) => vm.attachments.every(({ instance }) => instance !== null))).toBe(
      true,
    );
  });

  test('of a plan with nothing to gain changes nothing, and without a GPU it is refused', () => {
    const full = planOf('esx-01/0 a100-pcie-40gb: 7g.40gb@0\nesx-01/1 a100-pcie-40gb: 7g.40gb@0');
    const { best } = runSearch(repackPlan({ plan: full }));
    if (best?.ok !== true) throw new Error('not repacked');
    expect(applyPatch(full, best.value.patch)).toBe(full);
    expect(runSearch(repackPlan({ plan: NO_HOSTS })).best).toMatchObject({
      ok: false,
      error: { code: 'no-gpu' },
    });
  });
});
