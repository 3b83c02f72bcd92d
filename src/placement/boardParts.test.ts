/** What a search may ask for beside names, and which GPUs of a plan it is. */
import { describe, expect, test } from 'vitest';
import { parseLayout } from '../formats/layout.ts';
import type { Plan } from '../model/plan.ts';
import { nameAsked, partLabel, partOf, questionsIn, type PartQuestion } from './boardParts.ts';
import { applyCommand } from './commands.ts';
import { findNames } from './names/findNames.ts';
import { readGpu } from './summary/strandedCause.ts';

function planOf(text: string): Plan {
  const reading = parseLayout(text);
  if (!reading.ok) throw new Error(reading.error.code);
  return reading.value.plan;
}

const drawn = planOf(`
  esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4
  esx-01/1 a100-pcie-40gb: 7g.40gb@0=big
  esx-02/0 a100-pcie-40gb: 1g.5gb@6=chat-b
  esx-02/1 a100-pcie-40gb off
  a30-01/0 a30-24gb: 1g.6gb@0
  idle-01/0 a100-pcie-40gb:
`);

/** esx-02 tells of a layout that was not planned; idle-01 of a GPU that no plan has. */
const plan = ['esx-02', 'idle-01'].reduce((now, name) => {
  const host = now.hosts.find((one) => one.name === name);
  const gpus = (host?.gpus ?? []).map((gpu) =>
    name === 'esx-02'
      ? { ...gpu, instances: [] }
      : { ...gpu, index: 5, instances: drawn.hosts[0]?.gpus[0]?.instances ?? [] },
  );
  const seen = applyCommand(now, {
    type: 'host/observe',
    seen: host === undefined ? [] : [{ hostId: host.id, gpus, isPlannedToo: false }],
  });
  if (!seen.ok) throw new Error(seen.error.code);
  return seen.value;
}, drawn);

function shown(question: PartQuestion): string[] {
  const part = partOf(plan, question);
  return plan.hosts.flatMap((host) => {
    const gpus = host.gpus.filter(({ id }) => part.gpus.has(id)).map(({ index }) => index);
    return part.hosts.has(host.id) ? [`${host.name}: ${gpus.join(' ')}`.trim()] : [];
  });
}

test('GPUs that lose a slice for one cause are a part, and those that lose it for another are not', () => {
  const mixed = planOf(`
    a/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4
    a/1 a100-pcie-40gb: 1g.10gb@2
    b/0 a100-pcie-40gb: 3g.20gb@0, 2g.10gb@4
  `);
  const gpus = mixed.hosts.flatMap((host) => host.gpus);
  const cause = gpus[0] === undefined ? undefined : readGpu(gpus[0]).causes[0];
  if (cause === undefined) throw new Error('nothing stranded');
  const question = { kind: 'cause', cause } as const;
  const part = partOf(mixed, question);
  expect(gpus.map(({ id }) => part.gpus.has(id))).toEqual([true, false, true]);
  expect(part.hosts.size).toBe(2);
  expect(partLabel(question)).toBe('compute slice 3 stranded by 3g.20gb at 0');
});

test.each<[PartQuestion, string[]]>([
  [{ kind: 'room', profile: '3g.20gb' }, ['esx-02: 0', 'idle-01: 0']],
  [{ kind: 'room', profile: '1g.6gb' }, ['a30-01: 0']],
  [{ kind: 'profile', profile: '3g.20gb' }, ['esx-01: 0']],
  [{ kind: 'stranded' }, ['esx-01: 0', 'esx-02: 0']],
  [{ kind: 'differs' }, ['esx-02: 0', 'idle-01:']],
  [{ kind: 'no-vm' }, ['esx-01: 0', 'a30-01: 0']],
  [{ kind: 'named', text: 'esx', names: { kind: 'none' } }, ['esx-01: 0 1', 'esx-02: 0 1']],
  [{ kind: 'named', text: 'chat', names: { kind: 'none' } }, ['esx-01: 0', 'esx-02: 0']],
])('%j', (question, expected) => {
  expect(shown(question)).toEqual(expected);
});

describe('what a text asks for', () => {
  const labels = (text: string): string[] =>
    questionsIn(text, findNames(nameAsked(text), ['a100-pcie-40gb', 'a30-24gb']), plan).map(partLabel);
  test.each([
    ['stranded', ['stranded slices']],
    ['STRAN', ['stranded slices']],
    ['differs', ['observed otherwise than planned']],
    ['no VM', ['an instance without a VM']],
    ['room for 3g.20gb', ['room for 3g.20gb']],
    ['has  room for  A100-3-20C', ['room for 3g.20gb']],
    ['3g.20gb', ['with 3g.20gb', 'room for 3g.20gb']],
    ['nvidia-476', ['with 3g.20gb', 'room for 3g.20gb']],
    // Of boards that the plan has not.
    ['room for 3g.71gb', []],
    ['room for', []],
    ['esx', ['named “esx”']],
    ['st', ['named “st”']],
  ])('%s', (text, expected) => {
    expect(labels(text)).toEqual(expected);
  });
});
