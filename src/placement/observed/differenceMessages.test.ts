import { expect, test } from 'vitest';
import { IdSource, type GiId } from '../../model/ids.ts';
import type { ComputeInstance, Gpu, Host, Plan, Vm } from '../../model/plan.ts';
import { gpuOf, planOf } from '../standing.testing.ts';
import { comparePlans, hostDifference } from './compare.ts';
import { gpuDifferences, type GpuDifference } from './difference.ts';
import { countDifferences } from './differenceCounts.ts';
import { countWords, gpuWords, receiptLines, receiptWords } from './differenceMessages.ts';

const gpu = (layout: string, part: Partial<Gpu> = {}, board = 'a100-pcie-40gb'): Gpu => ({
  ...gpuOf(layout, board, 0, new IdSource(part.id ?? 1)),
  ...part,
});
const cut = (of: Gpu, ...profiles: string[]): Gpu => ({
  ...of,
  instances: of.instances.map((gi) => ({
    ...gi,
    computeInstances: profiles.map((profile): ComputeInstance => ({ profile, start: null, extra: [] })),
  })),
});
const named = (id: number, ...names: string[]): [GiId, Vm[]] => [
  id as GiId,
  names.map((name) => ({ name }) as Vm),
];
const difference = (
  planned: Gpu | null,
  observed: Gpu | null,
  vms: ReadonlyMap<GiId, readonly Vm[]> = new Map(),
  unknown: ReadonlySet<GiId> = new Set(),
): GpuDifference =>
  gpuDifferences(planned === null ? [] : [planned], observed === null ? [] : [observed], vms, unknown)[0]!;

test.each<[string, GpuDifference, string[]]>([
  ['nothing', difference(gpu('3g.20gb@0'), gpu('3g.20gb@0')), []],
  ['no plan', difference(null, gpu('3g.20gb@0')), ['The plan has no such GPU.']],
  [
    'no listing',
    difference(gpu('3g.20gb@0'), null),
    ['Not reported: a listing names no GPU without instances.'],
  ],
  [
    'another board and mode',
    difference(gpu(''), gpu('', { use: 'off' }, 'a30-24gb')),
    ['The board is A30, planned is A100-PCIE-40GB.', 'MIG mode is off, planned is on.'],
  ],
  ['MIG mode', difference(gpu('', { use: 'reserved' }), gpu('')), ['MIG mode is on, planned is off.']],
  [
    'other compute instances',
    difference(gpu('3g.20gb@0'), cut(gpu('3g.20gb@0'), '1c.3g.20gb', '2c.3g.20gb')),
    ['3g.20gb at slice 0 is cut into 2c + 1c, planned is 3c.'],
  ],
  [
    'more of them than any has',
    difference(gpu('3g.20gb@0'), cut(gpu('3g.20gb@0'), ...Array<string>(10).fill('1c.3g.20gb'))),
    ['3g.20gb at slice 0 is cut into 8 × 1c and 2 more, planned is 3c.'],
  ],
])('of a GPU: %s', (_, one, sentences) => {
  expect(gpuWords(one)).toEqual(sentences);
});

test('the receipt has a line for each thing that is not as planned, with the VMs of what is planned', () => {
  const planned = gpu('3g.20gb@0 2g.10gb@4');
  const [three, two] = planned.instances.map(({ id }) => id) as [GiId, GiId];
  const vms = new Map([named(three, 'chat-a', 'chat-b'), named(two, 'ocr')]);
  const lines = (observed: Gpu | null, unknown?: ReadonlySet<GiId>): string[] =>
    receiptLines(difference(planned, observed, vms, unknown), vms, unknown);
  const seen = (layout: string): Gpu => gpu(layout, { id: 50 as Gpu['id'] });
  expect(lines(seen('3g.20gb@0 2g.10gb@4'))).toEqual([]);
  expect(lines(seen('3g.20gb@4'))).toEqual([
    'missing 2g.10gb at slice 4, ocr',
    'moved 3g.20gb from slice 0 to slice 4, chat-a and chat-b',
  ]);
  const extra = seen('3g.20gb@0 2g.10gb@4 1g.5gb@6');
  expect(lines(extra)).toEqual(['extra 1g.5gb at slice 6']);
  expect(lines(extra, new Set([extra.instances[2]!.id]))).toEqual(['extra 1g.5gb, start not reported']);
  expect(lines(null)[0]).toBe('Not reported: a listing names no GPU without instances');
});

