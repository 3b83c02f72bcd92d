import { expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { makeTemplate } from '../../state/templates.ts';
import { orderTrap } from './orderTrap.ts';

const gpuOf = (template: 'order-trap' | 'article') => makeTemplate(template).hosts[0]!.gpus[0]!;
const board = findBoard('a100-pcie-40gb')!;

test('the order trap is the one that was seen on real hosts: 9,19,14,19 works and 19,19,14,9 does not', () => {
  const trap = orderTrap(board, gpuOf('order-trap').instances);
  expect(trap?.works.profileIds).toBe('9,19,14,19');
  expect(trap?.works.created).toHaveLength(4);
  expect(trap?.fails).toMatchObject({ profileIds: '19,19,14,9', refused: '3g.20gb' });
  expect(trap?.fails.created).toHaveLength(3);
});

test('two equal instances are no trap', () => {
  expect(orderTrap(board, gpuOf('article').instances)).toBeNull();
});
