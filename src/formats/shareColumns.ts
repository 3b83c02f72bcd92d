/**
 * One column of a table as a short JSON value, made for a compressor that looks for repetition: the distinct values in
 * order of appearance, then a string with one symbol per row. Whatever goes on to the end of the column is left out.
 */
import type { Json } from '../model/plan.ts';

/** Neither quote nor backslash, which JSON would write with two characters. */
const SYMBOLS =
  "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&'()*+,-./:;<=>?@[]^_`{|}~";
const SYMBOL_OF = new Map(Array.from(SYMBOLS, (char, index) => [char, index]));
/** The meanings of the first symbols: the usual value; the next value that was not used yet; then the values by number. */
const USUAL = 0;
const NEXT = 1;
const FIRST = 2;

/** A column without anything to say. */
export const EMPTY_COLUMN = 0;

/** How much may still be unfolded. Few characters can stand for many rows of long values, so both are counted. */
export class Allowance {
  #rows: number;
  #characters: number;

  constructor(rows: number, characters: number) {
    this.#rows = rows;
    this.#characters = characters;
  }

  /** False once it is used up. */
  takeRows(count: number): boolean {
    this.#rows -= count;
    return this.#rows >= 0;
  }

  takeCharacters(count: number): boolean {
    this.#characters -= count;
    return this.#characters >= 0;
  }
}

/** Folds the values of a column; rows with the usual value cost next to nothing. */
export function foldColumn(values: readonly Json[], usual: Json): Json {
  const numbers = new Map<string, number>();
  const distinct: Json[] = [];
  const usualKey = JSON.stringify(usual);
  const rows = values.map((value) => {
    const key = JSON.stringify(value);
    if (key === usualKey) return USUAL;
    const number = numbers.get(key);
    if (number !== undefined) return FIRST + number;
    numbers.set(key, distinct.length);
    distinct.push(value);
    return NEXT;
  });
  if (distinct.length === 0) return EMPTY_COLUMN;
  while (rows.length > 1 && rows.at(-1) === rows.at(-2)) rows.pop();
  const width = symbolWidth(distinct.length);
  return [...distinct, rows.map((row) => symbol(row, width)).join('')];
}

/** The values of `count` rows; null when the column was not made by `foldColumn` or the allowance is used up. */
export function unfoldColumn(
  column: Json | undefined,
  count: number,
  usual: Json,
  allowance: Allowance,
): Json[] | null {
  if (column === undefined || column === EMPTY_COLUMN) return new Array<Json>(count).fill(usual);
  if (!isList(column)) return null;
  const distinct = column.slice(0, -1);
  const rows = readSymbols(column.at(-1), symbolWidth(distinct.length));
  if (rows === null || rows.length > count) return null;
  const lengths = distinct.map((value) => JSON.stringify(value).length);
  const values: Json[] = [];
  let next = 0;
  for (let row = 0; row < count; row++) {
    const meaning = rows[row] ?? rows.at(-1) ?? USUAL;
    const number = meaning === NEXT ? next++ : meaning - FIRST;
    const value = meaning === USUAL ? usual : distinct[number];
    if (value === undefined || !allowance.takeCharacters(lengths[number] ?? 0)) return null;
    values.push(value);
  }
  return values;
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Symbols per row: two from 91 distinct values on. */
function symbolWidth(distinct: number): number {
  let width = 1;
  for (let reach = SYMBOLS.length; reach < distinct + FIRST; reach *= SYMBOLS.length) width++;
  return width;
}

function symbol(number: number, width: number): string {
  let text = '';
  for (let rest = number, digit = 0; digit < width; digit++, rest = Math.floor(rest / SYMBOLS.length)) {
    text = SYMBOLS.charAt(rest % SYMBOLS.length) + text;
  }
  return text;
}

function readSymbols(text: Json | undefined, width: number): number[] | null {
  if (typeof text !== 'string' || text.length % width !== 0) return null;
  const numbers: number[] = [];
  for (let at = 0; at < text.length; at += width) {
    let number = 0;
    for (let digit = at; digit < at + width; digit++) {
      number = number * SYMBOLS.length + (SYMBOL_OF.get(text.charAt(digit)) ?? NaN);
    }
    if (Number.isNaN(number)) return null;
    numbers.push(number);
  }
  return numbers;
}
