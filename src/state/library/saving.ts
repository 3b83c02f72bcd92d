/**
 * Saves the open plan at every change, over the revision that this tab has seen and no other. Nothing is given up without
 * being told: what cannot be saved stays open, is in the journal as far as there is room, and is said.
 */
import { isBlank } from '../../model/plan.ts';
import type { PlanDocument } from '../planStore.ts';
import { inSlices } from '../piecemeal.ts';
import { makeHistoryRecord } from './historyRecord.ts';
import { journalEntry, type JournalFacts } from './journalEntry.ts';
import type { Saving } from './libraryStore.ts';
import { CONFLICT, unsavedMessage } from './messages.ts';
import { isSame, type OpenPlan, type SessionParts } from './openPlan.ts';
import { markOf } from './planIds.ts';
import { createPlanTexts, isBig } from './planTexts.ts';
import { outlineOf } from './records.ts';
import type { KeptVersion } from './shelf.ts';
import { stampPieces, stampPlan } from './stamps.ts';

/** Between two saves at the least, and as a multiple of what the last one took: a big plan is not saved all the time. */
const SAVE_GAP_MS = 100;
const SAVE_GAP_FACTOR = 4;
/** No gap is longer, whatever the clock says: it may have been set meanwhile. */
const MAX_SAVE_GAP_MS = 30_000;
/** A save that takes longer is said to be none yet. */
export const PATIENCE_MS = 5000;

