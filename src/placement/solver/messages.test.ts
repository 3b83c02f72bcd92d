/** The sentences of the solver, one by one. */
import { describe, expect, test } from 'vitest';
import type { Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId, GpuId, VmId } from '../../model/ids.ts';
import { EMPTY_PLAN, type Plan } from '../../model/plan.ts';
import type { ProofTree } from '../verifyTree.ts';
import { admitErrorMessage, admitReason, needsWords, waitingMessage } from './admitMessages.ts';
import type { AdmitAnswer } from './admitPlan.ts';
import type { Waiting } from './admitWaiting.ts';
import { repackedFigure, staysMessage } from './fitsMessages.ts';
import type { FlexibleAnswer, FlexibleQuestion } from './flexible.ts';
import {
  costWords,
  fleetErrorMessage,
  fleetWords,
  flexibleBecause,
  flexibleErrorMessage,
} from './flexibleMessages.ts';
import type { PriceProof } from './flexibleProof.ts';
import { demandErrorMessage, number } from './messages.ts';
import type { Packing } from './pack.ts';
import { apartReason, packReason } from './packMessages.ts';
import { POLICIES } from './policies.ts';
import { POLICY_LABELS, simulationErrorMessage } from './simulationMessages.ts';
import { parseLayout } from './why.testing.ts';
import type { WayOut } from './why.ts';
import { FREE, type WayCost } from './whyCost.ts';
import { placeLabel, wayCost, wayLabel } from './whyMessages.ts';
import type { VmWayOut } from './whyVmWays.ts';
import { vmRefusalCode, vmRefusalMessage, vmWayCost, vmWayLabel } from './whyVmMessages.ts';

const A100 = findBoard('a100-pcie-40gb')!;
const A30 = findBoard('a30-24gb')!;
const AT = { request: 0, field: 'count' } as const;

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%d is written %s', (value, text) => {
  expect(number(value)).toBe(text);
});

test.each<[Parameters<typeof demandErrorMessage>[0], string]>([
  [{ code: 'nothing-requested' }, 'Nothing is requested.'],
  [
    { code: 'too-many-requested', count: 60_000, max: 50_000 },
    '60,000 instances are requested, and at most 50,000 are planned at once.',
  ],
  [{ code: 'count-zero', ...AT, count: 0 }, 'The count is 0; leave the request out, or ask for 1 or more.'],
  [{ code: 'count-negative', ...AT, count: -2 }, 'The count is -2; it has to be a whole number from 1.'],
  [{ code: 'count-fractional', ...AT, count: 1.5 }, 'The count is 1.5; there are no parts of an instance.'],
  [
    { code: 'count-huge', ...AT, count: 60_000, max: 50_000 },
    'The count is 60,000, and at most 50,000 of one request are planned.',
  ],
  [
    { code: 'weight-unusable', request: 0, field: 'weight', weight: -1, max: 1_000_000 },
    'The weight is -1; it has to be a number from 0 to 1,000,000.',
  ],
  [
    {
      code: 'profile-unknown',
      request: 0,
      field: 'profile',
      profile: 'x'.repeat(50),
      board: 'A30',
      similar: [],
    },
    `A30 has no profile "${'x'.repeat(40)}".`,
  ],
  [
    {
      code: 'profile-unknown',
      request: 0,
      field: 'profile',
      profile: '1g',
      board: 'A30',
      similar: ['1g.6gb', '2g.12gb'],
    },
    'A30 has no profile "1g". Perhaps 1g.6gb or 2g.12gb is meant.',
  ],
  [
    { code: 'profile-without-starts', request: 0, field: 'profile', profile: '2g.32gb', board: 'RTX' },
    'No public source gives the starts of 2g.32gb on RTX, so it cannot be planned.',
  ],
  [
    { code: 'needs-not-taken', request: 0, field: 'needs' },
    'The request says what it needs and names no profile; requests of one board name a profile.',
  ],
])('requests: %j', (error, sentence) => {
  expect(demandErrorMessage(error)).toBe(sentence);
  // Those of several boards have the same faults and more.
  expect(flexibleErrorMessage(error)).toBe(sentence);
  expect(admitErrorMessage(error as Parameters<typeof admitErrorMessage>[0])).toBe(sentence);
});

