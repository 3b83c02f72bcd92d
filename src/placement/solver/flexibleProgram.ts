/**
 * Flexible requests over several boards as a program. Requests that the same profiles satisfy are one class. A column says
 * how many GPUs of a board are cut in one way, another how many of a class go to one profile of one board; the number of
 * GPUs of each board is a column of its own, for that is what costs.
 *
 * A group that must be kept apart is modelled only when a class of its own names it: then the slots of its members are kinds
 * of their own, of which a GPU has at most one, and where hosts count a board no more than it has hosts. Without that, only
 * its size counts: so many GPUs, or hosts, at the least.
 */
import type { Board } from '../../model/board.ts';
import type { Column, IntegerProgram, Row } from './integerProgram.ts';
import { patternsOf, type Pattern } from './patterns.ts';

export interface FleetBoard {
  readonly board: Board;
  /** What one GPU costs, in whole units. */
  readonly cost: number;
  /** GPUs to be had at the most; null where it is not limited. */
  readonly count: number | null;
  /** GPUs that stand in one host; null where it does not matter. */
  readonly gpusPerHost: number | null;
}

/** A profile of a board of the fleet, both by index. */
export interface Candidate {
  readonly fleet: number;
  readonly profile: number;
}

/** Requests that the same profiles satisfy, of one group where that is modelled exactly. */
export interface RequestClass {
  readonly candidates: readonly Candidate[];
  readonly count: number;
  readonly group: string | null;
}

/** At least so many GPUs (or hosts) of these boards together: a group has so many members that go nowhere else. */
export interface LeastBins {
  readonly fleet: readonly number[];
  readonly count: number;
}

/** A slot for one instance: a profile of a board, kept for a group or for anybody. */
export interface SlotKind extends Candidate {
  readonly group: string | null;
}

/** One way to cut a GPU of a board: how many slots of each kind, by index of the kind. */
export interface Cut {
  readonly fleet: number;
  readonly slots: readonly number[];
  /** The instances, and one way to place them. */
  readonly pattern: Pattern;
}

export interface FlexibleProgram {
  readonly program: IntegerProgram;
  readonly kinds: readonly SlotKind[];
  readonly cuts: readonly Cut[];
  /** The first columns are the GPUs of each board, then the cuts, then these: so many of a class go to a kind. */
  readonly flows: readonly { readonly requests: number; readonly kind: number }[];
  /** Rows: of each class, then of each kind, then of each board, then the rest. */
  readonly rowOfKind: number;
  readonly rowOfBoard: number;
}

export type BinOf = 'gpu' | 'host';

export function makeFlexibleProgram(
  fleet: readonly FleetBoard[],
  classes: readonly RequestClass[],
  least: readonly LeastBins[],
  bins: BinOf,
  /** GPUs of all boards together at the least: asked for when fewer did not do. */
  leastGpus: number,
): FlexibleProgram {
  const kinds = kindsOf(classes);
  const cuts = fleet.flatMap(({ board }, index) => cutsOf(board, index, kinds));
  const flows = classes.flatMap(({ candidates, group }, requests) =>
    candidates.map((candidate) => ({ requests, kind: kindIndex(kinds, candidate, group) })),
  );
  const rowOfKind = classes.length;
  const rowOfBoard = rowOfKind + kinds.length;
  const rows: Row[] = [
    ...classes.map(({ count }) => ({ low: count, high: count })),
    ...kinds.map(() => ({ low: 0, high: Infinity })),
    ...fleet.map(() => ({ low: 0, high: 0 })),
  ];
  const gpuEntries: (readonly [number, number])[][] = fleet.map((_, index) => [[rowOfBoard + index, -1]]);
  const hostColumns: Column[] = [];
  const flowRows = flows.map((): number[] => []);
  const addRow = (row: Row, entries: readonly (readonly [number, number])[]): void => {
    rows.push(row);
    for (const [index, coefficient] of entries) gpuEntries[index]?.push([rows.length - 1, coefficient]);
  };
  if (leastGpus > 0) {
    addRow(
      { low: leastGpus, high: Infinity },
      fleet.map((_, index) => [index, 1] as const),
    );
  }
  if (bins === 'gpu') {
    for (const { fleet: boards, count } of least)
      addRow(
        { low: count, high: Infinity },
        boards.map((index) => [index, 1] as const),
      );
  } else {
    // Hosts are filled one after the other: k hosts times their GPUs is at most the GPUs there are, the last one aside.
    const hostRows: number[] = fleet.map(({ gpusPerHost }, index) => {
      const size = gpusPerHost ?? 1;
      addRow({ low: -(size - 1), high: Infinity }, [[index, 1]]);
      return rows.length - 1;
    });
    const entries = fleet.map(({ gpusPerHost }, index): (readonly [number, number])[] => [
      [hostRows[index] ?? 0, -(gpusPerHost ?? 1)],
    ]);
    for (const { fleet: boards, count } of least) {
      rows.push({ low: count, high: Infinity });
      for (const index of boards) entries[index]?.push([rows.length - 1, 1]);
    }
    // A host has one member of a group at the most, so a board no more of them than it has hosts.
    for (const group of new Set(kinds.flatMap((kind) => kind.group ?? []))) {
      for (const index of fleet.keys()) {
        const own = flows.flatMap(({ kind }, at) =>
          kinds[kind]?.group === group && kinds[kind].fleet === index ? [at] : [],
        );
        if (own.length === 0) continue;
        rows.push({ low: -Infinity, high: 0 });
        entries[index]?.push([rows.length - 1, -1]);
        for (const at of own) flowRows[at]?.push(rows.length - 1);
      }
    }
    hostColumns.push(...entries.map((one) => ({ cost: 0, entries: one, high: Infinity })));
  }
  const columns: Column[] = [
    ...fleet.map(({ cost, count }, index) => ({
      cost,
      entries: gpuEntries[index] ?? [],
      high: count ?? Infinity,
    })),
    ...cuts.map((cut) => ({
      cost: 0,
      entries: [
        ...cut.slots.flatMap((count, kind) => (count === 0 ? [] : [[rowOfKind + kind, count] as const])),
        [rowOfBoard + cut.fleet, 1] as const,
      ],
      high: Infinity,
    })),
    ...flows.map(({ requests, kind }, at) => ({
      cost: 0,
      entries: [
        [requests, 1] as const,
        [rowOfKind + kind, -1] as const,
        ...(flowRows[at] ?? []).map((row) => [row, 1] as const),
      ],
      high: Infinity,
    })),
    ...hostColumns,
  ];
  return { program: { rows, columns }, kinds, cuts, flows, rowOfKind, rowOfBoard };
}

