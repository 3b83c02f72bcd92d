/** The fewest GPUs of one board that hold what is asked for, a layout for each, and why it cannot be fewer. */
import type { Board } from '../../model/board.ts';
import type { Position } from '../../model/geometry.ts';
import type { Column } from './integerProgram.ts';
import { patternsOf, type Pattern } from './patterns.ts';
import type { Outcome, Search } from './search.ts';
import { solveInteger } from './solveInteger.ts';
import { closedFormOf, weightOf, weightsOf, type Weights } from './weights.ts';

/** So many GPUs with this layout. */
export interface PackedGroup {
  readonly gpus: number;
  /** Ascending by start. */
  readonly layout: readonly Position[];
}

export interface Packing {
  readonly board: Board;
  /** What was asked for, indexed like `board.profiles`; the groups hold exactly that. */
  readonly counts: readonly number[];
  readonly gpus: number;
  readonly groups: readonly PackedGroup[];
  /** The weight of `counts` divided by the capacity, rounded up, is the bound. */
  readonly proof: Weights;
}

/**
 * Packs instances onto as few GPUs of a board as possible. `counts` as `demandOf` makes them: whole, not negative, of
 * profiles whose starts are public. The bound is that of weights anyone can check (`verify.ts`); the outcome is called
 * proven only where they meet the number of GPUs, which they do on every board of the catalogue.
 */
export function* pack(board: Board, counts: readonly number[]): Search<Packing> {
  const profiles = askedFor(counts);
  const patterns = patternsOf(board, profiles).best;
  const { proof, bound } = bestProof(board, profiles, counts);
  const program = {
    rows: profiles.map((profile) => ({ low: counts[profile] ?? 0, high: Infinity })),
    columns: patterns.map((pattern) => columnOf(pattern, profiles)),
  };
  const packed = (outcome: Outcome<{ values: readonly number[]; cost: number }>): Outcome<Packing> => {
    if (outcome.best === null) return { best: null, bound, isProven: false, work: outcome.work };
    const { values, cost: gpus } = outcome.best;
    const groups = groupsOf(patterns, values, counts);
    return {
      best: { board, counts, gpus, groups, proof },
      bound,
      isProven: gpus === bound,
      work: outcome.work,
    };
  };
  const search = solveInteger(program);
  for (;;) {
    const step = search.next();
    const outcome = packed(step.value);
    if (step.done === true || outcome.isProven) return outcome;
    yield outcome;
  }
}

/** Closed forms by board and by which profiles are asked for, bit by bit. */
const forms = new WeakMap<Board, Map<number, readonly Weights[] | null>>();

/**
 * The fewest GPUs, without a placement: by the closed form, where the board has one for these profiles; else null. About a
 * microsecond, but for the first question about these profiles of a board, which derives it.
 */
export function fewestGpus(board: Board, counts: readonly number[]): number | null {
  let key = 0;
  for (let index = 0; index < counts.length; index++) if ((counts[index] ?? 0) > 0) key += 2 ** index;
  let ofBoard = forms.get(board);
  if (ofBoard === undefined) forms.set(board, (ofBoard = new Map<number, readonly Weights[] | null>()));
  let form = ofBoard.get(key);
  if (form === undefined) {
    form = closedFormOf(board, askedFor(counts));
    ofBoard.set(key, form);
  }
  return form === null ? null : greatestQuotient(form, counts);
}

/** The greatest quotient of all weights, rounded up. */
export function greatestQuotient(form: readonly Weights[], counts: readonly number[]): number {
  let gpus = 0;
  for (const { weights, capacity } of form) {
    const needed = Math.ceil(weightOf(weights, counts) / capacity);
    if (needed > gpus) gpus = needed;
  }
  return gpus;
}

/** Profiles that are asked for. */
function askedFor(counts: readonly number[]): number[] {
  return counts.flatMap((count, index) => (count > 0 ? [index] : []));
}

function columnOf({ counts }: Pattern, profiles: readonly number[]): Column {
  const entries = profiles.flatMap((profile, row): [number, number][] => {
    const count = counts[profile] ?? 0;
    return count > 0 ? [[row, count]] : [];
  });
  return { cost: 1, entries, high: Infinity };
}

/** The weights that ask for the most GPUs; of equal ones the plainest. */
function bestProof(
  board: Board,
  profiles: readonly number[],
  counts: readonly number[],
): { readonly proof: Weights; readonly bound: number } {
  const boundOf = ({ weights, capacity }: Weights): number => Math.ceil(weightOf(weights, counts) / capacity);
  const [first = slices(board), ...others] = weightsOf(board, profiles) ?? [];
  let best = { proof: first, bound: boundOf(first) };
  for (const proof of others) {
    const bound = boundOf(proof);
    const isPlainer = bound === best.bound && proof.capacity < best.proof.capacity;
    if (bound > best.bound || isPlainer) best = { proof, bound };
  }
  return best;
}

function slices(board: Board): Weights {
  return {
    weights: board.profiles.map(({ memorySlices }) => memorySlices ?? 0),
    capacity: board.memorySlices ?? 1,
  };
}

/**
 * Layouts from how many GPUs get which pattern. Patterns are of what a GPU can hold, so together they may have more than is
 * asked for; what is too much is left out, on the last GPUs.
 */
function groupsOf(
  patterns: readonly Pattern[],
  values: readonly number[],
  counts: readonly number[],
): PackedGroup[] {
  const left = [...counts];
  const groups: PackedGroup[] = [];
  patterns.forEach(({ layout }, index) => {
    for (let gpus = values[index] ?? 0; gpus > 0;) {
      const taken = counts.map(() => 0);
      const used = layout.filter(({ profileIndex }) => {
        const isLeft = (taken[profileIndex] ?? 0) < (left[profileIndex] ?? 0);
        if (isLeft) taken[profileIndex] = (taken[profileIndex] ?? 0) + 1;
        return isLeft;
      });
      let times = gpus;
      taken.forEach((count, profile) => {
        if (count > 0) times = Math.min(times, Math.floor((left[profile] ?? 0) / count));
      });
      taken.forEach((count, profile) => (left[profile] = (left[profile] ?? 0) - count * times));
      groups.push({ gpus: times, layout: used });
      gpus -= times;
    }
  });
  return groups;
}
