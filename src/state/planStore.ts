/** The plan and its history. Holds no rules: every edit goes through placement's commands. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { err, type Result } from '../model/result.ts';
import type { PlanCommand } from '../placement/commands.ts';
import { applyEveryday, type EverydayCommand, type Origin } from '../placement/everydayCommands.ts';
import type { CommandError } from '../placement/errors.ts';
import { describeCommand } from '../placement/describeCommand.ts';

/** A step that can be undone: the plan before it, and its name. In `future`: the plan after it. */
export interface HistoryEntry {
  readonly plan: Plan;
  readonly label: string;
  /**
   * Not null: it put another document in the place of this one, which came from there. An id before and after it names
   * different things.
   */
  readonly origin: Origin | null;
}

/** A plan and the steps to either side of it: what is opened, kept and opened again. */
export interface PlanDocument {
  readonly plan: Plan;
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
}

export interface PlanState extends PlanDocument {
  /** It is somebody else's, open to be looked at: every step is refused, back and forth too. */
  readonly isReadOnly: boolean;
  /** One gesture is one command is one step. On an error nothing changes, history included. */
  readonly dispatch: (command: EverydayCommand) => Result<Plan, CommandError>;
  /** The same of any command, with the answer that `applyCommand` gives for the plan that is open. */
  readonly settle: (command: PlanCommand, next: Result<Plan, CommandError>) => void;
  /** The name of the step that was taken back, or null when there was none. */
  readonly undo: () => string | null;
  readonly redo: () => string | null;
  /** Another document, with its own history, takes the place of this one. It is no step. */
  readonly open: (document: PlanDocument, isReadOnly?: boolean) => void;
}

export type PlanStore = StoreApi<PlanState>;

/** Steps that can be undone, and that are kept with the plan. */
export const MAX_HISTORY = 100;

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
    isReadOnly: false,
    dispatch: (command) => {
      if (get().isReadOnly) return err({ code: 'read-only' });
      const next = applyEveryday(get().plan, command);
      get().settle(command, next);
      return next;
    },
    settle: (command, next) => {
      const { plan, past, isReadOnly } = get();
      if (isReadOnly) return;
      if (next.ok && next.value !== plan) {
        const origin = command.type === 'plan/replace' ? command.origin : null;
        // Another tab saves at each of its edits: all that arrives in a row is one step here.
        const isMore = origin === 'tab' && past.at(-1)?.origin === 'tab';
        const entry = { plan, label: describeCommand(command, plan), origin };
        set({
          plan: keep(next.value),
          past: isMore ? past : [...past, entry].slice(-MAX_HISTORY),
          future: [],
        });
      }
    },
    undo: () => {
      const { plan, past, future, isReadOnly } = get();
      const entry = past.at(-1);
      if (entry === undefined || isReadOnly) return null;
      set({ plan: entry.plan, past: past.slice(0, -1), future: [{ ...entry, plan }, ...future] });
      return entry.label;
    },
    redo: () => {
      const { plan, past, future, isReadOnly } = get();
      const [entry] = future;
      if (entry === undefined || isReadOnly) return null;
      set({ plan: entry.plan, past: [...past, { ...entry, plan }], future: future.slice(1) });
      return entry.label;
    },
    open: ({ plan, past, future }, isReadOnly = false) => set({ plan: keep(plan), past, future, isReadOnly }),
  }));
}
