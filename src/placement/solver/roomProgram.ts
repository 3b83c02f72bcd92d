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
  /** A whole number above 0. */
  readonly weight: number;
}

export interface RoomQuestion {
  readonly classes: readonly RoomClass[];
  /** Indexed like the names: so many are placed in any case. */
  readonly must: readonly number[];
  readonly wishes: readonly Wish[];
}

/**
 * The question as a program. Columns: for each class, in order, how many of its GPUs take each of its vectors; then how many
 * of each wish are granted. Rows: for each class the number of its GPUs; then for each name what is placed, which is at
 * least what must be and what is granted. The cost is the value of what is granted, negated.
 */
export function roomProgram({ classes, must, wishes }: RoomQuestion): IntegerProgram {
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
  for (const { name, count, weight } of wishes) {
    columns.push({ cost: -weight, entries: [[classes.length + name, -1]], high: count });
  }
  const rows: Row[] = [
    ...classes.map(({ gpus }): Row => ({ low: -Infinity, high: gpus.length })),
    ...must.map((low): Row => ({ low, high: Infinity })),
  ];
  return { rows, columns };
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
