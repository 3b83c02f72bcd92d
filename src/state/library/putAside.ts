/**
 * One's own plan while somebody else's is open to be read over it: put aside with its steps and what is known of its record,
 * and back as it was, or beside the other that was made one's own.
 */
import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import type { Follower } from './followTabs.ts';
import { asideMessage } from './messages.ts';
import { isSame, type OpenPlan, type PutAside, type SessionParts } from './openPlan.ts';
import { PATIENCE_MS, type Saver } from './saving.ts';

export function createReviewing(
  { planStore, uiStore, gestures, libraryStore, shelf, later, newId }: SessionParts,
  { known, document, planId, setPlan, following, isDirty, show }: OpenPlan,
  { note, flush, saveAside, keep }: Saver,
  { follow }: Follower,
  goBack: (id: string, label: string) => Promise<void>,
) {
  const patience = (): Promise<void> => new Promise((resolve) => later(resolve, PATIENCE_MS));

  /** The plan that was put aside, as it was. What another tab did with it meanwhile follows. */
  const takeBack = (left: PutAside): void => {
    known.aside = null;
    following(() => gestures.open(left.document, left.wayBack));
    const { base, saved, replaced } = left;
    Object.assign(known, { base, saved, replaced });
    libraryStore.setState({ planId: left.id, saving: left.saving });
    keep();
    void follow();
  };

  return {
    /**
     * False where leaving the open plan would lose something. Where that is the plan that was put aside, it says so, and the
     * other goes on being read.
     */
    mayLeave: async (): Promise<boolean> => {
      const { aside } = known;
      if (aside !== null) {
        // A database that does not answer is one that does not save.
        if (await Promise.race([saveAside(), patience().then(() => false)])) return true;
        gestures.say(asideMessage(aside.document.plan.name), 'refused');
        return false;
      }
      keep();
      await flush();
      return !isDirty();
    },

    /**
     * Shows a plan that is not to be kept. The open one is put aside as it is: saved where that can be, and in any case with
     * its steps. `isReadOnly` of the plan store is true from then on, until another plan is open.
     */
    review: async (theirs: Plan): Promise<void> => {
      keep();
      // A database that does not answer keeps nobody from reading.
      await Promise.race([flush(), patience()]);
      if (isDirty()) note(true);
      const { base, saved, replaced } = known;
      const left: PutAside = known.aside ?? {
        document: document(),
        ...{ id: planId(), base, saved, replaced, saving: libraryStore.getState().saving },
        wayBack: uiStore.getState().wayBack,
      };
      following(() => gestures.open({ plan: theirs, past: [], future: [] }, null, true));
      known.aside = left;
      // Not forgotten as the one that is open: a reload begins with it, and shows this one over it again.
      libraryStore.setState({ planId: null, saving: { kind: 'saved' } });
    },

    /** The plan that was put aside, as it is in this tab, and what the library knows it by; null where none is. */
    mine: (): { readonly plan: Plan; readonly id: string | null } | null =>
      known.aside === null ? null : { plan: known.aside.document.plan, id: known.aside.id },

    /** Back to the plan that was put aside; an empty one where it was deleted meanwhile: gives its name then. */
    endReview: async (): Promise<string | null> => {
      const id = known.aside?.id ?? null;
      const now = id === null ? null : await shelf.look(id);
      const left = known.aside;
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
      const left = known.aside;
      if (left === null) return false;
      const mine: Plan = { ...planStore.getState().plan, name };
      if (!isSame(left.document, left.saved)) {
        const { selection, view, shown } = uiStore.getState();
        takeBack(left);
        gestures.run({ type: 'plan/replace', plan: mine, origin: 'link' });
        uiStore.setState({ selection, view, shown });
      } else {
        known.aside = null;
        known.saved = { plan: EMPTY_PLAN, past: [], future: [] };
        known.base = 0;
        known.replaced = [];
        const { id } = left;
        setPlan(newId());
        uiStore.setState({ wayBack: id === null ? null : { label, take: () => void goBack(id, label) } });
        planStore.getState().open({ plan: mine, past: [], future: [] });
      }
      await flush();
      return true;
    },
  };
}
