import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, textWidth } from './textWidth.ts';

const FACE = { sizePx: 11 };

test('a text that fits is left as it is, one that does not is cut', () => {
  const name = 'chat-production-a';
  const width = textWidth(name, FACE);
  expect(fitted(name, width, FACE)).toBe(name);
  expect(fitted(name, width - 1, FACE)).toBe('chat-production…');
  expect(fitted(name, 3, FACE)).toBe('');
  expect(fitted('a b c d', textWidth('a b…', FACE), FACE)).toBe('a b…');
});

test('bold and square letters are wider, accents have no width', () => {
  expect(textWidth('abc', { ...FACE, isBold: true })).toBeGreaterThan(textWidth('abc', FACE));
  expect(textWidth('机', FACE)).toBeGreaterThan(textWidth('m', FACE));
  expect(textWidth('e\u0301', FACE)).toBe(textWidth('e', FACE));
});

const seed = 20270106;
test(`never wider than its room, and never half a letter, seed ${seed}`, () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      (text, room) => {
        const shown = fitted(text, room, FACE);
        // The blanks before the dots are taken off afterwards, so the sum may differ in its last digit.
        expect(textWidth(shown, FACE)).toBeLessThanOrEqual(room + 1e-9);
        expect(/\p{Surrogate}/u.test(shown)).toBe(false);
        if (shown !== text && shown !== '') expect(text.startsWith(shown.slice(0, -1))).toBe(true);
      },
    ),
    { seed, numRuns: 500 },
  );
});
