/**
 * Checks answers of the solver, apart from the solver: it reads what the catalogue says of a board, tries every legal set of one
 * GPU by the plainest means, and takes nothing else on trust. Short on purpose, so that it can be read in one sitting.
 */
import type { Board, GiProfile } from '../model/board.ts';

/** A profile by name, and the memory slice it starts at. */
export interface Piece {
  readonly profile: string;
  readonly start: number;
}

/** What is claimed of a packing. */
export interface PackClaim {
  readonly gpus: number;
  readonly bound: number;
  readonly isProven: boolean;
  /** By name; a profile that is not named weighs nothing. */
  readonly weights: ReadonlyMap<string, number>;
  /** That no legal set of one GPU weighs more. */
  readonly capacity: number;
  readonly groups: readonly { readonly gpus: number; readonly layout: readonly Piece[] }[];
}

export type PackFault =
  | { readonly code: 'weight-unusable'; readonly what: string }
  /** A legal set of one GPU weighs more than the capacity. */
  | { readonly code: 'set-too-heavy'; readonly set: readonly Piece[]; readonly weight: number }
  | { readonly code: 'bound-not-shown'; readonly bound: number; readonly shown: number }
  | { readonly code: 'not-proven'; readonly gpus: number; readonly bound: number }
  | { readonly code: 'layout-illegal'; readonly group: number }
  | { readonly code: 'gpus-differ'; readonly claimed: number; readonly placed: number }
  | {
      readonly code: 'count-differs';
      readonly profile: string;
      readonly wanted: number;
      readonly placed: number;
    };

/** Everything that is wrong with a packing of `demand` (instances by profile) and the proof that it cannot be fewer GPUs. */
export function verifyPacking(
  board: Board,
  demand: ReadonlyMap<string, number>,
  claim: PackClaim,
): PackFault[] {
  const { gpus, bound, isProven, weights, capacity, groups } = claim;
  const faults: PackFault[] = [];
  for (const [what, weight] of [...weights, ['capacity', capacity - 1] as const])
    if (!Number.isSafeInteger(weight) || weight < 0) faults.push({ code: 'weight-unusable', what });
  const weightOf = (set: readonly Piece[]): number =>
    set.reduce((sum, { profile }) => sum + (weights.get(profile) ?? 0), 0);
  for (const set of setsOf(board)) {
    if (weightOf(set) <= capacity) continue;
    faults.push({ code: 'set-too-heavy', set, weight: weightOf(set) });
    break;
  }
  // In big integers, so that no quotient is rounded.
  let weight = 0n;
  for (const [profile, count] of demand) weight += BigInt(count) * wholeOr(0, weights.get(profile) ?? 0);
  const whole = wholeOr(1, capacity);
  const shown = Number((weight + whole - 1n) / whole);
  // So that a bound which is no number is not shown either.
  if (!(shown >= bound)) faults.push({ code: 'bound-not-shown', bound, shown });
  if (isProven && gpus !== bound) faults.push({ code: 'not-proven', gpus, bound });

  const placed = new Map([...demand.keys()].map((profile) => [profile, 0]));
  let used = 0;
  groups.forEach((group, index) => {
    if (!Number.isSafeInteger(group.gpus) || group.gpus < 1 || !isLegalSet(board, group.layout))
      faults.push({ code: 'layout-illegal', group: index });
    used += group.gpus;
    for (const { profile } of group.layout) placed.set(profile, (placed.get(profile) ?? 0) + group.gpus);
  });
  if (used !== gpus) faults.push({ code: 'gpus-differ', claimed: gpus, placed: used });
  for (const [profile, count] of placed) {
    const wanted = demand.get(profile) ?? 0;
    if (count !== wanted) faults.push({ code: 'count-differs', profile, wanted, placed: count });
  }
  return faults;
}

/** What is no whole number, which is a fault of its own, counts as `least`, and so proves nothing. */
function wholeOr(least: 0 | 1, figure: number): bigint {
  return BigInt(Number.isSafeInteger(figure) && figure > least ? figure : least);
}

/** True when the board's facts allow these instances together on one GPU. */
export function isLegalSet(board: Board, set: readonly Piece[]): boolean {
  const taken = new Set<number>();
  const profiles: GiProfile[] = [];
  for (const { profile: name, start } of set) {
    const profile = board.profiles.find((one) => one.name === name);
    if (!profile?.starts?.includes(start)) return false;
    for (let slice = start; slice < start + (profile.memorySlices ?? 0); slice++) {
      if (taken.has(slice) || slice >= (board.memorySlices ?? 0)) return false;
      taken.add(slice);
    }
    profiles.push(profile);
  }
  const howMany = (test: (profile: GiProfile) => boolean): number => profiles.filter(test).length;
  if (profiles.length > board.maxInstances) return false;
  if (profiles.reduce((sum, { computeSlices }) => sum + computeSlices, 0) > board.computeSlices) return false;
  if (profiles.some((one) => howMany((other) => other === one) > one.maxInstances)) return false;
  return board.constraints.every((rule) => {
    switch (rule.kind) {
      case 'mutually-exclusive':
        return new Set(profiles.filter(({ name }) => rule.profiles.includes(name))).size <= 1;
      case 'all-media': {
        const holders = howMany(({ attributes }) => attributes.includes(rule.attribute));
        const allowed = howMany(({ attributes }) => attributes.includes(rule.allows));
        return holders === 0 || (holders === 1 && holders + allowed === profiles.length);
      }
      case 'engine-totals':
        return (['decoders', 'encoders', 'jpeg', 'ofa'] as const).every(
          (engine) =>
            profiles.reduce((sum, { engines }) => sum + (engines[engine] ?? 0), 0) <=
            (rule.totals[engine] ?? 0),
        );
    }
  });
}

const known = new WeakMap<Board, readonly (readonly Piece[])[]>();

/** Every legal set of one GPU of the board, the empty one too. */
export function setsOf(board: Board): readonly (readonly Piece[])[] {
  const sets = known.get(board) ?? [...legalSets(board)];
  known.set(board, sets);
  return sets;
}

/** Every legal set of one GPU, from left to right; a set that is not legal has no legal set with more in it. */
function* legalSets(board: Board, from = 0, set: readonly Piece[] = []): Generator<readonly Piece[]> {
  yield set;
  for (const { name, starts } of board.profiles) {
    for (const start of starts ?? []) {
      if (start < from) continue;
      const more = [...set, { profile: name, start }];
      if (isLegalSet(board, more)) yield* legalSets(board, start + 1, more);
    }
  }
}
