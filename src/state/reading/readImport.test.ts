import { expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../model/plan.ts';
import { makeTemplate } from '../templates.ts';
import { readImport, type Answers, type Reply } from './readImport.ts';

const ROWS = `| GPU instances:                                        |
|   0  MIG 3g.20gb          9        2          0:4     |
|   0  MIG 3g.20gb          9        1          4:4     |
`;
const NAMED = `[root@esx-01:~] nvidia-smi mig -lgi\n${ROWS}`;
const ARTICLE = makeTemplate('article');
const NOTHING_SAID: Answers = { byKey: new Map(), hostName: 'esx-07', into: null, isHeldAgainst: false };

function read(text: string, answers = NOTHING_SAID, plan = EMPTY_PLAN): Reply {
  const reply = readImport(text, answers, plan);
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
}

const boardOf = (reply: Reply): string | undefined => reply.imported.reading.plan.hosts[0]?.gpus[0]?.board;
const nameOf = (reply: Reply): string | undefined => reply.imported.reading.plan.hosts[0]?.name;

test('a text without its board is drawn, and undecided until the question is answered', () => {
  const open = read(NAMED);
  expect(open).toMatchObject({ imported: { isDecided: false }, isUnnamed: false });
  expect(open.imported.reading.plan.hosts[0]?.gpus[0]?.instances).toHaveLength(2);
  const [question] = open.imported.questions;
  const byKey = new Map([[question!.key, 'a100-pcie-40gb']]);
  const closed = read(NAMED, { ...NOTHING_SAID, byKey });
  expect(closed.imported.isDecided).toBe(true);
  expect(boardOf(closed)).toBe('a100-pcie-40gb');
});

test('a host of the same name in the plan answers for its board', () => {
  const reply = read(NAMED, NOTHING_SAID, ARTICLE);
  expect(reply.imported.isDecided).toBe(true);
  expect([...reply.asPlannedOn.values()]).toEqual(['esx-01']);
  expect(boardOf(reply)).toBe('a100-pcie-40gb');
});

test('a text that names no host takes the name that is given, and the board of the host it goes to', () => {
  const reply = read(ROWS, NOTHING_SAID, ARTICLE);
  expect(reply).toMatchObject({ imported: { isDecided: false }, isUnnamed: true });
  expect(nameOf(reply)).toBe('esx-07');
  const into = ARTICLE.hosts[0]!;
  expect(read(ROWS, { ...NOTHING_SAID, into }, ARTICLE).imported.isDecided).toBe(true);
});

test('a host that the plan does not have is not answered for by the one that is looked at', () => {
  const into = ARTICLE.hosts[0]!;
  const reply = read(NAMED.replace('esx-01', 'esx-09'), { ...NOTHING_SAID, into }, ARTICLE);
  expect(reply.imported.isDecided).toBe(false);
  expect([...reply.asPlannedOn]).toEqual([]);
});

test('a text of more GPUs than the host has that is looked at is of another host, and its board is asked for', () => {
  const into = ARTICLE.hosts[0]!;
  expect(into.gpus).toHaveLength(1);
  const more = `${ROWS}|   1  MIG 3g.20gb          9        2          0:4     |\n`;
  expect(read(more, { ...NOTHING_SAID, into }, ARTICLE).imported.isDecided).toBe(false);
});

test('what somebody wants becomes a new host, for whose board and GPUs the one that is looked at does not answer', () => {
  const into = ARTICLE.hosts[0]!;
  const reply = read('3g.20gb x2', { ...NOTHING_SAID, into }, ARTICLE);
  expect(reply.imported.questions.map(({ kind, answer }) => [kind, answer])).toEqual([
    ['gpu-count', null],
    ['board', null],
  ]);
});

test('where two lines name different boards, the plan does not say which of them is right', () => {
  const uuid = 'GPU-0d6bbc70-d551-45f9-43d4-9734f9cddb2c';
  const list = (product: string): string =>
    `[root@esx-01:~] nvidia-smi -L\nGPU 0: ${product} (UUID: ${uuid})\n`;
  const reply = read(list('NVIDIA A100-PCIE-40GB') + list('NVIDIA H100 80GB HBM3'), NOTHING_SAID, ARTICLE);
  expect(reply.imported.questions).toMatchObject([
    { kind: 'board', boards: ['a100-pcie-40gb', 'h100-sxm5-80gb'], answer: null },
  ]);
});

test('a host whose name happens to be the one that was suggested is still named by the text', () => {
  expect(read(NAMED, { ...NOTHING_SAID, hostName: 'esx-01' }).isUnnamed).toBe(false);
});

const COUNTED =
  'version: v1\nmig-configs:\n  all:\n    - devices: all\n      mig-enabled: true\n      mig-devices:\n        "3g.20gb": 1\n';

test('held against the plan, what is only counted is where the plan has it, on as many GPUs as that has', () => {
  const into = ARTICLE.hosts[0]!;
  const gpus = into.gpus.map((gpu) => ({
    ...gpu,
    instances: gpu.instances.filter((gi) => gi.start !== 0),
  }));
  const host = { ...into, gpus };
  const plan = { ...ARTICLE, hosts: [host], vms: [] };
  const starts = (isHeldAgainst: boolean): (readonly number[])[] =>
    read(
      COUNTED,
      { ...NOTHING_SAID, into: host, hostName: host.name, isHeldAgainst },
      plan,
    ).imported.reading.plan.hosts[0]!.gpus.map((gpu) => gpu.instances.map((gi) => gi.start));
  expect(starts(true)).toEqual([[4]]);
  expect(starts(false)).toEqual([[0]]);
});
