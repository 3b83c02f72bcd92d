import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateText, timeText } from './calendar.ts';

test('dates as a calendar has them, seed 20260114', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8_000_000_000 }), (seconds) => {
      const date = new Date(seconds * 1000);
      const [weekday, day, month, year, time] = date.toUTCString().split(/,? /);
      expect(timeText(seconds)).toBe(
        `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`,
      );
      expect(dateText(seconds)).toBe(date.toISOString().slice(0, 10));
    }),
    { seed: 20_260_114, numRuns: 1000 },
  );
  expect(timeText(1_709_164_800)).toBe('Thu Feb 29 00:00:00 2024');
});
