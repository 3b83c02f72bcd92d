/**
 * What the page opens with: plans of the older storage and edits that a killed tab had not saved come into the library
 * first, then the plan that was open last is shown. Nothing is taken out of its old place before it is in its new one.
 */
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { cleanName } from '../../model/name.ts';
import type { Plan } from '../../model/plan.ts';
import type { KeyValueStore } from '../persist.ts';
import { createPlanStore, MAX_HISTORY, type PlanStore } from '../planStore.ts';
import { findUnsaved, forgetUnsaved, type FoundUnsaved, type Unsaved } from './journal.ts';
import { addStored, changeStored, untouched } from './library.ts';
import { faultMessage, unsavedMessage } from './messages.ts';
import type { Session, SessionParts } from './session.ts';
import type { StorageFault } from './database.ts';

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
  await moveOldPlans(parts);
  const recovered: string[] = [];
  let own: string | null = null;
  for (const found of findUnsaved(storage, { formerTabId, living, now: now() })) {
    const id = await recover(parts, found);
    if (id === null) continue;
    forgetUnsaved(storage, found);
    if (id.name !== null) recovered.push(id.name);
    if (formerTabId !== null && found.key.endsWith(`.${formerTabId}`)) own = id.planId;
  }
  const listed = await shelf.list();
  if (listed.ok) {
    libraryStore.setState({ plans: listed.value.filter(({ deletedAt }) => deletedAt === null).length });
  }
  // Whoever was faster than the database is not interrupted: what is stored is in the list of plans.
  const isTaken = planStore.getState().past.length > 0;
  const wanted = own ?? parts.lastOpen;
  if (!isTaken && wanted !== '') await openFirst(parts, session, wanted);
  if (isTaken) session.keep();
  libraryStore.setState({ isReady: true });
  if (recovered.length > 0) {
    gestures.say(`Changes that had not been saved were recovered: ${recovered.join(', ')}.`);
  }
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
  { storage, formerTabId, living, now, libraryStore, gestures }: StartParts,
  session: Session,
  fault: StorageFault,
): void {
  const texts = findUnsaved(storage, { formerTabId, living, now: now() })
    .sort((a, b) => b.unsaved.at - a.unsaved.at)
    .map(({ unsaved }) => unsaved.text);
  for (const text of [...texts, itemOf(storage, OLD_KEYS[0]) ?? '']) {
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

/** Once: with an id that is the same in every tab, so that two that start together make one plan of it. */
async function moveOldPlans(parts: StartParts): Promise<void> {
  const { shelf, storage, now } = parts;
  for (const key of OLD_KEYS) {
    const text = itemOf(storage, key);
    if (text === null) continue;
    const id = `old:${key}`;
    const there = await shelf.look(id);
    if (!there.ok) continue;
    let isThere = there.value !== null;
    if (!isThere) {
      const reading = parsePlanJson(text);
      const moved = reading.ok
        ? await addStored(parts, untouched(reading.value.plan), id)
        : await shelf.keepText(unreadable(id, now()), text);
      // Written meanwhile by another tab is written too.
      isThere = moved.ok || ('code' in moved.error && moved.error.code === 'changed');
    }
    if (isThere) removeItem(storage, key);
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

/** Puts what a tab had not saved into the library. Null where it could not be written: it stays where it is. */
async function recover(
  parts: StartParts,
  { unsaved }: FoundUnsaved,
): Promise<{ planId: string; name: string | null } | null> {
  const { shelf, now, newId } = parts;
  const { planId, base, text } = unsaved;
  const stored = await shelf.read(planId);
  if (!stored.ok) return null;
  const reading = parsePlanJson(text);
  if (!reading.ok) {
    const id = newId();
    const kept = await shelf.keepText(unreadable(id, now()), text);
    return kept.ok ? { planId: id, name: 'a plan that cannot be read' } : null;
  }
  const { plan } = reading.value;
  const there = stored.value;
  // It was saved after all: nobody heard of it in time.
  if (there?.text === text) return { planId, name: null };
  if (there === null && base === 0) {
    const store = createPlanStore();
    redoSteps(store, unsaved, plan);
    const added = await addStored(parts, store.getState(), planId);
    return added.ok ? { planId, name: plan.name } : null;
  }
  if (there !== null && there.record.revision === base && there.record.deletedAt === null) {
    const edited = await changeStored(parts, planId, (store) => {
      redoSteps(store, unsaved, plan);
      return null;
    });
    if (edited.ok) return { planId, name: plan.name };
  }
  const copy: Plan = { ...plan, name: cleanName(`${plan.name.slice(0, 66)} (recovered)`, plan.name) };
  const added = await addStored(parts, untouched(copy));
  return added.ok ? { planId: added.value, name: copy.name } : null;
}

/** The steps as they were done, as far as the journal has them; the last of them leads to `plan`. */
function redoSteps(store: PlanStore, { undone, steps }: Unsaved, plan: Plan): void {
  for (let n = 0; n < undone; n++) store.getState().undo();
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
