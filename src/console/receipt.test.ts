import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../formats/planArbitrary.testing.ts';
import type { Plan, Vm } from '../model/plan.ts';
import { comparePlans } from '../placement/observed/compare.ts';
import { planOf } from '../placement/standing.testing.ts';
import { makeReceipt, RECEIPT_FORMS } from './receipt.ts';

function withVm(plan: Plan, name: string): Plan {
  const instance = plan.hosts[0]?.gpus[0]?.instances[0]?.id ?? null;
  const wants = { kind: 'profile', profile: '3g.20gb' } as const;
  const vm: Vm = {
    ...{ id: 900 as Vm['id'], name, notes: '', group: null, extra: [] },
    attachments: [{ wants, instance, extra: [] }],
  };
  return { ...plan, vms: [vm] };
}

const PLANNED = withVm(planOf(['3g.20gb@0 1g.5gb@4 1g.5gb@6', '7g.40gb@0']), 'chat-a');
const REPORTED = planOf(['1g.5gb@4 1g.5gb@5 2g.10gb@0', '7g.40gb@0']);

test('as text: verdict, what is missing, extra and moved, and both drawings', () => {
  expect(makeReceipt(PLANNED, comparePlans(PLANNED, REPORTED), 'text'))
    .toBe(`Planned and reported: Untitled plan

[DIFFERS] instances: 1 missing, 1 extra, 1 moved, 2 as planned

In the drawings: = as planned, - missing, + extra, > moved, ~ cut otherwise.

Host esx-01

[DIFFERS] GPU 0

  - missing 3g.20gb at slice 0, chat-a
  - extra 2g.10gb at slice 0
  - moved 1g.5gb from slice 6 to slice 5

      planned               reported
      0 1 2 3 4 5 6 7       0 1 2 3 4 5 6 7
    0 - - - - . . . .     0 + + . . . . . .
    1 - - - - . . . .     1 + + . . . . . .
    2 - - - - . . . .     2 . . . . . . . .
    3 . . . . . . . .     3 . . . . . . . .
    4 . . . . = . . .     4 . . . . = . . .
    5 . . . . . . . .     5 . . . . . > . .
    6 . . . . . . > .     6 . . . . . . . .

[OK] GPU 1: as planned, 1 instance
`);
});

test('as Markdown: the same, in its words', () => {
  const text = makeReceipt(PLANNED, comparePlans(PLANNED, REPORTED), 'markdown');
  expect(text).toContain('🔴 **Differs** GPU 0\n\n- missing 3g.20gb at slice 0, chat-a\n');
  expect(text).toContain('🟢 **OK** GPU 1: as planned, 1 instance\n');
  expect(text).toContain('```text\n    planned               reported\n');
});

test('what is the same needs no drawing; what one side does not have is said', () => {
  const same = makeReceipt(PLANNED, comparePlans(PLANNED, PLANNED), 'text');
  expect(same).toContain('[OK] as planned: 4 instances');
  expect(same).not.toContain('planned  ');
  const none = makeReceipt(PLANNED, comparePlans(PLANNED, { ...REPORTED, hosts: [] }), 'text');
  expect(none).toContain('- Not reported');
  expect(none).toMatch(/^ {4}0 - - - -/m);
  const foreign = { ...REPORTED, hosts: REPORTED.hosts.map((host) => ({ ...host, name: 'esx-09' })) };
  expect(makeReceipt(PLANNED, comparePlans(PLANNED, foreign), 'text')).toContain(
    'Host esx-09\n\n  - Not in the plan',
  );
});

describe.each(HOSTILE_NAMES.map((name) => [name]))('named %j', (name) => {
  const plan = { ...withVm(PLANNED, name), name };
  const differences = comparePlans(plan, {
    ...REPORTED,
    hosts: REPORTED.hosts.map((host) => ({ ...host, name })),
  });

  test('nothing comes of the name', () => {
    const markdown = makeReceipt(plan, differences, 'markdown');
    const tokens = new MarkdownIt({ html: true, linkify: true }).parse(markdown, {});
    const types = new Set(
      [...tokens, ...tokens.flatMap(({ children }) => children ?? [])].map(({ type }) => type),
    );
    for (const type of types) expect(type).not.toMatch(/^html|^image|^link|^em_|^s_/);
    expect(tokens.filter(({ type }) => type === 'heading_open')).toHaveLength(3);
    for (const form of RECEIPT_FORMS) {
      // Lines are ours: a name makes none.
      expect(makeReceipt(plan, differences, form).split('\n').length).toBe(
        makeReceipt(
          { ...plan, name: 'x' },
          comparePlans(
            { ...withVm(PLANNED, 'y'), name: 'x' },
            { ...REPORTED, hosts: REPORTED.hosts.map((host) => ({ ...host, name: 'z' })) },
          ),
          form,
        ).split('\n').length,
      );
    }
  });
});

test('what the host only counted is no proof of where it is, and the receipt says so', () => {
  const hosts = comparePlans(PLANNED, PLANNED);
  const [first] = PLANNED.hosts[0]!.gpus[0]!.instances;
  const caution =
    '1 reported instance is only counted: where it starts was not reported, and is not compared';
  expect(makeReceipt(PLANNED, hosts, 'text', { startUnknown: new Set([first!.id]) })).toContain(
    `\n  - ${caution}\n`,
  );
  expect(makeReceipt(PLANNED, hosts, 'text')).not.toContain('only counted');
});
