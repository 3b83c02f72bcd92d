/** SVG elements, as text. Numbers and colours are ours; texts go through the encoder here and nowhere else. */
import { encodeXml } from '../encode/xml.ts';
import type { Face } from './textWidth.ts';

/** At most two decimals: a picture of a thousand GPUs is made of numbers. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Attributes whose values are ours alone. */
function written(attributes: Attributes): string {
  let text = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${name}="${typeof value === 'number' ? num(value) : value}"`;
  }
  return text;
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rect(at: Rect, attributes: Attributes): string {
  return `<rect${written({ ...at, ...attributes })}/>`;
}

export function path(d: string, attributes: Attributes): string {
  return `<path${written({ d, ...attributes })}/>`;
}

export interface TextStyle extends Face {
  readonly x: number;
  /** Of the base line. */
  readonly y: number;
  readonly fill: string;
  readonly anchor?: 'middle' | 'end';
}

export function text(words: string, { x, y, sizePx, isBold, fill, anchor }: TextStyle): string {
  if (words === '') return '';
  const attributes = written({
    ...{ x, y, 'font-size': sizePx, 'font-weight': isBold === true ? 600 : undefined },
    ...{ fill, 'text-anchor': anchor },
  });
  return `<text${attributes}>${encodeXml(words)}</text>`;
}
