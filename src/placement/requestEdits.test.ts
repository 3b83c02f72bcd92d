import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import { describeCommand } from './describeCommand.ts';
import { withCount } from './requestEdits.ts';

function after(plan: Plan, command: PlanCommand): Plan {
  const next = applyCommand(plan, command);
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
}

const requests = withCount(withCount([], '3g.20gb', 5), '1g.5gb', 2);
const asked = after(EMPTY_PLAN, { type: 'requests/set', requests });
const plan = after(asked, {
  type: 'host/add',
  name: 'esx-01',
  fields: {},
  gpus: { board: 'a100-pcie-40gb', count: 2 },
});
const [first, second] = plan.hosts[0]?.gpus ?? [];
const fresh: Plan = {
  ...after(EMPTY_PLAN, {
    type: 'host/add',
    name: 'esx-01',
    fields: {},
    gpus: { board: 'a30-24gb', count: 1 },
  }),
  requests,
};

test('counts are set by profile, keep their place, and go with 0', () => {
  expect(requests.map(({ profile, count }) => [profile, count])).toEqual([
    ['3g.20gb', 5],
    ['1g.5gb', 2],
  ]);
  expect(withCount(requests, '3g.20gb', 0)).toEqual(requests.slice(1));
  expect(withCount(requests, '3g.20gb', 5)).toBe(requests);
  // A request with a weight is another one.
  const weighted = requests.map((one) => ({ ...one, weight: 3 }));
  expect(withCount(weighted, '3g.20gb', 1)).toHaveLength(3);
});

describe('placing', () => {
  test('makes the instances, adds the hosts under free names, and takes what is placed off the list', () => {
    const command: PlanCommand = {
      type: 'requests/place',
      hosts: fresh,
      additions: [
        {
          gpuId: first?.id ?? (0 as never),
          added: [
            { profile: '3g.20gb', start: 4 },
            { profile: '3g.20gb', start: 0 },
          ],
        },
        { gpuId: second?.id ?? (0 as never), added: [{ profile: '1g.5gb', start: 6 }] },
      ],
      taken: [2, 2],
    };
    const placed = after(plan, command);
    expect(placed.hosts.map(({ name }) => name)).toEqual(['esx-01', 'esx-01-2']);
    expect(placed.hosts[0]?.gpus.map(({ instances }) => instances.map(({ start }) => start))).toEqual([
      [0, 4],
      [6],
    ]);
    expect(placed.requests).toEqual([{ ...requests[0], count: 3 }]);
    expect(describeCommand(command, plan)).toBe('Place 4 requested instances on 1 new GPU of esx-01');
  });

  test('is refused whole where one instance has no room', () => {
    const full = after(plan, {
      type: 'gi/place',
      gpuId: first?.id ?? (0 as never),
      profile: '7g.40gb',
      start: 0,
    });
    const refused = applyCommand(full, {
      type: 'requests/place',
      hosts: EMPTY_PLAN,
      additions: [{ gpuId: first?.id ?? (0 as never), added: [{ profile: '1g.5gb', start: 0 }] }],
      taken: [0, 1],
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'overlap' } });
  });
});

test.each([
  [withCount(requests, '3g.20gb', 40), 'Request 40 × 3g.20gb'],
  [withCount(requests, '2g.10gb', 1), 'Request 1 × 2g.10gb'],
  [withCount(requests, '1g.5gb', 0), 'Request no 1g.5gb'],
  [[], 'Clear the requests'],
  [withCount([], '7g.40gb', 1), 'Change the requests'],
])('a step is named by what is asked for anew: %#', (next, name) => {
  expect(describeCommand({ type: 'requests/set', requests: next }, plan)).toBe(name);
});
