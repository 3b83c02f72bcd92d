/** The pictures of the README: each there, small, in both themes, and with words for who does not see it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pixelsOf, smallPng } from '../scripts/smallPng.mjs';

const README = readFileSync('README.md', 'utf8');
const SHOWN = Array.from(README.matchAll(/docs\/pictures\/([a-z-]+)-(light|dark)\.png/g), ([path]) => path);
const [MOST_BYTES, MOST_IN_ALL] = [150_000, 600_000];

test('every picture is shown, and every shown one is there, light and dark', () => {
  expect(SHOWN.length).toBeGreaterThan(5);
  for (const path of SHOWN) expect(existsSync(path), path).toBe(true);
  expect(readdirSync('docs/pictures').map((name) => `docs/pictures/${name}`)).toEqual(SHOWN.toSorted());
  const light = SHOWN.filter((path) => path.includes('-light'));
  for (const path of light) expect(SHOWN).toContain(path.replace('-light', '-dark'));
});

test('they are small', () => {
  const sizes = SHOWN.map((path) => readFileSync(path).length);
  for (const [at, size] of sizes.entries()) expect(size, SHOWN[at]).toBeLessThan(MOST_BYTES);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_IN_ALL);
});

test('each says what it shows', () => {
  const words = Array.from(README.matchAll(/<img[^>]*\balt="([^"]*)"/g), ([, alt]) => alt ?? '');
  expect(words.length).toBe(SHOWN.length / 2);
  for (const alt of words) expect(alt.length).toBeGreaterThan(40);
});

test('a picture of few colours is made small without a change', () => {
  // One line of four pixels, then the same again by the filter "up".
  const line = [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9];
  const chunk = (type: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
  };
  const head = Buffer.from([0, 0, 0, 4, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const data = Buffer.from([0, ...line, 2, ...line.map(() => 0)]);
  const png = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(data)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  const expected = [0xff0000, 0x00ff00, 0x0000ff, 0x090909];
  expect([...pixelsOf(png).colours]).toEqual([...expected, ...expected]);
  const small = smallPng(png);
  // The palette in the order of the colours, for all are as common.
  const palette = small.subarray(small.indexOf('PLTE') + 4, small.indexOf('IDAT') - 8);
  expect([...palette]).toEqual(
    [0, 0, 255, 0, 255, 0, 9, 9, 9, 255, 0, 0].flatMap((_, at, all) => all.slice(at, at + 1)),
  );
});
