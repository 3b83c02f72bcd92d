/**
 * What the page opens with: plans of the older storage and edits that a killed tab had not saved come into the library
 * first, then the plan that was open last is shown. Nothing is taken out of its old place before it is in its new one.
 */
import { parsePlanJson } from '../../formats/planJson.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { KeyValueStore } from '../persist.ts';
import { findUnsaved, forgetUnsaved } from './journal.ts';
import { addStored, untouched, type LibraryError } from './library.ts';
import { faultMessage, unsavedMessage } from './messages.ts';
import type { SessionParts } from './openPlan.ts';
import { recover, unreadable } from './recover.ts';
import type { Session } from './session.ts';
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
  const stuck = [...(await moveOldPlans(parts))];
  const recovered: string[] = [];
  let own: string | null = null;
  for (const found of findUnsaved(storage, { formerTabId, living, now: now() })) {
    const done = await recover(parts, found.unsaved);
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
