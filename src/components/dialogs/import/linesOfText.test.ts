import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LinesOfText } from './linesOfText.ts';

const lineArbitrary = fc.constantFrom('', '{', '  "a": 1,', 'é');
const endArbitrary = fc.constantFrom('\n', '\r\n', '\r');

test('lines are those that splitting the text gives, wherever one looks, seed 20261128', () => {
  fc.assert(
    fc.property(
      fc.array(lineArbitrary, { maxLength: 1200, size: 'max' }),
      fc.oneof(fc.constant('\n'), endArbitrary),
      fc.nat(1300),
      fc.integer({ min: 1, max: 600 }),
      (parts, end, first, many) => {
        const text = parts.join(end);
        const all = text.split(/\r\n|\r|\n/);
        const lines = new LinesOfText(text);
        expect(lines.count).toBe(all.length);
        expect(lines.isClosed).toBe(all.length > 1 && all.at(-1) === '');
        expect(lines.from(first, many)).toEqual(all.slice(first, first + many));
      },
    ),
    { seed: 20261128, numRuns: 300 },
  );
});

test('ends of lines may be mixed', () => {
  expect(new LinesOfText('a\r\nb\rc\nd').from(0, 9)).toEqual(['a', 'b', 'c', 'd']);
});
