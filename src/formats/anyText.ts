/**
 * Any paste, read without being asked what it is: cut at prompts and fences, each line given to the reader that takes it.
 * What comes out is in the terms of evidence, part by part in the order of the text; evidence/mergeEvidence.ts makes one
 * picture of them.
 */
import type { At } from '../model/source.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Evidence, SeenGpu } from './evidence/evidence.ts';
import { cutText, type CutText } from './paste/segments.ts';
import { SENTENCES } from './nvidiaSmi/sentences.ts';
import { READERS, type ForeignFormat } from './paste/readers.ts';
import {
  asksForInstances,
  callInProse,
  CREATE_CALLS,
  goesWithInstances,
  readCreateCall,
} from './nvidiaSmi/createCalls.ts';
import { lookalikeOf } from './paste/lookalikes.ts';
import { PROFILE_LIST, readProfileList } from './paste/profileList.ts';
import { partOf, type Segment, type TextReader, type TextReading } from './paste/textReader.ts';
import { MAX_ROWS, MAX_TEXT_LENGTH, sortedByLine, type FormatError, type Notice } from './reading.ts';
import { excerptOf } from './terminalText.ts';

export interface TextPart {
  readonly format: ForeignFormat;
  /** The first and the last line of it, 1-based. */
  readonly from: number;
  readonly to: number;
  readonly reading: TextReading;
}

export interface AnyText {
  /** In the order of the text. */
  readonly parts: readonly TextPart[];
  /** Lines that no reader takes. */
  readonly notices: readonly Notice[];
  /** The first call of nvidia-smi that has no answer. */
  readonly command: { readonly line: number; readonly text: string } | null;
  /** Where there is no part: what the text looks like that is not read. */
  readonly lookalike: FormatError | null;
}

/**
 * The parts of a text that a reader takes; none where no line is of any format. Linear in the text. `formats`: only
 * these readers are asked. Errors: 'text-too-long', 'too-many-rows'.
 */
export function readAnyText(
  text: string,
  formats: readonly ForeignFormat[] | null = null,
): Result<AnyText, FormatError> {
  if (text.length > MAX_TEXT_LENGTH) {
    return err({ code: 'text-too-long', length: text.length, max: MAX_TEXT_LENGTH });
  }
  return readSegments(cutText(text).segments, formats);
}

/** The same of a text that was cut. Looks at each line a bounded number of times. Error: 'too-many-rows'. */
export function readSegments(
  segments: CutText['segments'],
  formats: readonly ForeignFormat[] | null,
): Result<AnyText, FormatError> {
  const readers: readonly (TextReader & { readonly format: ForeignFormat })[] =
    formats === null ? READERS : READERS.filter((one) => formats.includes(one.format));
  const parts: TextPart[] = [];
  const notices: Notice[] = [];
  const commands: { readonly line: number; readonly text: string }[] = [];
  const readsCommands = readers.some(({ format }) => format === CREATE_CALLS.format);
  const rows: Rows = { left: MAX_ROWS };
  for (const segment of segments) {
    const before = parts.length;
    for (const part of partsOf(segment, readers, notices)) {
      parts.push(part);
      // One part alone is beyond what is read of them all.
      if (part.reading.kind === 'unreadable' && part.reading.error.code === 'too-many-rows')
        return err(part.reading.error);
      const over = takeRows(part.reading, rows);
      if (over !== null) {
        const line = 'line' in over ? over.line : part.from;
        const excerpt = excerptOf(segment.lines.find((one) => one.line === line)?.text ?? '');
        return err({ code: 'too-many-rows', at: { line }, excerpt, max: MAX_ROWS });
      }
    }
    const { prompt, call, command } = segment;
    const isAnswered = parts.length > before;
    const answers = parts.slice(before).some(({ format }) => format === SENTENCES.format);
    if (prompt !== null && call !== null && !answers) {
      if (!isAnswered) commands.push(prompt.line);
      const isOne =
        asksForInstances(segment) ||
        (parts.slice(0, before).some(({ format }) => format === CREATE_CALLS.format) &&
          goesWithInstances(segment));
      if (isOne && readsCommands) {
        const { line, text: typed } = prompt.line;
        const reading = readCreateCall(segment, prompt.line);
        // What stands behind it in the text is later.
        parts.splice(before, 0, { format: CREATE_CALLS.format, from: line, to: line, reading });
        if (takeRows(reading, rows) !== null)
          return err({ code: 'too-many-rows', at: { line }, excerpt: excerptOf(typed), max: MAX_ROWS });
      }
    }
    const isUnderstood = call !== null || command === '' || isAnswered || isMention(command);
    if (prompt !== null && !isUnderstood) {
      notices.push(notUnderstood(prompt.line));
    }
  }
  const command = commands[0] ?? null;
  if (parts.length > 0) return ok({ parts, notices: sortedByLine(notices), command, lookalike: null });
  const lines = segments.flatMap(({ prompt, lines: own }) => (prompt === null ? own : [prompt.line, ...own]));
  const list = readers.some(({ format }) => format === PROFILE_LIST.format) ? readProfileList(lines) : null;
  if (list === null)
    return ok({ parts, notices: sortedByLine(notices), command, lookalike: lookalikeOf(lines) });
  const whole = { format: PROFILE_LIST.format, from: 1, to: lines.length, reading: list };
  return ok({ parts: [whole], notices: [], command, lookalike: null });
}

