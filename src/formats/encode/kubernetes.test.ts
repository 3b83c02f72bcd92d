import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE_NAMES } from '../planArbitrary.testing.ts';
import { kubernetesNode, kubernetesObjectName } from './kubernetes.ts';

test.each([
  ['gpu-01.example.org', 'gpu-01.example.org', true],
  [`${'a'.repeat(70)}.b`, `${'a'.repeat(70)}.b`, true],
  ['GPU-01', 'gpu-01', false],
  ['a_b', 'a-b', false],
  ['-rf', 'rf', false],
  ['a..b', 'a.b', false],
])('the node of %j is %s, its own name: %s', (name, node, isOwn) => {
  expect(kubernetesNode(name)).toEqual({ node, isOwn });
});

const seed = 20261204;
test(`is always a label value and a name of an object, and never taken, seed ${seed}`, () => {
  const names = fc.oneof(
    fc.constantFrom(...HOSTILE_NAMES),
    fc.string({ unit: 'binary' }),
    fc.string({ maxLength: 90 }),
  );
  fc.assert(
    fc.property(fc.array(names, { maxLength: 8 }), (all) => {
      const taken = new Set<string>();
      for (const name of all) {
        const object = kubernetesObjectName(name, taken);
        expect(object).toMatch(/^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
        expect(object).toMatch(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/);
        expect(taken.has(object)).toBe(false);
        taken.add(object);
        expect(kubernetesNode(name, taken).node).not.toBe(object);
      }
    }),
    { seed, numRuns: 300 },
  );
});