const NEEDS = { request: 0, field: 'needs' } as const;
test.each<[Parameters<typeof flexibleErrorMessage>[0], string]>([
  [{ code: 'nothing-satisfies', request: 0, field: 'profile' }, 'No board of the fleet has that profile.'],
  [
    { code: 'nothing-satisfies', ...NEEDS },
    'No profile of any board of the fleet has all that it needs, as far as is public.',
  ],
  [
    { code: 'needs-unreadable', ...NEEDS },
    'What is needed should be an object with at least one of memoryGB, computeSlices, sm, decoders, encoders, jpeg or ofa, each a number.',
  ],
  [
    { code: 'need-unknown', ...NEEDS, name: 'y'.repeat(50) },
    `"${'y'.repeat(40)}" is no need that is known; there are memoryGB, computeSlices, sm, decoders, encoders, jpeg and ofa.`,
  ],
  [{ code: 'need-not-a-number', ...NEEDS, name: 'sm' }, 'sm has to be a number from 0.'],
])('requests by need: %j', (error, sentence) => {
  expect(flexibleErrorMessage(error)).toBe(sentence);
});

test.each<[Parameters<typeof fleetErrorMessage>[0], string]>([
  [
    { code: 'board-without-starts', entry: 0, board: 'RTX' },
    'No public source gives the starts of RTX, so nothing can be planned on it.',
  ],
  [{ code: 'board-twice', entry: 1, board: 'A30' }, 'A30 is there twice.'],
  [
    { code: 'gpus-unusable', entry: 0, field: 'count', value: 0, max: 10_000 },
    'The count is 0; it has to be a whole number from 1 to 10,000.',
  ],
  [
    { code: 'gpus-unusable', entry: 0, field: 'gpusPerHost', value: 99, max: 64 },
    'The number of GPUs per host is 99; it has to be a whole number from 1 to 64.',
  ],
])('a fleet: %j', (error, sentence) => {
  expect(fleetErrorMessage(error)).toBe(sentence);
});

test('a cost that is none says how it has to be', () => {
  expect(fleetErrorMessage({ code: 'cost-unusable', entry: 0, field: 'cost', cost: -1 })).toMatch(
    /^The cost is -1; it has to be a number from 0 to [0-9,]+ with four decimals at the most\.$/,
  );
});

test.each<[Parameters<typeof admitErrorMessage>[0], string]>([
  [{ code: 'no-gpus' }, 'The plan has no GPU of that board, or none of a board that is known.'],
  [
    { code: 'gpus-unusable', gpus: 0, max: 10_000 },
    '0 is no number of GPUs; it has to be a whole number from 1 to 10,000.',
  ],
])('who is let in: %j', (error, sentence) => {
  expect(admitErrorMessage(error)).toBe(sentence);
});

test('who is let in: weights that cannot be added up, and needs that nothing has', () => {
  const told = (code: string): string =>
    admitErrorMessage({ code, ...NEEDS } as Parameters<typeof admitErrorMessage>[0]);
  expect(told('weights-too-fine')).toBe(
    'The weights, times the counts, are too large or too fine to be added up exactly; round them.',
  );
  expect(told('nothing-satisfies')).toBe(
    'No profile of the GPUs in this plan has all that it needs, as far as is public.',
  );
});

test.each<[Partial<Waiting>, string]>([
  [
    { count: 2, reason: 'capacity' },
    '2 x 3g.20gb wait for capacity: moving instances would make no room for another one.',
  ],
  [
    { count: 1, reason: 'fragmentation', afterRepacking: 1 },
    '1 x 3g.20gb waits for room in one piece: after repacking it fits.',
  ],
  [
    { count: 1200, reason: 'fragmentation', afterRepacking: 1200 },
    '1,200 x 3g.20gb wait for room in one piece: after repacking any one kind of them fits.',
  ],
  [
    { count: 3, reason: 'fragmentation', afterRepacking: 2 },
    '3 x 3g.20gb wait for room in one piece: after repacking 2 more would fit, not all.',
  ],
  [
    { count: 1, reason: 'group' },
    '1 x 3g.20gb waits: what room is left, or could be made, is beside others of the same group.',
  ],
  [{ count: 1, reason: 'no-gpu' }, '1 x 3g.20gb waits: no GPU here has the profile and a driver for it.'],
  [
    { count: 2, reason: 'budget', profile: null, needs: { memoryGB: 10 } },
    '2 x at least 10 GB wait: the search was stopped before it had an answer.',
  ],
])('waiting: %j', (part, sentence) => {
  const waiting = { request: 0, profile: '3g.20gb', needs: null, count: 1, afterRepacking: 0, ...part };
  expect(waitingMessage(waiting as Waiting)).toBe(sentence);
});

