import { expect, test } from 'vitest';
import { BOARDS, findBoard } from '../../model/catalogue/catalogue.ts';
import type { Board } from '../../model/board.ts';
import { isAccepted, RAW_BOARDS, type Piece } from '../oracle.testing.ts';
import { gpuOf } from '../standing.testing.ts';
import { mulberry32 } from './seeded.ts';
import { NO_STATE, spotAt, stateAfter, stateOf, stateOfSpots, stateTable } from './states.ts';

const boardOf = (id: string): Board => {
  const board = findBoard(id);
  if (board === undefined) throw new Error(`no board ${id}`);
  return board;
};

test('the six everyday profiles of an A100 make 192 states, all seven of them more', () => {
  const board = boardOf('a100-pcie-40gb');
  const everyday = board.profiles.flatMap(({ attributes }, index) =>
    attributes.length === 0 ? [index] : [],
  );
  expect(stateTable(board, everyday).size).toBe(192);
  expect(stateTable(board).size).toBeGreaterThan(192);
});

test('a table is made once, and a board without public starts has the empty state only', () => {
  const board = boardOf('a30-24gb');
  expect(stateTable(board)).toBe(stateTable(board));
  expect(stateTable(boardOf('rtx-pro-5000-48gb')).size).toBe(1);
});

test('room, free slices and what is legal beside 3g.20gb at 4', () => {
  const table = stateTable(boardOf('a100-pcie-40gb'));
  const state = stateOf(table, gpuOf('3g.20gb@4').instances);
  const kindOf = (name: string): number => table.spots[spotAt(table, name, 0)]?.kind ?? -1;
  const room = (name: string): number | undefined => table.room[state * table.profiles.length + kindOf(name)];
  expect(table.free[state]).toBe(4);
  expect(['7g.40gb', '4g.20gb', '3g.20gb', '2g.10gb', '1g.10gb', '1g.5gb', '1g.5gb+me'].map(room)).toEqual([
    0, 1, 1, 2, 2, 4, 1,
  ]);
});

test('an overlap, a start that is none and a profile of another board are no state', () => {
  const table = stateTable(boardOf('a100-pcie-40gb'));
  for (const layout of ['3g.20gb@0 4g.20gb@0', '3g.20gb@1', '3g.40gb@0', '1g.5gb+me@0 1g.5gb+me@1'])
    expect(stateOf(table, gpuOf(layout).instances), layout).toBe(NO_STATE);
});

const drawable = BOARDS.filter((board) => stateTable(board).size > 1);

test.each(drawable.map((board) => [board.id, board] as const))(
  '%s: what is legal in a state is what the raw rules accept beside any layout of it (seed 11)',
  (id, board) => {
    const raw = RAW_BOARDS.find((one) => one.id === id);
    if (raw === undefined) throw new Error(`no facts of ${id}`);
    const table = stateTable(board);
    const random = mulberry32(11);
    for (let walk = 0; walk < 8; walk++) {
      const taken: number[] = [];
      const pieces: Piece[] = [];
      for (;;) {
        const state = stateOfSpots(table, taken);
        const legal: number[] = [];
        table.spots.forEach(({ profileIndex, start }, spot) => {
          const piece = { profile: board.profiles[profileIndex]?.name ?? '', start };
          const isLegal = stateAfter(table, state, spot) !== NO_STATE;
          expect(isLegal).toBe(isAccepted(raw, [...pieces, piece]));
          if (isLegal) legal.push(spot);
        });
        // The state is that of the set, whatever the order.
        expect(stateOfSpots(table, [...taken].reverse())).toBe(state);
        const next = legal[Math.floor(random() * legal.length)];
        if (next === undefined) break;
        taken.push(next);
        const spot = table.spots[next];
        pieces.push({
          profile: board.profiles[spot?.profileIndex ?? 0]?.name ?? '',
          start: spot?.start ?? 0,
        });
      }
    }
  },
);
