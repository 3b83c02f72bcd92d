/** Ways for one more instance onto a GPU, against all that there are, judged by the raw facts. */
import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { isAccepted, RAW_BOARDS } from '../oracle.testing.ts';
import { arrivalTable } from './arrival.ts';
import { mulberry32 } from './seeded.ts';
import { stateTable, type StateTable } from './states.ts';
import { waysFor } from './ways.ts';

const BOARDS: readonly (readonly [id: string, profiles: readonly string[]])[] = [
  ['a30-24gb', ['1g.6gb', '1g.6gb+me', '2g.12gb']],
  ['a100-pcie-40gb', ['1g.5gb', '2g.10gb', '3g.20gb']],
];

/** Legality and cost of sets of spots, worked out from the facts alone. */
class Facts {
  readonly #table: StateTable;
  readonly #board: (typeof RAW_BOARDS)[number];
  readonly #known = new Map<string, boolean>();

  constructor(table: StateTable) {
    this.#table = table;
    this.#board = RAW_BOARDS.find(({ id }) => id === table.geometry.board.id)!;
  }

  isLegal(spots: readonly number[]): boolean {
    const key = [...spots].sort((a, b) => a - b).join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { profiles } = this.#table.geometry.board;
    const pieces = spots.map((spot) => {
      const { profileIndex, start } = this.#table.spots[spot]!;
      return { profile: profiles[profileIndex]!.name, start };
    });
    const legal = isAccepted(this.#board, pieces);
    this.#known.set(key, legal);
    return legal;
  }

  /** How many more of a kind alone. */
  #most(spots: readonly number[], kind: number): number {
    const more = this.#table.spotsOf[kind]!.filter((spot) => this.isLegal([...spots, spot]));
    return Math.max(0, ...more.map((spot) => 1 + this.#most([...spots, spot], kind)));
  }

  readonly #values = new Map<string, number>();

  /** Places left, by their slices. */
  value(spots: readonly number[]): number {
    const key = [...spots].sort((a, b) => a - b).join();
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const { profiles, geometry } = this.#table;
    const value = profiles.reduce(
      (sum, index, kind) => sum + geometry.board.profiles[index]!.memorySlices! * this.#most(spots, kind),
      0,
    );
    this.#values.set(key, value);
    return value;
  }
}

test.each(BOARDS)(
  '%s: of each sort the cheapest way, and none where there is none (25 layouts by seed 6)',
  (id, names) => {
    const board = findBoard(id)!;
    const states = stateTable(
      board,
      names.map((name) => board.profiles.findIndex((one) => one.name === name)),
    );
    const table = arrivalTable(states);
    const facts = new Facts(states);
    const { spots, spotsOf } = states;
    const kinds = spotsOf.length;
    const kindOf = (spot: number): number => spots[spot]!.kind;
    const random = mulberry32(6);
    const found = { out: 0, shift: 0, bothOut: 0, shiftAndOut: 0, bothShift: 0, exchange: 0 };

    for (let round = 0; round < 25; round++) {
      const layout: number[] = [];
      for (let wish = 0; wish < 3 + (round % 6); wish++) {
        const spot = Math.floor(random() * spots.length);
        if (!layout.includes(spot) && facts.isLegal([...layout, spot])) layout.push(spot);
      }
      layout.sort((a, b) => a - b);
      const movable = layout.filter(() => random() < 0.8);
      const kind = Math.floor(random() * kinds);
      const ways = waysFor(table, layout, movable, kind);
      const before = facts.value(layout);
      const lost = (end: readonly number[]): number => before - facts.value(end);
      /** The cheapest by name of what it asks of elsewhere. */
      const least = new Map<string, number>();
      const offer = (name: string, cost: number): void =>
        void least.set(name, Math.min(least.get(name) ?? Infinity, cost));
      const legal = (base: readonly number[], of: number): number[] =>
        spotsOf[of]!.filter((spot) => facts.isLegal([...base, spot]));
      const overlaps = (a: number, b: number): boolean => (spots[a]!.mask & spots[b]!.mask) !== 0;

      for (const leaves of movable) {
        const rest = layout.filter((spot) => spot !== leaves);
        for (const comes of legal(rest, kind)) {
          const then = [...rest, comes];
          offer(`out ${kindOf(leaves)}`, lost(then));
          for (const to of legal(then, kindOf(leaves))) offer('shift', lost([...then, to]));
          for (let taken = 0; taken < kinds; taken++) {
            for (const takes of legal(then, taken)) {
              if (facts.isLegal([...layout, takes]))
                offer(`exchange ${kindOf(leaves)} ${taken}`, lost([...then, takes]));
            }
          }
        }
        for (const other of movable) {
          if (other === leaves) continue;
          const less = rest.filter((spot) => spot !== other);
          for (const comes of legal(less, kind)) {
            const then = [...less, comes];
            const pair = [kindOf(leaves), kindOf(other)].sort((a, b) => a - b);
            offer(`bothOut ${pair.join(' ')}`, lost(then));
            for (const to of legal(then, kindOf(leaves))) {
              offer(`shiftAndOut ${kindOf(other)}`, lost([...then, to]));
              // This one first, so where it goes the other must not be; and then the other.
              if (overlaps(to, other)) continue;
              for (const otherTo of legal([...then, to], kindOf(other)))
                offer('bothShift', lost([...then, to, otherTo]));
            }
          }
        }
      }

      const said = new Map<string, number>();
      const check = (name: string, cost: number, end: readonly number[]): void => {
        said.set(name, cost);
        expect(facts.isLegal(end), name).toBe(true);
        expect(lost(end), name).toBe(cost);
        found[name.split(' ')[0] as keyof typeof found]++;
      };
      const without = (...gone: number[]): number[] => {
        for (const spot of gone) expect(movable).toContain(spot);
        return layout.filter((spot) => !gone.includes(spot));
      };
      const isNew = (spot: number): void => expect(kindOf(spot)).toBe(kind);
      ways.out.forEach((way, of) => {
        if (way === undefined) return;
        expect(kindOf(way.leaves)).toBe(of);
        isNew(way.comes);
        check(`out ${of}`, way.cost, [...without(way.leaves), way.comes]);
      });
      if (ways.shift !== undefined) {
        const { leaves, comes, to, cost } = ways.shift;
        expect(kindOf(to)).toBe(kindOf(leaves));
        isNew(comes);
        check('shift', cost, [...without(leaves), comes, to]);
      }
      ways.exchange.forEach((way, at) => {
        if (way === undefined) return;
        expect(kindOf(way.leaves) * kinds + kindOf(way.takes)).toBe(at);
        isNew(way.comes);
        expect(facts.isLegal([...layout, way.takes])).toBe(true);
        check(`exchange ${kindOf(way.leaves)} ${kindOf(way.takes)}`, way.cost, [
          ...without(way.leaves),
          way.comes,
          way.takes,
        ]);
      });
      ways.bothOut.forEach((way, at) => {
        if (way === undefined) return;
        const [low, high] = way.leave.map(kindOf) as [number, number];
        expect(low * kinds + high).toBe(at);
        expect(low).toBeLessThanOrEqual(high);
        isNew(way.comes);
        check(`bothOut ${low} ${high}`, way.cost, [...without(...way.leave), way.comes]);
      });
      ways.shiftAndOut.forEach((way, of) => {
        if (way === undefined) return;
        expect([kindOf(way.out), kindOf(way.to)]).toEqual([of, kindOf(way.leaves)]);
        isNew(way.comes);
        check(`shiftAndOut ${of}`, way.cost, [...without(way.leaves, way.out), way.comes, way.to]);
      });
      if (ways.bothShift !== undefined) {
        const { shifts, comes, cost } = ways.bothShift;
        const [[first, to], [second, otherTo]] = shifts as [[number, number], [number, number]];
        expect([kindOf(to), kindOf(otherTo)]).toEqual([kindOf(first), kindOf(second)]);
        expect(overlaps(to, second)).toBe(false);
        isNew(comes);
        check('bothShift', cost, [...without(first, second), comes, to, otherTo]);
      }
      expect(said, `layout ${layout.join()} for ${kind}`).toEqual(least);
    }
    for (const [sort, count] of Object.entries(found)) expect(count, sort).toBeGreaterThanOrEqual(3);
  },
);
