import { expect, test } from 'vitest';
import { BOARDS } from '../../../model/catalogue/catalogue.ts';
import { isDrawable } from '../../../model/board.ts';
import type { Gpu, GpuInstance, Host, Plan } from '../../../model/plan.ts';
import { parseLayout } from '../why.testing.ts';
import { fleetOf, placesOf, type Fleet } from './fleet.ts';

const A100 = 'a100-pcie-40gb';

function planWith(lines: readonly string[], change: (gpu: Gpu, host: Host) => Gpu = (gpu) => gpu): Plan {
  const plan = parseLayout(lines.join('\n'));
  const hosts = plan.hosts.map((host) => ({ ...host, gpus: host.gpus.map((gpu) => change(gpu, host)) }));
  return { ...plan, hosts };
}

const fleet = (
  plan: Plan,
  wanted: readonly string[] = [],
  weightOf: (gi: GpuInstance) => number = () => 1,
): Fleet => fleetOf(plan, { wanted: new Set(wanted), weightOf });

/** Each class in a few words: which half, what is there, and which GPUs are of it. */
const classesOf = ({ classes, kinds }: Fleet): string[] =>
  classes.map(({ kind, region, bits, pinned, weights, members }) => {
    const { positions = [] } = kinds[kind]?.cut.regions[region] ?? {};
    const { board } = kinds[kind]!.cut.geometry;
    const names = positions.flatMap(({ profileIndex, start }, bit) =>
      (bits & (1 << bit)) === 0
        ? []
        : [
            `${board.profiles[profileIndex]?.name}@${start}${(pinned & (1 << bit)) === 0 ? '' : '!'}*${weights[bit]}`,
          ],
    );
    expect(weights).toHaveLength(positions.length);
    weights.forEach((weight, bit) => {
      if ((bits & (1 << bit)) === 0) expect(weight).toBe(0);
    });
    return `${kind}/${region}: ${names.join(' ')} of ${members.join()}`;
  });

test('what is left as it is, and why; all else takes part', () => {
  const bare = BOARDS.find((board) => !isDrawable(board))!;
  const plan = planWith(
    [
      `a/0 ${A100}: 3g.20gb@0`,
      `a/1 ${A100}: 3g.20gb@0`,
      `a/2 ${A100}: 3g.20gb@0 2g.10gb@2`,
      'a/3 nobody-8gb: ',
      `a/4 ${bare.id}: `,
      `b/0 ${A100}: 3g.20gb@0 2g.10gb@2`,
      `b/1 ${A100}: `,
    ],
    (gpu, host) => (host.name === 'a' && gpu.index === 1 ? { ...gpu, use: 'off' } : gpu),
  );
  const { places, leftOut } = placesOf(plan);
  expect(places.map(({ host, gpu }) => [host.name, gpu.index])).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
  expect(leftOut.map(({ place, why }) => [place.host.name, place.gpu.index, why])).toEqual([
    ['a', 1, 'not-in-mig-mode'],
    ['a', 2, 'illegal'],
    ['a', 3, 'board-unknown'],
    ['a', 4, 'starts-unknown'],
    ['b', 0, 'illegal'],
  ]);
  expect(leftOut[0]?.place.gpu).toBe(plan.hosts[0]?.gpus[1]);
  expect(fleet(plan).leftOut).toEqual(leftOut);
});

test('GPUs that look alike are told apart by their driver, their use and how an instance is divided', () => {
  const plan = parseLayout([`a/0 ${A100}: 1g.10gb@0`, `b/0 ${A100}: 1g.10gb@0`].join('\n'));
  // 1g.10gb needs R525.
  const hosts = plan.hosts.map((host) => ({
    ...host,
    driver: host.name === 'a' ? '450.80.02' : '535.54.03',
  }));
  expect(placesOf({ ...plan, hosts }).leftOut.map(({ place, why }) => [place.host.name, why])).toEqual([
    ['a', 'illegal'],
  ]);
  const cut = (profile: string): GpuInstance['computeInstances'] => [{ profile, start: 0, extra: [] }];
  const divided = planWith([`a/0 ${A100}: 2g.10gb@0`, `a/1 ${A100}: 2g.10gb@0`], (gpu) => ({
    ...gpu,
    instances: gpu.instances.map((gi) => ({
      ...gi,
      computeInstances: cut(gpu.index === 0 ? '1c.2g.10gb' : '1c.3g.20gb'),
    })),
  }));
  expect(placesOf(divided).leftOut.map(({ place, why }) => [place.gpu.index, why])).toEqual([[1, 'illegal']]);
  // What is wrong of a VM on it, and not of the GPU, is no matter here.
  expect(placesOf(planWith([`a/0 ${A100}: 3g.20gb@0=vm`])).leftOut).toEqual([]);
});

