/**
 * The plan that is open in this tab, and what is known of its record in the database: what saving it, reading somebody else's
 * over it and hearing of other tabs have in common.
 */
import type { FormatError } from '../../formats/reading.ts';
import { EMPTY_PLAN, isBlank, type Plan } from '../../model/plan.ts';
import type { Result } from '../../model/result.ts';
import type { Gestures } from '../gestures.ts';
import type { PlanDocument, PlanStore } from '../planStore.ts';
import type { UiStore, WayBack } from '../uiStore.ts';
import type { StorageFault } from './database.ts';
import type { Journal } from './journal.ts';
import type { LibraryStore, Saving } from './libraryStore.ts';
import type { KeptVersion, Shelf } from './shelf.ts';
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
  /** What is open, or the plan of this name that was put aside for it, is in this tab alone, and would be lost. */
  | { readonly code: 'unsaved'; readonly aside: string | null };

/** The plan of one's own while another is open to be read: with its steps, and what is known of its record. */
export interface PutAside {
  readonly document: PlanDocument;
  readonly id: string | null;
  readonly base: number;
  readonly saved: PlanDocument;
  readonly replaced: readonly KeptVersion[];
  readonly saving: Saving;
  readonly wayBack: WayBack | null;
}

/** What of it changes while the page is open. */
interface Known {
  /** What the database has: everything that is not this is unsaved. */
  saved: PlanDocument;
  /** The revision that this tab has seen; 0: it has not been saved yet. */
  base: number;
  /** Versions to be kept with the next save: plans that something else took the place of. */
  replaced: readonly KeptVersion[];
  /** Not null: what is open is somebody else's, and nothing of it is saved. */
  aside: PutAside | null;
  /** What is done to the plan now is not an edit of this tab's. */
  isFollowing: boolean;
}

export function createOpenPlan(parts: SessionParts) {
  const { planStore, gestures, libraryStore, journal, remember } = parts;

  const known: Known = {
    saved: asFound(planStore.getState()),
    base: 0,
    replaced: [],
    aside: null,
    isFollowing: false,
  };

  const document = (): PlanDocument => {
    const { plan, past, future } = planStore.getState();
    return { plan, past, future };
  };

  const setPlan = (id: string | null): void => {
    libraryStore.setState({ planId: id });
    remember(id);
  };

  /** What is done within is no edit, and so is not saved. */
  const following = (work: () => void): void => {
    known.isFollowing = true;
    work();
    known.isFollowing = false;
  };

  /** Nothing is unsaved any more. */
  const forgetNote = (): void => {
    journal.clear();
    libraryStore.setState({ isNoted: true });
  };

  return {
    known,
    document,
    setPlan,
    following,
    forgetNote,
    planId: (): string | null => libraryStore.getState().planId,
    isDirty: (): boolean => known.aside === null && !isSame(planStore.getState(), known.saved),

    /** The list of plans may be another one. */
    listed: (): void => libraryStore.setState(({ changes }) => ({ changes: changes + 1 })),

    /** Another plan in the place of what is open, which is left as it is. */
    show: (
      shown: PlanDocument,
      id: string | null,
      revision: number,
      wayBack: WayBack | null = null,
    ): void => {
      known.aside = null;
      following(() => gestures.open(shown, wayBack));
      known.saved = document();
      known.base = revision;
      known.replaced = [];
      libraryStore.setState({ saving: { kind: 'saved' } });
      setPlan(id);
      forgetNote();
    },
  };
}

export type OpenPlan = ReturnType<typeof createOpenPlan>;

export function isSame(a: PlanDocument, b: PlanDocument): boolean {
  return a.plan === b.plan && a.past === b.past && a.future === b.future;
}

/** What was done before the library was there is not in it. */
function asFound({ plan, past, future }: PlanDocument): PlanDocument {
  return isBlank(plan) && past.length === 0
    ? { plan, past, future }
    : { plan: EMPTY_PLAN, past: [], future: [] };
}
