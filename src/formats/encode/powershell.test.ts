import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { powershellComment, powershellString } from './powershell.ts';
import { withoutInvisible } from '../../model/name.ts';
import { powershellTokens, powershellValue } from './powershell.testing.ts';

test.each([
  ['plain', "'plain'"],
  ["it's", "'it''s'"],
  ['‘;Remove-VM *;’', "('' + [char]0x2018 + ';Remove-VM *;' + [char]0x2019)"],
  ['ё', "('' + [char]0x451)"],
  ['😀', "('' + [char]0xd83d + [char]0xde00)"],
  ['$(reboot) `$x "y"', `'$(reboot) \`$x "y"'`],
  ['x\ny', "('' + 'x' + [char]0xfffd + 'y')"],
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
  ['Zoë', '# Zo\\u00eb'],
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
test(`a tokenizer reads strings back, and nothing of comments, seed ${seed}`, () => {
  fc.assert(
    fc.property(texts, (text) => {
      const string = powershellString(text);
      const comment = powershellComment(text);
      expect(string + comment).toMatch(/^[\u0020-\u007e]*$/);
      expect(powershellTokens(`${comment}\n$x`)).toEqual([
        { kind: 'comment', text: comment },
        { kind: 'word', text: '$x' },
      ]);
      expect(powershellValue(string)).toBe(
        withoutInvisible(text.replace(/\p{Surrogate}/gu, '\ufffd'), '\ufffd'),
      );
    }),
    { seed, numRuns: 500 },
  );
});
