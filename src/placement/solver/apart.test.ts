import { expect, test } from 'vitest';
import { assignApart, type Seeker, type Slot } from './apart.ts';
import { mulberry32 } from './seeded.ts';

interface Case {
  readonly slots: readonly Slot[];
  readonly seekers: readonly Seeker[];
  readonly dealt: readonly (readonly number[])[];
  readonly accepts: (requests: number, kind: number) => boolean;
}

/** Seekers that can be kept apart: first each is put in a bin without one of its group, then the slots are mixed. */
function caseOf(seed: number): Case {
  const random = mulberry32(seed);
  const bins = 3 + Math.floor(random() * 5);
  const kinds = 1 + Math.floor(random() * 3);
  const placed: { readonly slot: Slot; readonly seeker: Seeker }[] = [];
  for (let bin = 0; bin < bins; bin++) {
    const groups = ['a', 'b', 'c', null, null].filter(() => random() < 0.7);
    for (const group of groups) {
      const kind = Math.floor(random() * kinds);
      placed.push({ slot: { kind, bin }, seeker: { requests: kind, group } });
    }
  }
  const slots = placed.map(({ slot }) => slot);
  const seekers = placed.map(({ seeker }) => seeker).sort(() => random() - 0.5);
  const dealt = Array.from({ length: kinds }, (_, kind) =>
    slots.flatMap((slot, at) => (slot.kind === kind ? [at] : [])),
  );
  return { slots, seekers, dealt, accepts: (requests, kind) => requests === kind };
}

function tornIn({ slots, seekers }: Case, slotOf: Int32Array): Set<string> {
  const seen = new Set<string>();
  const torn = new Set<string>();
  seekers.forEach(({ group }, index) => {
    const slot = slots[slotOf[index] ?? -1];
    if (group === null || slot === undefined) return;
    const key = `${group} ${slot.bin}`;
    if (seen.has(key)) torn.add(group);
    seen.add(key);
  });
  return torn;
}

test('everybody has a slot that serves it, each slot has one, and what is said to be torn is (seeds 1 to 100)', () => {
  let whole = 0;
  for (let seed = 1; seed <= 100; seed++) {
    const given = caseOf(seed);
    const { slotOf, torn } = assignApart(given.slots, given.seekers, given.dealt, given.accepts);
    expect(new Set(slotOf).size, `seed ${seed}`).toBe(given.seekers.length);
    const isServed = given.seekers.every(
      ({ requests }, index) => given.slots[slotOf[index] ?? -1]?.kind === requests,
    );
    expect(isServed, `seed ${seed}`).toBe(true);
    expect(torn, `seed ${seed}`).toEqual(tornIn(given, slotOf));
    if (torn.size === 0) whole++;
  }
  // There is always a way, and it is nearly always found.
  expect(whole).toBeGreaterThanOrEqual(90);
});

test('a slot that is free, and one that serves others too, are used where that keeps a group apart', () => {
  // Bin 0 has both slots that were set aside; the free one is in bin 1.
  const slots = [
    { kind: 0, bin: 0 },
    { kind: 0, bin: 0 },
    { kind: 1, bin: 1 },
  ];
  const seekers = [
    { requests: 0, group: 'db' },
    { requests: 0, group: 'db' },
  ];
  const { slotOf, torn } = assignApart(slots, seekers, [[0, 1]], () => true);
  expect(torn.size).toBe(0);
  expect([...slotOf].sort()).toContain(2);
  const strict = assignApart(slots, seekers, [[0, 1]], (requests, kind) => requests === kind);
  expect([...strict.torn]).toEqual(['db']);
  expect([...strict.slotOf].sort()).toEqual([0, 1]);
});

test('who finds no slot has none, and that tears no group', () => {
  const slots = [{ kind: 0, bin: 0 }];
  const seekers = [
    { requests: 0, group: 'db' },
    { requests: 0, group: 'db' },
    { requests: 1, group: 'db' },
  ];
  const { slotOf, torn, work } = assignApart(slots, seekers, [[0], []], () => true);
  expect([...slotOf]).toEqual([0, -1, -1]);
  expect({ torn: torn.size, work }).toEqual({ torn: 0, work: 0 });
});

test('the same question has the same answer', () => {
  for (const seed of [3, 4, 5]) {
    const { slots, seekers, dealt, accepts } = caseOf(seed);
    expect(assignApart(slots, seekers, dealt, accepts)).toEqual(assignApart(slots, seekers, dealt, accepts));
  }
});
