import { expect, test } from 'vitest';
import { makeBoard, makeProfile } from './boards.testing.ts';
import { driverOfSet } from './driverOfSet.ts';

const profiles = [1, 3, 4].map((computeSlices) => makeProfile({ name: `${computeSlices}g`, computeSlices }));
const ampere = makeBoard(profiles);

test('a 4g beside a 3g asks for R510, in whichever order they stand', () => {
  const told = { profiles: ['4g', '3g'], needs: 'R510' };
  expect(driverOfSet(ampere, ['4g', '3g'])).toEqual(told);
  expect(driverOfSet(ampere, ['3g', '1g', '4g'])).toEqual(told);
});

test.each([
  ['a 4g alone', ampere, ['4g', '1g']],
  ['two 3g', ampere, ['3g', '3g']],
  ['nothing', ampere, []],
  ['profiles of another board', ampere, ['4g.other', '3g']],
  ['a later board', makeBoard(profiles, { architecture: 'Hopper' }), ['4g', '3g']],
  ['a board of four slices', makeBoard(profiles, { computeSlices: 4 }), ['4g', '3g']],
])('%s asks for no more than its profiles do', (_, board, names) => {
  expect(driverOfSet(board, names)).toBeNull();
});
