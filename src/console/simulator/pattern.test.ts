import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from './pattern.ts';

describe('patterns of grep', () => {
  const matches = (pattern: string, line: string, syntax: 'basic' | 'extended' | 'fixed' = 'extended') => {
    const made = compilePattern(pattern, { syntax, ignoreCase: false, isWord: false });
    return made.ok ? made.value.matches(line) : made.error;
  };

  test('that take other tools forever are matched in one pass', () => {
    expect(matches('(a+)+$', `${'a'.repeat(20_000)}b`)).toBe(false);
    expect(matches('(a|a)*b', 'a'.repeat(20_000))).toBe(false);
    expect(matches('(((a*)*)*)*c', 'a'.repeat(5000))).toBe(false);
  });

  test('agree with those of JavaScript, seed 20260110', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      'a*',
      '(a|b)',
      '(ab)+',
      '[ab]',
      '[^a]',
      'b?',
      '^',
      '$',
      '\\.',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join('')),
        fc.array(fc.constantFrom('a', 'b', 'c', '.'), { maxLength: 6 }).map((line) => line.join('')),
        (pattern, line) => {
          expect([pattern, line, matches(pattern, line)]).toEqual([
            pattern,
            line,
            new RegExp(pattern).test(line),
          ]);
        },
      ),
      { seed: 20_260_110, numRuns: 2000 },
    );
  });

  test('as words, and those that are plain text, seed 20260126', () => {
    const of = (pattern: string, line: string, isWord: boolean, syntax: 'extended' | 'fixed'): boolean => {
      const made = compilePattern(pattern, { syntax, ignoreCase: false, isWord });
      if (!made.ok) throw new Error(made.error);
      return made.value.matches(line);
    };
    const letters = fc
      .array(fc.constantFrom('a', 'b', ' ', '-', '_'), { maxLength: 7 })
      .map((all) => all.join(''));
    const pattern = fc.array(fc.constantFrom('a', 'b', '-', 'a+', '(a|ab)', '.'), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, letters, pattern, (text, line, pieces) => {
        const operators = pieces.join('');
        expect([text, line, of(text, line, false, 'fixed')]).toEqual([text, line, line.includes(text)]);
        const isWord = new RegExp(`(?<!\\w)(?:${operators})(?!\\w)`).test(line);
        expect([operators, line, of(operators, line, true, 'extended')]).toEqual([operators, line, isWord]);
        const plain = new RegExp(`(?<!\\w)${text}(?!\\w)`).test(line);
        expect([text, line, of(text, line, true, 'extended')]).toEqual([text, line, plain]);
      }),
      { seed: 20_260_126, numRuns: 3000 },
    );
  });

  test('basic, fixed, and what is no pattern', () => {
    expect(matches('a|b', 'a|b', 'basic')).toBe(true);
    expect(matches('a|b', 'a', 'basic')).toBe(false);
    expect(matches('a\\|b', 'b', 'basic')).toBe(true);
    expect(matches('*.', 'x*.', 'fixed')).toBe(true);
    expect(matches('(a', 'a')).toBe('bracket-not-closed');
    expect(matches('[a', 'a')).toBe('bracket-not-closed');
    expect(matches('+', 'a')).toBe('nothing-to-repeat');
    expect(matches('x'.repeat(201), 'x')).toBe('pattern-too-long');
  });
});
