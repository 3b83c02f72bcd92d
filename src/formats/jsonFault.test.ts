import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mangled } from './fuzz.testing.ts';
import { findJsonFault } from './jsonFault.ts';
import { jsonArbitrary } from './planArbitrary.testing.ts';

const seed = 20261124;
test(`agrees with JSON.parse on what is JSON, seed ${seed}`, () => {
  const texts = fc.oneof(
    mangled(jsonArbitrary.map((value) => JSON.stringify(value, null, 1))),
    fc.stringMatching(/^[[\]{}:,"\\u0-9a-f.eE+\- \ttrue]*$/),
  );
  const counts = { json: 0, not: 0 };
  fc.assert(
    fc.property(texts, (text) => {
      const isJson = canParse(text);
      counts[isJson ? 'json' : 'not']++;
      const fault = findJsonFault(text);
      expect(fault === null).toBe(isJson);
      if (fault === null) return;
      // What stands before the fault could still become JSON: the place is not too late.
      const before = findJsonFault(text.slice(0, fault.offset));
      expect(before?.offset ?? fault.offset).toBe(fault.offset);
    }),
    { seed, numRuns: 2000 },
  );
  expect(Math.min(counts.json, counts.not)).toBeGreaterThan(200);
});

function canParse(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('a million brackets and a million escapes take one pass', () => {
  expect(findJsonFault('['.repeat(1_000_000))).toEqual({ offset: 1_000_000, expected: 'a value or "]"' });
  expect(findJsonFault(`"${'\\n'.repeat(500_000)}`)).toEqual({
    offset: 1_000_001,
    expected: 'the closing quote',
  });
});
