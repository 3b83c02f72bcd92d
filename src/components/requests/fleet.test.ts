import { describe, expect, test } from 'vitest';
import { EMPTY_PLAN, type PlanRequest } from '../../model/plan.ts';
import { applyCommand } from '../../placement/commands.ts';
import { withCount } from '../../placement/requestEdits.ts';
import { USUAL_TERMS } from '../../state/uiStore.ts';
import { editableNeeds, FIRST_NEED, isForFleet, nextBoard, readOffers, withTyped } from './fleetFields.ts';
import { fleetHeadline, fleetMessage, fleetReason } from './fleetWords.ts';

const a100 = { board: 'a100-pcie-40gb', ...USUAL_TERMS };
const a30 = { board: 'a30-24gb', ...USUAL_TERMS };

test('what is typed about boards is read: no limit where nothing is typed', () => {
  expect(readOffers([a100, { ...a30, cost: ' 2.5 ', atMost: '12', perHost: '4' }])).toEqual({
    boards: [
      { board: 'a100-pcie-40gb', cost: 1, count: null, gpusPerHost: 8 },
      { board: 'a30-24gb', cost: 2.5, count: 12, gpusPerHost: 4 },
    ],
    fault: null,
  });
});

test.each([
  ['cost', { ...a30, cost: '' }, /A number/],
  ['cost', { ...a30, cost: '-1' }, /A number/],
  ['cost', { ...a30, cost: '1.23456' }, /four decimals/],
  ['cost', { ...a30, cost: '1000001' }, /from 0 to 1,000,000/],
  ['atMost', { ...a30, atMost: 'many' }, /whole number, or nothing/],
  ['atMost', { ...a30, atMost: '0' }, /from 1/],
  ['atMost', { ...a30, atMost: '1.5' }, /whole number/],
  ['perHost', { ...a30, perHost: '' }, /whole number/],
  ['perHost', { ...a30, perHost: '65' }, /from 1 to 64/],
  ['board', a100, /twice/],
  ['board', { ...a30, board: 'a31' }, /catalogue/],
] as const)('the field %s of the second board that will not do is named: %j', (field, second, message) => {
  const { boards, fault } = readOffers([a100, second]);
  expect(boards).toEqual([]);
  expect(fault).toMatchObject({ entry: 1, field });
  expect(fault?.message).toMatch(message);
});

test('the next board is one of the plan, else the usual small one, and none twice', () => {
  const added = applyCommand(EMPTY_PLAN, {
    type: 'host/add',
    name: 'h',
    fields: {},
    gpus: { board: 'h100-sxm5-80gb', count: 1 },
  });
  if (!added.ok) throw new Error(added.error.code);
  expect(nextBoard(added.value, ['a100-pcie-40gb'])).toBe('h100-sxm5-80gb');
  expect(nextBoard(EMPTY_PLAN, ['a100-pcie-40gb'])).toBe('a30-24gb');
  const taken: string[] = [];
  for (let next = nextBoard(EMPTY_PLAN, taken); next !== null; next = nextBoard(EMPTY_PLAN, taken))
    taken.push(next);
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken.length).toBeGreaterThan(5);
  // Nobody could plan on a board whose starts are not public.
  const offers = taken.map((board) => ({ board, ...USUAL_TERMS }));
  expect(readOffers(offers).fault).toBeNull();
});

