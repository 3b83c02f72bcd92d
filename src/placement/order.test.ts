import { expect, test } from 'vitest';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { driverModels, driverStart } from '../model/driverStart.ts';
import { emptyOccupancy, geometryOf, positionAt, withPosition } from '../model/geometry.ts';
import type { GiId } from '../model/ids.ts';
import type { GpuInstance } from '../model/plan.ts';
import { legalLayouts, type Layout } from './layouts/layouts.ts';
import { creationOrder } from './order.ts';

const found = findBoard('a100-pcie-40gb');
if (found === undefined) throw new Error('no board');
const board = found;
const geometry = geometryOf(board);

function instances(layout: Layout): GpuInstance[] {
  return layout.map(({ profile, start }, index) => ({
    id: (index + 1) as GiId,
    profile,
    start,
    pinned: false,
    reportedId: null,
    computeInstances: [],
    extra: [],
  }));
}

function read(text: string): GpuInstance[] {
  return instances(
    text.split(' ').map((part) => {
      const [profile = '', start = ''] = part.split('@');
      return { profile, start: Number(start) };
    }),
  );
}

/** Replays an order on one model, as a driver would: the starts it gives, or null where it refuses. */
function replay(
  order: readonly GpuInstance[],
  model: ReturnType<typeof driverModels>[number],
): number[] | null {
  let occupancy = emptyOccupancy(geometry);
  const starts: number[] = [];
  for (const gi of order) {
    const start = driverStart(board, occupancy, geometry.profileIndexByName.get(gi.profile) ?? -1, model);
    const position = start === null ? undefined : positionAt(geometry, gi.profile, start);
    if (position === undefined) return null;
    starts.push(position.start);
    occupancy = withPosition(occupancy, position);
  }
  return starts;
}

test('the order trap: largest first, and then every model puts each where it is drawn', () => {
  const trap = read('1g.5gb@0 1g.5gb@1 2g.10gb@2 3g.20gb@4');
  const order = creationOrder(board, trap, null);
  expect(order.kind).toBe('as-drawn');
  const byId = new Map(trap.map((gi) => [gi.id, gi]));
  const profiles = order.kind === 'none' ? [] : order.instances.map((id) => byId.get(id)?.profile);
  expect(profiles[0]).toBe('3g.20gb');
});

test('two 3g come out as drawn; a lone 3g at 0 is created elsewhere', () => {
  expect(creationOrder(board, read('3g.20gb@0 3g.20gb@4'), null).kind).toBe('as-drawn');
  const lone = creationOrder(board, read('3g.20gb@0'), null);
  expect(lone.kind === 'elsewhere' ? lone.expected.map((one) => one.starts) : lone.kind).toEqual([
    [4],
    [4],
    [4],
  ]);
});

test('where the list model has no order at all, it is named', () => {
  const order = creationOrder(board, read('4g.20gb@0 1g.5gb@4 1g.5gb@5 1g.10gb@6'), null);
  expect(order.kind === 'none' ? order.refusedBy.map((model) => model.variant) : order.kind).toEqual([
    'list',
  ]);
});

test('an order is held against both kinds of GPU unless the kind is known', () => {
  for (const kind of ['straight', 'mirrored', null] as const) {
    const order = creationOrder(board, read('3g.20gb@4 2g.10gb@0'), kind);
    expect(order.kind).toBe('as-drawn');
  }
});

test('for each layout of the base profiles the answer replays; 54 of 297 come out as drawn', () => {
  const kinds = { 'as-drawn': 0, elsewhere: 0, none: 0 };
  const profiles = ['1g.5gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];
  for (const layout of legalLayouts(board, { profiles })) {
    const all = instances(layout);
    const byId = new Map(all.map((gi) => [gi.id, gi]));
    const order = creationOrder(board, all, null);
    kinds[order.kind]++;
    if (order.kind === 'none') continue;
    const sequence = order.instances.map((id) => byId.get(id)).filter((gi) => gi !== undefined);
    expect(sequence.length).toBe(all.length);
    for (const model of driverModels(null)) {
      const starts = replay(sequence, model);
      if (order.kind === 'as-drawn') {
        expect(starts).toEqual(sequence.map((gi) => gi.start));
      } else {
        const expected = order.expected.find(
          (one) => one.model.variant === model.variant && one.model.kind === model.kind,
        );
        expect(starts).toEqual(expected?.starts);
      }
    }
  }
  expect(kinds).toEqual({ 'as-drawn': 54, elsewhere: 243, none: 0 });
});

test('of orders that work the one with the largest first is given, and of one profile the lowest start first', () => {
  const ids = (text: string): readonly number[] => {
    const order = creationOrder(board, read(text), null);
    return order.kind === 'none' ? [] : order.instances;
  };
  // A 1g goes to 6 before the 4g and after it.
  expect(ids('1g.5gb@6 4g.20gb@0')).toEqual([2, 1]);
  expect(ids('1g.5gb@1 1g.5gb@0')).toEqual([2, 1]);
  expect(ids('1g.5gb@0 2g.10gb@2 1g.5gb@1')).toEqual([2, 1, 3]);
});

test('no order makes what does not fit, or what the board does not have', () => {
  expect(creationOrder(board, read('4g.20gb@0 4g.20gb@0'), null)).toMatchObject({
    kind: 'none',
    refusedBy: driverModels(null),
  });
  expect(creationOrder(board, read('9g.99gb@0'), 'mirrored')).toEqual({
    kind: 'none',
    refusedBy: driverModels('mirrored'),
  });
  expect(creationOrder(board, [], null)).toEqual({ kind: 'as-drawn', instances: [] });
});
