import type { Json } from '../model/plan.ts';
import { MAX_ITEMS } from './reading.ts';
import { Allowance, EMPTY_COLUMN, isList, unfoldColumn } from './shareColumns.ts';
import { unfoldNames } from './shareNames.ts';
import {
  COLUMNS,
  DOCUMENT_VERSION,
  ExpectedWants,
  HEAD,
  NAME,
  ORDER,
  unfoldWant,
  type Table,
} from './shareTables.ts';

/** Rows of all tables together, and characters in all their cells: some bytes of a link can stand for a great many. */
const MAX_ROWS = 3 * MAX_ITEMS;
const MAX_CHARACTERS = 8_000_000;

type Row = readonly Json[];

/**
 * The plan document that the tables of a share link hold; null when they were not made by `foldPlan` or hold too much.
 * Only the tables are checked here: whether a start or a name may be what it is, the document's reader decides.
 */
export function unfoldPlan(payload: Json): Json | null {
  if (!isList(payload)) return null;
  const tables = new Tables(payload);
  const document = unfoldDocument(tables, payload);
  return tables.isDamaged ? null : document;
}

/** Hands out rows. After the first damage every table is empty, so that whoever reads them comes to an end. */
class Tables {
  isDamaged = false;
  readonly #payload: readonly Json[];
  readonly #allowance = new Allowance(MAX_ROWS, MAX_CHARACTERS);

  constructor(payload: readonly Json[]) {
    this.#payload = payload;
  }

