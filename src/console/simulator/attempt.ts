/** One creation that may fail: what was made, or why not. */
import type { NvmlError } from '../../formats/nvidiaSmi/print/answers.ts';
import type { Hint } from './hints.ts';

export interface Failure {
  readonly error: NvmlError;
  /** False where no public output shows this cause with this text. */
  readonly isSeen: boolean;
  readonly hints: readonly Hint[];
}

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export function fails(
  error: NvmlError,
  isSeen: boolean,
  ...hints: readonly Hint[]
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { error, isSeen, hints } };
}
