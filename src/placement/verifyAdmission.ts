/**
 * Checks who was let in on GPUs that hold something already, apart from the solver: every GPU, every group, and that nobody
 * does better - by prices, or by a tree of cases with prices at each leaf (verifyTree.ts).
 */
import type { Board } from '../model/board.ts';
import { isLegalSet, setsOf, type Piece } from './verify.ts';
import {
  faultsOfTree,
  type GpuKind,
  type ProofTree,
  type TreeFault,
  type TreeQuestion,
} from './verifyTree.ts';

/** What is claimed of requests that are let in on GPUs that hold something already. */
export interface AdmitClaim {
  /** Granted of each wish. */
  readonly granted: readonly number[];
  readonly value: number;
  readonly bound: number;
  readonly isProven: boolean;
  /** By profile, whole; `scale` of them are one of value. Null: the bound is not shown by prices. */
  readonly prices: ReadonlyMap<string, number> | null;
  readonly scale: number;
  /** Shows the bound for the question that `admitQuestion` makes, negated; none: that is not looked at. */
  readonly tree?: ProofTree | null;
}

export interface AdmitSite {
  readonly board: Board;
  readonly standing: readonly Piece[];
  /** Which wish each is for; only where there are groups does it matter. */
  readonly added: readonly (Piece & { readonly wish?: number })[];
  /** Profiles that the driver there has. */
  readonly allowed: ReadonlySet<string>;
  /** Groups that have a VM there already. */
  readonly groups?: ReadonlySet<string>;
}

export interface AdmitWish {
  readonly profile: string;
  readonly count: number;
  readonly weight: number;
  /** No two of one group are on one GPU. */
  readonly group?: string | null;
}

export type AdmitFault =
  | { readonly code: 'weight-unusable'; readonly what: string }
  | { readonly code: 'layout-illegal' | 'profile-not-allowed'; readonly site: number }
  | { readonly code: 'granted-unusable' | 'wish-differs'; readonly wish: number }
  | { readonly code: 'group-together'; readonly site: number; readonly group: string }
  | {
      readonly code: 'count-differs';
      readonly profile: string;
      readonly wanted: number;
      readonly placed: number;
    }
  | { readonly code: 'value-differs'; readonly claimed: number; readonly value: number }
  | { readonly code: 'not-proven'; readonly value: number; readonly bound: number }
  /** The prices leave room for a value above the bound. */
  | { readonly code: 'bound-not-shown'; readonly bound: number; readonly shown: number }
  | TreeFault;

/**
 * Everything that is wrong with an admission and the prices that prove it: a GPU is worth no more than the dearest set that
 * can stand beside what it holds, a wish no more than its price and what it weighs above it.
 */
export function verifyAdmission(
  sites: readonly AdmitSite[],
  wishes: readonly AdmitWish[],
  { granted, value, bound, isProven, prices, scale, tree }: AdmitClaim,
): AdmitFault[] {
  const faults: AdmitFault[] = [];
  for (const [what, price] of [...(prices ?? []), ['scale', scale - 1] as const])
    if (!Number.isSafeInteger(price) || price < 0) faults.push({ code: 'weight-unusable', what });
  const left = new Map<string, number>();
  wishes.forEach(({ profile, count }, wish) => {
    const own = granted[wish] ?? 0;
    if (!Number.isSafeInteger(own) || own < 0 || own > count) faults.push({ code: 'granted-unusable', wish });
    left.set(profile, (left.get(profile) ?? 0) + own);
  });
  const placed = new Map([...left.keys()].map((profile) => [profile, 0]));
  sites.forEach(({ board, standing, added, allowed }, site) => {
    if (!isLegalSet(board, [...standing, ...added])) faults.push({ code: 'layout-illegal', site });
    if (added.some(({ profile }) => !allowed.has(profile)))
      faults.push({ code: 'profile-not-allowed', site });
    for (const { profile } of added) placed.set(profile, (placed.get(profile) ?? 0) + 1);
  });
  for (const [profile, count] of placed) {
    const wanted = left.get(profile) ?? 0;
    if (count !== wanted) faults.push({ code: 'count-differs', profile, wanted, placed: count });
  }
  if (wishes.some(({ group }) => group != null)) faults.push(...faultsOfGroups(sites, wishes, granted));
  const worth = wishes.reduce((sum, { weight }, wish) => sum + weight * (granted[wish] ?? 0), 0);
  if (worth !== value) faults.push({ code: 'value-differs', claimed: value, value: worth });
  if (isProven && bound !== value) faults.push({ code: 'not-proven', value, bound });
  if (faults.some(({ code }) => code === 'weight-unusable')) return faults;
  if (tree != null) faults.push(...faultsOfTree(admitQuestion(sites, wishes), tree, -bound));
  if (prices === null) return faults;
  let most = 0n;
  const dearest = new Map<string, number>();
  for (const { board, standing, allowed } of sites) {
    const here = standing.map(({ profile, start }) => `${profile}@${start}`).sort();
    const key = [board.id, ...here, ...allowed].join('|');
    const known = dearest.get(key) ?? dearestBeside(board, standing, allowed, prices);
    dearest.set(key, known);
    most += BigInt(known);
  }
  for (const { profile, count, weight } of wishes) {
    // In whole numbers of any size: weight and scale may each be large.
    const gain = BigInt(weight) * BigInt(scale) - BigInt(prices.get(profile) ?? 0);
    if (gain > 0n) most += BigInt(count) * gain;
  }
  const shown = Number(most / BigInt(scale));
  if (!(shown <= bound)) faults.push({ code: 'bound-not-shown', bound, shown });
  return faults;
}

