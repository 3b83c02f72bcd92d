import { expect, test } from 'vitest';
import { EMPTY_PLAN, type Plan, type PlanRequest } from '../../model/plan.ts';
import { applyCommand } from '../../placement/commands.ts';
import { withCount } from '../../placement/requestEdits.ts';
import { demandMessage, headline } from './answerWords.ts';
import { boardFor } from './boardFor.ts';
import { joinRequests } from './joinRequests.ts';

const requests = withCount(withCount([], '3g.20gb', 5), '1g.5gb', 2);

test('what is asked for in the same terms is asked for once', () => {
  const weighted: PlanRequest = {
    profile: '3g.20gb',
    needs: null,
    count: 2,
    weight: 3,
    group: null,
    extra: [],
  };
  const joined = joinRequests(requests, [...withCount([], '3g.20gb', 4), weighted, weighted]);
  expect(joined.map(({ profile, count, weight }) => [profile, count, weight])).toEqual([
    ['3g.20gb', 9, null],
    ['1g.5gb', 2, null],
    ['3g.20gb', 4, 3],
  ]);
});

test('a count that is none is not hidden in a sum', () => {
  const negative = requests.map((one) => ({ ...one, count: -3 }));
  expect(joinRequests(requests, negative).map(({ count }) => count)).toEqual([5, 2, -3, -3]);
});

test('the board is the one of the plan that has most of the profiles, else the usual one', () => {
  const withBoards = (...boards: readonly string[]): Plan =>
    boards.reduce<Plan>((plan, board, n) => {
      const gpus = { board, count: 1 };
      const added = applyCommand(plan, { type: 'host/add', name: `h${n}`, fields: {}, gpus });
      if (!added.ok) throw new Error(added.error.code);
      return added.value;
    }, EMPTY_PLAN);
  expect(boardFor({ ...EMPTY_PLAN, requests })).toBe('a100-pcie-40gb');
  expect(boardFor(withBoards('a30-24gb', 'a100-pcie-40gb'))).toBe('a30-24gb');
  expect(boardFor({ ...withBoards('a30-24gb', 'a100-sxm4-40gb'), requests })).toBe('a100-sxm4-40gb');
});

test.each([
  [8, true, 8, '8 GPUs, and nobody can do it with 7'],
  [1, true, 1, '1 GPU'],
  [1200, false, 1190, '1,200 GPUs found, at least 1,190 needed'],
  [12, false, null, '12 GPUs, the best found so far'],
])('%i GPUs, proven: %s, bound %s', (gpus, isProven, bound, words) => {
  expect(headline({ gpus }, { isProven, bound })).toBe(words);
});

test('a fault names the request that it is in', () => {
  const fault = { code: 'count-negative', request: 1, field: 'count', count: -2 } as const;
  expect(demandMessage(fault, requests)).toMatch(/^1g\.5gb: .*-2/);
});
