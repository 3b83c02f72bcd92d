import { describe, expect, test } from 'vitest';
import { importText } from '../../../console/importText.ts';
import { makePlanJson } from '../../../formats/planJson.ts';
import { encodeShare } from '../../../formats/share.ts';
import { EMPTY_PLAN, type Host, type Plan } from '../../../model/plan.ts';
import { applyCommand } from '../../../placement/commands.ts';
import { describeCommand } from '../../../placement/describeCommand.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import {
  commandFor,
  confirmLabel,
  defaultFor,
  destinationsFor,
  type DestinationOption,
} from './destinations.ts';

type Found = Parameters<typeof destinationsFor>[0];

function planOf(layout: string): Plan {
  const read = importText(layout);
  if (!read.ok) throw new Error('not read');
  return read.value.reading.plan;
}

function found(text: string, isUnnamed = false): Found {
  const read = importText(text, { boards: ['a100-pcie-40gb'], hostName: 'host-9' });
  if (!read.ok) throw new Error('not read');
  const { reading, isObservation } = read.value;
  const isDocument = read.value.found.some(({ format }) => format === 'plan-json' || format === 'share-link');
  return { reading, isObservation, isUnnamed, isDocument };
}

const listing = (prompt: string): string =>
  `${prompt}nvidia-smi mig -lgi\n| GPU instances: |\n|  0  MIG 3g.20gb  9  2  4:4  |\n`;
const NAMED = listing('[root@esx-01:~] ');
const UNNAMED = listing('');
const PLANNED = planOf('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat\nesx-02/0 a100-pcie-40gb:');

function editFor({ destination }: DestinationOption, read: Found, plan: Plan): PlanCommand {
  const command = commandFor(destination, read.reading, plan);
  if (command === null) throw new Error('no edit');
  return command;
}

function offered(read: Found, plan: Plan, lookedAt: Host | null = null): string[] {
  const options = destinationsFor(read, plan);
  const preselected = defaultFor(read, options, plan, lookedAt);
  return options.map(({ label, value }) => (value === preselected ? `> ${label}` : label));
}

test.each<[what: string, read: Found, plan: Plan, lookedAt: Host | null, expected: string[]]>([
  ['into an empty plan', found(NAMED), EMPTY_PLAN, null, ['A new host', '> Replace the whole plan']],
  [
    'of a host that is planned',
    found(NAMED),
    PLANNED,
    null,
    ['> esx-01, observed', 'esx-01, planned', 'A new host', 'Replace the whole plan'],
  ],
  [
    'of a host with nothing planned',
    found(listing('[root@esx-02:~] ')),
    PLANNED,
    null,
    ['> esx-02, observed and planned', 'A new host', 'Replace the whole plan'],
  ],
  [
    'of a host that is not there',
    found(listing('[root@x:~] ')),
    PLANNED,
    null,
    ['> A new host', 'Replace the whole plan'],
  ],
  [
    'that names no host, with none looked at',
    found(UNNAMED, true),
    PLANNED,
    null,
    [
      'esx-01, observed',
      'esx-01, planned',
      'esx-02, observed and planned',
      '> A new host',
      'Replace the whole plan',
    ],
  ],
  [
    'that names no host, with one looked at',
    found(UNNAMED, true),
    PLANNED,
    PLANNED.hosts[0]!,
    [
      '> esx-01, observed',
      'esx-01, planned',
      'esx-02, observed and planned',
      'A new host',
      'Replace the whole plan',
    ],
  ],
  [
    'in the layout notation: mostly a plan',
    found('esx-01/0 a100-pcie-40gb: 3g.20gb@4\n'),
    PLANNED,
    null,
    ['esx-01, observed', 'esx-01, planned', '> A new host', 'Replace the whole plan'],
  ],
  [
    'with VMs, which would be lost in a host that is there',
    found('esx-01/0 a100-pcie-40gb: 3g.20gb@4=a\n'),
    PLANNED,
    null,
    ['> A new host', 'Replace the whole plan'],
  ],
])('a text %s', (_, read, plan, lookedAt, expected) => {
  expect(offered(read, plan, lookedAt)).toEqual(expected);
});

