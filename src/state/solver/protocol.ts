/**
 * What the page and the solver's worker say to each other. A question is a kind of task and its arguments; while it is
 * worked on the worker says what it has so far, and it ends with one last word, whatever became of it. All of it is plain
 * data that a structured clone copies.
 */
import type { Outcome, Search } from '../../placement/solver/search.ts';
import type { PlanOnLine } from './planLine.ts';

/** Tasks by their kind; the page's own are in tasks.ts, tests bring theirs. */
export type TaskTable = Readonly<Record<string, (args: never) => Search<unknown>>>;

export type ArgsOf<T extends TaskTable, K extends keyof T> = Parameters<T[K]>[0];
export type AnswerOf<T extends TaskTable, K extends keyof T> =
  ReturnType<T[K]> extends Search<infer Answer> ? Answer : never;

export interface StartMessage {
  readonly type: 'start';
  /** Counts up; names the run in all that is said of it. */
  readonly id: number;
  readonly kind: string;
  /** A plan among them goes by `plan`: see planLine.ts. */
  readonly args: unknown;
  readonly plan: PlanOnLine | null;
  /** Units of work after which the run ends with what it has; Infinity: until it is done. */
  readonly budget: number;
}

export type ToSolver = StartMessage | { readonly type: 'cancel'; readonly id: number };

/** `done`: the search came to its end. The other two say what it had by then. */
export type HowEnded = 'done' | 'cancelled' | 'budget';

export type FromSolver =
  /** It has loaded and listens. */
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly id: number; readonly outcome: Outcome<unknown> }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly how: HowEnded;
      readonly outcome: Outcome<unknown>;
    }
  /** The task itself threw: a bug, told as a value. */
  | { readonly type: 'crash'; readonly id: number; readonly text: string };

/** The page's end of a line to a solver, in a worker or not. */
export interface Port {
  readonly post: (message: ToSolver) => void;
  /** Ends it, whatever it is doing. Nothing is heard of it afterwards. */
  readonly close: () => void;
}

/** What the page hears on a port. */
export interface PortEvents {
  readonly onMessage: (message: FromSolver) => void;
  /** It could not be loaded, or it broke down: nothing more will come of it. */
  readonly onFailure: (text: string) => void;
}

export type Connect = (events: PortEvents) => Port;

/** Nothing is known yet. */
export const NOTHING: Outcome<never> = { best: null, bound: null, isProven: false, work: 0 };
