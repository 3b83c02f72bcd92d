import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { driverModels, driverStart } from '../model/driverStart.ts';
import { emptyOccupancy, geometryOf, positionAt, withPosition } from '../model/geometry.ts';
import type { GpuInstance } from '../model/plan.ts';
import { legalGpuArbitrary } from '../formats/legalGpu.testing.ts';
import { anyOrder, type AnyOrder } from './anyOrder.ts';
import { gpuOf } from './standing.testing.ts';

test.each([
  ['two halves', '3g.20gb@0 3g.20gb@4', 'as-drawn'],
  ['seven small ones', '1g.5gb@0 1g.5gb@1 1g.5gb@2 1g.5gb@3 1g.5gb@4 1g.5gb@5 1g.5gb@6', 'as-drawn'],
  ['a half where the driver goes first', '3g.20gb@4', 'as-drawn'],
  ['a half where it does not', '3g.20gb@0', 'elsewhere'],
  ['what depends on the order', '3g.20gb@4 2g.10gb@2 1g.5gb@0 1g.5gb@1', 'may-differ'],
  ['nothing', '', 'as-drawn'],
] as const)('%s', (_, layout, verdict) => {
  const board = findBoard('a100-pcie-40gb')!;
  expect(anyOrder(board, gpuOf(layout).instances, 'straight')).toBe(verdict);
});

/** Every order, one by one, without remembering any state. */
function bruteForce(boardId: string, instances: readonly GpuInstance[]): AnyOrder {
  const board = findBoard(boardId)!;
  const geometry = geometryOf(board);
  const places = (all: readonly { profile: string; start: number }[]): string =>
    all
      .map(({ profile, start }) => `${profile}@${start}`)
      .sort()
      .join();
  const drawn = places(instances);
  const perModel = driverModels(null).map((model) => {
    const ends: string[] = [];
    for (const order of permutations(instances)) {
      let occupancy = emptyOccupancy(geometry);
      const placed: { profile: string; start: number }[] = [];
      for (const { profile } of order) {
        const start = driverStart(board, occupancy, geometry.profileIndexByName.get(profile)!, model);
        if (start === null) break;
        occupancy = withPosition(occupancy, positionAt(geometry, profile, start)!);
        placed.push({ profile, start });
      }
      if (placed.length === instances.length) ends.push(places(placed));
    }
    return ends;
  });
  if (perModel.some((ends) => ends.length === 0)) return 'refused';
  const ends = perModel.flat();
  if (ends.every((end) => end === drawn)) return 'as-drawn';
  return ends.includes(drawn) ? 'may-differ' : 'elsewhere';
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one, n) =>
    permutations(all.filter((_, other) => other !== n)).map((rest) => [one, ...rest]),
  );
}

const seed = 20261208;
test(`agrees with every order played one by one, seed ${seed}`, () => {
  const gpus = legalGpuArbitrary(['a100-pcie-40gb', 'a30-24gb', 'rtx-pro-6000-server'], 2);
  fc.assert(
    fc.property(gpus, ({ board, instances }) => {
      const few = gpuOf(
        instances
          .slice(0, 5)
          .map(({ profile, start }) => `${profile}@${start}`)
          .join(' '),
        board,
      ).instances;
      expect(anyOrder(findBoard(board)!, few, null)).toBe(bruteForce(board, few));
    }),
    { seed, numRuns: 120 },
  );
});
