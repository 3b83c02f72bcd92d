import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../model/plan.ts';
import { jsonArbitrary } from './planArbitrary.testing.ts';
import { Allowance, foldColumn, unfoldColumn } from './shareColumns.ts';
import { foldNames, unfoldNames } from './shareNames.ts';

const plenty = (): Allowance => new Allowance(100_000, 1_000_000);

describe('a column', () => {
  test.each<[what: string, values: Json[], folded: Json]>([
    ['of nothing but the usual', [null, null], 0],
    ['of one value', ['a', 'a', 'a', 'a'], ['a', '12']],
    ['of values that all differ', ['a', 'b', 'c'], ['a', 'b', 'c', '1']],
    ['of few values', ['a', null, 'b', 'a', null, null], ['a', 'b', '10120']],
    ['of a value that is text and one that is not', [1, '1', true], [1, '1', true, '1']],
  ])('%s', (_, values, folded) => {
    expect(foldColumn(values, null)).toEqual(folded);
    expect(unfoldColumn(folded, values.length, null, plenty())).toEqual(values);
  });

  const seed = 20261211;
  test(`comes back, seed ${seed}`, () => {
    const few = fc.array(fc.oneof(fc.constantFrom<Json>(null, 0, '', 'a'), jsonArbitrary), { maxLength: 40 });
    // More distinct values than there are symbols, so that each takes two.
    const many = fc.array(fc.nat({ max: 300 }), { minLength: 150, maxLength: 300 });
    fc.assert(
      fc.property(fc.oneof(few, many), fc.constantFrom<Json>(null, 0, ''), (values: Json[], usual) => {
        const folded = JSON.parse(JSON.stringify(foldColumn(values, usual))) as Json;
        expect(unfoldColumn(folded, values.length, usual, plenty())).toEqual(values);
      }),
      { seed, numRuns: 300 },
    );
  });

  test.each<[what: string, column: Json]>([
    ['more rows than the table has', ['a', '1220']],
    ['a next value that is not there', ['a', '11']],
    ['the number of a value that is not there', ['a', '13']],
    ['a symbol that is none', ['a', '1 ']],
    ['no symbols', ['a', 7]],
    ['nothing', []],
    ['no list', 'a'],
  ])('with %s is refused', (_, column) => {
    expect(unfoldColumn(column, 3, null, plenty())).toBeNull();
  });

  test('that unfolds to more than is allowed is refused', () => {
    const column = ['x'.repeat(98), '12'];
    expect(unfoldColumn(column, 10, null, new Allowance(0, 1000))).toHaveLength(10);
    expect(unfoldColumn(column, 11, null, new Allowance(0, 1000))).toBeNull();
  });
});

describe('a column of names', () => {
  test.each<[what: string, names: string[], folded: Json]>([
    ['numbered without gaps', ['vm-1', 'vm-2', 'vm-3'], ['vm-0', '12', '1']],
    ['over a ten', ['vm-8', 'vm-9', 'vm-10', 'vm-11'], ['vm-0', 'vm-00', '1213', '8']],
    ['with leading zeros', ['esx-01.a', 'esx-02.a'], ['esx-00.a', '12', '01']],
    ['numbered at will', ['a-42', 'b-7', 'a-17'], ['a-00', 'b-0', '112', '42717']],
    ['with a gap', ['a1', 'a2', 'a9', 'b'], ['a0', 'b', '1221', '1~9']],
    ['without numbers', ['a', 'b'], ['a', 'b', '1', '']],
    ['with a number too long to count', ['a1234567890'], ['a1234567890', '1', '']],
    ['none', [], 0],
  ])('%s', (_, names, folded) => {
    expect(foldNames(names)).toEqual(folded);
    expect(unfoldNames(folded, names.length, plenty())).toEqual(names);
  });

  const seed = 20261212;
  test(`comes back, seed ${seed}`, () => {
    const piece = fc.constantFrom('0', '1', '9', '99', '000000000', '12345', 'a', '-', '~', '\n');
    const name = fc.oneof(fc.string({ unit: piece, maxLength: 6 }), fc.string());
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), (names) => {
        expect(unfoldNames(foldNames(names), names.length, plenty())).toEqual(names);
      }),
      { seed, numRuns: 1000 },
    );
  });
});
