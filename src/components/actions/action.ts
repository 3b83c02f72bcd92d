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
  readonly run: () => void;
}
