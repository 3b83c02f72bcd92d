/**
 * GPUs for asks of which some are kept apart, exactly: how many of each kind take each set, and how many of each of these
 * serve whom. Which GPU serves which member needs no search: of GPUs that take the same set, each group wants no more than
 * there are, and each slot is on one of them, so by König's theorem on the edges of bipartite graphs whatever keeps to the
 * counts can be dealt out (dealApart.ts).
 *
 * How it is found: the sets are chosen with cuts in the place of groups (groupCuts.ts). If these sets do not serve all that
 * the cuts allow, the prices of the best they do serve are a cut that says so, and the sets are chosen anew.
 */
import { worthOf, type TreeQuestion } from '../verifyTree.ts';
import { groupCuts } from './groupCuts.ts';
import { arraysOf } from './integer/arrays.ts';
import { Simplex } from './integer/simplex.ts';
import type { Column, IntegerProgram, IntegerSolution, Row } from './integerProgram.ts';
import { priceProgram } from './priceProgram.ts';
import type { Outcome, Search } from './search.ts';
import { solveInteger } from './solveInteger.ts';

/** So many members of an ask are served from slots of a pool. */
export interface Loose {
  readonly ask: number;
  readonly pool: number;
  readonly count: number;
}

/** The same on GPUs of a kind that take one set. */
export interface Served extends Loose {
  readonly kind: number;
  readonly set: number;
}

export interface ApartSolution {
  /** By kind and set. */
  readonly taken: readonly (readonly number[])[];
  /** By ask. */
  readonly served: readonly number[];
  /** Of the asks that are in a group. */
  readonly flows: readonly Served[];
  /** Of the others. */
  readonly loose: readonly Loose[];
}

/** How often sets are chosen anew. */
const MAX_ROUNDS = 40;
/** Larger questions of who is served by sets that are chosen are not asked. */
const MAX_ROWS = 500;
const MAX_COLUMNS = 8000;
const MAX_PIVOTS = 20_000;

/**
 * The bound is a value that no choice exceeds: what the served asks weigh less what the GPUs cost.
 *
 * @param cuts prices of asks by which the relaxation knows of the groups; those that are found on the way are added
 */
export function* solveApart(
  question: TreeQuestion,
  cuts: (readonly number[])[] = groupCuts(question),
): Search<ApartSolution> {
  const { asks } = question;
  // Where all have to be served it is their number that counts.
  const weights = asks.map(({ least, weight }) => (least > 0 ? 1 : weight));
  const valueOf = (served: readonly number[]): number =>
    served.reduce((sum, count, ask) => sum + count * (weights[ask] ?? 0), 0);
  let best: ApartSolution | null = null;
  let bestValue = -Infinity;
  let bound: number | null = null;
  let work = 0;
  for (let round = 0; ; round++) {
    const built = priceProgram(question, cuts);
    const first = built.counted.findIndex(({ ask }) => ask !== undefined);
    const search = solveInteger(built.program, first < 0 ? {} : { first });
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      bound = least(bound, step.value);
      yield { best, bound, isProven: false, work: work + step.value.work };
    }
    const outcome = step.value;
    work += outcome.work;
    bound = least(bound, outcome);
    if (outcome.best === null) return { best, bound, isProven: outcome.isProven && best === null, work };
    const { values } = outcome.best;
    const taken = question.kinds.map(({ sets }) => sets.map(() => 0));
    built.counted.forEach(({ kind, set }, column) => {
      const row = kind === undefined || set == null ? undefined : taken[kind];
      if (row !== undefined && set != null) row[set] = values[column] ?? 0;
    });
    const hoped = built.served.map((columns) =>
      columns.reduce((sum, column) => sum + (values[column] ?? 0), 0),
    );
    const serving = servingProgram(question, taken, weights);
    if (serving === null) return { best, bound, isProven: false, work };
    const found = yield* inner(solveInteger(serving.program), { best, bound, isProven: false, work });
    work += found.work;
    if (found.best !== null) {
      const { served, flows, loose } = readServing(question, serving, found.best);
      const isAll = asks.every(({ least: needed }, ask) => (served[ask] ?? 0) >= needed);
      if (isAll && valueOf(served) > bestValue) {
        best = { taken, served, flows, loose };
        bestValue = valueOf(served);
      }
      if (isAll && valueOf(served) >= valueOf(hoped))
        return { best: { taken, served, flows, loose }, bound, isProven: outcome.isProven, work };
    }
    const cut = round < MAX_ROUNDS ? cutOf(question, serving, taken, hoped) : null;
    if (cut === null) return { best, bound, isProven: false, work };
    cuts.push(cut);
    yield { best, bound, isProven: false, work };
  }
}

function least(bound: number | null, { bound: found }: Outcome<IntegerSolution>): number | null {
  if (found === null) return bound;
  return bound === null ? -found + 0 : Math.min(bound, -found + 0);
}

/** Runs a search inside of another, which has nothing new to tell until it is over. */
function* inner<T, U>(search: Search<T>, meanwhile: Outcome<U>): Generator<Outcome<U>, Outcome<T>> {
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
    yield { ...meanwhile, work: meanwhile.work + step.value.work };
  }
}

interface Serving {
  readonly program: IntegerProgram;
  /** What the first columns count. */
  readonly flows: readonly Omit<Served, 'count'>[];
  /** What those after the columns of the asks count. */
  readonly loose: readonly Omit<Loose, 'count'>[];
  /** Column of each ask: how often it is served. */
  readonly askColumn: number;
  /** Rows whose multipliers are the price of an ask. */
  readonly priceRow: readonly number[];
}