test.each<[Parameters<typeof needsWords>[0], string]>([
  [null, 'what was needed'],
  [{}, 'what was needed'],
  [[1], 'what was needed'],
  ['10 GB', 'what was needed'],
  [{ memoryGB: 0, sm: 'many' }, 'what was needed'],
  [{ memoryGB: 10, computeSlices: 2 }, 'at least 10 GB and 2 compute slices'],
  [
    { computeSlices: 1, decoders: 1, encoders: 1, jpeg: 1, ofa: 1, sm: 1 },
    'at least 1 compute slice, 1 decoder, 1 encoder, 1 JPEG engine, 1 optical flow engine and 1 SM',
  ],
  [
    { computeSlices: 2, decoders: 2, encoders: 2, jpeg: 2, ofa: 2, sm: 2 },
    'at least 2 compute slices, 2 decoders, 2 encoders, 2 JPEG engines, 2 optical flow engines and 2 SMs',
  ],
  [{ constructor: 2, toString: 1 }, 'at least 2 constructor and 1 toString'],
])('%j is spoken of as %s', (needs, words) => {
  expect(needsWords(needs)).toBe(words);
});

/** A leaf of a proof by cases. */
const leaf = { prices: [1] } as unknown as ProofTree;
const fork = { below: leaf, above: leaf } as unknown as ProofTree;

describe('why no more are let in', () => {
  const answer = {
    granted: [2, 1],
    waiting: [{ count: 1 }] as unknown as readonly Waiting[],
    value: 2.00049,
    bound: 3.25,
    isProven: true,
    proof: null,
    tree: null,
    names: ['1g.5gb', '2g.10gb', '3g.20gb'],
  } as unknown as AdmitAnswer;
  test.each<[Partial<AdmitAnswer>, string]>([
    [{ waiting: [] }, 'All 3 requests are let in.'],
    [{ waiting: [], granted: [1] }, 'The one that is requested is let in.'],
    [{ waiting: [], granted: [1000, 1] }, 'All 1,001 requests are let in.'],
    [{ isProven: false }, 'The best that was found is worth 2; no more than 3.25 can be.'],
    [{}, 'No choice is worth more than 2: proven by search, not re-checkable.'],
    [
      { tree: leaf },
      'No choice is worth more than 2: at the prices of the proof, what the GPUs can take and what requests are worth above their price add up to less than one more.',
    ],
    [
      { tree: fork },
      'No choice is worth more than 2: in each of the 2 cases of the proof, prices show that nothing is.',
    ],
    [
      { tree: leaf, proof: { prices: [2, 0, 3], scale: 2 } },
      'No choice is worth more than 2: with prices of 1 for 1g.5gb and 1.5 for 3g.20gb, the dearest sets that the GPUs can take and what requests are worth above their price add up to no more.',
    ],
  ])('%j', (part, sentence) => {
    expect(admitReason({ ...answer, ...part })).toBe(sentence);
  });
});

test('what fits after repacking, and who stays for it', () => {
  const figure = (count: number, bound: number): string => repackedFigure({ count, bound });
  expect([figure(22, 22), figure(20, 22)]).toEqual(['22', '20 to 22']);
  const none = { pinned: 0, group: 0, 'several-vgpus': 0, driver: 0, 'illegal-gpu': 0 };
  expect(staysMessage(none)).toBe('');
  expect(staysMessage({ ...none, pinned: 1 })).toBe('1 instance stays where it is: 1 pinned.');
  expect(staysMessage({ ...none, driver: 1 })).toBe(
    '1 instance stays where it is: 1 that its driver should not have.',
  );
  expect(staysMessage({ pinned: 1, group: 2, 'several-vgpus': 3, driver: 4, 'illegal-gpu': 5 })).toBe(
    '15 instances stay where they are: 1 pinned, 2 of VMs that are kept apart, 3 of VMs with several vGPUs, 4 that their driver should not have and 5 on GPUs that are not legal as they are.',
  );
});

