import { expect, test } from 'vitest';
import { checkPlan } from './check.ts';
import { newHosts } from './newHosts.ts';

const board = 'a100-pcie-40gb';
const halves = [
  { profile: '3g.20gb', start: 0 },
  { profile: '3g.20gb', start: 4 },
];
const whole = [{ profile: '7g.40gb', start: 0 }];
const nameOf = (host: number): string => `esx-${host + 1}`;

test('GPUs are dealt out to hosts in the order of the cuts, the last host takes what is left', () => {
  const made = newHosts({
    board,
    cuts: [
      { layout: halves, gpus: 3 },
      { layout: whole, gpus: 2 },
    ],
    perHost: 2,
    nameOf,
    fields: { platform: 'esxi' },
  });
  if (!made.ok) throw new Error(made.error.code);
  expect(
    made.value.hosts.map(({ name, gpus }) => [
      name,
      gpus.map(({ index, instances }) => `${index}: ${instances.map((gi) => gi.profile).join(' ')}`),
    ]),
  ).toEqual([
    ['esx-1', ['0: 3g.20gb 3g.20gb', '1: 3g.20gb 3g.20gb']],
    ['esx-2', ['0: 3g.20gb 3g.20gb', '1: 7g.40gb']],
    ['esx-3', ['0: 7g.40gb']],
  ]);
  expect(checkPlan(made.value)).toEqual([]);
});

test.each([
  [{ perHost: 0 }, 'bad-count'],
  [{ perHost: 1.5 }, 'bad-count'],
  [{ perHost: 65 }, 'bad-count'],
  [{ cuts: [{ layout: whole, gpus: 10_001 }] }, 'bad-count'],
  [{ cuts: [{ layout: [...halves, ...whole], gpus: 1 }] }, 'overlap'],
  [{ board: 'a100-of-mine' }, 'board-unknown'],
])('refused: %j', (change, code) => {
  const asked = { board, cuts: [{ layout: halves, gpus: 1 }], perHost: 8, nameOf, fields: {}, ...change };
  expect(newHosts(asked)).toMatchObject({ ok: false, error: { code } });
});

test('one GPU to a host, and as many as a host takes, are both fine', () => {
  const made = (perHost: number, gpus: number): number[] => {
    const plan = newHosts({ board, cuts: [{ layout: whole, gpus }], perHost, nameOf, fields: {} });
    if (!plan.ok) throw new Error(plan.error.code);
    return plan.value.hosts.map((host) => host.gpus.length);
  };
  expect(made(1, 2)).toEqual([1, 1]);
  expect(made(64, 65)).toEqual([64, 1]);
  expect(made(8, 0)).toEqual([]);
});
