import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkName, cleanName, cleanNotes, freeName, FreeNames, MAX_NAME_LENGTH } from './name.ts';

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
