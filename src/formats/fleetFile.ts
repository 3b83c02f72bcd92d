/**
 * Which boards may be had, at which cost, and how many of each: inline ("a100-pcie-40gb=5,a30-24gb=2"), as a table with
 * headings or without (board, cost, count, GPUs per host), or as JSON (a list of objects, or boards with their costs). The
 * reader says what was written and where; which board is meant is the catalogue's to say.
 */
import { err, ok, type Result } from '../model/result.ts';
import type { At } from '../model/source.ts';
import { isObject, pointerTo, type JsonObject } from './documentFields.ts';
import { decodeCsvField } from './encode/csv.ts';
import { inlineParts, isInlineList } from './inlineList.ts';
import { readJson } from './jsonFault.ts';
import { splitRows } from './tableRows.ts';

export const MAX_FLEET_ROWS = 100;
const MAX_TEXT = 100_000;

export type FleetField = 'board' | 'cost' | 'count' | 'gpusPerHost';

export type FleetFileError =
  | { readonly code: 'no-boards' }
  | { readonly code: 'text-too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'too-many-boards'; readonly max: number }
  | { readonly code: 'not-json'; readonly at: At; readonly detail: string }
  | { readonly code: 'not-a-fleet'; readonly at: At }
  | { readonly code: 'no-board-column' | 'board-missing'; readonly at: At }
  | { readonly code: 'not-a-number'; readonly at: At; readonly field: FleetField; readonly text: string };

/** One board as it was written. */
export interface FleetEntry {
  readonly at: At;
  readonly board: string;
  /** 1 unless written. */
  readonly cost: number;
  /** GPUs to be had at the most; null where it is not limited. */
  readonly count: number | null;
  readonly gpusPerHost: number | null;
}

const HEADINGS: Readonly<Record<FleetField, readonly string[]>> = {
  board: ['board', 'model', 'gpu', 'product', 'name'],
  cost: ['cost', 'costs', 'price', 'weight'],
  count: ['count', 'max', 'atmost', 'available', 'quantity', 'qty', 'gpus', 'number'],
  gpusPerHost: ['gpusperhost', 'perhost', 'hostsize'],
};

const FIELDS: readonly FleetField[] = ['board', 'cost', 'count', 'gpusPerHost'];
const INLINE_PART = /^[^={}[\]"]+=[^=]*$/;

/** True for "a100-pcie-40gb=5,a30-24gb=2", which a command line takes in place of a file. */
export function isInlineFleet(text: string): boolean {
  return isInlineList(text, INLINE_PART);
}

/** Reads a fleet. Errors: the first fault, with its line or pointer and its field. */
export function parseFleet(text: string): Result<readonly FleetEntry[], FleetFileError> {
  if (text.length > MAX_TEXT) return err({ code: 'text-too-long', length: text.length, max: MAX_TEXT });
  const body = text.replace(/^\ufeff/, '');
  if (body.trim() === '') return err({ code: 'no-boards' });
  const entries = isInlineFleet(body) ? inline(body) : /^\s*[[{]/.test(body) ? json(body) : table(body);
  if (!entries.ok) return entries;
  if (entries.value.length === 0) return err({ code: 'no-boards' });
  return entries.value.length > MAX_FLEET_ROWS
    ? err({ code: 'too-many-boards', max: MAX_FLEET_ROWS })
    : entries;
}

type Cells = Readonly<Partial<Record<FleetField, unknown>>>;

function inline(text: string): Result<FleetEntry[], FleetFileError> {
  return all(inlineParts(text), (part) => {
    const [board = '', cost = ''] = part.split('=');
    return entryOf({ line: 1 }, { board: board.trim(), cost: cost.trim() });
  });
}

function table(text: string): Result<FleetEntry[], FleetFileError> {
  const rows = splitRows(text, MAX_FLEET_ROWS + 1);
  const [first] = rows;
  if (first === undefined) return ok([]);
  const bare = (cell: string): string => cell.toLowerCase().replace(/[\s_.-]+/g, '');
  const columns = first.cells.map((cell) => FIELDS.find((field) => HEADINGS[field].includes(bare(cell))));
  const hasHeadings = columns.some((column) => column !== undefined);
  if (hasHeadings && !columns.includes('board')) return err({ code: 'no-board-column', at: first.at });
  const usual = hasHeadings ? columns : FIELDS;
  return all(hasHeadings ? rows.slice(1) : rows, ({ at, cells }) =>
    entryOf(
      at,
      Object.fromEntries(
        usual.flatMap((field, index) => {
          const cell = decodeCsvField((cells[index] ?? '').trim()).trim();
          return field === undefined || cell === '' ? [] : [[field, cell] as const];
        }),
      ),
    ),
  );
}

function json(text: string): Result<FleetEntry[], FleetFileError> {
  const read = readJson(text);
  if (!read.ok) return err({ code: 'not-json', ...read.error });
  const { value } = read;
  const list = isObject(value) && Array.isArray(value['boards']) ? value['boards'] : value;
  if (Array.isArray(list))
    return all(list.slice(0, MAX_FLEET_ROWS + 1), (one: unknown, index) => {
      const at: At = { pointer: pointerTo('', index) };
      return isObject(one) ? entryOf(at, withoutNulls(one)) : err({ code: 'not-a-fleet', at });
    });
  if (!isObject(value)) return err({ code: 'not-a-fleet', at: { pointer: '' } });
  return all(Object.entries(value).slice(0, MAX_FLEET_ROWS + 1), ([board, cost]) =>
    entryOf({ pointer: pointerTo('', board) }, { board, cost }),
  );
}

function entryOf(at: At, cells: Cells): Result<FleetEntry, FleetFileError> {
  const { board } = cells;
  if (typeof board !== 'string' || board.trim() === '') return err({ code: 'board-missing', at });
  const read = (field: FleetField): Result<number | null, FleetFileError> => {
    const value = cells[field];
    if (value === undefined) return ok(null);
    if (typeof value === 'number') return ok(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return /^[+-]?[0-9]+(?:\.[0-9]+)?$/.test(text)
      ? ok(Number(text))
      : err({ code: 'not-a-number', at, field, text });
  };
  const [cost, count, gpusPerHost] = [read('cost'), read('count'), read('gpusPerHost')];
  if (!cost.ok) return cost;
  if (!count.ok) return count;
  if (!gpusPerHost.ok) return gpusPerHost;
  return ok({
    at,
    board: board.trim(),
    cost: cost.value ?? 1,
    count: count.value,
    gpusPerHost: gpusPerHost.value,
  });
}

const withoutNulls = (fields: JsonObject): Cells =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

function all<T>(
  items: readonly T[],
  read: (item: T, index: number) => Result<FleetEntry, FleetFileError>,
): Result<FleetEntry[], FleetFileError> {
  const entries: FleetEntry[] = [];
  for (const [index, item] of items.entries()) {
    const entry = read(item, index);
    if (!entry.ok) return entry;
    entries.push(entry.value);
  }
  return ok(entries);
}
