/**
 * Checks proofs of what GPUs that are cut into sets can come to at the least: a tree of cases, with prices at each leaf. Apart
 * from the solver: it knows the question, which its caller makes from the facts, and the tree, of which it believes nothing.
 *
 * The question: GPUs of some kinds, each taking one of the sets of its kind (a GPU that holds less holds part of one), and
 * asks that are served from the sets, each from a slot of one of its pools, on one GPU no two of one group. Its value is
 * what the GPUs cost less what the served asks weigh, and the claim is that none is below a bound.
 *
 * Why a leaf shows it: give each ask a price. Whatever is served is worth, at these prices, no more than the sets it is served
 * from can be worth; so taking from the value the prices of what is served and giving back the dearest that each set could
 * hold never raises it. What is left falls apart: each ask is served as often as is cheapest, each kind takes its cheapest
 * sets, within the limits of the case. The sum is in whole parts of `scale`, in big integers, so nothing is rounded;
 * and since every value is a multiple of one step, the sum is raised to the next multiple.
 *
 * Why a tree shows it: a fork splits on a whole number that is at most k or at least k + 1, so its two cases leave out nothing.
 */

/** GPUs that can take the same sets. */
export interface GpuKind {
  readonly cost: number;
  /** So many of them at the most. */
  readonly most: number;
  /** Slots of each pool: every way to fill such a GPU is part of one of these. */
  readonly sets: readonly (readonly number[])[];
  /** Groups that have a member on each of them already. */
  readonly barred: ReadonlySet<string>;
}

export interface Ask {
  /** So many of it are served at the least, and at the most. */
  readonly least: number;
  readonly most: number;
  readonly weight: number;
  readonly group: string | null;
  /** Any of these serves it. */
  readonly pools: readonly number[];
}

export interface TreeQuestion {
  readonly kinds: readonly GpuKind[];
  readonly asks: readonly Ask[];
}

export interface ProofLeaf {
  /** A whole number from 0 for each ask; `scale` of them are one of cost or weight. */
  readonly prices: readonly number[];
  /** Nothing: costs and weights count for nothing, and the prices show that the case cannot be at all. */
  readonly scale: number;
}

/** How many GPUs of a kind there are, how many of them take a set, or how often an ask is served. */
export type Counted =
  | { readonly kind: number; readonly set: number | null; readonly ask?: never }
  | { readonly ask: number; readonly kind?: never; readonly set?: never };

export interface ProofFork {
  readonly on: Counted;
  readonly atMost: number;
  readonly below?: ProofTree;
  readonly above?: ProofTree;
}

export type ProofTree = ProofLeaf | ProofFork;

export interface TreeFault {
  /** `leaf-short`: the case may come to `shown`, which is below the bound. */
  readonly code: 'case-missing' | 'fork-unusable' | 'leaf-unusable' | 'leaf-short';
  /** The case: "<" for at most, ">" for more, from the root. */
  readonly path: string;
  /** Null: nothing is shown of the case. */
  readonly shown?: number | null;
}

/** How many cases the tree comes to. */
export function leavesOf(tree: ProofTree | undefined): number {
  if (tree === undefined) return 0;
  return 'prices' in tree ? 1 : leavesOf(tree.below) + leavesOf(tree.above);
}

type Range = readonly [least: number, most: number];

/** Limits of a case. */
export interface Case {
  readonly kinds: readonly { readonly all: Range; readonly sets: readonly Range[] }[];
  readonly asks: readonly Range[];
}

/** The case that all of a question is. */
export function wholeCase({ kinds, asks }: TreeQuestion): Case {
  return {
    kinds: kinds.map(({ most, sets }) => ({ all: [0, most], sets: sets.map((): Range => [0, most]) })),
    asks: asks.map(({ least, most }): Range => [least, most]),
  };
}

/** Everything that is wrong with a tree which is to show that no value of the question is below `bound`. */
export function faultsOfTree(question: TreeQuestion, tree: ProofTree, bound: number): TreeFault[] {
  const faults: TreeFault[] = [];
  const visit = (node: ProofTree | undefined, limits: Case, path: string): void => {
    if (node === undefined) return void faults.push({ code: 'case-missing', path });
    if ('prices' in node) {
      const shown = shownBy(question, limits, node);
      if (shown === 'unusable') faults.push({ code: 'leaf-unusable', path });
      else if (shown === null || !(shown >= bound)) faults.push({ code: 'leaf-short', path, shown });
      return;
    }
    const { on, atMost, below, above } = node;
    const cases = Number.isSafeInteger(atMost) ? splitCase(limits, on, atMost) : null;
    if (cases === null) return void faults.push({ code: 'fork-unusable', path });
    visit(below, cases[0], `${path}<`);
    visit(above, cases[1], `${path}>`);
  };
  visit(tree, wholeCase(question), '');
  return faults;
}

