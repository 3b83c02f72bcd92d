/**
 * Texts for the cells of a table that is pasted into a spreadsheet. A cell cannot hold a TAB or a line break, which become
 * spaces; what looks like a formula is guarded as in a CSV file, since a paste is computed as a file is.
 */
import { decodeCsvField, encodeCsvField } from './csv.ts';

/** The text as one cell. One that begins with a quote mark is quoted, or the cells behind it would go into it. */
export function encodeTsvField(text: string): string {
  const cell = encodeCsvField(text.replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' '));
  return cell.startsWith('"') ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The text that a cell written by `encodeTsvField` stands for. */
export function decodeTsvField(cell: string): string {
  return decodeCsvField(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
}
