/**
 * The tables of nvidia-smi, told apart by their headings or, where these are cut off, by the shape of their rows. Widths and columns
 * differ between drivers, so everything goes by bars and words.
 */
import { extentWhile, type PastedLine, type Segment } from '../paste/textReader.ts';
import { readRow } from '../migLgiRow.ts';

export const TABLES = ['nvidia-smi', 'mig-lgi', 'mig-lgip', 'mig-lci', 'mig-lcip'] as const;
export type Table = (typeof TABLES)[number];

/** No row is longer; what follows is not looked at. */
const LONGEST_ROW = 400;

/** First lines of headings. The rest of a heading is a row of nobody, and goes with the table it stands in. */
const HEADINGS: readonly (readonly [heading: RegExp, table: Table])[] = [
  [/^\| *NVIDIA-SMI +[0-9]/, 'nvidia-smi'],
  [/^\| *GPU +Name +Persistence-M/, 'nvidia-smi'],
  [/^\| *(?:MIG devices|Processes): *(?:\||$)/, 'nvidia-smi'],
  [/^\| *GPU instances: *(?:\||$)/, 'mig-lgi'],
  [/^\| *GPU instance profiles: *(?:\||$)/, 'mig-lgip'],
  [/^\| *Compute instances: *(?:\||$)/, 'mig-lci'],
  [/^\| *Compute instance profiles: *(?:\||$)/, 'mig-lcip'],
];

const ROWS: readonly (readonly [row: RegExp, table: Table])[] = [
  [/^\|? *\d{1,4} +MIG +\S+ +\d{1,4} +\d{1,2}\/\d{1,2} /, 'mig-lgip'],
  [/^\|? *\d{1,4} +\d{1,4} +MIG +\S+ +\d{1,4}\*? +\d{1,2}\/\d{1,2} /, 'mig-lcip'],
  [/^\|? *\d{1,4} +\d{1,4} +MIG +\S+ +\d{1,4}\*? +\d{1,4}(?: |$)/, 'mig-lci'],
  [/^\| *\d{1,4} +\d{1,4} +\d{1,4} +\d{1,4} *\|/, 'nvidia-smi'],
  [/^\| *\d{1,4} +\S.*\| *[0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F] /i, 'nvidia-smi'],
];

/** "Thu Apr 25 10:08:24 2024", above the summary. */
const TIMESTAMP =
  /^ *(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} +\d{2}:\d{2}:\d{2} (?:[AP]M )?(?:[A-Z]{2,5} )?\d{4} *$/;

export function isBorder(text: string): boolean {
  return text.length <= LONGEST_ROW && /^[-+=| ]+$/.test(text) && /[-=+]/.test(text);
}

interface RowTable {
  readonly table: Table;
  readonly isHeading: boolean;
}

/** Which table a line is of, and whether its heading begins there; null where the line does not say. */
function tableOf(text: string): RowTable | null {
  // Most lines are of no table, and show it by how they begin.
  if (text.length > LONGEST_ROW || !/^ *[|0-9]/.test(text)) return null;
  const whole = text.trim();
  const heading = HEADINGS.find(([pattern]) => pattern.test(whole));
  if (heading !== undefined) return { table: heading[1], isHeading: true };
  const row = ROWS.find(([pattern]) => pattern.test(whole));
  if (row !== undefined) return { table: row[1], isHeading: false };
  const lgi = readRow(whole);
  return lgi.kind === 'row' || lgi.kind === 'cut' ? { table: 'mig-lgi', isHeading: false } : null;
}

/** How far ahead of a border, or of the date above it, the row may be that tells the table. */
const LOOK_AHEAD = 4;

/**
 * How many lines from `at` on are rows of that table. Of the summary, its three tables and the blank lines between them; of the others
 * one table, for a second heading is a second answer.
 */
