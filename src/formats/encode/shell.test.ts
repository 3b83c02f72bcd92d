import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellCommand, SHELLS } from '../../../tests/standIn.ts';
import { shellArgument, shellComment } from './shell.ts';

test.each([
  ['plain', "'plain'"],
  ['', "''"],
  ["it's", "'it'\\''s'"],
  ["'", "''\\'''"],
  ['$(reboot)', "'$(reboot)'"],
  ['a\\', "'a\\'"],
  ['-rf', "'-rf'"],
  ['a\0b', "'a\ufffdb'"],
  ['\ud800x', "'\ufffdx'"],
])('the argument %j is written %s', (text, word) => {
  expect(shellArgument(text)).toBe(word);
});

test.each([
  ['plain', '# plain'],
  ['', '#'],
  [' \\ ', '#'],
  ['  indented', '#   indented'],
  ['two\nlines\r\nthree', '# two lines  three'],
  ['unseen\u2028line\u0085break\u202Ereversed', '# unseen line break reversed'],
  ['ends in \\', '# ends in'],
  ['ends in \\ \\\\ ', '# ends in'],
  ['C:\\path', '# C:\\path'],
  ['\udc00', '# \ufffd'],
])('the comment %j is written %s', (text, line) => {
  expect(shellComment(text)).toBe(line);
});

const seed = 20261122;
const SPECIAL = Array.from(`'"$\`\\;&|<>()*?[]{}~!#=%- \t\n\r`);
const texts = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', ...SPECIAL) })),
  { minLength: 1, maxLength: 40 },
);

describe.each(SHELLS)('in %s', (shell) => {
  const output = (script: string): string => {
    const [path, ...args] = shellCommand(shell);
    return spawnSync(path, args, { input: script, encoding: 'utf8' }).stdout;
  };

  test(`an argument arrives as it was, seed ${seed}`, () => {
    fc.assert(
      fc.property(texts, (words) => {
        // U+0001 ends each word below.
        const clean = words.map((word) => word.replaceAll('\u0001', '').replace(/\0|\p{Surrogate}/gu, ''));
        const script = `printf '%s\\001' ${clean.map(shellArgument).join(' ')}\n`;
        expect(output(script)).toBe(clean.map((word) => `${word}\u0001`).join(''));
      }),
      { seed, numRuns: 25 },
    );
  });

  test(`a comment runs nothing and swallows nothing, seed ${seed}`, () => {
    fc.assert(
      fc.property(texts, (comments) => {
        const script = comments.map((text) => `${shellComment(text)}\necho x\n`).join('');
        expect(output(script)).toBe('x\n'.repeat(comments.length));
      }),
      { seed, numRuns: 25 },
    );
  });
});
