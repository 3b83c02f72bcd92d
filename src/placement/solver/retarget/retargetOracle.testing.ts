/** The nearest target by going through every layout of every GPU, over the raw facts: no program, no code of the product. */
import { allLayouts, type Piece, type RawBoard } from '../../oracle.testing.ts';

/** Counts of each profile, as one number, to the least that is lost. */
type Ways = Map<number, number>;

export interface OracleQuestion {
  readonly board: RawBoard;
  readonly profiles: readonly string[];
  readonly layouts: readonly (readonly (Piece & { readonly pinned?: boolean; readonly weight?: number })[])[];
  readonly demand: ReadonlyMap<string, number>;
}

const kept = new Map<string, Piece[][]>();

function layoutsOf(board: RawBoard, profiles: readonly string[]): Piece[][] {
  const key = `${board.id} ${profiles.join()}`;
  const all = kept.get(key) ?? [[], ...allLayouts(board, profiles)];
  kept.set(key, all);
  return all;
}

/** The least weight that has to be lost (each instance weighs 1 unless said); null where the GPUs cannot hold it all. */
export function leastLost(question: OracleQuestion): number | null {
  const { sizes, goal } = radix(question);
  let ways: Ways = new Map([[0, 0]]);
  for (const layout of question.layouts) ways = added(ways, waysOf(question, layout, sizes), sizes);
  return ways.get(goal) ?? null;
}

/** The fewest GPUs that hold what there is, and the least lost with so many. */
export function fewestUsed(question: OracleQuestion): { used: number; lost: number } | null {
  const { sizes, goal } = radix(question);
  // By number of GPUs in use.
  let byUsed: (Ways | undefined)[] = [new Map([[0, 0]])];
  for (const layout of question.layouts) {
    const ways = waysOf(question, layout, sizes);
    const empty = new Map([...ways].filter(([key]) => key === 0));
    const filled = new Map([...ways].filter(([key]) => key !== 0));
    const next: (Ways | undefined)[] = [];
    for (const [used, before] of byUsed.entries()) {
      if (before === undefined) continue;
      next[used] = merged(next[used], added(before, empty, sizes));
      next[used + 1] = merged(next[used + 1], added(before, filled, sizes));
    }
    byUsed = next;
  }
  for (const [used, ways] of byUsed.entries()) {
    const lost = ways?.get(goal);
    if (lost !== undefined) return { used, lost };
  }
  return null;
}

function radix({ profiles, demand }: OracleQuestion): { sizes: number[]; goal: number } {
  const sizes: number[] = [];
  let size = 1;
  let goal = 0;
  for (const name of profiles) {
    sizes.push(size);
    goal += size * (demand.get(name) ?? 0);
    size *= (demand.get(name) ?? 0) + 1;
  }
  return { sizes, goal };
}

/** What one GPU may become, within what is wanted. */
function waysOf(
  { board, profiles, demand }: OracleQuestion,
  now: OracleQuestion['layouts'][number],
  sizes: readonly number[],
): Map<number, number> {
  const ways = new Map<number, number>();
  for (const layout of layoutsOf(board, profiles)) {
    const has = (piece: Piece): boolean =>
      layout.some((one) => one.profile === piece.profile && one.start === piece.start);
    if (now.some((piece) => piece.pinned === true && !has(piece))) continue;
    const counts = profiles.map((name) => layout.filter((one) => one.profile === name).length);
    if (counts.some((count, at) => count > (demand.get(profiles[at] ?? '') ?? 0))) continue;
    const key = counts.reduce((sum, count, at) => sum + count * (sizes[at] ?? 0), 0);
    const lost = now.filter((piece) => !has(piece)).reduce((sum, piece) => sum + (piece.weight ?? 1), 0);
    ways.set(key, Math.min(ways.get(key) ?? Infinity, lost));
  }
  return ways;
}

function added(before: Ways, ways: Ways, sizes: readonly number[]): Map<number, number> {
  const after = new Map<number, number>();
  const digits = (key: number): number[] => {
    const list = new Array<number>(sizes.length).fill(0);
    for (let at = sizes.length - 1, left = key; at >= 0; at--) {
      list[at] = Math.floor(left / (sizes[at] ?? 1));
      left %= sizes[at] ?? 1;
    }
    return list;
  };
  const most = sizes.map((size, at) =>
    sizes[at + 1] === undefined ? Infinity : (sizes[at + 1] ?? 0) / size - 1,
  );
  const split = [...ways].map(([key, lost]) => ({ key, lost, list: digits(key) }));
  for (const [key, lost] of before) {
    const list = digits(key);
    for (const way of split) {
      if (way.list.some((count, at) => count + (list[at] ?? 0) > (most[at] ?? 0))) continue;
      const sum = key + way.key;
      const total = lost + way.lost;
      if (total < (after.get(sum) ?? Infinity)) after.set(sum, total);
    }
  }
  return after;
}

function merged(a: Ways | undefined, b: Ways): Map<number, number> {
  const all = new Map(a ?? []);
  for (const [key, lost] of b) all.set(key, Math.min(all.get(key) ?? Infinity, lost));
  return all;
}
