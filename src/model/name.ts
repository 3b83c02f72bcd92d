/**
 * Names of plans, hosts, VMs and groups. They come from pasted output, files and links, and come out again in shells
 * and tables, so what could hide or reorder text is refused at the door; the encoders of formats/encode do the rest.
 */
import { err, ok, type Result } from './result.ts';

export const MAX_NAME_LENGTH = 80;

export type NameError =
  | { readonly code: 'name-empty' }
  | { readonly code: 'name-too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'name-has-control'; readonly index: number; readonly codePoint: number };

/**
 * Controls (C0, C1), line and paragraph separators, bidirectional controls, zero-width characters, byte-order marks and
 * lone surrogates: nothing a reader could see, everything a terminal or a page could be misled by.
 */
/* oxlint-disable no-control-regex -- the control characters are what it looks for */
const FORBIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/* eslint-enable no-control-regex */
const FORBIDDEN_ALL = new RegExp(FORBIDDEN.source, 'g');

/** The text with each forbidden character replaced: what a name, or a line of a comment, may consist of. */
export function withoutInvisible(text: string, instead = ''): string {
  return text.replace(FORBIDDEN_ALL, instead);
}

/** What most names are, told at a glance: ASCII that can be seen, and no space around it. */
const PLAIN = new RegExp(`^[!-~](?:[ -~]{0,${MAX_NAME_LENGTH - 2}}[!-~])?$`);

/** The name in normal form (NFC, no space around it), or why it cannot be one. */
export function checkName(text: string): Result<string, NameError> {
  if (PLAIN.test(text)) return ok(text);
  const name = text.normalize('NFC').trim();
  const found = FORBIDDEN.exec(name);
  if (found !== null) {
    return err({
      code: 'name-has-control',
      index: found.index,
      codePoint: name.codePointAt(found.index) ?? 0,
    });
  }
  if (name === '') return err({ code: 'name-empty' });
  if (name.length > MAX_NAME_LENGTH) {
    return err({ code: 'name-too-long', length: name.length, max: MAX_NAME_LENGTH });
  }
  return ok(name);
}

/** The nearest acceptable name to what a file holds; the reader that uses it says so in a notice. */
export function cleanName(text: string, fallback: string): string {
  // Composed last: what was taken out may have stood between a letter and its accent.
  let name = withoutInvisible(text).normalize('NFC').trim().slice(0, MAX_NAME_LENGTH);
  // The cut may have split a surrogate pair.
  name = withoutInvisible(name).trim();
  return name === '' ? fallback : name;
}

/** Notes may have lines and any length up to a limit; the same characters are taken out, line breaks kept. */
export const MAX_NOTES_LENGTH = 4000;

export function cleanNotes(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const clean = lines.map((line) => withoutInvisible(line).normalize('NFC')).join('\n');
  // The cut may have split a surrogate pair.
  return clean.slice(0, MAX_NOTES_LENGTH).replace(/[\ud800-\udbff]$/, '');
}

/** `base`, or `base-2`, `base-3` ... : the first that is not taken. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  return taken.has(base) ? numbered(base, taken, 2).name : base;
}

function numbered(base: string, taken: ReadonlySet<string>, from: number): { name: string; n: number } {
  for (let n = from; ; n++) {
    const suffix = `-${n}`;
    // The cut may split a surrogate pair.
    const name = base.slice(0, MAX_NAME_LENGTH - suffix.length).replace(/[\ud800-\udbff]$/, '') + suffix;
    if (!taken.has(name)) return { name, n };
  }
}

/** "-999999": more names of one series are not made. */
const LONGEST_SUFFIX = 7;

/** Hands out names as `freeName` does, each once. Knows where it was with each, for a text may repeat one ten thousandfold. */
export class FreeNames {
  readonly #taken: Set<string>;
  readonly #last = new Map<string, number>();
  readonly #lastOfSeries = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  take(base: string): string {
    const last = this.#last.get(base);
    const isFree = last === undefined && !this.#taken.has(base);
    const { name, n } = isFree ? { name: base, n: 1 } : numbered(base, this.#taken, (last ?? 1) + 1);
    this.#last.set(base, n);
    this.#taken.add(name);
    return name;
  }

  /** `base-1`, `base-2` ... : as many as asked for. `passedOver` counts the numbers on the way that were taken. */
  takeSeries(
    base: string,
    count: number,
  ): { readonly names: readonly string[]; readonly passedOver: number } {
    const stem = base.slice(0, MAX_NAME_LENGTH - LONGEST_SUFFIX);
    const names: string[] = [];
    let n = this.#lastOfSeries.get(stem) ?? 0;
    let passedOver = n;
    while (names.length < count) {
      n++;
      const name = `${stem}-${n}`;
      if (this.#taken.has(name)) passedOver++;
      else names.push(name);
      this.#taken.add(name);
    }
    this.#lastOfSeries.set(stem, n);
    return { names, passedOver };
  }
}