export function createSaver(parts: SessionParts, open: OpenPlan) {
  const { planStore, gestures, libraryStore, shelf, journal, tabs, now, newId, later } = parts;
  const { known, document, planId, setPlan, forgetNote, isDirty, listed } = open;
  const { textOf, prepare, keepOnly } = createPlanTexts(parts);

  let running: Promise<void> | null = null;
  let isPlanned = false;
  let endedAt = 0;
  let lastTook = 0;
  let isHistoryKept = true;
  let writing: JournalFacts['writing'] = null;

  const saving = (): Saving => libraryStore.getState().saving;

  const setSaving = (next: Saving): void => {
    const before = saving();
    libraryStore.setState({ saving: next });
    if (next.kind === 'unsaved' && !(before.kind === 'unsaved' && before.fault.code === next.fault.code)) {
      gestures.say(unsavedMessage(next.fault), 'refused');
    }
    if (next.kind === 'conflict' && before.kind !== 'conflict') gestures.say(CONFLICT, 'refused');
    if (next.kind === 'saved' && before.kind === 'unsaved') gestures.say('The plan is saved again.', 'done');
  };

  /** False where the journal does not hold what is unsaved: a crash would lose it. */
  const note = (isForced: boolean): boolean => {
    const id = planId();
    if (id === null) return false;
    const { base, saved } = known;
    const facts = { planId: id, base, at: now(), saved, writing, isHistoryKept, isForced, textOf };
    const entry = journalEntry(document(), facts);
    const isNoted = entry !== null && journal.write(entry);
    libraryStore.setState({ isNoted });
    return isNoted;
  };

  /** `seen`: what is known of its record, as it is when the text has been made. */
  const writeOnce = async (
    id: string,
    written: PlanDocument,
    seen: () => { readonly base: number; readonly replaced: readonly KeptVersion[] },
  ) => {
    const { plan } = written;
    await prepare(plan);
    const text = textOf(plan);
    const { base, replaced } = seen();
    const record = { id, base, outline: outlineOf(plan), text, versions: replaced, now: now() };
    writing = { plan, mark: markOf(text) };
    if (isBig(plan)) {
      // What was done while the text was made, and what is now under way.
      note(false);
      if (parts.breathe === undefined) stampPlan(plan, text);
      else {
        await parts.breathe();
        await inSlices(stampPieces(plan, text), parts.breathe);
        await parts.breathe();
      }
    }
    const whole = await shelf.write({
      ...record,
      history: (revision) => makeHistoryRecord(id, revision, written, text),
    });
    if (whole.ok || whole.error.code === 'blocked') return { written: whole, isWhole: true };
    // The plan itself comes first: without its steps and versions it may still find room.
    const bare = await shelf.write({ ...record, versions: null, history: null });
    return { written: bare, isWhole: false };
  };

  const save = async (): Promise<void> => {
    if (saving().kind === 'conflict') await settleConflict();
    while (isDirty() && saving().kind !== 'conflict') {
      const saved = document();
      const { plan } = saved;
      const id = planId();
      if (id === null) return;
      const versions = known.replaced;
      const { written, isWhole } = await writeOnce(id, saved, () => known).finally(() => (writing = null));
      if (known.aside !== null) {
        // It was put aside meanwhile, for the database was slow. What did not go well is found out when it comes back.
        if (written.ok && written.value.kind === 'written')
          savedAside(id, saved, written.value.revision, isWhole ? versions : []);
        return;
      }
      if (!written.ok) {
        setSaving({ kind: 'unsaved', fault: written.error });
        note(false);
        return;
      }
      if (written.value.kind === 'written') {
        known.saved = saved;
        known.base = written.value.revision;
        keepOnly(plan);
        if (isWhole) known.replaced = known.replaced.filter((one) => !versions.includes(one));
        setSaving({ kind: 'saved' });
        if (!isWhole && isHistoryKept) {
          gestures.say(
            'The plan is saved, but there is no room for its undo steps: they end with this page.',
            'refused',
          );
        }
        isHistoryKept = isWhole;
        if (!isDirty()) forgetNote();
        // What it says it differs from is no longer what is stored.
        else if (isBig(planStore.getState().plan) && !note(false)) setSaving({ kind: 'saving' });
        if (known.base === 1) libraryStore.setState(({ plans }) => ({ plans: plans + 1 }));
        listed();
        tabs.tell({ kind: 'saved', planId: id, revision: known.base });
      } else if (written.value.kind === 'gone') {
        setPlan(newId());
        known.base = 0;
        gestures.say(`${plan.name} was deleted elsewhere. With your changes it is kept as a new plan.`);
      } else if (!(await isSameAsStored(id))) {
        setSaving({ kind: 'conflict' });
        note(true);
      }
    }
  };

  /** What is known of the record of a plan that was put aside while it was saved. */
  const savedAside = (
    id: string,
    saved: PlanDocument,
    revision: number,
    kept: readonly KeptVersion[],
  ): void => {
    const { aside } = known;
    if (aside?.id !== id) return;
    const left = aside.replaced.filter((one) => !kept.includes(one));
    known.aside = { ...aside, saved, base: revision, replaced: left, saving: { kind: 'saved' } };
    // Else the journal has what came after, as steps from what stands in the database now.
    if (isSame(aside.document, saved)) forgetNote();
    if (revision === 1) libraryStore.setState(({ plans }) => ({ plans: plans + 1 }));
    listed();
    tabs.tell({ kind: 'saved', planId: id, revision });
  };

  /**
   * Once more what was put aside and could not be saved, while the other goes on being read. False: it still is in this tab
   * alone.
   */
  const saveAside = async (): Promise<boolean> => {
    // A save that was under way when it was put aside.
    await running;
    const { aside } = known;
    if (aside === null || isSame(aside.document, aside.saved)) return true;
    const { id, document: mine, replaced } = aside;
    if (id === null) return false;
    const { written, isWhole } = await writeOnce(id, mine, () => aside).finally(() => (writing = null));
    // Of another tab's change, or that it was deleted, one can only decide with the plan before one's eyes.
    if (!written.ok || written.value.kind !== 'written') return false;
    savedAside(id, mine, written.value.revision, isWhole ? replaced : []);
    return true;
  };

  /** What was undone or done since may have led both to the same plan after all. Of a large one it is left to the user. */
  const settleConflict = async (): Promise<void> => {
    const id = planId();
    if (id === null || isBig(planStore.getState().plan)) return;
    if (await isSameAsStored(id)) setSaving({ kind: 'saved' });
  };

  /** Both tabs may have come to the same plan: then there is nothing to decide, only a revision to learn. */
  const isSameAsStored = async (id: string): Promise<boolean> => {
    const stored = await shelf.read(id);
    if (!stored.ok || stored.value?.text !== textOf(planStore.getState().plan)) return false;
    known.base = stored.value.record.revision;
    return true;
  };

  /** Saves what is not saved yet. Resolves when there is nothing left, or it cannot be saved. */
  const flush = (): Promise<void> => {
    if (running === null) {
      const from = now();
      const mine = save().finally(() => {
        running = null;
        endedAt = now();
        lastTook = endedAt - from;
      });
      running = mine;
      later(() => {
        if (running === mine && isDirty()) setSaving({ kind: 'unsaved', fault: { code: 'no-answer' } });
      }, PATIENCE_MS);
    }
    return running;
  };

  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    const gap = Math.min(Math.max(SAVE_GAP_MS, lastTook * SAVE_GAP_FACTOR), MAX_SAVE_GAP_MS);
    const since = now() - endedAt;
    later(
      () => {
        isPlanned = false;
        void flush().then(() => {
          if (isDirty() && ['saved', 'saving'].includes(saving().kind)) plan();
        });
      },
      since < 0 ? gap : Math.max(0, gap - since),
    );
  };

  /** Whatever is not saved will be. */
  const keep = (): void => {
    if (!isDirty()) return;
    if (planId() === null) setPlan(newId());
    // What is in this tab alone for now is not passed off as kept.
    if (!note(false) && saving().kind === 'saved') setSaving({ kind: 'saving' });
    plan();
  };

  planStore.subscribe((state, before) => {
    if (known.isFollowing || !isDirty()) return;
    const step = state.past.length > before.past.length ? state.past.at(-1) : undefined;
    if (step?.origin != null && !isBlank(before.plan)) {
      known.replaced = [...known.replaced, { ...outlineOf(before.plan), text: textOf(before.plan) }];
    }
    keep();
  });

  return {
    textOf,
    /** Puts what is not saved into the journal. `isForced`: the page may go, and it is worth a moment. */
    note,
    flush,
    saveAside,
    keep,
    isSaving: (): boolean => running !== null,
  };
}

export type Saver = ReturnType<typeof createSaver>;
