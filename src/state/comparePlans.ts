/** The plan that the open one is compared with, and which of the two comes first. Loads with the dialog that shows it. */
import { createStore, useStore } from 'zustand';
import type { Plan } from '../model/plan.ts';
import type { Match } from '../placement/changes/change.ts';
import { gestures } from './app.ts';
import { libraryStore } from './library/libraryStore.ts';
import type { VersionRecord } from './library/records.ts';
import type { HistoryEntry, PlanDocument } from './planStore.ts';

export type OtherPlan =
  /** A plan at hand: as it was before a step, or as a text has it. */
  | {
      readonly kind: 'plan';
      readonly plan: Plan;
      readonly match: Match;
      readonly label: string;
      readonly of: 'step' | 'text';
    }
  /** The plan of one's own while another one is open to be read; null: the library does not have it. */
  | {
      readonly kind: 'plan';
      readonly plan: Plan;
      readonly match: 'names';
      readonly label: string;
      readonly of: 'aside';
      readonly id: string | null;
    }
  /** A plan of the library. */
  | { readonly kind: 'stored'; readonly id: string; readonly label: string }
  | { readonly kind: 'version'; readonly version: VersionRecord; readonly label: string };

interface ComparePlansState {
  /** Null: still to be chosen. */
  readonly other: OtherPlan | null;
  /** The open plan comes first, as what there is; else it is what is to be. */
  readonly isOpenFirst: boolean;
}

export const comparePlansStore = createStore<ComparePlansState>()(() => ({
  other: null,
  isOpenFirst: false,
}));

export function useComparePlans<T>(selector: (state: ComparePlansState) => T): T {
  return useStore(comparePlansStore, selector);
}

/** What was chosen for one plan is not what another one is compared with: no step or version of it, and not itself. */
libraryStore.subscribe(({ planId }, before) => {
  const { other } = comparePlansStore.getState();
  if (planId === before.planId || other === null) return;
  const isOfBefore = other.kind === 'version' || (other.kind === 'plan' && other.of === 'step');
  const isItself = other.kind === 'stored' && other.id === planId;
  if (isItself || (isOfBefore && before.planId !== null)) comparePlansStore.setState({ other: null });
});

/** How that plan is compared with the open one: another document may have come as a step since it was chosen. */
export function matchNow(other: OtherPlan & { readonly kind: 'plan' }, past: PlanDocument['past']): Match {
  if (other.of === 'text') return other.match;
  return stepsBack({ past }).find(({ plan }) => plan === other.plan)?.match ?? 'names';
}

/** Compares the open plan with that one; without one it is chosen in the dialog. */
export function openComparePlans(other: OtherPlan | null = null): void {
  if (other !== null) comparePlansStore.setState({ other, isOpenFirst: false });
  gestures.openDialog('compare-plans');
}

/** What the plan that is open to be read would change in one's own. As it is in this tab, whether it is saved or not. */
export async function compareWithMine(): Promise<void> {
  const { session } = await import('./library/page.ts');
  const mine = session.mine();
  if (mine === null) return;
  openComparePlans({ kind: 'plan', of: 'aside', match: 'names', label: mine.plan.name, ...mine });
}

/** The plan before a step, newest first, while Undo can still go back to it. */
export function stepsBack({ past }: Pick<PlanDocument, 'past'>): (OtherPlan & { readonly kind: 'plan' })[] {
  let match: Match = 'ids';
  return [...past].reverse().map(({ plan, label, origin }: HistoryEntry) => {
    // What came from elsewhere brought ids of its own.
    if (origin !== null) match = 'names';
    return { kind: 'plan', of: 'step', plan, match, label: `Before “${label}”` };
  });
}
