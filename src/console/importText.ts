/**
 * Any text in, a plan and everything that must be said about it out: what was understood, what was not, what is illegal, and what the
 * text leaves open. Questions that nobody has answered are read with their first choice, so that there is something to look at.
 */
import { checkPlan, type Violation } from '../placement/check.ts';
import { readAnyText, type AnyText, type TextPart } from '../formats/anyText.ts';
import {
  detectOwn,
  findSharedPlan,
  OWN_FORMATS,
  type OwnFormat,
  type TextFormat,
} from '../formats/detect.ts';
import type { Evidence } from '../formats/evidence/evidence.ts';
import { mergeEvidence } from '../formats/evidence/mergeEvidence.ts';
import { parseLayout } from '../formats/layout.ts';
import { familyOf, READERS, type ForeignFormat } from '../formats/paste/readers.ts';
import { unwrapLines } from '../formats/paste/unwrap.ts';
import { parsePlanJson } from '../formats/planJson.ts';
import {
  MAX_DOCUMENT_LENGTH,
  MAX_ITEMS,
  sortedByLine,
  type FormatError,
  type Notice,
  type Reading,
} from '../formats/reading.ts';
import { excerptOf } from '../formats/terminalText.ts';
import { decodeShare } from '../formats/share.ts';
import type { GiId, HostId } from '../model/ids.ts';
import type { Plan } from '../model/plan.ts';
import { ok, err, type Result } from '../model/result.ts';
import { pictureItems } from './imports/pictureItems.ts';
import { planFromPicture, tellsInstances, type Unplaced } from './imports/planFromPicture.ts';
import { answerOf, type ImportAnswers, type ImportQuestion } from './imports/questions.ts';

export type { Unplaced } from './imports/planFromPicture.ts';
export type {
  BoardQuestion,
  ConfigurationQuestion,
  CountQuestion,
  ImportAnswers,
  ImportQuestion,
  KindQuestion,
} from './imports/questions.ts';

export type ImportFormat = TextFormat;

/** A format that was found, and the lines of the text that are of it. */
export interface FoundFormat {
  readonly format: ImportFormat;
  /** 1-based, both of it. */
  readonly from: number;
  readonly to: number;
}

export interface Imported {
  /** In the order of the text; one that covers it all for our own formats. */
  readonly found: readonly FoundFormat[];
  readonly reading: Reading;
  readonly violations: readonly Violation[];
  /** What the text leaves open, answered or not; a page shows them all, so that an answer can be changed. */
  readonly questions: readonly ImportQuestion[];
  /** Every question has its answer. */
  readonly isDecided: boolean;
  /** It tells what is there, as hosts print it, and not what somebody plans. */
  readonly isObservation: boolean;
  /** The text does not name a host that it is of. */
  readonly isUnnamed: boolean;
  /** Planned instances whose starts no text says: the planner chose them, and they are in no observed state. */
  readonly startUnknown: ReadonlySet<GiId>;
  /** What the text counts and the plan does not hold. */
  readonly unplaced: readonly Unplaced[];
  /** Hosts of which the text says nothing of instances, not even that there is none: a list of VIBs, a bare summary. */
  readonly untold: ReadonlySet<HostId>;
}

export interface ImportOptions extends ImportAnswers {
  /** Skip detection. "nvidia-smi" stands for everything that nvidia-smi prints. */
  readonly format?: ImportFormat;
  /** Name of a host that the text does not name. */
  readonly hostName?: string;
  /** A plan that the text is held against: what the text only counts is taken to be where that has it, as far as it can be. */
  readonly like?: Plan | null;
}

/** What a format of ours is called in sentences, or a reader of another. */
export function formatName(format: ImportFormat): string {
  switch (format) {
    case 'plan-json':
      return 'plan JSON';
    case 'layout':
      return 'layout notation';
    case 'share-link':
      return 'a share link';
    default:
      return READERS.find((one) => one.format === format)?.name ?? format;
  }
}

/** Reads any importable text. Never throws; limits are those of the readers. */
export function importText(text: string, options: ImportOptions = {}): Result<Imported, FormatError> {
  return openText(text, options.format)(options);
}

/** What a text comes to with these answers. */
export type OpenText = (options: Omit<ImportOptions, 'format'>) => Result<Imported, FormatError>;

