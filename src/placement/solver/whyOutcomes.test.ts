/** Ways out in the words of the page: all that there are of some small fleets, found a kind at a time. */
import { expect, test } from 'vitest';
import type { GiId, GpuId } from '../../model/ids.ts';
import { findGpu, findInstance, type Plan } from '../../model/plan.ts';
import { checkPlan } from '../check.ts';
import { applyCommand } from '../commands.ts';
import { runSearch } from './search.ts';
import { searchWays, whyNot, type WayOut, type WhyQuestion } from './why.ts';
import { wayCost, wayLabel } from './whyMessages.ts';
import { parseLayout } from './why.testing.ts';

function ask(plan: Plan, gpu: number, profile: string, start: number | null = null) {
  const gpus = plan.hosts.flatMap((host) => host.gpus);
  const gpuId = gpus[gpu]?.id ?? (0 as GpuId);
  return { gpuId, profile, start, moving: null };
}

function waysOf(plan: Plan, question: WhyQuestion): readonly WayOut[] {
  const why = whyNot(plan, question);
  if (why.isLegal) throw new Error('it is legal');
  return why.ways;
}

function pinAll(plan: Plan): Plan {
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({
      ...host,
      gpus: host.gpus.map((gpu) => ({
        ...gpu,
        instances: gpu.instances.map((gi) => ({ ...gi, pinned: true })),
      })),
    })),
  };
}

test.each<[layout: string, gpu: number, profile: string, start: number | null, ways: string[]]>([
  [
    'esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1\nesx-02/3 a100-pcie-40gb:',
    ...([0, '4g.20gb', 0] as const),
    [
      'Use esx-02 GPU 3: nothing restarts',
      'Move asr-1 to slice 4: 1 VM restarts',
      'Use 3g.20gb at slice 4: 1 compute slice less',
      'Remove asr-1: 1 VM waits',
    ],
  ],
  [
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=a\n',
    ...([0, '3g.20gb', 0] as const),
    ['Use slice 4: nothing restarts', 'Move a to slice 4: 1 VM restarts', 'Remove a: 1 VM waits'],
  ],
  [
    // Full: a has to leave for the room that b leaves.
    'esx-01/0 a100-pcie-40gb: 4g.20gb@0=a 3g.20gb@4=c\nesx-01/1 a100-pcie-40gb: 2g.10gb@0=b\n',
    ...([0, '4g.20gb', 0] as const),
    [
      'Use esx-01 GPU 1 and move b to slice 4: 1 VM restarts',
      'Move a to GPU 1 on esx-01, slice 0, and b to slice 4: 2 VMs restart',
      'Remove a: 1 VM waits',
    ],
  ],
  [
    // Nothing helps on the GPU that was asked for, and one move nowhere: g and h make way together.
    'esx-01/0 a100-pcie-40gb: 7g.40gb@0=a\nesx-01/1 a100-pcie-40gb: 4g.20gb@0=b 2g.10gb@4=c\n' +
      'esx-02/0 a100-pcie-40gb: 2g.10gb@0=d 1g.5gb@2=e 3g.20gb@4=f\nesx-02/1 a100-pcie-40gb: 3g.20gb@0=g 1g.5gb@4=h\n',
    ...([0, '4g.20gb', null] as const),
    [
      'Use esx-02 GPU 1 and move g to slice 4 and h to GPU 0 on esx-02, slice 3: 2 VMs restart',
      'Remove a: 1 VM waits',
    ],
  ],
])('%j, GPU %d, %s at %j: %j', (layout, gpu, profile, start, expected) => {
  const plan = parseLayout(layout);
  const ways = waysOf(plan, ask(plan, gpu, profile, start));
  expect(ways.map((way) => `${wayLabel(way, plan)}: ${wayCost(way)}`)).toEqual(expected);
});

test('a kind of way at a time: nothing is called proven before all were looked at, and what is known stays known', () => {
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1\nesx-02/3 a100-pcie-40gb:');
  const search = searchWays(plan, ask(plan, 0, '4g.20gb', 0));
  const seen: string[][] = [];
  for (let step = search.next(); ; step = search.next()) {
    const { best, bound, isProven, work } = step.value;
    expect({ bound, isProven, work }).toEqual({
      ...{ bound: null, isProven: step.done === true },
      work: Math.min(seen.length, 4),
    });
    seen.push((best ?? []).map(({ kind }) => kind));
    if (step.done === true) break;
  }
  expect(seen).toEqual([
    [],
    ['gpu'],
    ['gpu', 'move'],
    ['gpu', 'move', 'profile', 'remove'],
    ['gpu', 'move', 'profile', 'remove'],
    ['gpu', 'move', 'profile', 'remove'],
  ]);
});

test('where what is placed may not stand, no way leads there', () => {
  const plan = parseLayout(
    'esx-01/0 a100-pcie-40gb: 7g.40gb@0=a\nesx-01/1 a100-pcie-40gb:\nesx-02/0 a100-pcie-40gb:',
  );
  const question = ask(plan, 0, '7g.40gb', 0);
  const goesTo = (mayTake: Parameters<typeof searchWays>[2]): (string | undefined)[] =>
    (runSearch(searchWays(plan, question, mayTake)).best ?? []).map(
      ({ kind, place }) => `${kind} ${findGpu(plan, place.gpuId)?.host.name}`,
    );
  expect(goesTo(() => true)).toContain('gpu esx-01');
  expect(goesTo(({ host }) => host.name === 'esx-02')).toEqual(['gpu esx-02']);
  expect(goesTo(({ host, gpu }) => host.name === 'esx-01' && gpu.index === 0)).toEqual([
    'move esx-01',
    'remove esx-01',
  ]);
});

test("a pinned instance is in nobody's way out", () => {
  const plan = parseLayout('esx-01/0 a100-pcie-40gb: 2g.10gb@0=asr-1\n');
  const pinned = pinAll(plan);
  expect(waysOf(pinned, ask(pinned, 0, '4g.20gb')).map(({ kind }) => kind)).toEqual(['profile']);
});

test('an instance that is moved where there is no room: it goes elsewhere, or what is in its way does', () => {
  const plan = parseLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=a 3g.20gb@4=b\nesx-01/1 a100-pcie-40gb: 2g.10gb@0=c 3g.20gb@4=d\n',
  );
  const [from, to] = plan.hosts.flatMap(({ gpus }) => gpus);
  const a = from?.instances[0]?.id ?? (0 as GiId);
  const gpuId = to?.id ?? (0 as GpuId);
  const ways = waysOf(plan, { gpuId, profile: '3g.20gb', start: 0, moving: a });
  // The 2g goes where the 3g comes from: nobody else is interrupted, and the two change places.
  expect(ways.map((way) => wayLabel(way, plan))).toEqual(['Move c to GPU 0 on esx-01, slice 0', 'Remove c']);
  for (const { command } of ways) {
    const done = applyCommand(plan, command);
    if (!done.ok) throw new Error(done.error.code);
    expect(findInstance(done.value, a)).toMatchObject({ gpu: { id: gpuId }, gi: { start: 0 } });
    expect(checkPlan(done.value)).toEqual([]);
  }
});
