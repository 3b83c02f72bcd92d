/**
 * Text into HTML: between tags and inside quoted attributes. Not for script, style or the address of a link, where other
 * rules hold; a page of ours has no names there.
 */
import { encodeXml } from './xml.ts';

/** The text as it stands between tags or between the quotes of an attribute. What hides or reorders text comes out as U+FFFD. */
export function encodeHtml(text: string): string {
  // &apos; came to HTML late; a mail client may not know it.
  return encodeXml(text).replaceAll('&apos;', '&#39;');
}
