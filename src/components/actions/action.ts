import type { Plan } from '../../model/plan.ts';

/** One thing that can be done. Its button, its line in a menu, its key, the list of commands and the sheet of keys are made of it. */
export interface Action {
  /** As on its button. */
  readonly name: string;
  /** What it does, in a few more words. */
  readonly about?: string;
  readonly keys?: readonly string[];
  /** In small print beside it in a menu: "2 fit". */
  readonly figure?: string;
  /** Why it cannot be done now, in a few words; null: it can. */
  readonly why?: (plan: Plan) => string | null;
  /** It changes the plan: not of one that is open to be read only. */
  readonly edits?: true;
  readonly run: () => void;
}

/** In its list all the same, with the reason, where the plan is only read. */
export function unlessReadOnly<A extends Action>(action: A, isReadOnly: boolean): A {
  return isReadOnly && action.edits === true ? { ...action, why: () => 'the plan is read-only' } : action;
}
