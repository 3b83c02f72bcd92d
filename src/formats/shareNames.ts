/**
 * A column of names. People number their machines, so each name is parted into a pattern ("train-prod-000" for
 * "train-prod-427") and its digits: few patterns in one column, all digits in one string, and a number that is one more
 * than the last of its kind is not written at all where it ends the string.
 */
import type { Json } from '../model/plan.ts';
import { EMPTY_COLUMN, foldColumn, isList, unfoldColumn, type Allowance } from './shareColumns.ts';

/** Stands in the string of digits for "one more than the last number of this kind". */
const COUNTED = '~';
/** Longer runs are no numbers to count with; they stay in the pattern. */
const MAX_DIGITS = 9;

interface Parted {
  readonly before: string;
  /** Of the last run in the name; empty when there is none, or it is too long. */
  readonly digits: string;
  readonly after: string;
}

function part(name: string): Parted {
  const [, before = '', digits = '', after = ''] = /^([^]*[^0-9]|)([0-9]+)([^0-9]*)$/.exec(name) ?? [];
  return digits === '' || digits.length > MAX_DIGITS
    ? { before: name, digits: '', after: '' }
    : { before, digits, after };
}

/** Knows for each kind of name, digits aside, the number that came last. */
class Counter {
  readonly #last = new Map<string, number>();

  /** The next number of this kind with as many digits as `parted` has; null when there is none. */
  next({ before, digits, after }: Parted): string | null {
    const last = this.#last.get(JSON.stringify([before, after]));
    const next = last === undefined ? '' : String(last + 1).padStart(digits.length, '0');
    return next.length === digits.length ? next : null;
  }

  note({ before, after }: Parted, digits: string): void {
    this.#last.set(JSON.stringify([before, after]), Number(digits));
  }
}

export function foldNames(names: readonly string[]): Json {
  const parts = names.map(part);
  const patterns = parts.map(({ before, digits, after }) => before + '0'.repeat(digits.length) + after);
  const counter = new Counter();
  let written = '';
  for (const parted of parts) {
    if (parted.digits === '') continue;
    written += counter.next(parted) === parted.digits ? COUNTED : parted.digits;
    counter.note(parted, parted.digits);
  }
  const column = foldColumn(patterns, null);
  return isList(column) ? [...column, written.replace(/~+$/, '')] : EMPTY_COLUMN;
}

/** The names of `count` rows; null when the column was not made by `foldNames` or the allowance is used up. */
export function unfoldNames(column: Json | undefined, count: number, allowance: Allowance): string[] | null {
  if (column === undefined || column === EMPTY_COLUMN) return count === 0 ? [] : null;
  if (!isList(column)) return null;
  const written = column.at(-1);
  const patterns = unfoldColumn(column.slice(0, -1), count, null, allowance);
  if (typeof written !== 'string' || patterns === null) return null;
  const counter = new Counter();
  const names: string[] = [];
  let at = 0;
  for (const pattern of patterns) {
    if (typeof pattern !== 'string') return null;
    const parted = part(pattern);
    const isCounted = at >= written.length || written.charAt(at) === COUNTED;
    const digits = isCounted ? counter.next(parted) : written.slice(at, at + parted.digits.length);
    if (parted.digits === '') {
      names.push(pattern);
    } else if (digits?.length !== parted.digits.length || !/^[0-9]+$/.test(digits)) {
      return null;
    } else {
      at += isCounted ? 1 : digits.length;
      counter.note(parted, digits);
      names.push(parted.before + digits + parted.after);
    }
  }
  return names;
}