/** Who is served by sets that are chosen, for the most weight; null where that is too large a question. */
function servingProgram(
  { kinds, asks }: TreeQuestion,
  taken: readonly (readonly number[])[],
  weights: readonly number[],
): Serving | null {
  const rows: Row[] = [];
  const columns: { cost: number; entries: [number, number][]; high: number }[] = [];
  const flows: Omit<Served, 'count'>[] = [];
  const pools = 1 + Math.max(-1, ...asks.flatMap((ask) => ask.pools));
  const row = (low: number, high: number): number => rows.push({ low, high }) - 1;
  // What each pool has for whoever is in no group, less what groups take.
  const slots = new Array<number>(pools).fill(0);
  kinds.forEach(({ sets }, kind) =>
    sets.forEach((set, nth) =>
      set.forEach((count, pool) => (slots[pool] = (slots[pool] ?? 0) + count * (taken[kind]?.[nth] ?? 0))),
    ),
  );
  const poolRow = slots.map((count) => row(-Infinity, count));
  const priceRow = asks.map(() => row(0, Infinity));
  for (const [kind, { sets, barred }] of kinds.entries()) {
    for (const [set, counts] of sets.entries()) {
      const copies = taken[kind]?.[set] ?? 0;
      if (copies === 0) continue;
      const ofPool = new Map<number, { columns: number[]; groups: Set<string> }>();
      const ofGroup = new Map<string, number[]>();
      for (const [ask, { group, pools: own }] of asks.entries()) {
        if (group === null || barred.has(group)) continue;
        for (const pool of own) {
          if ((counts[pool] ?? 0) === 0) continue;
          const column = columns.length;
          const entries: [number, number][] = [
            [priceRow[ask] ?? 0, 1],
            [poolRow[pool] ?? 0, 1],
          ];
          columns.push({ cost: 0, entries, high: copies });
          flows.push({ kind, set, ask, pool });
          ofGroup.set(group, [...(ofGroup.get(group) ?? []), column]);
          const here = ofPool.get(pool) ?? { columns: [], groups: new Set() };
          ofPool.set(pool, here);
          here.columns.push(column);
          here.groups.add(group);
        }
      }
      for (const own of ofGroup.values()) {
        if (own.length === 1) continue;
        const at = row(-Infinity, copies);
        for (const column of own) columns[column]?.entries.push([at, 1]);
      }
      for (const [pool, here] of ofPool) {
        const most = counts[pool] ?? 0;
        if (here.groups.size <= most) continue;
        const at = row(-Infinity, most * copies);
        for (const column of here.columns) columns[column]?.entries.push([at, 1]);
      }
      if (rows.length > MAX_ROWS || columns.length > MAX_COLUMNS) return null;
    }
  }
  const askColumn = columns.length;
  asks.forEach(({ most }, ask) => {
    columns.push({ cost: -(weights[ask] ?? 0), entries: [[priceRow[ask] ?? 0, -1]], high: most });
  });
  const loose: Omit<Loose, 'count'>[] = [];
  asks.forEach(({ group, pools: own }, ask) => {
    if (group !== null) return;
    for (const pool of own) {
      loose.push({ ask, pool });
      const entries: [number, number][] = [
        [priceRow[ask] ?? 0, 1],
        [poolRow[pool] ?? 0, 1],
      ];
      // Limited by the row of the ask: a limit of its own would take a part of the price.
      columns.push({ cost: 0, entries, high: Infinity });
    }
  });
  const all: Column[] = columns;
  return { program: { rows, columns: all }, flows, loose, askColumn, priceRow };
}

function readServing(
  { asks }: TreeQuestion,
  { flows, loose, askColumn }: Serving,
  { values }: IntegerSolution,
): Pick<ApartSolution, 'served' | 'flows' | 'loose'> {
  const served = asks.map((_, ask) => values[askColumn + ask] ?? 0);
  // More may be set aside for an ask than it has members.
  const left = [...served];
  const taken = <T extends Omit<Loose, 'count'>>(one: T, column: number): (T & Loose)[] => {
    const count = Math.min(values[column] ?? 0, left[one.ask] ?? 0);
    left[one.ask] = (left[one.ask] ?? 0) - count;
    return count === 0 ? [] : [{ ...one, count }];
  };
  return {
    served,
    flows: flows.flatMap(taken),
    loose: loose.flatMap((one, at) => taken(one, askColumn + asks.length + at)),
  };
}

/** A whole number of these parts makes whole prices of nearly all multipliers. */
const SCALES = [1, 2, 3, 4, 6, 12, 60, 420, 2 ** 12];

/** Prices at which what is hoped for is worth more than the sets can be; null where there are none. */
function cutOf(
  { kinds, asks }: TreeQuestion,
  { program, priceRow }: Serving,
  taken: readonly (readonly number[])[],
  hoped: readonly number[],
): readonly number[] | null {
  const arrays = arraysOf(program);
  const lp = new Simplex(arrays);
  // The bounds as they are: those that rows imply would take a part of the prices.
  const high = Float64Array.from(program.columns, (column) => column.high);
  lp.setBounds(new Float64Array(arrays.columns), high);
  if (lp.run(Infinity, MAX_PIVOTS) !== 'optimal') return null;
  const multipliers = asks.map((_, ask) => Math.abs(lp.reduced[arrays.columns + (priceRow[ask] ?? 0)] ?? 0));
  for (const scale of SCALES) {
    const cut = multipliers.map((one) => Math.round(one * scale));
    const worth = worthOf(asks, cut);
    let most = 0;
    kinds.forEach(({ sets, barred }, kind) =>
      sets.forEach((set, nth) => {
        const copies = taken[kind]?.[nth] ?? 0;
        if (copies > 0) most += copies * worth(set, barred);
      }),
    );
    if (hoped.reduce((sum, count, ask) => sum + count * (cut[ask] ?? 0), 0) > most) return cut;
  }
  return null;
}
