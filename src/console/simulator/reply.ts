/** What a command answers, line by line, with what is known of each line. */
import type { Machine } from './machine.ts';
import type { Hint } from './hints.ts';

export interface ReplyLine {
  readonly text: string;
  /** False: no public output shows this text; it follows what is known, or stands in for it. */
  readonly isSeen: boolean;
}

export interface Reply {
  readonly lines: readonly ReplyLine[];
  readonly status: number;
  readonly machine: Machine;
  readonly hints: readonly Hint[];
  /** The terminal is to be wiped. */
  readonly clears: boolean;
}

/** Lines that public outputs show. */
export function seen(texts: readonly string[]): ReplyLine[] {
  return texts.map((text) => ({ text, isSeen: true }));
}

/** Lines that no public output shows. */
export function inferred(texts: readonly string[]): ReplyLine[] {
  return texts.map((text) => ({ text, isSeen: false }));
}

export function reply(
  machine: Machine,
  lines: readonly ReplyLine[],
  status = 0,
  hints: readonly Hint[] = [],
): Reply {
  return { lines, status, machine, hints, clears: false };
}
