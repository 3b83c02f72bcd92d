/**
 * The nearest target as an integer program: how many regions of each class become what, at the cost of what they lose. Its
 * size does not grow with the fleet.
 */
import type { Position } from '../../../model/geometry.ts';
import type { Column, IntegerProgram, Row } from '../integerProgram.ts';
import type { Fleet, Kind, PartClass } from './fleet.ts';
import type { Filling } from './regions.ts';

/** What one unit of a column does. */
export type Meaning =
  /** A region of the class is filled so. */
  | { readonly kind: 'fill'; readonly cls: number; readonly filling: Filling }
  /** A GPU with regions of these classes gets an instance that covers it whole, or (null) is emptied. */
  | { readonly kind: 'clear'; readonly parts: readonly number[]; readonly to: Position | null }
  /** A whole instance stays, gives way to another, or (null) goes and leaves empty regions. */
  | { readonly kind: 'hold'; readonly holder: number; readonly to: Position | null };

export interface RetargetProgram {
  readonly program: IntegerProgram;
  readonly meanings: readonly Meaning[];
}

export interface ProgramOptions {
  /** What is wanted, by profile name. */
  readonly demand: ReadonlyMap<string, number>;
  /** Of GPUs: at least so many are to be emptied. Null: it does not matter. */
  readonly empty: { readonly atLeast: number; readonly isMaximised: boolean } | null;
}

/** The cost is the weight that is lost; with `isMaximised` it is minus the number of emptied GPUs. */
export function retargetProgram(fleet: Fleet, { demand, empty }: ProgramOptions): RetargetProgram {
  const rows: Row[] = [];
  const columns: Column[] = [];
  const meanings: Meaning[] = [];
  const classRow = fleet.classes.map(
    ({ members }) => rows.push({ low: members.length, high: members.length }) - 1,
  );
  const holderRow = fleet.holders.map(
    ({ members }) => rows.push({ low: members.length, high: members.length }) - 1,
  );
  const demandRow = new Map(
    [...demand].map(([name, count]) => [name, rows.push({ low: count, high: count }) - 1]),
  );
  const emptyRow = empty === null ? null : rows.push({ low: empty.atLeast, high: Infinity }) - 1;
  const isCounting = empty?.isMaximised === true;
  const add = (
    meaning: Meaning,
    lost: number,
    entries: Column['entries'],
    high: number,
    isEmptied = false,
  ): void => {
    const cost = isCounting ? (isEmptied ? -1 : 0) : lost;
    columns.push({
      cost,
      entries: isEmptied && emptyRow !== null ? [...entries, [emptyRow, 1]] : entries,
      high,
    });
    meanings.push(meaning);
  };
  const rowOf = ({ cut }: Kind, profileIndex: number): number | undefined =>
    demandRow.get(cut.geometry.board.profiles[profileIndex]?.name ?? '');
  for (const [at, cls] of fleet.classes.entries()) {
    const kind = fleet.kinds[cls.kind];
    if (kind === undefined || (cls.members.length === 0 && !canOpen(fleet, cls))) continue;
    for (const { filling, lost } of fillingsFrom(kind, cls, (index) => rowOf(kind, index) !== undefined)) {
      const made: [number, number][] = [[classRow[at] ?? 0, 1]];
      filling.counts.forEach((count, index) => {
        const row = count === 0 ? undefined : rowOf(kind, index);
        if (row !== undefined) made.push([row, count]);
      });
      const isEmptied = kind.cut.regions.length === 1 && filling.bits === 0;
      add({ kind: 'fill', cls: at, filling }, lost, made, Infinity, isEmptied);
    }
  }
  const spare = wholeToSpare(fleet, demand);
  for (const [at, { kind: kindAt, position, isPinned, weight, members }] of fleet.holders.entries()) {
    const kind = fleet.kinds[kindAt];
    const own = holderRow[at] ?? 0;
    if (kind === undefined) continue;
    const stay = rowOf(kind, position.profileIndex);
    if (stay !== undefined)
      add(
        { kind: 'hold', holder: at, to: position },
        0,
        [
          [own, 1],
          [stay, 1],
        ],
        members.length,
      );
    if (isPinned || !spare.mayGo(kind, position)) continue;
    for (const to of kind.cut.whole) {
      const row = rowOf(kind, to.profileIndex);
      if (to === position || row === undefined || kind.refused[to.profileIndex] === true) continue;
      add(
        { kind: 'hold', holder: at, to },
        weight,
        [
          [own, 1],
          [row, 1],
        ],
        members.length,
      );
    }
    const opened = emptyClasses(fleet, kindAt).map((cls): [number, number] => [classRow[cls] ?? 0, -1]);
    add({ kind: 'hold', holder: at, to: null }, weight, [[own, 1], ...opened], members.length);
  }
  for (const { parts, kind: kindAt, count } of pairsOf(fleet)) {
    const kind = fleet.kinds[kindAt];
    if (kind === undefined) continue;
    const lost = parts.reduce((sum, part) => sum + weightOf(fleet.classes[part]), 0);
    const gone = parts.map((part): [number, number] => [classRow[part] ?? 0, 1]);
    for (const to of kind.cut.whole) {
      const row = rowOf(kind, to.profileIndex);
      if (row === undefined || kind.refused[to.profileIndex] === true || !spare.mayCome(kind, to)) continue;
      add({ kind: 'clear', parts, to }, lost, [...gone, [row, 1]], count);
    }
    // With one region the filling of nothing says the same.
    if (emptyRow !== null && parts.length > 1)
      add({ kind: 'clear', parts, to: null }, lost, gone, count, true);
  }
  return { program: { rows, columns }, meanings };
}