  count(value: Json | undefined): number {
    const count = value ?? 0;
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MAX_ROWS) return count;
    this.isDamaged = true;
    return 0;
  }

  /** The sum of a column of counts: how many rows the table below has. */
  sum(rows: readonly Row[], column: number): number {
    return this.count(rows.reduce((sum, row) => sum + this.count(row[column]), 0));
  }

  rows(table: Table, count: number): Row[] {
    const folded = this.#payload[HEAD + ORDER.indexOf(table)] ?? EMPTY_COLUMN;
    const columns = folded === EMPTY_COLUMN ? [] : folded;
    if (this.isDamaged || !isList(columns) || !this.#allowance.takeRows(count)) return this.#damaged();
    const cells: (readonly Json[])[] = [];
    for (const [index, usual] of COLUMNS[table].entries()) {
      const values =
        usual === NAME
          ? unfoldNames(columns[index], count, this.#allowance)
          : unfoldColumn(columns[index], count, usual, this.#allowance);
      if (values === null) return this.#damaged();
      cells.push(values);
    }
    return Array.from({ length: count }, (_, row) => cells.map((values) => values[row] ?? null));
  }

  #damaged(): Row[] {
    this.isDamaged = true;
    return [];
  }
}

function unfoldDocument(tables: Tables, payload: readonly Json[]): Json {
  const [name, hostCount, vmCount, requestCount] = payload;
  const [notes, extra] = payload.slice(HEAD + ORDER.length);
  const hosts = unfoldHosts(tables, tables.count(hostCount));
  return object(
    {
      format: 'mig-plan',
      version: DOCUMENT_VERSION,
      name: name ?? null,
      notes: notes === undefined || notes === EMPTY_COLUMN ? '' : notes,
      requests: tables
        .rows('request', tables.count(requestCount))
        .map(([profile, needs, count, weight, group, more]) =>
          object({ profile, needs, count, weight, group }, more),
        ),
      hosts: hosts.documents,
      vms: unfoldVms(tables, tables.count(vmCount), hosts.planned),
    },
    extra === EMPTY_COLUMN ? null : extra,
  );
}

/** An instance that VMs can be on. */
interface Planned {
  readonly pointer: string;
  readonly profile: string;
}

function unfoldHosts(tables: Tables, count: number): { documents: Json[]; planned: Planned[] } {
  const rows = tables.rows('host', count);
  const plannedGpus = tables.sum(rows, 6);
  const gpus = unfoldGpus(tables, plannedGpus + tables.sum(rows, 7));
  const [takePlanned, takeObserved] = [taker(gpus.slice(0, plannedGpus)), taker(gpus.slice(plannedGpus))];
  const planned: Planned[] = [];
  const documents = rows.map((row, h) => {
    const [name, notes, platform, release, driver, creation, gpuCount, observedCount, extra] = row;
    const own = takePlanned(tables.count(gpuCount));
    own.forEach((gpu, g) =>
      gpu.instances.forEach(({ profile }, i) =>
        planned.push({ pointer: `/hosts/${h}/gpus/${g}/instances/${i}`, profile }),
      ),
    );
    const observed =
      observedCount === null
        ? null
        : takeObserved(tables.count(observedCount)).map((gpu, g) => gpu.document(g));
    const fields = { name, notes, platform, release, driver, creation };
    return object({ ...fields, gpus: own.map((gpu, g) => gpu.document(g)), observed }, extra);
  });
  return { documents, planned };
}

interface UnfoldedGpu {
  readonly instances: readonly { readonly profile: string }[];
  document(position: number): Json;
}

function unfoldGpus(tables: Tables, count: number): UnfoldedGpu[] {
  const rows = tables.rows('gpu', count);
  const instanceRows = tables.rows('instance', tables.sum(rows, 7));
  const takeComputeInstances = taker(
    tables
      .rows('computeInstance', tables.sum(instanceRows, 3))
      .map(([place, extra]) => object(unfoldPlace(place), extra)),
  );
  const takeInstances = taker(
    instanceRows.map(([place, pinned, reportedId, ciCount, extra]) => {
      const { profile, start } = unfoldPlace(place);
      const computeInstances = takeComputeInstances(tables.count(ciCount));
      return { profile, document: object({ profile, start, pinned, reportedId, computeInstances }, extra) };
    }),
  );
  return rows.map(([steps, board, variant, uuid, pciId, kind, use, instanceCount, extra]) => {
    const instances = takeInstances(tables.count(instanceCount));
    const fields = { board, variant, uuid, pciId, kind, use, instances: instances.map((gi) => gi.document) };
    return {
      instances,
      document: (position) =>
        object({ index: typeof steps === 'number' ? position + steps : steps, ...fields }, extra),
    };
  });
}

function unfoldVms(tables: Tables, count: number, planned: readonly Planned[]): Json[] {
  const rows = tables.rows('vm', count);
  const expected = new ExpectedWants();
  let next = 0;
  const attachments = tables.rows('attachment', tables.sum(rows, 3)).map(([leftOut, other, extra]) => {
    const on = typeof leftOut === 'number' ? planned[next + leftOut] : undefined;
    if (on === undefined && leftOut !== null) tables.isDamaged = true;
    if (typeof leftOut === 'number') next += leftOut + 1;
    const profile = on?.profile ?? null;
    const want = typeof other === 'string' ? other : expected.on(profile);
    expected.note(profile, want);
    return object({ ...Object.fromEntries([unfoldWant(want, profile)]), instance: on?.pointer }, extra);
  });
  const take = taker(attachments);
  return rows.map(([name, notes, group, attachmentCount, extra]) =>
    object({ name, notes, group, attachments: take(tables.count(attachmentCount)) }, extra),
  );
}

/** "3g.20gb@4", or "1c.3g.20gb@" where the start is not known. */
function unfoldPlace(place: Json | undefined): { profile: string; start: number | null } {
  const text = typeof place === 'string' ? place : '';
  const at = text.lastIndexOf('@');
  const start = text.slice(at + 1);
  return { profile: text.slice(0, Math.max(0, at)), start: start === '' ? null : Number(start) };
}

/** Hands out the members of a list, so many at a time. */
function taker<T>(members: readonly T[]): (count: number) => T[] {
  let at = 0;
  return (count) => members.slice(at, (at += count));
}

function object(known: Readonly<Record<string, Json | undefined>>, extra: Json | undefined): Json {
  const more = typeof extra === 'object' && extra !== null && !isList(extra) ? Object.entries(extra) : [];
  const fields = Object.entries(known).map(([name, value]) => [name, value ?? null] as const);
  // Entries, never assignments: an unknown field may be called "__proto__".
  return Object.fromEntries([...fields, ...more]);
}