/** The case with at most so many, and the one with more; null where there is nothing of the name. */
export function splitCase({ kinds, asks }: Case, on: Counted, atMost: number): readonly [Case, Case] | null {
  const cut = ([least, most]: Range): readonly [Range, Range] => [
    [least, Math.min(most, atMost)],
    [Math.max(least, atMost + 1), most],
  ];
  if (on.ask !== undefined) {
    const range = asks[on.ask];
    if (range === undefined) return null;
    const [below, above] = cut(range);
    return [
      { kinds, asks: asks.with(on.ask, below) },
      { kinds, asks: asks.with(on.ask, above) },
    ];
  }
  const kind = kinds[on.kind];
  const range = on.set === null ? kind?.all : kind?.sets[on.set];
  if (kind === undefined || range === undefined) return null;
  const put = (half: Range): Case => {
    const changed =
      on.set === null ? { ...kind, all: half } : { ...kind, sets: kind.sets.with(on.set, half) };
    return { kinds: kinds.with(on.kind, changed), asks };
  };
  const [below, above] = cut(range);
  return [put(below), put(above)];
}

/** Figures beyond are not summed in floating point; what is below stays exact for sets of a hundred slots. */
const LARGEST = 2 ** 46;

/** The least value that the leaf shows for the case: Infinity for a case that cannot be, null for nothing shown. */
export function shownBy(
  { kinds, asks }: TreeQuestion,
  limits: Case,
  { prices, scale }: ProofLeaf,
): number | null | 'unusable' {
  const isFine = (figure: number | undefined): boolean =>
    Number.isSafeInteger(figure) && figure !== undefined && figure >= 0 && figure < LARGEST;
  if (prices.length !== asks.length || !prices.every(isFine) || !isFine(scale)) return 'unusable';
  let total = 0n;
  let step = 0;
  for (const [at, { weight }] of asks.entries()) {
    const [least, most] = limits.asks[at] ?? [0, 0];
    if (least > most) return Infinity;
    const each = (prices[at] ?? 0) - weight * scale;
    if (!Number.isSafeInteger(each)) return 'unusable';
    total += BigInt(each) * BigInt(each > 0 ? least : most);
    step = divisor(step, weight);
  }
  const worth = worthOf(asks, prices);
  for (const [at, { cost, sets, barred }] of kinds.entries()) {
    const limit = limits.kinds[at];
    if (limit === undefined || !isFine(cost) || !isFine(cost * scale)) return 'unusable';
    const least = cheapest(
      sets.map((set, nth) => ({
        each: cost * scale - worth(set, barred),
        range: limit.sets[nth] ?? [0, 0],
      })),
      limit.all,
    );
    if (least === null) return Infinity;
    total += least;
    step = divisor(step, cost);
  }
  if (scale === 0) return total > 0n ? Infinity : null;
  const unit = BigInt(scale) * BigInt(Math.max(1, step));
  // Division of big integers rounds toward 0.
  const whole = total / unit + (total > 0n && total % unit !== 0n ? 1n : 0n);
  return Number(whole) * Math.max(1, step);
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** The least that so many GPUs come to, each set so often as its range allows; null when they cannot. */
function cheapest(
  sets: readonly { readonly each: number; readonly range: Range }[],
  [least, most]: Range,
): bigint | null {
  let total = 0n;
  let taken = 0;
  for (const { each, range } of sets) {
    if (range[0] > range[1]) return null;
    total += BigInt(each) * BigInt(range[0]);
    taken += range[0];
  }
  if (taken > most || least > most) return null;
  for (const { each, range } of [...sets].sort((a, b) => a.each - b.each)) {
    const more = Math.min(range[1] - range[0], (each < 0 ? most : Math.max(least, taken)) - taken);
    total += BigInt(each) * BigInt(more);
    taken += more;
  }
  return taken < least ? null : total;
}

/** What a set can be worth at these prices: each slot goes to an ask or to nobody, and of a group one at the most is served. */
export function worthOf(
  asks: readonly Ask[],
  prices: readonly number[],
): (set: readonly number[], barred: ReadonlySet<string>) => number {
  const plain: number[] = [];
  const offers = new Map<string, number[]>();
  asks.forEach(({ group, pools }, at) => {
    const price = prices[at] ?? 0;
    const own = group === null ? plain : (offers.get(group) ?? []);
    if (group !== null) offers.set(group, own);
    for (const pool of pools) own[pool] = Math.max(own[pool] ?? 0, price);
  });
  // Of a group counts what it offers above what anybody pays.
  const gains = [...offers].map(([group, own]) => ({
    group,
    more: new Map(
      own.flatMap((price, pool): [number, number][] =>
        price > (plain[pool] ?? 0) ? [[pool, price - (plain[pool] ?? 0)]] : [],
      ),
    ),
  }));
  return (set, barred) => {
    const pools = set.flatMap((count, pool) => (count > 0 ? [pool] : []));
    let best = new Map([[0, 0]]);
    // States by how many slots of each pool groups have taken; one group after the other takes one more, or none.
    for (const { group, more } of gains) {
      if (more.size === 0 || barred.has(group)) continue;
      const next = new Map(best);
      for (const [state, value] of best) {
        for (const [nth, pool] of pools.entries()) {
          const one = 16 ** nth;
          const gain = more.get(pool) ?? 0;
          if (gain === 0 || Math.floor(state / one) % 16 >= (set[pool] ?? 0)) continue;
          next.set(state + one, Math.max(next.get(state + one) ?? 0, value + gain));
        }
      }
      best = next;
    }
    const gained = Math.max(...best.values());
    return pools.reduce((sum, pool) => sum + (set[pool] ?? 0) * (plain[pool] ?? 0), gained);
  };
}
