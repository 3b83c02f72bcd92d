/** What stands in the terminals of the console: answers, remarks, and what edits of the plan would be as commands. */
import { hintMessage, type CommandOutput } from '../../console/simulator/simulator.ts';
import type { HostId, VmId } from '../../model/ids.ts';

/** A host's own terminal, or that of one of its VMs. */
export interface TerminalId {
  readonly hostId: HostId;
  /** By id: two VMs may have one name, and a name may change. */
  readonly vm: VmId | null;
}

export type Entry = { readonly id: number } & (
  | {
      readonly kind: 'answer';
      readonly prompt: string;
      readonly line: string;
      readonly text: string;
      readonly status: number;
      /** Lines of `text`, from 0, of which no public output shows the wording. */
      readonly inferredLines: readonly number[];
      readonly isStatusInferred: boolean;
    }
  /** Our own words. */
  | { readonly kind: 'remark'; readonly text: string }
  /** An edit of the target, and the lines that do the same on a machine. */
  | { readonly kind: 'edit'; readonly text: string; readonly lines: readonly string[] }
);

/** An entry before it has its place. */
export type NewEntry = Entry extends infer One ? (One extends Entry ? Omit<One, 'id'> : never) : never;

/** Entries that a terminal keeps, and characters in all of them: the page draws them all. */
const MAX_ENTRIES = 300;
const MAX_LETTERS = 600_000;

export function terminalKey({ hostId, vm }: TerminalId): string {
  return vm === null ? String(hostId) : `${hostId} ${vm}`;
}

/** The entries with more below, numbered on; the oldest go when there are too many. */
export function withEntries(entries: readonly Entry[], more: readonly NewEntry[]): readonly Entry[] {
  const next = (entries.at(-1)?.id ?? 0) + 1;
  const all = [...entries, ...more.map((one, at): Entry => ({ ...one, id: next + at }))].slice(-MAX_ENTRIES);
  let letters = 0;
  const first = all.findLastIndex((one) => {
    letters += 'text' in one ? one.text.length : 0;
    return letters > MAX_LETTERS;
  });
  // The last one stays however long it is.
  return all.slice(Math.min(first + 1, all.length - 1));
}

const MAX_SHOWN = 500;

/** Of a line that was pasted whole, what stands in the log. */
export function shown(line: string): string {
  return line.length <= MAX_SHOWN ? line : `${line.slice(0, MAX_SHOWN)}… (${line.length} characters)`;
}

/** With its full stop, for what is said after it. */
export function asSentence(text: string): string {
  return text === '' || /[.!?:…]$/.test(text) ? text : `${text}.`;
}

/** One command and its answer, and below it what we have to say to it. */
export function answerEntries(
  prompt: string,
  line: string,
  output: Omit<CommandOutput, 'machine'>,
): NewEntry[] {
  const { text, status, inferredLines, isStatusInferred } = output;
  return [
    { kind: 'answer', prompt, line: shown(line), text, status, inferredLines, isStatusInferred },
    ...output.hints.map((hint): NewEntry => ({ kind: 'remark', text: hintMessage(hint) })),
  ];
}
