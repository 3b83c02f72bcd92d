import { expect, test } from 'vitest';
import { DepartureQueue } from './departureQueue.ts';
import { mulberry32 } from './seeded.ts';

test('whoever goes goes in the order of the times, each once, and nobody before it is time (seeds 1 to 3)', () => {
  for (let seed = 1; seed <= 3; seed++) {
    const random = mulberry32(seed);
    const queue = new DepartureQueue();
    const due = new Map<number, number>();
    const gone: number[] = [];
    let now = 0;
    for (let who = 0; who < 200; who++) {
      const time = now + Math.floor(random() * 50);
      queue.add(time, who);
      due.set(who, time);
      now += Math.floor(random() * 4);
      for (;;) {
        const next = queue.takeUntil(now);
        const times = [...due.values()];
        const first = times.length === 0 ? Infinity : Math.min(...times);
        if (next === null) {
          expect(first, `seed ${seed}`).toBeGreaterThan(now);
          break;
        }
        expect(due.get(next), `seed ${seed}`).toBe(first);
        expect(first, `seed ${seed}`).toBeLessThanOrEqual(now);
        due.delete(next);
        gone.push(next);
      }
    }
    expect(gone.length + due.size).toBe(200);
    expect(gone.length).toBeGreaterThan(100);
  }
});

test('who goes at this very time goes, and an empty queue has nobody', () => {
  const queue = new DepartureQueue();
  expect(queue.takeUntil(Infinity)).toBe(null);
  queue.add(5, 0);
  expect(queue.takeUntil(4.9)).toBe(null);
  expect(queue.takeUntil(5)).toBe(0);
  expect(queue.takeUntil(Infinity)).toBe(null);
});

test('the same entries leave in the same order, ties too', () => {
  const order = (): (number | null)[] => {
    const queue = new DepartureQueue();
    [3, 1, 1, 2, 1, 3, 2].forEach((time, who) => queue.add(time, who));
    return Array.from({ length: 7 }, () => queue.takeUntil(3));
  };
  expect(order()).toEqual(order());
  expect([...order()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
