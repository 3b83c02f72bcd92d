/**
 * Checks answers about fleets of several boards, apart from the solver: every GPU, every request, every group, and the
 * prices that show that no fleet costs less. Takes nothing on trust but the catalogue and the checker of one GPU.
 */
import type { Board } from '../model/board.ts';
import { isLegalSet, setsOf, type Piece } from './verify.ts';
import { largestCounts } from './verifyAdmission.ts';
import { faultsOfTree, type ProofTree, type TreeFault, type TreeQuestion } from './verifyTree.ts';

/** What was asked for: each request says how many, of which group, and which profiles serve it. */
export interface FleetDemand {
  readonly count: number;
  readonly group: string | null;
  readonly isServedBy: (board: Board, profile: string) => boolean;
}

export interface FleetClaim {
  readonly cost: number;
  /** What is shown: no fleet costs less. Null where nothing is claimed. */
  readonly bound: number | null;
  readonly gpus: readonly {
    /** Index in the fleet. */
    readonly fleet: number;
    readonly host: number | null;
    readonly instances: readonly (Piece & { readonly request: number })[];
  }[];
  /** Of one member of each request; `scale` of them are one unit of cost, and every cost is a multiple of `step`. */
  readonly prices: readonly number[];
  readonly scale: number;
  readonly step: number;
  /** Shows the bound in the place of the prices, for the question that `fleetQuestion` makes. */
  readonly tree?: ProofTree | null;
}

export type FleetFault =
  | { readonly code: 'board-unknown' | 'layout-illegal' | 'host-unknown'; readonly gpu: number }
  | { readonly code: 'not-served'; readonly gpu: number; readonly request: number }
  | {
      readonly code: 'count-differs';
      readonly request: number;
      readonly wanted: number;
      readonly placed: number;
    }
  | { readonly code: 'group-together'; readonly group: string; readonly gpu: number }
  | { readonly code: 'cost-differs'; readonly claimed: number; readonly found: number }
  | { readonly code: 'too-many-gpus'; readonly fleet: number }
  | { readonly code: 'host-too-full'; readonly fleet: number; readonly host: number }
  | { readonly code: 'price-unusable'; readonly request: number }
  /** A legal set of one GPU of this board is worth more than the board costs. */
  | { readonly code: 'board-too-cheap'; readonly fleet: number; readonly worth: number }
  | { readonly code: 'bound-not-shown'; readonly bound: number; readonly shown: number }
  | TreeFault;

export interface FleetOffer {
  readonly board: Board;
  readonly cost: number;
  /** GPUs to be had at the most; null where it is not limited. */
  readonly count: number | null;
  readonly gpusPerHost?: number | null;
}

/** Everything that is wrong with a fleet and with the prices that are to prove it. */
export function verifyFleet(
  fleet: readonly FleetOffer[],
  demand: readonly FleetDemand[],
  apart: 'gpu' | 'host',
  claim: FleetClaim,
): FleetFault[] {
  const faults: FleetFault[] = [];
  const placed = demand.map(() => 0);
  const used = fleet.map(() => 0);
  const members = new Set<string>();
  const onHost = new Map<string, number>();
  let cost = 0;
  claim.gpus.forEach(({ fleet: at, host, instances }, gpu) => {
    const own = fleet[at];
    if (own === undefined) return faults.push({ code: 'board-unknown', gpu });
    cost += own.cost;
    used[at] = (used[at] ?? 0) + 1;
    // Who does not say on which host a GPU stands cannot say that it is another one.
    if (host === null && own.gpusPerHost != null && apart === 'host')
      faults.push({ code: 'host-unknown', gpu });
    if (host !== null && own.gpusPerHost != null) {
      const there = (onHost.get(`${at}/${host}`) ?? 0) + 1;
      onHost.set(`${at}/${host}`, there);
      if (there > own.gpusPerHost) faults.push({ code: 'host-too-full', fleet: at, host });
    }
    if (!isLegalSet(own.board, instances)) faults.push({ code: 'layout-illegal', gpu });
    for (const { profile, request } of instances) {
      const asked = demand[request];
      if (asked?.isServedBy(own.board, profile) !== true) faults.push({ code: 'not-served', gpu, request });
      placed[request] = (placed[request] ?? 0) + 1;
      if (asked?.group == null) continue;
      const place = JSON.stringify([asked.group, apart === 'host' && host !== null ? [at, host] : gpu]);
      if (members.has(place)) faults.push({ code: 'group-together', group: asked.group, gpu });
      members.add(place);
    }
    return gpu;
  });
  demand.forEach(({ count: wanted }, request) => {
    const found = placed[request] ?? 0;
    if (found !== wanted) faults.push({ code: 'count-differs', request, wanted, placed: found });
  });
  if (cost !== claim.cost) faults.push({ code: 'cost-differs', claimed: claim.cost, found: cost });
  fleet.forEach(({ count }, index) => {
    if (count !== null && (used[index] ?? 0) > count) faults.push({ code: 'too-many-gpus', fleet: index });
  });
  if (claim.bound === null) return faults;
  if (claim.tree != null)
    faults.push(...faultsOfTree(fleetQuestion(fleet, demand, apart), claim.tree, claim.bound));
  else faults.push(...faultsOfPrices(fleet, demand, claim, claim.bound));
  return faults;
}

