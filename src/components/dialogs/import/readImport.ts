/**
 * Reads the text of the Import dialog and the answers given so far. What is still to be said is read with the first choice that fits, so
 * that there is something to look at; it cannot be taken over before the answer.
 */
import {
  importText,
  type BoardQuestion,
  type Imported,
  type ImportQuestion,
} from '../../../console/importText.ts';
import { plannedBoard } from '../../../console/plannedBoards.ts';
import type { FormatError } from '../../../formats/reading.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import { ok, type Result } from '../../../model/result.ts';

export interface Question extends BoardQuestion {
  /** The host of the open plan that answered it. */
  readonly asPlannedOn: string | null;
}

export interface Reply {
  readonly imported: Imported;
  readonly questions: readonly Question[];
  /** What else the text leaves open. */
  readonly choices: readonly Exclude<ImportQuestion, BoardQuestion>[];
  /** Every question has its answer. */
  readonly isDecided: boolean;
  /** The text does not say which host it is of. */
  readonly isUnnamed: boolean;
}

export interface Answers {
  /** By the key of the question. */
  readonly boards: ReadonlyMap<string, string>;
  /** For a host that the text does not name. */
  readonly hostName: string;
  /** The host of the open plan that takes the text over; null when none does. */
  readonly into: Host | null;
}

/** Stands for the host of a text that names none, to find out that it does not. */
const NOT_NAMED = 'not-named-in-the-text';

export function readImport(text: string, answers: Answers, plan: Plan): Result<Reply, FormatError> {
  const { hostName, boards } = answers;
  const first = importText(text, { hostName: NOT_NAMED, byKey: boards });
  if (!first.ok) return first;
  const isUnnamed = first.value.reading.plan.hosts.some((host) => host.name === NOT_NAMED);
  const planned = new Map(
    first.value.questions.flatMap((question) => {
      const found = question.kind === 'board' ? plannedBoard(question, answers.into, plan) : null;
      return found === null ? [] : [[question.key, found] as const];
    }),
  );
  const byKey = new Map([...planned].map(([key, found]) => [key, found.board] as const));
  for (const [key, answer] of boards) byKey.set(key, answer);
  const read = !isUnnamed && planned.size === 0 ? first : importText(text, { hostName, byKey });
  if (!read.ok) return read;
  const imported = read.value;
  return ok({
    imported,
    questions: imported.questions.flatMap((question): Question[] => {
      if (question.kind !== 'board') return [];
      const found = planned.get(question.key);
      const isPlanned = found !== undefined && question.answer === found.board;
      return [{ ...question, asPlannedOn: isPlanned ? found.host : null }];
    }),
    choices: imported.questions.flatMap((question) => (question.kind === 'board' ? [] : [question])),
    isDecided: imported.isDecided,
    isUnnamed,
  });
}
