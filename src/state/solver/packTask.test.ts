import { describe, expect, test } from 'vitest';
import { runSearch } from '../../placement/solver/search.ts';
import { withCount } from '../../placement/requestEdits.ts';
import { packRequests } from './packTask.ts';

const board = 'a100-pcie-40gb';
const requests = withCount(withCount([], '3g.20gb', 4), '2g.10gb', 7);

test('the fewest GPUs, with the reason and the cuts that hold what is asked for', () => {
  const outcome = runSearch(packRequests({ board, requests }));
  expect(outcome).toMatchObject({ bound: 4, isProven: true });
  if (outcome.best?.ok !== true) throw new Error('not packed');
  const { gpus, because, cuts } = outcome.best.value;
  expect(gpus).toBe(4);
  expect(because).toBe(
    'The 2g.10gb and 3g.20gb instances need 11 full pairs of slices and a GPU has 3, so 4 GPUs.',
  );
  const held = new Map<string, number>();
  for (const cut of cuts)
    for (const { profile } of cut.layout) held.set(profile, (held.get(profile) ?? 0) + cut.gpus);
  expect([...held].sort()).toEqual([
    ['2g.10gb', 7],
    ['3g.20gb', 4],
  ]);
});

describe('what cannot be asked', () => {
  test.each([
    [withCount([], '3g.20gb', -1), 'count-negative'],
    [withCount([], '3g.20gb', 1.5), 'count-fractional'],
    [withCount([], '3g.40gb', 1), 'profile-unknown'],
    [withCount([], '3g.20gb', 2_000_000), 'count-huge'],
  ])('%j is %s', (asked, code) => {
    const { best, isProven } = runSearch(packRequests({ board, requests: asked }));
    expect(best).toMatchObject({ ok: false, error: { code, request: 0 } });
    expect(isProven).toBe(false);
  });
});

test('a budget of nothing knows nothing', () => {
  expect(runSearch(packRequests({ board, requests }), 0)).toEqual({
    best: null,
    bound: null,
    isProven: false,
    work: 0,
  });
});