test('half by half, GPUs that hold the same are one class, and there is one of empty halves', () => {
  const plan = planWith([
    `a/0 ${A100}: 3g.20gb@0 2g.10gb@4`,
    `a/1 ${A100}: 3g.20gb@0`,
    `b/0 ${A100}: 2g.10gb@4`,
    `b/1 ${A100}: 2g.10gb@0 2g.10gb@4`,
  ]);
  const found = fleet(plan);
  expect(found.kinds).toHaveLength(1);
  expect(found.holders).toEqual([]);
  expect(classesOf(found)).toEqual([
    '0/0:  of 2',
    '0/1:  of 1',
    '0/0: 3g.20gb@0*1 of 0,1',
    '0/1: 2g.10gb@4*1 of 0,2,3',
    '0/0: 2g.10gb@0*1 of 3',
  ]);
  expect(found.gpus.map(({ parts, kind, holder }) => ({ parts, kind, holder }))).toEqual([
    { parts: [2, 3], kind: 0, holder: null },
    { parts: [2, 1], kind: 0, holder: null },
    { parts: [0, 3], kind: 0, holder: null },
    { parts: [4, 3], kind: 0, holder: null },
  ]);
  expect(found.gpus[2]?.place.host.name).toBe('b');
});

test('pins and weights set classes apart, of the instance that has them alone', () => {
  const plan = planWith(
    [
      `a/0 ${A100}: 2g.10gb@0 2g.10gb@2`,
      `a/1 ${A100}: 2g.10gb@0 2g.10gb@2`,
      `a/2 ${A100}: 2g.10gb@0 2g.10gb@2`,
    ],
    (gpu) => ({
      ...gpu,
      instances: gpu.instances.map((gi) => ({ ...gi, pinned: gpu.index === 1 && gi.start === 2 })),
    }),
  );
  const ids = plan.hosts[0]!.gpus[2]!.instances.map(({ id }) => id);
  const found = fleet(plan, ['3g.20gb'], ({ id }) => (id === ids[0] ? 5 : id === ids[1] ? 0 : 1));
  expect(classesOf(found)).toEqual([
    '0/0:  of ',
    '0/1:  of 0,1,2',
    '0/0: 2g.10gb@0*1 2g.10gb@2*1 of 0',
    '0/0: 2g.10gb@0*1 2g.10gb@2!*1 of 1',
    '0/0: 2g.10gb@0*5 2g.10gb@2*0 of 2',
  ]);
});

test('GPUs with an instance that covers them are held by it, told apart by pin and weight', () => {
  const plan = planWith(
    [0, 1, 2, 3].map((index) => `a/${index} ${A100}: 7g.40gb@0`).concat(`a/4 ${A100}: 3g.20gb@4`),
    (gpu) => ({ ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, pinned: gpu.index === 1 })) }),
  );
  const third = plan.hosts[0]!.gpus[2]!.instances[0]!.id;
  const found = fleet(plan, ['2g.10gb'], ({ id }) => (id === third ? 4 : 1));
  expect(
    found.holders.map(({ kind, position, isPinned, weight, members }) => ({
      ...{ kind, start: position.start, isPinned, weight, members },
    })),
  ).toEqual([
    { kind: 0, start: 0, isPinned: false, weight: 1, members: [0, 3] },
    { kind: 0, start: 0, isPinned: true, weight: 1, members: [1] },
    { kind: 0, start: 0, isPinned: false, weight: 4, members: [2] },
  ]);
  expect(found.gpus.map(({ parts, holder }) => ({ parts, holder }))).toEqual([
    { parts: [], holder: 0 },
    { parts: [], holder: 1 },
    { parts: [], holder: 2 },
    { parts: [], holder: 0 },
    { parts: [0, 2], holder: null },
  ]);
  expect(found.kinds[0]?.cut.whole).toContain(found.holders[0]?.position);
});

test('kinds are boards, and hosts whose driver refuses the same; profiles not in play are in no region', () => {
  const plan = parseLayout(
    [`a/0 ${A100}: 2g.10gb@0`, `a/1 a30-24gb: `, `b/0 ${A100}: `, `c/0 ${A100}: `, `d/0 ${A100}: `].join(
      '\n',
    ),
  );
  const drivers: Record<string, string | null> = { a: '450.80.02', b: '450.80.02', c: '535.54.03', d: null };
  const old = { ...plan, hosts: plan.hosts.map((host) => ({ ...host, driver: drivers[host.name] ?? null })) };
  const found = fleet(old, ['1g.10gb', '3g.20gb']);
  expect(found.gpus.map(({ kind }) => kind)).toEqual([0, 1, 0, 2, 2]);
  const named = ({ cut }: Fleet['kinds'][number], isNamed: (index: number) => boolean): string[] =>
    cut.geometry.board.profiles.flatMap(({ name }, index) => (isNamed(index) ? [name] : []));
  expect(found.kinds.map((kind) => named(kind, (index) => kind.refused[index] === true))).toEqual([
    ['1g.10gb'],
    [],
    [],
  ]);
  const inPlay = (kind: Fleet['kinds'][number]): string[] =>
    named(kind, (index) =>
      kind.cut.regions.some(({ positions }) => positions.some((one) => one.profileIndex === index)),
    );
  expect(found.kinds.map(inPlay)).toEqual([
    ['1g.10gb', '2g.10gb', '3g.20gb'],
    [],
    ['1g.10gb', '2g.10gb', '3g.20gb'],
  ]);
  // What is not wanted and not there is not asked for either.
  expect(fleet(old, ['3g.20gb']).kinds).toHaveLength(2);
});
