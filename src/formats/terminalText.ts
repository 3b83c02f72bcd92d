/**
 * Text as people copy it out of terminals, tickets and chats: colours, prompts, code fences, quote marks, blanks that
 * are not blanks. Nothing in here knows what the commands print.
 */
export interface TerminalLine {
  /** 1-based. */
  readonly line: number;
  /** Without what the terminal or the ticket put around it; blanks are spaces, dashes are hyphens. */
  readonly text: string;
}

/** What stands before a command, and the command. */
export interface Prompt {
  /** Null when the prompt does not say: "$ " or no prompt at all. */
  readonly host: string | null;
  /** Empty when nothing was typed. */
  readonly command: string;
}

/** Escape sequences: CSI (colours, cursor), OSC (window titles, links), and the two-character ones. */
const ESCAPES =
  // oxlint-disable-next-line no-control-regex -- the escape characters are what it looks for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[^[\]]?/g;
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex -- the control characters are what it looks for
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
/** Hyphens, dashes and the minus sign: pages and word processors make them of "-" and "--". */
const DASHES = /[\u2010-\u2015\u2212]/g;
/** A line of nothing but what a keyboard types, as most are: there is nothing to clean. */
const PLAIN = /^[ -~]*$/;

/** What pictures and pages make of the bars of a table. */
const BARS = /[\u00a6\u2502\u2503\u2758\uff5c]/g;
const QUOTE_MARKS = /^(?: *>)+ ?/;
/** The lines that open and close code in Markdown and in ticket systems. */
const FENCE = /^(?:`{3,}|~{3,})[\w+. -]*$|^\{(?:code|noformat)(?::[^{}]*)?\}$/;
/** What no line is a fence without, which few lines hold. */
const MAY_BE_FENCE = /```|~~~|\{code|\{noformat/;

/** The lines of a text, numbered as an editor numbers them. A line that is a fence comes back empty. */
export function terminalLines(text: string): TerminalLine[] {
  return text.split(/\r\n|\r|\n/).map((raw, index) => ({ line: index + 1, text: cleanLine(raw) }));
}

/** A line without escape sequences and nothing else changed. */
export function withoutColours(raw: string): string {
  return PLAIN.test(raw) ? raw : raw.replace(ESCAPES, '');
}

/** What a fence says behind its marks, "yaml" or nothing; null for a line that is none. */
export function readFence(raw: string): string | null {
  if (!MAY_BE_FENCE.test(raw)) return null;
  const text = withoutColours(raw).replace(QUOTE_MARKS, '').trim();
  if (!FENCE.test(text)) return null;
  return text
    .replace(/^[`~{]+/, '')
    .replace(/}$/, '')
    .trim()
    .toLowerCase();
}

/** One line as `terminalLines` gives it. */
export function cleanLine(raw: string): string {
  const typed = PLAIN.test(raw)
    ? raw
    : raw
        .replace(ESCAPES, '')
        .replace(INVISIBLE, '')
        .replace(/\s/g, ' ')
        .replace(DASHES, '-')
        .replace(BARS, '|');
  const text = typed.replace(QUOTE_MARKS, '').trimEnd();
  return MAY_BE_FENCE.test(text) && FENCE.test(text.trimStart()) ? '' : text;
}

const EXCERPT_LENGTH = 120;

/** The start of a line with its runs of blanks made one, fit for a notice. */
export function excerptOf(text: string): string {
  // The first cut keeps a line of a megabyte cheap.
  const characters = Array.from(
    text
      .slice(0, 8 * EXCERPT_LENGTH)
      .replace(/ +/g, ' ')
      .trim(),
  );
  return characters.length <= EXCERPT_LENGTH
    ? characters.join('')
    : `${characters.slice(0, EXCERPT_LENGTH - 1).join('')}…`;
}

/**
 * "[root@esx-01:~] ", "root@gpu7:~# ", "(base) user@host:~$ ", "[root@gpu7 ~]# ", "user@host ~ % ". Every repetition is
 * bounded and ends at a character that it does not contain itself, so a long line costs no more than its length.
 */
const NAMED_PROMPT =
  /^ *(?:\([^()]{1,64}\) )?\[?[^\s@:#$%>[\]()|]{1,64}@([^\s@:#$%>[\]()|]{1,253})(?:[: ][^#$%>\]]{0,512})?(?:\][#$%>]?|[#$%>])(?: +(.*))?$/;
const PLAIN_PROMPT = /^ *[#$%>](?: +(.*))?$/;

/** The prompt at the start of a line; null when there is none. */
export function readPrompt(text: string): Prompt | null {
  const named = NAMED_PROMPT.exec(text);
  if (named !== null) return { host: named[1] ?? null, command: (named[2] ?? '').trim() };
  const plain = PLAIN_PROMPT.exec(text);
  return plain === null ? null : { host: null, command: (plain[1] ?? '').trim() };
}

/** A call of a tool, found in a command. */
export interface ToolCall {
  /** What follows the tool's name, quotes taken off. */
  readonly args: readonly string[];
  /** True for "ssh root@esx-02 nvidia-smi ...". */
  readonly isRemote: boolean;
  /** The machine that a remote call names; null when it names it in a way that only the shell could read. */
  readonly host: string | null;
}

/** Words that may stand before a tool on a command line that has no prompt. */
const BEFORE_A_TOOL = /^(?:sudo|doas|time|env|-.*|[A-Za-z_][A-Za-z0-9_]*=.*)$/;

/** The call of `tool` in a command; null when the command does not call it, or only mentions it. */
export function readToolCall(command: string, tool: string): ToolCall | null {
  if (!command.includes(tool)) return null;
  const words = command
    .split(' ')
    .map(unquoted)
    .filter((word) => word !== '');
  const at = words.findIndex((word) => word === tool || word.endsWith(`/${tool}`));
  if (at < 0) return null;
  const before = words.slice(0, at);
  const isRemote = before[0] === 'ssh';
  if (!isRemote && !before.every((word) => BEFORE_A_TOOL.test(word))) return null;
  const target = isRemote
    ? before.findLast((word, index) => index > 0 && !BEFORE_A_TOOL.test(word))
    : undefined;
  const host = /^(?:[\w.-]+@)?([\w.-]+)$/.exec(target ?? '')?.[1] ?? null;
  return { args: words.slice(at + 1), isRemote, host };
}

/** A word without the quotes around it. By hand: a pattern for the end of a word looks at each of its quotes anew. */
function unquoted(word: string): string {
  let [start, end] = [0, word.length];
  while (start < end && '"\'`'.includes(word.charAt(start))) start += 1;
  while (start < end && '"\'`;'.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(start, end);
}

const FILE_HEADER = /^==> .{1,255} <==$/;

/** What head and tail print over each of several files. */
export function isFileHeader(line: string): boolean {
  return FILE_HEADER.test(line);
}

/** The line over a file that stands below another in one text. */
export function fileHeader(name: string): string {
  return `==> ${name.replace(/[\r\n]+/g, ' ').slice(0, 255)} <==`;
}
