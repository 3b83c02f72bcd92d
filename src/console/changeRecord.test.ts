import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { parseLayout } from '../formats/layout.ts';
import { HOSTILE_NAMES } from '../formats/planArbitrary.testing.ts';
import type { Plan } from '../model/plan.ts';
import { changesBetween } from '../placement/changes/changesBetween.ts';
import { makeChangeRecord } from './changeRecord.ts';

function planOf(layout: string): Plan {
  const read = parseLayout(layout);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.plan;
}

const A = 'a100-pcie-40gb';
const BEFORE = {
  ...planOf(`esx-01/0 ${A}: 3g.20gb@0=chat-a, 1g.5gb@4\nesx-02/0 ${A}: 2g.10gb@0=ocr`),
  name: 'Now',
};
const AFTER = {
  ...planOf(`esx-01/0 ${A}: 3g.20gb@4=chat-a, 1g.5gb@0\nesx-02/0 ${A}: 2g.10gb@0=ocr`),
  name: 'Then',
  notes: 'At night',
};

test('counts, a table and both drawings of each host that differs, who is off, who signs', () => {
  expect(makeChangeRecord(changesBetween(BEFORE, AFTER, 'names'))).toBe(`# Change record: \`Now\` to \`Then\`

|        | Plan   | Hosts | GPUs | Instances | VMs |
| ------ | ------ | ----- | ---- | --------- | --- |
| Before | \`Now\`  | 2     | 2    | 3         | 2   |
| After  | \`Then\` | 2     | 2    | 3         | 2   |

Hosts are matched by name, GPUs by host and index, VMs by name.

## Summary

|           | Added | Removed | Moved | Changed |
| --------- | ----- | ------- | ----- | ------- |
| Instances | -     | -       | 2     | -       |
| Plan      | -     | -       | -     | 1       |

In words: 2 instances moved; the plan itself changed.

## The plan itself

| What    | Which  | Before | After                         | VMs |
| ------- | ------ | ------ | ----------------------------- | --- |
| Changed | \`plan\` | -      | notes “At night”, before none | -   |

In the drawings rows are compute slices, columns memory slices. \`=\` stays, \`-\` goes, \`+\` comes, \`>\` moves, \`~\` changes where it stands, \`.\` is free.

## Host \`esx-01\`

| What  | Which     | Before         | After          | VMs      |
| ----- | --------- | -------------- | -------------- | -------- |
| Moved | \`1g.5gb\`  | GPU 0, slice 4 | GPU 0, slice 0 | -        |
| Moved | \`3g.20gb\` | GPU 0, slice 0 | GPU 0, slice 4 | \`chat-a\` |

**GPU 0**

\`\`\`text
    before                after
    0 1 2 3 4 5 6 7       0 1 2 3 4 5 6 7
  0 > > > > . . . .     0 > . . . . . . .
  1 > > > > . . . .     1 . . . . . . . .
  2 > > > > . . . .     2 . . . . . . . .
  3 . . . . . . . .     3 . . . . . . . .
  4 . . . . > . . .     4 . . . . > > > >
  5 . . . . . . . .     5 . . . . > > > >
  6 . . . . . . . .     6 . . . . > > > >
\`\`\`

## VMs that have to be off

While their instance is destroyed, moved or exchanged. The order of the steps says how long (\`mig-planner diff BEFORE AFTER\`).

| VM       | Why                                             | Off | On again |
| -------- | ----------------------------------------------- | --- | -------- |
| \`chat-a\` | its 3g.20gb at slice 0 of GPU 0 on esx-01 moves |     |          |

## Sign-off

|                    | Name | Date and time | Remarks |
| ------------------ | ---- | ------------- | ------- |
| Requested          |      |               |         |
| Approved           |      |               |         |
| Done               |      |               |         |
| Checked            |      |               |         |
| Rolled back, if so |      |               |         |
`);
});

test('nothing differs: said, and no table of nothing', () => {
  const text = makeChangeRecord(changesBetween(BEFORE, structuredClone(BEFORE), 'ids'));
  expect(text).toContain(
    '## Summary\n\nNothing differs.\n\n## VMs that have to be off\n\nNone: every VM keeps',
  );
  expect(text).not.toContain('## Host');
});

test('without a VM nobody has to be off, and none is said to keep anything', () => {
  const text = makeChangeRecord(
    changesBetween(planOf(`h/0 ${A}: 1g.5gb@0`), planOf(`h/0 ${A}: 1g.5gb@1=a`), 'names'),
  );
  expect(text).toContain('## VMs that have to be off\n\nNone: there was no VM before.');
});

test('only VMs differ on a host: no drawing of what stays', () => {
  const text = makeChangeRecord(
    changesBetween(
      planOf(`h/0 ${A}: 3g.20gb@0=a, 3g.20gb@4=b`),
      planOf(`h/0 ${A}: 3g.20gb@0=b, 3g.20gb@4=a`),
      'names',
    ),
  );
  expect(text).toContain('## Host `h`\n\nIts instances stay');
  expect(text).not.toContain('```text');
});

describe('names mean nothing but themselves', () => {
  const parser = new MarkdownIt({ html: true, linkify: true });

  test.each(HOSTILE_NAMES)('%j', (name) => {
    const wants = { kind: 'type', type: name } as const;
    const named = (plan: Plan): Plan => ({
      ...plan,
      ...{ name, notes: name },
      requests: [{ profile: name, needs: null, count: 1, weight: null, group: name, extra: [] }],
      hosts: plan.hosts.map((host) => ({ ...host, name, notes: name, release: name })),
      vms: plan.vms.map((vm) => ({
        ...vm,
        ...{ name, group: name },
        attachments: vm.attachments.map((one) => ({ ...one, wants })),
      })),
    });
    const rendered = (before: Plan, after: Plan) => {
      const tokens = parser.parse(makeChangeRecord(changesBetween(before, after, 'names')), {});
      const inline = tokens.flatMap(({ children }) => children ?? []);
      return { tokens, kinds: [...new Set([...tokens, ...inline].map(({ type }) => type))].sort() };
    };
    for (const [before, after] of [
      [named(BEFORE), AFTER],
      [BEFORE, named(AFTER)],
      [named(BEFORE), { ...named(AFTER), vms: [] }],
    ] as const) {
      const { tokens, kinds } = rendered(before, after);
      expect(
        kinds.filter((kind) => /html|link|image|em_|s_open|strong|softbreak|list|quote/.test(kind)),
      ).toEqual(kinds.filter((kind) => kind.startsWith('strong')));
      // A "|" that was taken for the end of a cell would give a row more cells than its head has; the parser drops them.
      const text = makeChangeRecord(changesBetween(before, after, 'names'));
      const cells = text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) => line.split(/(?<!\\)\|/).length - 2);
      expect(cells.every((count) => count >= 4 && count <= 6)).toBe(true);
      expect(tokens.filter(({ type }) => type === 'table_open').length).toBeGreaterThan(2);
    }
  });
});