describe('why a packing is not smaller', () => {
  const countsOf = (board: Board, counts: Readonly<Record<string, number>>): number[] =>
    board.profiles.map(({ name }) => counts[name] ?? 0);
  const packing = (
    counts: Readonly<Record<string, number>>,
    weights: Readonly<Record<string, number>>,
    capacity: number,
    gpus: number,
    board = A100,
  ): Packing => ({
    board,
    counts: countsOf(board, counts),
    gpus,
    groups: [],
    proof: { weights: countsOf(board, weights), capacity },
  });
  test.each<[string, Packing, number]>([
    [
      'A GPU holds one 7g.40gb, and there are 3 of them, so 3 GPUs.',
      packing({ '7g.40gb': 3 }, { '7g.40gb': 1 }, 1, 3),
      3,
    ],
    [
      'A GPU holds one 7g.40gb, and there is 1 of them, so 1 GPU.',
      packing({ '7g.40gb': 1 }, { '7g.40gb': 1 }, 1, 1),
      1,
    ],
    [
      'No GPU holds two of 4g.20gb and 7g.40gb, and there are 1,500 of them, so at least 1,500 GPUs.',
      packing({ '4g.20gb': 1000, '7g.40gb': 500 }, { '4g.20gb': 1, '7g.40gb': 1 }, 1, 1600),
      1500,
    ],
    [
      'The 2g.10gb and 3g.20gb instances need 14 memory slices and a GPU has 8, so 2 GPUs.',
      packing({ '2g.10gb': 3, '3g.20gb': 2 }, { '2g.10gb': 2, '3g.20gb': 4 }, 8, 2),
      2,
    ],
    [
      'The 3g.20gb and 4g.20gb instances need 10 compute slices and a GPU has 7, so 2 GPUs.',
      packing({ '3g.20gb': 2, '4g.20gb': 1 }, { '3g.20gb': 3, '4g.20gb': 4 }, 7, 2),
      2,
    ],
    [
      'The 2g.10gb and 3g.20gb instances need 5 full pairs of slices and a GPU has 3, so 2 GPUs.',
      packing({ '2g.10gb': 3, '3g.20gb': 2 }, { '2g.10gb': 1, '3g.20gb': 1 }, 3, 2),
      2,
    ],
    [
      'A GPU holds 4 of 1g.10gb, and 9 of them are wanted, so 3 GPUs.',
      packing({ '1g.10gb': 9 }, { '1g.10gb': 1 }, 4, 3),
      3,
    ],
    [
      'A GPU holds at most 2 of 3g.20gb and 4g.20gb together, and 5 of them are wanted, so 3 GPUs.',
      packing({ '3g.20gb': 3, '4g.20gb': 2 }, { '3g.20gb': 2, '4g.20gb': 2 }, 4, 3),
      3,
    ],
    [
      // Of an A30 a profile has as many compute slices as memory slices, so it needs no telling which.
      'The 1g.6gb and 2g.12gb instances need 7 slices and a GPU has 4, so 2 GPUs.',
      packing({ '1g.6gb': 1, '2g.12gb': 3 }, { '1g.6gb': 1, '2g.12gb': 2 }, 4, 2, A30),
      2,
    ],
    [
      // Two of 2 leave 1 of 5: no whole number of them fills a GPU.
      'Counting 2 for a 3g.20gb and 2 for a 4g.20gb, the instances come to 10 and what fits on a GPU to 5 at most, so 2 GPUs.',
      packing({ '3g.20gb': 3, '4g.20gb': 2 }, { '3g.20gb': 2, '4g.20gb': 2 }, 5, 2),
      2,
    ],
    [
      // A 3g has three compute slices and not two, so slices are not what is counted, though a 4g has four.
      'Counting 2 for a 3g.20gb and 4 for a 4g.20gb, the instances come to 10 and what fits on a GPU to 7 at most, so 2 GPUs.',
      packing({ '3g.20gb': 3, '4g.20gb': 1 }, { '3g.20gb': 2, '4g.20gb': 4 }, 7, 2),
      2,
    ],
    [
      'Counting 2 for a 2g.10gb and 3 for a 3g.20gb, the instances come to 12 and what fits on a GPU to 10 at most, so 2 GPUs.',
      packing(
        { '1g.5gb': 4, '2g.10gb': 3, '3g.20gb': 2 },
        { '2g.10gb': 2, '3g.20gb': 3, '7g.40gb': 9 },
        10,
        2,
      ),
      2,
    ],
  ])('%s', (sentence, of, bound) => {
    expect(packReason(of, bound)).toBe(sentence);
  });

  const best = (cost: number): FlexibleAnswer => ({ cost }) as FlexibleAnswer;
  const plain = packing({ '7g.40gb': 3 }, { '7g.40gb': 1 }, 1, 3);
  const question = (bound: number | null) =>
    ({
      plain: { best: plain, bound, isProven: true, work: 1 },
      largest: { group: 'web', members: 4 },
    }) as Parameters<typeof apartReason>[0];
  test.each<[Parameters<typeof apartReason>[1], number | null, string]>([
    [{ best: null, bound: null, isProven: false }, 3, 'Nothing was found yet.'],
    [
      { best: best(5), bound: 4, isProven: false },
      3,
      'The best that was found is 5 GPUs with the members of each group apart; at least 4 are needed, and whether as many will do is open.',
    ],
    [
      { best: best(3), bound: 3, isProven: true },
      3,
      'A GPU holds one 7g.40gb, and there are 3 of them, so 3 GPUs.',
    ],
    [
      { best: best(4), bound: 4, isProven: true },
      3,
      'Group web has 4 members, and no two of them share a GPU, so 4 GPUs.',
    ],
    [
      { best: best(5), bound: 5, isProven: true },
      3,
      'With the members of each group on different GPUs every way to do with fewer than 5 GPUs was ruled out.',
    ],
  ])('members of groups apart: %j', (outcome, bound, sentence) => {
    expect(apartReason(question(bound), outcome)).toBe(sentence);
  });

  test('members of groups apart, where no packing of all was found', () => {
    const { plain: of, largest } = question(5);
    const outcome = { best: best(5), bound: 5, isProven: true };
    expect(apartReason({ plain: { ...of, best: null }, largest }, outcome)).toBe(
      'With the members of each group on different GPUs every way to do with fewer than 5 GPUs was ruled out.',
    );
  });
});

