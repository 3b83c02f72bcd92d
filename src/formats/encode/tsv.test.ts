import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { decodeTsvField, encodeTsvField } from './tsv.ts';

test.each([
  ['a plain name', 'esx-01', 'esx-01'],
  ['a TAB', 'a\tb', 'a b'],
  ['line breaks', 'a\r\nb\u2028c', 'a b c'],
  ['a formula', '=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ['a leading quote mark', '"a" b', '"""a"" b"'],
  ['a quote mark inside', '24" rack', '24" rack'],
  ['nothing', '', ''],
])('%s', (_, text, cell) => {
  expect(encodeTsvField(text)).toBe(cell);
});

const seed = 20270102;
test(`a reader of tables finds every cell, seed ${seed}`, () => {
  const pieces = fc.constantFrom(...Array.from('"\'=+-@\t\r\n, ab1'));
  const texts = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: pieces }), fc.string());
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (cells) => {
      const line = cells.map(encodeTsvField).join('\t');
      const { data } = Papa.parse<string[]>(line, { delimiter: '\t' });
      const flat = cells.map((cell) => cell.replace(/[\t\r\n]+/g, ' '));
      expect(line.split('\t').map(decodeTsvField)).toEqual(flat);
      expect(data).toHaveLength(line === '' ? 0 : 1);
      for (const cell of data[0] ?? []) expect(cell).not.toMatch(/^[\s;,]*[=+\-@＝＋－＠]/);
    }),
    { seed, numRuns: 500 },
  );
});