test('a difference in figures, and in words', () => {
  const counts = countDifferences([
    difference(gpu('3g.20gb@0 2g.10gb@4'), cut(gpu('3g.20gb@0 2g.10gb@4'), '1c.3g.20gb')),
    difference(gpu('3g.20gb@0'), gpu('3g.20gb@4 1g.5gb@0')),
    difference(gpu('1g.5gb@0'), gpu('')),
    difference(gpu('3g.20gb@0'), gpu('3g.20gb@0')),
  ]);
  expect(counts).toEqual({
    asPlanned: counts.asPlanned,
    recut: counts.recut,
    moved: 1,
    onlyPlanned: 1,
    onlyObserved: 1,
    gpus: 3,
  });
  expect(counts.asPlanned + counts.recut).toBe(3);
  expect(counts.recut).toBeGreaterThan(0);
  const figures = { asPlanned: 4, recut: 2, moved: 1, onlyObserved: 3, onlyPlanned: 5, gpus: 2 };
  expect(countWords(figures)).toBe('4 as planned, 2 cut otherwise, 1 moved, 3 only observed, 5 only planned');
  const none = { asPlanned: 0, recut: 0, moved: 0, onlyObserved: 0, onlyPlanned: 0, gpus: 0 };
  expect(countWords(none)).toBe('no instance on either side');
  expect(countWords({ ...none, moved: 1 })).toBe('1 moved');
  expect(receiptWords(figures, true)).toBe('as planned: 4 instances');
  expect(receiptWords({ ...none, asPlanned: 1 }, true)).toBe('as planned: 1 instance');
  expect(receiptWords(figures, false)).toBe(
    'differs: 5 missing, 3 extra, 1 moved, 2 cut otherwise, 4 as planned',
  );
  expect(receiptWords({ ...figures, recut: 0 }, false)).toBe(
    'differs: 5 missing, 3 extra, 1 moved, 4 as planned',
  );
});

test('hosts are matched by name, and every host of either side is held against the other', () => {
  const plan = planOf(['3g.20gb@0']);
  const host = plan.hosts[0]!;
  const other = (name: string, part: Partial<Host> = {}): Host => ({ ...host, name, ...part });
  const compared = (mine: readonly Host[], theirs: readonly Host[]) =>
    comparePlans({ ...plan, hosts: mine }, { ...plan, hosts: theirs }).map(
      ({ name, planned, observed, isSame }) => [name, planned !== null, observed !== null, isSame],
    );
  const empty = { gpus: [] };
  expect(compared([host, other('b')], [other('b', empty), host, other('c')])).toEqual([
    ['esx-01', true, true, true],
    ['b', true, true, false],
    ['c', false, true, false],
  ]);
  expect(compared([host, other('b', empty)], [])).toEqual([
    ['esx-01', true, false, false],
    ['b', true, false, true],
  ]);
  // What was observed counts before what is drawn.
  expect(compared([host], [other('esx-01', { observed: [] })])).toEqual([['esx-01', true, true, false]]);
  expect(compared([host], [other('esx-01', { observed: host.gpus, gpus: [] })])).toEqual([
    ['esx-01', true, true, true],
  ]);
  // Who asks may say that two names are one host.
  expect(hostDifference(plan, host, other('x'))).toMatchObject({ name: 'esx-01', isSame: true });
  expect(hostDifference(plan, null, other('x')).name).toBe('x');
  expect(hostDifference(plan, null, null)).toMatchObject({ name: '', gpus: [], isSame: true });
});

test('an instance that was only counted is as planned wherever one of its profile is', () => {
  const plan: Plan = planOf(['3g.20gb@0']);
  const reality = planOf(['3g.20gb@4']);
  const [seen] = reality.hosts[0]!.gpus[0]!.instances;
  expect(comparePlans(plan, reality)[0]?.isSame).toBe(false);
  expect(comparePlans(plan, reality, new Set([seen!.id]))[0]?.isSame).toBe(true);
});
