// What people have at hand beside whole outputs: fragments of YAML, rows of sinfo, a list in a ticket; and what is none of it, named.
import { expect, test } from 'vitest';
import { formatErrorMessage } from '../formats/messages.ts';
import { makeLayout } from '../formats/layout.ts';
import { exportPlan } from './exportPlan.ts';
import { H100_NODE } from './exports/realPlans.testing.ts';
import { importText, type Imported } from './importText.ts';

function read(text: string): Imported {
  const imported = importText(text, { boards: ['a100-pcie-40gb'], gpuCount: 1 });
  if (!imported.ok) throw new Error(imported.error.code);
  return imported.value;
}

const drawn = (text: string): string => makeLayout(read(text).reading.plan).trim();
const HALVES = 'host-1/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4';

test.each([
  ['mig-devices alone', 'mig-devices:\n  "3g.20gb": 2\n', HALVES],
  ['set in', '      mig-enabled: true\n      mig-devices:\n        "3g.20gb": 2\n', HALVES],
  ['an entry', '- devices: all\n  mig-enabled: true\n  mig-devices:\n    "3g.20gb": 2\n', HALVES],
  [
    'a configuration',
    'halves:\n  - devices: all\n    mig-enabled: true\n    mig-devices:\n      3g.20gb: 2\n',
    HALVES,
  ],
  ['a list on a line', '3g.20gb, 3g.20gb', HALVES],
  ['a list on lines', '- 3g.20gb\n- MIG 3g.20gb\n', HALVES],
  ['a count behind', '3g.20gb x2', HALVES],
  ['a count before', '2 × 3g.20gb\n', HALVES],
  ['a pair of YAML', '"3g.20gb": 2', HALVES],
  [
    'a plus between, and one in a name',
    '4g.20gb + 2g.10gb and 1g.5gb+me',
    'host-1/0 a100-pcie-40gb: 4g.20gb@0, 2g.10gb@4, 1g.5gb+me@6',
  ],
  [
    'sinfo',
    'NODELIST GRES\nnode[01-02] gpu:a100_3g.20gb:2(S:0-1)\n',
    HALVES.replace('host-1', 'node01') + '\n' + HALVES.replace('host-1', 'node02'),
  ],
  [
    'sinfo, a node in two partitions',
    'PARTITION AVAIL NODELIST GRES\ngpu* up node01 gpu:3g.20gb:2\nbig up node01 gpu:3g.20gb:2\n',
    HALVES.replace('host-1', 'node01'),
  ],
])('%s', (_, text, layout) => {
  expect(drawn(text)).toBe(layout);
});

test('a fragment and a list are wishes, and ask for the board and the number of GPUs', () => {
  for (const text of ['mig-devices:\n  "3g.20gb": 2\n', '3g.20gb x2']) {
    const open = importText(text);
    if (!open.ok) throw new Error(open.error.code);
    expect(open.value.isObservation).toBe(false);
    expect(open.value.questions.map(({ kind, answer }) => [kind, answer])).toEqual([
      ['gpu-count', null],
      ['board', null],
    ]);
  }
});

test('several configurations without their heading are asked about', () => {
  const one = (name: string, profile: string): string =>
    `${name}:\n  - devices: all\n    mig-enabled: true\n    mig-devices:\n      ${profile}: 2\n`;
  const [question] = read(one('small', '1g.5gb') + one('large', '3g.20gb')).questions;
  expect(question).toMatchObject({ kind: 'configuration', names: ['small', 'large'], answer: null });
});

test('a name in a sentence is no list', () => {
  const read = importText('please give us 3g.20gb, thanks');
  expect(!read.ok && read.error.code).toBe('format-unknown');
});

const REFUSED: readonly (readonly [what: string, text: string, says: RegExp])[] = [
  [
    'a label by name',
    'kubectl label node a nvidia.com/mig.config=all-1g.5gb',
    /chooses a configuration by its name.*get configmap/,
  ],
  [
    'the same behind a prompt',
    '$ kubectl label node a nvidia.com/mig.config=x',
    /chooses a configuration by its name/,
  ],
  [
    'limits of a pod',
    'resources:\n  limits:\n    nvidia.com/mig-3g.20gb: 1\n',
    /^Line 3 is the request of a container.*kubectl get node/,
  ],
  ['docker run', 'docker run --gpus "device=0:0" IMAGE\n', /a call for a container.*mig -lgi/],
  [
    'lspci',
    '3b:00.0 3D controller: NVIDIA Corporation GA100 [A100 PCIe 40GB] (rev a1)',
    /what lspci prints.*mig -lgi/,
  ],
];
test.each(REFUSED)('%s is named, with what to paste instead', (_, text, says) => {
  const refused = importText(text);
  expect(refused.ok ? 'read' : formatErrorMessage(refused.error)).toMatch(says);
});

test.each(['instance-csv', 'instance-tsv', 'docker-run', 'cdi', 'pod-resources'] as const)(
  'our own %s, which holds no plan, says so when it comes back',
  (format) => {
    const made = exportPlan(H100_NODE, format, { hostId: null, starts: 'explicit' });
    if (!made.ok) throw new Error(made.error.code);
    const back = importText(made.value.text);
    expect(!back.ok && back.error.code).toBe('says-no-layout');
  },
);

test('vGPU types below the PCI ID of their GPU are no part of nvidia-smi -q', () => {
  const types = '$ nvidia-smi vgpu -c\nGPU 00000000:41:00.0\n    GRID A100-1-5C\n    GRID A100-2-10C\n';
  const listing = `${types}$ nvidia-smi mig -lgi\n${row('0  MIG 3g.20gb  9  2  0:4')}`;
  expect(read(listing).found.map(({ format }) => format)).toEqual(['vgpu-types', 'mig-lgi']);
  const query = importText(
    'GPU 00000000:41:00.0\n    Product Name                          : NVIDIA A100-PCIE-40GB\n',
  );
  expect(!query.ok && query.error.code).toBe('output-not-read');
});

const row = (cells: string): string => `|   ${cells} |\n`;

test('letters for digits: the row is passed over with what may be meant, and nothing is taken for missing', () => {
  const text = `| GPU instances: |\n${row('0  MIG 3g.20gb  9  2  0:4')}${row('O  MIG 3g.2Ogb  9  l  4:4')}`;
  const { notices, plan } = read(text).reading;
  expect(plan.hosts[0]?.gpus[0]?.instances).toHaveLength(1);
  expect(notices.map(({ code }) => code).toSorted()).toEqual(['part-shown', 'row-misspelt']);
  expect(notices.find(({ code }) => code === 'row-misspelt')).toMatchObject({
    at: { line: 3 },
    meant: '0 MIG 3g.20gb 9 1 4:4',
  });
});

test('where every row has letters for digits the error says which and what is meant', () => {
  const refused = importText(`| GPU instances: |\n${row('0  MIG 3g.20gb  9  l  O:4')}`);
  expect(refused.ok ? 'read' : formatErrorMessage(refused.error)).toContain(
    '"0 MIG 3g.20gb 9 1 0:4" is meant',
  );
});
