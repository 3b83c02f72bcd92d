import { describe, expect, test } from 'vitest';
import type { Creation, Host } from './plan.ts';
import { creationOf, esxiRank, PLATFORM_FACTS, platformFacts, releasesOf } from './platform.ts';
import { RULE_SOURCES } from './ruleSources.ts';

type Told = Pick<Host, 'platform' | 'release' | 'creation'>;

test.each<[told: Told, expected: Creation]>([
  [{ platform: 'esxi', release: '7.0', creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: '7.0 U3', creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: 'ESXi 7.0.3', creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: '6.7', creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: '8.0 U2', creation: null }, 'power-on'],
  [{ platform: 'esxi', release: '9.0', creation: null }, 'power-on'],
  [{ platform: 'esxi', release: '10.0', creation: null }, 'power-on'],
  // A release nobody told says nothing: the way that harms nothing is taken.
  [{ platform: 'esxi', release: null, creation: null }, 'pre-create'],
  [{ platform: 'kvm', release: null, creation: null }, 'pre-create'],
  [{ platform: null, release: null, creation: null }, 'pre-create'],
  [{ platform: 'esxi', release: '8.0', creation: 'pre-create' }, 'pre-create'],
  [{ platform: 'bare-metal', release: null, creation: 'power-on' }, 'power-on'],
])('%j creates by %s', (told, expected) => {
  expect(creationOf(told)).toBe(expected);
});

test.each([
  ['7.0', 70_000],
  ['ESXi 8.0 Update 3', 80_003],
  ['8.0U2b', 80_002],
  ['VMware ESXi 7.0.3', 70_003],
  ['9.0.1.0', 90_001],
  ['8', 80_000],
  ['next', null],
  ['', null],
  ['20240101', null],
])('%j is release %s', (text, rank) => {
  expect(esxiRank(text)).toBe(rank);
});

// vGPUs a VM may have for certain, at most by anybody, and how sure that is (facts/vgpu-rules.md section b).
test.each([
  ['esxi', '7.0', '7.0', 1, 1, 'documented'],
  ['esxi', '7.0 U1', '7.0', 1, 1, 'documented'],
  ['esxi', '7.0 U2', '7.0 U2', 1, 1, 'documented'],
  ['esxi', '7.0 U3', '7.0 U3', 1, 1, 'documented'],
  ['esxi', '8.0', '8.0', 8, 8, 'documented'],
  ['esxi', '8.0 U1', '8.0 U1', 8, 8, 'documented'],
  ['esxi', '8.0 U2', '8.0 U2', 8, 16, 'reported'],
  ['esxi', '8.0 U3', '8.0 U3', 8, 16, 'reported'],
  ['esxi', '8.0.3', '8.0 U3', 8, 16, 'reported'],
  ['esxi', '9.0', '9.0', null, null, 'unknown'],
  ['esxi', '9.0 U1', '9.0 U1', null, null, 'unknown'],
  // Of these nobody says anything: no release of the table, before the first, after the last, none at all.
  ['esxi', '6.7', null, null, null, 'unknown'],
  ['esxi', '8.1', null, null, null, 'unknown'],
  ['esxi', '9.0 U2', null, null, null, 'unknown'],
  ['esxi', 'Titan', null, null, null, 'unknown'],
  ['esxi', null, null, null, null, 'unknown'],
  ['kvm', 'mdev', 'mdev', null, null, 'unknown'],
  ['kvm', 'vendor VFIO', 'vendor VFIO', null, null, 'unknown'],
  ['kvm', 'RHEL 9.4', null, null, null, 'unknown'],
  [null, null, null, null, null, 'unknown'],
] as const)('%s %s goes by %s: %s vGPUs for sure, %s at most, %s', (...row) => {
  const [platform, release, goesBy, sure, most, confidence] = row;
  const facts = platformFacts({ platform, release });
  expect(facts.release).toBe(goesBy);
  expect(facts.vgpusPerVm).toMatchObject({ sure, value: most, confidence });
});

test.each(['kubernetes', 'bare-metal'] as const)('%s has no VMs to count vGPUs of', (platform) => {
  const facts = platformFacts({ platform, release: '1.31' });
  expect(facts.vgpusPerVm).toBeNull();
  expect(facts.hasVgpuTypes.value).toBe(false);
});

describe('the table', () => {
  test('offers each release once, and each finds its own row', () => {
    expect(releasesOf('esxi')).toHaveLength(9);
    expect(releasesOf('kvm')).toEqual(['mdev', 'vendor VFIO']);
    expect(releasesOf('kubernetes')).toEqual([]);
    expect(releasesOf(null)).toEqual([]);
    for (const row of PLATFORM_FACTS) expect(platformFacts({ ...row })).toMatchObject(row);
  });

  test('names a source for all that anybody said, and none for what is not known', () => {
    for (const { creation, vgpusPerVm, isOneBoard, hasVgpuTypes, sharesInstances } of PLATFORM_FACTS) {
      for (const told of [creation, vgpusPerVm, isOneBoard, hasVgpuTypes, sharesInstances]) {
        if (told === null) continue;
        expect(told.source === null || told.source in RULE_SOURCES).toBe(true);
        expect(told.value === null).toBe(told.confidence === 'unknown');
        if (told.confidence === 'documented' || told.confidence === 'reported')
          expect(told.source).not.toBeNull();
      }
    }
  });
});

// What is not public stays null. "board": vGPUs of one VM are of one board; "types": VMs are given vGPU types; "shares":
// several VMs may share an instance.
test.each<
  [Told['platform'], string | null, board: boolean | null, types: boolean | null, shares: boolean | null]
>([
  [null, null, null, null, null],
  ['esxi', null, null, true, null],
  ['esxi', '7.0 U3', null, true, false],
  ['esxi', '8.0 U3', true, true, false],
  ['esxi', '9.0', true, true, false],
  ['esxi', '9.0 U1', true, true, true],
  ['esxi', '9.0 U2', null, true, null],
  ['esxi', '8.1', null, true, null],
  ['kvm', 'mdev', null, true, true],
  ['kvm', 'another', null, true, true],
  ['kubernetes', null, null, false, null],
  ['bare-metal', null, null, false, null],
])(
  'on %s %s: one board %s, vGPU types %s, shared instances %s',
  (platform, release, board, types, shares) => {
    const { isOneBoard, hasVgpuTypes, sharesInstances } = platformFacts({ platform, release });
    expect([isOneBoard.value, hasVgpuTypes.value, sharesInstances.value]).toEqual([board, types, shares]);
  },
);

test('a release after the last of the table creates as 8.0 does, and one before the first as nobody said', () => {
  const creation = (release: string) => platformFacts({ platform: 'esxi', release }).creation;
  expect(creation('9.0 U2')).toEqual(creation('8.0'));
  expect(creation('8.1')).toMatchObject({ value: 'power-on', confidence: 'inferred' });
  expect(creation('6.7')).toMatchObject({ value: 'pre-create', confidence: 'inferred', source: null });
});

test('a release of two figures each is read whole', () => {
  expect(['10.12.11', 'ESXi 8.0 Update 12', ' 8.0 U3 '].map(esxiRank)).toEqual([101_211, 80_012, 80_003]);
});
