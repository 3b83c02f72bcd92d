/**
 * Texts for the cells of a CSV file. A spreadsheet takes a cell that begins like a formula for one, quoted or not, so such
 * a text gets an apostrophe before it; one that begins with an apostrophe gets one more, so that taking exactly one off
 * gives every text back. Quoting (RFC 4180) is the writer's, for every text.
 */

/** What starts a formula, after blanks and separators; full-width forms too, which some spreadsheets take as the plain ones. */
const LOOKS_LIVE = /^(?:'|[\s;,]*[=+\-@\t\r\n＝＋－＠])/;

/** The text as it goes into a quoted cell. */
export function encodeCsvField(text: string): string {
  return LOOKS_LIVE.test(text) ? `'${text}` : text;
}

/** The text that a cell written by `encodeCsvField` stands for. */
export function decodeCsvField(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}
