/**
 * The open plan and its record: saving at every change, over the revision that this tab has seen and no other, and going
 * along with what another tab saves. Nothing is given up without being told: what cannot be saved stays open, and is said.
 */
import { makePlanJson, parsePlanJson } from '../../formats/planJson.ts';
import { textPieces } from '../../formats/planText.ts';
import type { FormatError } from '../../formats/reading.ts';
import { cleanName } from '../../model/name.ts';
import { EMPTY_PLAN, isBlank, type Plan } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Gestures } from '../gestures.ts';
import type { UiStore, WayBack } from '../uiStore.ts';
import type { PlanDocument, PlanStore } from '../planStore.ts';
import type { StorageFault } from './database.ts';
import { changeFrom, makeHistoryRecord, readHistoryRecord, type Change } from './historyRecord.ts';
import { markOf } from './planIds.ts';
import type { Journal, Unsaved } from './journal.ts';
import type { LibraryStore, Saving } from './libraryStore.ts';
import { CONFLICT, unsavedMessage } from './messages.ts';
import { outlineOf } from './records.ts';
import type { KeptVersion, Shelf, StoredPlan } from './shelf.ts';
import { stampOf, stampPlan } from './stamps.ts';
import type { Tabs } from './tabs.ts';

export interface SessionParts {
  readonly planStore: PlanStore;
  readonly gestures: Pick<Gestures, 'say' | 'run' | 'open'>;
  readonly uiStore: Pick<UiStore, 'getState' | 'setState'>;
  readonly libraryStore: LibraryStore;
  readonly shelf: Shelf;
  readonly journal: Journal;
  readonly tabs: Tabs;
  readonly now: () => number;
  readonly newId: () => string;
  /** Runs `work` after so many milliseconds. */
  readonly later: (work: () => void, ms: number) => void;
  /** Lets the page do what else there is to do. Not given: it has nothing else. */
  readonly breathe?: () => Promise<void>;
  /** Makes the text of a large plan beside the page, or reads one; null where that cannot be had, and it is done here. */
  readonly beside?: {
    readonly write: (plan: Plan) => Promise<string | null>;
    readonly read: (text: string) => Promise<Result<Plan, FormatError> | null>;
  };
  /** Notes which plan a reload is to show; null: none. */
  readonly remember: (planId: string | null) => void;
}

/** Why another plan was not opened. */
export type OpenError =
  | { readonly code: 'storage'; readonly fault: StorageFault }
  | { readonly code: 'not-there' }
  | { readonly code: 'unreadable'; readonly error: FormatError | null }
  /** What is open is in this tab alone, and would be lost. */
  | { readonly code: 'unsaved' };

/** The plan of one's own while another is open to be read: with its steps, and what is known of its record. */
interface PutAside {
  readonly document: PlanDocument;
  readonly id: string | null;
  readonly base: number;
  readonly saved: PlanDocument;
  readonly replaced: readonly KeptVersion[];
  readonly saving: Saving;
  readonly wayBack: WayBack | null;
}

/** Between two saves at the least, and as a multiple of what the last one took: a big plan is not saved all the time. */
const SAVE_GAP_MS = 100;
const SAVE_GAP_FACTOR = 4;
/** No gap is longer, whatever the clock says: it may have been set meanwhile. */
const MAX_SAVE_GAP_MS = 30_000;
/** Work on the text of a large plan between two looks at what else there is to do. */
const SLICE_MS = 8;
/** A save that takes longer is said to be none yet. */
const PATIENCE_MS = 5000;
/** Things in a plan up to which a copy in the journal at each edit costs nothing that one feels. */
const MAX_JOURNALED = 3000;
/** Hosts and VMs that a journal of the difference to what is saved may hold: a thousandth of a second's work. */
const MAX_CHANGED = 3000;
/** Things in a plan whose text has no room in the journal. */
const MAX_IN_JOURNAL = 40_000;
/** Characters of a text that the page reads faster than it hands it on. */
const MAX_READ_HERE = 500_000;
/** Characters of steps since the last save that the journal tells apart, of the storage's five million. */
const MAX_JOURNALED_CHARS = 1_000_000;

