import { expect, test } from 'vitest';
import { firstLines } from './firstLines.ts';

test.each([
  ['', 0],
  ['one', 1],
  ['one\n', 1],
  ['one\n\ntwo', 3],
])('%j is shown whole', (text, lines) => {
  expect(firstLines(text)).toEqual({ shown: text, lines, shownLines: lines, isWhole: true });
});

test('of many lines the first 2,000 are shown, whole', () => {
  const lines = Array.from({ length: 2001 }, (_, n) => `line ${n}\n`);
  const first = firstLines(lines.join(''));
  expect(first).toMatchObject({ lines: 2001, shownLines: 2000, isWhole: false });
  expect(first.shown).toBe(lines.slice(0, 2000).join(''));
});

test('of long lines as many are shown as are short enough together', () => {
  const line = `${'x'.repeat(89_999)}\n`;
  expect(firstLines(line.repeat(4))).toEqual({
    shown: line.repeat(2),
    lines: 4,
    shownLines: 2,
    isWhole: false,
  });
});

test('of one line that is too long its beginning is shown, and no line is said to be', () => {
  const first = firstLines('x'.repeat(200_001));
  expect(first).toEqual({ shown: 'x'.repeat(200_000), lines: 1, shownLines: 0, isWhole: false });
});
