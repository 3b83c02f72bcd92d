/**
 * Checks answers about fleets of several boards, apart from the solver: every GPU, every request, every group, and the
 * prices that show that no fleet costs less. Takes nothing on trust but the catalogue and the checker of one GPU.
 */
import type { Board } from '../model/board.ts';
import { isLegalSet, setsOf, type Piece } from './verify.ts';

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
  | { readonly code: 'bound-not-shown'; readonly bound: number; readonly shown: number };

/** Everything that is wrong with a fleet and with the prices that are to prove it. */
export function verifyFleet(
  fleet: readonly {
    readonly board: Board;
    readonly cost: number;
    readonly count: number | null;
    readonly gpusPerHost?: number | null;
  }[],
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
  if (claim.bound !== null) faults.push(...faultsOfPrices(fleet, demand, claim, claim.bound));
  return faults;
}

function faultsOfPrices(
  fleet: readonly { readonly board: Board; readonly cost: number }[],
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
