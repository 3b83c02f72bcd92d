/**
 * The plan in a PNG: an iTXt chunk behind the header, where programs that show or resize the picture keep it or drop it, and
 * none shows it. What such a chunk looks like: Portable Network Graphics (Third Edition), 5 and 11.3.3.
 */
import { CARRIER, isSharedPlan } from './carrier.ts';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, kind and checksum of a chunk. */
const AROUND = 12;
const HEADER_END = SIGNATURE.length + AROUND + 13;

/** True for bytes that begin as every PNG does. */
export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, at) => bytes[at] === byte);
}

/** The picture with the plan in it: `sharedPlan` is the fragment of a link, "p=1....". Null where the bytes are no PNG. */
export function withPlanInPng(png: Uint8Array, sharedPlan: string): Uint8Array<ArrayBuffer> | null {
  if (!isPng(png) || png.length < HEADER_END || !isSharedPlan(sharedPlan)) return null;
  // Keyword, not compressed, no language, no translated keyword.
  const chunk = makeChunk('iTXt', ascii(`${CARRIER}\0\0\0\0\0${sharedPlan}`));
  const result = new Uint8Array(png.length + chunk.length);
  result.set(png.subarray(0, HEADER_END));
  result.set(chunk, HEADER_END);
  result.set(png.subarray(HEADER_END), HEADER_END + chunk.length);
  return result;
}

/** The fragment that a PNG carries; null where it carries none, or a damaged one. */
export function planInPng(png: Uint8Array): string | null {
  if (!isPng(png)) return null;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = SIGNATURE.length; at + AROUND <= png.length;) {
    const length = view.getUint32(at);
    const end = at + AROUND + length;
    if (end > png.length) return null;
    const kind = fromAscii(png.subarray(at + 4, at + 8));
    if (kind === 'iTXt' && view.getUint32(end - 4) === crc32(png.subarray(at + 4, end - 4))) {
      const found = planInChunk(png.subarray(at + 8, end - 4));
      if (found !== null) return found;
    }
    at = end;
  }
  return null;
}

/** Keyword, two bytes on compression, language and translated keyword, each ended by a zero; then the text. */
function planInChunk(data: Uint8Array): string | null {
  const keywordEnd = data.indexOf(0);
  if (keywordEnd !== CARRIER.length || fromAscii(data.subarray(0, keywordEnd)) !== CARRIER) return null;
  if (data[keywordEnd + 1] !== 0) return null;
  const languageEnd = data.indexOf(0, keywordEnd + 3);
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (translatedEnd < 0) return null;
  const text = fromAscii(data.subarray(translatedEnd + 1));
  return isSharedPlan(text) ? text : null;
}

function makeChunk(kind: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(AROUND + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(ascii(kind), 4);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function fromAscii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** ISO 3309, bit by bit: the texts are short. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