describe('a whole plan, as a file or a link holds it', () => {
  const document = found(makePlanJson(planOf('esx-07/0 a100-pcie-40gb: 3g.20gb@0=chat')));

  test.each<[what: string, plan: Plan, expected: string[]]>([
    ['with nothing of one’s own open', EMPTY_PLAN, ['> Read-only', 'As my plan']],
    ['beside a plan', PLANNED, ['> Read-only', 'A new host', 'Replace the whole plan']],
  ])('opens to be read unless somebody says otherwise: %s', (_, plan, expected) => {
    expect(offered(document, plan)).toEqual(expected);
    const [option] = destinationsFor(document, plan);
    expect(confirmLabel(option!.destination, document, plan)).toBe('Open read-only');
    expect(commandFor(option!.destination, document.reading, plan)).toBeNull();
  });

  test('a link too; and beside a plan that is only read there is no other way, for any text', () => {
    expect(offered(found(encodeShare(PLANNED)), PLANNED)[0]).toBe('> Read-only');
    for (const text of [NAMED, 'esx-01/0 a100-pcie-40gb: 3g.20gb@4'])
      expect(destinationsFor(found(text), PLANNED, true).map(({ label }) => label)).toEqual(['Read-only']);
  });
});

test('a listing of several hosts is recorded on those that are there, in one command', () => {
  const read = found(NAMED + listing('[root@esx-02:~] ') + listing('[root@gpu7:~] '));
  expect(offered(read, PLANNED)).toEqual(['> Their hosts, observed', 'New hosts', 'Replace the whole plan']);
  const [option] = destinationsFor(read, PLANNED);
  expect(confirmLabel(option!.destination, read, PLANNED)).toBe('Record as observed on 2 hosts');
  const next = applyCommand(PLANNED, editFor(option!, read, PLANNED));
  const places = (gpus: Host['gpus'] | null): string[] =>
    (gpus ?? []).flatMap((gpu) => gpu.instances.map((gi) => `${gi.profile}@${gi.start}`));
  expect(
    next.ok && next.value.hosts.map((host) => [host.name, places(host.gpus), places(host.observed)]),
  ).toEqual([
    ['esx-01', ['3g.20gb@0'], ['3g.20gb@4']],
    // Nothing was planned there, so it fills both.
    ['esx-02', ['3g.20gb@4'], ['3g.20gb@4']],
  ]);
});

describe('a list of VIBs', () => {
  const VIBS =
    'NVD-AIE_ESXi_8.0.0_Driver  525.105.14-1OEM.800.1.0.20613240  NVIDIA  VMwareAccepted  2023-04-18  host';
  const OLD = 'NVIDIA-VMware_ESXi_7.0_Host_Driver  450.73-1OEM.700.0.0.1  NVIDIA  VMwareAccepted  2020-07-27';

  test('goes to the host that it names, or to one that is chosen', () => {
    const named = found(`[root@esx-02:~] esxcli software vib list\n${VIBS}\n`);
    expect(offered(named, PLANNED)).toEqual(['> esx-02, driver', 'A new host', 'Replace the whole plan']);
    const unnamed = found(VIBS, true);
    const choices = ['esx-01, driver', 'esx-02, driver'];
    expect(offered(unnamed, PLANNED)).toEqual([...choices, '> A new host', 'Replace the whole plan']);
    expect(offered(unnamed, PLANNED, PLANNED.hosts[1])).toEqual([
      ...['esx-01, driver', '> esx-02, driver', 'A new host', 'Replace the whole plan'],
    ]);
  });

  test('gives its driver in one step, and takes nothing of what was planned or observed', () => {
    const observed = PLANNED.hosts[0]!.gpus;
    const plan: Plan = {
      ...PLANNED,
      hosts: PLANNED.hosts.map((host) => ({ ...host, observed, notes: `rack 7\n${OLD}` })),
    };
    for (const host of plan.hosts) {
      const read = found(VIBS, true);
      const option = destinationsFor(read, plan).find((one) => one.value === `observed-${host.id}`)!;
      expect(confirmLabel(option.destination, read, plan)).toBe(`Record the driver of ${host.name}`);
      const command = editFor(option, read, plan);
      expect(describeCommand(command, plan)).toBe(`Record the driver of ${host.name}`);
      const next = applyCommand(plan, command);
      expect(next.ok && next.value.hosts.find((one) => one.id === host.id)).toEqual({
        ...host,
        driver: '525.105.14',
        platform: 'esxi',
        notes: `rack 7\n${VIBS}`,
      });
      // Once it is known, it is no step.
      expect(next.ok && applyCommand(next.value, editFor(option, read, next.value))).toEqual(next);
    }
  });

  test('beside a listing both are recorded at once', () => {
    const read = found(`[root@esx-01:~] esxcli software vib list\n${VIBS}\n${NAMED}`);
    const [option] = destinationsFor(read, PLANNED);
    const next = applyCommand(PLANNED, editFor(option!, read, PLANNED));
    expect(next.ok && next.value.hosts[0]).toMatchObject({
      driver: '525.105.14',
      gpus: PLANNED.hosts[0]!.gpus,
    });
    expect(next.ok && next.value.hosts[0]?.observed?.[0]?.instances).toHaveLength(1);
  });
});
