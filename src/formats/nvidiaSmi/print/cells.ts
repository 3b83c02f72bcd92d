/** Rows and borders of the tables of nvidia-smi. */

/** A row as wide as its table, between bars. */
export function barred(text: string, inner: number): string {
  return `|${text.padEnd(inner)}|`;
}

/** A border of several columns: "+-----+---+". */
export function rule(widths: readonly number[], fill = '-'): string {
  return `+${widths.map((width) => fill.repeat(width)).join('+')}+`;
}

/** A count, or N/A for what is not known. */
export function known(count: number | null): string {
  return count === null ? 'N/A' : String(count);
}

/** A GPU index or an ID as success and error lines print it: two places. */
export function two(count: number): string {
  return String(count).padStart(2);
}
