/** The plan and its history. Holds no rules: every edit goes through placement's `applyCommand`. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import { applyCommand, type PlanCommand } from '../placement/commands.ts';
import type { CommandError } from '../placement/errors.ts';
import { describeCommand } from '../placement/describeCommand.ts';

/** A step that can be undone: the plan before it, and its name. */
export interface HistoryEntry {
  readonly plan: Plan;
  readonly label: string;
  /** It put another document in the place of this one: an id before and after it names different things. */
  readonly isReplacement: boolean;
}

export interface PlanState {
  readonly plan: Plan;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
  /** One gesture is one command is one step. On an error nothing changes, history included. */
  readonly dispatch: (command: PlanCommand) => Result<Plan, CommandError>;
  /** The name of the step that was taken back, or null when there was none. */
  readonly undo: () => string | null;
  readonly redo: () => string | null;
}

export type PlanStore = StoreApi<PlanState>;

/** Plans share what did not change, so depth costs little; it is capped against a page left open for weeks. */
const MAX_HISTORY = 500;

/** Mutating a plan is a bug; where the cost does not matter, make it throw. */
function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) freezeDeep(child);
  return value;
}

export interface PlanStoreOptions {
  /** Freeze every plan deeply; on while developing and testing. */
  readonly isFrozen?: boolean;
}

/** A store of its own; the page has one, tests make as many as they like. */
export function createPlanStore(
  initial: Plan = EMPTY_PLAN,
  { isFrozen = false }: PlanStoreOptions = {},
): PlanStore {
  const keep = (plan: Plan): Plan => (isFrozen ? freezeDeep(plan) : plan);
  return createStore<PlanState>()((set, get) => ({
    plan: keep(initial),
    past: [],
    future: [],
    dispatch: (command) => {
      const { plan, past } = get();
      const next = applyCommand(plan, command);
      if (next.ok && next.value !== plan) {
        const isReplacement = command.type === 'plan/replace';
        const entry = { plan, label: describeCommand(command, plan), isReplacement };
        set({ plan: keep(next.value), past: [...past, entry].slice(-MAX_HISTORY), future: [] });
      }
      return next;
    },
    undo: () => {
      const { plan, past, future } = get();
      const entry = past.at(-1);
      if (entry === undefined) return null;
      set({ plan: entry.plan, past: past.slice(0, -1), future: [{ ...entry, plan }, ...future] });
      return entry.label;
    },
    redo: () => {
      const { plan, past, future } = get();
      const [entry] = future;
      if (entry === undefined) return null;
      set({ plan: entry.plan, past: [...past, { ...entry, plan }], future: future.slice(1) });
      return entry.label;
    },
  }));
}