describe('what a fleet costs', () => {
  test.each([
    [0, 1, '0'],
    [12_345, 1, '12,345'],
    [123_456_789, 10_000, '12,345.6789'],
    [15, 10, '1.5'],
    [1, 3, '0.3333'],
  ])('%d units of %d are %s', (units, per, words) => {
    expect(costWords(units, per)).toBe(words);
  });

  test('what is in it', () => {
    const fleet = [A100, A30].map((board) => ({ board }));
    const words = (...gpus: number[]): string => fleetWords({ fleet } as unknown as FlexibleQuestion, gpus);
    expect([words(1200, 3), words(0, 3), words(0)]).toEqual([
      '1,200 x A100-PCIE-40GB and 3 x A30',
      '3 x A30',
      '',
    ]);
  });

  const proof: PriceProof = { prices: [], scale: 4, step: 10, total: 126, bound: 30 };
  const answer = (cost: number): FlexibleAnswer => ({ cost }) as FlexibleAnswer;
  test.each<[Parameters<typeof flexibleBecause>[0], ProofTree | null, string]>([
    [
      { best: null, bound: null, isProven: true },
      null,
      'The boards that may be had do not hold the requests.',
    ],
    [
      { best: null, bound: null, isProven: false },
      null,
      'Nothing was found yet, and nothing is known of what it must cost.',
    ],
    [{ best: null, bound: 20, isProven: false }, null, 'No fleet was found yet; none costs less than 2.'],
    [
      { best: answer(40), bound: 35, isProven: false },
      null,
      'The best found costs 4; none costs less than 3.5, and whether one lies between is open.',
    ],
    [
      { best: answer(30), bound: 30, isProven: true },
      null,
      'At prices at which no GPU holds more than it costs the requests are worth 3.15, so no fleet costs less than 3.',
    ],
    [
      { best: answer(40), bound: 40, isProven: true },
      null,
      'At prices at which no GPU holds more than it costs the requests are worth 3.15, and every way to spend less than 4 was ruled out: proven by search, not re-checkable.',
    ],
    [
      { best: answer(40), bound: 40, isProven: true },
      fork,
      'At prices at which no GPU holds more than it costs the requests are worth 3.15, and in each of the 2 cases of the proof prices show that none costs less than 4.',
    ],
  ])('%j', (outcome, tree, sentence) => {
    expect(flexibleBecause(outcome, proof, 10, tree)).toBe(sentence);
  });

  test('in steps, where costs come in coarser ones than the unit', () => {
    const outcome = { best: answer(30), bound: 30, isProven: true };
    expect(flexibleBecause(outcome, { ...proof, step: 15 }, 10)).toContain(
      'so no fleet, in steps of 1.5, costs less than 3.',
    );
  });
});

