/** What requests ask of one board: so many instances of each of its profiles, or what is wrong with which of them. */
import { profileOf, type Board } from '../../model/board.ts';
import { similarProfiles } from '../../model/geometry.ts';
import type { PlanRequest } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';

/** Instances of one request, and of all of them together. */
export const MAX_REQUESTED = 1_000_000;
export const MAX_TOTAL_REQUESTED = 10_000_000;

/** `request`: its index in the list. */
export type DemandError =
  | { readonly code: 'nothing-requested' }
  | { readonly code: 'too-many-requested'; readonly count: number; readonly max: number }
  | {
      readonly code: 'count-zero' | 'count-negative' | 'count-fractional';
      readonly request: number;
      readonly field: 'count';
      readonly count: number;
    }
  | {
      readonly code: 'count-huge';
      readonly request: number;
      readonly field: 'count';
      readonly count: number;
      readonly max: number;
    }
  | {
      readonly code: 'weight-unusable';
      readonly request: number;
      readonly field: 'weight';
      readonly weight: number;
      readonly max: number;
    }
  | {
      readonly code: 'profile-unknown';
      readonly request: number;
      readonly field: 'profile';
      readonly profile: ProfileName;
      readonly board: string;
      /** Profiles of the board that are perhaps meant, nearest first. */
      readonly similar: readonly ProfileName[];
    }
  | {
      readonly code: 'profile-without-starts';
      readonly request: number;
      readonly field: 'profile';
      readonly profile: ProfileName;
      readonly board: string;
    }
  /** The question asked takes profiles only. */
  | { readonly code: 'needs-not-taken'; readonly request: number; readonly field: 'needs' };

const MAX_WEIGHT = 1_000_000_000;

/** Why the count or weight of a request is unusable, whatever it asks for; null where both will do. */
export function checkCount(request: PlanRequest, index: number): DemandError | null {
  const { count, weight } = request;
  const at = { request: index, field: 'count', count } as const;
  if (count === 0) return { code: 'count-zero', ...at };
  if (count < 0) return { code: 'count-negative', ...at };
  if (Number.isNaN(count) || (Number.isFinite(count) && !Number.isInteger(count)))
    return { code: 'count-fractional', ...at };
  if (count > MAX_REQUESTED) return { code: 'count-huge', ...at, max: MAX_REQUESTED };
  // As a comparison that a weight which is no number fails as well.
  if (weight !== null && !(weight >= 0 && weight <= MAX_WEIGHT))
    return { code: 'weight-unusable', request: index, field: 'weight', weight, max: MAX_WEIGHT };
  return null;
}

/** Why a request cannot be asked of this board by its profile; null where it can. */
export function checkRequest(board: Board, request: PlanRequest, index: number): DemandError | null {
  const fault = checkCount(request, index);
  if (fault !== null) return fault;
  if (request.profile === null) return { code: 'needs-not-taken', request: index, field: 'needs' };
  const at = { request: index, field: 'profile', profile: request.profile, board: board.id } as const;
  const profile = profileOf(board, request.profile);
  if (profile === undefined)
    return { code: 'profile-unknown', ...at, similar: similarProfiles(board, request.profile) };
  return profile.starts === null ? { code: 'profile-without-starts', ...at } : null;
}

/** Instances wanted of each profile, indexed like `board.profiles`. Errors: the first fault, with its request and field. */
export function demandOf(
  board: Board,
  requests: readonly PlanRequest[],
): Result<readonly number[], DemandError> {
  const counts = board.profiles.map(() => 0);
  let total = 0;
  for (const [index, request] of requests.entries()) {
    const fault = checkRequest(board, request, index);
    if (fault !== null) return err(fault);
    const profile = board.profiles.findIndex(({ name }) => name === request.profile);
    counts[profile] = (counts[profile] ?? 0) + request.count;
    total += request.count;
  }
  if (total === 0) return err({ code: 'nothing-requested' });
  if (total > MAX_TOTAL_REQUESTED)
    return err({ code: 'too-many-requested', count: total, max: MAX_TOTAL_REQUESTED });
  return ok(counts);
}
