import { expect, test } from 'vitest';
import { BOARDS } from './catalogue.ts';
import { findWithoutMig, MIG_FAMILIES, WITHOUT_MIG } from './withoutMig.ts';

test.each([
  ['L40S', 'L40S'],
  ['NVIDIA L40S', 'L40S'],
  ['nvidia_l40s-48q', 'L40S'],
  ['  Tesla V100-SXM2-32GB', 'V100'],
  ['GRID T4', 'T4'],
  ['NVIDIA Tesla T4', 'T4'],
  ['a40', 'A40'],
  ['L40', 'L40'],
  ['L4', 'L4'],
  ['A16', 'A16'],
  ['A10', 'A10'],
  ['A2', 'A2'],
  // Nothing that can be seen stands before it.
  ['\u200bL4', 'L4'],
  ['xL40', null],
  ['L40SX', null],
  ['A100', null],
  ['A100-SXM4-40GB', null],
  ['my L40', null],
  ['', null],
])('%j is %s', (text, product) => {
  expect(findWithoutMig(text)?.product ?? null).toBe(product);
});

test('each says why it is known to have none, in the words of its generation', () => {
  const why = (product: string): string => WITHOUT_MIG.find((one) => one.product === product)?.why ?? '';
  expect(WITHOUT_MIG.map(({ product }) => product)).toEqual([
    'L40S',
    'L40',
    'L4',
    'A40',
    'A16',
    'A10',
    'A2',
    'T4',
    'V100',
  ]);
  for (const product of ['L40S', 'L40', 'L4'])
    expect(why(product)).toBe('NVIDIA’s vGPU tables have time-sliced types of it only');
  for (const product of ['A40', 'A16', 'A10', 'A2'])
    expect(why(product)).toBe('the MIG User Guide lists A100 and A30 alone of its generation');
  for (const product of ['T4', 'V100'])
    expect(why(product)).toBe(
      'by the MIG User Guide MIG starts with the Ampere generation, and this is older',
    );
});

test('no board of the catalogue is taken for one of these, and each has its family in the list', () => {
  for (const { productNames } of BOARDS)
    for (const name of productNames) expect(findWithoutMig(name), name).toBeNull();
  expect(MIG_FAMILIES).toEqual([
    ...['A100', 'A800', 'A30', 'H100', 'H800', 'GH200', 'H20', 'H200', 'B200', 'GB200', 'B300', 'GB300'],
    ...['RTX PRO 6000', 'RTX PRO 5000', 'RTX PRO 4500'],
  ]);
});
