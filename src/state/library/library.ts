/** What is done to plans of the library, the open one or any other. */
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { freeName } from '../../model/name.ts';
import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { EverydayCommand } from '../../placement/everydayCommands.ts';
import { commandMessage } from '../../placement/messages.ts';
import { createPlanStore, type PlanDocument, type PlanStore } from '../planStore.ts';
import { makeHistoryRecord } from './historyRecord.ts';
import { outlineOf, type PlanRecord, type VersionRecord } from './records.ts';
import type { OpenError, SessionParts } from './openPlan.ts';
import type { Session } from './session.ts';
import { readStored } from './storedPlan.ts';

export type LibraryError =
  | OpenError
  /** A rule of plans refuses it; the sentence says which. */
  | { readonly code: 'refused'; readonly why: string }
  /** Another tab changed it at the same moment. */
  | { readonly code: 'changed' };

type LibraryParts = Pick<
  SessionParts,
  'shelf' | 'libraryStore' | 'gestures' | 'tabs' | 'now' | 'newId' | 'planStore'
>;

/** Steps on a stored plan that is not open, written into that plan's history. `change` gives an error, or null when done. */
export async function changeStored(
  { shelf, now }: Pick<LibraryParts, 'shelf' | 'now'>,
  id: string,
  change: (store: PlanStore) => LibraryError | null,
): Promise<Result<Plan, LibraryError>> {
  const stored = await shelf.read(id);
  if (!stored.ok) return err({ code: 'storage', fault: stored.error });
  if (stored.value === null) return err({ code: 'not-there' });
  const read = readStored(stored.value);
  if (!read.ok) return read;
  const store = createPlanStore();
  store.getState().open(read.value.document);
  const before = store.getState();
  const error = change(store);
  if (error !== null) return err(error);
  const after = store.getState();
  if (after.past === before.past && after.future === before.future) return ok(after.plan);
  const isReplaced = after.past.some(({ origin }, n) => n >= before.past.length && origin !== null);
  const text = makePlanJson(after.plan);
  const written = await shelf.write({
    id,
    base: stored.value.record.revision,
    outline: outlineOf(after.plan),
    text,
    history: (revision) => makeHistoryRecord(id, revision, after, text),
    versions: isReplaced ? [{ ...outlineOf(before.plan), text: makePlanJson(before.plan) }] : [],
    now: now(),
  });
  if (!written.ok) return err({ code: 'storage', fault: written.error });
  return written.value.kind === 'written' ? ok(after.plan) : err({ code: 'changed' });
}

function editStored(
  parts: Pick<LibraryParts, 'shelf' | 'now'>,
  id: string,
  makeCommand: (plan: Plan) => EverydayCommand,
): Promise<Result<Plan, LibraryError>> {
  return changeStored(parts, id, (store) => {
    const { plan, dispatch } = store.getState();
    const edited = dispatch(makeCommand(plan));
    return edited.ok ? null : { code: 'refused', why: commandMessage(edited.error, plan) };
  });
}

/** A plan that nobody has saved yet, with its steps. Gives its id. */
export async function addStored(
  { shelf, now, newId }: Pick<LibraryParts, 'shelf' | 'now' | 'newId'>,
  document: PlanDocument,
  id = newId(),
): Promise<Result<string, LibraryError>> {
  const { plan, past, future } = document;
  const hasSteps = past.length + future.length > 0;
  const text = makePlanJson(plan);
  const written = await shelf.write({
    id,
    base: 0,
    outline: outlineOf(plan),
    text,
    history: hasSteps ? (revision) => makeHistoryRecord(id, revision, document, text) : null,
    versions: [],
    now: now(),
  });
  if (!written.ok) return err({ code: 'storage', fault: written.error });
  return written.value.kind === 'written' ? ok(id) : err({ code: 'changed' });
}

/** A plan that nothing was done with yet. */
export function untouched(plan: Plan): PlanDocument {
  return { plan, past: [], future: [] };
}

