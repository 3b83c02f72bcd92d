// A screenshot of a page in few colours as a PNG with a palette, a third of the bytes of one in true colour.
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

/** @param {Buffer} png @returns {{ type: string, data: Buffer }[]} */
function chunksOf(png) {
  const chunks = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    });
    at += length + 12;
  }
  return chunks;
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The nearest of left, up and left of up, as PNG's fourth filter has it. @param {number} a @param {number} b @param {number} c */
function paeth(a, b, c) {
  const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
}

/**
 * @param {Buffer} png of 8 bits a channel, RGB or RGBA, as browsers write it
 * @returns {{ width: number, height: number, colours: Uint32Array }} the pixels as 0xRRGGBB
 */
export function pixelsOf(png) {
  const chunks = chunksOf(png);
  const head = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (head === undefined || head[8] !== 8 || (head[9] !== 2 && head[9] !== 6))
    throw new Error('Not a screenshot.');
  const [width, height, bytes] = [head.readUInt32BE(0), head.readUInt32BE(4), head[9] === 6 ? 4 : 3];
  const raw = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  const line = width * bytes;
  const lines = new Uint8Array(line * height);
  const colours = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)];
    for (let x = 0; x < line; x++) {
      const at = y * line + x;
      const left = x < bytes ? 0 : (lines[at - bytes] ?? 0);
      const up = y === 0 ? 0 : (lines[at - line] ?? 0);
      const corner = x < bytes || y === 0 ? 0 : (lines[at - line - bytes] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      lines[at] = (raw[y * (line + 1) + 1 + x] ?? 0) + guess;
    }
    for (let x = 0; x < width; x++) {
      const at = y * line + x * bytes;
      colours[y * width + x] = ((lines[at] ?? 0) << 16) | ((lines[at + 1] ?? 0) << 8) | (lines[at + 2] ?? 0);
    }
  }
  return { width, height, colours };
}

/** @param {number} a @param {number} b */
function apart(a, b) {
  const part = (/** @type {number} */ shift) => ((a >> shift) & 255) - ((b >> shift) & 255);
  return 2 * part(16) ** 2 + 4 * part(8) ** 2 + 3 * part(0) ** 2;
}

/**
 * The commonest colours stay as they are, and those that would be missed most; others become the nearest of them, which are shades at
 * the edges of letters.
 * @param {Buffer} png
 */
export function smallPng(png) {
  const { width, height, colours } = pixelsOf(png);
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  // Among those that are as common the order is that of the colours, so that the bytes are the same each time.
  const all = [...counts].sort(([a, many], [b, more]) => more - many || a - b);
  const palette = all.slice(0, MOST_COLOURS / 2).map(([colour]) => colour);
  /** @param {number} colour */
  const nearestTo = (colour) => {
    let best = { index: 0, far: Infinity };
    for (const [index, one] of palette.entries()) {
      const far = apart(colour, one);
      if (far < best.far) best = { index, far };
    }
    return best;
  };
  const left = all.slice(palette.length).map(([colour, count]) => ({ colour, count, ...nearestTo(colour) }));
  while (palette.length < MOST_COLOURS && left.length > 0) {
    // A small thing of a colour of its own counts as much as many pixels of a shade between two others.
    const most = left.reduce((worst, one) => (one.count * one.far > worst.count * worst.far ? one : worst));
    if (most.far === 0) break;
    const index = palette.push(most.colour) - 1;
    for (const one of left) {
      const far = apart(one.colour, most.colour);
      if (far < one.far) Object.assign(one, { index, far });
    }
  }
  const indexes = new Map([
    ...palette.map((colour, index) => /** @type {const} */ ([colour, index])),
    ...left.map(({ colour, index }) => /** @type {const} */ ([colour, index])),
  ]);
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      lines[y * (width + 1) + 1 + x] = indexes.get(colours[y * width + x] ?? 0) ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255])),
    ),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
