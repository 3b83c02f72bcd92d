/** grep behind a pipe: the options that people type after `nvidia-smi` and `esxcli`. */
import { compilePattern, type PatternSyntax } from './pattern.ts';
import { inferred, type ReplyLine } from './reply.ts';
import type { Words } from './words.ts';

export interface Filtered {
  readonly lines: readonly ReplyLine[];
  readonly status: number;
}

const NAMES = ['grep', 'egrep', 'fgrep'];

export function isGrep(words: Words): boolean {
  return NAMES.includes(words[0] ?? '');
}

const USAGE = 'grep: usage: grep [-EFivwcqno] [-A N] [-B N] PATTERN';

/** Status 0 where a line matches, 1 where none does, 2 for a pattern or an option that is not understood. */
export function grep(words: Words, lines: readonly ReplyLine[]): Filtered {
  const refused = (text: string): Filtered => ({ lines: inferred([text]), status: 2 });
  let syntax: PatternSyntax = words[0] === 'egrep' ? 'extended' : words[0] === 'fgrep' ? 'fixed' : 'basic';
  const flags = new Set<string>();
  const around = { before: 0, after: 0 };
  let pattern: string | null = null;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] ?? '';
    const context = /^-([ABC])(\d{0,4})$/.exec(word);
    if (context !== null) {
      const text = context[2] === '' ? (words[++at] ?? '') : (context[2] ?? '');
      if (!/^\d{1,4}$/.test(text)) return refused(USAGE);
      if (context[1] !== 'A') around.before = Number(text);
      if (context[1] !== 'B') around.after = Number(text);
    } else if (word === '-e') {
      pattern = words[++at] ?? null;
    } else if (/^-[EFGivwcqn]+$/.test(word)) {
      for (const flag of word.slice(1)) {
        if (flag === 'E') syntax = 'extended';
        else if (flag === 'F') syntax = 'fixed';
        else if (flag === 'G') syntax = 'basic';
        else flags.add(flag);
      }
    } else if (word === '--color' || word === '--color=auto') {
      continue;
    } else if (pattern === null && (!word.startsWith('-') || word === '--')) {
      pattern = word === '--' ? (words[++at] ?? null) : word;
    } else {
      return refused(word.startsWith('-') ? USAGE : `grep: ${word.slice(0, 200)}: No such file or directory`);
    }
  }
  if (pattern === null) return refused(USAGE);
  const options = { syntax, ignoreCase: flags.has('i'), isWord: flags.has('w') };
  const compiled = compilePattern(pattern, options);
  if (!compiled.ok) return refused(`grep: the pattern is not understood (${compiled.error})`);
  const found = lines.map(({ text }) => compiled.value.matches(text) !== flags.has('v'));
  const status = found.includes(true) ? 0 : 1;
  if (flags.has('q')) return { lines: [], status };
  if (flags.has('c')) {
    const count = found.filter((one) => one).length;
    return { lines: [{ text: String(count), isSeen: true }], status };
  }
  const kept = lines.flatMap((line, at) => {
    const isNear = found.slice(Math.max(0, at - around.after), at + around.before + 1).includes(true);
    if (!isNear) return [];
    return [flags.has('n') ? { ...line, text: `${at + 1}:${line.text}` } : line];
  });
  return { lines: kept, status };
}
