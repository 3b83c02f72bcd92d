import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invariant } from '../../model/assert.ts';
import { seedsOf } from '../../model/seeds.testing.ts';
import { readAnyText } from '../anyText.ts';
import { describeEvidence } from '../evidence/describeEvidence.testing.ts';
import { mangled } from '../fuzz.testing.ts';
import { formatErrorMessage, noticeMessage } from '../messages.ts';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { readDeviceName } from './resourceSlices.ts';

/** Format, then what it says, part by part. */
function read(text: string): string[] {
  const found = readAnyText(text);
  if (!found.ok) return [`error: ${found.error.code}`];
  const { parts, notices } = found.value;
  return [
    ...parts.flatMap(({ format, reading }) => [format, ...describeEvidence(reading)]),
    ...notices.map(({ code }) => `?${code}`),
  ];
}

const PARTED = `version: v1
mig-configs:
  plan-a:
    - devices: [0]
      mig-enabled: true
      mig-devices:
        "3g.20gb": 1
        1c.2g.10gb: 2
    - device-filter: "0x20B010DE:0x134F10DE"
      devices: all
      mig-enabled: no
`;
const PARTED_SAYS = ['plan-a: GPU 0 on: 1 x 3g.20gb, 2 x 1c.2g.10gb; every GPU (a100-sxm4-40gb) off'];

describe('mig-parted', () => {
  test.each([
    ['a file', PARTED],
    ['with a prompt, a fence and comments', `# ours\n\`\`\`yaml\n# two\n${PARTED}\`\`\`\n`],
    ['with CRLF and a byte-order mark', `\ufeff${PARTED.replaceAll('\n', '\r\n')}`],
    ['with hard blanks of a page', PARTED.replaceAll('  ', '\u00a0\u00a0')],
    [
      'as JSON',
      JSON.stringify({
        version: 'v1',
        'mig-configs': {
          'plan-a': [
            { devices: [0], 'mig-enabled': true, 'mig-devices': { '3g.20gb': 1, '1c.2g.10gb': 2 } },
            { 'device-filter': ['0x20B010DE'], devices: 'all', 'mig-enabled': false },
          ],
        },
      }),
    ],
  ])('%s', (_, text) => {
    expect(read(text).filter((line) => !line.startsWith('?'))).toEqual(['mig-parted', ...PARTED_SAYS]);
  });

  test('in a ConfigMap and in Helm values, also quoted and in a List', () => {
    const block = PARTED.replace(/^(?=.)/gm, '    ');
    expect(read(`kind: ConfigMap\ndata:\n  config.yaml: |\n${block}`)).toEqual([
      'config-map',
      ...PARTED_SAYS,
    ]);
    expect(
      read(
        `migManager:\n  config:\n    data:\n      config.yaml: |\n    ${block.replaceAll('\n', '\n    ')}`,
      ),
    ).toEqual(['helm-values', ...PARTED_SAYS]);
    const list = { kind: 'List', items: [{ kind: 'ConfigMap', data: { 'config.yaml': PARTED } }] };
    expect(read(JSON.stringify(list, null, 2))).toEqual(['config-map', ...PARTED_SAYS]);
  });

  test('a data key of another name, and keys that it does not know, are remarked', () => {
    expect(read(`kind: ConfigMap\ndata:\n  plan.yaml: |\n${PARTED.replace(/^(?=.)/gm, '    ')}`)).toContain(
      '?not-as-expected',
    );
    expect(read(PARTED.replace('mig-enabled: true', 'mig-enabled: true\n      mig-mode: x'))).toContain(
      '?unknown-key',
    );
    expect(read(PARTED.replace('devices: [0]', 'devices: [0]\n      devices: [1]'))).toContain(
      '?duplicate-key',
    );
  });

  test.each([
    ['another version', PARTED.replace('v1', 'v2'), 'bad-shape'],
    ['devices of another word', PARTED.replace('devices: all', 'devices: some'), 'bad-shape'],
    ['a count that is none', PARTED.replace('"3g.20gb": 1', '"3g.20gb": many'), 'bad-shape'],
    ['mig-enabled left out', PARTED.replace('      mig-enabled: true\n', ''), 'bad-shape'],
    ['an anchor', PARTED.replace('devices: [0]', 'devices: &a [0]'), 'yaml-refused'],
    ['a broken bracket', PARTED.replace('[0]', '[0'), 'not-yaml'],
  ])('%s: said with its line, and nothing is used', (_, text, code) => {
    expect(read(text)).toEqual(['mig-parted', `unreadable: ${code}`]);
  });
});