test.each<[Parameters<typeof simulationErrorMessage>[0], string]>([
  [
    { code: 'out-of-range', field: 'gpus', value: 0, least: 1, most: 10_000, isWhole: true },
    'The number of GPUs is 0; it has to be a whole number from 1 to 10,000.',
  ],
  [
    { code: 'out-of-range', field: 'load', value: 9, least: 0.1, most: 2, isWhole: false },
    'The load is 9; it has to be a number from 0.1 to 2.',
  ],
  [{ code: 'nothing-arrives', field: 'mix' }, 'Nothing arrives: no profile of the mix has a share.'],
  [
    { code: 'share-unusable', field: 'mix', profile: '1g.5gb', share: -1 },
    'The share of 1g.5gb is -1; it has to be a number from 0.',
  ],
  [
    { code: 'profile-without-starts', field: 'mix', profile: '2g.32gb', board: 'RTX' },
    'No public source gives the starts of 2g.32gb on RTX, so it cannot be simulated.',
  ],
])('a simulation: %j', (error, sentence) => {
  expect(simulationErrorMessage(error)).toBe(sentence);
});

test('a policy that nobody knows is quoted in part, with those that there are; each has its label', () => {
  const told = simulationErrorMessage({
    code: 'policy-unknown',
    field: 'policy',
    policy: 'p'.repeat(60),
  } as never);
  expect(told).toMatch(new RegExp(`^There is no policy "p{40}"\\. There are worst-fit, first-fit, .*\\.$`));
  expect(Object.keys(POLICY_LABELS)).toEqual([...POLICIES]);
  expect(new Set(Object.values(POLICY_LABELS)).size).toBe(Object.keys(POLICY_LABELS).length);
  expect(Object.values(POLICY_LABELS).every((label) => label.length > 0)).toBe(true);
  const field = (name: 'seeds' | 'seed' | 'arrivals'): string =>
    simulationErrorMessage({ code: 'out-of-range', field: name, value: 0, least: 1, most: 2, isWhole: true });
  expect(field('seeds')).toMatch(/^The number of seeds is 0;/);
  expect(field('seed')).toMatch(/^The seed is 0;/);
  expect(field('arrivals')).toMatch(/^The number of arrivals is 0;/);
});

