// Real texts, read from beside the repository and never kept in it. Without them these tests say what they leave out; with them
// each has to come out as the index of the samples says.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAnyText } from '../anyText.ts';
import { describeEvidence } from '../evidence/describeEvidence.testing.ts';

const SAMPLES = join(import.meta.dirname, '../../../../shared/samples');
const isThere = existsSync(SAMPLES);

/** File, format, then what it says, by configuration or host. */
const TABLE: readonly (readonly [file: string, format: string, ...says: string[]])[] = [
  [
    'configmap/h100-80-1',
    'config-map',
    'all-disabled: every GPU off',
    'five-1g-one-2g: every GPU on: 5 x 1g.10gb, 1 x 2g.20gb',
  ],
  [
    'configmap/h100-80-2',
    'helm-values',
    'all-disabled: every GPU off',
    'custom-mig: GPU 0 off; GPU 1 on: 2 x 1g.10gb; GPU 2 on: 2 x 2g.20gb, 1 x 3g.40gb; GPU 3 on: 1 x 3g.40gb, 1 x 4g.40gb',
  ],
  [
    'k8s-labels/a100-40-1',
    'k8s-node-lines',
    'nameless, kubernetes, driver 470.57.02: GPU 0 (a100-sxm4-40gb) on: 3 x 2g.10gb',
    '?text-cut',
  ],
  [
    'k8s-labels/a100-40-2',
    'k8s-node-lines',
    'nameless, kubernetes, driver 460.73.01: every GPU (a100-pcie-40gb) on; in all on ? GPUs: 7 x 1g.5gb',
    '?text-cut',
  ],
  [
    'k8s-labels/h100-80-1',
    'k8s-node',
    's4124-0073, kubernetes, driver 550.54.15: GPU 0 (h100-sxm5-80gb) on: 2 x 1g.10gb, 1 x 2g.20gb, 1 x 3g.40gb',
  ],
  [
    'k8s-labels/h100-80-2',
    'k8s-node',
    's4124-0073, kubernetes, driver 550.54.15: GPU 0 (h100-sxm5-80gb) off',
  ],
  [
    'k8s-allocatable/a100-40-1',
    'k8s-node-lines',
    'nameless, kubernetes: every GPU on; in all on ? GPUs: 3 x 2g.10gb',
  ],
  [
    'k8s-allocatable/a100-40-2',
    'k8s-node',
    'nameless, kubernetes: every GPU on; in all on ? GPUs: 16 x 1g.5gb, 8 x 2g.10gb, 8 x 3g.20gb',
    '?text-cut',
  ],
  [
    'k8s-describe/h100-80-2',
    'k8s-node-lines',
    'myworker.redhat.com, kubernetes: every GPU on; in all on ? GPUs: 16 x ?',
    '?devices-without-profile',
  ],
  [
    'mig-parted-export/a100-40-1',
    'mig-parted',
    'current: every GPU on: 2 x 1g.5gb, 1 x 2g.10gb, 1 x 3g.20gb',
  ],
  ['mig-parted-config/gh200-96-1', 'mig-parted', 'all-devices: GPU 0 on: 7 x 1g.12gb; GPU 1 on: 7 x 1g.12gb'],
  ['resourceslice/a100-40-vm-1', 'resource-slice', 'VM conformance-test-np1-qcqc8-bpdtl-rcj8j: A100-10C'],
  [
    'instaslice-cr/a100-40-1',
    'instaslice',
    'kind-control-plane, kubernetes: GPU-8d042338-e67f-9c48-92b4-5b55c7e5133c (a100-pcie-40gb); GPU-31cfe05c-ed13-cd17-d7aa-c63db5108c24 (a100-pcie-40gb)',
    '?possible-only',
  ],
  [
    'instaslice-cr/a100-40-2',
    'instaslice-lines',
    'kind-control-plane, kubernetes: GPU-31cfe05c-ed13-cd17-d7aa-c63db5108c24 on: 1g.5gb@0 (part)',
  ],
  ['mig-manager-log/h100-80-1', 'mig-manager-log', 'nameless: GPU 0 (h100-sxm5-80gb) on: 2 x 3g.40gb'],
];

/** Those with many configurations, and some of these. */
const MANY: readonly (readonly [file: string, format: string, ...says: string[]])[] = [
  [
    'configmap/hopper-blackwell-1',
    'config-map',
    'all-1g.18gb.me: every GPU on: 1 x 1g.18gb+me',
    'all-1g.35gb: every GPU (h200-141gb) on: 4 x 1g.35gb; every GPU (gb300) on: 7 x 1g.35gb',
  ],
  [
    'mig-parted-config/a100-40-1',
    'mig-parted',
    'all-enabled: every GPU on: nothing',
    'custom-config: GPU 0 off; GPU 1 off; GPU 2 off; GPU 3 off; GPU 4 on: 7 x 1g.5gb; GPU 5 on: 3 x 2g.10gb; GPU 6 on: 2 x 3g.20gb; GPU 7 on: 2 x 1g.5gb, 1 x 2g.10gb, 1 x 3g.20gb',
  ],
  ['mig-parted-config/all-1', 'mig-parted', 'all-1g.24gb-me: every GPU on: 4 x 1g.24gb-me'],
];

const sample = (file: string): string => readFileSync(join(SAMPLES, `${file}.txt`), 'utf8');

function read(file: string): { formats: string[]; says: string[] } {
  const found = readAnyText(sample(file));
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  const { parts, notices } = found.value;
  return {
    formats: [...new Set(parts.map(({ format }) => format))],
    says: [
      ...parts.flatMap(({ reading }) => describeEvidence(reading)),
      ...notices.map(({ code }) => `?${code}`),
    ],
  };
}

describe.skipIf(!isThere)('samples of configurations', () => {
  test.each(TABLE)('%s is %s', (file, format, ...says) => {
    expect(read(file)).toEqual({ formats: [format], says });
  });

  test.each(MANY)('%s is %s, with its configurations', (file, format, ...some) => {
    const { formats, says } = read(file);
    // Whatever the reader does, a name one step below "mig-configs" is one configuration of the file.
    const indent = (/^( *)mig-configs:/m.exec(sample(file))?.[1] ?? '').length + 2;
    const names = sample(file).match(new RegExp(`^ {${indent}}[a-z0-9.+-]+:$`, 'gm')) ?? [];
    expect(formats).toEqual([format]);
    expect(says).toHaveLength(names.length);
    expect(says).toEqual(expect.arrayContaining(some));
  });

  test('every file of these kinds is in a table', () => {
    const kinds = /^(?:configmap|k8s-.*|mig-parted-.*|resourceslice|instaslice-cr|mig-manager-log)$/;
    const files = readdirSync(SAMPLES)
      .filter((kind) => kinds.test(kind))
      .flatMap((kind) =>
        readdirSync(join(SAMPLES, kind)).map((file) => `${kind}/${file.replace('.txt', '')}`),
      );
    expect([...TABLE, ...MANY].map(([file]) => file).sort()).toEqual(files.sort());
  });
});

test.runIf(!isThere)(`${TABLE.length + MANY.length} samples are not there and were not read`, () => {
  expect(isThere).toBe(false);
});