test('a checkpoint has exact starts, and a UUID that was left open says its GPU', () => {
  const state = (uuid: string, instances: unknown[]): unknown => ({
    UUID: uuid,
    MigMode: 1,
    GpuInstances: instances,
  });
  const instance = (id: number, start: number, size: number, cis: number[]): unknown => ({
    ProfileID: id,
    Placement: { Start: start, Size: size },
    ComputeInstances: cis.map((ci) => ({ ProfileID: ci, EngProfileID: 0 })),
  });
  const text = JSON.stringify({
    Version: 'v1',
    MigState: {
      Devices: [
        state('GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77', [
          instance(2, 4, 4, [2]),
          instance(1, 0, 2, [0, 0]),
        ]),
        { UUID: 'UUID-OF-GPU-3', MigMode: 0, GpuInstances: null },
      ],
    },
  });
  expect(read(text)).toEqual([
    'mig-checkpoint',
    'nameless: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77 on: nvml2@4[#2] nvml1@0[#0,#0]; GPU 3 off',
  ]);
});

const NODE = (name: string, count: number): unknown => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name,
    annotations: { note: `quoted: "x"\n${'long '.repeat(40)}` },
    labels: {
      'nvidia.com/gpu.count': String(count),
      'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB',
      'nvidia.com/mig-1g.10gb.me.count': '1',
      'nvidia.com/mig-3g.40gb.count': '2',
      'nvidia.com/mig.config.state': 'pending',
      'nvidia.com/mig.strategy': 'mixed',
    },
  },
  status: { allocatable: { cpu: '96', 'nvidia.com/mig-3g.40gb': '3' } },
});

describe('nodes', () => {
  const says = [
    'a, kubernetes: GPU 0 (a100-80gb) on: 1 x 1g.10gb+me, 2 x 3g.40gb',
    'b, kubernetes: every GPU (a100-80gb) on; in all on 8 GPUs: 1 x 1g.10gb+me, 2 x 3g.40gb',
    '?labels-differ',
    '?config-state',
  ];
  const list = { kind: 'List', items: [NODE('a', 1), NODE('b', 8)] };

  test('as JSON, in one line or in many', () => {
    expect(read(JSON.stringify(list))).toEqual(['k8s-node', ...says]);
    expect(read(JSON.stringify(list, null, 4))).toEqual(['k8s-node', ...says]);
  });

  test('described, one after the other', () => {
    const node = (name: string, count: number): string => `Name:               ${name}
Roles:              worker
Labels:             beta.kubernetes.io/arch=amd64
                    nvidia.com/gpu.count=${count}
                    nvidia.com/gpu.product=NVIDIA-H100-80GB-HBM3
                    nvidia.com/mig-3g.40gb.count=2
Annotations:        nvidia.com/gpu-driver-upgrade-enabled: true
Capacity:
  cpu:                    96
  nvidia.com/mig-3g.40gb: 2
Allocatable:
  cpu:                    95
  nvidia.com/mig-3g.40gb: 2
Allocated resources:
  Resource                Requests     Limits
  nvidia.com/mig-3g.40gb  1            1
`;
    expect(read(`$ kubectl describe nodes\n${node('a', 1)}\n\n${node('b', 4)}`)).toEqual([
      'k8s-node-lines',
      'a, kubernetes: GPU 0 (h100-sxm5-80gb) on: 2 x 3g.40gb',
      'b, kubernetes: every GPU (h100-sxm5-80gb) on; in all on 4 GPUs: 2 x 3g.40gb',
    ]);
  });

  test('what a pod asks for is nothing that is there', () => {
    expect(read('resources:\n  limits:\n    nvidia.com/mig-3g.20gb: 1\n').join()).not.toContain('k8s');
    expect(
      read('kind: Pod\nspec:\n  containers:\n  - resources: {limits: {nvidia.com/gpu: 1}}\n').join(),
    ).not.toContain('k8s');
  });
});

