/** What the journal has to hold of the open plan: its whole text and steps, or of a large one how it differs from what is stored; and what can be redone. */
import type { Plan } from '../../model/plan.ts';
import type { HistoryEntry, PlanDocument } from '../planStore.ts';
import { changeFrom, changesAlong, type Change } from './historyRecord.ts';
import type { Unsaved, UnsavedStep } from './journal.ts';
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
export function journalEntry(document: PlanDocument, facts: JournalFacts): Unsaved | null {
  const { plan } = document;
  const { planId, base, at, saved, writing, isHistoryKept, isForced, textOf } = facts;
  const { undone, done, ahead } = unsavedSteps(document, saved);
  const unsaved = { planId, base, at, undone: 0, steps: [], ahead: null, change: null };
  if (!isBig(plan)) {
    const texts = (steps: readonly StepTo[]) => steps.map(({ label, to }) => ({ label, text: textOf(to) }));
    const steps = latest(texts(done));
    return { ...unsaved, text: textOf(plan), undone, steps, ahead: ahead && nearest(texts(ahead), steps) };
  }
  const fromBase = base > 0 && isHistoryKept ? changeFrom(saved.plan, plan) : null;
  if (fromBase !== null && sizeOf(fromBase) <= MAX_CHANGED) {
    const from = writing === null ? null : { mark: writing.mark, from: changeFrom(writing.plan, plan) };
    const change = {
      ...{ fromBase, base: stampOf(saved.plan), saving: from },
      ...{ isUndone: undone > 0 && done.length === 0, ahead: ahead && changesAhead(document, fromBase) },
    };
    return { ...unsaved, text: '', undone, change };
  }
  return isForced && countThings(plan) <= MAX_IN_JOURNAL ? { ...unsaved, text: textOf(plan) } : null;
}

/** A step and the plan after it. */
interface StepTo {
  readonly label: string;
  readonly to: Plan;
}

/**
 * What the steps since the last save were: how many of those before it were undone, and what was done after. `ahead`: what can be
 * redone, the next first; null where it is what the save, so much undone and done, has to be redone.
 */
function unsavedSteps(now: PlanDocument, saved: PlanDocument) {
  const [oldest] = now.past;
  const mine = stepsTo(now);
  const theirs = stepsTo(saved);
  // The oldest ones fall off when there are too many.
  const fallen = oldest === undefined ? 0 : Math.max(0, saved.past.indexOf(oldest));
  let same = 0;
  while (same < mine.length && isSameStep(mine[same], theirs[fallen + same])) same++;
  const done = mine.slice(same);
  const ahead = now.future.map(asStepTo);
  const left = done.length > 0 ? [] : [...theirs.slice(fallen + same), ...saved.future.map(asStepTo)];
  const isLeft = ahead.length === left.length && ahead.every((step, n) => isSameStep(step, left[n]));
  return { undone: theirs.length - fallen - same, done, ahead: isLeft ? null : ahead };
}

function stepsTo({ plan, past }: PlanDocument): StepTo[] {
  return past.map(({ label }, n) => ({ label, to: past[n + 1]?.plan ?? plan }));
}

const asStepTo = ({ label, plan }: HistoryEntry): StepTo => ({ label, to: plan });

/** A step that was undone and redone is the same, whatever its entry. */
function isSameStep(one: StepTo | undefined, other: StepTo | undefined): boolean {
  return one?.to === other?.to && one?.label === other?.label;
}

/** The latest as far as there is room; the last one always, for it is the plan. */
function latest(steps: readonly UnsavedStep[]): readonly UnsavedStep[] {
  let from = steps.length - 1;
  let size = steps.at(-1)?.text.length ?? 0;
  while (from > 0 && (size += steps[from - 1]?.text.length ?? 0) <= MAX_JOURNALED_CHARS) from--;
  return steps.slice(Math.max(0, from));
}

/** As many from the first on as find room beside those that were done. */
function nearest(steps: readonly UnsavedStep[], done: readonly UnsavedStep[]): readonly UnsavedStep[] {
  let size = done.reduce((sum, { text }) => sum + text.length, 0);
  const end = steps.findIndex(({ text }) => (size += text.length) > MAX_JOURNALED_CHARS);
  return end === -1 ? steps : steps.slice(0, end);
}

/** The same of a large plan, beside its difference to what is saved. */
function changesAhead({ plan, future }: PlanDocument, fromBase: Change): readonly unknown[] {
  const steps = changesAlong(plan, future);
  let size = sizeOf(fromBase);
  const end = steps.findIndex(({ change }) => (size += sizeOf(change)) > MAX_CHANGED);
  return end === -1 ? steps : steps.slice(0, end);
}

/** Things that a change puts in the place of others. */
function sizeOf({ hosts, vms }: Change): number {
  return hosts.put.length + countThings({ hosts: hosts.put, vms: vms.put });
}
