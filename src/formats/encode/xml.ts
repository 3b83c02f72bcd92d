/**
 * Text into XML and SVG: between tags and inside quoted attributes. No name goes into a comment, where "--" would end it,
 * nor into style or href, where other rules hold.
 */
import { withoutInvisible } from '../../model/name.ts';

const MARKS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser makes spaces of these inside an attribute, and LF of CR anywhere, unless they are written as numbers.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Controls, half surrogate pairs and U+FFFE/F, which no XML can hold even as numbers, and what would hide or reorder text. */
function withoutIllegal(text: string): string {
  return text.replace(/[^\t\n\r]+/g, (part) =>
    withoutInvisible(part, '\ufffd').replace(/[\ufffe\uffff]/g, '\ufffd'),
  );
}

/** What most texts are: printable ASCII that means nothing. A picture of a fleet has tens of thousands of them. */
const HARMLESS = /^[ !#-%(-;=?-~]*$/;

/** The text as it stands between tags or between the quotes of an attribute. What no XML can hold comes out as U+FFFD. */
export function encodeXml(text: string): string {
  if (HARMLESS.test(text)) return text;
  return withoutIllegal(text).replace(/[&<>"'\t\n\r]/g, (char) => MARKS[char] ?? char);
}