/**
 * The question that a tree is about: a kind for each board, a pool for each profile of each board, an ask for requests that
 * the same profiles serve, in the order of the first. Groups are in it where a GPU has at most one of each; where it is hosts
 * that have, they are not, and what is shown without them holds with them as well.
 */
export function fleetQuestion(
  fleet: readonly FleetOffer[],
  demand: readonly FleetDemand[],
  apart: 'gpu' | 'host',
): TreeQuestion {
  const names = fleet.map(({ board }) => board.profiles.map(({ name }) => name));
  const firsts = names.map((_, at) => names.slice(0, at).reduce((sum, own) => sum + own.length, 0));
  const asks = new Map<string, { group: string | null; count: number; pools: number[] }>();
  let all = 0;
  for (const { count, group: named, isServedBy } of demand) {
    const pools = fleet.flatMap(({ board }, at) =>
      (names[at] ?? []).flatMap((name, nth) => (isServedBy(board, name) ? [(firsts[at] ?? 0) + nth] : [])),
    );
    const group = apart === 'gpu' ? named : null;
    const ask = asks.get(JSON.stringify([group, pools]));
    if (ask === undefined) asks.set(JSON.stringify([group, pools]), { group, count, pools });
    else ask.count += count;
    all += count;
  }
  const wanted = new Set([...asks.values()].flatMap(({ pools }) => pools));
  const kinds = fleet.map(({ board, cost, count }, at) => {
    const own = (names[at] ?? []).map((name, nth) => (wanted.has((firsts[at] ?? 0) + nth) ? name : ''));
    const sets = largestCounts(setsOf(board), own);
    const before = new Array<number>(firsts[at] ?? 0).fill(0);
    // No answer of the least cost has a GPU that serves nobody.
    return {
      cost,
      most: Math.min(count ?? all, all),
      sets: sets.map((set) => [...before, ...set]),
      barred: new Set<string>(),
    };
  });
  return {
    kinds,
    asks: [...asks.values()].map(({ group, count, pools }) => ({
      least: count,
      most: count,
      weight: 0,
      group,
      pools,
    })),
  };
}

function faultsOfPrices(
  fleet: readonly FleetOffer[],
  demand: readonly FleetDemand[],
  { prices, scale, step }: FleetClaim,
  bound: number,
): FleetFault[] {
  const faults: FleetFault[] = [];
  // Figures that are no whole numbers show nothing, and could not be reckoned with.
  if (!Number.isSafeInteger(scale) || scale < 1 || !Number.isSafeInteger(step) || step < 0)
    return [{ code: 'bound-not-shown', bound, shown: 0 }];
  demand.forEach((_, request) => {
    const price = prices[request] ?? -1;
    if (!Number.isSafeInteger(price) || price < 0) faults.push({ code: 'price-unusable', request });
  });
  if (faults.length > 0) return faults;
  fleet.forEach(({ board, cost }, index) => {
    // An instance is worth what the dearest request would pay that it serves.
    const worth = new Map(
      board.profiles.map(({ name }) => [
        name,
        Math.max(
          0,
          ...demand.map((one, request) => (one.isServedBy(board, name) ? (prices[request] ?? 0) : 0)),
        ),
      ]),
    );
    const most = setsOf(board).reduce(
      (highest, set) =>
        Math.max(
          highest,
          set.reduce((sum, { profile }) => sum + (worth.get(profile) ?? 0), 0),
        ),
      0,
    );
    if (BigInt(most) > BigInt(cost) * BigInt(scale))
      faults.push({ code: 'board-too-cheap', fleet: index, worth: most });
    if (step > 0 && cost % step !== 0) faults.push({ code: 'bound-not-shown', bound, shown: 0 });
  });
  // In big integers, so that no quotient is rounded.
  const total = demand.reduce(
    (sum, { count }, request) => sum + BigInt(count) * BigInt(Math.floor(prices[request] ?? 0)),
    0n,
  );
  const one = BigInt(scale) * BigInt(Math.max(1, step));
  const shown = Number((total + one - 1n) / one) * Math.max(1, step);
  if (!(shown >= bound)) faults.push({ code: 'bound-not-shown', bound, shown });
  return faults;
}
