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

/** Slots of one kind, one in each bin, and who gets which of them when there are so many. */
function dealtOut(groups: readonly (string | null)[]): number[] {
  const slots = groups.map((_, bin): Slot => ({ kind: 0, bin }));
  const seekers = groups.map((group): Seeker => ({ requests: 0, group }));
  return [...assignApart(slots, seekers, [slots.map((_, at) => at)], () => true).slotOf];
}

test('slots are dealt out in a stride near the golden section that comes past all of them', () => {
  const alone = (count: number): number[] => dealtOut(Array.from({ length: count }, () => null));
  expect(alone(0)).toEqual([]);
  expect(alone(1)).toEqual([0]);
  expect(alone(2)).toEqual([0, 1]);
  // 0.618 of 4 is nearly 2, which would come past every second: 3. Of 6, nearly 4: 5. Of 10, nearly 6: 7.
  expect(alone(4)).toEqual([0, 3, 2, 1]);
  expect(alone(6)).toEqual([0, 5, 4, 3, 2, 1]);
  expect(alone(8)).toEqual([0, 5, 2, 7, 4, 1, 6, 3]);
  expect(alone(10)).toEqual([0, 7, 4, 1, 8, 5, 2, 9, 6, 3]);
});

test('the largest groups come first, of groups as large by their names, and last who is in none', () => {
  // Seven slots in steps of 4: 0, 4, 1, 5, 2, 6, 3. First the three of a, then b, then c.
  expect(dealtOut(['b', null, 'a', 'c', 'a', 'b', 'a'])).toEqual([5, 3, 0, 6, 4, 2, 1]);
  expect(dealtOut(['z', 'y', 'z', 'y'])).toEqual([2, 0, 1, 3]);
  expect(dealtOut([null, 'y', null, 'y'])).toEqual([2, 0, 1, 3]);
});

test('the stride goes by bins, whatever the order in which slots are listed', () => {
  const slots = [2, 0, 1, 0].map((bin): Slot => ({ kind: 0, bin }));
  const seekers = slots.map((): Seeker => ({ requests: 0, group: null }));
  const { slotOf } = assignApart(slots, seekers, [[3, 0, 2, 1]], () => true);
  // By bin: 1, 3, 2, 0; and in steps of 3.
  expect([...slotOf]).toEqual([1, 0, 2, 3]);
});

/** Two of each group in a bin, of which one group may go where the other is. */
const PAIRS = {
  slots: [0, 0, 1, 1].map((bin, at): Slot => ({ kind: at < 2 ? 0 : 1, bin })),
  seekers: ['a', 'a', 'b', 'b'].map((group, at): Seeker => ({ requests: at < 2 ? 0 : 1, group })),
  dealt: [
    [0, 1],
    [2, 3],
  ],
};

test('one exchange parts two groups at once', () => {
  const { slots, seekers, dealt } = PAIRS;
  const { slotOf, torn, work } = assignApart(slots, seekers, dealt, () => true);
  expect([...slotOf]).toEqual([2, 1, 0, 3]);
  expect([torn.size, work]).toEqual([0, 1]);
});

test('who would not be served in exchange is left alone, and in the end it gives up', () => {
  const { slots, seekers, dealt } = PAIRS;
  // Those of a could go anywhere; those of b nowhere else.
  const one = assignApart(slots, seekers, dealt, (requests, kind) => requests === 0 || kind === 1);
  expect([...one.slotOf]).toEqual([0, 1, 2, 3]);
  expect([...one.torn].sort()).toEqual(['a', 'b']);
  // Four who are torn look at four slots, 64 times.
  expect(one.work).toBe(64 * 4 * 4);
});

test('with one bin there is nothing to exchange: after two million looks it gives up', () => {
  const slots = Array.from({ length: 1000 }, (): Slot => ({ kind: 0, bin: 7 }));
  const seekers = slots.map((): Seeker => ({ requests: 0, group: 'a' }));
  const { torn, work } = assignApart(slots, seekers, [slots.map((_, at) => at)], () => true);
  expect([...torn]).toEqual(['a']);
  expect(work).toBe(2_000_000);
});

test('an exchange that would tear another group is made only where it opens the way for others', () => {
  // Two of a in bin 0 with one of b; bin 1 has one of each; bin 2 is for b alone. Nobody of a may go to bin 2.
  const slots: Slot[] = [
    ...[0, 0, 0].map((bin): Slot => ({ kind: 0, bin })),
    ...[1, 1].map((bin): Slot => ({ kind: 0, bin })),
    { kind: 1, bin: 2 },
  ];
  const seekers = ['a', 'a', 'b', 'c', 'b', null].map((group, at): Seeker => ({
    ...{ requests: at, group },
  }));
  const dealt = slots.map((_, at) => [at]);
  const accepts = (requests: number, kind: number): boolean => kind === 0 || requests > 1;
  const { slotOf, torn } = assignApart(slots, seekers, dealt, accepts);
  expect(torn.size).toBe(0);
  // One of a has gone to bin 1, for the place of c: that of b would have torn b.
  expect([...slotOf]).toEqual([3, 1, 2, 0, 4, 5]);
});