function kindsOf(classes: readonly RequestClass[]): SlotKind[] {
  const kinds: SlotKind[] = [];
  for (const { candidates, group } of classes)
    for (const candidate of candidates)
      if (kindIndex(kinds, candidate, group) === -1) kinds.push({ ...candidate, group });
  return kinds;
}

function kindIndex(kinds: readonly SlotKind[], candidate: Candidate, group: string | null): number {
  return kinds.findIndex(
    (kind) => kind.fleet === candidate.fleet && kind.profile === candidate.profile && kind.group === group,
  );
}

/** The ways to cut a GPU of one board into slots that are wanted, without those that another one outdoes. */
function cutsOf(board: Board, index: number, kinds: readonly SlotKind[]): Cut[] {
  const own = kinds.flatMap((kind, at) => (kind.fleet === index ? [{ ...kind, at }] : []));
  if (own.length === 0) return [];
  const wanted = [...new Set(own.map(({ profile }) => profile))].sort((a, b) => a - b);
  const groups = [...new Set(own.flatMap(({ group }) => group ?? []))];
  const found = new Map<string, Cut>();
  for (const pattern of patternsOf(board, wanted).best) {
    // Each group takes at most one slot of the GPU; what is left is for anybody.
    const give = (nth: number, left: readonly number[], slots: readonly number[]): void => {
      const group = groups[nth];
      if (group === undefined) {
        const all = [...slots];
        for (const { group: of, profile, at } of own) if (of === null) all[at] = left[profile] ?? 0;
        found.set(all.join(','), { fleet: index, slots: all, pattern });
        return;
      }
      give(nth + 1, left, slots);
      for (const { group: of, profile, at } of own) {
        if (of !== group || (left[profile] ?? 0) === 0) continue;
        give(
          nth + 1,
          left.map((count, i) => (i === profile ? count - 1 : count)),
          slots.map((count, i) => (i === at ? 1 : count)),
        );
      }
    };
    give(0, pattern.counts, new Array<number>(kinds.length).fill(0));
  }
  const cuts = [...found.values()];
  return groups.length === 0 ? cuts : undominated(cuts);
}

/** Cuts of which no other one has as many slots of every kind. */
function undominated(cuts: readonly Cut[]): Cut[] {
  const size = ({ slots }: Cut): number => slots.reduce((all, count) => all + count, 0);
  const kept: Cut[] = [];
  for (const cut of [...cuts].sort((a, b) => size(b) - size(a)))
    if (!kept.some(({ slots }) => cut.slots.every((count, i) => count <= (slots[i] ?? 0)))) kept.push(cut);
  return kept;
}
