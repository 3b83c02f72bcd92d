/**
 * The plans that this tab shows, one after the other: none is left before it is saved, or its loss was agreed to. Saving it
 * (`saving.ts`), reading another over it (`putAside.ts`) and other tabs (`followTabs.ts`) are put together here.
 */
import { EMPTY_PLAN, isBlank, type Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { PlanDocument } from '../planStore.ts';
import { createFollower } from './followTabs.ts';
import { createOpenPlan, type OpenError, type SessionParts } from './openPlan.ts';
import { createReviewing } from './putAside.ts';
import { createSaver } from './saving.ts';
import { readBeside, readStored } from './storedPlan.ts';

export function createSession(parts: SessionParts) {
  const { gestures, shelf, newId } = parts;
  const open = createOpenPlan(parts);
  const { known, planId, setPlan, following, isDirty, show } = open;
  const saver = createSaver(parts, open);
  const { note, flush, keep } = saver;
  const follower = createFollower(parts, open, saver);

  const openStored = async (id: string, isForced = false): Promise<Result<PlanDocument, OpenError>> => {
    let stored;
    let reading;
    do {
      if (!(await mayLeave()) && !isForced)
        return err({ code: 'unsaved', aside: known.aside?.document.plan.name ?? null });
      stored = await shelf.read(id);
      reading = stored.ok ? await readBeside(parts, stored.value?.text ?? null) : null;
      // What was edited while it was read is the open plan's, and is saved before that goes.
    } while (isDirty() && !isForced);
    if (!stored.ok) return err({ code: 'storage', fault: stored.error });
    if (stored.value === null || stored.value.record.deletedAt !== null) return err({ code: 'not-there' });
    const read = readStored(stored.value, reading);
    if (!read.ok) return read;
    const { document, isHistoryLost } = read.value;
    show(document, id, stored.value.record.revision);
    if (isHistoryLost) {
      gestures.say(`${document.plan.name} is open. Its undo steps did not belong to it and were dropped.`);
    }
    return ok(document);
  };

  /** Undo before the first step of a plan that was opened over another one. */
  const goBack = async (id: string, label: string): Promise<void> => {
    const left = await openStored(id);
    if (left.ok) gestures.say(`Undone: ${label}.`, 'done');
    else gestures.say('The plan that was open before cannot be opened again: see Plans.', 'refused');
  };

  const reviewing = createReviewing(parts, open, saver, follower, goBack);
  const { mayLeave } = reviewing;

  return {
    ...reviewing,
    ...follower,
    keep,
    flush,
    show,
    isDirty,

    /** Opens a plan of the library. `isForced`: also where the open one cannot be saved. */
    open: openStored,

    /**
     * A plan of its own beside the others; `label` is what was done, for Undo leads back to the plan that was open. False
     * where that one cannot be saved: nothing is done then.
     */
    openNew: async (label: string, fresh: Plan = EMPTY_PLAN): Promise<boolean> => {
      if (!(await mayLeave())) return false;
      const left = known.aside === null ? planId() : known.aside.id;
      const wayBack = left === null ? null : { label, take: () => void goBack(left, label) };
      show({ plan: EMPTY_PLAN, past: [], future: [] }, null, 0, wayBack);
      if (!isBlank(fresh)) {
        gestures.open({ plan: fresh, past: [], future: [] }, wayBack);
        await flush();
      }
      return true;
    },

    /** A plan that is in no database, for there is none. It counts as unsaved. */
    showUnsaved: (unsaved: Plan): void => {
      following(() => gestures.open({ plan: unsaved, past: [], future: [] }));
      setPlan(newId());
      note(true);
    },

    /** The page is hidden or goes away: what is not saved is put where it is safe at once. */
    leave: (): void => {
      if (!isDirty()) return;
      note(true);
      void flush();
    },
  };
}

export type Session = ReturnType<typeof createSession>;
