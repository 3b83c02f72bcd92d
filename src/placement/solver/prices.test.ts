import { expect, test } from 'vitest';
import { planOf } from '../standing.testing.ts';
import { placesOfPlan } from './fitsTable.ts';
import { pricesOf, provenBy } from './prices.ts';
import { roomProgram, type RoomQuestion, type Wish } from './roomProgram.ts';
import { legalGpu, roomClasses, type RoomGpu } from './rooms.ts';
import { mulberry32 } from './seeded.ts';

/** Wishes on these GPUs, of profiles by name. */
function questionOf(
  layouts: readonly string[],
  wanted: readonly (readonly [name: string, count: number, weight: number])[],
): RoomQuestion {
  const names = [...new Set(wanted.map(([name]) => name))];
  const gpus = placesOfPlan(planOf(layouts)).flatMap(({ host, gpu }): RoomGpu[] => {
    const legal = legalGpu(gpu);
    return legal === null ? [] : [{ host, gpu, ...legal }];
  });
  const wishes = wanted.map(([name, count, weight]): Wish => ({ name: names.indexOf(name), count, weight }));
  return { classes: roomClasses(gpus, names), must: names.map(() => 0), wishes };
}

/** The most that can be granted, by trying every set on every GPU. */
function mostOf({ classes, wishes, must }: RoomQuestion): number {
  const rooms = classes.flatMap(({ vectors, gpus }) => gpus.map(() => vectors));
  let most = 0;
  const fill = (at: number, slots: readonly number[]): void => {
    const vectors = rooms[at];
    if (vectors !== undefined) {
      for (const vector of vectors)
        fill(
          at + 1,
          slots.map((count, name) => count + (vector[name] ?? 0)),
        );
      return;
    }
    const left = [...slots];
    let value = 0;
    for (const { name, count, weight } of [...wishes].sort((a, b) => b.weight - a.weight)) {
      const granted = Math.min(count, left[name] ?? 0);
      left[name] = (left[name] ?? 0) - granted;
      value += granted * weight;
    }
    most = Math.max(most, value);
  };
  fill(
    0,
    must.map(() => 0),
  );
  return most;
}

test('what prices show is the dearest set of each GPU, and of each wish what its weight is above its price', () => {
  const question = questionOf(
    ['', '', '3g.20gb@0'],
    [
      ['3g.20gb', 4, 5],
      ['4g.20gb', 2, 7],
    ],
  );
  // No price: every wish as a whole. A price above all weights: two sets of 3g + 4g, and where a 3g stands there is room for one at 4.
  expect(provenBy({ prices: [0, 0], scale: 1 }, question)).toBe(34);
  expect(provenBy({ prices: [10, 20], scale: 1 }, question)).toBe(2 * 30 + 10);
  expect(provenBy({ prices: [5, 7], scale: 1 }, question)).toBe(12 + 12 + 5);
  expect(provenBy({ prices: [4, 7], scale: 1 }, question)).toBe(11 + 11 + 4 + 4);
  // In halves, and rounded down.
  expect(provenBy({ prices: [10, 14], scale: 2 }, question)).toBe(29);
  expect(provenBy({ prices: [9, 14], scale: 2 }, question)).toBe(Math.floor((23 + 23 + 9 + 4) / 2));
  expect(provenBy({ prices: [1, 0], scale: 3 }, question)).toBe(
    Math.floor((2 + 2 + 1 + 4 * 14 + 2 * 21) / 3),
  );
});

test('figures that are not exact prove nothing', () => {
  const question = questionOf([''], [['3g.20gb', 1, 2 ** 40]]);
  expect(provenBy({ prices: [0], scale: 2 ** 10 }, question)).toBe(2 ** 40);
  expect(provenBy({ prices: [0], scale: 2 ** 20 }, question)).toBe(Infinity);
  const large = { ...question, wishes: [{ name: 0, count: 2 ** 14, weight: 2 ** 40 }] };
  expect(provenBy({ prices: [0], scale: 1 }, large)).toBe(Infinity);
});

test('whatever the prices, they show no less than there is; those that are found show just that (seeds 1 to 20)', () => {
  let proven = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const random = mulberry32(seed);
    const layouts = ['', '1g.5gb@0', '2g.10gb@2'].slice(0, 1 + Math.floor(random() * 3));
    const question = questionOf(
      layouts,
      ['3g.20gb', '2g.10gb', '1g.10gb'].map((name) => [
        name,
        1 + Math.floor(random() * 3),
        1 + Math.floor(random() * 5),
      ]),
    );
    const most = mostOf(question);
    for (let tries = 0; tries < 10; tries++) {
      const prices = question.must.map(() => Math.floor(random() * 12));
      expect(provenBy({ prices, scale: 2 }, question), `seed ${seed}`).toBeGreaterThanOrEqual(most);
    }
    const program = roomProgram(question);
    const found = pricesOf(program, question, most);
    expect(pricesOf(program, question, most - 1), `seed ${seed}`).toBe(null);
    if (found === null) continue;
    proven++;
    expect(provenBy(found, question), `seed ${seed}`).toBe(most);
    expect(found.prices.every((price) => Number.isInteger(price) && price >= 0)).toBe(true);
    // The plainest: no scale before it does.
    if (found.scale > 1)
      expect(
        provenBy(
          { ...found, scale: 1, prices: found.prices.map((one) => Math.round(one / found.scale)) },
          question,
        ),
      ).not.toBe(most);
  }
  expect(proven).toBeGreaterThanOrEqual(15);
});
