import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { decodeCsvField, encodeCsvField } from './csv.ts';

test.each([
  ['a plain name', 'esx-01', 'esx-01'],
  ['a formula', '=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ['a plus', '+1', "'+1"],
  ['a leading dash', '-rf', "'-rf"],
  ['an at sign', '@SUM(A1)', "'@SUM(A1)"],
  ['a full-width equals sign', '＝1', "'＝1"],
  ['a formula after blanks', ' \u00a0=1', "' \u00a0=1"],
  ['a formula after a separator', ';=1', "';=1"],
  ['a leading TAB', '\tx', "'\tx"],
  ['an apostrophe of its own', "'quoted", "''quoted"],
  ['an equals sign inside', 'a=b', 'a=b'],
  ['nothing', '', ''],
])('%s', (_, text, cell) => {
  expect(encodeCsvField(text)).toBe(cell);
  expect(decodeCsvField(cell)).toBe(text);
});

const seed = 20261127;
test(`no cell looks live, and every text comes back, seed ${seed}`, () => {
  const pieces = fc.constantFrom(...Array.from('\'=+-@＝＋－＠ \t\r\n;,"ab1'), '\u00a0', '\u3000');
  const texts = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: pieces }), fc.string());
  fc.assert(
    fc.property(texts, (text) => {
      const cell = encodeCsvField(text);
      expect(decodeCsvField(cell)).toBe(text);
      const [first = ''] = cell.replace(/[ ;,\u00a0\u3000]/g, '');
      expect('=+-@＝＋－＠\t\r\n'.includes(first) && first !== '').toBe(false);
    }),
    { seed, numRuns: 500 },
  );
});