/** "watch nvidia-smi", a loop around it: nothing of its own to be understood. */
function isMention(command: string | null): boolean {
  return command?.includes('nvidia-smi') === true;
}

function notUnderstood({ line, text }: { readonly line: number; readonly text: string }): Notice {
  return { code: 'line-not-understood', at: { line }, excerpt: excerptOf(text) };
}

function* partsOf(
  segment: Segment,
  readers: readonly (TextReader & { readonly format: ForeignFormat })[],
  notices: Notice[],
): Generator<TextPart> {
  let at = 0;
  // A call prints one table: what a second one of the kind was asked for is not said.
  const answered = new Set<string>();
  const isRead = readers.some(({ format }) => format === CREATE_CALLS.format);
  while (at < segment.lines.length) {
    const line = segment.lines[at];
    if (line === undefined) return;
    if (line.text.trim() === '') {
      at += 1;
      continue;
    }
    let taken = 0;
    for (const reader of readers) {
      taken = Math.min(reader.extent(segment, at), segment.lines.length - at);
      if (taken <= 0) continue;
      const own = partOf(answered.has(reader.format) ? { ...segment, call: null } : segment, at, taken);
      answered.add(reader.format);
      const to = own.lines.at(-1)?.line ?? line.line;
      yield { format: reader.format, from: line.line, to, reading: reader.read(own) };
      break;
    }
    const call = taken > 0 || !isRead ? null : callInProse(line.text);
    const asking = { ...segment, call };
    if (call !== null && asksForInstances(asking)) {
      const reading = readCreateCall(asking, line);
      yield { format: CREATE_CALLS.format, from: line.line, to: line.line, reading };
      taken = 1;
    }
    if (taken <= 0) {
      // Rules and borders of what is cut say nothing, and nobody misses them.
      if (!/^[-+=| _]*$/.test(line.text)) notices.push(notUnderstood(line));
      taken = 1;
    }
    at += taken;
  }
}

interface Rows {
  left: number;
}

/** Counts what was seen; the place of the first thing too many, or null. */
function takeRows(reading: TextReading, rows: Rows): At | null {
  if (reading.kind === 'unreadable') return null;
  const all = reading.kind === 'evidence' ? [reading.evidence] : reading.named.map((one) => one.evidence);
  for (const evidence of all) {
    for (const at of placesIn(evidence)) {
      if (rows.left === 0) return at;
      rows.left -= 1;
    }
  }
  return null;
}

function* placesIn({ hosts, vms }: Evidence): Generator<At> {
  for (const host of hosts) {
    yield host.at;
    for (const gpu of host.gpus) {
      yield gpu.at;
      yield* placesOn(gpu);
    }
    for (const one of host.total?.counts ?? []) yield one.at;
  }
  for (const vm of vms) yield vm.at;
}

function* placesOn({ layout }: SeenGpu): Generator<At> {
  if (layout?.kind === 'counts') for (const one of layout.counts) yield one.at;
  if (layout?.kind === 'changes') {
    for (const one of layout.changes) yield one.kind === 'created' ? one.instance.at : one.at;
  }
  if (layout?.kind === 'requests') for (const one of layout.requests) yield one.at;
  if (layout?.kind !== 'instances') return;
  for (const instance of layout.instances) {
    yield instance.at;
    for (const inside of instance.computeInstances ?? []) yield inside.at;
  }
}
