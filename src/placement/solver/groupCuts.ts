/**
 * Prices of asks that tell the relaxation of groups: what is served is worth, at any prices, no more than the sets it is served
 * from can be when each has one of a group at the most. One for each member of a group says that it needs so many GPUs; one
 * for each of some of its profiles, so many GPUs with one of these; one for each of the k largest groups, that a GPU has no
 * more than k of their slots. Others are found where these do not do.
 */
import type { TreeQuestion } from '../verifyTree.ts';

/** Subsets of the asks of a group, where it has no more than so many. */
const MAX_SUBSETS = 4;
/** Groups together, at the most, and cuts in all. */
const MAX_TOGETHER = 8;
const MAX_CUTS = 60;

export function groupCuts({ asks }: TreeQuestion): (readonly number[])[] {
  const groups = new Map<string, number[]>();
  asks.forEach(({ group }, ask) => {
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), ask]);
  });
  const cuts = new Map<string, readonly number[]>();
  const add = (members: readonly number[]): void => {
    if (members.length === 0 || cuts.size >= MAX_CUTS) return;
    const cut = asks.map((_, ask) => (members.includes(ask) ? 1 : 0));
    cuts.set(cut.join(''), cut);
  };
  const sizeOf = (own: readonly number[]): number =>
    own.reduce((sum, ask) => sum + (asks[ask]?.most ?? 0), 0);
  const largest = [...groups.values()].sort((a, b) => sizeOf(b) - sizeOf(a));
  for (const own of largest) if (sizeOf(own) > 1) add(own);
  for (const own of largest) {
    if (own.length > MAX_SUBSETS) continue;
    for (let bits = 1; bits < 1 << own.length; bits++) {
      const some = own.filter((_, nth) => (bits & (1 << nth)) !== 0);
      if (sizeOf(some) > 1) add(some);
    }
  }
  const pools = [...new Set(asks.flatMap((ask) => ask.pools))];
  for (const pool of pools) {
    const inPool = (ask: number): boolean => asks[ask]?.pools.includes(pool) === true;
    const own = largest.map((members) => members.filter(inPool)).sort((a, b) => sizeOf(b) - sizeOf(a));
    for (let count = 2; count <= Math.min(MAX_TOGETHER, own.length); count++) add(own.slice(0, count).flat());
  }
  return [...cuts.values()];
}
