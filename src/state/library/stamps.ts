/**
 * By what a stored plan is known again: its ids, in which what was not saved of it is kept, and its text. Another tab that saves a
 * plan has the one before among its steps, so edits of that one are worth something as long as it is found there.
 */
import { makePlanJson } from '../../formats/planJson.ts';
import type { Plan } from '../../model/plan.ts';
import { idsOf } from './planIds.ts';

const stamps = new WeakMap<Plan, string>();

/** Texts that are made to find a plan: each takes a large one a tenth of a second. */
const MAX_TEXTS = 20;
/** Characters. */
const PIECE = 200_000;

/** `text`: that of the plan. */
export function stampPlan(plan: Plan, text: string): string {
  const pieces = stampPieces(plan, text);
  let at = pieces.next();
  while (at.done !== true) at = pieces.next();
  return at.value;
}

/** The same a piece at a time, each a thousandth of a second: a text of ten million characters takes some fifty of them. */
export function* stampPieces(plan: Plan, text: string): Generator<undefined, string> {
  const known = stamps.get(plan);
  if (known !== undefined) return known;
  // Of every character: the steps of a history may differ in one alone.
  let sum = 0;
  for (let from = 0; from < text.length; from += PIECE) {
    const end = Math.min(from + PIECE, text.length);
    for (let at = from; at < end; at++) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
    yield;
  }
  const stamp = `${markOfIds(plan)} ${text.length} ${sum}`;
  stamps.set(plan, stamp);
  return stamp;
}

/** Null where the plan was never stamped: it is not stored, or nobody looked. */
export function stampOf(plan: Plan): string | null {
  return stamps.get(plan) ?? null;
}

/** The last of the plans that has this stamp; null where none of the latest has. */
export function findStamped(plans: readonly Plan[], stamp: string): Plan | null {
  let texts = 0;
  for (const plan of plans.toReversed()) {
    if (!stamp.startsWith(`${markOfIds(plan)} `)) continue;
    if (++texts > MAX_TEXTS) return null;
    if (stampPlan(plan, makePlanJson(plan)) === stamp) return plan;
  }
  return null;
}

function markOfIds(plan: Plan): number {
  let sum = 0;
  for (const id of idsOf(plan)) sum = (Math.imul(sum, 31) + id) | 0;
  return sum;
}
