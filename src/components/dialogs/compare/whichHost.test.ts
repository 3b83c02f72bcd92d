import { expect, test } from 'vitest';
import { parseLayout } from '../../../formats/layout.ts';
import type { HostId } from '../../../model/ids.ts';
import { EMPTY_PLAN, type Host, type Plan } from '../../../model/plan.ts';
import { readImport, type Reply } from '../../../state/reading/readImport.ts';
import { compareWith } from './comparison.ts';
import { hostAsked, hostQuestion } from './whichHost.ts';

function planOf(layout: string): Plan {
  const read = parseLayout(layout);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.plan;
}

const PLAN = planOf('node-7/0 a100-pcie-40gb: 3g.20gb@4\nnode-8/0 a100-pcie-40gb: 7g.40gb@0');
const ROW = '|   0  MIG 3g.20gb          9        2          4:4     |\n';
const listing = (prompt: string): string => `${prompt}${ROW}`;

function replyTo(text: string, into: Host | null = null): Reply {
  const answers = { byKey: new Map(), hostName: 'host-1', into, isHeldAgainst: true };
  const read = readImport(text, answers, PLAN);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}

test.each([
  ['a text that names no host', '', null, null],
  ['a host that the plan does not have', '[root@other:~] nvidia-smi mig -lgi\n', 'other', null],
  [
    'the long name of a host',
    '[root@node-7.example.com:~] nvidia-smi mig -lgi\n',
    'node-7.example.com',
    'node-7',
  ],
])('%s: which one it is', (_, prompt, asked, likely) => {
  const question = hostQuestion(hostAsked(replyTo(listing(prompt)), PLAN), PLAN, null, null);
  expect(question).toMatchObject({ asked, isOpen: likely === null });
  expect(question?.into?.name ?? null).toBe(likely);
});

test('a host of the plan is not asked for, nor are several', () => {
  expect(hostAsked(replyTo(listing('[root@node-7:~] nvidia-smi mig -lgi\n')), PLAN)).toBeNull();
  const two = listing('[root@a:~] nvidia-smi mig -lgi\n') + listing('[root@b:~] nvidia-smi mig -lgi\n');
  expect(hostAsked(replyTo(two), PLAN)).toBeNull();
});

test('what was chosen holds for the name that it was asked for, and that it is none of them is an answer', () => {
  const asked = hostAsked(replyTo(listing('[root@other:~] nvidia-smi mig -lgi\n')), PLAN);
  const [, second] = PLAN.hosts;
  const hostId = second?.id ?? (0 as HostId);
  expect(hostQuestion(asked, PLAN, { asked: 'other', hostId }, null)).toMatchObject({
    into: { name: 'node-8' },
    isOpen: false,
  });
  expect(hostQuestion(asked, PLAN, { asked: 'another', hostId }, null)).toMatchObject({
    into: null,
    isOpen: true,
  });
  expect(hostQuestion(asked, PLAN, { asked: 'other', hostId: null }, null)).toMatchObject({
    into: null,
    isOpen: false,
  });
});

test('a host under another name is compared with the one that it is', () => {
  const planned = PLAN.hosts[0];
  if (planned === undefined) throw new Error('no host');
  const { imported } = replyTo(listing('[root@other:~] nvidia-smi mig -lgi\n'), planned);
  expect(compareWith(PLAN, imported, 'reported', { name: 'other', planned })).toMatchObject({
    isSame: true,
    silent: ['node-8'],
    recorded: [{ hostId: planned.id }],
  });
  expect(compareWith(PLAN, imported, 'reported', null)).toMatchObject({ isSame: false, recorded: [] });
});

const VIBS = `[root@node-7:~] esxcli software vib list
Name                                Version                         Vendor  Acceptance Level  Install Date
----------------------------------  ------------------------------  ------  ----------------  ------------
NVIDIA-VMware_ESXi_7.0_Host_Driver  450.73-1OEM.700.0.0.15525992    NVIDIA  VMwareAccepted    2020-07-27
`;

test('a host of which only VIBs are told is neither as planned nor otherwise', () => {
  const [, eight] = PLAN.hosts;
  const { imported } = replyTo(`${VIBS}[root@node-8:~] nvidia-smi mig -lgi\n${ROW}`, eight ?? null);
  for (const scope of ['reported', 'all'] as const) {
    const { hosts, silent, untold, recorded } = compareWith(PLAN, imported, scope, null);
    expect(untold).toEqual(['node-7']);
    expect(silent).toEqual(['node-7']);
    expect(recorded.map(({ read }) => read.name)).toEqual(['node-8']);
    expect(hosts.find(({ name }) => name === 'node-7')?.observed).toBe(scope === 'all' ? null : undefined);
  }
});

test('where no host is told, nothing is as planned', () => {
  const { imported } = replyTo(`[root@node-7:~] nvidia-smi mig -lgi\n${ROW}`);
  const none = { ...imported, reading: { ...imported.reading, plan: EMPTY_PLAN } };
  for (const scope of ['reported', 'all'] as const) {
    expect(compareWith(PLAN, none, scope, null)).toMatchObject({ hosts: [], isSame: false, command: null });
  }
});

test('that there is no instance is an answer', () => {
  const { imported } = replyTo('[root@node-7:~] nvidia-smi mig -lgi\nNo GPU instances found: Not Found\n');
  const { hosts, untold } = compareWith(PLAN, imported, 'reported', null);
  expect(untold).toEqual([]);
  expect(hosts).toMatchObject([{ name: 'node-7', isSame: false }]);
});
