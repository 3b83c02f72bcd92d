/**
 * What the page opens with: plans of the older storage and edits that a killed tab had not saved come into the library
 * first, then the plan that was open last is shown. Nothing is taken out of its old place before it is in its new one.
 */
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { cleanName } from '../../model/name.ts';
import type { Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { KeyValueStore } from '../persist.ts';
import { createPlanStore, MAX_HISTORY, type PlanStore } from '../planStore.ts';
import {
  findUnsaved,
  forgetUnsaved,
  type FoundUnsaved,
  type Unsaved,
  type UnsavedChange,
} from './journal.ts';
import { readChange } from './historyRecord.ts';
import { markOf } from './planIds.ts';
import { addStored, changeStored, untouched, type LibraryError } from './library.ts';
import { faultMessage, unsavedMessage } from './messages.ts';
import type { SessionParts } from './openPlan.ts';
import type { Session } from './session.ts';
import { readStored } from './storedPlan.ts';
import type { StorageFault } from './database.ts';
import type { StoredPlan } from './shelf.ts';
import { findStamped, stampOf } from './stamps.ts';

/** Where the page kept its one plan before there was a library, and one that could not be read. */
const OLD_KEYS = ['mig-planner.plan', 'mig-planner.plan.unreadable'] as const;

export interface StartParts extends Pick<
  SessionParts,
  'shelf' | 'now' | 'newId' | 'libraryStore' | 'gestures' | 'planStore'
> {
  readonly storage: (KeyValueStore & Pick<Storage, 'key' | 'length'>) | null;
  readonly formerTabId: string | null;
  readonly living: ReadonlySet<string> | null;
  /** The plan to show; null: the last changed one. An empty text: none. */
  readonly lastOpen: string | null;
}

/** Resolves when the page shows what it should. */
export async function openLibrary(parts: StartParts, session: Session): Promise<void> {
  const { shelf, storage, formerTabId, living, now, libraryStore, gestures, planStore } = parts;
  const all = await shelf.list();
  if (!all.ok) {
    openWithoutLibrary(parts, session, all.error);
    return;
  }
  const stuck = [...(await moveOldPlans(parts))];
  const recovered: string[] = [];
  let own: string | null = null;
  for (const found of findUnsaved(storage, { formerTabId, living, now: now() })) {
    const done = await recover(parts, found);
    if (!done.ok) {
      stuck.push({ text: found.unsaved.text, error: done.error });
      continue;
    }
    forgetUnsaved(storage, found);
    if (done.value.name !== null) recovered.push(done.value.name);
    if (formerTabId !== null && found.key.endsWith(`.${formerTabId}`)) own = done.value.planId;
  }
  const listed = await shelf.list();
  if (listed.ok) {
    libraryStore.setState({ plans: listed.value.filter(({ deletedAt }) => deletedAt === null).length });
  }
  // Whoever was faster than the database is not interrupted: what is stored is in the list of plans.
  const isTaken = planStore.getState().past.length > 0 || planStore.getState().isReadOnly;
  const wanted = own ?? parts.lastOpen;
  if (!isTaken && !showStuck(parts, session, stuck) && wanted !== '') await openFirst(parts, session, wanted);
  if (isTaken) session.keep();
  libraryStore.setState({ isReady: true });
  if (recovered.length > 0) {
    gestures.say(`Changes that had not been saved were recovered: ${recovered.join(', ')}.`);
  }
}

/** A plan that is not in the library yet, for there is no room in it: it stays in its old place, too. */
interface Stuck {
  readonly text: string;
  readonly error: LibraryError;
}

/** Shows the first plan that is stuck outside the library, and says so. False where none is. */
function showStuck(
  { libraryStore, gestures }: StartParts,
  session: Session,
  stuck: readonly Stuck[],
): boolean {
  for (const { text, error } of stuck) {
    const reading = parsePlanJson(text);
    if (!reading.ok || error.code !== 'storage') continue;
    session.showUnsaved(reading.value.plan);
    libraryStore.setState({ saving: { kind: 'unsaved', fault: error.fault } });
    gestures.say(unsavedMessage(error.fault), 'refused');
    return true;
  }
  return false;
}

/** The plan that was open last; else the one changed last that can be read. */
async function openFirst(
  { shelf, gestures }: StartParts,
  session: Session,
  wanted: string | null,
): Promise<void> {
  const all = await shelf.list();
  if (!all.ok) return;
  const there = all.value.filter(({ deletedAt }) => deletedAt === null);
  const first = there.find(({ id }) => id === wanted);
  const opened = first === undefined ? null : await session.open(first.id);
  if (opened?.ok === true) return;
  if (opened?.error.code === 'unreadable') {
    gestures.say(
      `${first?.name ?? 'The plan'} could not be read. It is kept as it is: see Plans.`,
      'refused',
    );
    return;
  }
  if (wanted !== null && first === undefined && there.length > 0) return;
  const [latest] = there;
  if (latest === undefined) return;
  const other = await session.open(latest.id);
  if (!other.ok && other.error.code === 'unreadable') {
    gestures.say(`${latest.name} could not be read. It is kept as it is: see Plans.`, 'refused');
  }
}

/** No database: the plan may still be in the journal, or where it was kept before there was a library. */
function openWithoutLibrary(
  { storage, formerTabId, living, now, libraryStore, gestures, planStore }: StartParts,
  session: Session,
  fault: StorageFault,
): void {
  // Whoever was faster than the refusal goes on with what he has done.
  const isTaken = planStore.getState().past.length > 0 || planStore.getState().isReadOnly;
  if (isTaken) session.keep();
  const texts = findUnsaved(storage, { formerTabId, living, now: now() })
    .sort((a, b) => b.unsaved.at - a.unsaved.at)
    .map(({ unsaved }) => unsaved.text);
  for (const text of isTaken ? [] : [...texts, itemOf(storage, OLD_KEYS[0]) ?? '']) {
    const reading = parsePlanJson(text);
    if (!reading.ok) continue;
    session.showUnsaved(reading.value.plan);
    break;
  }
  libraryStore.setState({ isReady: true, saving: { kind: 'unsaved', fault } });
  gestures.say(
    fault.code === 'blocked' ? unsavedMessage(fault) : `${faultMessage(fault)} Your plans are not lost.`,
    'refused',
  );
}

function itemOf(storage: KeyValueStore | null, key: string): string | null {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/**
 * Once: with an id that is the same in every tab, so that two that start together make one plan of it. Gives what could
 * not be moved.
 */
async function moveOldPlans(parts: StartParts): Promise<Stuck[]> {
  const { shelf, storage, now } = parts;
  const stuck: Stuck[] = [];
  for (const key of OLD_KEYS) {
    const text = itemOf(storage, key);
    if (text === null) continue;
    const id = `old:${key}`;
    const there = await shelf.look(id);
    if (!there.ok) {
      stuck.push({ text, error: { code: 'storage', fault: there.error } });
      continue;
    }
    if (there.value === null) {
      const moved = await addText(parts, id, text);
      // What another tab has written meanwhile is written too.
      if (!moved.ok && moved.error.code !== 'changed') {
        stuck.push({ text, error: moved.error });
        continue;
      }
    }
    removeItem(storage, key);
  }
  return stuck;

  async function addText(of: StartParts, id: string, text: string): Promise<Result<string, LibraryError>> {
    const reading = parsePlanJson(text);
    if (reading.ok) return addStored(of, untouched(reading.value.plan), id);
    const kept = await shelf.keepText(unreadable(id, now()), text);
    return kept.ok ? ok(id) : err({ code: 'storage', fault: kept.error });
  }
}

function removeItem(storage: KeyValueStore | null, key: string): void {
  try {
    storage?.removeItem(key);
  } catch {
    // It is in the library under an id of its own, and so is not taken twice.
  }
}

function unreadable(id: string, now: number) {
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

interface Recovered {
  readonly planId: string;
  /** Null: it was saved after all, and nobody heard of it in time. */
  readonly name: string | null;
}

/** Puts what a tab had not saved into the library. On an error it is to stay where it is. */
async function recover(
  parts: StartParts,
  { unsaved }: FoundUnsaved,
): Promise<Result<Recovered, LibraryError>> {
  const { shelf, now, newId } = parts;
  const { planId, base, text, change } = unsaved;
  if (change !== null) return recoverChange(parts, planId, base, change);
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
  if (there?.text === text) return ok({ planId, name: null });
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

/** Edits of a large plan, of which only they were kept: worth something beside the plan that they are edits of. */
async function recoverChange(
  parts: StartParts,
  planId: string,
  base: number,
  { fromBase, base: stamp, saving }: UnsavedChange,
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
  if (makePlanJson(after) === text) return ok({ planId, name: null });
  const entry = { plan, label: RECOVERED, origin: 'recovered' } as const;
  const document = { plan: after, past: [...past, entry].slice(-MAX_HISTORY), future: [] };
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

/** As a plan beside the one that it was. */
async function addRecovered(parts: StartParts, plan: Plan): Promise<Result<Recovered, LibraryError>> {
  const copy: Plan = { ...plan, name: cleanName(`${plan.name.slice(0, 66)} (recovered)`, plan.name) };
  const added = await addStored(parts, untouched(copy));
  return added.ok ? ok({ planId: added.value, name: copy.name }) : added;
}

/** As `describeCommand` calls it. */
const RECOVERED = 'Changes that had not been saved';

/**
 * What of it the stored plan has not got. A save that was under way when the tab went may have come to its end, and nobody
 * was left to hear of it: then the stored text is that of one of the steps. Null: somebody else has changed the plan.
 */
function stepsLeft(unsaved: Unsaved, { record, text }: StoredPlan): Unsaved | null {
  if (record.revision === unsaved.base) return unsaved;
  const done = unsaved.steps.findLastIndex((step) => step.text === text);
  if (record.revision < unsaved.base || done === -1) return null;
  return { ...unsaved, undone: 0, steps: unsaved.steps.slice(done + 1) };
}

/** The steps as they were done, as far as the journal has them; the last of them leads to `plan`. */
function redoSteps(store: PlanStore, { undone, steps }: Unsaved, plan: Plan): void {
  for (let n = 0; n < undone && store.getState().undo() !== null; n++);
  const { plan: before, past } = store.getState();
  const after = steps.flatMap(({ label, text }) => {
    const reading = parsePlanJson(text);
    return reading.ok ? [{ label, plan: reading.value.plan }] : [];
  });
  if (steps.length === 0 && makePlanJson(before) === makePlanJson(plan)) return;
  if (after.length === 0 || after.length < steps.length) {
    store.getState().dispatch({ type: 'plan/replace', plan, origin: 'recovered' });
    return;
  }
  const entries = after.map(({ label }, n) => ({
    plan: after[n - 1]?.plan ?? before,
    label,
    origin: 'recovered' as const,
  }));
  store.getState().open({
    plan: after.at(-1)?.plan ?? plan,
    past: [...past, ...entries].slice(-MAX_HISTORY),
    future: [],
  });
}
