/**
 * What mails, tickets and web pages put around a text as a whole, taken off again: marks of a quotation, an indentation that all
 * lines share, entities of HTML. For formats in which the first column and each character count (YAML, XML, JSON, CSV).
 */
import { withoutColours } from '../terminalText.ts';

const QUOTED = /^(?: {0,3}>)+ ?/;
const ENTITY = /&(?:lt|gt|quot|apos|amp|nbsp|#39|#x27|#34|#160);/gi;
/** "&amp;" alone may be meant as it stands. */
const ESCAPED = /&(?:lt|gt|quot|apos|nbsp|#39|#x27|#34);/i;
const CHARACTERS: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', quot: '"', '#34': '"', apos: "'", '#39': "'", '#x27': "'" },
  ...{ amp: '&', nbsp: ' ', '#160': ' ' },
};

/** The lines of a paste without that, colours and a byte-order mark, as many as there were. Linear in the text. */
export function unwrapLines(text: string): string[] {
  const lines = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map(withoutColours);
  return withoutIndent(withoutQuotes(withoutEntities(lines)));
}

/** A page that escaped its text has left no tag in it. */
function withoutEntities(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => ESCAPED.test(line)) || lines.some((line) => line.includes('<'))) return lines;
  return lines.map((line) =>
    line.replace(ENTITY, (entity) => CHARACTERS[entity.slice(1, -1).toLowerCase()] ?? entity),
  );
}

/** A single line that begins with ">" may be anything, two on end are a quotation. */
function withoutQuotes(lines: readonly string[]): readonly string[] {
  const isQuoted = lines.map((line) => QUOTED.test(line));
  return lines.map((line, n) =>
    isQuoted[n] === true && (isQuoted[n - 1] === true || isQuoted[n + 1] === true)
      ? line.replace(QUOTED, '')
      : line,
  );
}

function withoutIndent(lines: readonly string[]): string[] {
  let shared: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t\u00a0]*/.exec(line)?.[0] ?? '';
    if (shared === null) shared = indent;
    let same = 0;
    while (same < shared.length && shared[same] === indent[same]) same += 1;
    shared = shared.slice(0, same);
    if (shared === '') break;
  }
  const width = shared?.length ?? 0;
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(width)));
}
