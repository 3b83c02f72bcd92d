/**
 * How a JSON document is taken apart: field by field, each with its JSON pointer, and what is left over is kept. By hand
 * and not by a schema library, because unknown fields of any name ("__proto__" too) have to survive in their order.
 */
import { checkName } from '../model/name.ts';
import type { Extra, Json } from '../model/plan.ts';
import type { At } from '../model/source.ts';
import { readName, readNotes } from './names.ts';
import { MAX_ITEMS, type FormatError, type Notice } from './reading.ts';

/** Levels of lists and objects inside a field that this version does not know. */
const MAX_DEPTH = 64;

export interface JsonObject {
  readonly [name: string]: unknown;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The pointer of a member of what `parent` points at (RFC 6901). */
export function pointerTo(parent: string, member: string | number): string {
  return `${parent}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function badShape(pointer: string, expected: string, value: unknown): FormatError {
  return { code: 'bad-shape', at: { pointer }, expected, found: describe(value) };
}

/**
 * What reading one document brings up. The first fault decides; reading goes on with a stand-in value, so that no
 * reader of a field has to think of a way out.
 */
export class Report {
  fault: FormatError | null = null;
  readonly notices: Notice[] = [];
  #items = 0;

  badShape(pointer: string, expected: string, value: unknown): void {
    this.fault ??= badShape(pointer, expected, value);
  }

  /** Counts hosts, GPUs, instances and VMs; false once there are too many. */
  countItems(more: number): boolean {
    this.#items += more;
    if (this.#items <= MAX_ITEMS) return true;
    this.fault ??= { code: 'too-many-items', count: this.#items, max: MAX_ITEMS };
    return false;
  }
}

/** Of what is left out: most objects of a plan have neither lists nor unknown fields. */
const NONE: readonly never[] = [];
const NO_FIELDS: JsonObject = {};

/** One object of the document. A method that finds something else than it reads reports it and gives a stand-in. */
export class Fields {
  readonly #report: Report;
  /** No field that is read by name has the name of something that every object has. */
  readonly #values: JsonObject;
  /** The object that has this one in a list, which, and where there; null for the document itself. */
  readonly #up: Fields | null;
  readonly #list: string;
  readonly #n: number;

  constructor(report: Report, value: unknown, up: Fields | null = null, list = '', n = 0) {
    this.#report = report;
    this.#values = isObject(value) ? value : NO_FIELDS;
    this.#up = up;
    this.#list = list;
    this.#n = n;
    if (!isObject(value)) report.badShape(this.#pointer, 'an object', value);
  }

  at(field: string): At {
    return { pointer: pointerTo(this.#pointer, field) };
  }

  /** Made when it is asked for: of a hundred thousand objects hardly one is. */
  get #pointer(): string {
    return this.#up === null ? '' : pointerTo(pointerTo(this.#up.#pointer, this.#list), this.#n);
  }

  /** False for null as well: a field that may be left out may also be null. */
  has(field: string): boolean {
    const value = this.#values[field];
    return value !== undefined && value !== null;
  }

  bad(field: string, expected: string): void {
    this.#report.badShape(pointerTo(this.#pointer, field), expected, this.#values[field]);
  }

  name(field: string, fallback: string): string {
    const text = this.#text(field);
    if (text === null) return fallback;
    // Where it stands is only asked for where something is wrong with it.
    const checked = checkName(text);
    return checked.ok ? checked.value : readName(text, fallback, this.at(field), this.#report.notices);
  }

  /** A name that may be left out; without a fallback it is null where nothing of it can stay. */
  nameOrNull(field: string, fallback = ''): string | null {
    return this.has(field) ? this.name(field, fallback) || null : null;
  }

  /** A name that must hold something to look up: a board, a profile, a type. */
  key(field: string): string {
    const name = this.name(field, '');
    if (name === '') this.bad(field, 'a text that is not empty');
    return name;
  }

  notes(field: string): string {
    if (this.#values[field] === undefined) return '';
    return readNotes(this.#text(field) ?? '', this.at(field), this.#report.notices);
  }

  textOrNull(field: string): string | null {
    return this.has(field) ? this.#text(field) : null;
  }

  integer(field: string, max: number): number {
    const value = this.#values[field];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value + 0;
    this.bad(field, `a whole number from 0 to ${max}`);
    return 0;
  }

  integerOrNull(field: string, max: number): number | null {
    return this.has(field) ? this.integer(field, max) : null;
  }

  numberOrNull(field: string, max: number): number | null {
    if (!this.has(field)) return null;
    const value = this.#values[field];
    if (typeof value === 'number' && value >= 0 && value <= max) return value + 0;
    this.bad(field, `a number from 0 to ${max}`);
    return null;
  }

  flag(field: string): boolean {
    const value = this.#values[field];
    if (value === undefined || typeof value === 'boolean') return value ?? false;
    this.bad(field, 'true or false');
    return false;
  }

  oneOf<const T extends string>(field: string, choices: readonly T[]): T | null {
    if (!this.has(field)) return null;
    const found = choices.find((choice) => choice === this.#values[field]);
    if (found === undefined) this.bad(field, choices.map((choice) => `"${choice}"`).join(' or '));
    return found ?? null;
  }

  /** The members of a list, one after the other; none where the field is left out. */
  list<T>(field: string, read: (member: Fields, n: number) => T): readonly T[] {
    return this.#members(field).map((member, n) => read(new Fields(this.#report, member, this, field, n), n));
  }

  /** Members that count against the limit of a document; none once it is passed. */
  items<T>(field: string, read: (member: Fields, n: number) => T): readonly T[] {
    return this.#report.countItems(this.#members(field).length) ? this.list(field, read) : NONE;
  }

  json(field: string): Json | null {
    const value = this.#values[field];
    return value === undefined ? null : this.#keepable(field, value);
  }

  /** Every field but the known ones, in the order of the document. */
  extra(known: readonly string[]): Extra {
    const others = Object.keys(this.#values).filter((name) => !known.includes(name));
    if (others.length === 0) return NONE;
    // An own field by its name, whatever that is: JSON.parse makes one of "__proto__" too.
    return others.map((name) => [name, this.#keepable(name, this.#values[name])] as const);
  }

  #members(field: string): readonly unknown[] {
    const value = this.#values[field];
    if (Array.isArray(value)) return value;
    if (value !== undefined) this.bad(field, 'a list');
    return NONE;
  }

  #text(field: string): string | null {
    const value = this.#values[field];
    if (typeof value === 'string') return value;
    this.bad(field, 'a text');
    return null;
  }

  #keepable(field: string, value: unknown): Json {
    const wrong = whyNotKept(value, MAX_DEPTH);
    if (wrong === null) return value as Json;
    this.#report.badShape(pointerTo(this.#pointer, field), wrong, value);
    return null;
  }
}

/** What is wanted instead, where a value from `JSON.parse` could not be written again as it was read; else null. */
function whyNotKept(value: unknown, depth: number): string | null {
  // JSON.parse reads 1e999 as infinity, which JSON cannot say.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number below 1.8e308';
  if (typeof value !== 'object' || value === null) return null;
  if (depth === 0) return `at most ${MAX_DEPTH} levels of lists and objects`;
  for (const member of Object.values(value)) {
    const wrong = whyNotKept(member, depth - 1);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** A few words for what stands in the document. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  // Not as JSON, which has no word for what 1e999 is read as.
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value);
  return `"${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
}
