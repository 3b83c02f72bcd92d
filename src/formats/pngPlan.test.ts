import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EMPTY_PLAN } from '../model/plan.ts';
import { isPng, planInPng, withPlanInPng } from './pngPlan.ts';
import { encodeShare } from './share.ts';

const LINK = encodeShare(EMPTY_PLAN);

/** A chunk as the standard has it, by another implementation of the checksum than ours. */
function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** One black pixel. */
const HEADER = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
const PIXEL = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  HEADER,
  chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
  chunk('IEND', Buffer.alloc(0)),
]);

/** Every chunk of a PNG, its checksum verified. */
function chunksOf(png: Uint8Array): { kind: string; data: Buffer }[] {
  const bytes = Buffer.from(png);
  const found: { kind: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    found.push({ kind: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += 12 + length;
  }
  return found;
}

test('goes in behind the header and comes back; the picture stays', () => {
  const png = withPlanInPng(PIXEL, LINK) ?? new Uint8Array();
  const chunks = chunksOf(png);
  expect(chunks.map(({ kind }) => kind)).toEqual(['IHDR', 'iTXt', 'IDAT', 'IEND']);
  expect(chunks[1]?.data.toString('latin1')).toBe(`mig-planner-plan\0\0\0\0\0${LINK}`);
  expect([...inflateSync(chunks[2]?.data ?? Buffer.alloc(0))]).toEqual([0, 0]);
  expect(planInPng(png)).toBe(LINK);
});

test.each([
  ['a picture without a plan', PIXEL],
  ['no picture', Buffer.from('GIF89a')],
  ['nothing', Buffer.alloc(0)],
  ['a text that is no plan', insert(chunk('iTXt', Buffer.from('mig-planner-plan\0\0\0\0\0<script>')))],
  ['a text of somebody else', insert(chunk('iTXt', Buffer.from(`Comment\0\0\0\0\0${LINK}`)))],
  ['a compressed text', insert(chunk('iTXt', Buffer.from(`mig-planner-plan\0\x01\0\0\0${LINK}`)))],
  ['a text that is cut', insert(chunk('iTXt', Buffer.from('mig-planner-plan\0\0\0en')))],
])('%s carries none', (_, bytes) => {
  expect(planInPng(bytes)).toBeNull();
});

function insert(extra: Buffer): Buffer {
  return Buffer.concat([PIXEL.subarray(0, 33), extra, PIXEL.subarray(33)]);
}

test('a damaged chunk is not believed', () => {
  const png = withPlanInPng(PIXEL, LINK) ?? new Uint8Array();
  png[80] = (png[80] ?? 0) ^ 1;
  expect(planInPng(png)).toBeNull();
});

test('what is no PNG, and what is no plan, is not written', () => {
  expect(withPlanInPng(Buffer.from('%PDF'), LINK)).toBeNull();
  expect(withPlanInPng(PIXEL, 'p=1.\u20ac')).toBeNull();
});

const seed = 20270104;
test(`answers for any bytes, seed ${seed}`, () => {
  const whole = Array.from(withPlanInPng(PIXEL, LINK) ?? []);
  const cut = fc.tuple(fc.nat({ max: whole.length }), fc.nat({ max: 255 })).map(([at, byte]) => {
    const bytes = Uint8Array.from(whole);
    bytes[at] = byte;
    return bytes.subarray(0, byte % 2 === 0 ? at : undefined);
  });
  fc.assert(
    fc.property(fc.oneof(cut, fc.uint8Array()), (bytes) => {
      expect([null, LINK]).toContain(planInPng(bytes));
      expect(isPng(bytes)).toBe(Buffer.from(bytes).subarray(0, 8).equals(PIXEL.subarray(0, 8)));
    }),
    { seed, numRuns: 500 },
  );
});
