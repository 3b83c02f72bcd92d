/**
 * What would fit after repacking, beside each profile of the palette. It is asked of the solver after every edit, when the
 * browser is idle, and what is not answered by the next edit is dropped: until the answer is there, what was counted last is
 * known to be of another plan. Of a plan that was counted before, as after an undo, it is known at once.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { BoardId } from '../model/board.ts';
import type { Plan } from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import type { FitsRepacked } from '../placement/solver/repack.ts';
import { tableOf } from '../placement/solver/suggest.ts';
import type { PlanStore } from './planStore.ts';

interface Repacked {
  /** The plan that was counted; null before the first. */
  readonly plan: Plan | null;
  readonly fits: ReadonlyMap<string, FitsRepacked>;
}

function repackedKey(board: BoardId, profile: ProfileName): string {
  return `${board} ${profile}`;
}

const repackedStore = createStore<Repacked>()(() => ({ plan: null, fits: new Map() }));

/** Calls when there is nothing else to do, and soon in any case. Gives what takes it back. */
export function whenIdle(then: () => void): () => void {
  // Safari does not tell when it is idle; and a busy machine is hardly ever.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(then, 50);
    return () => clearTimeout(timer);
  }
  const idle = window.requestIdleCallback(then, { timeout: 300 });
  return () => window.cancelIdleCallback(idle);
}

const nothing = (): void => undefined;

/** Makes the tables that a first lift would wait for, a board at a time; until it is told to stop. */
export function warmSuggestions(boards: readonly BoardId[]): () => void {
  const [board, ...more] = boards;
  if (board === undefined) return nothing;
  let stop = whenIdle(() => {
    tableOf({ board, use: 'mig' });
    stop = warmSuggestions(more);
  });
  return () => stop();
}

const known = new WeakMap<Plan, Repacked['fits']>();

/** Counts now and after each edit, until it is told to stop. */
export function watchRepacked(planStore: PlanStore): () => void {
  let drop = nothing;
  const ask = async (plan: Plan, isStale: () => boolean): Promise<void> => {
    const { solver } = await import('./solver/solver.ts');
    if (isStale()) return;
    const run = solver.start('fits', { plan });
    const forget = drop;
    drop = () => {
      forget();
      run.cancel();
    };
    const ending = await run.ended;
    if (ending.how !== 'done' || ending.outcome.best === null) return;
    const fits = new Map(
      ending.outcome.best.map(([board, profile, one]) => [repackedKey(board, profile), one]),
    );
    known.set(plan, fits);
    if (!isStale()) repackedStore.setState({ plan, fits });
  };
  const count = (): void => {
    drop();
    const { plan } = planStore.getState();
    const before = known.get(plan);
    if (before !== undefined) {
      drop = nothing;
      repackedStore.setState({ plan, fits: before });
      return;
    }
    let isStale = false;
    const back = whenIdle(() => {
      // A part of the page that cannot be fetched now is tried again with the next edit.
      ask(plan, () => isStale).catch(nothing);
    });
    drop = () => {
      isStale = true;
      back();
    };
  };
  count();
  const stop = planStore.subscribe((now, before) => {
    if (now.plan !== before.plan) count();
  });
  return () => {
    drop();
    stop();
  };
}

/** What was counted last of a profile, and of which plan; `board` is the first one of its section. */
export function useRepacked(
  board: BoardId,
  profile: ProfileName,
): { readonly fits: FitsRepacked | undefined; readonly of: Plan | null } {
  const of = useStore(repackedStore, ({ plan }) => plan);
  const fits = useStore(repackedStore, (counted) => counted.fits.get(repackedKey(board, profile)));
  return { fits, of };
}
