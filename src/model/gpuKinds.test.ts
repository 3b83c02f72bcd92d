import { expect, test } from 'vitest';
import { gpuKinds } from './gpuKinds.ts';
import type { Gpu, Host } from './plan.ts';

const host = (...kinds: readonly (readonly [board: string, variant: string | null])[]): Host =>
  ({ gpus: kinds.map(([board, variant]) => ({ board, variant }) as Gpu) }) as unknown as Host;
const named = (hosts: readonly Host[]): string[] =>
  gpuKinds(hosts).map(({ board, variant }) => `${board} ${variant ?? 'open'}`);

test('each board and variant once, in the order of the plan', () => {
  expect(named([])).toEqual([]);
  expect(
    named([host(['b', null], ['a', 'x'], ['b', null]), host(['a', 'y'], ['a', 'x'], ['a', null])]),
  ).toEqual(['b open', 'a x', 'a y', 'a open']);
});

test('the same array while these are the same, whatever else becomes of the hosts', () => {
  const hosts = [host(['a', null], ['b', 'x'])];
  const kinds = gpuKinds(hosts);
  expect(gpuKinds(hosts)).toBe(kinds);
  expect(gpuKinds([host(['a', null]), host(['b', 'x'])])).toBe(kinds);
  expect(gpuKinds([host(['a', null])])).not.toBe(kinds);
  expect(named([host(['a', null])])).toEqual(['a open']);
  expect(named([host(['b', null]), host(['a', null])])).toEqual(['b open', 'a open']);
});