describe('ways out', () => {
  const plan: Plan = parseLayout(
    'esx-01/0 a100-pcie-40gb: 3g.20gb@0=asr-1 2g.10gb@4\nesx-02/3 a100-pcie-40gb: 1g.5gb@0',
  );
  const [near, far] = plan.hosts.flatMap(({ gpus }) => gpus.map(({ id }) => id)) as [GpuId, GpuId];
  const [asr, two, narrow] = plan.hosts.flatMap(({ gpus }) =>
    gpus.flatMap(({ instances }) => instances.map(({ id }) => id)),
  ) as [GiId, GiId, GiId];
  const GONE = 999;
  const place = { gpuId: near, profile: '3g.20gb', start: 4 };
  const way = (part: Partial<WayOut>): Omit<WayOut, 'cost' | 'command'> => ({
    kind: 'start',
    isElsewhere: false,
    removes: [],
    moves: [],
    place,
    ...part,
  });
  test.each<[string, Partial<WayOut>]>([
    ['Use slice 4', { kind: 'start' }],
    ['Use esx-02 GPU 3', { kind: 'gpu', place: { ...place, gpuId: far } }],
    ['Use another GPU', { kind: 'gpu', place: { ...place, gpuId: GONE as GpuId } }],
    ['Use 3g.20gb at slice 4', { kind: 'profile' }],
    [
      'Remove asr-1, 2g.10gb at slice 4 and an instance',
      { kind: 'remove', removes: [asr, two, GONE as GiId] },
    ],
    ['Move asr-1 to slice 4', { kind: 'move', moves: [{ giId: asr, gpuId: near, start: 4 }] }],
    ['Move 2g.10gb at slice 4 to slice 2', { kind: 'move', moves: [{ giId: two, gpuId: near, start: 2 }] }],
    [
      'Move asr-1 to GPU 3 on esx-02, slice 4',
      { kind: 'move', moves: [{ giId: asr, gpuId: far, start: 4 }] },
    ],
    [
      'Move asr-1 to GPU 3 on esx-02, slice 4, and 2g.10gb at slice 4 to slice 0',
      {
        kind: 'two-moves',
        moves: [
          { giId: asr, gpuId: far, start: 4 },
          { giId: two, gpuId: near, start: 0 },
        ],
      },
    ],
    [
      'Move 2g.10gb at slice 4 to slice 0 and asr-1 to GPU 3 on esx-02, slice 4',
      {
        kind: 'two-moves',
        moves: [
          { giId: two, gpuId: near, start: 0 },
          { giId: asr, gpuId: far, start: 4 },
        ],
      },
    ],
    [
      'Use esx-01 GPU 0 and move 1g.5gb at slice 0 of GPU 3 on esx-02 to slice 6',
      { kind: 'move', isElsewhere: true, moves: [{ giId: narrow, gpuId: far, start: 6 }] },
    ],
    [
      // A VM is known by its name, wherever it is.
      'Use esx-02 GPU 3 and move asr-1 to slice 4',
      {
        kind: 'move',
        isElsewhere: true,
        place: { ...place, gpuId: far },
        moves: [{ giId: asr, gpuId: near, start: 4 }],
      },
    ],
    [
      'Move an instance to slice 6',
      { kind: 'move', moves: [{ giId: GONE as GiId, gpuId: GONE as GpuId, start: 6 }] },
    ],
  ])('%s', (label, part) => {
    expect(wayLabel(way(part), plan)).toBe(label);
  });

  test('where something is to be', () => {
    expect(placeLabel(place, plan)).toBe('3g.20gb at slice 4 of GPU 0 on esx-01');
    expect(placeLabel({ ...place, gpuId: GONE as GpuId }, plan)).toBe('3g.20gb at slice 4');
  });

  test.each<[string, Partial<WayCost>]>([
    ['nothing restarts', { distance: 3 }],
    ['1 VM waits', { vmsWaiting: 1, lessCompute: 1, vmsInterrupted: 1 }],
    ['2 VMs wait', { vmsWaiting: 2 }],
    ['1 compute slice less', { lessCompute: 1, vmsInterrupted: 1 }],
    ['2 compute slices less', { lessCompute: 2, moreMemory: 1 }],
    ['1 VM restarts', { vmsInterrupted: 1, instancesRemoved: 4, instancesMoved: 3 }],
    ['2 VMs restart', { vmsInterrupted: 2 }],
    ['1 instance without a VM', { instancesRemoved: 1, instancesMoved: 2 }],
    ['2 instances without a VM', { instancesMoved: 2, moreMemory: 1 }],
    ['1 memory slice more', { moreMemory: 1, otherProfile: 1 }],
    ['1g.10gb in its place', { otherProfile: 1 }],
  ])('%s', (words, part) => {
    const cost = { ...FREE, ...part };
    expect(wayCost({ cost, place: { profile: '1g.10gb' } })).toBe(words);
    const wants = { kind: 'profile', profile: '1g.10gb' } as const;
    expect(vmWayCost({ ...vmWay({}), cost, wants })).toBe(words);
    const made = { making: { place: { ...place, profile: '1g.10gb' }, moves: [], removes: [] } };
    expect(vmWayCost({ ...vmWay({}), cost, wants: null, ...made })).toBe(words);
  });

  test('what a VM wants costs nothing where it is made of what is there', () => {
    expect(vmWayCost({ ...vmWay({}), cost: FREE, wants: null, making: null })).toBe('nothing restarts');
  });

  const vmId = plan.vms[0]!.id;
  const making = {
    moves: [{ giId: asr, gpuId: near, start: 4 }],
    removes: [],
    place: { ...place, start: 0 },
  };
  const vmWay = (part: Partial<VmWayOut>): VmWayOut =>
    ({ kind: 'instance', giId: two, making: null, others: [], wants: null, cost: FREE, ...part }) as VmWayOut;
  test.each<[string, Partial<VmWayOut>]>([
    ['Use 2g.10gb at slice 4 of GPU 0 on esx-01', {}],
    ['Use an instance', { giId: null }],
    ['Make an instance', { kind: 'place' }],
    ['Make 3g.20gb at slice 0 of GPU 0 on esx-01', { kind: 'place', making }],
    ['Move asr-1 to slice 4, and make 3g.20gb at slice 0 of GPU 0 on esx-01', { kind: 'move', making }],
    [
      'Move asr-1 to slice 4 and 2g.10gb at slice 4 to slice 2, and make 3g.20gb at slice 0 of GPU 0 on esx-01',
      {
        kind: 'two-moves',
        making: { ...making, moves: [...making.moves, { giId: two, gpuId: near, start: 2 }] },
      },
    ],
    [
      'Remove 2g.10gb at slice 4, and make 3g.20gb at slice 0 of GPU 0 on esx-01',
      { kind: 'remove', making: { ...making, removes: [two] } },
    ],
    [
      'Assign asr-1 to 1g.5gb at slice 0 of GPU 3 on esx-02 and a VM to an instance, and use 2g.10gb at slice 4 of GPU 0 on esx-01',
      {
        kind: 'change-over',
        others: [
          { vmId, giId: narrow },
          { vmId: GONE as VmId, giId: null },
        ],
      },
    ],
    [
      'Take 2g.10gb at slice 4 of GPU 0 on esx-01 from asr-1',
      { kind: 'take-over', others: [{ vmId, giId: null }] },
    ],
    [
      'Want A100-2-10C instead, and use 2g.10gb at slice 4 of GPU 0 on esx-01',
      { kind: 'other-type', wants: { kind: 'type', type: 'A100-2-10C' } },
    ],
    ['Want its type instead, and use 2g.10gb at slice 4 of GPU 0 on esx-01', { kind: 'other-type' }],
  ])('of a VM: %s', (label, part) => {
    expect(vmWayLabel(vmWay(part), plan)).toBe(label);
  });

  test.each<[Parameters<typeof vmRefusalMessage>[0], string, string]>([
    [
      { kind: 'edit', error: { code: 'not-found', what: 'vm' } },
      'not-found',
      'That VM is no longer in the plan.',
    ],
    [
      { kind: 'group-apart', group: 'web' },
      'group-apart',
      'Another VM of group web is on this GPU, and they are kept apart.',
    ],
    [
      { kind: 'not-served', wants: { kind: 'type', type: 'A30-4-24C' }, board: A100.id },
      'not-served',
      'No instance of A100-PCIE-40GB can be A30-4-24C.',
    ],
    [{ kind: 'waits', reason: { code: 'no-gpu' } }, 'no-gpu', 'The plan has no GPU yet.'],
  ])('a VM is refused: %j', (refusal, code, sentence) => {
    expect(vmRefusalCode(refusal)).toBe(code);
    expect(vmRefusalMessage(refusal, EMPTY_PLAN)).toBe(sentence);
  });
});
