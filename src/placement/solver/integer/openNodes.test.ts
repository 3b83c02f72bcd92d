import { expect, test } from 'vitest';
import { mulberry32 } from '../seeded.ts';
import { OpenNodes, type Node } from './openNodes.ts';

const nodeOf = (bound: number, depth: number, value = 0): Node => ({
  ...{ parent: null, column: 0, isHigh: false, value, depth, bound, parentCost: 0, distance: 0 },
});

test('the least bound comes first, of equal ones the deepest, whatever was put in and taken out before (seeds 1 to 20)', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = mulberry32(seed);
    const open = new OpenNodes();
    let held: Node[] = [];
    const ours: unknown[] = [];
    const expected: unknown[] = [];
    for (let turn = 0; turn < 120; turn++) {
      if (random() < 0.6) {
        const node = nodeOf(Math.floor(random() * 12), Math.floor(random() * 5), turn);
        open.push(node);
        held.push(node);
      } else {
        held.sort((a, b) => a.bound - b.bound || b.depth - a.depth);
        const node = open.pop();
        const [best] = held;
        ours.push([node?.bound, node?.depth, node === undefined || held.includes(node)]);
        expected.push([best?.bound, best?.depth, true]);
        held = held.filter((one) => one !== node);
      }
      ours.push([open.size, open.leastBound]);
      expected.push([held.length, Math.min(Infinity, ...held.map(({ bound }) => bound))]);
    }
    expect(ours, `seed ${seed}`).toEqual(expected);
  }
});

test('with nothing in it there is nothing to take, and no bound', () => {
  const open = new OpenNodes();
  expect(open.pop()).toBe(undefined);
  expect(open.leastBound).toBe(Infinity);
  const only = nodeOf(3, 1);
  open.push(only);
  expect(open.pop()).toBe(only);
  expect(open.pop()).toBe(undefined);
  expect(open.size).toBe(0);
});
