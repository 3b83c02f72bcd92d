/**
 * Any text in, a plan and everything that must be said about it out: what was understood, what was not, and what is
 * illegal. Where the text does not tell the board, the answer is the question.
 */
import type { BoardId } from '../model/board.ts';
import { BOARDS } from '../model/catalogue/catalogue.ts';
import { checkPlan, type Violation } from '../placement/check.ts';
import { detectFormat, findSharedPlan } from '../formats/detect.ts';
import { parseLayout } from '../formats/layout.ts';
import { parseMigLgi, planFromLgi, type LgiReading } from '../formats/migLgi.ts';
import { parsePlanJson } from '../formats/planJson.ts';
import { MAX_DOCUMENT_LENGTH, type FormatError, type Notice, type Reading } from '../formats/reading.ts';
import { decodeShare } from '../formats/share.ts';
import { ok, type Result } from '../model/result.ts';

export const IMPORT_FORMATS = ['plan-json', 'layout', 'mig-lgi', 'share-link'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** One board has to be named for these GPUs: they have the same candidates. */
export interface BoardQuestion {
  /** Candidates in catalogue order: every board that has all the profiles the text names; all boards if none has. */
  readonly boards: readonly BoardId[];
  readonly gpus: readonly { readonly host: string | null; readonly index: number }[];
}

export type Imported =
  | {
      readonly kind: 'understood';
      readonly format: ImportFormat;
      readonly reading: Reading;
      readonly violations: readonly Violation[];
      /** Questions that were answered by `options.boards`; a page shows them so that the answer can be changed. */
      readonly questions: readonly BoardQuestion[];
    }
  | {
      readonly kind: 'board-needed';
      readonly format: ImportFormat;
      readonly questions: readonly BoardQuestion[];
      readonly notices: readonly Notice[];
    };

export interface ImportOptions {
  /**
   * Boards to take where the text does not say: one for each question, in their order. Fewer answer them all: each GPU gets
   * the first that is among its candidates.
   */
  readonly boards?: readonly BoardId[];
  /** Skip detection. */
  readonly format?: ImportFormat;
  /** Name of a host that the text does not name. */
  readonly hostName?: string;
}

/** Reads any importable text. Never throws; limits are those of the readers. */
export function importText(text: string, options: ImportOptions = {}): Result<Imported, FormatError> {
  if (text.length > MAX_DOCUMENT_LENGTH) {
    return { ok: false, error: { code: 'text-too-long', length: text.length, max: MAX_DOCUMENT_LENGTH } };
  }
  if (text.trim() === '') return { ok: false, error: { code: 'empty-text' } };
  const format = options.format ?? detectFormat(text);
  switch (format) {
    case null:
      return { ok: false, error: { code: 'format-unknown' } };
    case 'plan-json':
      return understood(format, parsePlanJson(text));
    case 'layout':
      return understood(format, parseLayout(text));
    case 'share-link':
      return understood(format, decodeShare(findSharedPlan(text) ?? text));
    case 'mig-lgi': {
      const lgi = parseMigLgi(text);
      return lgi.ok ? withBoards(lgi.value, options) : lgi;
    }
  }
}

function understood(
  format: ImportFormat,
  reading: Result<Reading, FormatError>,
  questions: readonly BoardQuestion[] = [],
): Result<Imported, FormatError> {
  if (!reading.ok) return reading;
  const violations = checkPlan(reading.value.plan);
  return ok({ kind: 'understood', format, reading: reading.value, violations, questions });
}

function withBoards(lgi: LgiReading, options: ImportOptions): Result<Imported, FormatError> {
  const chosen = options.boards ?? [];
  const questions = boardQuestions(lgi);
  // Candidates of two questions may overlap, so the answer to one must not be taken for the other's.
  const own = new Map(
    chosen.length === questions.length
      ? questions.map((question, n) => [question.boards.join(), chosen[n]] as const)
      : [],
  );
  const answer = (candidates: readonly BoardId[]): BoardId | undefined =>
    candidates.length === 1
      ? candidates[0]
      : [own.get(candidates.join()), ...chosen].find(
          (board) => board !== undefined && candidates.includes(board),
        );
  // A board that was named outright is taken even where the text names profiles it does not have: the check then says so.
  const forced = chosen.length === 1 ? chosen[0] : undefined;
  const boardOf = (candidates: readonly BoardId[]): BoardId | undefined => answer(candidates) ?? forced;
  if (questions.some((question) => boardOf(question.boards) === undefined)) {
    return ok({ kind: 'board-needed', format: 'mig-lgi', questions, notices: lgi.notices });
  }
  const reading = planFromLgi(
    lgi,
    (_host, gpu) => boardOf(candidatesOf(gpu.boards)) ?? '',
    options.hostName ?? 'host-1',
  );
  return understood('mig-lgi', ok(reading), questions);
}

function candidatesOf(boards: readonly BoardId[]): readonly BoardId[] {
  return boards.length > 0 ? boards : BOARDS.map((board) => board.id);
}

/** GPUs with the same candidates share a question; a GPU with one candidate asks nothing. */
function boardQuestions(lgi: LgiReading): BoardQuestion[] {
  const questions = new Map<
    string,
    { boards: readonly BoardId[]; gpus: { host: string | null; index: number }[] }
  >();
  for (const host of lgi.hosts) {
    for (const gpu of host.gpus) {
      const boards = candidatesOf(gpu.boards);
      if (boards.length === 1) continue;
      const key = boards.join();
      const question = questions.get(key) ?? { boards, gpus: [] };
      question.gpus.push({ host: host.name, index: gpu.index });
      questions.set(key, question);
    }
  }
  return [...questions.values()];
}
