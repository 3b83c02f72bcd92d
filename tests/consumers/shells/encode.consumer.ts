/** Real shells read what the encoder writes: arguments arrive as they were, comments stay comments. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellArgument, shellComment } from '../../../src/formats/encode/shell.ts';
import { shellCommand, SHELLS } from '../../standIn.ts';

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
