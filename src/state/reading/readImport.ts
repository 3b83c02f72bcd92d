/**
 * Reads a pasted text with the answers given so far. What is still to be said is read with the first choice that fits, so that there is
 * something to look at; it cannot be taken over before the answer. The plan that is open answers what it knows.
 */
import { openText, type Imported, type OpenText } from '../../console/importText.ts';
import { plannedAnswer, strangerIn, type PlannedAnswer } from '../../console/plannedBoards.ts';
import type { FormatError } from '../../formats/reading.ts';
import type { Host, Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';

export interface Reply {
  readonly imported: Imported;
  /** By the key of the question: the host of the open plan that answered it. */
  readonly asPlannedOn: ReadonlyMap<string, string>;
  /** The text does not say which host it is of. */
  readonly isUnnamed: boolean;
}

export interface Answers {
  /** By the key of the question. */
  readonly byKey: ReadonlyMap<string, string>;
  /** For a host that the text does not name. */
  readonly hostName: string;
  /** The host of the open plan that takes the text over, or that the text is of under another name; null when none does. */
  readonly into: Host | null;
  /** What the text only counts is taken to be where the plan has it. */
  readonly isHeldAgainst: boolean;
}

/** The text that was asked for last: each answer to one of its questions asks for it anew. */
let last: { readonly text: string; readonly open: OpenText } | null = null;

export function readImport(text: string, answers: Answers, plan: Plan): Result<Reply, FormatError> {
  const { hostName, into } = answers;
  let like = answers.isHeldAgainst ? plan : null;
  if (last?.text !== text) last = { text, open: openText(text) };
  const { open } = last;
  const first = open({ hostName, byKey: answers.byKey, like });
  if (!first.ok) return first;
  const { isUnnamed } = first.value;
  let said = answers.byKey;
  const stranger = isUnnamed ? null : strangerIn(first.value.reading.plan, plan);
  if (like !== null && stranger !== null && into !== null) like = withName(like, into, stranger);
  // A host that the text names and the plan does not have is another one, and what somebody wants mostly becomes a new one: the host
  // that is looked at knows nothing of either, unless the text is held against it.
  const isOfInto = isUnnamed && first.value.isObservation;
  const knower = answers.isHeldAgainst || isOfInto ? into : null;
  let imported = first.value;
  const planned = new Map<string, PlannedAnswer>();
  // The kind of a GPU is asked for once its board is known: a second look answers what the first made a question.
  for (let look = 0; look < 2; look++) {
    const before = planned.size;
    for (const question of imported.questions) {
      const answer = said.has(question.key) ? null : plannedAnswer(question, knower, plan);
      if (answer !== null) planned.set(question.key, answer);
    }
    const isRenamed = look === 0 && like !== null && like !== plan;
    if (planned.size === before && !isRenamed) break;
    said = new Map([...[...planned].map(([key, { answer }]) => [key, answer] as const), ...answers.byKey]);
    const again = open({ hostName, byKey: said, like });
    if (!again.ok) return again;
    imported = again.value;
  }
  const asPlannedOn = new Map<string, string>();
  for (const { key, answer } of imported.questions) {
    const found = planned.get(key);
    if (found !== undefined && found.answer === answer) asPlannedOn.set(key, found.host);
  }
  return ok({ imported, asPlannedOn, isUnnamed });
}

/** The plan with one of its hosts called as the text calls it. */
function withName(plan: Plan, { id }: Host, name: string): Plan {
  return { ...plan, hosts: plan.hosts.map((host) => (host.id === id ? { ...host, name } : host)) };
}
