/** The rows of a pasted table, whatever separates its cells: by comma, tab or semicolon, or as `sep=` in its first line says. */
import Papa from 'papaparse';
import type { At } from '../model/source.ts';

export interface TableRow {
  readonly at: At;
  readonly cells: readonly string[];
  readonly fault: 'quote-astray' | 'quote-not-closed' | null;
}

/** The rows that hold anything, each with the line it begins on; the first beyond `max` is the last. */
export function splitRows(raw: string, max: number): TableRow[] {
  const text = raw.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const head = /^"?sep=(.)"?\n/i.exec(text);
  const body = head === null ? text : text.slice(head[0].length);
  const rows: TableRow[] = [];
  let line = head === null ? 1 : 2;
  let from = 0;
  Papa.parse<string[]>(body, {
    delimiter: head?.[1] ?? delimiterOf(body),
    newline: '\n',
    step: ({ data, errors, meta }, parser) => {
      if (data.some((cell) => cell.trim() !== '')) {
        const codes = errors.map((error) => error.code);
        const fault = codes.includes('MissingQuotes')
          ? 'quote-not-closed'
          : codes.includes('InvalidQuotes')
            ? 'quote-astray'
            : null;
        rows.push({ at: { line }, cells: data, fault });
      }
      for (; from < meta.cursor; from++) if (body[from] === '\n') line++;
      if (rows.length > max) parser.abort();
    },
  });
  return rows;
}

/** A tab or semicolon in the first row that holds anything separates; else the comma does. */
function delimiterOf(text: string): string {
  const [first = ''] = /^[^\n]*\S[^\n]*$/m.exec(text) ?? [];
  const bare = first.replace(/"(?:[^"]|"")*"/g, '');
  return bare.includes('\t') ? '\t' : bare.includes(';') ? ';' : ',';
}
