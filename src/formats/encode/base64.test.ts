import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeBase64 } from './base64.ts';

const seed = 20261201;
test(`means what it was made of, seed ${seed}`, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      const encoded = encodeBase64(text);
      expect(encoded).toMatch(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);
      expect(Buffer.from(encoded, 'base64').toString('utf8')).toBe(text.replace(/\p{Surrogate}/gu, '\ufffd'));
    }),
    { seed, numRuns: 200 },
  );
});
