import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { applyCommand, type PlanCommand } from './commands.ts';
import { describeCommand } from './describeCommand.ts';
import { isPlainFor, withCount } from './requestEdits.ts';

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

describe('members of a group', () => {
  const gpuId = first?.id ?? (0 as never);
  const otherId = second?.id ?? (0 as never);
  const command = (members: readonly { group: string; start: number }[]): PlanCommand => ({
    type: 'requests/place',
    hosts: EMPTY_PLAN,
    additions: [
      { gpuId, added: [{ profile: '3g.20gb', start: 0 }] },
      { gpuId: otherId, added: [{ profile: '3g.20gb', start: 4 }] },
    ],
    members: members.map(({ group, start }) => ({ gpuId: start === 0 ? gpuId : otherId, start, group })),
    taken: [2, 0],
  });

  test('get VMs that are numbered by their group, on their instances', () => {
    const placed = after(
      plan,
      command([
        { group: 'web', start: 0 },
        { group: 'web', start: 4 },
        { group: 'db', start: 4 },
      ]),
    );
    const gis = placed.hosts[0]?.gpus.map(({ instances }) => instances[0]?.id);
    expect(placed.vms.map(({ name, group, attachments }) => [name, group, attachments[0]?.instance])).toEqual(
      [
        ['web-1', 'web', gis?.[0]],
        ['web-2', 'web', gis?.[1]],
        ['db-1', 'db', gis?.[1]],
      ],
    );
    expect(placed.vms[0]?.attachments[0]?.wants).toEqual({ kind: 'profile', profile: '3g.20gb' });
    const ids = placed.vms.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(Math.max(...ids)).toBeLessThan(placed.nextId);
    expect(placed.requests.map(({ count }) => count)).toEqual([3, 2]);
    expect(placed.requests[1]).toBe(plan.requests[1]);
  });

  test('take no name that is taken, nor more of a long group name than has room', () => {
    const named = after(plan, {
      type: 'vm/add',
      name: 'web-1',
      wants: { kind: 'profile', profile: '1g.5gb' },
      giId: null,
    });
    const placed = after(named, command([{ group: 'web', start: 0 }]));
    expect(placed.vms.map(({ name }) => name)).toEqual(['web-1', 'web-2']);
    const long = after(plan, command([{ group: 'g'.repeat(80), start: 0 }]));
    expect(long.vms[0]).toMatchObject({ name: `${'g'.repeat(64)}-1`, group: 'g'.repeat(80) });
    // Where nothing stands nobody is put.
    expect(
      after(plan, { ...command([]), members: [{ gpuId, start: 3, group: 'x' }] } as PlanCommand).vms,
    ).toEqual([]);
  });
});

test('what changes nothing is no edit, and a GPU that is gone is refused', () => {
  expect(after(plan, { type: 'requests/set', requests: plan.requests.map((one) => ({ ...one })) })).toBe(
    plan,
  );
  const nothing: PlanCommand = { type: 'requests/place', hosts: EMPTY_PLAN, additions: [], taken: [1, 1] };
  expect(after(plan, nothing)).toBe(plan);
  const gone: PlanCommand = { ...nothing, additions: [{ gpuId: 999 as never, added: [] }] };
  expect(applyCommand(plan, gone)).toMatchObject({ error: { code: 'not-found', what: 'gpu' } });
});

test.each([
  [{}, true],
  [{ profile: '1g.5gb' }, false],
  [{ needs: { memoryGB: 1 } }, false],
  [{ weight: 0 }, false],
  [{ group: 'web' }, false],
  [{ extra: [['note', 'x'] as const] }, false],
])('a request with %j is just for so many of a 3g.20gb: %s', (part, plain) => {
  expect(isPlainFor({ ...requests[0]!, ...part }, '3g.20gb')).toBe(plain);
});

test('none of what is not asked for is no request', () => {
  expect(withCount(requests, '7g.40gb', 0)).toBe(requests);
});