export function createSession(parts: SessionParts) {
  const { planStore, uiStore, gestures, libraryStore, shelf, journal, tabs, now, newId, later, remember } =
    parts;

  /** What the database has: everything that is not this is unsaved. */
  let saved: PlanDocument = asFound(planStore.getState());
  let base = 0;
  /** Versions to be kept with the next save: plans that something else took the place of. */
  let replaced: readonly KeptVersion[] = [];
  /** Not null: what is open is somebody else's, and nothing of it is saved. */
  let aside: PutAside | null = null;
  let running: Promise<void> | null = null;
  let isPlanned = false;
  let isFollowing = false;
  let endedAt = 0;
  let lastTook = 0;
  let isHistoryKept = true;
  /** What is being written, and the mark of its text. */
  let writing: { readonly plan: Plan; readonly mark: string } | null = null;
  /** Of plans since the last save: the same is asked for by the journal and by the save. */
  let texts = new Map<Plan, string>();

  const planId = (): string | null => libraryStore.getState().planId;
  const saving = (): Saving => libraryStore.getState().saving;

  const textOf = (of: Plan): string => {
    const known = texts.get(of);
    if (known !== undefined) return known;
    // The texts of a big plan are not all kept.
    if (isBig(of)) texts.clear();
    const text = makePlanJson(of);
    texts.set(of, text);
    return text;
  };

  const isDirty = (): boolean => aside === null && !isSame(planStore.getState(), saved);

  const setPlan = (id: string | null): void => {
    libraryStore.setState({ planId: id });
    remember(id);
  };

  const listed = (): void => libraryStore.setState(({ changes }) => ({ changes: changes + 1 }));

  const setSaving = (next: Saving): void => {
    const before = saving();
    libraryStore.setState({ saving: next });
    if (next.kind === 'unsaved' && !(before.kind === 'unsaved' && before.fault.code === next.fault.code)) {
      gestures.say(unsavedMessage(next.fault), 'refused');
    }
    if (next.kind === 'conflict' && before.kind !== 'conflict') gestures.say(CONFLICT, 'refused');
    if (next.kind === 'saved' && before.kind === 'unsaved') gestures.say('The plan is saved again.', 'done');
  };

  /** What the steps since the last save were: how many of those before it were undone, and what was done after. */
  const unsavedSteps = (): Pick<Unsaved, 'undone' | 'steps'> => {
    const { plan: now, past } = planStore.getState();
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
  };

  /** False where the journal does not hold what is unsaved: a crash would lose it. */
  const note = (isForced: boolean): boolean => {
    const id = planId();
    const { plan: now } = planStore.getState();
    if (id === null) return false;
    const unsaved = { planId: id, base, at: parts.now(), undone: 0, steps: [], change: null };
    if (!isBig(now)) return journal.write({ ...unsaved, text: textOf(now), ...unsavedSteps() });
    const fromBase = base > 0 && isHistoryKept ? changeFrom(saved.plan, now) : null;
    if (fromBase !== null && sizeOf(fromBase) <= MAX_CHANGED) {
      const from = writing === null ? null : { mark: writing.mark, from: changeFrom(writing.plan, now) };
      return journal.write({
        ...unsaved,
        text: '',
        change: { fromBase, base: stampOf(saved.plan), saving: from },
      });
    }
    if (isForced && countThings(now) <= MAX_IN_JOURNAL)
      return journal.write({ ...unsaved, text: textOf(now) });
    return false;
  };

  /** The text of a large plan: made beside the page, or here a piece at a time. */
  const prepare = async (of: Plan): Promise<void> => {
    if (!isBig(of) || texts.has(of)) return;
    const text = (await parts.beside?.write(of)) ?? null;
    if (text !== null) texts = new Map([[of, text]]);
    if (text !== null || parts.breathe === undefined) return;
    let from = performance.now();
    for (const _ of textPieces(of)) {
      if (performance.now() - from < SLICE_MS) continue;
      await parts.breathe();
      from = performance.now();
    }
  };

  const writeOnce = async (id: string, document: PlanDocument) => {
    const { plan: written } = document;
    await prepare(written);
    const text = textOf(written);
    const record = { id, base, outline: outlineOf(written), text, versions: replaced, now: now() };
    writing = { plan: written, mark: markOf(text) };
    if (isBig(written)) {
      // What was done while the text was made, and what is now under way.
      note(false);
      await parts.breathe?.();
      stampPlan(written, text);
      await parts.breathe?.();
    }
    const whole = await shelf.write({
      ...record,
      history: (revision) => makeHistoryRecord(id, revision, document, text),
    });
    if (whole.ok || whole.error.code === 'blocked') return { written: whole, isWhole: true };
    // The plan itself comes first: without its steps and versions it may still find room.
    const bare = await shelf.write({ ...record, versions: null, history: null });
    return { written: bare, isWhole: false };
  };

  const save = async (): Promise<void> => {
    while (isDirty() && saving().kind !== 'conflict') {
      const { plan, past, future } = planStore.getState();
      const document = { plan, past, future };
      const id = planId();
      if (id === null) return;
      const versions = replaced;
      const { written, isWhole } = await writeOnce(id, document).finally(() => (writing = null));
      if (aside !== null) {
        // It was put aside meanwhile, for the database was slow. What did not go well is found out when it comes back.
        if (written.ok && written.value.kind === 'written')
          savedAside(id, document, written.value.revision, isWhole ? versions : []);
        return;
      }
      if (!written.ok) {
        setSaving({ kind: 'unsaved', fault: written.error });
        note(false);
        return;
      }
      if (written.value.kind === 'written') {
        saved = document;
        base = written.value.revision;
        texts = new Map([[plan, textOf(plan)]]);
        if (isWhole) replaced = replaced.filter((one) => !versions.includes(one));
        setSaving({ kind: 'saved' });
        if (!isWhole && isHistoryKept) {
          gestures.say(
            'The plan is saved, but there is no room for its undo steps: they end with this page.',
            'refused',
          );
        }
        isHistoryKept = isWhole;
        if (!isDirty()) journal.clear();
        // What it says it differs from is no longer what is stored.
        else if (isBig(planStore.getState().plan) && !note(false)) setSaving({ kind: 'saving' });
        if (base === 1) libraryStore.setState(({ plans }) => ({ plans: plans + 1 }));
        listed();
        tabs.tell({ kind: 'saved', planId: id, revision: base });
      } else if (written.value.kind === 'gone') {
        setPlan(newId());
        base = 0;
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
    document: PlanDocument,
    revision: number,
    kept: readonly KeptVersion[],
  ): void => {
    if (aside?.id !== id) return;
    const left = aside.replaced.filter((one) => !kept.includes(one));
    aside = { ...aside, saved: document, base: revision, replaced: left, saving: { kind: 'saved' } };
    // Else the journal has what came after, as steps from what stands in the database now.
    if (isSame(aside.document, document)) journal.clear();
    if (revision === 1) libraryStore.setState(({ plans }) => ({ plans: plans + 1 }));
    listed();
    tabs.tell({ kind: 'saved', planId: id, revision });
  };

  /** Both tabs may have come to the same plan: then there is nothing to decide, only a revision to learn. */
  const isSameAsStored = async (id: string): Promise<boolean> => {
    const stored = await shelf.read(id);
    if (!stored.ok || stored.value?.text !== textOf(planStore.getState().plan)) return false;
    base = stored.value.record.revision;
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
    // What is nowhere else yet is said to be none of the kept ones until it is.
    if (!note(false) && saving().kind === 'saved') setSaving({ kind: 'saving' });
    plan();
  };

  planStore.subscribe((state, before) => {
    if (isFollowing || !isDirty()) return;
    const step = state.past.length > before.past.length ? state.past.at(-1) : undefined;
    if (step?.origin != null && !isBlank(before.plan)) {
      replaced = [...replaced, { ...outlineOf(before.plan), text: textOf(before.plan) }];
    }
    keep();
  });

  const show = (
    document: PlanDocument,
    id: string | null,
    revision: number,
    wayBack: WayBack | null = null,
  ): void => {
    aside = null;
    isFollowing = true;
    gestures.open(document, wayBack);
    isFollowing = false;
    const { plan: shown, past, future } = planStore.getState();
    saved = { plan: shown, past, future };
    base = revision;
    replaced = [];
    libraryStore.setState({ saving: { kind: 'saved' } });
    setPlan(id);
    journal.clear();
  };

  /** The plan that was put aside, as it was. What another tab did with it meanwhile follows. */
  const takeBack = (left: PutAside): void => {
    aside = null;
    isFollowing = true;
    gestures.open(left.document, left.wayBack);
    isFollowing = false;
    ({ base, saved, replaced } = left);
    libraryStore.setState({ planId: left.id, saving: left.saving });
    keep();
    void follow();
  };

  /** Whether leaving the open plan would lose something. One that was put aside and cannot be saved comes back for it. */
  const mayLeave = async (): Promise<boolean> => {
    if (aside !== null && isSame(aside.document, aside.saved)) return true;
    if (aside !== null) takeBack(aside);
    keep();
    await flush();
    return !isDirty();
  };

  /** Another tab has saved the open plan. Where nothing is unsaved here, its change arrives as one step. */
  const follow = async (): Promise<void> => {
    const id = planId();
    if (id === null) return;
    const now = await shelf.look(id);
    if (!now.ok || (now.value?.revision ?? 0) <= base) return;
    // What is unsaved meets the other's revision when it is saved.
    await flush();
    const stored = await shelf.read(id);
    if (!stored.ok || stored.value === null) return;
    const { record, text } = stored.value;
    const reading = await readBeside(text);
    if (id !== planId() || record.revision <= base) return;
    if (isDirty() || running !== null) return flush();
    takeOver(stored.value, reading ?? planIn(text ?? ''));
  };

  /** What a large text says, read beside the page; null: it is to be read here. */
  const readBeside = async (text: string | null): Promise<Result<Plan, FormatError> | null> =>
    text === null || text.length <= MAX_READ_HERE ? null : ((await parts.beside?.read(text)) ?? null);

  const takeOver = (stored: StoredPlan, reading: Result<Plan, FormatError>): void => {
    const { record, text } = stored;
    if (text !== null && text === textOf(planStore.getState().plan)) {
      base = record.revision;
      return;
    }
    const read = readStored(stored, reading);
    if (!read.ok) {
      gestures.say(`${record.name} was saved by another tab in a way that this page cannot read.`, 'refused');
      return;
    }
    isFollowing = true;
    // With the ids that it is stored with: in them the journal holds what will be edited here.
    gestures.run({ type: 'plan/replace', plan: read.value.document.plan, origin: 'tab' });
    isFollowing = false;
    const { plan: taken, past, future } = planStore.getState();
    saved = { plan: taken, past, future };
    base = record.revision;
    journal.clear();
    gestures.say(`${taken.name} was changed in another tab, and now here too.`);
  };

  tabs.onTold((message) => {
    listed();
    if (message.kind === 'saved' && message.planId === planId() && message.revision > base) void follow();
    if (message.kind === 'deleted' && message.planId === planId()) {
      gestures.say(
        'This plan was deleted in another tab. It stays open here; a change keeps it as a new plan.',
      );
    }
  });

  const open = async (id: string, isForced = false): Promise<Result<PlanDocument, OpenError>> => {
    let stored;
    let reading;
    do {
      if (!(await mayLeave()) && !isForced) return err({ code: 'unsaved' });
      stored = await shelf.read(id);
      reading = stored.ok ? await readBeside(stored.value?.text ?? null) : null;
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
    const left = await open(id);
    if (left.ok) gestures.say(`Undone: ${label}.`, 'done');
    else gestures.say('The plan that was open before cannot be opened again: see Plans.', 'refused');
  };

  return {
    keep,
    flush,
    follow,
    mayLeave,
    show,

    /** Opens a plan of the library. `isForced`: also where the open one cannot be saved. */
    open,

    /**
     * A plan of its own beside the others; `label` is what was done, for Undo leads back to the plan that was open. False
     * where that one cannot be saved: nothing is done then.
     */
    openNew: async (label: string, fresh: Plan = EMPTY_PLAN): Promise<boolean> => {
      if (!(await mayLeave())) return false;
      const left = aside === null ? planId() : aside.id;
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
      isFollowing = true;
      gestures.open({ plan: unsaved, past: [], future: [] });
      isFollowing = false;
      setPlan(newId());
      note(true);
    },

    /**
     * Shows a plan that is not to be kept. The open one is put aside as it is: saved where that can be, and in any case with
     * its steps. `isReadOnly` of the plan store is true from then on, until another plan is open.
     */
    review: async (theirs: Plan): Promise<void> => {
      keep();
      // A database that does not answer keeps nobody from reading.
      await Promise.race([flush(), new Promise<void>((resolve) => later(resolve, PATIENCE_MS))]);
      if (isDirty()) note(true);
      const { plan: mine, past, future } = planStore.getState();
      const left: PutAside = aside ?? {
        document: { plan: mine, past, future },
        ...{ id: planId(), base, saved, replaced, saving: saving() },
        wayBack: uiStore.getState().wayBack,
      };
      isFollowing = true;
      gestures.open({ plan: theirs, past: [], future: [] }, null, true);
      isFollowing = false;
      aside = left;
      // Not forgotten as the one that is open: a reload begins with it, and shows this one over it again.
      libraryStore.setState({ planId: null, saving: { kind: 'saved' } });
    },

    /** The plan that was put aside, as it is in this tab, and what the library knows it by; null where none is. */
    mine: (): { readonly plan: Plan; readonly id: string | null } | null =>
      aside === null ? null : { plan: aside.document.plan, id: aside.id },

    /** Back to the plan that was put aside; an empty one where it was deleted meanwhile: gives its name then. */
    endReview: async (): Promise<string | null> => {
      const id = aside?.id ?? null;
      const now = id === null ? null : await shelf.look(id);
      const left = aside;
      if (left === null || left.id !== id) return null;
      const isGone = now?.ok === true && (now.value === null || now.value.deletedAt !== null);
      if (isGone && left.base > 0 && isSame(left.document, left.saved)) {
        show({ plan: EMPTY_PLAN, past: [], future: [] }, null, 0);
        return left.document.plan.name;
      }
      takeBack(left);
      return null;
    },

    /**
     * The plan that is open to be read becomes one of one's own, under this name: what is selected and shown stays so, and
     * Undo before its first step leads back to the plan that was put aside. Where that one cannot be saved, it comes back and
     * the other takes its place as a step. False where none is open to be read.
     */
    takeReview: async (name: string, label: string): Promise<boolean> => {
      const left = aside;
      if (left === null) return false;
      const mine: Plan = { ...planStore.getState().plan, name };
      if (!isSame(left.document, left.saved)) {
        const { selection, view, shown } = uiStore.getState();
        takeBack(left);
        gestures.run({ type: 'plan/replace', plan: mine, origin: 'link' });
        uiStore.setState({ selection, view, shown });
      } else {
        aside = null;
        saved = { plan: EMPTY_PLAN, past: [], future: [] };
        base = 0;
        replaced = [];
        const { id } = left;
        setPlan(newId());
        uiStore.setState({ wayBack: id === null ? null : { label, take: () => void goBack(id, label) } });
        planStore.getState().open({ plan: mine, past: [], future: [] });
      }
      await flush();
      return true;
    },

    /** The plan as it is here goes on as one of its own, beside the other tab's. */
    keepMine: async (): Promise<void> => {
      setPlan(newId());
      base = 0;
      replaced = [];
      libraryStore.setState({ saving: { kind: 'saved' } });
      const { name } = planStore.getState().plan;
      gestures.run({ type: 'plan/rename', name: cleanName(`${name.slice(0, 70)} (mine)`, name) });
      await flush();
    },

    /** The other tab's plan goes on here. One step: undo brings back what was here, and it is kept as a version. */
    takeTheirs: async (): Promise<void> => {
      const id = planId();
      const stored = id === null ? null : await shelf.read(id);
      if (stored === null || !stored.ok || stored.value === null || stored.value.text === null) {
        gestures.say('The other tab’s plan could not be read: keep yours as a copy.', 'refused');
        return;
      }
      const reading = parsePlanJson(stored.value.text);
      if (!reading.ok) {
        gestures.say('The other tab’s plan could not be read: keep yours as a copy.', 'refused');
        return;
      }
      base = stored.value.record.revision;
      libraryStore.setState({ saving: { kind: 'saved' } });
      gestures.run({ type: 'plan/replace', plan: reading.value.plan, origin: 'tab' });
      await flush();
    },

    /** The page is hidden or goes away: what is not saved is put where it is safe at once. */
    leave: (): void => {
      if (!isDirty()) return;
      note(true);
      void flush();
    },

    isDirty,
  };
}

export type Session = ReturnType<typeof createSession>;

function planIn(text: string): Result<Plan, FormatError> {
  const reading = parsePlanJson(text);
  return reading.ok ? ok(reading.value.plan) : reading;
}

/** A stored plan as it was left; without its history where that is of another text. `known`: what its text says, where it was read. */
export function readStored(
  { record, text, history }: StoredPlan,
  known: Result<Plan, FormatError> | null = null,
): Result<{ document: PlanDocument; isHistoryLost: boolean }, OpenError> {
  if (text === null) return err({ code: 'unreadable', error: null });
  const reading = known ?? planIn(text);
  if (!reading.ok) return err({ code: 'unreadable', error: reading.error });
  const kept = readHistoryRecord(history, { revision: record.revision, text, read: reading.value });
  const document = kept ?? { plan: reading.value, past: [], future: [] };
  stampPlan(document.plan, text);
  if (kept !== null) return ok({ document, isHistoryLost: false });
  return ok({ document, isHistoryLost: history !== undefined });
}

function isSame(a: PlanDocument, b: PlanDocument): boolean {
  return a.plan === b.plan && a.past === b.past && a.future === b.future;
}

/** What was done before the library was there is not in it. */
function asFound({ plan, past, future }: PlanDocument): PlanDocument {
  return isBlank(plan) && past.length === 0
    ? { plan, past, future }
    : { plan: EMPTY_PLAN, past: [], future: [] };
}

/** Things that a change puts in the place of others. */
function sizeOf({ hosts, vms }: Change): number {
  return hosts.put.length + vms.put.length;
}

function isBig(plan: Plan): boolean {
  return countThings(plan) > MAX_JOURNALED;
}

/** GPUs, instances and VMs. */
function countThings({ hosts, vms }: Plan): number {
  let count = vms.length;
  for (const host of hosts) for (const gpu of host.gpus) count += 1 + gpu.instances.length;
  return count;
}
