/** UUIDs of mediated devices, made of names: the same plan gives the same ones, so recipe and domain XML agree. */
import { strToU8 } from 'fflate';

/** Our own, made once by chance. */
const NAMESPACE = '7d1b2c8e-53a6-4f0a-9c3e-2b6f1d4a8e57';

/** A UUID of version 5 (RFC 9562): SHA-1 over a namespace of ours and these names. */
export function uuidOfNames(names: readonly string[]): string {
  const space = NAMESPACE.replaceAll('-', '').match(/../g) ?? [];
  // JSON keeps apart what a separator inside a name would join.
  const bytes = [...space.map((pair) => parseInt(pair, 16)), ...strToU8(JSON.stringify(names))];
  const hash = sha1(bytes).slice(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** SHA-1 (FIPS 180-4) as 20 bytes. It makes names here, and keeps no secret. */
function sha1(message: readonly number[]): number[] {
  const padded = [...message, 0x80];
  while (padded.length % 64 !== 56) padded.push(0);
  const bits = message.length * 8;
  for (let shift = 56; shift >= 0; shift -= 8) padded.push(Math.floor(bits / 2 ** shift) & 0xff);
  let [a0, b0, c0, d0, e0] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const word = new Int32Array(80);
  for (let at = 0; at < padded.length; at += 64) {
    for (let i = 0; i < 16; i++) {
      const [b3 = 0, b2 = 0, b1 = 0, b = 0] = padded.slice(at + 4 * i, at + 4 * i + 4);
      word[i] = (b3 << 24) | (b2 << 16) | (b1 << 8) | b;
    }
    for (let i = 16; i < 80; i++) {
      word[i] = rotated(
        (word[i - 3] ?? 0) ^ (word[i - 8] ?? 0) ^ (word[i - 14] ?? 0) ^ (word[i - 16] ?? 0),
        1,
      );
    }
    let [a, b, c, d, e] = [a0, b0, c0, d0, e0];
    for (let i = 0; i < 80; i++) {
      const [f, k] =
        i < 20
          ? [(b & c) | (~b & d), 0x5a827999]
          : i < 40
            ? [b ^ c ^ d, 0x6ed9eba1]
            : i < 60
              ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
              : [b ^ c ^ d, 0xca62c1d6];
      const next = (rotated(a, 5) + f + e + k + (word[i] ?? 0)) | 0;
      [e, d, c, b, a] = [d, c, rotated(b, 30), a, next];
    }
    [a0, b0, c0, d0, e0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0, (e0 + e) | 0];
  }
  return [a0, b0, c0, d0, e0].flatMap((one) => [24, 16, 8, 0].map((shift) => (one >>> shift) & 0xff));
}

function rotated(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
