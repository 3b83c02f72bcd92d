import { expect, test } from 'vitest';
import type { GiProfile } from './board.ts';
import { makeBoard, makeProfile } from './boards.testing.ts';
import { BOARDS, findBoard } from './catalogue/catalogue.ts';
import { nvmlProfileId, profileOfNvml } from './nvmlProfiles.ts';

test.each([
  ['a100-pcie-40gb', '1g.5gb', 0],
  ['a100-pcie-40gb', '1g.5gb+me', 7],
  ['a100-pcie-40gb', '1g.10gb', 9],
  ['a100-80gb', '1g.10gb', 0],
  ['a100-80gb', '1g.20gb', 9],
  ['a100-pcie-40gb', '3g.20gb', 2],
  ['a100-pcie-40gb', '7g.40gb', 4],
  ['a30-24gb', '2g.12gb+me', 8],
  ['rtx-pro-6000-server', '1g.24gb+gfx', 10],
  ['rtx-pro-6000-server', '2g.48gb-me', 14],
  ['rtx-pro-6000-server', '1g.24gb+me.all', 15],
  ['a100-pcie-40gb', '9g.99gb', null],
])('on %s %s is NVML’s %s', (id, profile, number) => {
  expect(nvmlProfileId(findBoard(id)!, profile)).toBe(number);
});

test('no number of a board means two of its profiles', () => {
  for (const board of BOARDS) {
    for (const { name } of board.profiles) {
      const id = nvmlProfileId(board, name);
      if (id !== null) expect(profileOfNvml(board, id)).toBe(name);
    }
  }
});

test('the wide 1g is told by another 1g without attributes that has less memory, and by nothing else', () => {
  const wide = makeProfile({ name: '1g.10gb', memorySlices: 2 });
  const beside = (...others: readonly GiProfile[]): number | null =>
    nvmlProfileId(makeBoard([wide, ...others]), '1g.10gb');
  expect(beside(makeProfile({ name: '1g.5gb' }))).toBe(9);
  expect(beside()).toBe(0);
  expect(beside(makeProfile({ name: '1g.10gb+me', attributes: ['+me'] }))).toBe(0);
  expect(beside(makeProfile({ name: '2g.5gb', computeSlices: 2 }))).toBe(0);
  expect(beside(makeProfile({ name: '1g.5gb', memorySlices: null }))).toBe(0);
  expect(beside(makeProfile({ name: '1g.9gb', memorySlices: 2 }))).toBe(0);
  // Nor is a 2g, one with an attribute, or one of unknown memory wide.
  const small = makeProfile({ name: '1g.5gb' });
  const numberOf = (profile: GiProfile): number | null =>
    nvmlProfileId(makeBoard([small, profile]), profile.name);
  expect(numberOf(makeProfile({ name: '2g.10gb', computeSlices: 2, memorySlices: 2 }))).toBe(1);
  expect(numberOf(makeProfile({ name: '1g.10gb+me', memorySlices: 2, attributes: ['+me'] }))).toBe(7);
  expect(numberOf(makeProfile({ name: '1g.7gb', memorySlices: null }))).toBe(0);
  // An attribute that the constants do not have.
  expect(numberOf(makeProfile({ name: '1g.5gb+x', attributes: ['+x'] }))).toBeNull();
  expect(profileOfNvml(makeBoard([small]), 9)).toBeNull();
});
