import { useEffect, useState } from 'react';
import type { Plan } from '../../model/plan.ts';
import type { Outcome } from '../../placement/solver/search.ts';
import { keepAnswer, keptAnswer } from '../../state/solver/answers.ts';
import type { Ending } from '../../state/solver/client.ts';
import type { AnswerOf, ArgsOf } from '../../state/solver/protocol.ts';
import { solver } from '../../state/solver/solver.ts';
import type { Tasks } from '../../state/solver/tasks.ts';

export interface Asked<T> {
  /** The last word on the question as it stands, or null while there is none. */
  readonly ending: Ending<T> | null;
  /** What is known while it is worked on. */
  readonly soFar: Outcome<T> | null;
  /** The last word on the question before, shown while the new one is worked on. */
  readonly before: Ending<T> | null;
  readonly cancel: () => void;
}

interface State<T> {
  readonly args: unknown;
  readonly ending: Ending<T> | null;
  readonly soFar: Outcome<T> | null;
  readonly before: Ending<T> | null;
}

interface TaskOptions {
  /** Units of work; see `Search`. */
  readonly budget?: number;
  /** A question that is typed is asked when the typing has paused so long. */
  readonly pauseMs?: number;
  /** A question about this plan, by a name of its own: its answer is kept as long as the plan is. */
  readonly keep?: { readonly plan: Plan; readonly name: string };
}

const nothing = (): void => undefined;

/**
 * Asks the solver while the component is there. `args` are one question as long as they are the same object; another one
 * cancels the last, and what still comes of that is dropped. Null asks nothing.
 */
export function useTask<K extends keyof Tasks>(
  kind: K,
  args: ArgsOf<Tasks, K> | null,
  { budget = Infinity, pauseMs = 0, keep }: TaskOptions = {},
): Asked<AnswerOf<Tasks, K>> {
  type Answer = AnswerOf<Tasks, K>;
  const [state, setState] = useState<State<Answer>>({ args: null, ending: null, soFar: null, before: null });
  const [cancel, setCancel] = useState<() => void>(() => nothing);
  const about = keep?.plan ?? null;
  const name = keep === undefined ? '' : `${kind} ${keep.name}`;
  const kept = about === null ? undefined : keptAnswer<Answer>(about, name);
  const isKept = kept !== undefined;
  useEffect(() => {
    if (args === null || isKept) return;
    let isStale = false;
    let stop = nothing;
    const ask = (): void => {
      const tell = (told: Pick<State<Answer>, 'ending' | 'soFar'>): void => {
        if (!isStale) setState((last) => ({ args, ...told, before: last.ending ?? last.before }));
      };
      const run = solver.start(kind, args, {
        budget,
        onProgress: (soFar) => tell({ ending: null, soFar }),
      });
      stop = run.cancel;
      setCancel(() => run.cancel);
      void run.ended.then((ending) => {
        if (about !== null) keepAnswer(about, name, ending);
        tell({ ending, soFar: ending.outcome });
      });
    };
    const timer = setTimeout(ask, pauseMs);
    return () => {
      isStale = true;
      clearTimeout(timer);
      stop();
    };
  }, [kind, args, budget, pauseMs, about, name, isKept]);
  if (args === null) return { ending: null, soFar: null, before: null, cancel: nothing };
  if (kept !== undefined) return { ending: kept, soFar: kept.outcome, before: null, cancel: nothing };
  const isCurrent = state.args === args;
  return {
    ending: isCurrent ? state.ending : null,
    soFar: isCurrent ? state.soFar : null,
    before: isCurrent ? state.before : (state.ending ?? state.before),
    cancel,
  };
}
