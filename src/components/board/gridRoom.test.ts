import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import { gridRoom } from './gridRoom.ts';

const roomOf = (...boards: readonly string[]): number | null => {
  const read = parseLayout(boards.map((board, index) => `esx-01/${index} ${board}:`).join('\n'));
  if (!read.ok) throw new Error(read.error.code);
  return gridRoom(read.value.plan.hosts);
};

test.each([
  [['a100-pcie-40gb'], 16],
  [['a100-pcie-40gb', 'h100-sxm5-80gb'], 16],
  // As wide as seven columns each.
  [['a30-24gb', 'a30-24gb'], 16],
  [['rtx-pro-6000-server', 'a30-24gb'], 32],
  [['a100-pcie-40gb', 'a100-pcie-40gb', 'a100-pcie-40gb', 'a100-pcie-40gb'], 32],
  [['a100-pcie-40gb', 'rtx-pro-6000-server', 'rtx-pro-6000-server', 'a100-pcie-40gb'], null],
  [['board-of-tomorrow', 'a100-pcie-40gb'], 16],
])('the grids of %j have room in a line of %j columns', (boards, room) => {
  expect(roomOf(...boards)).toBe(room);
});

test('hosts below each other leave none, and neither has a plan without one', () => {
  const read = parseLayout('a/0 a100-pcie-40gb:\nb/0 a100-pcie-40gb:');
  expect(read.ok && gridRoom(read.value.plan.hosts)).toBeNull();
  expect(gridRoom([])).toBeNull();
});
