import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planArbitrary } from '../../formats/planArbitrary.testing.ts';
import { vmsByInstance, type Gpu, type GpuInstance, type Vm } from '../../model/plan.ts';
import type { GiId, VmId } from '../../model/ids.ts';
import { gpuDifferences, type GpuDifference } from './difference.ts';
import { countDifferences } from './differenceCounts.ts';
import { gpuWords, receiptWords } from './differenceMessages.ts';
import { gpuOf } from '../standing.testing.ts';

const NO_VMS: ReadonlyMap<GiId, readonly Vm[]> = new Map();

const placeOf = (gi: GpuInstance): string => `${gi.profile}@${gi.start}`;

/** "= 3g.20gb@4, moved 1g.5gb 0 to 5, + 2g.10gb@0, - 7g.40gb@0": as planned, moved, only planned, only observed. */
function words(one: GpuDifference): string {
  return [
    ...one.asPlanned.map((pair) => `= ${placeOf(pair.planned)}`),
    ...one.moved.map(
      (pair) => `moved ${pair.planned.profile} ${pair.planned.start} to ${pair.observed.start}`,
    ),
    ...one.onlyPlanned.map((gi) => `+ ${placeOf(gi)}`),
    ...one.onlyObserved.map((gi) => `- ${placeOf(gi)}`),
    ...(one.isOtherBoard ? ['board'] : []),
    ...(one.isOtherMode ? ['mode'] : []),
  ].join(', ');
}

function between(planned: string | Gpu, observed: string | Gpu): GpuDifference {
  const gpu = (one: string | Gpu): Gpu => (typeof one === 'string' ? gpuOf(one) : one);
  const [only] = gpuDifferences([gpu(planned)], [gpu(observed)], NO_VMS);
  return only!;
}

test.each([
  ['the same', '3g.20gb@0 3g.20gb@4', '3g.20gb@0 3g.20gb@4', '= 3g.20gb@0, = 3g.20gb@4'],
  ['nothing on either side', '', '', ''],
  [
    'the picture of Import',
    '3g.20gb@0 3g.20gb@4',
    '1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4',
    '= 3g.20gb@4, + 3g.20gb@0, - 1g.5gb@0, - 1g.5gb@1, - 2g.10gb@2',
  ],
  ['one that moved', '3g.20gb@0', '3g.20gb@4', 'moved 3g.20gb 0 to 4'],
  [
    'two that moved, in order',
    '1g.5gb@0 1g.5gb@1',
    '1g.5gb@5 1g.5gb@6',
    'moved 1g.5gb 0 to 5, moved 1g.5gb 1 to 6',
  ],
  [
    'what stands is not taken for what moved',
    '2g.10gb@0 2g.10gb@2',
    '2g.10gb@2 2g.10gb@4',
    '= 2g.10gb@2, moved 2g.10gb 0 to 4',
  ],
  ['one gone and one moved', '1g.5gb@0 1g.5gb@1', '1g.5gb@6', 'moved 1g.5gb 0 to 6, + 1g.5gb@1'],
  ['a profile of the same size is another', '1g.10gb@0', '2g.10gb@0', '+ 1g.10gb@0, - 2g.10gb@0'],
])('%s', (_, planned, observed, expected) => {
  const one = between(planned, observed);
  expect(words(one)).toBe(expected);
  expect(one.isSame).toBe(!/moved|[+-] /.test(expected));
});

test('another board and another MIG mode are differences; reserved is as good as off', () => {
  expect(words(between('3g.20gb@0', gpuOf('3g.20gb@0', 'a100-sxm4-40gb')))).toBe('= 3g.20gb@0, board');
  const off: Gpu = { ...gpuOf(''), use: 'off' };
  expect(words(between('', off))).toBe('mode');
  expect(words(between(off, gpuOf('1g.5gb@0')))).toBe('- 1g.5gb@0, mode');
  expect(between({ ...off, use: 'reserved' }, off).isSame).toBe(true);
});

test('a GPU that one side does not have differs by its instances only', () => {
  const planned = [gpuOf('3g.20gb@0', undefined, 0), gpuOf('', undefined, 1)];
  const observed = [gpuOf('2g.10gb@0', undefined, 7), gpuOf('', undefined, 8)];
  const all = gpuDifferences(planned, observed, NO_VMS);
  expect(
    all.map((one) => [one.index, one.planned === null, one.observed === null, words(one), one.isSame]),
  ).toEqual([
    [0, false, true, '+ 3g.20gb@0', false],
    [1, false, true, '', true],
    [7, true, false, '- 2g.10gb@0', false],
    [8, true, false, '', true],
  ]);
  expect(countDifferences(all)).toEqual({
    asPlanned: 0,
    recut: 0,
    moved: 0,
    onlyPlanned: 1,
    onlyObserved: 1,
    gpus: 2,
  });
});

