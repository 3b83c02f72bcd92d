import { expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../../model/plan.ts';
import { makeTemplate } from '../../../state/templates.ts';
import { readImport, type Answers, type Reply } from './readImport.ts';

const ROWS = `| GPU instances:                                        |
|   0  MIG 3g.20gb          9        2          0:4     |
|   0  MIG 3g.20gb          9        1          4:4     |
`;
const NAMED = `[root@esx-01:~] nvidia-smi mig -lgi\n${ROWS}`;
const ARTICLE = makeTemplate('article');
const NOTHING_SAID: Answers = { boards: new Map(), hostName: 'esx-07', into: null };

function read(text: string, answers = NOTHING_SAID, plan = EMPTY_PLAN): Reply {
  const reply = readImport(text, answers, plan);
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.value;
}

const boardOf = (reply: Reply): string | undefined => reply.imported.reading.plan.hosts[0]?.gpus[0]?.board;
const nameOf = (reply: Reply): string | undefined => reply.imported.reading.plan.hosts[0]?.name;

test('a text without its board is drawn, and undecided until the question is answered', () => {
  const open = read(NAMED);
  expect(open).toMatchObject({ isDecided: false, isUnnamed: false });
  expect(open.imported.reading.plan.hosts[0]?.gpus[0]?.instances).toHaveLength(2);
  const [question] = open.questions;
  const boards = new Map([[question!.key, 'a100-pcie-40gb']]);
  const closed = read(NAMED, { ...NOTHING_SAID, boards });
  expect(closed.isDecided).toBe(true);
  expect(boardOf(closed)).toBe('a100-pcie-40gb');
});

test('a host of the same name in the plan answers for its board', () => {
  const reply = read(NAMED, NOTHING_SAID, ARTICLE);
  expect(reply).toMatchObject({ isDecided: true, questions: [{ asPlannedOn: 'esx-01' }] });
  expect(boardOf(reply)).toBe('a100-pcie-40gb');
});

test('a text that names no host takes the name that is given, and the board of the host it goes to', () => {
  const reply = read(ROWS, NOTHING_SAID, ARTICLE);
  expect(reply).toMatchObject({ isDecided: false, isUnnamed: true });
  expect(nameOf(reply)).toBe('esx-07');
  expect(read(ROWS, { ...NOTHING_SAID, into: ARTICLE.hosts[0]! }, ARTICLE).isDecided).toBe(true);
});

test('a host whose name happens to be the one that was suggested is still named by the text', () => {
  expect(read(NAMED, { ...NOTHING_SAID, hostName: 'esx-01' }).isUnnamed).toBe(false);
});