describe('dynamic resource allocation', () => {
  test.each([
    ['gpu-0-mig-3g20gb-9-4', { minor: 0, profile: '3g.20gb', profileId: 9, start: 4 }],
    ['gpu-3-mig-1g5gb-me-20-6', { minor: 3, profile: '1g.5gb+me', profileId: 20, start: 6 }],
    ['gpu-1-mig-1g.5gb-0', { minor: 1, profile: '1g.5gb', profileId: null, start: 0 }],
    ['gpu-0', null],
    ['gpu-0-mig-what', null],
  ])('%s', (name, says) => {
    expect(readDeviceName(name)).toEqual(says);
  });

  const device = (name: string, more: object, product?: string): unknown => ({
    name,
    attributes: {
      ...(product === undefined ? {} : { productName: { string: product }, type: { string: 'gpu' } }),
      ...more,
    },
  });
  const slice = (devices: unknown[]): string =>
    JSON.stringify(
      { kind: 'ResourceSlice', spec: { driver: 'gpu.nvidia.com', nodeName: 'n1', devices } },
      null,
      2,
    );
  const GPU = device('gpu-0', { uuid: { string: 'GPU-1' } }, 'NVIDIA A100-SXM4-40GB');

  test('devices that are there are instances at their starts', () => {
    const text = slice([
      GPU,
      device('gpu-0-mig-3g20gb-9-4', { uuid: { string: 'MIG-1' } }),
      device('gpu-0-mig-1g.5gb-0', {}),
    ]);
    expect(read(text)).toEqual([
      'resource-slice',
      'n1, kubernetes: GPU 0 (a100-sxm4-40gb) on: 3g.20gb@4 1g.5gb@0 (part)',
    ]);
  });

  test('devices that share counters are only possible', () => {
    const possible = {
      name: 'gpu-0-mig-3g20gb-9-4',
      consumesCounters: [{ counterSet: 'gpu-0-counter-set' }],
    };
    expect(read(slice([GPU, possible, { ...possible, name: 'gpu-0-mig-3g20gb-9-0' }]))).toEqual([
      'resource-slice',
      'n1, kubernetes: GPU 0 (a100-sxm4-40gb)',
      '?possible-only',
    ]);
  });

  test('what a claim has been given is there', () => {
    const results = [{ driver: 'gpu.nvidia.com', pool: 'n1', device: 'gpu-0-mig-3g20gb-9-4' }];
    const claim = { kind: 'ResourceClaim', status: { allocation: { devices: { results } } } };
    expect(read(JSON.stringify(claim))).toEqual([
      'resource-slice',
      'n1, kubernetes: GPU 0 on: 3g.20gb@4 (part)',
    ]);
  });
});

test('InstaSlice: allocations of the older resource, and claims of the newer', () => {
  const older = `kind: Instaslice
metadata:
  name: n1
spec:
  MigGPUUUID:
    GPU-1: NVIDIA A100-PCIE-40GB
  allocations:
    pod-1: {gpuUUID: GPU-1, nodename: n1, profile: 1g.5gb, giprofileid: 0, start: 6, size: 1}
  migplacement:
  - profile: 1g.5gb
    giprofileid: 0
    placements: [{start: 0, size: 1}]
`;
  expect(read(older)).toEqual(['instaslice', 'n1, kubernetes: GPU-1 (a100-pcie-40gb) on: 1g.5gb@6 (part)']);
  const claim = `kind: AllocationClaim
spec:
  gpuUUID: GPU-1
  migPlacement: {size: 1, start: 0}
  nodename: n1
`;
  expect(read(claim)).toEqual([
    'instaslice',
    'n1, kubernetes: GPU-1 on: nvml?@0 (part)',
    '?instance-without-profile',
  ]);
});

describe('Slurm', () => {
  test.each([
    [
      'slurm.conf',
      'GresTypes=gpu\n# comment\nNodeName=n[01-02],x1 CPUs=64 Gres=gpu:3g.20gb:1,gpu:1g.5gb:2 State=UNKNOWN\n',
      ['n01', 'n02', 'x1'].map((name) => `${name}: in all on ? GPUs: 1 x 3g.20gb, 2 x 1g.5gb`),
    ],
    [
      'gres.conf',
      'AutoDetect=nvml\nName=gpu Type=3g.20gb MultipleFiles=/dev/nvidia0,/dev/nvidia-caps/nvidia-cap21\nName=gpu Type=3g.20gb MultipleFiles=/dev/nvidia0,/dev/nvidia-caps/nvidia-cap30\n',
      ['nameless: in all on ? GPUs: 2 x 3g.20gb'],
    ],
    [
      'scontrol show node',
      'NodeName=n1 Arch=x86_64 CoresPerSocket=16\n   CPUAlloc=0\n   Gres=gpu:a100_1g.5gb:7(S:0-1),gpu:a100:1\n',
      ['n1: in all on ? GPUs: 7 x 1g.5gb'],
    ],
  ])('%s', (_, text, says) => {
    expect(read(text)).toEqual(['slurm-gres', ...says]);
  });

  test('a list of more nodes than anybody has is remarked and not made', () => {
    expect(read('NodeName=n[1-999999] Gres=gpu:3g.20gb:1\n')).toEqual(['slurm-gres', '?line-not-understood']);
  });
});

