import { expect, test } from 'vitest';
import { hostNamesMessage, parseHostNames } from './hostNames.ts';

test.each([
  ['esx-01', ['esx-01']],
  ['esx-[01-03]', ['esx-01', 'esx-02', 'esx-03']],
  ['esx-[8-11]', ['esx-8', 'esx-9', 'esx-10', 'esx-11']],
  ['r[1-2]-[09-10].lab', ['r1-09.lab', 'r1-10.lab', 'r2-09.lab', 'r2-10.lab']],
  [' a \r\n\n b,c ;\td\n', ['a', 'b', 'c', 'd']],
  ['esx-[1,03-04], b', ['esx-1', 'esx-03', 'esx-04', 'b']],
  ['esx-[ 1 – 2 ]', ['esx-1', 'esx-2']],
])('%j', (text, names) => {
  expect(parseHostNames(text)).toEqual({ ok: true, value: names });
});

test.each([
  ['', { code: 'no-names' }],
  [' \n , ', { code: 'no-names' }],
  ['a\nesx-[40-01]', { code: 'bad-range', line: 2, range: '[40-01]' }],
  ['esx-[]', { code: 'bad-range', line: 1, range: '[]' }],
  ['esx-[1,x]', { code: 'bad-range', line: 1, range: '[1,x]' }],
  ['esx-[1-999999]', { code: 'too-many-names', max: 1000 }],
  ['[1-900]\n[1000-1100]', { code: 'too-many-names', max: 1000 }],
  ['[1-999][1-999][1-999]', { code: 'too-many-names', max: 1000 }],
  ['esx-[1-3]\nesx-2', { code: 'name-twice', line: 2, name: 'esx-2' }],
])('%j is refused', (text, error) => {
  const reading = parseHostNames(text);
  expect(reading).toEqual({ ok: false, error });
  expect(reading.ok ? '' : hostNamesMessage(reading.error)).toMatch(/^[A-Z].*\.$/);
});
