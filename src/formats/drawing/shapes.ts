/** SVG elements, as text. Numbers and colours are ours; texts go through the encoder here and nowhere else. */
import { encodeXml } from '../encode/xml.ts';
import type { Face } from './textWidth.ts';

/** At most two decimals: a picture of a thousand GPUs is made of numbers. */
export function num(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Attributes whose values are ours alone. */
function written(attributes: Attributes): string {
  let all = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) all += ` ${name}="${typeof value === 'number' ? num(value) : value}"`;
  }
  return all;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rect({ x, y, width, height }: Rect, attributes: Attributes): string {
  return `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}"${written(attributes)}/>`;
}

export function path(d: string, attributes: Attributes): string {
  return `<path d="${d}"${written(attributes)}/>`;
}

export interface TextPlace {
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly fill: string;
  readonly anchor?: 'middle' | 'end' | undefined;
}

export function text(words: string, { x, y, fill, anchor }: TextPlace, { sizePx, isBold }: Face): string {
  if (words === '') return '';
  const weight = isBold === true ? ' font-weight="600"' : '';
  const from = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${num(x)}" y="${num(y)}" font-size="${sizePx}"${weight} fill="${fill}"${from}>${encodeXml(words)}</text>`;
}