test('several documents in one text are read one by one', () => {
  expect(read(`${PARTED}---\n${JSON.stringify(NODE('a', 1))}\n---\nkind: Deployment\nspec: {}\n`)).toEqual([
    'mig-parted',
    ...PARTED_SAYS,
    'k8s-node',
    'a, kubernetes: GPU 0 (a100-80gb) on: 1 x 1g.10gb+me, 2 x 3g.40gb',
    '?labels-differ',
    '?config-state',
    '?line-not-understood',
    '?line-not-understood',
  ]);
});

const seed = 20261206;
const texts = fc
  .tuple(
    fc.constantFrom(
      PARTED,
      JSON.stringify({ kind: 'List', items: [NODE('a', 1)] }, null, 1),
      'NodeName=n[1-3] Gres=gpu:3g.20gb:1\n',
      'Name: n1\nLabels: nvidia.com/gpu.count=1\n  nvidia.com/mig-1g.5gb.count=7\n',
      'kind: Instaslice\nspec:\n  MigGPUUUID: {GPU-1: NVIDIA A100-PCIE-40GB}\n  allocations: {a: {gpuUUID: GPU-1, profile: 1g.5gb, start: 0, size: 1}}\n',
      '{"kind": "ResourceSlice", "spec": {"driver": "gpu.nvidia.com", "devices": [{"name": "gpu-0-mig-3g20gb-9-4"}]}}',
      '{"Version": "v1", "MigState": {"Devices": [{"UUID": "x", "MigMode": 1, "GpuInstances": [{"ProfileID": 2}]}]}}',
    ),
    fc.constantFrom(...HOSTILE_NAMES, 'plan-a'),
  )
  .map(([text, name]) => text.replaceAll(/plan-a|\bn1\b/g, () => name));

test(`any text of these gets an answer in sentences, with places, seed ${seed}`, () => {
  fc.assert(
    fc.property(mangled(texts), (text) => {
      const found = readAnyText(text);
      if (!found.ok) return;
      for (const { reading } of found.value.parts) {
        const all =
          reading.kind === 'unreadable'
            ? []
            : reading.kind === 'evidence'
              ? [reading.evidence]
              : reading.named.map(({ evidence }) => evidence);
        const sentences = [
          ...(reading.kind === 'unreadable' ? [formatErrorMessage(reading.error)] : []),
          ...all.flatMap(({ notices }) => notices.map(noticeMessage)),
        ];
        for (const sentence of sentences) {
          invariant(/^[^\p{Cc}\p{Cf}\p{Cs}]{10,400}\.$/u.test(sentence), sentence);
        }
      }
    }),
    { seed, numRuns: 400 },
  );
});

/** Enough for what is not linear to show, and no more. */
const LARGE = seedsOf(400_000);

describe('large texts', () => {
  test.each([
    ['keys that begin a document', 'kind:\n'.repeat(160_000)],
    ['documents', 'kind: Node\n---\n'.repeat(60_000)],
    ['brackets', '{\n'.repeat(500_000)],
    ['labels', 'nvidia.com/gpu.count=1\n'.repeat(43_000)],
    ['names', 'Name: a\n'.repeat(120_000)],
    ['comments', '#\n'.repeat(500_000)],
    ['gres', 'Gres=gpu:1g.5gb:1\n'.repeat(50_000)],
    ['a long line of gres', `Gres=${'gpu:1g.5gb:1,'.repeat(70_000)}`],
    ['hosts', `NodeName=${'a[1-2],'.repeat(140_000)} Gres=gpu:1g.5gb:1`],
    [
      'a list of nodes',
      JSON.stringify(
        { kind: 'List', items: Array.from({ length: 1500 }, (_, n) => NODE(`n${n}`, 1)) },
        null,
        1,
      ),
    ],
  ])('%s: an answer within seconds', (_, text) => {
    // Of this process, in microseconds: on a busy machine the clock on the wall tells of others.
    const start = process.cpuUsage();
    readAnyText(text.slice(0, LARGE));
    expect(process.cpuUsage(start).user).toBeLessThan(4_000_000);
  });
});
