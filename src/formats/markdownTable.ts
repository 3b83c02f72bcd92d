/** Tables of Markdown: the one writer of the runbooks, for hosts of ESXi and for all others. */

/**
 * The table as lines. Cells are Markdown already (a name in one: `markdownCode` with `inTable`). Columns are padded, for it is
 * read in terminals too.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const steps = searchMarkdownTable(head, rows);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Rows that are looked at between two rests. */
const AT_ONCE = 1000;

/** The same, resting now and then. */
export function* searchMarkdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Generator<void, string[]> {
  const widths = head.map((name) => Math.max(3, lengthOf(name)));
  for (const [index, cells] of rows.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) yield;
    for (const [column, width] of widths.entries()) widths[column] = Math.max(width, lengthOf(cells[column]));
  }
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '') + ' '.repeat(width - lengthOf(cells[column]))).join(' | ')} |`;
  const lines = [line(head), line(widths.map((width) => '-'.repeat(width)))];
  for (const [index, cells] of rows.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) yield;
    lines.push(line(cells));
  }
  return lines;
}

/** In characters. A table may have fifty thousand rows, and next to no cell has one of two halves. */
function lengthOf(cell = ''): number {
  return /[\ud800-\udfff]/.test(cell) ? Array.from(cell).length : cell.length;
}
