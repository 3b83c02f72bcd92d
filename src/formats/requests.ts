/**
 * What is asked for, as people write it: inline ("3g.20gb=40,2g.10gb=7"), as a table with headings or without, or as JSON
 * (a list of requests, an object with `requests` such as a plan, or profiles with their counts). The reader says what was
 * written and where; whether a count makes sense on a board is for whoever plans it (placement/solver/demand.ts).
 */
import type { Json, PlanRequest } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { At } from '../model/source.ts';
import { isObject, pointerTo, type JsonObject } from './documentFields.ts';
import { FIELDS } from './documentShape.ts';
import { decodeCsvField } from './encode/csv.ts';
import { inlineParts, isInlineList } from './inlineList.ts';
import { readJson } from './jsonFault.ts';
import { readName, readProfileName } from './names.ts';
import { MAX_DOCUMENT_LENGTH, type Notice } from './reading.ts';
import { requestColumnsOf, type RequestColumn, type RequestColumns } from './requestColumns.ts';
import { splitRows, type TableRow } from './tableRows.ts';

/** Requests of one text; each may ask for as many instances as it likes. */
export const MAX_REQUEST_ROWS = 100_000;

export type RequestField = 'profile' | 'needs' | 'count' | 'weight' | 'group';

/** Why a text gave no requests. One bad request refuses them all: an answer to the others would be to another question. */
export type RequestsError =
  | { readonly code: 'no-requests' }
  | { readonly code: 'text-too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'too-many-rows'; readonly max: number }
  | { readonly code: 'not-json'; readonly at: At; readonly detail: string }
  | { readonly code: 'not-requests'; readonly at: At }
  | { readonly code: 'no-column'; readonly at: At; readonly field: 'profile' }
  | {
      readonly code: 'request-without-profile';
      readonly at: At;
      readonly field: 'profile';
      readonly excerpt: string;
    }
  | { readonly code: 'not-a-number'; readonly at: At; readonly field: RequestField; readonly text: string }
  | { readonly code: 'not-a-text'; readonly at: At; readonly field: RequestField }
  | { readonly code: 'quote-astray' | 'quote-not-closed'; readonly at: At; readonly excerpt: string };

export type RequestsNotice =
  | Extract<Notice, { code: 'name-cleaned' }>
  | { readonly code: 'columns-passed-over'; readonly at: At; readonly names: readonly string[] };

export interface RequestsReading {
  readonly requests: readonly PlanRequest[];
  /** Where each request stood. */
  readonly places: readonly At[];
  readonly notices: readonly RequestsNotice[];
}

const INLINE_PART = /^[^\s={}[\]"]+\s*=[^=]*$/;

/** True for "3g.20gb=40,2g.10gb=7", which a command line takes in place of a file. */
export function isInlineRequests(text: string): boolean {
  return isInlineList(text, INLINE_PART);
}

/**
 * Reads requests. Counts and weights come out as they are written, negative or fractional too; a count that is left out is
 * 1. Errors: the first fault, with its line or pointer and its field.
 */
export function parseRequests(text: string): Result<RequestsReading, RequestsError> {
  if (text.length > MAX_DOCUMENT_LENGTH)
    return err({ code: 'text-too-long', length: text.length, max: MAX_DOCUMENT_LENGTH });
  const body = text.replace(/^\ufeff/, '');
  if (body.trim() === '') return err({ code: 'no-requests' });
  const reader = new Reader();
  if (isInlineRequests(body)) reader.inline(body);
  else if (/^\s*[[{]/.test(body)) reader.json(body);
  else reader.table(body);
  return reader.result();
}

type Draft = Pick<PlanRequest, 'profile' | 'needs' | 'weight'> & {
  readonly count: number;
  readonly group?: string | null;
  readonly extra?: PlanRequest['extra'];
};

/** Reading goes on only until the first fault. */
class Reader {
  readonly #requests: PlanRequest[] = [];
  readonly #places: At[] = [];
  readonly #notices: RequestsNotice[] = [];
  #fault: RequestsError | null = null;

  result(): Result<RequestsReading, RequestsError> {
    if (this.#fault !== null) return err(this.#fault);
    if (this.#requests.length === 0) return err({ code: 'no-requests' });
    return ok({ requests: this.#requests, places: this.#places, notices: this.#notices });
  }

  inline(text: string): void {
    for (const part of inlineParts(text)) {
      const [profile = '', count = ''] = part.split('=');
      const at: At = { line: 1 };
      this.#add(at, {
        profile: readProfileName(profile.trim()),
        needs: null,
        count: this.#number(at, 'count', count.trim()),
        weight: null,
      });
    }
  }

  table(text: string): void {
    const rows = splitRows(text, MAX_REQUEST_ROWS + 1);
    const [first] = rows;
    if (first === undefined) return;
    const columns = requestColumnsOf(first.cells);
    if (columns.hasHeadings && !columns.at.has('profile') && !columns.at.has('memoryGB')) {
      this.#fail({ code: 'no-column', at: first.at, field: 'profile' });
      return;
    }
    if (columns.passedOver.length > 0)
      this.#notices.push({ code: 'columns-passed-over', at: first.at, names: columns.passedOver });
    const body = columns.hasHeadings ? rows.slice(1) : rows;
    if (body.length > MAX_REQUEST_ROWS) {
      this.#fail({ code: 'too-many-rows', max: MAX_REQUEST_ROWS });
      return;
    }
    for (const row of body) {
      if (this.#fault !== null) return;
      this.#row(columns, row);
    }
  }

  #row(columns: RequestColumns, { at, cells, fault }: TableRow): void {
    const excerpt = cells.join(' ').trim();
    if (fault !== null) {
      this.#fail({ code: fault, at, excerpt });
      return;
    }
    const cell = (column: RequestColumn): string => {
      const index = columns.at.get(column);
      return index === undefined ? '' : decodeCsvField((cells[index] ?? '').trim()).trim();
    };
    const needs = (['memoryGB', 'computeSlices'] as const).flatMap((name) =>
      cell(name) === '' ? [] : [[name, this.#number(at, 'needs', cell(name))] as const],
    );
    const profile = cell('profile');
    if (profile === '' && needs.length === 0) {
      this.#fail({ code: 'request-without-profile', at, field: 'profile', excerpt });
      return;
    }
    this.#add(at, {
      profile: profile === '' ? null : readProfileName(profile),
      needs: needs.length === 0 ? null : Object.fromEntries(needs),
      count: cell('count') === '' ? 1 : this.#number(at, 'count', cell('count')),
      weight: cell('weight') === '' ? null : this.#number(at, 'weight', cell('weight')),
      group: cell('group') === '' ? null : cell('group'),
    });
  }

  json(text: string): void {
    const read = readJson(text);
    if (!read.ok) {
      this.#fail({ code: 'not-json', ...read.error });
      return;
    }
    const { value } = read;
    if (Array.isArray(value)) {
      this.#list(value, '');
      return;
    }
    if (!isObject(value)) {
      this.#fail({ code: 'not-requests', at: { pointer: '' } });
      return;
    }
    if (Array.isArray(value['requests'])) {
      this.#list(value['requests'], '/requests');
      return;
    }
    if ('requests' in value || 'format' in value) {
      this.#fail({ code: 'not-requests', at: { pointer: '/requests' } });
      return;
    }
    for (const [profile, count] of Object.entries(value)) {
      const at: At = { pointer: pointerTo('', profile) };
      this.#add(at, {
        profile: readProfileName(profile),
        needs: null,
        count: this.#jsonNumber(at, 'count', count),
        weight: null,
      });
    }
  }

  #list(values: readonly unknown[], pointer: string): void {
    if (values.length > MAX_REQUEST_ROWS) {
      this.#fail({ code: 'too-many-rows', max: MAX_REQUEST_ROWS });
      return;
    }
    values.forEach((value, index) => {
      const at = pointerTo(pointer, index);
      if (isObject(value)) this.#object(value, at);
      else this.#fail({ code: 'not-requests', at: { pointer: at } });
    });
  }

  #object(fields: JsonObject, pointer: string): void {
    const at: At = { pointer };
    const placeOf = (field: string): At => ({ pointer: pointerTo(pointer, field) });
    const { profile = null, needs = null, count = 1, weight = null, group = null } = fields;
    if (profile !== null && typeof profile !== 'string') {
      this.#fail({ code: 'not-a-text', at: placeOf('profile'), field: 'profile' });
      return;
    }
    if (group !== null && typeof group !== 'string') {
      this.#fail({ code: 'not-a-text', at: placeOf('group'), field: 'group' });
      return;
    }
    if ((profile === null || profile.trim() === '') && needs === null) {
      this.#fail({ code: 'request-without-profile', at, field: 'profile', excerpt: '' });
      return;
    }
    const known: readonly string[] = FIELDS.request;
    this.#add(at, {
      profile: profile === null ? null : readProfileName(profile.trim()),
      needs: needs as Json,
      count: this.#jsonNumber(placeOf('count'), 'count', count),
      weight: weight === null ? null : this.#jsonNumber(placeOf('weight'), 'weight', weight),
      group: group === null || group.trim() === '' ? null : group,
      extra: Object.entries(fields).flatMap(([name, value]) =>
        known.includes(name) ? [] : [[name, value as Json] as const],
      ),
    });
  }

  #add(at: At, { group = null, extra = [], ...draft }: Draft): void {
    if (this.#fault !== null) return;
    const named: Notice[] = [];
    const name = group === null ? null : readName(group, 'group', at, named);
    for (const notice of named) if (notice.code === 'name-cleaned') this.#notices.push(notice);
    this.#requests.push({ ...draft, group: name, extra });
    this.#places.push(at);
  }

  #number(at: At, field: RequestField, text: string): number {
    if (/^[+-]?[0-9]+(?:\.[0-9]+)?$/.test(text)) return Number(text);
    this.#fail({ code: 'not-a-number', at, field, text });
    return 0;
  }

  #jsonNumber(at: At, field: RequestField, value: unknown): number {
    if (typeof value === 'number') return value;
    this.#fail({ code: 'not-a-number', at, field, text: JSON.stringify(value) });
    return 0;
  }

  #fail(fault: RequestsError): void {
    this.#fault ??= fault;
  }
}
