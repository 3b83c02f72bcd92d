/** Why a packing cannot be smaller, in one sentence: what is scarce, how much of it is needed, and how much a GPU has. */
import { profileOf, type Board } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { makeList } from '../messages.ts';
import { number } from './messages.ts';
import type { FlexibleAnswer } from './flexible.ts';
import type { Packing } from './pack.ts';
import type { ApartQuestion } from './packApart.ts';
import { patternsOf } from './patterns.ts';
import type { Outcome } from './search.ts';
import { weightOf } from './weights.ts';

/** "The 3g.20gb and 4g.20gb instances need 6,000 full pairs of slices and a GPU has 3, so 2,000 GPUs." */
export function packReason(packing: Packing, bound: number): string {
  const reason = reasonOf(packing, bound);
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

function reasonOf({ board, counts, gpus, proof }: Packing, bound: number): string {
  const { weights, capacity } = proof;
  const heavy = board.profiles.flatMap(({ name }, index) =>
    (counts[index] ?? 0) > 0 && (weights[index] ?? 0) > 0
      ? [{ name, index, weight: weights[index] ?? 0 }]
      : [],
  );
  const total = weightOf(weights, counts);
  const names = makeList(heavy.map(({ name }) => name));
  const so = bound === gpus ? `so ${gpuCount(bound)}` : `so at least ${gpuCount(bound)}`;
  if (capacity === 1) {
    const [only, second] = heavy;
    const why =
      second === undefined && only !== undefined
        ? `a GPU holds one ${only.name}`
        : `no GPU holds two of ${names}`;
    return `${why}, and there ${total === 1 ? 'is' : 'are'} ${number(total)} of them, ${so}`;
  }
  const unit = unitOf(board, heavy, capacity);
  if (unit !== null)
    return `the ${names} instances need ${number(total)} ${unit} and a GPU has ${capacity}, ${so}`;
  const [first, second] = heavy;
  if (
    first !== undefined &&
    capacity % first.weight === 0 &&
    heavy.every(({ weight }) => weight === first.weight)
  ) {
    const wanted = `${number(total / first.weight)} of them are wanted`;
    const most = capacity / first.weight;
    return second === undefined
      ? `a GPU holds ${most} of ${names}, and ${wanted}, ${so}`
      : `a GPU holds at most ${most} of ${names} together, and ${wanted}, ${so}`;
  }
  const each = makeList(heavy.map(({ name, weight }) => `${weight} for a ${name}`));
  return `counting ${each}, the instances come to ${number(total)} and what fits on a GPU to ${capacity} at most, ${so}`;
}

/** Why members of groups that are kept apart need so many GPUs, or how far that is known, in one sentence. */
export function apartReason(
  { plain, largest: { group, members } }: Pick<ApartQuestion, 'plain' | 'largest'>,
  { best, bound, isProven }: Pick<Outcome<FlexibleAnswer>, 'best' | 'bound' | 'isProven'>,
): string {
  if (best === null) return 'Nothing was found yet.';
  if (!isProven)
    return `The best that was found is ${gpuCount(best.cost)} with the members of each group apart; at least ${number(bound ?? 0)} are needed, and whether as many will do is open.`;
  if (plain.best !== null && plain.bound === best.cost) return packReason(plain.best, plain.bound);
  if (members === best.cost)
    return `Group ${group} has ${number(members)} members, and no two of them share a GPU, so ${gpuCount(members)}.`;
  return `With the members of each group on different GPUs every way to do with fewer than ${gpuCount(best.cost)} was ruled out.`;
}

/** What the weights count; null where there is no word for it. */
function unitOf(
  board: Board,
  heavy: readonly { readonly name: ProfileName; readonly weight: number }[],
  capacity: number,
): string | null {
  const counts = (what: 'computeSlices' | 'memorySlices'): boolean =>
    board[what] === capacity && heavy.every(({ name, weight }) => profileOf(board, name)?.[what] === weight);
  const [compute, memory] = [counts('computeSlices'), counts('memorySlices')];
  if (compute && memory) return 'slices';
  if (compute) return 'compute slices';
  if (memory) return 'memory slices';
  // As many as there can be of a profile of two compute and two memory slices: the pairs of which neither slice is short of compute.
  const isPairs = board.profiles.some(
    ({ computeSlices, memorySlices }, index) =>
      computeSlices === 2 && memorySlices === 2 && mostOf(board, index) === capacity,
  );
  return isPairs ? 'full pairs of slices' : null;
}

function mostOf(board: Board, profile: number): number {
  return Math.max(...patternsOf(board, [profile]).all.map(({ counts }) => counts[profile] ?? 0));
}

const gpuCount = (gpus: number): string => `${number(gpus)} ${gpus === 1 ? 'GPU' : 'GPUs'}`;
