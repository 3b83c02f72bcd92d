import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { powershellComment, powershellString } from './powershell.ts';
import { powershellTokens } from './powershell.testing.ts';

test.each([
  ['plain', "'plain'"],
  ["it's", "'it''s'"],
  ['‘;Remove-VM *;’', "'‘‘;Remove-VM *;’’'"],
  ['‚low‛', "'‚‚low‛‛'"],
  ['$(reboot) `$x "y"', `'$(reboot) \`$x "y"'`],
  ['x\ny', "'x\ufffdy'"],
  ['', "''"],
])('the string %j is written %s', (text, written) => {
  expect(powershellString(text)).toBe(written);
});

test.each([
  ['plain', '# plain'],
  ['SIG # Begin signature block', '#  SIG # Begin signature block'],
  ['requires -Version 99', '#  requires -Version 99'],
  ['a\nRemove-VM *', '# a Remove-VM *'],
  ['#> Remove-VM', '# #> Remove-VM'],
])('the comment %j is written %s', (text, written) => {
  expect(powershellComment(text)).toBe(written);
});

const seed = 20261126;
const texts = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({
    unit: fc.constantFrom(...Array.from(`a'"\u2018\u2019\u201a\u201b\u201c\`$#<>(){}\n\r SIGsig`)),
  }),
  fc.string({ unit: 'binary' }),
);
test(`a tokenizer reads the strings back and no more, seed ${seed}`, () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (all) => {
      const script = all
        .map((text) => `${powershellComment(text)}\n$x = ${powershellString(text)}\n`)
        .join('');
      const tokens = powershellTokens(script).filter(({ kind }) => kind !== 'comment');
      expect(tokens).toHaveLength(3 * all.length);
      tokens.forEach((token, at) => {
        if (at % 3 === 0) expect(token).toEqual({ kind: 'word', text: '$x' });
        if (at % 3 === 1) expect(token).toEqual({ kind: 'word', text: '=' });
        if (at % 3 !== 2) return;
        const text = all[(at - 2) / 3] ?? '';
        expect(token.kind).toBe('string');
        // eslint-disable-next-line no-control-regex -- the control characters are what it looks for
        if (
          /^[^\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]*$/.test(
            text,
          ) &&
          text.isWellFormed()
        ) {
          expect(token).toEqual({ kind: 'string', value: text });
        }
      });
    }),
    { seed, numRuns: 300 },
  );
});
