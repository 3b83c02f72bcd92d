/**
 * Deals out members of groups to GPUs that all take the same set, so that no GPU has two of one group. There is always a
 * way where no group has more members than there are GPUs and no profile more than all GPUs have slots of it: to colour the
 * edges of a bipartite graph (groups on one side, slots on the other, a GPU is a colour) takes as many colours as the
 * largest number of edges at one end. It is found edge by edge: where a GPU is free for the group and another one for the
 * slot, along the path on which the two alternate they are exchanged.
 */

/** So many members of an ask of a group, in slots of a profile. */
export interface Members {
  readonly ask: number;
  readonly group: string;
  readonly pool: number;
  readonly count: number;
}

interface Edge {
  readonly ask: number;
  readonly pool: number;
  readonly ends: readonly [group: string, slot: string];
  gpu: number;
}

/** For each of `gpus` GPUs, the asks that it serves, each in a slot of its pool. `slots` are those of one GPU by pool. */
export function dealApart(
  gpus: number,
  slots: readonly number[],
  members: readonly Members[],
): (readonly { readonly ask: number; readonly pool: number }[])[] {
  // Each pool as so many rows of slots, one slot a GPU; edges are filled into the rows one after the other.
  const edges: Edge[] = [];
  const filled = slots.map(() => 0);
  for (const { ask, group, pool, count } of members) {
    for (let nth = 0; nth < count; nth++) {
      const row = Math.floor((filled[pool] ?? 0) / gpus);
      if (row >= (slots[pool] ?? 0)) throw new Error('more members than slots');
      filled[pool] = (filled[pool] ?? 0) + 1;
      edges.push({ ask, pool, ends: [`group ${group}`, `slot ${pool}.${row}`], gpu: -1 });
    }
  }
  // Edge at each end by its GPU.
  const at = new Map<string, (Edge | null)[]>();
  const here = (end: string): (Edge | null)[] => {
    const own = at.get(end) ?? new Array<Edge | null>(gpus).fill(null);
    at.set(end, own);
    return own;
  };
  for (const edge of edges) {
    const [group, slot] = edge.ends;
    const one = here(group).indexOf(null);
    const other = here(slot).indexOf(null);
    if (one < 0 || other < 0) throw new Error('more members than GPUs');
    // From the slot the path leaves on the GPU that is free for the group, and never comes to the group itself.
    const path: Edge[] = [];
    let end = slot;
    for (let gpu = one; ; gpu = gpu === one ? other : one) {
      const next = here(end)[gpu] ?? null;
      if (next === null) break;
      path.push(next);
      end = next.ends[0] === end ? next.ends[1] : next.ends[0];
    }
    for (const on of path) for (const which of on.ends) here(which)[on.gpu] = null;
    for (const on of path) {
      on.gpu = on.gpu === one ? other : one;
      for (const which of on.ends) here(which)[on.gpu] = on;
    }
    edge.gpu = one;
    for (const which of edge.ends) here(which)[one] = edge;
  }
  const dealt = Array.from({ length: gpus }, (): { ask: number; pool: number }[] => []);
  for (const { ask, pool, gpu } of edges) dealt[gpu]?.push({ ask, pool });
  return dealt;
}
