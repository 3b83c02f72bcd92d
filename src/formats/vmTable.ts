/**
 * A table of VMs as it is pasted from a spreadsheet, a ticket or our own export: name, type or profile, count, group, notes.
 * Each row becomes as many new VMs as it counts; what is not understood is kept out and said with its line.
 */
import { FreeNames } from '../model/name.ts';
import { MAX_VGPUS_PER_VM, type NewVm, type Wanted } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { At } from '../model/source.ts';
import { decodeCsvField } from './encode/csv.ts';
import { readName, readNotes } from './names.ts';
import { MAX_TEXT_LENGTH, type Notice } from './reading.ts';
import { splitRows, type TableRow } from './tableRows.ts';
import { columnsOf, isOurTable, type Columns, type VmColumn } from './vmTableColumns.ts';
import {
  createNearestName,
  isOfBoards,
  readTypeName,
  splitTypeNames,
  type GpuOfNames,
} from './vmTypeNames.ts';

export const MAX_TABLE_ROWS = 10_000;
export const MAX_TABLE_VMS = 10_000;

/** Why a text gave no VMs at all. */
export type VmTableError =
  | { readonly code: 'empty-table' }
  | { readonly code: 'text-too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'too-many-rows'; readonly max: number }
  | { readonly code: 'too-many-vms'; readonly count: number; readonly max: number }
  | { readonly code: 'no-column'; readonly at: At; readonly column: 'name' | 'type' };

/** Rows that gave no VM. */
export const KEPT_OUT = [
  'row-without-name',
  'row-without-type',
  'type-not-known',
  'bad-count',
  'too-many-vgpus',
  'quote-astray',
  'quote-not-closed',
] as const;

export type VmTableNotice =
  | Extract<Notice, { code: 'name-cleaned' | 'notes-cleaned' }>
  | { readonly code: 'row-without-name' | 'row-without-type'; readonly at: At; readonly excerpt: string }
  /** `nearest`: the name of a board of the plan that was perhaps meant. */
  | {
      readonly code: 'type-not-known';
      readonly at: At;
      readonly name: string;
      readonly nearest: string | null;
    }
  | { readonly code: 'bad-count'; readonly at: At; readonly text: string }
  | { readonly code: 'too-many-vgpus'; readonly at: At; readonly count: number; readonly max: number }
  /** A quote mark inside a quoted cell. */
  | { readonly code: 'quote-astray'; readonly at: At; readonly excerpt: string }
  /** Everything from here on is inside one quoted cell. */
  | { readonly code: 'quote-not-closed'; readonly at: At; readonly excerpt: string }
  | { readonly code: 'columns-passed-over'; readonly at: At; readonly names: readonly string[] }
  | { readonly code: 'cells-passed-over'; readonly at: At; readonly excerpt: string }
  | { readonly code: 'name-numbered'; readonly at: At; readonly from: string; readonly to: string }
  | {
      readonly code: 'series-numbered';
      readonly at: At;
      readonly name: string;
      readonly names: readonly string[];
    }
  | { readonly code: 'rows-joined'; readonly at: At; readonly name: string }
  /** The type exists, and no board of the plan has it: the VM will wait. */
  | { readonly code: 'not-on-boards'; readonly at: At; readonly name: string };

export interface VmTable {
  readonly vms: readonly NewVm[];
  /** Rows that hold anything, headings aside. */
  readonly rows: number;
}

export interface VmTableReading {
  readonly value: VmTable;
  readonly notices: readonly VmTableNotice[];
}

/** What a table is read beside: names that are taken, and the GPUs that its types are meant for. */
export interface VmTableContext {
  readonly taken: Iterable<string>;
  readonly gpus: readonly GpuOfNames[];
}

/** One row, understood. */
interface VmRow {
  readonly at: At;
  readonly name: string;
  readonly group: string | null;
  readonly notes: string;
  readonly count: number;
  readonly wants: readonly Wanted[];
}

export function parseVmTable(text: string, context: VmTableContext): Result<VmTableReading, VmTableError> {
  if (text.length > MAX_TEXT_LENGTH)
    return err({ code: 'text-too-long', length: text.length, max: MAX_TEXT_LENGTH });
  const lines = splitRows(text, MAX_TABLE_ROWS + 1);
  const [first] = lines;
  if (first === undefined) return err({ code: 'empty-table' });

  const notices: VmTableNotice[] = [];
  const columns = columnsOf(first.cells);
  const { at: has, passedOver } = columns;
  if (columns.hasHeadings) {
    if (!has.has('name')) return err({ code: 'no-column', at: first.at, column: 'name' });
    if (!has.has('type') && !has.has('esxi') && !has.has('profile'))
      return err({ code: 'no-column', at: first.at, column: 'type' });
    if (passedOver.length > 0) notices.push({ code: 'columns-passed-over', at: first.at, names: passedOver });
  }
  const body = columns.hasHeadings ? lines.slice(1) : lines;
  if (body.length > MAX_TABLE_ROWS) return err({ code: 'too-many-rows', max: MAX_TABLE_ROWS });
  const reader = new RowReader(columns, context.gpus, notices);
  const read = body.flatMap((line) => reader.read(line) ?? []);
  const rows = isOurTable(columns) ? joined(read, notices) : read;
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  if (count > MAX_TABLE_VMS) return err({ code: 'too-many-vms', count, max: MAX_TABLE_VMS });

  const names = new FreeNames(context.taken);
  const vms = rows.flatMap((row) => newVms(row, names, notices));
  return ok({
    value: { vms, rows: body.length },
    notices: notices.sort((a, b) => lineOf(a.at) - lineOf(b.at)),
  });
}

const lineOf = (at: At): number => ('line' in at ? at.line : 0);

class RowReader {
  readonly #columns: Columns;
  readonly #gpus: readonly GpuOfNames[];
  readonly #notices: VmTableNotice[];
  readonly #nearest: (text: string) => string | null;

  constructor(columns: Columns, gpus: readonly GpuOfNames[], notices: VmTableNotice[]) {
    this.#columns = columns;
    this.#gpus = gpus;
    this.#notices = notices;
    this.#nearest = createNearestName(gpus);
  }

  /** The row, or null and a notice. */
  read({ at, cells, fault }: TableRow): VmRow | null {
    const excerpt = cells.join(' ').trim();
    const cell = (column: VmColumn): string => {
      const index = this.#columns.at.get(column);
      return index === undefined ? '' : decodeCsvField((cells[index] ?? '').trim()).trim();
    };
    const keepOut = (notice: VmTableNotice): null => {
      this.#notices.push(notice);
      return null;
    };
    if (fault !== null) return keepOut({ code: fault, at, excerpt });
    if (cell('name') === '') return keepOut({ code: 'row-without-name', at, excerpt });
    const types = this.#typesOf(cell);
    if (types === '') return keepOut({ code: 'row-without-type', at, excerpt });
    const parts = splitTypeNames(types);
    if (parts.length > MAX_VGPUS_PER_VM)
      return keepOut({ code: 'too-many-vgpus', at, count: parts.length, max: MAX_VGPUS_PER_VM });
    const wants: Wanted[] = [];
    for (const name of parts) {
      const wanted = readTypeName(name);
      if (wanted === null) return keepOut({ code: 'type-not-known', at, name, nearest: this.#nearest(name) });
      wants.push(wanted);
    }
    const count = cell('count');
    if (count !== '' && !/^0*[1-9][0-9]{0,8}$/.test(count))
      return keepOut({ code: 'bad-count', at, text: count });

    const strange = wants.findIndex((one) => this.#gpus.length > 0 && !isOfBoards(one, this.#gpus));
    if (strange !== -1) this.#notices.push({ code: 'not-on-boards', at, name: parts[strange] ?? '' });
    const beyond = this.#columns.hasHeadings ? [] : cells.slice(this.#columns.at.size);
    if (beyond.some((text) => text.trim() !== ''))
      this.#notices.push({ code: 'cells-passed-over', at, excerpt: beyond.join(' ').trim() });
    const named: Notice[] = [];
    const name = readName(cell('name'), 'vm', at, named);
    const group = cell('group') === '' ? null : readName(cell('group'), 'group', at, named);
    const notes = readNotes(this.#notesIn(cells), at, named);
    for (const notice of named)
      if (notice.code === 'name-cleaned' || notice.code === 'notes-cleaned') this.#notices.push(notice);
    return { at, name, group, notes, count: count === '' ? 1 : Number(count), wants };
  }

  /** Blanks around notes are somebody's only where we wrote the table ourselves. */
  #notesIn(cells: readonly string[]): string {
    const index = this.#columns.at.get('notes');
    const text = index === undefined ? '' : (cells[index] ?? '');
    return isOurTable(this.#columns) ? decodeCsvField(text) : decodeCsvField(text.trim()).trim();
  }

  /** What the row says of its types; a table of our own says "unknown", and "A or B" where either may be meant. */
  #typesOf(cell: (column: VmColumn) => string): string {
    const said = [cell('type'), cell('esxi'), cell('profile')].filter((text) => text !== '');
    return said.find((text) => text !== 'unknown' && !/ or /.test(text)) ?? said[0] ?? '';
  }
}

/** Rows of one VM after one another are its vGPUs. */
function joined(rows: readonly VmRow[], notices: VmTableNotice[]): VmRow[] {
  const result: VmRow[] = [];
  for (const row of rows) {
    const last = result.at(-1);
    if (last?.name !== row.name || last.wants.length >= MAX_VGPUS_PER_VM) {
      result.push(row);
      continue;
    }
    const said = new Set([last.notes, row.notes].filter((notes) => notes !== ''));
    const cleaned: Notice[] = [];
    const notes = readNotes([...said].join('\n'), row.at, cleaned);
    for (const notice of cleaned) if (notice.code === 'notes-cleaned') notices.push(notice);
    result[result.length - 1] = { ...last, notes, wants: [...last.wants, ...row.wants] };
    notices.push({ code: 'rows-joined', at: row.at, name: row.name });
  }
  return result;
}

function newVms(
  { at, name, group, notes, count, wants }: VmRow,
  names: FreeNames,
  notices: VmTableNotice[],
): NewVm[] {
  if (count === 1) {
    const free = names.take(name);
    if (free !== name) notices.push({ code: 'name-numbered', at, from: name, to: free });
    return [{ name: free, group, wants, notes }];
  }
  const series = names.takeSeries(name, count);
  if (series.passedOver > 0) notices.push({ code: 'series-numbered', at, name, names: series.names });
  return series.names.map((one) => ({ name: one, group, wants, notes }));
}
