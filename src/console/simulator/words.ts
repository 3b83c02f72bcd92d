/** A command line cut into commands, pipes and words, as a shell would, with nothing expanded. */
import { err, ok, type Result } from '../../model/result.ts';
import type { Hint } from './hints.ts';

/** One program and its arguments. */
export type Words = readonly string[];

export interface ShellCommand {
  /** Commands joined by pipes. */
  readonly pipe: readonly Words[];
  /** Whether it runs: always, or only after success or failure of the one before. */
  readonly when: 'always' | 'and' | 'or';
}

export type LineError =
  | { readonly code: 'line-too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'quote-not-closed'; readonly quote: string }
  | { readonly code: 'nothing-between'; readonly near: string }
  /** Expansion, redirection, background: what this terminal does not do. */
  | { readonly code: 'not-a-shell'; readonly near: string };

/** Longer lines are refused: none that anybody types is. */
export const MAX_LINE = 8000;

const OPERATORS = ['||', '&&', '|', ';'] as const;
/** Redirections that change nothing of what is shown. */
const PASSED_OVER = /^(?:2>&1|2>\/dev\/null)/;

export function lineErrorMessage(error: LineError): string {
  switch (error.code) {
    case 'line-too-long':
      return `The line has ${error.length} characters; this terminal takes ${error.max}.`;
    case 'quote-not-closed':
      return `The quote ${error.quote} is not closed.`;
    case 'nothing-between':
      return `There is no command beside "${error.near}".`;
    case 'not-a-shell':
      return `"${error.near}" is not understood: this terminal runs commands, with pipes to grep, and is no shell.`;
  }
}

/** Cuts a line; an empty list for one that is blank or a comment. Linear in the line. */
export function readLine(line: string): Result<readonly ShellCommand[], LineError> {
  if (line.length > MAX_LINE) return err({ code: 'line-too-long', length: line.length, max: MAX_LINE });
  const commands: ShellCommand[] = [];
  let pipe: Words[] = [];
  let words: string[] = [];
  let word: string | null = null;
  let when: ShellCommand['when'] = 'always';
  const endWord = (): void => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (let at = 0; at < line.length;) {
    const character = line.charAt(at);
    const rest = line.slice(at, at + 16);
    const operator = OPERATORS.find((one) => rest.startsWith(one));
    const passed = word === null ? PASSED_OVER.exec(rest)?.[0] : undefined;
    if (passed !== undefined) {
      at += passed.length;
    } else if (/\s/.test(character)) {
      endWord();
      at += 1;
    } else if (character === '#' && word === null) {
      break;
    } else if (operator !== undefined) {
      endWord();
      if (words.length === 0) return err({ code: 'nothing-between', near: operator });
      pipe.push(words);
      words = [];
      if (operator !== '|') {
        commands.push({ pipe, when });
        pipe = [];
        when = operator === '&&' ? 'and' : operator === '||' ? 'or' : 'always';
      }
      at += operator.length;
    } else if (character === "'" || character === '"') {
      const end = line.indexOf(character, at + 1);
      if (end < 0) return err({ code: 'quote-not-closed', quote: character });
      word = (word ?? '') + line.slice(at + 1, end);
      at = end + 1;
    } else if (character === '\\' && at + 1 < line.length) {
      word = (word ?? '') + line.charAt(at + 1);
      at += 2;
    } else if ('&<>`$'.includes(character)) {
      return err({ code: 'not-a-shell', near: rest });
    } else {
      word = (word ?? '') + character;
      at += 1;
    }
  }
  endWord();
  if (words.length > 0) pipe.push(words);
  else if (pipe.length > 0) return err({ code: 'nothing-between', near: '|' });
  else if (when !== 'always') return err({ code: 'nothing-between', near: when === 'and' ? '&&' : '||' });
  if (pipe.length > 0) commands.push({ pipe, when });
  return ok(commands);
}

/** Hyphens, dashes and the minus sign, as pages and word processors make them of "-" and "--". */
const DASHES = /^[-\u2010-\u2015\u2212]+/;

/** Options of the tools here that have one dash though their names are longer than a letter. */
const ONE_DASH = new Set(
  [
    'mig',
    'pm',
    'gi',
    'ci',
    'lgip',
    'lgipp',
    'cgi',
    'dgi',
    'lgi',
    'lcip',
    'lcipp',
    'cci',
    'dci',
    'lci',
  ].concat('it'),
);

/** The words with dashes of a page read as what was meant, and a hint for each that was. */
export function withPlainDashes(words: Words): { readonly words: Words; readonly hints: readonly Hint[] } {
  const hints: Hint[] = [];
  const plain = words.map((typed) => {
    const dashes = DASHES.exec(typed)?.[0] ?? '';
    const name = typed.slice(dashes.length);
    if (/^-*$/.test(dashes) || !/^[A-Za-z]/.test(name)) return typed;
    const option = name.replace(/=.*$/s, '');
    const meant = `${option.length === 1 || ONE_DASH.has(option) ? '-' : '--'}${name}`;
    hints.push({ code: 'dashes-read', typed: typed.slice(0, 60), meant: meant.slice(0, 60) });
    return meant;
  });
  return { words: plain, hints };
}
