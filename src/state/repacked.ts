/**
 * What would fit after repacking, beside each profile of the palette. It is counted after every edit while the browser is
 * idle, and never in the way of one: until it is there, what was counted last is known to be of another plan.
 */
import { createStore } from 'zustand/vanilla';
import type { BoardId } from '../model/board.ts';
import type { Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import type { FitsRepacked } from '../placement/solver/repack.ts';
import type { PlanStore } from './planStore.ts';

export interface Repacked {
  /** The plan that was counted; null before the first. */
  readonly plan: Plan | null;
  readonly fits: ReadonlyMap<string, FitsRepacked>;
}

/** `board`: the first one of its section. */
export function repackedKey(board: BoardId, profile: ProfileName): string {
  return `${board} ${profile}`;
}

export const repackedStore = createStore<Repacked>()(() => ({ plan: null, fits: new Map() }));

/** Calls when there is nothing else to do; `hasTime` says for how long. */
function whenIdle(then: (hasTime: () => boolean) => void): void {
  // Safari does not tell when it is idle; and a busy machine is hardly ever, so that some time has to be enough.
  if ('requestIdleCallback' in window)
    window.requestIdleCallback((idle) => then(() => idle.timeRemaining() > 4), { timeout: 300 });
  else setTimeout(() => then(() => false), 50);
}

/** Counts now and after each edit, until it is told to stop. */
export function watchRepacked(planStore: PlanStore): () => void {
  let isOver = false;
  const count = (): void => {
    whenIdle(() => {
      // A part of the page that cannot be fetched now is tried again with the next edit.
      void import('./countRepacked.ts').then(
        ({ countRepacked }) => {
          const { plan } = planStore.getState();
          if (repackedStore.getState().plan === plan) return;
          const steps = countRepacked(plan);
          const fits = new Map<string, FitsRepacked>();
          const go = (hasTime: () => boolean): void => {
            do {
              if (isOver || planStore.getState().plan !== plan) return;
              const step = steps.next();
              if (step.done === true) {
                repackedStore.setState({ plan, fits });
                return;
              }
              fits.set(...step.value);
            } while (hasTime());
            whenIdle(go);
          };
          whenIdle(go);
        },
        () => undefined,
      );
    });
  };
  count();
  const stop = planStore.subscribe((now, before) => {
    if (now.plan !== before.plan) count();
  });
  return () => {
    isOver = true;
    stop();
  };
}
