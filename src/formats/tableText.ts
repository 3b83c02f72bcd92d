/**
 * A table in the languages that people paste it in: CSV for files, cells between tabs for spreadsheets, HTML for mail, tickets
 * and documents. Every text goes through the encoder of its language; numbers stay numbers.
 */
import Papa from 'papaparse';
import { encodeCsvField } from './encode/csv.ts';
import { encodeHtml } from './encode/html.ts';
import { encodeTsvField } from './encode/tsv.ts';

export type Cell = string | number;

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** CRLF line ends, every text quoted and guarded (encode/csv.ts), numbers bare. */
export function makeCsv({ head, rows }: Table): string {
  const guarded = [head, ...rows].map((row) =>
    row.map((cell) => (typeof cell === 'string' ? encodeCsvField(cell) : cell)),
  );
  const isText = (cell: unknown): boolean => typeof cell === 'string';
  return `${Papa.unparse(guarded, { quotes: isText, newline: '\r\n' })}\r\n`;
}

/** A line to a row, cells between tabs. */
export function makeTsv({ head, rows }: Table): string {
  return [head, ...rows]
    .map(
      (row) => `${row.map((cell) => (typeof cell === 'string' ? encodeTsvField(cell) : cell)).join('\t')}\n`,
    )
    .join('');
}

/**
 * One HTML table and nothing else, as a clipboard holds it. A spreadsheet computes a pasted cell that looks like a formula, so
 * such a text has its apostrophe here, too.
 */
export function makeHtmlTable({ head, rows }: Table): string {
  const cell = (one: Cell): string =>
    typeof one === 'number' ? `<td>${one}</td>` : `<td>${encodeHtml(encodeCsvField(one))}</td>`;
  return [
    '<table>',
    `<thead><tr>${head.map((one) => `<th>${encodeHtml(one)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`),
    '</tbody>',
    '</table>',
  ].join('\n');
}

/** What a copy puts on the clipboard: whoever pastes takes the one that he understands best. */
export function makeClipboardTable(table: Table): {
  readonly text: string;
  readonly html: string;
  readonly cells: Table;
} {
  return { text: makeTsv(table), html: makeHtmlTable(table), cells: table };
}
