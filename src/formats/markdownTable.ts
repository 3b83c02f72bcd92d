/** Tables of Markdown: the one writer of the runbooks, for hosts of ESXi and for all others. */

/**
 * The table as lines. Cells are Markdown already (a name in one: `markdownCode` with `inTable`). Columns are padded, for it is
 * read in terminals too.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((name, column) =>
    rows.reduce((most, cells) => Math.max(most, lengthOf(cells[column])), Math.max(3, lengthOf(name))),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '') + ' '.repeat(width - lengthOf(cells[column]))).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/** In characters. A table may have fifty thousand rows, and next to no cell has one of two halves. */
function lengthOf(cell = ''): number {
  return /[\ud800-\udfff]/.test(cell) ? Array.from(cell).length : cell.length;
}
