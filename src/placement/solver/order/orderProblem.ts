/**
 * The bare question of order, without GPUs: instances that go ("vacates") and instances that come ("fills"). A fill has to
 * wait until what stands in its room is gone; what goes should wait until its replacement is there. Where that runs in a
 * circle, something is parked: it goes first, and what ran on it has no instance until its fill is there.
 */

export interface Vacate {
  /** Fills that must be there first, for whoever is on it goes there. Empty with `pool` null: it waits for nothing. */
  readonly needs: readonly number[];
  /** Instead of `needs`: any one fill of this pool will do, for instances of one profile are interchangeable. */
  readonly pool: number | null;
  /** What it costs to park it. A whole number, at least 1. */
  readonly weight: number;
}

export interface Fill {
  /** Vacates that stand in its room. */
  readonly waitsFor: readonly number[];
  /** The pool that it serves; null where it is meant for somebody, or for nobody. */
  readonly pool: number | null;
}

export interface OrderProblem {
  readonly vacates: readonly Vacate[];
  readonly fills: readonly Fill[];
}

export interface OrderSolution {
  /** By vacate: the fills that it waits for. The pools have been dealt out; what is over waits for nothing. */
  readonly needs: readonly (readonly number[])[];
  /** Vacates that go before their fills are there, ascending. */
  readonly parked: readonly number[];
  /** The weight of `parked`. */
  readonly cost: number;
}

/** By vacate, the fills whose room it stands in. */
export function standsIn({ vacates, fills }: OrderProblem): number[][] {
  const blocks = vacates.map((): number[] => []);
  for (const [fill, { waitsFor }] of fills.entries()) for (const v of waitsFor) blocks[v]?.push(fill);
  return blocks;
}

/** By pool: how many may go with nothing in return, for fewer come than go. */
export function surplusOf({ vacates, fills }: OrderProblem): Map<number, number> {
  const surplus = new Map<number, number>();
  for (const { pool } of vacates) if (pool !== null) surplus.set(pool, (surplus.get(pool) ?? 0) + 1);
  for (const { pool } of fills) if (pool !== null) surplus.set(pool, (surplus.get(pool) ?? 0) - 1);
  for (const [pool, count] of surplus) if (count < 0) surplus.set(pool, 0);
  return surplus;
}

/**
 * The problem cut into parts that have nothing to do with each other: no room, no wish and no pool in common. A pool that
 * needs nothing of its kind (all of it may go) does not tie.
 */
export function partsOf(problem: OrderProblem): { vacates: number[]; fills: number[] }[] {
  const { vacates, fills } = problem;
  const parent = Array.from({ length: vacates.length + fills.length }, (_, at) => at);
  const root = (at: number): number => {
    let top = at;
    while (parent[top] !== top) top = parent[top] ?? top;
    for (let next = at; next !== top;) [next, parent[next]] = [parent[next] ?? top, top];
    return top;
  };
  const tie = (a: number, b: number): void => void (parent[root(a)] = root(b));
  const pools = new Map<number, number>();
  const tiePool = (pool: number | null, at: number): void => {
    if (pool === null) return;
    const first = pools.get(pool);
    if (first === undefined) pools.set(pool, at);
    else tie(first, at);
  };
  for (const [at, { needs, pool }] of vacates.entries()) {
    for (const fill of needs) tie(at, vacates.length + fill);
    tiePool(pool, at);
  }
  for (const [at, { waitsFor, pool }] of fills.entries()) {
    for (const v of waitsFor) tie(v, vacates.length + at);
    tiePool(pool, vacates.length + at);
  }
  const parts = new Map<number, { vacates: number[]; fills: number[] }>();
  for (const at of parent.keys()) {
    const part = parts.get(root(at)) ?? { vacates: [], fills: [] };
    parts.set(root(at), part);
    if (at < vacates.length) part.vacates.push(at);
    else part.fills.push(at - vacates.length);
  }
  return [...parts.values()];
}

/** The part as a problem of its own. */
export function partProblem(
  { vacates, fills }: OrderProblem,
  part: { readonly vacates: readonly number[]; readonly fills: readonly number[] },
): OrderProblem {
  const vacateAt = new Map(part.vacates.map((v, at) => [v, at]));
  const fillAt = new Map(part.fills.map((f, at) => [f, at]));
  return {
    vacates: part.vacates.flatMap((v) => {
      const one = vacates[v];
      return one === undefined ? [] : [{ ...one, needs: one.needs.flatMap((f) => fillAt.get(f) ?? []) }];
    }),
    fills: part.fills.flatMap((f) => {
      const one = fills[f];
      return one === undefined
        ? []
        : [{ ...one, waitsFor: one.waitsFor.flatMap((v) => vacateAt.get(v) ?? []) }];
    }),
  };
}
