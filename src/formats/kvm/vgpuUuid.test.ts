import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uuidOfNames } from './vgpuUuid.ts';

/** As RFC 9562 has it, over the hash of Node. */
function expected(names: readonly string[]): string {
  const hash = createHash('sha1')
    .update(Buffer.from('7d1b2c8e53a64f0a9c3e2b6f1d4a8e57', 'hex'))
    .update(JSON.stringify(names))
    .digest('hex');
  const variant = ((parseInt(hash[16] ?? '0', 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

const seed = 20261202;
test(`is version 5, of any names, seed ${seed}`, () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 90 }), { maxLength: 5 }), (names) => {
      expect(uuidOfNames(names)).toBe(expected(names));
    }),
    { seed, numRuns: 300 },
  );
});

test('names that run together are kept apart', () => {
  expect(uuidOfNames(['a', 'bc'])).not.toBe(uuidOfNames(['ab', 'c']));
});
