/**
 * Weights that show how many GPUs are needed at the least: give each profile a weight so that no legal set of one GPU weighs
 * more than a capacity, and the weight of all that is asked for, divided by it, cannot be packed into fewer. Slices are such
 * weights; these are all there are, found from what a GPU of the board can hold.
 */
import type { Board } from '../../model/board.ts';
import { patternsOf, type Pattern } from './patterns.ts';
import { greatestDivisor } from './greatestDivisor.ts';

export interface Weights {
  /** Whole numbers, indexed like `board.profiles`; those of profiles that were not looked at are 0. */
  readonly weights: readonly number[];
  /** No legal set of one GPU weighs more. */
  readonly capacity: number;
}

/** Weights beyond so many are not kept: a board that has more of them is packed by its patterns. */
const MAX_RAYS = 4000;

/**
 * Every set of weights that no other is above, for some profiles of a board; null where there are too many of them. The
 * greatest quotient of all of them is the least number of GPUs if parts of GPUs could be used.
 *
 * They are the extreme rays of the cone of all (weights, capacity) under one condition for each pattern, made one condition
 * after the other (the double description method), in whole numbers.
 */
export function weightsOf(board: Board, profiles: readonly number[]): readonly Weights[] | null {
  const classes = alikeOf(board, profiles);
  const lines = linesOf(board, [...classes.keys()]);
  return (
    lines?.map(({ values, capacity }) => {
      const weights = board.profiles.map(() => 0);
      [...classes.values()].forEach((members, index) => {
        for (const profile of members) weights[profile] = values[index] ?? 0;
      });
      return { weights, capacity };
    }) ?? null
  );
}

/**
 * Profiles that stand for each other: where a GPU can hold one, it can hold the other in its place. Each first one with all
 * of its kind; whatever is asked of them is asked of their number.
 */
function alikeOf(board: Board, profiles: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const { all } = patternsOf(board, profiles);
  const known = new Set(all.map(({ counts }) => counts.join()));
  const standsFor = (a: number, b: number): boolean =>
    all.every(({ counts }) => {
      if ((counts[a] ?? 0) === 0) return true;
      const moved = [...counts];
      moved[a] = (moved[a] ?? 0) - 1;
      moved[b] = (moved[b] ?? 0) + 1;
      return known.has(moved.join());
    });
  const classes = new Map<number, number[]>();
  for (const profile of profiles) {
    const first = [...classes.keys()].find((one) => standsFor(one, profile) && standsFor(profile, one));
    if (first === undefined) classes.set(profile, [profile]);
    else classes.get(first)?.push(profile);
  }
  return classes;
}

/** The lines of profiles of which no two are alike. */
function linesOf(board: Board, profiles: readonly number[]): readonly Line[] | null {
  const patterns = patternsOf(board, profiles).best.map(({ counts }) => profiles.map((p) => counts[p] ?? 0));
  const size = profiles.length + 1;
  // A ray is its weights, then its capacity. To begin with: each of them alone.
  let rays: Ray[] = Array.from({ length: size }, (_, at) => ({
    values: Array.from({ length: size }, (_unused, index) => (index === at ? 1 : 0)),
    // Conditions met with nothing to spare: that no weight is below 0.
    tight: ((1n << BigInt(size - 1)) - 1n) & ~(1n << BigInt(at)),
  }));
  let condition = BigInt(size - 1);
  for (const pattern of patterns) {
    const spare = ({ values }: Ray): number =>
      pattern.reduce((rest, count, index) => rest - count * (values[index] ?? 0), values[size - 1] ?? 0);
    const bit = 1n << condition++;
    const next: Ray[] = [];
    const above: [Ray, number][] = [];
    const below: [Ray, number][] = [];
    for (const ray of rays) {
      const rest = spare(ray);
      if (rest < 0) below.push([ray, rest]);
      else if (rest > 0) {
        above.push([ray, rest]);
        next.push(ray);
      } else next.push({ values: ray.values, tight: ray.tight | bit });
    }
    for (const [up, more] of above) {
      for (const [down, less] of below) {
        const shared = up.tight & down.tight;
        // Neighbours: no third ray has all that the two have in common.
        if (rays.some((third) => third !== up && third !== down && (third.tight & shared) === shared))
          continue;
        const values = up.values.map((value, index) => value * -less + (down.values[index] ?? 0) * more);
        next.push({ values: reduced(values), tight: shared | bit });
      }
    }
    rays = next;
    if (rays.length > MAX_RAYS) return null;
  }
  const found = rays
    .filter(({ values }) => (values[size - 1] ?? 0) > 0)
    .map(({ values }) => ({ values, capacity: values[size - 1] ?? 1 }));
  return found.filter((one) => !found.some((other) => other !== one && isAbove(other, one)));
}