/** Characters of a text that is not read, in which a plan names itself. */
const HEAD = 10_000;

/** Reads a text once, for whoever has several sets of answers to its questions: what it says is the same with all of them. */
export function openText(text: string, format?: ImportFormat): OpenText {
  if (text.length > MAX_DOCUMENT_LENGTH) {
    const lengths = { length: text.length, max: MAX_DOCUMENT_LENGTH };
    // Of a plan that is too large for this planner its beginning says what it is.
    const isPlan = detectOwn(text.slice(0, HEAD))?.format === 'plan-json';
    const fault: FormatError = isPlan
      ? { code: 'plan-too-large', ...lengths, maxItems: MAX_ITEMS }
      : { code: 'text-too-long', ...lengths };
    return () => err(fault);
  }
  if (text.trim() === '') return () => err({ code: 'empty-text' });
  if (format !== undefined) {
    const own = OWN_FORMATS.find((one) => one === format);
    return own !== undefined ? () => importOwn(text, own) : openForeign(text, familyOf(format), null);
  }
  const own = detectOwn(text);
  if (own === null && /^(?:\ufeff|\s)*>/.test(text)) {
    // Our own formats in the quotation of a mail, line by line the same.
    const plain = unwrapLines(text).join('\n');
    const quoted = detectOwn(plain);
    if (quoted?.isSure === true) return () => importOwn(plain, quoted.format);
    if (quoted !== null) return openForeign(plain, null, quoted.format);
  }
  return own?.isSure === true
    ? () => importOwn(text, own.format)
    : openForeign(text, null, own?.format ?? null);
}

function importOwn(text: string, format: OwnFormat): Result<Imported, FormatError> {
  const reading = readOwn(text, format);
  if (!reading.ok) return reading;
  const to = countLines(text);
  return ok({
    found: [{ format, from: 1, to }],
    reading: reading.value,
    violations: checkPlan(reading.value.plan),
    questions: [],
    isDecided: true,
    isObservation: false,
    isUnnamed: false,
    startUnknown: new Set<GiId>(),
    unplaced: [],
    untold: new Set<HostId>(),
  });
}

/** As an editor counts them, without a list of seven hundred thousand. */
function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  if (!text.includes('\r')) return count;
  return text.split(/\r\n|\r|\n/).length;
}

function readOwn(text: string, format: OwnFormat): Result<Reading, FormatError> {
  switch (format) {
    case 'plan-json':
      return parsePlanJson(text);
    case 'layout':
      return parseLayout(text);
    case 'share-link':
      return decodeShare(findSharedPlan(text) ?? text);
  }
}

/** `otherwise`: the format of our own that the text may be where no reader takes a line of it. */
function openForeign(
  text: string,
  formats: readonly ForeignFormat[] | null,
  otherwise: OwnFormat | null,
): OpenText {
  const read = readAnyText(text, formats);
  const asOwn: OpenText | null = otherwise === null ? null : () => importOwn(text, otherwise);
  // What is too long for a reader of other people's texts may still be a plan of ours.
  if (!read.ok) return asOwn === null || read.error.code !== 'text-too-long' ? () => read : asOwn;
  const { parts, command, lookalike } = read.value;
  if (parts.length === 0) {
    const nothing: FormatError =
      command === null
        ? (lookalike ?? { code: 'format-unknown' })
        : { code: 'only-commands', at: { line: command.line }, excerpt: excerptOf(command.text) };
    return asOwn ?? (() => err(nothing));
  }
  return (options) => importParts(read.value, options, asOwn);
}

