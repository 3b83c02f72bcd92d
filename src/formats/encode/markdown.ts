/**
 * Text into Markdown, CommonMark and what GitHub, GitLab and Jira add to it. A name is best shown as code, where nothing
 * has a meaning; escapes are for sentences. Never raw HTML.
 */
import { withoutInvisible } from '../../model/name.ts';

export interface MarkdownPlace {
  /** In a cell of a table "|" would end the cell, in code too. */
  readonly inTable?: boolean;
}

/** Printable ASCII, which most lines are: nothing in it is to be replaced. */
const VISIBLE = /^[ -~]*$/;

function oneLine(text: string): string {
  if (VISIBLE.test(text)) return text;
  return withoutInvisible(text.replace(/[\r\n]+/g, ' '), '\ufffd');
}

/** The text as code: shown as it is, never a link, a mention, an emphasis or a formula. Line breaks become spaces. */
export function markdownCode(text: string, { inTable = false }: MarkdownPlace = {}): string {
  const line = oneLine(text);
  if (line === '') return '';
  // Parsers disagree about a backslash before an escaped "|", so there the code is interrupted.
  if (inTable && line.includes('\\|')) {
    return line
      .split(/((?<=\\)\|)/)
      .map((part) => (part === '|' ? '\\|' : markdownCode(part, { inTable })))
      .join('');
  }
  const longest = longestRun(line);
  const fence = '`'.repeat(longest + 1);
  // One blank at each end is taken off by the parser, where both are there and there is anything else.
  const blank = /^`|`$|^ .*[^ ].* $/.test(line) ? ' ' : '';
  return `${fence}${blank}${inTable ? line.replaceAll('|', '\\|') : line}${blank}${fence}`;
}

/** What can begin or end anything inside a line. "&" and "<" are written as entities: they work where no escape does. */
const INLINE = /[\\`*_~[\]()>!|#$^{}]|^=/g;
/** List marks mean something only where a line begins, and a dot before a letter may be taken for a domain. */
const LINE_MARK = /^[-+]|(?<=^[0-9]+)\.(?=\s|$)|\.(?=[A-Za-z])/g;
/** What software makes links or mentions of although it is escaped: it looks at the finished text. */
const LINK_MARK = /((?:@|:(?=\/\/)|(?<=www)\.|#(?=[0-9]))+)/i;

/**
 * The text for a paragraph, a heading or a cell, on one line, meaning nothing but itself. Where software would make a link
 * or a mention of it, the mark that it looks for is set as code, which no escape can do.
 */
export function markdownText(text: string): string {
  return (
    oneLine(text)
      .trim()
      .split(LINK_MARK)
      // Every second part is one of these marks.
      .map((part, n) => (n % 2 === 1 ? `\`${part}\`` : escaped(part)))
      .join('')
  );
}

function escaped(text: string): string {
  return text
    .replace(INLINE, '\\$&')
    .replace(LINE_MARK, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

/** Lines of text as a block of code, with the blank lines around it that it needs. `language` is ours: "sh", "text". */
export function markdownFence(lines: readonly string[], language: string): string {
  const clean = lines.map(oneLine);
  const fence = '`'.repeat(Math.max(3, longestRun(clean.join('\n')) + 1));
  return [`${fence}${language}`, ...clean, fence].join('\n');
}

/** The longest run of backticks. */
function longestRun(text: string): number {
  return text.includes('`') ? Math.max(...Array.from(text.matchAll(/`+/g), ([run]) => run.length)) : 0;
}
