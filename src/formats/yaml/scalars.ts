/** Scalars of YAML on one line: keys, quoted and plain texts, and where a comment begins. */
import { notYaml, refused } from './yamlFault.ts';
import type { YamlScalarNode } from './yamlNode.ts';

export function plainScalar(line: number, text: string): YamlScalarNode {
  return { kind: 'scalar', at: { line }, text, isPlain: true, lines: null };
}

export function quotedScalar(line: number, text: string): YamlScalarNode {
  return { kind: 'scalar', at: { line }, text, isPlain: false, lines: null };
}

/** The end of a plain scalar: where a comment begins, or the end of the line. */
export function valueEnd(text: string): number {
  const comment = / #/.exec(text);
  return comment === null ? text.length : comment.index;
}

/** What may not begin a plain scalar, and a colon that would make a map of it. */
export function checkPlain(line: number, text: string): void {
  const [first = ''] = text;
  if (first === '&') throw refused(line, text, 'anchor');
  if (first === '*') throw refused(line, text, 'alias');
  if (first === '!') throw refused(line, text, 'tag');
  if ('@`%,]}'.includes(first)) throw notYaml(line, text);
  if (/: |:$/.test(text.slice(0, valueEnd(text)))) throw notYaml(line, text);
}

export interface Key {
  readonly key: string;
  readonly isPlain: boolean;
  /** With the colon. */
  readonly length: number;
}

/** The key at the start of a line; null where there is none. */
export function keyLength(text: string, line: number): Key | null {
  const [first = ''] = text;
  if (text === '?' || text.startsWith('? ')) throw refused(line, text, 'complex-key');
  if (first === '"' || first === "'") {
    const string = readQuoted(text, 0, line);
    // One that goes on in the next line is no key.
    if (string === null) return null;
    const colon = /^ *:(?= |$)/.exec(text.slice(string.end, string.end + 80));
    return colon === null ? null : { key: string.text, isPlain: false, length: string.end + colon[0].length };
  }
  if (first === '[' || first === '{') return null;
  const colon = text.search(/:(?: |$)/);
  if (colon < 0) return null;
  const comment = text.indexOf(' #');
  if (comment >= 0 && comment < colon) return null;
  // What may not begin a scalar begins no key either; whoever reads the scalar says why.
  if ('&*!|>@`%'.includes(first)) return null;
  return { key: text.slice(0, colon).trimEnd(), isPlain: true, length: colon + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\u0007', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r' },
  ...{ e: '\u001b', ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\u0085', _: '\u00a0' },
  ...{ L: '\u2028', P: '\u2029' },
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
/** A stretch without quotes and escapes. */
const DOUBLE_RUN = /[^"\\]*/y;
const SINGLE_RUN = /[^']*/y;

/** The quoted text that begins at `start`, and where it ends; null where its line ends before it. Linear. */
export function readQuoted(
  text: string,
  start: number,
  line: number,
): { readonly text: string; readonly end: number } | null {
  return text[start] === "'" ? readSingle(text, start + 1) : readDouble(text, start + 1, line);
}

function readSingle(text: string, start: number): { text: string; end: number } | null {
  let [found, at] = ['', start];
  for (;;) {
    SINGLE_RUN.lastIndex = at;
    const [run = ''] = SINGLE_RUN.exec(text) ?? [];
    found += run;
    at += run.length;
    if (at >= text.length) return null;
    if (text[at + 1] !== "'") return { text: found, end: at + 1 };
    found += "'";
    at += 2;
  }
}

function readDouble(text: string, start: number, line: number): { text: string; end: number } | null {
  let [found, at] = ['', start];
  for (;;) {
    DOUBLE_RUN.lastIndex = at;
    const [run = ''] = DOUBLE_RUN.exec(text) ?? [];
    found += run;
    at += run.length;
    if (at >= text.length) return null;
    if (text[at] === '"') return { text: found, end: at + 1 };
    const escape = text[at + 1];
    // A backslash at the end joins the next line.
    if (escape === undefined) return null;
    const plain = ESCAPES[escape];
    if (plain !== undefined) {
      found += plain;
      at += 2;
      continue;
    }
    const length = HEX_LENGTH[escape] ?? 0;
    const digits = text.slice(at + 2, at + 2 + length);
    const code = /^[0-9A-Fa-f]+$/.test(digits) && digits.length === length ? parseInt(digits, 16) : NaN;
    if (!(code <= 0x10ffff)) throw notYaml(line, text);
    found += length === 4 ? String.fromCharCode(code) : String.fromCodePoint(code);
    at += 2 + length;
  }
}

/** Where a quoted text that began on a line before ends in this one; -1 where it goes on. */
export function closingQuote(text: string, quote: string): number {
  for (let at = 0; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== "'") return at;
      at += 1;
    }
  }
  return -1;
}