describe('a field of a request by need', () => {
  const edited = (field: Parameters<typeof withTyped>[1], text: string): PlanRequest | null =>
    withTyped({ ...FIRST_NEED, needs: { memoryGB: 10, jpeg: 1 } }, field, text);

  test('changes that one thing', () => {
    expect(edited('memoryGB', '12.5')?.needs).toEqual({ memoryGB: 12.5, jpeg: 1 });
    expect(edited('computeSlices', ' 3 ')?.needs).toEqual({ memoryGB: 10, jpeg: 1, computeSlices: 3 });
    expect(edited('memoryGB', '')?.needs).toEqual({ jpeg: 1 });
    expect(edited('count', '40')?.count).toBe(40);
    expect(edited('group', ' web ')?.group).toBe('web');
    expect(edited('group', '  ')?.group).toBeNull();
  });

  test.each([
    ['memoryGB', 'much'],
    ['memoryGB', '-1'],
    ['count', '0'],
    ['count', '1.5'],
    ['count', '1000000000'],
    ['group', 'x'.repeat(200)],
  ] as const)('%s takes no "%s"', (field, text) => {
    expect(edited(field, text)).toBeNull();
  });

  test('the last need stays: a request that needs nothing is none', () => {
    expect(withTyped(FIRST_NEED, 'memoryGB', '')).toBeNull();
    expect(withTyped(FIRST_NEED, 'memoryGB', '0')).toBeNull();
  });
});

test('needs that no field can hold are left as they were read', () => {
  expect(editableNeeds(FIRST_NEED)).toEqual({ memoryGB: 10 });
  expect(editableNeeds({ profile: null, needs: { memoryGB: '10' } })).toBeNull();
  expect(editableNeeds({ profile: null, needs: [10] })).toBeNull();
  expect(editableNeeds({ profile: '1g.5gb', needs: { memoryGB: 5 } })).toBeNull();
});

test('plain counts are for one board; a need or a group is for the fleet', () => {
  const [plain] = withCount([], '1g.5gb', 3);
  if (plain === undefined) throw new Error('no request');
  expect(isForFleet([plain])).toBe(false);
  expect(isForFleet([plain, FIRST_NEED])).toBe(true);
  expect(isForFleet([{ ...plain, group: 'web' }])).toBe(true);
});

describe('the words of the answer', () => {
  const found = { words: '12 x A30 and 3 x A100-PCIE-40GB', cost: 39, gpus: 15 };
  test.each([
    [true, 39, true, '12 x A30 and 3 x A100-PCIE-40GB cost 39, and nothing costs less'],
    [false, 37.5, true, '12 x A30 and 3 x A100-PCIE-40GB cost 39; at least 37.5 is needed'],
    [false, null, true, '12 x A30 and 3 x A100-PCIE-40GB cost 39, the best found so far'],
    [true, 15, false, '12 x A30 and 3 x A100-PCIE-40GB: 15 GPUs, and nobody can do it with 14'],
    [false, 14, false, '12 x A30 and 3 x A100-PCIE-40GB: 15 GPUs found, at least 14 needed'],
  ])('proven: %s, bound %s, costs given: %s', (isProven, bound, isPriced, words) => {
    expect(fleetHeadline(found, { isProven, bound }, isPriced)).toBe(words);
  });

  test('one GPU, and none', () => {
    const one = { words: '1 x A30', cost: 2, gpus: 1 };
    expect(fleetHeadline(one, { isProven: true, bound: 2 }, true)).toBe(
      '1 x A30 costs 2, and nothing costs less',
    );
    expect(fleetHeadline(null, { isProven: true, bound: null }, true)).toBe('These boards are not enough');
    expect(fleetHeadline(null, { isProven: false, bound: 3 }, true)).toBe('No fleet found so far');
  });

  test('by hosts it is said that these are counted as full', () => {
    const asked = { boards: [], requests: [{ ...FIRST_NEED, group: 'web' }], apart: 'host' } as const;
    expect(fleetReason('So.', asked)).toBe('So. Hosts are counted as full, but for the last of each board.');
    expect(fleetReason('So.', { ...asked, apart: 'gpu' })).toBe('So.');
    expect(fleetReason('So.', { ...asked, requests: [FIRST_NEED] })).toBe('So.');
  });

  test('a fault names the request, or the board', () => {
    const requests = withCount([], '3g.40gb', 1);
    expect(fleetMessage({ code: 'nothing-satisfies', request: 0, field: 'profile' }, requests)).toBe(
      '3g.40gb: No board of the fleet has that profile.',
    );
    expect(fleetMessage({ code: 'board-twice', entry: 1, board: 'a30-24gb' }, requests)).toBe(
      'a30-24gb is there twice.',
    );
  });
});