/** `otherwise`: what is done where there is nothing in the parts to be imported. */
function importParts(
  read: AnyText,
  options: Omit<ImportOptions, 'format'>,
  otherwise: OpenText | null,
): Result<Imported, FormatError> {
  const { parts } = read;
  const notices: Notice[] = [...read.notices];
  const questions: ImportQuestion[] = [];
  const pieces = parts.flatMap((part, n) => evidenceOf(part, n, options, questions, notices));
  const merged = mergeEvidence(pieces);
  // Held against a plan, that there is nothing is an answer; by itself it is nothing to import.
  const isHeldAgainst = options.like != null;
  const picture = isHeldAgainst
    ? merged
    : { ...merged, hosts: merged.hosts.filter((host) => !host.isBare || host.notes.length > 0) };
  if (picture.hosts.length === 0 && picture.vms.length === 0) {
    return otherwise === null
      ? err(nothingIn(parts, sortedByLine([...picture.notices, ...read.notices])))
      : otherwise(options);
  }
  if (isHeldAgainst && !picture.hosts.some(tellsInstances))
    return err({
      code: 'tells-no-instances',
      formats: [...new Set(parts.map((part) => formatName(part.format)))],
    });
  // A plan of more could not be kept: no reader of ours takes it.
  const items = pictureItems(picture);
  if (items > MAX_ITEMS) return err({ code: 'too-many-items', count: items, max: MAX_ITEMS });
  const plan = planFromPicture(picture, {
    ...options,
    hostName: options.hostName ?? 'host-1',
    like: options.like ?? null,
  });
  const all = [...questions, ...plan.questions];
  const reading = { ...plan.reading, notices: sortedByLine([...plan.reading.notices, ...notices]) };
  return ok({
    found: parts.map((part) => ({ format: part.format, from: part.from, to: part.to })),
    reading,
    violations: checkPlan(reading.plan),
    questions: all,
    isDecided: all.every((question) => question.answer !== null),
    isObservation: picture.hosts.some((host) => !host.isWanted && !plan.askedOf.has(host)),
    isUnnamed: picture.hosts.some((host) => host.name === null),
    startUnknown: plan.startUnknown,
    unplaced: plan.unplaced,
    untold: plan.untold,
  });
}

/** What a part tells; of several configurations the one that is meant, the first while nobody has said. */
function evidenceOf(
  part: TextPart,
  n: number,
  options: ImportOptions,
  questions: ImportQuestion[],
  notices: Notice[],
): Evidence[] {
  const { reading } = part;
  switch (reading.kind) {
    case 'evidence':
      return [reading.evidence];
    case 'unreadable': {
      const at = 'at' in reading.error ? reading.error.at : { line: part.from };
      notices.push({ code: 'part-unreadable', at, error: reading.error });
      return [];
    }
    case 'choices': {
      const names = reading.named.map((one) => one.name);
      const key = `configuration ${n}`;
      const answer =
        names.length === 1 ? (names[0] ?? null) : answerOf(key, names, options, options.configuration);
      if (names.length > 1) questions.push({ kind: 'configuration', key, line: part.from, names, answer });
      const chosen =
        reading.named.find((one) => one.name === answer) ??
        // While nobody has said, one that there is something to look at.
        reading.named.find((one) => holdsAnything(one.evidence)) ??
        reading.named[0];
      if (chosen === undefined) return [];
      // mig-parted calls what its export prints "current"; every other name is a wish.
      const isWanted = chosen.name !== 'current';
      return [{ ...chosen.evidence, hosts: chosen.evidence.hosts.map((host) => ({ ...host, isWanted })) }];
    }
  }
}

function holdsAnything({ hosts }: Evidence): boolean {
  return hosts.some((host) =>
    host.gpus.some(({ layout }) => layout?.kind === 'counts' && layout.counts.length > 0),
  );
}

/** Why a text that was recognised gives nothing: what is wrong with its only part, or what the tool says instead. */
function nothingIn(parts: readonly TextPart[], notices: readonly Notice[]): FormatError {
  const [only, second] = parts;
  if (only?.reading.kind === 'unreadable' && second === undefined) return only.reading.error;
  const failed = notices.find((notice) => notice.code === 'tool-failed');
  if (failed?.code === 'tool-failed') {
    return { code: 'only-failed', at: failed.at, said: failed.excerpt, cause: failed.cause };
  }
  const without = notices.find((notice) => notice.code === 'gpu-without-mig');
  if (without?.code === 'gpu-without-mig') {
    return { code: 'only-without-mig', at: without.at, product: without.product, why: without.why };
  }
  // A row that is cut says more than the heading that was cut with it.
  const unread =
    notices.find(({ code }) => code === 'row-misspelt') ??
    notices.find(({ code }) => code === 'row-cut') ??
    notices.find(({ code }) => code === 'line-not-understood');
  const notRead = unread !== undefined && 'excerpt' in unread && 'at' in unread ? { notRead: unread } : {};
  return { code: 'no-instances-listed', ...notRead };
}
