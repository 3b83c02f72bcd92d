import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { countGpus, densityFor, hostRows } from './density.ts';

const read = parseLayout('a/0 a30-24gb:\na/1 a30-24gb:\nb/0 a30-24gb:\nc/0 a30-24gb:');
if (!read.ok) throw new Error(read.error.code);
const { hosts } = read.value.plan;
const [a, b, c] = hosts;

test('without a part chosen every host is shown with all its GPUs', () => {
  const rows = hostRows(hosts, null);
  expect(rows.map(({ host }) => host)).toEqual(hosts);
  expect(countGpus(rows)).toBe(4);
});

test('of a part of the plan only what it has: some GPUs of a host, a host by itself, and no other', () => {
  const gpus = new Set([a!.gpus[1]!.id, b!.gpus[0]!.id]);
  const rows = hostRows(hosts, { hosts: new Set([c!.id]), gpus, label: 'chosen' });
  expect(rows.map(({ host }) => host.name)).toEqual(['a', 'b', 'c']);
  expect(rows.map((row) => row.gpus.map(({ index }) => index))).toEqual([[1], [0], []]);
  expect(rows[1]?.gpus).toBe(b!.gpus);
});

test.each([
  [0, 'grid'],
  [200, 'grid'],
  [201, 'strips'],
  [600, 'strips'],
  [601, 'map'],
  [10_000, 'map'],
])('%i GPUs are drawn as %s', (gpus, density) => {
  expect(densityFor(gpus)).toBe(density);
});
