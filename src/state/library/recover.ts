/** Edits that a tab had not saved when it went, as its journal has them, on the plan that is stored or beside it. */
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { cleanName } from '../../model/name.ts';
import type { Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import {
  createPlanStore,
  MAX_HISTORY,
  type HistoryEntry,
  type PlanDocument,
  type PlanStore,
} from '../planStore.ts';
import { readAlong, readChange } from './historyRecord.ts';
import type { Unsaved, UnsavedStep } from './journal.ts';
import { addStored, changeStored, untouched, type LibraryError } from './library.ts';
import type { SessionParts } from './openPlan.ts';
import { markOf } from './planIds.ts';
import type { StoredPlan } from './shelf.ts';
import { findStamped, stampOf } from './stamps.ts';
import { readStored } from './storedPlan.ts';

type RecoverParts = Pick<SessionParts, 'shelf' | 'now' | 'newId' | 'gestures'>;

interface Recovered {
  readonly planId: string;
  /** Null: it was saved after all, and nobody heard of it in time. */
  readonly name: string | null;
}

/** Puts what a tab had not saved into the library. On an error it is to stay where it is. */
export async function recover(
  parts: RecoverParts,
  unsaved: Unsaved,
): Promise<Result<Recovered, LibraryError>> {
  const { shelf, now, newId } = parts;
  const { planId, base, text, ahead, change } = unsaved;
  if (change !== null) return recoverChange(parts, unsaved, change);
  const stored = await shelf.read(planId);
  if (!stored.ok) return err({ code: 'storage', fault: stored.error });
  const reading = parsePlanJson(text);
  if (!reading.ok) {
    const id = newId();
    const kept = await shelf.keepText(unreadable(id, now()), text);
    const name = 'a plan that cannot be read';
    return kept.ok ? ok({ planId: id, name }) : err({ code: 'storage', fault: kept.error });
  }
  const { plan } = reading.value;
  const there = stored.value;
  if (there?.text === text && hasAhead(there, ahead)) return ok({ planId, name: null });
  if (there === null && base === 0) {
    const store = createPlanStore();
    redoSteps(store, unsaved, plan);
    const added = await addStored(parts, store.getState(), planId);
    return added.ok ? ok({ planId, name: plan.name }) : added;
  }
  const left = there === null ? null : stepsLeft(unsaved, there);
  if (there !== null && left !== null && there.record.deletedAt === null) {
    const edited = await changeStored(parts, planId, (store) => {
      redoSteps(store, left, plan);
      return null;
    });
    if (edited.ok) return ok({ planId, name: plan.name });
    if (edited.error.code === 'storage') return edited;
  }
  return addRecovered(parts, plan);
}

/** The record of a text that is kept as it is. */
export function unreadable(id: string, now: number) {
  return {
    id,
    name: 'Plan that could not be read',
    revision: 1,
    changedAt: now,
    size: null,
    drawing: [],
    versionAt: 0,
    deletedAt: null,
  };
}

/** Edits of a large plan, of which only they were kept: worth something beside the plan that they are edits of. */
async function recoverChange(
  parts: RecoverParts,
  { planId, base, undone }: Unsaved,
  { fromBase, base: stamp, saving, isUndone, ahead }: NonNullable<Unsaved['change']>,
): Promise<Result<Recovered, LibraryError>> {
  const stored = await parts.shelf.read(planId);
  if (!stored.ok) return err({ code: 'storage', fault: stored.error });
  const read = stored.value === null ? null : readStored(stored.value);
  if (stored.value === null || read?.ok !== true) return ok({ planId, name: null });
  const { record, text } = stored.value;
  const { plan, past } = read.value.document;
  const isBase = record.revision === base && (stamp === null || stamp === stampOf(plan));
  const isSaved = record.revision === base + 1 && saving !== null && saving.mark === markOf(text ?? '');
  const change = isBase ? fromBase : isSaved ? saving.from : null;
  const after = change === null || read.value.isHistoryLost ? null : readChange(plan, change);
  if (after === null) {
    // Somebody has saved over it, and may have it among his steps.
    const before = stamp === null ? null : findStamped([...past.map((step) => step.plan), plan], stamp);
    const mine = before === null ? null : readChange(before, fromBase);
    if (mine !== null) return addRecovered(parts, mine);

    parts.gestures.say(
      `The last edits of ${plan.name} had not been saved, and do not go with what is stored of it: they are lost.`,
      'refused',
    );
    return ok({ planId, name: null });
  }
  const document = movedTo(read.value.document, after, isBase && isUndone ? undone : 0, ahead);
  if (document === null) return ok({ planId, name: null });
  if (record.deletedAt === null) {
    const edited = await changeStored(parts, planId, (store) => {
      store.getState().open(document);
      return null;
    });
    if (edited.ok) return ok({ planId, name: after.name });
    if (edited.error.code === 'storage') return edited;
  }
  return addRecovered(parts, after);
}

/** What is stored, as it is after so many steps undone or one that leads to `after`; null where there is nothing to be done. */
function movedTo(
  stored: PlanDocument,
  after: Plan,
  undone: number,
  ahead: readonly unknown[] | null,
): PlanDocument | null {
  const store = createPlanStore();
  store.getState().open(stored);
  for (let n = 0; n < undone; n++) store.getState().undo();
  const { plan, past, future } = store.getState();
  if (makePlanJson(plan) !== makePlanJson(after)) {
    const entry = { plan: stored.plan, label: RECOVERED, origin: 'recovered' } as const;
    const steps = [...stored.past, entry].slice(-MAX_HISTORY);
    return { plan: after, past: steps, future: readAlong(after, ahead ?? []) };
  }
  const steps = ahead === null ? future : readAlong(plan, ahead);
  const isSame = steps.length === future.length && steps.every(({ label }, n) => label === future[n]?.label);
  return undone === 0 && isSame ? null : { plan, past, future: isSame ? future : steps };
}

/** As a plan beside the one that it was. */
async function addRecovered(parts: RecoverParts, plan: Plan): Promise<Result<Recovered, LibraryError>> {
  const copy: Plan = { ...plan, name: cleanName(`${plan.name.slice(0, 66)} (recovered)`, plan.name) };
  const added = await addStored(parts, untouched(copy));
  return added.ok ? ok({ planId: added.value, name: copy.name }) : added;
}

/** As `describeCommand` calls it. */
const RECOVERED = 'Changes that had not been saved';

/** Whether a stored plan, which is where the tab was, can be redone as far as that could. */
function hasAhead(there: StoredPlan, ahead: Unsaved['ahead']): boolean {
  if (ahead === null) return true;
  const read = readStored(there);
  const future = read.ok ? read.value.document.future : [];
  return isAhead(future, ahead);
}

function isAhead(future: readonly HistoryEntry[], ahead: readonly UnsavedStep[]): boolean {
  return (
    future.length === ahead.length &&
    future.every(({ label, plan }, n) => label === ahead[n]?.label && makePlanJson(plan) === ahead[n].text)
  );
}

/**
 * What of it the stored plan has not got. A save that was under way when the tab went may have come to its end, and nobody
 * was left to hear of it: then the stored text is that of one of the steps. Null: somebody else has changed the plan.
 */
function stepsLeft(unsaved: Unsaved, { record, text }: StoredPlan): Unsaved | null {
  const { base, steps, ahead } = unsaved;
  if (record.revision === base) return unsaved;
  if (record.revision < base) return null;
  if (text === unsaved.text) return { ...unsaved, undone: 0, steps: [] };
  const done = steps.findLastIndex((step) => step.text === text);
  if (done !== -1) return { ...unsaved, undone: 0, steps: steps.slice(done + 1) };
  const next = ahead?.findIndex((step) => step.text === text) ?? -1;
  return next === -1 ? null : { ...unsaved, undone: next + 1, steps: [] };
}

/** The steps as they were done, as far as the journal has them; the last of them leads to `plan`. Then what can be redone. */
function redoSteps(store: PlanStore, { undone, steps, ahead }: Unsaved, plan: Plan): void {
  for (let n = 0; n < undone && store.getState().undo() !== null; n++);
  const { plan: before, past } = store.getState();
  const after = entriesTo(steps);
  if (steps.length === 0 ? makePlanJson(before) !== makePlanJson(plan) : after.length < steps.length) {
    store.getState().dispatch({ type: 'plan/replace', plan, origin: 'recovered' });
  } else if (steps.length > 0) {
    const entries = after.map((entry, n) => ({ ...entry, plan: after[n - 1]?.plan ?? before }));
    store.getState().open({
      plan: after.at(-1)?.plan ?? plan,
      past: [...past, ...entries].slice(-MAX_HISTORY),
      future: [],
    });
  }
  const now = store.getState();
  if (ahead !== null && !isAhead(now.future, ahead))
    now.open({ plan: now.plan, past: now.past, future: entriesTo(ahead) });
}

/** Each with the plan after it, as far as these can be read. */
function entriesTo(steps: readonly UnsavedStep[]): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (const { label, text } of steps) {
    const reading = parsePlanJson(text);
    if (!reading.ok) break;
    entries.push({ plan: reading.value.plan, label, origin: 'recovered' });
  }
  return entries;
}
