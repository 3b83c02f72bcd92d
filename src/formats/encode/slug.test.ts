import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { makeFileName, makeSlug } from './slug.ts';

const SLUG = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

describe('a slug', () => {
  test.each([
    ['Rack B, inference', 'rack-b-inference'],
    ['esx-01.example.org', 'esx-01.example.org'],
    ['Zoë’s Müll', 'zoe-s-mull'],
    ['..//..', 'unnamed'],
    ['a..b.-c-.', 'a.b.c'],
    ['机架', 'unnamed'],
    ['-rf', 'rf'],
    ['$(reboot)', 'reboot'],
    ['', 'unnamed'],
    ['x'.repeat(70), 'x'.repeat(63)],
    [`${'x'.repeat(62)}.yy`, 'x'.repeat(62)],
  ])('of %j is %j', (name, slug) => {
    expect(makeSlug(name)).toBe(slug);
  });

  test('that is taken gets a number, within the same length', () => {
    expect(makeSlug('A', new Set(['a', 'a-2']))).toBe('a-3');
    const long = 'x'.repeat(63);
    expect(makeSlug(long, new Set([long]))).toBe(`${'x'.repeat(61)}-2`);
    expect(makeSlug(`${'x'.repeat(60)}.yy`, new Set([`${'x'.repeat(60)}.yy`]))).toBe(`${'x'.repeat(60)}-2`);
  });

  const seed = 20261128;
  test(`is always one, and always free, seed ${seed}`, () => {
    const names = fc.oneof(
      fc.constantFrom(...HOSTILE_NAMES),
      fc.string({ unit: fc.constantFrom('a', 'Z', '9', '.', '-', ' ', 'é', '/', '١'), maxLength: 90 }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(names, { maxLength: 12 }), (all) => {
        const taken = new Set<string>();
        for (const name of all) {
          const slug = makeSlug(name, taken);
          expect(slug).toMatch(SLUG);
          expect(slug.length).toBeLessThanOrEqual(63);
          expect(taken.has(slug)).toBe(false);
          taken.add(slug);
        }
      }),
      { seed, numRuns: 300 },
    );
  });
});

describe('a file name', () => {
  test.each([
    ['Rack B', 'json', 'rack-b.json'],
    ['CON', 'sh', 'con-file.sh'],
    ['com1.plan', 'txt', 'com1-file.plan.txt'],
    ['console', 'txt', 'console.txt'],
    ['../../etc/passwd', 'csv', 'etc-passwd.csv'],
    ['.hidden', 'tar.gz', 'hidden.tar.gz'],
  ])('of %j and %j is %j', (name, extension, file) => {
    expect(makeFileName(name, extension)).toBe(file);
  });

  const seed = 20261129;
  test(`stays within 100 bytes, seed ${seed}`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (name) => {
        const file = makeFileName(name, 'mig-plan.json');
        expect(new TextEncoder().encode(file).length).toBeLessThanOrEqual(100);
        expect(file).toMatch(/^[a-z0-9][-.a-z0-9]*[a-z0-9]\.mig-plan\.json$|^[a-z0-9]\.mig-plan\.json$/);
      }),
      { seed, numRuns: 200 },
    );
  });
});
