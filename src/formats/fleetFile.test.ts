import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFleet } from './fleetFile.ts';

const A100 = { board: 'a100-pcie-40gb', cost: 5, count: null, gpusPerHost: null };
const A30 = { board: 'a30-24gb', cost: 2, count: null, gpusPerHost: null };

test.each([
  ['inline', 'a100-pcie-40gb=5, a30-24gb=2', [A100, A30]],
  ['a table without headings', 'a100-pcie-40gb,5\na30-24gb,2\n', [A100, A30]],
  ['a table with headings in any order', 'Price;Model\n5;a100-pcie-40gb\n2;a30-24gb', [A100, A30]],
  [
    'limits and hosts',
    'board,cost,count,GPUs per host\nA30,2.5,10,4',
    [{ board: 'A30', cost: 2.5, count: 10, gpusPerHost: 4 }],
  ],
  ['names of products, a cost left out', 'NVIDIA A30\n', [{ ...A30, board: 'NVIDIA A30', cost: 1 }]],
  ['JSON, boards with their costs', '{"a100-pcie-40gb": 5, "a30-24gb": 2}', [A100, A30]],
  [
    'JSON, a list',
    '[{"board": "a100-pcie-40gb", "cost": 5, "count": null}, {"board": "a30-24gb", "cost": 2}]',
    [A100, A30],
  ],
  ['JSON, an object with boards', '{"boards": [{"board": "a30-24gb", "cost": 2}]}', [A30]],
])('reads %s', (_what, text, expected) => {
  const fleet = parseFleet(text);
  expect(fleet).toMatchObject({ ok: true, value: expected });
  expect(fleet.ok && fleet.value.length).toBe(expected.length);
});

test.each([
  ['', { code: 'no-boards' }],
  ['  \n', { code: 'no-boards' }],
  ['[]', { code: 'no-boards' }],
  ['board,cost\n', { code: 'no-boards' }],
  ['a30-24gb=two', { code: 'not-a-number', field: 'cost', text: 'two', at: { line: 1 } }],
  ['board,cost\na30-24gb,\na100-80gb,x', { code: 'not-a-number', at: { line: 3 } }],
  ['cost,count\n5,1', { code: 'no-board-column', at: { line: 1 } }],
  ['board,cost\n,5', { code: 'board-missing', at: { line: 2 } }],
  ['{"a30-24gb": "x"', { code: 'not-json' }],
  ['{"a30-24gb": "x"}', { code: 'not-a-number', at: { pointer: '/a30-24gb' } }],
  ['[5]', { code: 'not-a-fleet', at: { pointer: '/0' } }],
  ['[{"cost": 5}]', { code: 'board-missing', at: { pointer: '/0' } }],
  [Array.from({ length: 101 }, (_, i) => `b${i}`).join('\n'), { code: 'too-many-boards', max: 100 }],
  ['x'.repeat(100_001), { code: 'text-too-long' }],
])('refuses %j', (text, error) => {
  expect(parseFleet(text)).toMatchObject({ ok: false, error });
});

test('any text gives a fleet or an error (seed 1126)', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const fleet = parseFleet(text);
      if (fleet.ok)
        for (const { board, cost } of fleet.value) expect(board !== '' && Number.isFinite(cost)).toBe(true);
      else expect(fleet.error.code).toBeTypeOf('string');
    }),
    { seed: 1126, numRuns: 300 },
  );
});
