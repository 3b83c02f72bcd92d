/**
 * Who gets which slot, so that no two of a group are in one bin (a GPU, or a host). First everybody is dealt out in a
 * stride that spreads each group over the bins; then pairs are exchanged for as long as that helps. What it finds is
 * checked by counting; that it finds nothing proves nothing.
 */

import { greatestDivisor } from './greatestDivisor.ts';

export interface Slot {
  readonly kind: number;
  readonly bin: number;
}

/** One who wants a slot. */
export interface Seeker {
  /** Index of what is wanted, as `accepts` knows it. */
  readonly requests: number;
  readonly group: string | null;
}

export interface Assigned {
  /** Slot of each seeker; -1 where there was none. */
  readonly slotOf: Int32Array;
  /** Groups that still have two in one bin. */
  readonly torn: ReadonlySet<string>;
  readonly work: number;
}

/** Exchanges that gain nothing are made too, so many for each seeker: they open the way for others. */
const SIDEWAYS = 4;
const MAX_LOOKS = 2_000_000;
/** Times that those who are still torn are gone through. */
const MAX_ROUNDS = 64;

/**
 * @param dealt slots set aside for each kind of request: `dealt[requests]` lists slots by index, at least as many as seekers
 * @param accepts whether a slot of this kind serves such a request
 */
export function assignApart(
  slots: readonly Slot[],
  seekers: readonly Seeker[],
  dealt: readonly (readonly number[])[],
  accepts: (requests: number, kind: number) => boolean,
): Assigned {
  const slotOf = new Int32Array(seekers.length).fill(-1);
  const holder = new Int32Array(slots.length).fill(-1);
  deal(slots, seekers, dealt, slotOf, holder);
  const sizes = new Map<string, number>();
  const groupOf = seekers.map(({ group }) => {
    if (group === null) return -1;
    const known = sizes.get(group);
    if (known !== undefined) return known;
    sizes.set(group, sizes.size);
    return sizes.size - 1;
  });
  const groups = sizes.size;
  const inBin = new Map<number, number>();
  const key = (bin: number, group: number): number => bin * (groups + 1) + group;
  // Who is in no group is counted nowhere: -1 has no key of its own.
  const countOf = (bin: number, group: number): number => inBin.get(key(bin, group)) ?? 0;
  const add = (bin: number, group: number, by: number): void => {
    if (group >= 0) inBin.set(key(bin, group), countOf(bin, group) + by);
  };
  seekers.forEach((_, index) => {
    const slot = slots[slotOf[index]!];
    if (slot !== undefined) add(slot.bin, groupOf[index]!, 1);
  });
  const isTorn = (index: number): boolean => {
    const slot = slots[slotOf[index]!];
    return slot !== undefined && countOf(slot.bin, groupOf[index]!) > 1;
  };

  let looks = 0;
  let sideways = SIDEWAYS * seekers.length;
  let queue = seekers.flatMap((_, index) => (isTorn(index) ? [index] : []));
  // A fixed sequence in place of chance: the same question has the same answer.
  let turn = 1;
  for (let round = 0; queue.length > 0 && round < MAX_ROUNDS; round++) {
    const moved = new Set<number>();
    for (const index of queue) {
      if (!isTorn(index) || looks >= MAX_LOOKS) continue;
      const other = exchange(index);
      moved.add(index);
      if (other >= 0) moved.add(other);
    }
    queue = [...moved].filter(isTorn);
    if (sideways <= 0) break;
  }

  /** One who is torn takes another slot; who had that before, or -1. */
  function exchange(index: number): number {
    const from = slots[slotOf[index]!]!;
    const { requests } = seekers[index]!;
    const group = groupOf[index]!;
    turn = (turn * 1_103_515_245 + 12_345) % 2_147_483_648;
    let even = -1;
    for (let step = 0; step < slots.length; step++) {
      looks++;
      const to = (turn + step) % slots.length;
      const slot = slots[to]!;
      if (slot.bin === from.bin || !accepts(requests, slot.kind)) continue;
      const there = seekers[holder[to]!];
      if (there !== undefined && !accepts(there.requests, from.kind)) continue;
      const theirs = groupAt(to);
      if (theirs === group) continue;
      const gain =
        1 -
        (countOf(slot.bin, group) > 0 ? 1 : 0) +
        (countOf(slot.bin, theirs) > 1 ? 1 : 0) -
        (countOf(from.bin, theirs) > 0 ? 1 : 0);
      if (gain > 0) return swap(index, to);
      if (gain === 0 && even < 0) even = to;
    }
    if (even < 0 || sideways <= 0) return -1;
    sideways--;
    return swap(index, even);
  }

  /** The group of who has a slot; -1 where nobody has it, or somebody in no group. */
  function groupAt(slot: number): number {
    return groupOf[holder[slot]!] ?? -1;
  }

  function swap(index: number, to: number): number {
    const at = slotOf[index]!;
    const [from, slot] = [slots[at]!, slots[to]!];
    const [other, group, theirs] = [holder[to]!, groupOf[index]!, groupAt(to)];
    add(from.bin, group, -1);
    add(slot.bin, group, 1);
    add(slot.bin, theirs, -1);
    add(from.bin, theirs, 1);
    slotOf[index] = to;
    holder[to] = index;
    holder[at] = other;
    if (other >= 0) slotOf[other] = at;
    return other;
  }

  const torn = new Set<string>();
  seekers.forEach(({ group }, index) => {
    if (group !== null && isTorn(index)) torn.add(group);
  });
  return { slotOf, torn, work: looks };
}

/** Members of a group follow each other; the slots of what they want are taken in a stride, so that they come apart. */
function deal(
  slots: readonly Slot[],
  seekers: readonly Seeker[],
  dealt: readonly (readonly number[])[],
  slotOf: Int32Array,
  holder: Int32Array,
): void {
  const sizes = new Map<string, number>();
  for (const { group } of seekers) if (group !== null) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const sizeOf = (group: string | null): number => (group === null ? 0 : sizes.get(group)!);
  const order = seekers
    .map(({ requests, group }, index) => ({ requests, index, size: sizeOf(group), name: group ?? '' }))
    .sort((a, b) => b.size - a.size || Number(a.name > b.name) - Number(a.name < b.name));
  const byBin = dealt.map((own) => [...own].sort((a, b) => slots[a]!.bin - slots[b]!.bin || a - b));
  const steps = dealt.map((own) => strideOf(own.length));
  const next = dealt.map((): number => 0);
  for (const { requests, index } of order) {
    const own = byBin[requests]!;
    const turn = next[requests]!++;
    if (turn >= own.length) continue;
    const slot = own[(turn * steps[requests]!) % own.length]!;
    slotOf[index] = slot;
    holder[slot] = index;
  }
}

/** A step near the golden section that reaches every slot before it comes back to the first. */
function strideOf(length: number): number {
  let step = Math.max(1, Math.round(length * 0.618_033_988_75));
  while (greatestDivisor(step, length) !== 1) step++;
  return step;
}
