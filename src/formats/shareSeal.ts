/**
 * The envelope of a share link, `p=1.<length>.<checksum>.<payload>`: a link that was cut says that it was cut, and one
 * that was changed does not come in as another plan. Length (of the payload, in characters) and checksum (CRC-32 of the
 * payload's characters) are written in base 36, the payload in base64url.
 */
import { err, ok, type Result } from '../model/result.ts';
import type { FormatError } from './reading.ts';

const SHARE_VERSION = 1;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGIT_VALUE = new Map(Array.from(DIGITS, (char, value) => [char, value]));

export function seal(payload: Uint8Array): string {
  const text = makeBase64Url(payload);
  return `p=${SHARE_VERSION}.${text.length.toString(36)}.${crc32(text).toString(36)}.${text}`;
}

/** Errors: `link-not-ours`, `too-new`, `link-cut`, `link-damaged`. */
export function unseal(fragment: string): Result<Uint8Array, FormatError> {
  const [, version, length, checksum, text] =
    /^p=([0-9]+)(?:\.(?:([0-9a-z]*)(?:\.(?:([0-9a-z]*)(?:\.([\w-]*))?)?)?)?)?/.exec(fragment) ?? [];
  if (version === undefined) return err({ code: 'link-not-ours' });
  if (Number(version) > SHARE_VERSION) {
    return err({ code: 'too-new', version: Number(version), newest: SHARE_VERSION });
  }
  if (Number(version) < SHARE_VERSION) return err({ code: 'link-damaged' });
  // Cut within the length itself, there is no telling how much is missing.
  const expected = checksum === undefined ? 0 : parseInt(length ?? '', 36);
  if (text === undefined) return err({ code: 'link-cut', expected, found: 0 });
  // A "_" or "-" that a chat or a writer put behind the link looks like more of it; the checksum knows better.
  const payload = text.slice(0, expected);
  const isWhole = payload.length === expected && crc32(payload).toString(36) === checksum;
  if (isWhole) return ok(parseBase64Url(payload));
  return err(
    text.length === expected ? { code: 'link-damaged' } : { code: 'link-cut', expected, found: text.length },
  );
}

function makeBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    for (let shift = 18; shift >= 0; shift -= 6) text += DIGITS.charAt((group >> shift) & 63);
  }
  return text.slice(0, Math.ceil((bytes.length * 4) / 3));
}

/** Of characters that are all digits of base64url. Bits beyond the last whole byte are dropped. */
function parseBase64Url(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const char of text) {
    buffer = ((buffer << 6) | (DIGIT_VALUE.get(char) ?? 0)) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = buffer >> bits;
    }
  }
  return bytes;
}

/** CRC-32 as gzip has it (reflected, polynomial 0xEDB88320), of ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
