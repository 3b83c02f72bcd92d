/** What the journal has to hold of the open plan: its whole text and steps, or of a large one how it differs from what is stored. */
import type { Plan } from '../../model/plan.ts';
import type { PlanDocument } from '../planStore.ts';
import { changeFrom, type Change } from './historyRecord.ts';
import type { Unsaved } from './journal.ts';
import { countThings, isBig } from './planTexts.ts';
import { stampOf } from './stamps.ts';

/** Things that a journal of the difference to what is saved may hold, those on its hosts among them: some thousandths of a second's work. */
const MAX_CHANGED = 3000;
/** Things in a plan whose text has no room in the journal. */
const MAX_IN_JOURNAL = 40_000;
/** Characters of steps since the last save that the journal tells apart, of the storage's five million. */
const MAX_JOURNALED_CHARS = 1_000_000;

export interface JournalFacts {
  readonly planId: string;
  readonly base: number;
  readonly at: number;
  /** What the database has. */
  readonly saved: PlanDocument;
  /** A save that is under way: its plan, and the mark of its text. */
  readonly writing: { readonly plan: Plan; readonly mark: string } | null;
  /** Whether the steps of what is saved, and so its ids, are kept with it. */
  readonly isHistoryKept: boolean;
  /** The page may go: a large plan is held whole where it cannot be held by its difference. */
  readonly isForced: boolean;
  readonly textOf: (plan: Plan) => string;
}

/** The entry to write; null where there is none that is worth its time. */
export function journalEntry({ plan, past }: PlanDocument, facts: JournalFacts): Unsaved | null {
  const { planId, base, at, saved, writing, isHistoryKept, isForced, textOf } = facts;
  const unsaved = { planId, base, at, undone: 0, steps: [], change: null };
  if (!isBig(plan)) return { ...unsaved, text: textOf(plan), ...unsavedSteps({ plan, past }, facts) };
  const fromBase = base > 0 && isHistoryKept ? changeFrom(saved.plan, plan) : null;
  if (fromBase !== null && sizeOf(fromBase) <= MAX_CHANGED) {
    const from = writing === null ? null : { mark: writing.mark, from: changeFrom(writing.plan, plan) };
    return { ...unsaved, text: '', change: { fromBase, base: stampOf(saved.plan), saving: from } };
  }
  return isForced && countThings(plan) <= MAX_IN_JOURNAL ? { ...unsaved, text: textOf(plan) } : null;
}

/** What the steps since the last save were: how many of those before it were undone, and what was done after. */
function unsavedSteps(
  { plan: now, past }: Pick<PlanDocument, 'plan' | 'past'>,
  { saved, textOf }: Pick<JournalFacts, 'saved' | 'textOf'>,
): Pick<Unsaved, 'undone' | 'steps'> {
  // The oldest ones fall off when there are too many.
  const [oldest] = past;
  const fallen = oldest === undefined ? 0 : Math.max(0, saved.past.indexOf(oldest));
  let same = 0;
  while (same < past.length && past[same] === saved.past[fallen + same]) same++;
  const steps = past.slice(same).map(({ label }, n) => ({
    label,
    text: textOf(past[same + n + 1]?.plan ?? now),
  }));
  // The latest as far as there is room; the last one always, for it is the plan.
  let from = steps.length - 1;
  let size = steps.at(-1)?.text.length ?? 0;
  while (from > 0 && (size += steps[from - 1]?.text.length ?? 0) <= MAX_JOURNALED_CHARS) from--;
  return { undone: saved.past.length - fallen - same, steps: steps.slice(Math.max(0, from)) };
}

/** Things that a change puts in the place of others. */
function sizeOf({ hosts, vms }: Change): number {
  return hosts.put.length + countThings({ hosts: hosts.put, vms: vms.put });
}
