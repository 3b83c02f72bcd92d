import { expect, test } from 'vitest';
import { fitsInPlan, fitsOnGpu, fitsWanted } from './fits.ts';
import { gpuOf, planOf } from './standing.testing.ts';
import { sliceUse } from './stranded.ts';

// Free counts that -lgip prints beside a 4g at 0: 1g 3, wide 1g 2, 2g 1, 3g 1 (facts/nvidia-smi.md section 6).
test.each([
  ['4g.20gb@0', { '1g.5gb': 3, '1g.10gb': 2, '2g.10gb': 1, '3g.20gb': 1, '4g.20gb': 0, '7g.40gb': 0 }],
  ['', { '1g.5gb': 7, '1g.5gb+me': 1, '1g.10gb': 4, '2g.10gb': 3, '3g.20gb': 2, '4g.20gb': 1, '7g.40gb': 1 }],
  ['3g.20gb@0 3g.20gb@4', { '1g.5gb': 0, '1g.10gb': 0, '2g.10gb': 0, '3g.20gb': 0 }],
  ['1g.5gb@6', { '1g.5gb': 6, '1g.10gb': 3, '2g.10gb': 3, '3g.20gb': 1, '4g.20gb': 1, '7g.40gb': 0 }],
])('beside %j more fit: %j', (layout, fits) => {
  for (const [profile, count] of Object.entries(fits)) {
    expect(fitsOnGpu({ driver: null }, gpuOf(layout), profile), profile).toBe(count);
  }
});

test('a GPU without MIG mode or with another board adds nothing', () => {
  const plan = planOf(['', '4g.20gb@0']);
  expect(fitsInPlan(plan, '3g.20gb')).toBe(3);
  expect(fitsInPlan(plan, '3g.40gb')).toBe(0);
  expect(fitsOnGpu({ driver: null }, { ...gpuOf(''), use: 'off' }, '3g.20gb')).toBe(0);
});

test.each([
  ['3g.20gb@0 3g.20gb@4', { computeUsed: 6, memoryUsed: 8, strandedCompute: [3], strandedMemory: [] }],
  [
    '4g.20gb@0 2g.10gb@4 1g.5gb@6',
    { computeUsed: 7, memoryUsed: 7, strandedCompute: [], strandedMemory: [7] },
  ],
  ['1g.10gb@0 2g.10gb@2', { computeUsed: 3, memoryUsed: 4, strandedCompute: [1], strandedMemory: [] }],
  ['1g.10gb@4 1g.5gb@2', { computeUsed: 2, memoryUsed: 3, strandedCompute: [5], strandedMemory: [] }],
  ['', { computeUsed: 0, memoryUsed: 0, strandedCompute: [], strandedMemory: [] }],
])('use of %j: %j', (layout, use) => {
  expect(sliceUse(gpuOf(layout))).toMatchObject({ computeTotal: 7, memoryTotal: 8, ...use });
});

test('12 units of an RTX PRO 6000 are four rows', () => {
  expect(sliceUse(gpuOf('2g.48gb@0 1g.24gb@6', 'rtx-pro-6000-server'))).toMatchObject({
    computeUsed: 3,
    computeTotal: 4,
    memoryUsed: 9,
    memoryTotal: 12,
  });
});

test('one name on two boards is counted apart, and a vGPU type counts only its own board', () => {
  const small = planOf(['']);
  const [host] = small.hosts;
  if (host === undefined) throw new Error('no host');
  const gpus = [gpuOf('', 'a100-pcie-40gb'), gpuOf('', 'a100-80gb', 1), gpuOf('', 'a100-sxm4-40gb', 2)];
  const plan = { ...small, hosts: [{ ...host, gpus }] };
  expect(fitsInPlan(plan, '1g.10gb')).toBe(4 + 7 + 4);
  expect(fitsInPlan(plan, '1g.10gb', ['a100-80gb'])).toBe(7);
  expect(fitsWanted(plan, { kind: 'type', type: 'A100-3-20C' })).toBe(2);
  expect(fitsWanted(plan, { kind: 'type', type: 'A100X-3-20C' })).toBe(2);
  expect(fitsWanted(plan, { kind: 'profile', profile: '3g.20gb' })).toBe(4);
});