/** Each piece is for a wish, as many as were granted, and none beside another of its group. */
function faultsOfGroups(
  sites: readonly AdmitSite[],
  wishes: readonly AdmitWish[],
  granted: readonly number[],
): AdmitFault[] {
  const faults: AdmitFault[] = [];
  const served = wishes.map(() => 0);
  sites.forEach(({ added, groups }, site) => {
    const here = new Set(groups);
    for (const { profile, wish = -1 } of added) {
      const own = wishes[wish];
      if (own?.profile !== profile) {
        faults.push({ code: 'wish-differs', wish });
        continue;
      }
      served[wish] = (served[wish] ?? 0) + 1;
      if (own.group == null) continue;
      if (here.has(own.group)) faults.push({ code: 'group-together', site, group: own.group });
      here.add(own.group);
    }
  });
  served.forEach((count, wish) => {
    if (count !== (granted[wish] ?? 0)) faults.push({ code: 'wish-differs', wish });
  });
  return faults;
}

/** The sets that can be added to what stands. */
function* setsBeside({ board, standing, allowed }: AdmitSite): Generator<readonly Piece[]> {
  const isStanding = ({ profile, start }: Piece): boolean =>
    standing.some((one) => one.profile === profile && one.start === start);
  for (const set of setsOf(board)) {
    const added = set.filter((piece) => !isStanding(piece));
    if (set.length - added.length !== standing.length) continue;
    if (added.every(({ profile }) => allowed.has(profile))) yield added;
  }
}

/**
 * The question that a tree is about: a kind for GPUs that can take the same, in the order of their first; its sets those that
 * no other one has all of; an ask and a pool for each wish and each profile, in the order of the wishes.
 */
export function admitQuestion(sites: readonly AdmitSite[], wishes: readonly AdmitWish[]): TreeQuestion {
  const pools = [...new Set(wishes.map(({ profile }) => profile))];
  const named = new Set(wishes.flatMap(({ group }) => group ?? []));
  const kinds = new Map<string, GpuKind & { most: number }>();
  const known = new Map<string, readonly (readonly number[])[]>();
  for (const site of sites) {
    const here = site.standing.map(({ profile, start }) => `${profile}@${start}`).sort();
    const like = [site.board.id, here.join(), [...site.allowed].sort().join()].join('|');
    let sets = known.get(like);
    if (sets === undefined) known.set(like, (sets = largestCounts(setsBeside(site), pools)));
    const barred = [...(site.groups ?? [])].filter((group) => named.has(group)).sort();
    const key = JSON.stringify([sets, barred]);
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { cost: 0, most: 1, sets, barred: new Set(barred) });
    else kind.most++;
  }
  return {
    kinds: [...kinds.values()],
    asks: wishes.map(({ profile, count, weight, group = null }) => ({
      ...{ least: 0, most: count, weight, group },
      pools: [pools.indexOf(profile)],
    })),
  };
}

/** Counts by pool of the sets, without those that another one has all of. */
export function largestCounts(
  sets: Iterable<readonly { readonly profile: string }[]>,
  pools: readonly string[],
): (readonly number[])[] {
  const counts = new Map<string, readonly number[]>();
  for (const set of sets) {
    const own = pools.map((pool) => set.filter(({ profile }) => profile === pool).length);
    counts.set(own.join(), own);
  }
  const all = [...counts.values()];
  return all.filter(
    (one) => !all.some((other) => other !== one && one.every((count, at) => count <= (other[at] ?? 0))),
  );
}

/** What the dearest legal set costs that holds all of `standing`, without it. */
function dearestBeside(
  board: Board,
  standing: readonly Piece[],
  allowed: ReadonlySet<string>,
  prices: ReadonlyMap<string, number>,
): number {
  let most = 0;
  for (const added of setsBeside({ board, standing, added: [], allowed })) {
    const price = added.reduce((sum, { profile }) => sum + (prices.get(profile) ?? 0), 0);
    if (price > most) most = price;
  }
  return most;
}
