/** Groups kept apart in larger bins than apart.test.ts has: how many are, and in how many looks. */
import { expect, test } from 'vitest';
import { assignApart, type Assigned, type Seeker, type Slot } from './apart.ts';
import { mulberry32 } from './seeded.ts';

interface Case {
  readonly slots: readonly Slot[];
  readonly seekers: readonly Seeker[];
  readonly dealt: readonly (readonly number[])[];
}

/** Eight to fourteen bins with three to six slots of three kinds; a request of 2 takes any. There is always a way. */
function caseOf(seed: number): Case {
  const random = mulberry32(seed * 65_537);
  const below = (most: number): number => Math.floor(random() * most);
  const slots: Slot[] = [];
  const seekers: Seeker[] = [];
  const dealt: number[][] = [[], [], []];
  for (let bin = 0, bins = 8 + below(7); bin < bins; bin++) {
    const groups = ['a', 'b', 'c', 'd', null, null].filter(() => random() < 0.8);
    for (const group of groups) {
      const requests = below(3);
      const kind = requests === 2 ? below(3) : requests;
      dealt[requests]!.push(slots.length);
      slots.push({ kind, bin });
      seekers.push({ requests, group });
    }
  }
  // Slots that nobody has been given.
  slots.push({ kind: 0, bin: 0 }, { kind: 1, bin: 3 });
  const order = seekers.map((seeker) => ({ seeker, at: random() })).sort((a, b) => a.at - b.at);
  return { slots, seekers: order.map(({ seeker }) => seeker), dealt };
}

const serves = (requests: number, kind: number): boolean => requests === 2 || requests === kind;

function faultsOf({ slots, seekers }: Case, { slotOf, torn }: Assigned): string[] {
  const faults: string[] = [];
  if (new Set(slotOf).size < seekers.length) faults.push('a slot twice');
  const together = new Set<string>();
  const seen = new Set<string>();
  seekers.forEach(({ requests, group }, index) => {
    const slot = slots[slotOf[index]!];
    if (slot === undefined || !serves(requests, slot.kind)) faults.push(`${index} is not served`);
    if (group === null || slot === undefined) return;
    if (seen.has(`${group} ${slot.bin}`)) together.add(group);
    seen.add(`${group} ${slot.bin}`);
  });
  if ([...together].sort().join() !== [...torn].sort().join()) faults.push('torn');
  return faults;
}

test('150 fleets by seed: nearly all are kept apart, and soon', () => {
  let whole = 0;
  let looks = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const given = caseOf(seed);
    const found = assignApart(given.slots, given.seekers, given.dealt, serves);
    expect(faultsOf(given, found), `seed ${seed}`).toEqual([]);
    if (found.torn.size === 0) whole++;
    looks += found.work;
  }
  // Another order of trying takes more looks, or tears more groups.
  expect(whole).toBeGreaterThanOrEqual(144);
  expect(looks).toBeLessThanOrEqual(38_158);
});

test('dealt out alone a group of as many as bins is apart: the stride goes round all of them', () => {
  for (const bins of [2, 3, 5, 8, 13, 40]) {
    const slots = Array.from({ length: 3 * bins }, (_, at): Slot => ({ kind: 0, bin: Math.floor(at / 3) }));
    const seekers = Array.from({ length: 3 * bins }, (_, at): Seeker => ({
      requests: 0,
      group: at % 3 === 0 ? 'a' : at % 3 === 1 ? 'b' : null,
    }));
    const { torn, slotOf } = assignApart(slots, seekers, [slots.map((_, at) => at)], () => true);
    expect([torn.size, new Set(slotOf).size]).toEqual([0, 3 * bins]);
  }
});
