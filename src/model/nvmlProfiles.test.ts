import { expect, test } from 'vitest';
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