interface Ray {
  readonly values: readonly number[];
  /** Bit i: condition i is met with nothing to spare. */
  readonly tight: bigint;
}

type Line = { readonly values: readonly number[]; readonly capacity: number };

const isAbove = (a: Line, b: Line): boolean =>
  b.values.every((value, index) => value * a.capacity <= (a.values[index] ?? 0) * b.capacity);

function reduced(values: readonly number[]): number[] {
  const by = values.reduce((a, b) => greatestDivisor(a, Math.abs(b)), 0);
  return values.map((value) => value / by);
}

/** What counts weigh. */
export function weightOf(weights: readonly number[], counts: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) sum += (weights[index] ?? 0) * (counts[index] ?? 0);
  return sum;
}

/** Profiles that share a GPU with nothing, not even with another of their own. */
function isAlone(profile: number, patterns: readonly Pattern[]): boolean {
  return patterns.every(
    ({ counts }) => (counts[profile] ?? 0) === 0 || counts.reduce((sum, count) => sum + count, 0) === 1,
  );
}

/** Profiles beyond these are too many to look at every point of. */
const MAX_SHARED = 7;

const closedForms = new WeakMap<Board, Map<string, readonly Weights[] | null>>();

/**
 * The closed form of a board: weights of which the greatest quotient, rounded up, is not only a bound but the number of GPUs,
 * for every demand of these profiles. Null where that is not shown to be so.
 *
 * Why it may be shown: what k GPUs can hold are the whole points of k times a polytope, if every whole point of k times it
 * is a sum of k of the sets that one GPU can hold. For a polytope of n dimensions that follows for all k from k below n (a
 * point of more comes apart into one of n - 1 times it and points of it), so it is enough to take every whole point of 1 to
 * n - 1 GPUs and take a pattern off it; of the points of one GPU nothing may be left. Profiles that share a GPU with nothing add no dimension: each takes a GPU, whatever the rest.
 */
export function closedFormOf(board: Board, profiles: readonly number[]): readonly Weights[] | null {
  let known = closedForms.get(board);
  if (known === undefined) closedForms.set(board, (known = new Map<string, readonly Weights[] | null>()));
  const key = profiles.join();
  let form = known.get(key);
  if (form === undefined) {
    form = deriveClosedForm(board, profiles);
    known.set(key, form);
  }
  return form;
}

function deriveClosedForm(board: Board, profiles: readonly number[]): readonly Weights[] | null {
  const kinds = [...alikeOf(board, profiles).keys()];
  const { best } = patternsOf(board, kinds);
  const shared = kinds.filter((profile) => !isAlone(profile, best));
  const lines = weightsOf(board, profiles);
  if (lines === null || shared.length > MAX_SHARED) return null;
  const patterns = best.map(({ counts }) => shared.map((profile) => counts[profile] ?? 0));
  const facets = lines.map(({ weights, capacity }) => ({
    values: shared.map((profile) => weights[profile] ?? 0),
    capacity,
  }));
  for (let gpus = 1; gpus < shared.length; gpus++) {
    if (!everyPoint(facets, gpus, (point) => comesApart(point, patterns, facets, gpus - 1))) return null;
  }
  return lines;
}

/** True when `holds` is true of every largest whole point of `gpus` times the polytope. */
function everyPoint(
  facets: readonly Line[],
  gpus: number,
  holds: (point: readonly number[]) => boolean,
): boolean {
  const size = facets[0]?.values.length ?? 0;
  const point = new Array<number>(size).fill(0);
  const left = facets.map(({ capacity }) => capacity * gpus);
  const visit = (at: number): boolean => {
    if (at === size) {
      const isLargest = point.every((_, index) =>
        facets.some(({ values }, facet) => (values[index] ?? 0) > (left[facet] ?? 0)),
      );
      return !isLargest || holds(point);
    }
    const step = (by: number): void =>
      facets.forEach(({ values }, facet) => (left[facet] = (left[facet] ?? 0) - by * (values[at] ?? 0)));
    let isFine = true;
    let count = 0;
    for (; isFine && left.every((rest) => rest >= 0); count++) {
      point[at] = count;
      isFine = visit(at + 1);
      step(1);
    }
    step(-count);
    point[at] = 0;
    return isFine;
  };
  return visit(0);
}

/** True when some pattern taken off the point leaves what fewer GPUs can hold. */
function comesApart(
  point: readonly number[],
  patterns: readonly (readonly number[])[],
  facets: readonly Line[],
  gpus: number,
): boolean {
  return patterns.some((pattern) =>
    facets.every(({ values, capacity }) => {
      let weight = 0;
      for (let index = 0; index < point.length; index++)
        weight += (values[index] ?? 0) * Math.max(0, (point[index] ?? 0) - (pattern[index] ?? 0));
      return weight <= capacity * gpus;
    }),
  );
}