/** What a class may become, each multiset once, in the way that loses least. */
function fillingsFrom(
  { cut, refused }: Kind,
  cls: PartClass,
  isWanted: (profileIndex: number) => boolean,
): { filling: Filling; lost: number }[] {
  const region = cut.regions[cls.region];
  if (region === undefined) return [];
  let forbidden = 0;
  region.positions.forEach(({ profileIndex }, bit) => {
    const isOld = (cls.bits & (1 << bit)) !== 0;
    if (!isWanted(profileIndex) || (refused[profileIndex] === true && !isOld)) forbidden |= 1 << bit;
  });
  const best = new Map<string, { filling: Filling; lost: number }>();
  for (const filling of region.fillings) {
    if ((filling.bits & forbidden) !== 0 || (cls.pinned & ~filling.bits) !== 0) continue;
    const lost = lostWeight(cls, filling.bits);
    const key = filling.counts.join();
    const other = best.get(key);
    if (other === undefined || lost < other.lost) best.set(key, { filling, lost });
  }
  return [...best.values()];
}

function lostWeight({ bits, weights }: PartClass, kept: number): number {
  let lost = 0;
  for (let gone = bits & ~kept; gone !== 0; gone &= gone - 1)
    lost += weights[31 - Math.clz32(gone & -gone)] ?? 0;
  return lost;
}

function weightOf(cls: PartClass | undefined): number {
  return cls === undefined ? 0 : lostWeight(cls, 0);
}

/** The empty class of each region of a kind. */
export function emptyClasses({ classes }: Fleet, kind: number): number[] {
  return [...classes.keys()].filter((at) => classes[at]?.kind === kind && classes[at].bits === 0);
}

/** True for the empty class of a kind whose whole instances may go. */
function canOpen({ holders }: Fleet, { kind, bits }: PartClass): boolean {
  return bits === 0 && holders.some((holder) => holder.kind === kind && !holder.isPinned);
}

/** GPUs by the classes of their regions, those with a pinned instance left out. */
export function pairsOf({
  gpus,
  classes,
}: Fleet): { parts: readonly number[]; kind: number; count: number }[] {
  const pairs = new Map<string, { parts: readonly number[]; kind: number; count: number }>();
  for (const { parts, kind } of gpus) {
    if (parts.length === 0 || parts.some((part) => classes[part]?.pinned !== 0)) continue;
    const key = parts.join();
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, { parts, kind, count: 1 });
    else pair.count++;
  }
  return [...pairs.values()];
}

interface Spare {
  readonly mayGo: (kind: Kind, position: Position) => boolean;
  readonly mayCome: (kind: Kind, position: Position) => boolean;
}

/**
 * Whole instances of a profile only go where there are more of them than are wanted, and only come where there are fewer: in
 * any other solution one that goes and one that comes could change places. That holds where GPUs are of one kind.
 */
function wholeToSpare({ kinds, holders }: Fleet, demand: ReadonlyMap<string, number>): Spare {
  const isOneKind = kinds.length === 1;
  const nameOf = ({ cut }: Kind, { profileIndex }: Position): string =>
    cut.geometry.board.profiles[profileIndex]?.name ?? '';
  const there = new Map<string, number>();
  for (const { kind: at, position, members } of holders) {
    const kind = kinds[at];
    if (kind === undefined) continue;
    const name = nameOf(kind, position);
    there.set(name, (there.get(name) ?? 0) + members.length);
  }
  const more = (kind: Kind, position: Position): number =>
    (there.get(nameOf(kind, position)) ?? 0) - (demand.get(nameOf(kind, position)) ?? 0);
  return {
    mayGo: (kind, position) => !isOneKind || more(kind, position) > 0,
    mayCome: (kind, position) => !isOneKind || more(kind, position) < 0,
  };
}
