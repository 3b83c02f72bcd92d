import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatErrorMessage, noticeMessage } from './messages.ts';
import type { FormatError, Notice } from './reading.ts';

const at = { line: 3 };

describe('an error in one sentence', () => {
  test.each<[error: FormatError, sentence: string]>([
    [
      { code: 'text-too-long', length: 1_234_567, max: 1_000_000 },
      'The text has 1,234,567 characters, and at most 1,000,000 are read; split it.',
    ],
    [
      { code: 'plan-too-large', length: 131_072_000, max: 64_000_000, maxItems: 250_000 },
      'The plan has 131,072,000 characters. One plan takes at most 64,000,000, and at most 250,000 hosts, GPUs, instances and VMs together (about 22,000 GPUs with five VMs each); split it into several plans.',
    ],
    [
      { code: 'too-many-items', count: 250_001, max: 250_000 },
      'The text holds more than 250,000 hosts, GPUs, instances and VMs together (about 22,000 GPUs with five VMs each): more than one plan takes; split it.',
    ],
    [
      { code: 'not-json', at, detail: 'expected "," or "}"' },
      'Line 3: this is not JSON, expected "," or "}".',
    ],
    [
      { code: 'not-a-plan', found: 'mig-parted' },
      'This JSON is not a plan of ours: its "format" is "mig-parted" and should be "mig-plan".',
    ],
    [
      { code: 'too-new', version: 2, newest: 1 },
      'The plan is of version 2, and this planner reads versions up to 1; open it with a newer planner.',
    ],
    [
      { code: 'bad-shape', at: { pointer: '/hosts/0/name' }, expected: 'a text', found: 'nothing' },
      '/hosts/0/name should be a text, and is nothing.',
    ],
    [
      { code: 'layout-line', at, excerpt: 'esx-01 a100:', expected: '"/" and a GPU index' },
      'Line 3 leaves the layout notation at "esx-01 a100:": expected "/" and a GPU index.',
    ],
    [
      { code: 'link-cut', expected: 1234, found: 1000 },
      'The share link was cut: 1,000 of its 1,234 characters of plan are there; copy it again or ask for the plan file.',
    ],
    [
      { code: 'link-cut', expected: 0, found: 0 },
      'The share link was cut; copy it again or ask for the plan file.',
    ],
    [
      { code: 'link-cut', expected: 10, found: 12 },
      'The share link has 12 characters of plan and should have 10; copy it again without what follows it.',
    ],
    [
      { code: 'no-instances-listed' },
      'The text lists no GPU instances; paste the whole output of nvidia-smi mig -lgi.',
    ],
  ])('%j', (error, sentence) => {
    expect(formatErrorMessage(error)).toBe(sentence);
  });
});

describe('a notice in one sentence', () => {
  test.each<[notice: Notice, sentence: string]>([
    [
      {
        code: 'name-cleaned',
        at,
        from: '\u202egpj',
        to: 'gpj',
        why: { code: 'name-has-control', index: 0, codePoint: 0x202e },
      },
      'Line 3: the name "\ufffdgpj" is now "gpj", for it holds the hidden character U+202E.',
    ],
    [
      {
        code: 'name-cleaned',
        at,
        from: 'A'.repeat(300),
        to: 'A'.repeat(80),
        why: { code: 'name-too-long', length: 300, max: 80 },
      },
      `Line 3: the name "${'A'.repeat(59)}…" is now "${'A'.repeat(59)}…", for it has 300 characters, and a name has at most 80.`,
    ],
    [
      {
        code: 'name-cleaned',
        at: { pointer: '/vms/0/group' },
        from: '',
        to: '',
        why: { code: 'name-empty' },
      },
      '/vms/0/group: the name "" is left out, for a name cannot be empty.',
    ],
    [
      { code: 'profile-id-differs', at, profile: '2g.10gb', printed: 19, known: [14, 5, 9] },
      'Line 3 prints profile ID 19 for "2g.10gb", which is known with 14, 5 or 9; check the board.',
    ],
    [
      { code: 'older-version', version: 1 },
      'The plan was written as version 1 and was brought up to date; saving it writes the present version.',
    ],
  ])('%j', (notice, sentence) => {
    expect(noticeMessage(notice)).toBe(sentence);
  });
});

const seed = 20261210;
test(`no text of the input hides in a sentence or makes it long, seed ${seed}`, () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, (excerpt) => {
      const sentences = [
        formatErrorMessage({ code: 'layout-line', at, excerpt, expected: 'a board' }),
        formatErrorMessage({
          code: 'bad-shape',
          at: { pointer: `/${excerpt}` },
          expected: 'a text',
          found: excerpt,
        }),
        formatErrorMessage({ code: 'no-instances-listed', notRead: { at, excerpt } }),
        noticeMessage({ code: 'board-unknown', at, board: excerpt }),
        noticeMessage({ code: 'instance-not-found', at, wanted: excerpt }),
        noticeMessage({ code: 'line-not-understood', at, excerpt }),
      ];
      for (const sentence of sentences) {
        expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(sentence.length).toBeLessThan(300);
        expect(sentence).toMatch(/^[^\p{Ll}].*\.$/u);
      }
    }),
    { seed, numRuns: 300 },
  );
});
