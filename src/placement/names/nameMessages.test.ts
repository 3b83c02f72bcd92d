import { expect, test } from 'vitest';
import { namesOfBoard, type NameRow } from '../../model/nameTable.ts';
import type { BoardNames, Counterpart, NameAnswer } from './findNames.ts';
import { nameAnswerMessage } from './nameMessages.ts';
import { whyNoType } from './nearestType.ts';

const rowOf = (board: string, profile: string): NameRow[] =>
  namesOfBoard(board)!.rows.filter((row) => row.profile === profile);
const on = (...boards: (readonly [string, string?])[]): BoardNames[] =>
  boards.map(([board, profile = '']) => ({ board: namesOfBoard(board)!, rows: rowOf(board, profile) }));
const found = (
  as: Extract<NameAnswer, { kind: 'found' }>['as'],
  name: string,
  boards: readonly BoardNames[],
  ciSlices: number | null = null,
): NameAnswer => ({ kind: 'found', as, name, ciSlices, boards });
const [A, B, C, D] = ['a30-24gb', 'h100-pcie-80gb', 'h20-96gb', 'b300'].map((id) => [id] as const);

test.each<[string, NameAnswer]>([
  ['No profile, vGPU type or board of the catalogue has that name.', { kind: 'none' }],
  [
    'A100-8C has no slices in its name: such a type shares a whole GPU by time, and no GPU instance stands behind it.',
    { kind: 'time-sliced', type: 'A100-8C' },
  ],
  ['1g.6gb is a profile of A30.', found('profile', '1g.6gb', on(A!))],
  ['3g.20gb is a profile of A30, H100 PCIe and H20.', found('profile', '3g.20gb', on(A!, B!, C!))],
  [
    '3g.20gb is a profile of A30, H100 PCIe and 2 more boards.',
    found('profile', '3g.20gb', on(A!, B!, C!, D!)),
  ],
  ['1c.3g.20gb is a compute instance inside 3g.20gb, of A30.', found('profile', '1c.3g.20gb', on(A!), 1)],
  [
    'Profile ID 9 is of A30 and H20: a number says nothing without its board.',
    found('profile-id', '9', on(A!, C!)),
  ],
  ['nvidia-476 is an mdev type of A30.', found('mdev', 'nvidia-476', on(A!))],
  ['PCI device 0x20B710DE is A30 or H20.', found('pci', '0x20B710DE', on(A!, C!))],
  ['A30 and all its names.', found('product', 'A30', on(A!))],
  ['2 boards: A30 and H20.', found('product', 'x', on(A!, C!))],
  ['Names that begin like this, of A30.', found('part', '1g', on(A!))],
  ['A30-1-6C is a vGPU type of A30.', found('vgpu-type', 'A30-1-6C', on(['a30-24gb', '1g.6gb']))],
  [
    'DC-1-8C is a vGPU type of A30 and H20: it is not the same on each.',
    found('vgpu-type', 'DC-1-8C', on(['a30-24gb', '1g.6gb'], ['h20-96gb', '1g.12gb'])),
  ],
])('%s', (sentence, answer) => {
  expect(nameAnswerMessage(answer, [])).toBe(sentence);
});

test('a product without MIG says so', () => {
  const answer: NameAnswer = { kind: 'without-mig', product: { product: 'L40S', why: 'it is none' } };
  expect(nameAnswerMessage(answer, [])).toMatch(/^L40S has no MIG: it is none\. MIG is on A100, /);
});

test('boards of the plan that call the same slices otherwise, and those that have none, follow', () => {
  const other = (board: string, ...profiles: string[]): Counterpart => ({
    board: namesOfBoard(board)!,
    profiles,
  });
  const told = (...others: Counterpart[]): string =>
    nameAnswerMessage(found('profile', '1g.6gb', on(A!)), others).replace('1g.6gb is a profile of A30. ', '');
  expect(told(other('h20-96gb', '1g.12gb', '1g.12gb+me'))).toBe(
    'H20, which is in the plan, calls the same slices 1g.12gb or 1g.12gb+me.',
  );
  expect(told(other('h20-96gb'))).toBe('H20, which is in the plan, has no profile of the same slices.');
  expect(told(other('h20-96gb'), other('b300'), other('h100-pcie-80gb', '1g.10gb'))).toBe(
    'H100 PCIe, which is in the plan, calls the same slices 1g.10gb. H20 and B300, which are in the plan, have no profile of the same slices.',
  );
  // Only where the name was found.
  expect(nameAnswerMessage({ kind: 'none' }, [other('h20-96gb')])).not.toContain('H20');
});

test.each([
  ['a100-pcie-40gb', '3g.20gb', null],
  ['nobody-8gb', '3g.20gb', null],
  ['a100-pcie-40gb', '9g.99gb', null],
  ['h100-96gb', '3g.48gb', { code: 'board-without-types' }],
  // All types of an RTX PRO 6000 are of profiles with graphics.
  ['rtx-pro-6000-server', '1g.24gb', { code: 'profile-without-type', nearest: '1g.24gb+gfx' }],
  ['rtx-pro-6000-server', '2g.48gb+me.all', { code: 'profile-without-type', nearest: '2g.48gb+gfx' }],
  ['rtx-pro-6000-server', '4g.96gb', { code: 'profile-without-type', nearest: '4g.96gb+gfx' }],
  ['rtx-pro-6000-server', '4g.96gb+gfx', null],
])('on %s %s has no vGPU type: %j', (board, profile, why) => {
  expect(whyNoType({ board, variant: null }, profile)).toEqual(why);
});
