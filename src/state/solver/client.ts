/**
 * The page's side of the line. Ways to a solver are tried in order: a worker, and where none can be made (a page opened
 * from a file) the page itself. A solver that breaks down ends its runs with a fault and is made anew for the next; one
 * that does not hear a cancel is ended, and the other runs begin again in a new one.
 */
import type { Outcome } from '../../placement/solver/search.ts';
import { createPlanSender } from './planLine.ts';
import {
  NOTHING,
  type AnswerOf,
  type ArgsOf,
  type Connect,
  type FromSolver,
  type HowEnded,
  type Port,
  type StartMessage,
  type TaskTable,
} from './protocol.ts';

/** `broken`: the solver stopped working. `unreachable`: none could be had. */
export interface SolverFault {
  readonly code: 'broken' | 'unreachable';
  /** What the browser or the task said. */
  readonly text: string;
}

export type Ending<T> =
  | { readonly how: HowEnded; readonly outcome: Outcome<T> }
  /** `outcome` is the last that was heard. */
  | { readonly how: 'fault'; readonly fault: SolverFault; readonly outcome: Outcome<T> };

export interface Run<T> {
  /** Never rejects. */
  readonly ended: Promise<Ending<T>>;
  /** Ends it soon, with what it has. */
  readonly cancel: () => void;
}

export interface RunOptions<T> {
  readonly budget?: number;
  readonly onProgress?: (outcome: Outcome<T>) => void;
}

export interface Solver<T extends TaskTable> {
  readonly start: <K extends keyof T & string>(
    kind: K,
    args: ArgsOf<T, K>,
    options?: RunOptions<AnswerOf<T, K>>,
  ) => Run<AnswerOf<T, K>>;
}

interface Live {
  readonly start: StartMessage;
  readonly onProgress: (outcome: Outcome<unknown>) => void;
  readonly settle: (ending: Ending<unknown>) => void;
  outcome: Outcome<unknown>;
}

export interface SolverOptions {
  /** Ways to a solver, the best first. */
  readonly ways: readonly Connect[];
  /** Calls `then` after the time that a solver is given to hear a cancel. */
  readonly afterGrace: (then: () => void) => void;
}

export function createSolver<T extends TaskTable>({ ways, afterGrace }: SolverOptions): Solver<T> {
  const live = new Map<number, Live>();
  let nextId = 1;
  /** The way that is used: those before it cannot be had here. */
  let way = 0;
  let port: Port | null = null;
  let plans = createPlanSender();

  const end = (id: number, ending: Ending<unknown>): void => {
    const run = live.get(id);
    live.delete(id);
    run?.settle(ending);
  };

  const endAll = (fault: SolverFault): void => {
    for (const [id, { outcome }] of [...live]) end(id, { how: 'fault', fault, outcome });
  };

  const hear = (message: FromSolver): void => {
    if (message.type === 'ready') return;
    const run = live.get(message.id);
    if (run === undefined) return;
    if (message.type === 'crash') {
      const fault = { code: 'broken', text: message.text } as const;
      end(message.id, { how: 'fault', fault, outcome: run.outcome });
      return;
    }
    run.outcome = message.outcome;
    if (message.type === 'answer') end(message.id, { how: message.how, outcome: message.outcome });
    else run.onProgress(message.outcome);
  };

  /** A new port, with all that is asked for asked again. */
  const connect = (): void => {
    const connectTo = ways[way];
    if (connectTo === undefined) {
      way = 0;
      endAll({ code: 'unreachable', text: 'no way to a solver' });
      return;
    }
    plans = createPlanSender();
    let isReady = false;
    let isOver = false;
    const onFailure = (text: string): void => {
      if (isOver) return;
      isOver = true;
      port = null;
      if (isReady) {
        endAll({ code: 'broken', text });
        return;
      }
      way += 1;
      if (live.size > 0) connect();
    };
    try {
      port = connectTo({
        onMessage: (message) => {
          if (isOver) return;
          isReady = true;
          hear(message);
        },
        onFailure,
      });
    } catch (error) {
      onFailure(textOf(error));
      return;
    }
    for (const { start } of [...live.values()]) ask(start);
  };

  const ask = (start: StartMessage): void => {
    try {
      const { sent, isSent } = plans.pack(start.args);
      port?.post({ ...start, ...sent });
      isSent();
    } catch (error) {
      // What cannot be copied cannot be asked.
      const fault = { code: 'broken', text: textOf(error) } as const;
      end(start.id, { how: 'fault', fault, outcome: NOTHING });
    }
  };

  const cancel = (id: number): void => {
    if (!live.has(id)) return;
    port?.post({ type: 'cancel', id });
    afterGrace(() => {
      const run = live.get(id);
      if (run === undefined) return;
      const deaf = port;
      port = null;
      deaf?.close();
      end(id, { how: 'cancelled', outcome: run.outcome });
      if (live.size > 0) connect();
    });
  };

  return {
    start: (kind, args, { budget = Infinity, onProgress } = {}) => {
      type Answer = AnswerOf<T, typeof kind>;
      const id = nextId++;
      const start: StartMessage = { type: 'start', id, kind, args, plan: null, budget };
      const ended = new Promise<Ending<Answer>>((resolve) => {
        live.set(id, {
          start,
          // What a task of this kind answers, by the table that both sides share.
          onProgress: (outcome) => onProgress?.(outcome as Outcome<Answer>),
          settle: (ending) => resolve(ending as Ending<Answer>),
          outcome: NOTHING,
        });
      });
      if (port === null) connect();
      else ask(start);
      return { ended, cancel: () => cancel(id) };
    },
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
