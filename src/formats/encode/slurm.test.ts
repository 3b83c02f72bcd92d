import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { slurmComment, slurmNode } from './slurm.ts';

test.each([
  ['gpu-01', 'gpu-01'],
  ['GPU-01.example.org', 'GPU-01.example.org'],
  ['n[1-4]', 'n-1-4'],
  ['n1 Gres=gpu:9', 'n1-gres-gpu-9'],
  ['a,b', 'a-b'],
  ['#', 'unnamed'],
  ['ends-', 'ends'],
])('the node of %j is %s', (name, node) => {
  expect(slurmNode(name)).toBe(node);
});

test('a node that is taken gets a number', () => {
  expect(slurmNode('n1', new Set(['n1']))).toBe('n1-2');
});

const seed = 20261203;
test(`no name is more than one word, and no comment more than one line, seed ${seed}`, () => {
  const names = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(names, (name) => {
      expect(slurmNode(name)).toMatch(/^[A-Za-z0-9][-A-Za-z0-9.]*$/);
      expect(slurmComment(name)).toMatch(/^#[^\n\r]*$/);
      expect(slurmComment(name)).not.toMatch(/\\$/);
    }),
    { seed, numRuns: 300 },
  );
});
