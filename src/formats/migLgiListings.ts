/** The answers of `nvidia-smi mig -lgi` in a text: which rows belong together, to which host, and what was asked. */
import type { At } from '../model/source.ts';
import { isBroken, joinRow, readRow, type LgiCells } from './migLgiRow.ts';
import type { Notice } from './reading.ts';
import { excerptOf, readPrompt, readToolCall, terminalLines, type ToolCall } from './terminalText.ts';

export interface LgiRow extends LgiCells {
  readonly line: number;
}

/** What a call of nvidia-smi spoke of, where the call is in the text. */
interface Asked {
  readonly isListing: boolean;
  /** Indices; empty when the call names GPUs otherwise. */
  readonly gpus: 'all' | readonly number[];
}

/** One answer of the command: what one call printed, or what stands between two prompts or headings. */
export interface Listing {
  readonly line: number;
  readonly host: string | null;
  readonly asked: Asked | null;
  readonly rows: Map<number, LgiRow[]>;
  isCut: boolean;
  /** Line on which the host says that there are no instances. */
  saysNone: number | null;
}

export interface Listings {
  readonly listings: readonly Listing[];
  readonly notices: readonly Notice[];
  /** What the tool said instead of a table; else the first line that nearly placed an instance. */
  readonly said: string | null;
}

const NONE_FOUND = /^No (?:GPU instances found\b|MIG-enabled devices found\b)/;
const NO_TABLE = /^(?:No MIG-supported devices found\b|Failed to display GPU instances\b)/;
const CREATED = /^Successfully created (?:GPU|compute) instance ID\b/;

/** Reads every line once; a line is a prompt, a row, a heading, a sentence of the tool, or not understood. */
export function readListings(text: string): Listings {
  const lines = terminalLines(text);
  const listings: Listing[] = [];
  const notices: Notice[] = [];
  let host: string | null = null;
  let said: string | null = null;
  let almost: string | null = null;
  const open = (at: number, name: string | null, asked: Asked | null): Listing => {
    const opened = { line: at, host: name, asked, rows: new Map(), isCut: false, saysNone: null };
    listings.push(opened);
    return opened;
  };

  for (let i = 0; i < lines.length; i++) {
    const { line, text: whole } = lines[i] ?? { line: i + 1, text: '' };
    const at: At = { line };
    if (whole.length === 0 || /^[-+=| _]*$/.test(whole)) continue;

    const prompt = readPrompt(whole);
    const call = readToolCall(prompt?.command ?? whole, 'nvidia-smi');
    if (prompt !== null || call !== null) {
      if (prompt !== null && prompt.host !== null) host = isNameless(prompt.host) ? null : prompt.host;
      const onHost = call?.isRemote === true ? call.host : host;
      open(line, onHost, call === null ? null : askedOf(call));
      const isUnderstood = call !== null || prompt?.command === '' || prompt?.command.includes('nvidia-smi');
      if (!isUnderstood) notices.push({ code: 'line-not-understood', at, excerpt: excerptOf(whole) });
      continue;
    }

    const current = listings.at(-1) ?? open(line, host, null);
    let row = readRow(whole);
    const next = lines[i + 1]?.text;
    if (next !== undefined && row.kind !== 'row' && isBroken(whole, next)) {
      const joined = joinRow(whole, next);
      if (joined !== null) {
        i += 1;
        if (joined.kind === 'row')
          notices.push({ code: 'row-joined', at, excerpt: excerptOf(joined.cells.join(' ')) });
        row = joined;
      }
    }
    switch (row.kind) {
      case 'row': {
        const rows = current.rows.get(row.gpu);
        if (rows === undefined) current.rows.set(row.gpu, [{ line, ...row.row }]);
        else rows.push({ line, ...row.row });
        break;
      }
      case 'heading':
        // A second table under one prompt is a second answer.
        if (row.isFirst && current.rows.size > 0) open(line, current.host, null);
        break;
      case 'cut':
        current.isCut = true;
        almost ??= excerptOf(whole);
        notices.push({ code: 'row-cut', at, excerpt: excerptOf(whole) });
        break;
      case 'other': {
        const sentence = whole.trim();
        if (NONE_FOUND.test(sentence)) {
          (current.rows.size > 0 ? open(line, current.host, null) : current).saysNone = line;
          said ??= excerptOf(sentence);
        } else if (NO_TABLE.test(sentence)) {
          said ??= excerptOf(sentence);
        } else if (CREATED.test(sentence)) {
          almost ??= excerptOf(sentence);
          notices.push({ code: 'says-no-placement', at, excerpt: excerptOf(whole) });
        } else {
          notices.push({ code: 'line-not-understood', at, excerpt: excerptOf(whole) });
        }
      }
    }
  }
  return { listings, notices, said: said ?? almost };
}

function isNameless(host: string): boolean {
  return /^localhost(?:\.localdomain)?$/i.test(host);
}

function askedOf(call: ToolCall): Asked {
  const options = call.args.map((arg) => arg.replace(/^-+/, ''));
  const isListing = options.some((option) => option === 'lgi' || option === 'list-gpu-instances');
  const at = options.findIndex((option) => /^(?:i|id)(?:=|$)/.test(option));
  if (at < 0) return { isListing, gpus: 'all' };
  const list = options[at]?.split('=')[1] ?? options[at + 1] ?? '';
  return { isListing, gpus: /^\d{1,4}(?:,\d{1,4})*$/.test(list) ? list.split(',').map(Number) : [] };
}

/** The line that a notice points at; 0 when it points at none. */
export function lineOf(notice: Notice): number {
  return 'at' in notice && 'line' in notice.at ? notice.at.line : 0;
}

export function sortedByLine(notices: readonly Notice[]): Notice[] {
  return [...notices].sort((a, b) => lineOf(a) - lineOf(b));
}
