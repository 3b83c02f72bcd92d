/** Small questions of who is served by which sets, by seed, and their answers by trying all there is. */
import { isAccepted, RAW_BOARDS, type Piece } from '../oracle.testing.ts';
import type { Ask, GpuKind, TreeQuestion } from '../verifyTree.ts';
import { mulberry32 } from './seeded.ts';

/**
 * Of two pools, up to four GPUs of up to two kinds and two to four asks. `admission`: GPUs cost nothing, and what is served
 * weighs; `fleet`: all have to be served, and GPUs cost. `isApart`: some are in groups.
 */
export function seededTreeQuestion(
  seed: number,
  sort: 'admission' | 'fleet',
  isApart: boolean,
): TreeQuestion {
  const random = mulberry32(seed * 7919 + (sort === 'fleet' ? 1 : 0) + (isApart ? 2 : 0));
  const below = (most: number): number => Math.floor(random() * most);
  const kinds = Array.from({ length: 1 + below(2) }, (): GpuKind => {
    const sets = Array.from({ length: 1 + below(2) }, () => [below(3), below(2)]);
    const barred = isApart && below(4) === 0 ? ['a'] : [];
    return { cost: sort === 'fleet' ? 1 + below(5) : 0, most: 1 + below(2), sets, barred: new Set(barred) };
  });
  const asks = Array.from({ length: 2 + below(3) }, (): Ask => {
    const most = 1 + below(2);
    const pools = below(3) === 0 ? [0, 1] : [below(2)];
    const group = isApart ? ([null, 'a', 'a', 'b'][below(4)] ?? null) : null;
    return sort === 'fleet'
      ? { least: most, most, weight: 0, group, pools }
      : { least: 0, most, weight: 1 + below(9), group, pools };
  });
  return { kinds, asks };
}

/** What the GPUs cost at the least, less what the served asks weigh; null where not all that must be served can be. */
export function leastValue({ kinds, asks }: TreeQuestion): number | null {
  let states = new Map([[asks.map(() => 0).join(), 0]]);
  for (const { cost, most, sets, barred } of kinds) {
    const options = sets.flatMap((set) => served(set, asks, barred));
    for (let gpu = 0; gpu < most; gpu++) {
      const next = new Map(states);
      for (const [state, value] of states) {
        const before = state.split(',').map(Number);
        for (const option of options) {
          const then = before.map((count, ask) => count + (option[ask] ?? 0));
          if (then.some((count, ask) => count > (asks[ask]?.most ?? 0))) continue;
          const key = then.join();
          next.set(key, Math.min(next.get(key) ?? Infinity, value + cost));
        }
      }
      states = next;
    }
  }
  const values = [...states].flatMap(([state, cost]) => {
    const counts = state.split(',').map(Number);
    if (counts.some((count, ask) => count < (asks[ask]?.least ?? 0))) return [];
    return [cost - counts.reduce((sum, count, ask) => sum + count * (asks[ask]?.weight ?? 0), 0)];
  });
  return values.length === 0 ? null : Math.min(...values);
}

/** Whom one GPU with these slots may serve: each slot somebody of its pool or nobody, of a group one at the most. */
function served(set: readonly number[], asks: readonly Ask[], barred: ReadonlySet<string>): number[][] {
  const slots = set.flatMap((count, pool) => new Array<number>(count).fill(pool));
  const found = new Map<string, number[]>();
  const visit = (slot: number, counts: readonly number[], groups: readonly string[]): void => {
    const pool = slots[slot];
    if (pool === undefined) return void found.set(counts.join(), [...counts]);
    visit(slot + 1, counts, groups);
    for (const [ask, { group, pools }] of asks.entries()) {
      if (!pools.includes(pool) || (group !== null && (barred.has(group) || groups.includes(group))))
        continue;
      const more = counts.with(ask, (counts[ask] ?? 0) + 1);
      visit(slot + 1, more, group === null ? groups : [...groups, group]);
    }
  };
  visit(
    0,
    asks.map(() => 0),
    [],
  );
  return [...found.values()];
}

const beside = new Map<string, number[][]>();

/** Counts of the largest sets of these profiles that may stand beside what stands on a board, by the raw facts. */
export function setsBeside(id: string, standing: readonly Piece[], names: readonly string[]): number[][] {
  const asked = JSON.stringify([id, standing.map(({ profile, start }) => [profile, start]), names]);
  const known = beside.get(asked);
  if (known !== undefined) return known;
  const board = RAW_BOARDS.find((one) => one.id === id);
  if (board === undefined) throw new Error(`no board ${id}`);
  const found = new Map<string, number[]>();
  const visit = (pieces: readonly Piece[], from: number, counts: readonly number[]): void => {
    found.set(counts.join(), [...counts]);
    names.forEach((profile, name) => {
      for (const start of board.profiles.find((one) => one.name === profile)?.placements?.starts ?? []) {
        if (start < from || !isAccepted(board, [...pieces, { profile, start }])) continue;
        visit([...pieces, { profile, start }], start, counts.with(name, (counts[name] ?? 0) + 1));
      }
    });
  };
  visit(
    standing,
    0,
    names.map(() => 0),
  );
  const all = [...found.values()];
  const largest = all.filter(
    (one) => !all.some((other) => other !== one && one.every((count, at) => count <= (other[at] ?? 0))),
  );
  beside.set(asked, largest);
  return largest;
}
