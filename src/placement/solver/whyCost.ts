/** What a way out of a refusal costs, and which of two is cheaper. */

/** What a way costs beyond what was asked for. The earlier fields weigh more, whatever the later ones say. */
export interface WayCost {
  /** VMs that wait afterwards. */
  readonly vmsWaiting: number;
  /** Compute slices fewer than asked for. */
  readonly lessCompute: number;
  /** VMs whose instance goes or moves. */
  readonly vmsInterrupted: number;
  readonly instancesRemoved: number;
  readonly instancesMoved: number;
  /** 1 where it is another profile. */
  readonly otherProfile: number;
  /** Memory slices more than asked for. */
  readonly moreMemory: number;
  /** From what was asked for: 0 there, 1 another start, 2 another GPU of the host, 3 another host; of each move likewise. */
  readonly distance: number;
}

const COST_FIELDS: readonly (keyof WayCost)[] = [
  'vmsWaiting',
  'lessCompute',
  'vmsInterrupted',
  'instancesRemoved',
  'instancesMoved',
  'otherProfile',
  'moreMemory',
  'distance',
];

/** Negative where `a` is cheaper. */
export function compareCosts(a: WayCost, b: WayCost): number {
  for (const field of COST_FIELDS) if (a[field] !== b[field]) return a[field] - b[field];
  return 0;
}

/** What costs nothing. */
export const FREE: WayCost = {
  vmsWaiting: 0,
  lessCompute: 0,
  vmsInterrupted: 0,
  instancesRemoved: 0,
  instancesMoved: 0,
  otherProfile: 0,
  moreMemory: 0,
  distance: 0,
};

/** A way as far as it is found. */
interface Costly {
  readonly cost: WayCost;
}

/** How far moves may go so that a way of this cost, their distance not counted, is still cheaper than `best`. */
export function distanceLeft(best: Costly | null, cost: WayCost): number {
  if (best === null || compareCosts({ ...cost, distance: 0 }, { ...best.cost, distance: 0 }) < 0)
    return Infinity;
  return best.cost.distance - cost.distance;
}

/** Whether such a way, its distance being at the least what is said, may be cheaper. */
export function isCheaper(cost: WayCost, known: Costly | null): boolean {
  return known === null || compareCosts(cost, known.cost) < 0;
}

export function cheaper<T extends Costly>(a: T | null, b: T | null): T | null {
  if (a === null || b === null) return a ?? b;
  return compareCosts(b.cost, a.cost) < 0 ? b : a;
}
