import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonArbitrary } from '../planArbitrary.testing.ts';
import { encodeJson, encodeJsonString } from './json.ts';

test('is indented by two spaces and ends its last line', () => {
  expect(encodeJson({ a: [1], b: {} })).toBe('{\n  "a": [\n    1\n  ],\n  "b": {}\n}\n');
});

test.each([
  ['a C1 control', '\u009b31m', '"\\u009b31m"'],
  ['a right-to-left override', '\u202egpj.exe', '"\\u202egpj.exe"'],
  ['a line separator', 'a\u2028b', '"a\\u2028b"'],
  ['half a surrogate pair', '\ud800', '"\\ud800"'],
  ['an escape', '\u001b[0m', '"\\u001b[0m"'],
  ['other letters', 'Zoë 机架 😀', '"Zoë 机架 😀"'],
])('%s', (_, text, json) => {
  expect(encodeJsonString(text)).toBe(json);
  expect(JSON.parse(json)).toBe(text);
});

const seed = 20261130;
test(`means what it was made of, seed ${seed}`, () => {
  fc.assert(
    fc.property(jsonArbitrary, fc.string({ unit: 'binary' }), (value, text) => {
      expect(JSON.parse(encodeJson([value, text]))).toEqual([value, text]);
      // oxlint-disable-next-line no-control-regex -- the control characters are what it looks for
      expect(encodeJsonString(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/);
    }),
    { seed, numRuns: 300 },
  );
});
