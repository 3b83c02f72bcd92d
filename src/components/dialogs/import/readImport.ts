/**
 * Reads the text of the Import dialog and the answers given so far. Where a board is still to be named the text is read
 * with the first that fits, so that there is something to look at; it cannot be taken over before the answer.
 */
import { importText, type BoardQuestion, type Imported } from '../../../console/importText.ts';
import { plannedBoard } from '../../../console/plannedBoards.ts';
import type { FormatError } from '../../../formats/reading.ts';
import { invariant } from '../../../model/assert.ts';
import type { BoardId } from '../../../model/board.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import { ok, type Result } from '../../../model/result.ts';

export type Understood = Extract<Imported, { kind: 'understood' }>;

export interface Question extends BoardQuestion {
  readonly key: string;
  /** Null while nobody has said. */
  readonly answer: BoardId | null;
  /** The host of the open plan that answered it. */
  readonly asPlannedOn: string | null;
}

export interface Reply {
  readonly imported: Understood;
  readonly questions: readonly Question[];
  /** Every question has its answer. */
  readonly isDecided: boolean;
  /** The text does not say which host it is of. */
  readonly isUnnamed: boolean;
}

export interface Answers {
  /** By `Question.key`. */
  readonly boards: ReadonlyMap<string, BoardId>;
  /** For a host that the text does not name. */
  readonly hostName: string;
  /** The host of the open plan that takes the text over; null when none does. */
  readonly into: Host | null;
}

/** Stands for the host of a text that names none, to find out that it does not. */
const NOT_NAMED = 'not-named-in-the-text';

export function readImport(text: string, answers: Answers, plan: Plan): Result<Reply, FormatError> {
  const { hostName } = answers;
  const first = importText(text, { hostName: NOT_NAMED });
  if (!first.ok) return first;
  if (first.value.kind === 'understood') {
    const isUnnamed = first.value.reading.plan.hosts.some((host) => host.name === NOT_NAMED);
    const named = isUnnamed ? importText(text, { hostName }) : first;
    return replyOf(named, [], isUnnamed);
  }
  const questions = first.value.questions.map((question) => answered(question, answers, plan));
  const boards = questions.flatMap(({ answer, boards: [candidate] }) => answer ?? candidate ?? []);
  const isUnnamed = questions.some((question) => question.gpus.some((gpu) => gpu.host === null));
  return replyOf(importText(text, { hostName, boards }), questions, isUnnamed);
}

function replyOf(
  read: Result<Imported, FormatError>,
  questions: readonly Question[],
  isUnnamed: boolean,
): Result<Reply, FormatError> {
  if (!read.ok) return read;
  const imported = read.value;
  invariant(imported.kind === 'understood', 'a text is read once its boards are named');
  return ok({
    imported,
    questions,
    isDecided: questions.every((question) => question.answer !== null),
    isUnnamed,
  });
}

function answered(question: BoardQuestion, answers: Answers, plan: Plan): Question {
  const key = question.boards.join();
  const said = answers.boards.get(key);
  const planned = plannedBoard(question, answers.into, plan);
  return {
    ...question,
    key,
    answer: said ?? planned?.board ?? null,
    asPlannedOn: planned !== null && (said ?? planned.board) === planned.board ? planned.host : null,
  };
}
