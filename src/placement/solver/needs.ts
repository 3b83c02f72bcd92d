/**
 * A request that says what it needs instead of naming a profile: which profiles of a board satisfy it, and which of those
 * are worth considering. Memory is that in the profile's name, for drivers print other figures; an engine count that is not
 * public satisfies no need of it.
 */
import type { Board, GiProfile } from '../../model/board.ts';
import { parseProfileName } from '../../model/profile.ts';
import type { Json, PlanRequest } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { checkCount, type DemandError } from './demand.ts';
import { isExchangeable } from './exchange.ts';

const ENGINE_NEEDS = ['decoders', 'encoders', 'jpeg', 'ofa'] as const;
export const NEED_NAMES = ['memoryGB', 'computeSlices', 'sm', ...ENGINE_NEEDS] as const;
export type NeedName = (typeof NEED_NAMES)[number];

/** At least so much of each; what is not named is not needed. */
export type Needs = Readonly<Partial<Record<NeedName, number>>>;

export type NeedsError =
  | DemandError
  | { readonly code: 'needs-unreadable'; readonly request: number; readonly field: 'needs' }
  | {
      readonly code: 'need-unknown';
      readonly request: number;
      readonly field: 'needs';
      readonly name: string;
    }
  | {
      readonly code: 'need-not-a-number';
      readonly request: number;
      readonly field: 'needs';
      readonly name: NeedName;
    };

/** What a request needs; an empty object where it names a profile. */
export function needsOf(request: PlanRequest, index: number): Result<Needs, NeedsError> {
  const fault = checkCount(request, index);
  if (fault !== null) return err(fault);
  const { needs } = request;
  if (needs === null) return ok({});
  const at = { request: index, field: 'needs' } as const;
  if (!isRecord(needs)) return err({ code: 'needs-unreadable', ...at });
  const found: Partial<Record<NeedName, number>> = {};
  for (const [name, value] of Object.entries(needs)) {
    if (!isNeedName(name)) return err({ code: 'need-unknown', ...at, name });
    if (typeof value !== 'number' || !(value >= 0) || !Number.isFinite(value))
      return err({ code: 'need-not-a-number', ...at, name });
    found[name] = value;
  }
  // Needing nothing at all is a request that was not finished.
  if (request.profile === null && Object.values(found).every((value) => value === 0))
    return err({ code: 'needs-unreadable', ...at });
  return ok(found);
}

/**
 * The profiles of a board, by index, that satisfy a request, smallest first, without those for which another of them can
 * always stand in: whatever else is on the GPU, the smaller one fits wherever the larger one does. Profiles with media or
 * graphics of their own are for requests that need an engine or name them, and for boards that have no other. Empty where
 * none does.
 */
export function profilesFor(board: Board, request: Pick<PlanRequest, 'profile'>, needs: Needs): number[] {
  const satisfying = satisfyingProfiles(board, request, needs);
  const size = (index: number): number => board.profiles[index]?.memorySlices ?? 0;
  const inOrder = [...satisfying].sort((a, b) => size(a) - size(b) || a - b);
  return inOrder.filter(
    (index, at) =>
      !inOrder.some(
        (other, otherAt) =>
          other !== index &&
          isExchangeable(board, index, other) &&
          // Where each can stand in for the other, the first stays.
          (otherAt < at || !isExchangeable(board, other, index)),
      ),
  );
}

/** The same with those for which another can stand in: on GPUs that are not empty, or not all of one driver, they matter. */
export function satisfyingProfiles(
  board: Board,
  request: Pick<PlanRequest, 'profile'>,
  needs: Needs,
): number[] {
  const all = board.profiles.flatMap((profile, index) =>
    profile.starts !== null &&
    (request.profile === null || profile.name === request.profile) &&
    satisfies(profile, needs)
      ? [index]
      : [],
  );
  const plain = all.filter((index) => board.profiles[index]?.attributes.length === 0);
  const needsEngine = ENGINE_NEEDS.some((name) => (needs[name] ?? 0) > 0);
  return needsEngine || plain.length === 0 ? all : plain;
}

function satisfies(profile: GiProfile, needs: Needs): boolean {
  const has: Readonly<Record<NeedName, number | null>> = {
    memoryGB: parseProfileName(profile.name)?.memoryGB ?? null,
    computeSlices: profile.computeSlices,
    sm: profile.sm,
    decoders: profile.engines.decoders,
    encoders: profile.engines.encoders,
    jpeg: profile.engines.jpeg,
    ofa: profile.engines.ofa,
  };
  return NEED_NAMES.every((name) => {
    const least = needs[name] ?? 0;
    return least === 0 || (has[name] ?? 0) >= least;
  });
}

function isRecord(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNeedName(name: string): name is NeedName {
  return (NEED_NAMES as readonly string[]).includes(name);
}
