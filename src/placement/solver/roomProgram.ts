/**
 * The exact question behind "what still fits" and "who is let in": which of the vectors of its class does each GPU take, so
 * that what must be placed is, and most of what is wished for?
 */
import type { Column, IntegerProgram, Row } from './integerProgram.ts';
import { covers, type RoomClass } from './rooms.ts';

/** Instances of one profile that are wished for, each worth the same. */
export interface Wish {
  /** Index of the profile among the names. */
  readonly name: number;
  readonly count: number;
  /** A whole number, not negative. */
  readonly weight: number;
}

/** Wishes of which together no more than so many are granted: a request that any of several profiles serves. */
export interface Limit {
  /** By index. */
  readonly wishes: readonly number[];
  readonly count: number;
}

export interface RoomQuestion {
  readonly classes: readonly RoomClass[];
  /** Indexed like the names: so many are placed in any case. */
  readonly must: readonly number[];
  readonly wishes: readonly Wish[];
  /** A wish is in one of them at the most. */
  readonly limits?: readonly Limit[];
  /** Group of each wish, or null: a GPU has one member of a group at the most. */
  readonly groups?: readonly (string | null)[];
}

/** How many more of a wish may be granted beside what is. */
export function stillWished(
  { wishes, limits = [] }: Pick<RoomQuestion, 'wishes' | 'limits'>,
  granted: readonly number[],
  wish: number,
): number {
  const own = (wishes[wish]?.count ?? 0) - (granted[wish] ?? 0);
  const limit = limits.find((one) => one.wishes.includes(wish));
  if (limit === undefined) return own;
  return Math.min(own, limit.count - limit.wishes.reduce((sum, one) => sum + (granted[one] ?? 0), 0));
}

/**
 * The question as a program. Columns: for each class, in order, how many of its GPUs take each of its vectors; then how many
 * of each wish are granted. Rows: for each class the number of its GPUs; then for each name what is placed, which is at
 * least what must be and what is granted; then for each limit what is granted of its wishes; then for each group and each of
 * its profiles, and for all of them together, the GPUs that can have a member, which are no fewer than the members. The cost
 * is the value of what is granted, negated. What groups ask of each other is not in it: keeping them apart may grant less.
 */
export function roomProgram({
  classes,
  must,
  wishes,
  limits = [],
  groups = [],
}: RoomQuestion): IntegerProgram {
  const columns: Column[] = classes.flatMap(({ vectors, gpus }, row) =>
    vectors.map((vector): Column => ({
      cost: 0,
      entries: [
        [row, 1],
        ...vector.flatMap((count, name): [number, number][] =>
          count === 0 ? [] : [[classes.length + name, count]],
        ),
      ],
      high: gpus.length,
    })),
  );
  const limitOf = new Map(limits.flatMap((limit, at) => limit.wishes.map((wish) => [wish, at] as const)));
  for (const [wish, { name, count, weight }] of wishes.entries()) {
    const limit = limitOf.get(wish);
    const within: [number, number][] = limit === undefined ? [] : [[classes.length + must.length + limit, 1]];
    columns.push({ cost: -weight, entries: [[classes.length + name, -1], ...within], high: count });
  }
  const apart = membersApart(wishes, groups);
  const first = classes.length + must.length + limits.length;
  const withApart = (column: Column, rowsOf: (one: Members) => number): Column => {
    const more = apart.flatMap((one, at): [number, number][] => {
      const value = rowsOf(one);
      return value === 0 ? [] : [[first + at, value]];
    });
    return more.length === 0 ? column : { ...column, entries: [...column.entries, ...more] };
  };
  let at = 0;
  for (const { vectors, gpus } of classes) {
    const held = gpus[0]?.groups ?? [];
    for (const vector of vectors) {
      const column = columns[at];
      const hasAny = ({ group, names }: Members): boolean =>
        !held.includes(group) && names.some((name) => (vector[name] ?? 0) > 0);
      if (column !== undefined) columns[at] = withApart(column, (one) => (hasAny(one) ? 1 : 0));
      at++;
    }
  }
  for (let wish = 0; wish < wishes.length; wish++, at++) {
    const column = columns[at];
    if (column !== undefined) columns[at] = withApart(column, (one) => (one.wishes.includes(wish) ? -1 : 0));
  }
  const rows: Row[] = [
    ...classes.map(({ gpus }): Row => ({ low: -Infinity, high: gpus.length })),
    ...must.map((low): Row => ({ low, high: Infinity })),
    ...limits.map(({ count }): Row => ({ low: -Infinity, high: count })),
    ...apart.map((): Row => ({ low: 0, high: Infinity })),
  ];
  return { rows, columns };
}

/** Members of one group, of which no two share a GPU. */
interface Members {
  readonly group: string;
  readonly wishes: readonly number[];
  readonly names: readonly number[];
}

/** Each group as a whole, and each of its profiles by itself. */
function membersApart(wishes: readonly Wish[], groups: readonly (string | null)[]): Members[] {
  return [...new Set(groups)].flatMap((group): Members[] => {
    if (group === null) return [];
    const own = wishes.flatMap((_, wish) => (groups[wish] === group ? [wish] : []));
    const names = [...new Set(own.map((wish) => wishes[wish]?.name ?? -1))];
    const single = names.map((name) => ({
      ...{ group, names: [name] },
      wishes: own.filter((wish) => wishes[wish]?.name === name),
    }));
    return names.length === 1 ? single : [{ group, wishes: own, names }, ...single];
  });
}

/** What a solution of the program says: of each class, how many GPUs take each vector; and how many of each wish. */
export interface RoomAnswer {
  readonly taken: readonly (readonly number[])[];
  readonly granted: readonly number[];
}

export function readRoomAnswer({ classes, wishes }: RoomQuestion, values: readonly number[]): RoomAnswer {
  let at = 0;
  const taken = classes.map(({ vectors }) => vectors.map(() => values[at++] ?? 0));
  return { taken, granted: wishes.map(() => values[at++] ?? 0) };
}

/** Values of the program for GPUs of which each holds what is known of it; `held` counts by class and GPU. */
export function standingValues(
  { classes }: Pick<RoomQuestion, 'classes'>,
  held: readonly (readonly (readonly number[])[])[],
  granted: readonly number[],
): number[] {
  const taken = classes.flatMap(({ vectors, gpus }, row) => {
    const values = vectors.map(() => 0);
    gpus.forEach((_, index) => {
      const counts = held[row]?.[index] ?? [];
      const vector = vectors.findIndex((one) => covers(one, counts));
      if (vector !== -1) values[vector] = (values[vector] ?? 0) + 1;
    });
    return values;
  });
  return [...taken, ...granted];
}
