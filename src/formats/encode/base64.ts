/** Text as base64 of its UTF-8, for files inside of files. */
import { strToU8 } from 'fflate';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Padded, on one line (RFC 4648, section 4). Half of a surrogate pair, which no UTF-8 can hold, comes out as U+FFFD. */
export function encodeBase64(text: string): string {
  const bytes = strToU8(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    for (let shift = 18; shift >= 0; shift -= 6) out += DIGITS.charAt((group >> shift) & 63);
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return missing === 0 ? out : `${out.slice(0, -missing)}${'='.repeat(missing)}`;
}
