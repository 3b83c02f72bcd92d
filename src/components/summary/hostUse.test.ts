import { expect, test } from 'vitest';
import type { HostId } from '../../model/ids.ts';
import { NO_FIGURES } from '../../placement/summary/figures.ts';
import type { HostSummary } from '../../placement/summary/summary.ts';
import { HOST_ORDERS, listedHosts, stepOf, USE_STEPS } from './hostUse.ts';

function hostOf(name: string, memoryUsed: number, memoryTotal: number, memoryStranded = 0): HostSummary {
  const figures = { ...NO_FIGURES, memoryUsed, memoryTotal, memoryStranded };
  return { id: 1 as HostId, name, boards: [], figures, proof: null };
}

test.each([
  [0, 8, 'nothing used'],
  [1, 1000, 'over 0 to 10 % used'],
  [1, 10, 'over 0 to 10 % used'],
  [11, 100, 'over 10 to 20 % used'],
  [7, 10, 'over 60 to 70 % used'],
  [9, 10, 'over 80 to 90 % used'],
  [999, 1000, 'over 90 %, not all used'],
  [8, 8, 'all used'],
])('%i of %i slices: %s', (used, total, words) => {
  const step = stepOf(hostOf('a', used, total));
  expect(step === null ? null : USE_STEPS[step]?.words).toBe(words);
});

test('of every use there is one bar, and it says so; a host without slices has none', () => {
  for (let total = 1; total <= 96; total++) {
    for (let used = 0; used <= total; used++) {
      const at = stepOf(hostOf('a', used, total));
      const percent = (used / total) * 100;
      const fitting = USE_STEPS.flatMap(({ above, upTo }, index) => {
        const isIn = above === 100 ? percent === 100 : percent > above && percent <= upTo;
        // All used has a bar of its own.
        return isIn && !(percent === 100 && above < 100) ? [index] : [];
      });
      expect([used, total, at]).toEqual([used, total, fitting[0]]);
      expect(fitting).toHaveLength(1);
    }
  }
  expect(stepOf(hostOf('off', 0, 0))).toBeNull();
});

test('each order has all hosts of the bar, equal ones as in the plan', () => {
  const hosts = [
    hostOf('a', 4, 8, 1),
    hostOf('b', 8, 8),
    hostOf('c', 4, 8, 2),
    hostOf('d', 0, 8),
    hostOf('e', 0, 0),
  ];
  const names = HOST_ORDERS.map((order) =>
    listedHosts(hosts, null, order)
      .map(({ name }) => name)
      .join(''),
  );
  expect(names).toEqual(['abcde', 'bacde', 'deacb', 'cabde']);
  expect(listedHosts(hosts, 5, 'most-stranded').map(({ name }) => name)).toEqual(['c', 'a']);
  expect(hosts.map(({ name }) => name).join('')).toBe('abcde');
});
