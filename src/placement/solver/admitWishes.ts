/**
 * Requests as wishes: one for each that names a profile, and for one that says what it needs a wish for each profile that
 * satisfies it, of which together no more are granted than it asks for.
 */
import type { Board } from '../../model/board.ts';
import type { PlanRequest } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { checkCount, checkRequest, MAX_TOTAL_REQUESTED, type DemandError } from './demand.ts';
import { needsOf, satisfyingProfiles, type Needs, type NeedsError } from './needs.ts';
import type { Limit, Wish } from './roomProgram.ts';

export type WishesError =
  | DemandError
  | NeedsError
  /** No profile of any board satisfies the request. */
  | { readonly code: 'nothing-satisfies'; readonly request: number; readonly field: 'needs' }
  /** Weights of so many digits, times the counts, are more than can be added up exactly. */
  | { readonly code: 'weights-too-fine' };

export interface Wishes {
  /** Profiles that are wished for, by name. */
  readonly names: readonly ProfileName[];
  readonly wishes: readonly Wish[];
  readonly limits: readonly Limit[];
  /** Index of the request of each wish. */
  readonly requestOf: readonly number[];
  /** A weight of a wish is so many times the weight as it is written. */
  readonly scale: number;
  /** False: a profile was passed over, for on one of the boards that have it it satisfies a request and on another it does not. */
  readonly isWhole: boolean;
}

/** Decimals of a weight that are looked at. */
const MAX_DECIMALS = 6;
const MOST_EXACT = 2 ** 50;

/** `weights` by profile go before those of the requests. Errors: the first request that makes no sense on these boards. */
export function wishesOf(
  boards: readonly Board[],
  requests: readonly PlanRequest[],
  weights: ReadonlyMap<ProfileName, number>,
): Result<Wishes, WishesError> {
  const parts: { readonly profile: ProfileName; readonly request: number }[] = [];
  const limits: Limit[] = [];
  let total = 0;
  let isWhole = true;
  for (const [index, request] of requests.entries()) {
    const fault = checkCount(request, index);
    if (fault !== null) return err(fault);
    total += request.count;
    if (request.profile !== null) {
      const faults = boards.map((board) => checkRequest(board, request, index));
      const [first] = faults;
      if (first != null && !faults.includes(null)) return err(first);
      parts.push({ profile: request.profile, request: index });
      continue;
    }
    const needs = needsOf(request, index);
    if (!needs.ok) return needs;
    const found = namesFor(boards, request, needs.value);
    isWhole &&= found.isWhole;
    if (found.names.length === 0) return err({ code: 'nothing-satisfies', request: index, field: 'needs' });
    limits.push({ wishes: found.names.map((_, nth) => parts.length + nth), count: request.count });
    parts.push(...found.names.map((profile) => ({ profile, request: index })));
  }
  if (total === 0) return err({ code: 'nothing-requested' });
  if (total > MAX_TOTAL_REQUESTED)
    return err({ code: 'too-many-requested', count: total, max: MAX_TOTAL_REQUESTED });
  const written = requests.map(({ profile, weight }) => weights.get(profile ?? '') ?? weight ?? 1);
  const scale = scaleOf(written);
  const names = [...new Set(parts.map(({ profile }) => profile))];
  const wishes = parts.map(({ profile, request }): Wish => ({
    name: names.indexOf(profile),
    count: requests[request]?.count ?? 0,
    weight: Math.round((written[request] ?? 1) * (scale ?? 1)),
  }));
  const most = wishes.reduce((sum, { count, weight }) => sum + count * weight, 0);
  if (scale === null || most > MOST_EXACT) return err({ code: 'weights-too-fine' });
  const requestOf = parts.map(({ request }) => request);
  return ok({ names, wishes, limits, requestOf, scale, isWhole });
}

/** What makes whole numbers of all weights, or null. */
function scaleOf(weights: readonly number[]): number | null {
  let scale = 1;
  const isWhole = (weight: number): boolean =>
    weight >= 0 && Math.abs(weight * scale - Math.round(weight * scale)) < 1e-9;
  for (let decimals = 0; decimals < MAX_DECIMALS && !weights.every(isWhole); decimals++) scale *= 10;
  return weights.every(isWhole) ? scale : null;
}

/** Names that satisfy on every board that has them: a wish knows no boards. */
function namesFor(
  boards: readonly Board[],
  request: PlanRequest,
  needs: Needs,
): { readonly names: readonly ProfileName[]; readonly isWhole: boolean } {
  const does = new Set<ProfileName>();
  const doesNot = new Set<ProfileName>();
  for (const board of boards) {
    const own = new Set(satisfyingProfiles(board, request, needs));
    for (const [index, { name, starts }] of board.profiles.entries())
      if (starts !== null) (own.has(index) ? does : doesNot).add(name);
  }
  const names = [...does].filter((name) => !doesNot.has(name));
  return { names, isWhole: names.length === does.size };
}
