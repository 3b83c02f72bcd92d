// Texts that a mail broke at 72 or 80 columns: put together where that is certain, else an error with its line.
import { describe, expect, test } from 'vitest';
import { formatErrorMessage } from '../formats/messages.ts';
import { exportPlan } from './exportPlan.ts';
import { importText, type Imported, type ImportOptions } from './importText.ts';

/** As mail does it: at the last blank before the column, or in the middle of a word that is longer. */
function wrapped(text: string, column: number): string {
  return text
    .split('\n')
    .flatMap((line) => {
      const lines: string[] = [];
      let rest = line;
      while (rest.length > column) {
        const blank = rest.lastIndexOf(' ', column);
        const at = blank > 0 ? blank : column;
        lines.push(rest.slice(0, at));
        rest = rest.slice(blank > 0 ? at + 1 : at);
      }
      return [...lines, rest];
    })
    .join('\n');
}

function read(text: string, options: ImportOptions = {}): Imported {
  const imported = importText(text, options);
  if (!imported.ok) throw new Error(formatErrorMessage(imported.error));
  return imported.value;
}

const drawn = ({ reading }: Imported): string[] =>
  reading.plan.hosts.flatMap((host) =>
    host.gpus.map(
      (gpu) => `${gpu.board}: ${gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join(', ')}`,
    ),
  );

const OLD_LIST = `GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c)
  MIG 3g.20gb Device 0: (UUID: MIG-GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c/1/0)
  MIG 3g.20gb Device 1: (UUID: MIG-GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c/2/0)
`;
const NEW_LIST = `GPU 0: NVIDIA A100-PCIE-40GB (UUID: GPU-fb8bbc70-d551-45f9-43d4-9734f9cddb2c)
  MIG 3g.20gb     Device  0: (UUID: MIG-7089d0f3-293f-58c9-8f8c-5ea7e8abcdef)
  MIG 3g.20gb     Device  1: (UUID: MIG-56c30729-347f-5dd6-8da0-c3a7e8abcdef)
`;
const LAYOUT = 'esx-01/0 a100-pcie-40gb: 2g.10gb@0=chat-a, 2g.10gb@2=chat-b, 3g.20gb@4=chat-c\n';
const YAML = `version: v1
mig-configs:
  x:
    - devices: [0]
      device-filter: ["0x20B010DE", "0x20B110DE", "0x20F110DE", "0x20F610DE", "0x20B210DE"]
      mig-enabled: true
      mig-devices: {"3g.20gb": 2}
`;

describe.each([60, 72, 76, 80])('at %i columns', (column) => {
  test.each([
    ['-L of today', NEW_LIST],
    ['-L of R450', OLD_LIST],
    ['the layout notation', LAYOUT],
  ])('%s', (_what, text) => {
    const options = { boards: ['a100-pcie-40gb'] };
    expect(drawn(read(wrapped(text, column), options))).toEqual(drawn(read(text, options)));
  });

  test.each([
    'script',
    'runbook',
    'plan-json',
    'share-link',
    'systemd-unit',
    'gpu-operator-configmap',
  ] as const)('our own export, quoted in an answer: %s', (format) => {
    const { plan } = read(LAYOUT).reading;
    const exported = exportPlan(plan, format, { hostId: plan.hosts[0]!.id, starts: 'explicit' });
    if (!exported.ok) throw new Error(exported.error.code);
    for (const text of [
      wrapped(exported.value.text, column),
      wrapped(exported.value.text, column).replace(/^/gm, '> '),
    ])
      expect(read(text).reading.plan.vms.map((vm) => vm.name)).toEqual(['chat-a', 'chat-b', 'chat-c']);
  });
});

test('a line of YAML whose end is set in as it was is put together, any other is named', () => {
  const [head = '', tail = ''] = YAML.split(' "0x20F610DE"');
  const setIn = `${head}\n      "0x20F610DE"${tail}`;
  const options = { boards: ['a100-pcie-40gb'] };
  expect(drawn(read(setIn, options))).toEqual(drawn(read(YAML, options)));
  expect(importText(wrapped(YAML, 72))).toMatchObject({
    ok: false,
    error: { code: 'not-yaml', at: { line: 5 } },
  });
});

test('a layout in a quotation', () => {
  expect(drawn(read(LAYOUT.replace(/^/gm, '> ').trimEnd()))).toEqual(drawn(read(LAYOUT)));
});