export function createLibrary(parts: LibraryParts, session: Session) {
  const { shelf, libraryStore, gestures, tabs, now, planStore } = parts;
  const isOpen = (id: string): boolean => libraryStore.getState().planId === id;

  const listed = (): void => {
    libraryStore.setState(({ changes }) => ({ changes: changes + 1 }));
    tabs.tell({ kind: 'listed' });
  };

  const toldSaved = async (id: string): Promise<void> => {
    const record = await shelf.look(id);
    listed();
    if (record.ok && record.value !== null) {
      tabs.tell({ kind: 'saved', planId: id, revision: record.value.revision });
    }
  };

  const edit = async (
    id: string,
    command: (plan: Plan) => EverydayCommand,
  ): Promise<Result<Plan, LibraryError>> => {
    if (isOpen(id)) {
      const { plan } = planStore.getState();
      if (!gestures.run(command(plan))) return err({ code: 'refused', why: 'It was refused.' });
      await session.flush();
      return ok(planStore.getState().plan);
    }
    const edited = await editStored(parts, id, command);
    if (edited.ok) await toldSaved(id);
    return edited;
  };

  return {
    list: async (): Promise<Result<{ plans: PlanRecord[]; deleted: PlanRecord[] }, LibraryError>> => {
      // What was changed a moment ago is part of what is listed.
      await session.flush();
      const all = await shelf.list();
      if (!all.ok) return err({ code: 'storage', fault: all.error });
      const plans = all.value.filter(({ deletedAt }) => deletedAt === null);
      const deleted = all.value.filter(({ deletedAt }) => deletedAt !== null);
      libraryStore.setState({ plans: plans.length });
      return ok({
        plans,
        deleted: deleted.sort((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0)),
      });
    },

    /** A plan of the library that is this one to the letter; null where there is none, or the browser does not tell. */
    twinOf: async (plan: Plan): Promise<PlanRecord | null> => {
      await session.flush();
      const all = await shelf.list();
      if (!all.ok) return null;
      for (const record of all.value) {
        if (record.name !== plan.name || record.deletedAt !== null) continue;
        const stored = await shelf.read(record.id);
        if (stored.ok && stored.value?.text === makePlanJson(plan)) return record;
      }
      return null;
    },

    open: (id: string, isForced = false) => session.open(id, isForced),

    rename: (id: string, name: string) => edit(id, () => ({ type: 'plan/rename', name })),

    /** A copy with a name of its own, without the history. Gives its id. */
    duplicate: async (id: string): Promise<Result<string, LibraryError>> => {
      await session.flush();
      const stored = await shelf.read(id);
      if (!stored.ok) return err({ code: 'storage', fault: stored.error });
      if (stored.value === null) return err({ code: 'not-there' });
      const read = readStored(stored.value);
      if (!read.ok) return read;
      const all = await shelf.list();
      const names = new Set(
        all.ok ? all.value.filter((one) => one.deletedAt === null).map((one) => one.name) : [],
      );
      const { plan } = read.value.document;
      const added = await addStored(parts, untouched({ ...plan, name: freeName(plan.name, names) }));
      if (added.ok) listed();
      return added;
    },

    /** It can be brought back. The open plan leaves the page with it, which then starts anew. */
    delete: async (id: string): Promise<Result<null, LibraryError>> => {
      const wasOpen = isOpen(id);
      if (wasOpen && !(await session.mayLeave())) return err({ code: 'unsaved', aside: null });
      const gone = await shelf.delete(id, now());
      if (!gone.ok) return err({ code: 'storage', fault: gone.error });
      // What was edited meanwhile stays, and is saved as a plan of its own.
      if (wasOpen && isOpen(id) && !session.isDirty())
        session.show({ plan: EMPTY_PLAN, past: [], future: [] }, null, 0);
      listed();
      tabs.tell({ kind: 'deleted', planId: id });
      return gone.value ? ok(null) : err({ code: 'not-there' });
    },

    restore: async (id: string): Promise<Result<null, LibraryError>> => {
      const back = await shelf.restore(id);
      if (!back.ok) return err({ code: 'storage', fault: back.error });
      listed();
      return back.value ? ok(null) : err({ code: 'not-there' });
    },

    /** Of plans that are deleted already, or of one where there is no room even for keeping it among those. */
    deleteForGood: async (ids: readonly string[]): Promise<Result<null, LibraryError>> => {
      const gone = await shelf.deleteForGood(ids);
      listed();
      return gone.ok ? gone : err({ code: 'storage', fault: gone.error });
    },

    versions: async (id: string): Promise<Result<readonly VersionRecord[], LibraryError>> => {
      const versions = await shelf.versions(id);
      return versions.ok ? versions : err({ code: 'storage', fault: versions.error });
    },

    /** One step of that plan, which undo takes back; what is there now is kept as a version. */
    goBack: async ({ planId, text }: VersionRecord): Promise<Result<Plan, LibraryError>> => {
      const reading = parsePlanJson(text);
      if (!reading.ok) return err({ code: 'unreadable', error: reading.error });
      const { plan } = reading.value;
      return edit(planId, () => ({ type: 'plan/replace', plan, origin: 'version' }));
    },

    /** The document as it is stored, whether or not it can be read. */
    textOf: async (id: string): Promise<Result<string, LibraryError>> => {
      await session.flush();
      if (isOpen(id) && session.isDirty()) return ok(makePlanJson(planStore.getState().plan));
      const stored = await shelf.read(id);
      if (!stored.ok) return err({ code: 'storage', fault: stored.error });
      return stored.value?.text == null ? err({ code: 'not-there' }) : ok(stored.value.text);
    },
  };
}