export function tableExtent(segment: Segment, at: number, table: Table): number {
  const first = segment.lines[at];
  if (first === undefined || tableFrom(segment, at) !== table) return 0;
  let hasRows = false;
  let isClosed = false;
  return extentWhile(segment, at, (line) => {
    const own = tableOf(line.text);
    if (own !== null) {
      isClosed = false;
      if (own.table !== table) return false;
      if (own.isHeading && hasRows && table !== 'nvidia-smi') return false;
      if (!own.isHeading) hasRows = true;
      return true;
    }
    if (isBorder(line.text)) {
      // What a narrow terminal broke off a border.
      if (/^ *[-=]/.test(line.text)) return true;
      // A border below a border begins the next table, whose heading says which.
      if (isClosed) return tableFrom(segment, indexOf(segment, line)) === table;
      isClosed = hasRows;
      return true;
    }
    isClosed = false;
    if (table === 'nvidia-smi' && TIMESTAMP.test(line.text)) return line === first;
    return isRowOfNobody(line.text);
  });
}

function indexOf(segment: Segment, line: PastedLine): number {
  // Lines of a segment are in order and without gaps.
  return line.line - (segment.lines[0]?.line ?? 0);
}

/** The answer for the line that was asked for last: each reader of tables asks for it in turn. */
let last: { readonly line: PastedLine; readonly table: Table | null } | null = null;

function tableFrom(segment: Segment, at: number): Table | null {
  const line = segment.lines[at];
  if (line === undefined || !/^ *[|+0-9MTWFS]/.test(line.text)) return null;
  if (last?.line !== line) last = { line, table: lookAhead(segment, at) };
  return last.table;
}

function lookAhead(segment: Segment, at: number): Table | null {
  for (let i = at; i < Math.min(segment.lines.length, at + LOOK_AHEAD); i++) {
    const line = segment.lines[i];
    if (line === undefined) break;
    const { text } = line;
    const own = tableOf(text);
    if (own !== null) return own.table;
    if (!isBorder(text) && text.trim() !== '' && !(i === at && TIMESTAMP.test(text))) return null;
  }
  return null;
}

/** A second line of a row, or what a narrow terminal broke off one. */
function isRowOfNobody(text: string): boolean {
  const whole = text.trim();
  return whole.length <= LONGEST_ROW && (whole.startsWith('|') || /^[^|]*\|$/.test(whole));
}

export interface TableLine {
  readonly line: number;
  readonly text: string;
  /** Two lines that a narrow terminal had made of it. */
  readonly isJoined: boolean;
  /** The bar at its end is there. */
  readonly isClosed: boolean;
}

/** The rows of a table, without borders; those that a narrow terminal broke are put together again. */
export function tableLines(segment: Segment): TableLine[] {
  const rows: TableLine[] = [];
  for (let i = 0; i < segment.lines.length; i++) {
    const { line, text } = segment.lines[i] ?? { line: 0, text: '' };
    const whole = text.trim();
    if (whole === '' || isBorder(whole)) continue;
    const next = segment.lines[i + 1]?.text.trim() ?? '';
    const isBroken = whole.startsWith('|') && !/^[|+]/.test(next) && next.endsWith('|') && next.length > 1;
    if (isBroken && whole.length + next.length <= LONGEST_ROW) {
      rows.push({
        line,
        text: `${text.trimStart()}${segment.lines[i + 1]?.text ?? ''}`,
        isJoined: true,
        isClosed: true,
      });
      i += 1;
    } else {
      rows.push({ line, text: whole, isJoined: false, isClosed: whole.length > 1 && whole.endsWith('|') });
    }
  }
  return rows;
}

/** The cells between the bars of a row; of a row without its last bar the last one may be cut, and is left out. */
export function cellsOf({ text }: TableLine): string[] {
  const cells = text.replace(/^\|/, '').split('|');
  // What follows the closing bar is empty; what is not closed is not whole.
  cells.pop();
  return cells;
}
