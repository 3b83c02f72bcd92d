/**
 * The solver's side of the line: runs each search in slices of time, so that it hears of a cancel, and so that a page
 * without a worker can run the very same code between two frames.
 */
import type { Outcome } from '../../placement/solver/search.ts';
import { createPlanReceiver } from './planLine.ts';
import {
  NOTHING,
  type FromSolver,
  type HowEnded,
  type StartMessage,
  type TaskTable,
  type ToSolver,
} from './protocol.ts';

export interface Serving {
  readonly tasks: TaskTable;
  readonly post: (message: FromSolver) => void;
  /** Milliseconds from some moment on. */
  readonly now: () => number;
  /** Lets others have their turn: messages, and in a page input and painting. */
  readonly rest: () => Promise<void>;
  /** How long it works before it rests. */
  readonly sliceMs: number;
  /** The least time between two words on how far it is. */
  readonly sayMs: number;
}

/** Gives what is to be called with each message of the page. Runs go on side by side, a slice each. */
export function createServer(serving: Serving): (message: ToSolver) => void {
  const cancelled = new Set<number>();
  const running = new Set<number>();
  const received = createPlanReceiver();
  return (message) => {
    if (message.type === 'cancel') {
      // One that has ended already is not waited for.
      if (running.has(message.id)) cancelled.add(message.id);
      return;
    }
    const { id } = message;
    running.add(id);
    const start = { ...message, args: received(message), plan: null };
    void runTask(serving, start, () => cancelled.has(id)).finally(() => {
      running.delete(id);
      cancelled.delete(id);
    });
  };
}

/** An answer that is only written when it is asked for is not written to say how far the search is. */
function inWords(outcome: Outcome<unknown>): Outcome<unknown> {
  const isWritten = Object.getOwnPropertyDescriptor(outcome, 'best')?.get === undefined;
  const { bound, isProven, work } = outcome;
  return isWritten ? outcome : { best: null, bound, isProven, work };
}

async function runTask(serving: Serving, start: StartMessage, isCancelled: () => boolean): Promise<void> {
  const { tasks, post, now, rest, sliceMs, sayMs } = serving;
  const { id, kind, args, budget } = start;
  const end = (how: HowEnded, outcome: Outcome<unknown>): void => post({ type: 'answer', id, how, outcome });
  try {
    const task = tasks[kind];
    if (task === undefined) throw new Error(`no task is called ${kind}`);
    // The page types what it sends: protocol.ts.
    const search = task(args as never);
    let outcome: Outcome<unknown> = NOTHING;
    let saidAt = now();
    for (;;) {
      const until = now() + sliceMs;
      do {
        if (outcome.work >= budget) {
          end('budget', outcome);
          return;
        }
        const step = search.next();
        outcome = step.value;
        if (step.done === true) {
          end('done', outcome);
          return;
        }
      } while (now() < until);
      if (now() >= saidAt + sayMs) {
        post({ type: 'progress', id, outcome: inWords(outcome) });
        saidAt = now();
      }
      await rest();
      if (isCancelled()) {
        end('cancelled', outcome);
        return;
      }
    }
  } catch (error) {
    post({ type: 'crash', id, text: error instanceof Error ? error.message : String(error) });
  }
}