test('of several that could be the one that moved, those with VMs come first, and their VMs are named', () => {
  const planned = gpuOf('1g.5gb@0 1g.5gb@1 3g.20gb@4');
  const vm = (id: number): Vm => ({
    ...{ id: id as VmId, name: `vm-${id}`, notes: '', group: null, attachments: [], extra: [] },
  });
  const [one, two] = [vm(1), vm(2)];
  const [, second, third] = planned.instances;
  const vms = new Map([
    [second!.id, [one, two]],
    [third!.id, [two]],
  ]);
  const [all] = gpuDifferences([planned], [gpuOf('1g.5gb@6')], vms);
  expect(words(all!)).toBe('moved 1g.5gb 1 to 6, + 1g.5gb@0, + 3g.20gb@4');
  expect(all!.vms.map(({ name }) => name)).toEqual(['vm-1', 'vm-2']);
});

const seed = 20261301;
test(`every instance is on one side of one line, and no difference hides, seed ${seed}`, () => {
  fc.assert(
    fc.property(planArbitrary({ maxHosts: 2 }), (plan) => {
      const vms = vmsByInstance(plan);
      for (const { gpus, observed } of plan.hosts) {
        const seen = observed ?? [];
        const all = gpuDifferences(gpus, seen, vms);
        const sorted = (instances: readonly GpuInstance[]): string[] => instances.map(placeOf).sort();
        expect(
          sorted(
            all.flatMap((one) =>
              [...one.asPlanned, ...one.moved].map((pair) => pair.planned).concat(one.onlyPlanned),
            ),
          ),
        ).toEqual(sorted(gpus.flatMap((gpu) => gpu.instances)));
        expect(
          sorted(
            all.flatMap((one) =>
              [...one.asPlanned, ...one.moved].map((pair) => pair.observed).concat(one.onlyObserved),
            ),
          ),
        ).toEqual(sorted(seen.flatMap((gpu) => gpu.instances)));
        // Held the other way round it is the same difference.
        const back = gpuDifferences(seen, gpus, new Map());
        expect(back.map(({ index, isSame }) => [index, isSame])).toEqual(
          all.map(({ index, isSame }) => [index, isSame]),
        );
        for (const one of all) {
          const places = (gpu: Gpu | null): string => sorted(gpu?.instances ?? []).join();
          if (one.isSame) expect(places(one.planned)).toBe(places(one.observed));
          else if (!one.isOtherBoard && !one.isOtherMode)
            expect(places(one.planned)).not.toBe(places(one.observed));
          const left = new Set(one.onlyObserved.map((gi) => gi.profile));
          expect(one.onlyPlanned.filter((gi) => left.has(gi.profile))).toEqual([]);
        }
      }
    }),
    { seed, numRuns: 200 },
  );
});

test('a hundred thousand instances on one GPU are compared in one go', () => {
  const many = Array.from({ length: 100_000 }, (_, n) => `1g.5gb@${n % 4000}`).join(' ');
  expect(between(many, many).asPlanned).toHaveLength(100_000);
});

/** The first instance of a layout cut into these. */
function cutGpu(layout: string, names: readonly string[]): Gpu {
  const gpu = gpuOf(layout);
  const cut = names.map((profile) => ({ profile, start: null, extra: [] }));
  return {
    ...gpu,
    instances: gpu.instances.map((gi, at) => (at === 0 ? { ...gi, computeInstances: cut } : gi)),
  };
}

test.each<[what: string, planned: string[], observed: string[], says: string | null]>([
  [
    'cut otherwise',
    ['2c.3g.20gb', '1c.3g.20gb'],
    ['1c.3g.20gb', '1c.3g.20gb', '1c.3g.20gb'],
    '3g.20gb at slice 0 is cut into 3 × 1c, planned is 2c + 1c.',
  ],
  ['cut, and planned whole', [], ['1c.3g.20gb'], '3g.20gb at slice 0 is cut into 1c, planned is 3c.'],
  [
    'whole, and planned in parts',
    ['1c.3g.20gb', '2c.3g.20gb'],
    ['3g.20gb'],
    '3g.20gb at slice 0 is cut into 3c, planned is 2c + 1c.',
  ],
  ['cut in another order', ['2c.3g.20gb', '1c.3g.20gb'], ['1c.3g.20gb', '2c.3g.20gb'], null],
  ['the default one, written down', [], ['3g.20gb'], null],
  // What -lgi prints: instances, and nothing of what they are cut into.
  ['not reported', ['2c.3g.20gb', '1c.3g.20gb'], [], null],
])('compute instances: %s', (_what, planned, observed, says) => {
  const layout = '3g.20gb@0 3g.20gb@4';
  const one = between(cutGpu(layout, planned), cutGpu(layout, observed));
  expect(one.isSame).toBe(says === null);
  expect(gpuWords(one)).toEqual(says === null ? [] : [says]);
  const counts = countDifferences([one]);
  expect([counts.asPlanned, counts.recut]).toEqual(says === null ? [2, 0] : [1, 1]);
  expect(receiptWords(counts, one.isSame)).toBe(
    says === null
      ? 'as planned: 2 instances'
      : 'differs: 0 missing, 0 extra, 0 moved, 1 cut otherwise, 1 as planned',
  );
});
