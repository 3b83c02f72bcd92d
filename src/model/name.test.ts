import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkName,
  cleanName,
  cleanNotes,
  freeName,
  FreeNames,
  MAX_NAME_LENGTH,
  MAX_NOTES_LENGTH,
  withoutInvisible,
} from './name.ts';

test.each([
  "a'b",
  '$(reboot)',
  '`id`',
  '-rf',
  '=HYPERLINK("http://x")',
  '__proto__',
  'CON',
  'ümläut',
  '机器-1',
  '🚀',
])('takes %j as it is: the encoders deal with it', (name) => {
  expect(checkName(name)).toEqual({ ok: true, value: name });
});

test.each([
  ['line feed', 'x\ny', 'name-has-control'],
  ['escape', '\u001b[31mred', 'name-has-control'],
  ['right-to-left override', '\u202Egpj.exe', 'name-has-control'],
  ['zero-width space', 'a\u200bb', 'name-has-control'],
  ['line separator', 'a\u2028b', 'name-has-control'],
  ['lone surrogate', 'a\ud800b', 'name-has-control'],
  ['nothing', '', 'name-empty'],
  ['only space', '  \u00a0 ', 'name-empty'],
  ['300 characters', 'A'.repeat(300), 'name-too-long'],
])('refuses a name with %s', (_what, name, code) => {
  const result = checkName(name);
  expect(result.ok ? 'accepted' : result.error.code).toBe(code);
});

test('composes to NFC, so that one name is one name', () => {
  expect(checkName('u\u0308')).toEqual({ ok: true, value: 'ü' });
});

const seed = 20261122;
test(`a cleaned name is always acceptable and stays as it is, seed ${seed}`, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const name = cleanName(text, 'fallback');
      expect(checkName(name)).toEqual({ ok: true, value: name });
      const checked = checkName(text);
      if (checked.ok) expect(name).toBe(checked.value);
    }),
    { seed, numRuns: 500 },
  );
});

test('an accent that an invisible character kept from its letter is composed', () => {
  expect(cleanName('e\u200b\u0301', 'fallback')).toBe('é');
  expect(cleanNotes('e\u200b\u0301')).toBe('é');
});

test('notes keep their lines and lose what cannot be seen', () => {
  expect(cleanNotes('one\r\ntwo\u202e\rthree')).toBe('one\ntwo\nthree');
});

test('names handed out are those that asking one by one gives', () => {
  const wanted = ['a', 'a-2', 'a', 'b', 'a', 'a', 'b', 'c', 'a-2', 'a'.repeat(80), 'a'.repeat(80)];
  const taken = new Set(['a-3', 'c']);
  const free = new FreeNames(taken);
  for (const name of wanted) {
    const expected = freeName(name, taken);
    taken.add(expected);
    expect(free.take(name)).toBe(expected);
  }
});

test('a free name is the first number that is not taken, and never too long', () => {
  expect(freeName('esx-01', new Set())).toBe('esx-01');
  expect(freeName('esx-01', new Set(['esx-01', 'esx-01-2']))).toBe('esx-01-3');
  const long = 'A'.repeat(MAX_NAME_LENGTH);
  expect(freeName(long, new Set([long])).length).toBe(MAX_NAME_LENGTH);
});

test('a name of the greatest length is one, and one more is too long', () => {
  const longest = 'n'.repeat(MAX_NAME_LENGTH);
  expect(checkName(` ${longest} `)).toEqual({ ok: true, value: longest });
  expect(checkName(`${longest}n`)).toEqual({
    ok: false,
    error: { code: 'name-too-long', length: MAX_NAME_LENGTH + 1, max: MAX_NAME_LENGTH },
  });
});

test('a refusal says which character, and where it stands in the name', () => {
  expect(checkName(' ab\u202ec')).toEqual({
    ok: false,
    error: { code: 'name-has-control', index: 2, codePoint: 0x202e },
  });
});

test('what cannot be seen is taken out everywhere, or has something in its place', () => {
  expect(withoutInvisible('a\u0007b\u200bc')).toBe('abc');
  expect(withoutInvisible('a\u0007b\ud800c', '?')).toBe('a?b?c');
  expect(withoutInvisible('🚀')).toBe('🚀');
});

test('a name that is cut does not end in half a character or in space', () => {
  expect(cleanName(`${'a'.repeat(MAX_NAME_LENGTH - 1)}🚀`, 'fallback')).toBe('a'.repeat(MAX_NAME_LENGTH - 1));
  expect(cleanName(`${'a'.repeat(MAX_NAME_LENGTH - 1)} b`, 'fallback')).toBe('a'.repeat(MAX_NAME_LENGTH - 1));
  expect(cleanName('  name\t', 'fallback')).toBe('name');
  expect(cleanName(' \u200b ', 'fallback')).toBe('fallback');
});

test('notes are cut where they are too long, and not within a character', () => {
  expect(cleanNotes('n'.repeat(MAX_NOTES_LENGTH + 1))).toHaveLength(MAX_NOTES_LENGTH);
  expect(cleanNotes(`${'n'.repeat(MAX_NOTES_LENGTH - 1)}🚀`)).toBe('n'.repeat(MAX_NOTES_LENGTH - 1));
  expect(cleanNotes(`${'n'.repeat(MAX_NOTES_LENGTH - 2)}🚀`)).toHaveLength(MAX_NOTES_LENGTH);
});

test('a number does not split a character either', () => {
  const base = `${'a'.repeat(MAX_NAME_LENGTH - 3)}🚀`;
  expect(freeName(base, new Set([base]))).toBe(`${'a'.repeat(MAX_NAME_LENGTH - 3)}-2`);
});

test('a series is numbered from 1, passes over what is taken, and goes on where it was', () => {
  const free = new FreeNames(['vm-2', 'vm']);
  expect(free.takeSeries('vm', 3)).toEqual({ names: ['vm-1', 'vm-3', 'vm-4'], passedOver: 1 });
  // Four numbers were gone before this one began.
  expect(free.takeSeries('vm', 2)).toEqual({ names: ['vm-5', 'vm-6'], passedOver: 4 });
  expect(free.takeSeries('vm', 0)).toEqual({ names: [], passedOver: 6 });
  expect(free.take('vm-5')).toBe('vm-5-2');
});

test('the names of a long series are no longer than a name', () => {
  const { names } = new FreeNames([]).takeSeries('n'.repeat(MAX_NAME_LENGTH), 2);
  expect(names).toEqual([`${'n'.repeat(MAX_NAME_LENGTH - 7)}-1`, `${'n'.repeat(MAX_NAME_LENGTH - 7)}-2`]);
});
