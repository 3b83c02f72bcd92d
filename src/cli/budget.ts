/** --budget: units of work after which a search answers with the best that it has by then. */
import { ok, type Result } from '../model/result.ts';
import { unusable, type Unusable } from './io.ts';

/** The number that was written, or `usual` where none was. */
export function budgetOf(text: string | null, usual: number): Result<number, Unusable> {
  if (text === null) return ok(usual);
  const budget = /^\s*[0-9]+\s*$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(budget)
    ? ok(budget)
    : unusable(`--budget "${text}": it has to be a whole number from 0`);
}
