/**
 * What a reader of somebody else's format is to the paste it stands in: a row of the table in readers.ts. A paste is cut
 * into segments at its prompts and fences; in each segment every line is offered to the readers in the order of the table,
 * and the first that takes it reads as many lines as it says are its own. What nobody takes is "not understood".
 */
import type { Evidence, NamedEvidence } from '../evidence/evidence.ts';
import type { FormatError } from '../reading.ts';
import type { TerminalLine, ToolCall } from '../terminalText.ts';

export interface PastedLine extends TerminalLine {
  /** As it was pasted, without what unwrap.ts takes off and the line end: for formats in which dashes and blanks count. */
  readonly raw: string;
}

/** A stretch of a paste between prompts, fences and the ends of the text: what one command printed, or one file. */
export interface Segment {
  readonly lines: readonly PastedLine[];
  /** Of the prompt, or of a remote call; null where the text does not say. */
  readonly host: string | null;
  /** As it was typed behind the prompt; null where there was none. */
  readonly command: string | null;
  /** The call of nvidia-smi in that command. */
  readonly call: ToolCall | null;
  /** What the fence around it says: "yaml"; empty where it says nothing, null where there is none. */
  readonly fence: string | null;
}

export interface TextReader<Format extends string = string> {
  /** For programs: "mig-lgi". */
  readonly format: Format;
  /** For people: "nvidia-smi mig -lgi". */
  readonly name: string;
  /** What may be said for it at the command line besides `format`. */
  readonly aliases: readonly string[];
  /**
   * How many lines from `at` on are this reader's; 0 when nothing of its begins here. It is asked of every line that nobody has taken,
   * so it must decide by that line alone (and a bounded number after it) before it looks how far its lines go.
   */
  readonly extent: (segment: Segment, at: number) => number;
  /** Reads a segment of nothing but such lines. Never throws. */
  readonly read: (segment: Segment) => TextReading;
}

export type TextReading =
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  /** Several configurations, of which one is meant. */
  | { readonly kind: 'choices'; readonly named: readonly NamedEvidence[] }
  /** The lines are of the format and not readable as such; nothing of them is used. */
  | { readonly kind: 'unreadable'; readonly error: FormatError };

/** How many lines from `at` on hold anything that `isMine` says, blank lines between them included. */
export function extentWhile(
  segment: Segment,
  at: number,
  isMine: (line: PastedLine, next: PastedLine | undefined) => boolean,
): number {
  let end = at;
  for (let i = at; i < segment.lines.length; i++) {
    const line = segment.lines[i];
    if (line === undefined) break;
    if (line.text.trim() === '') continue;
    if (!isMine(line, segment.lines[i + 1])) break;
    end = i + 1;
  }
  return end - at;
}

/** The same segment with these lines only. */
export function partOf(segment: Segment, at: number, count: number): Segment {
  return { ...segment, lines: segment.lines.slice(at, at + count) };
}
