import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { encodeHtml } from './html.ts';
import { encodeXml } from './xml.ts';

/** What an XML parser reads between tags and in an attribute. */
function readXml(xml: string): { text: string; attribute: string; elements: number } {
  const read = { text: '', attribute: '', elements: 0 };
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => {
    read.text += text;
  });
  parser.on('opentag', ({ attributes }) => {
    read.elements++;
    read.attribute = attributes['a'] ?? '';
  });
  parser.write(xml).close();
  return read;
}

test.each([
  ['markup', '<a href="x">&\'</a>', '&lt;a href=&quot;x&quot;&gt;&amp;&apos;&lt;/a&gt;'],
  ['the end of CDATA', ']]>', ']]&gt;'],
  ['white space', 'a\tb\r\nc', 'a&#9;b&#13;&#10;c'],
  ['a control', 'a\u0000b\u001b[0m', 'a\ufffdb\ufffd[0m'],
  ['half a surrogate pair', '\ud800x\udc00', '\ufffdx\ufffd'],
  ['a right-to-left override', '\u202Egpj.exe', '\ufffdgpj.exe'],
  ['a non-character', 'a\uffffb', 'a\ufffdb'],
  ['other letters', 'Zoë 机架 😀', 'Zoë 机架 😀'],
])('%s', (_, text, xml) => {
  expect(encodeXml(text)).toBe(xml);
});

const seed = 20270101;
const MARKS = fc.constantFrom(...Array.from('<>&"\'-!?/[]=;#x \t\r\n'), 'CDATA', 'amp;', '\u0007', '\ufffe');
const texts = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({ unit: MARKS }),
  fc.string({ unit: 'binary' }),
);

test(`an XML parser reads what went in, seed ${seed}`, () => {
  fc.assert(
    fc.property(texts, (text) => {
      const encoded = encodeXml(text);
      const { text: between, attribute, elements } = readXml(`<r a="${encoded}">${encoded}</r>`);
      expect([between, attribute, elements]).toEqual([legalPart(text), legalPart(text), 1]);
    }),
    { seed, numRuns: 500 },
  );
});

test(`an HTML parser reads what went in, seed ${seed}`, () => {
  fc.assert(
    fc.property(texts, (text) => {
      const encoded = encodeHtml(text);
      const [child, second] = parseFragment(
        `<i title='${encoded}' lang="${encoded}">${encoded}</i>`,
      ).childNodes;
      expect(second).toBeUndefined();
      expect(child).toMatchObject({
        nodeName: 'i',
        attrs: [
          { name: 'title', value: legalPart(text) },
          { name: 'lang', value: legalPart(text) },
        ],
        childNodes: legalPart(text) === '' ? [] : [{ nodeName: '#text', value: legalPart(text) }],
      });
    }),
    { seed, numRuns: 500 },
  );
});

/** Characters that neither language can hold or that nobody could see, one by one, without the code under test. */
function legalPart(text: string): string {
  const INVISIBLE = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/;
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const isControl = (code < 0x20 && !'\t\n\r'.includes(char)) || (code >= 0x7f && code <= 0x9f);
    return isControl || (code >= 0xd800 && code <= 0xdfff) || INVISIBLE.test(char) ? '\ufffd' : char;
  }).join('');
}
