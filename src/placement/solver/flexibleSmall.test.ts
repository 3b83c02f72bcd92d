/** The cheapest GPUs for a few requests, against trying all there is; what is asked and what is said of it, by hand. */
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { isAccepted, RAW_BOARDS } from '../oracle.testing.ts';
import type { Ask, GpuKind } from '../verifyTree.ts';
import {
  makeFlexibleQuestion,
  MAX_FLEXIBLE,
  searchFlexible,
  type FlexibleAnswer,
  type FlexibleQuestion,
} from './flexible.ts';
import { costWords, flexibleBecause, fleetWords } from './flexibleMessages.ts';
import { priceProof } from './flexibleProof.ts';
import type { BinOf, FleetBoard } from './flexibleProgram.ts';
import { runSearch, type Outcome } from './search.ts';
import { mulberry32 } from './seeded.ts';
import { leastValue, setsBeside } from './treeQuestions.testing.ts';

const A100 = 'a100-pcie-40gb';
const A30 = 'a30-24gb';
const boardOf = (id: string, cost: number, more: Partial<FleetBoard> = {}): FleetBoard => ({
  ...{ board: findBoard(id)!, cost, count: null, gpusPerHost: null },
  ...more,
});
const request = (profile: string | null, count: number, more: Partial<PlanRequest> = {}): PlanRequest => ({
  ...{ profile, needs: null, count, weight: null, group: null, extra: [] },
  ...more,
});

function questionOf(fleet: readonly FleetBoard[], requests: readonly PlanRequest[]): FlexibleQuestion {
  const question = makeFlexibleQuestion(fleet, requests);
  if (!question.ok) throw new Error(question.error.code);
  return question.value;
}

/** What is wrong with an answer; empty when it serves every request, each GPU legal and each group apart. */
function faultsOf(
  { fleet, requests, candidates }: FlexibleQuestion,
  answer: FlexibleAnswer,
  apart: BinOf,
): string[] {
  const faults: string[] = [];
  const served = requests.map(() => 0);
  const groups = new Map<string, string[]>();
  answer.placed.forEach(({ fleet: at, host, instances }, gpu) => {
    const { board } = fleet[at]!;
    const raw = RAW_BOARDS.find(({ id }) => id === board.id)!;
    const pieces = instances.map(({ profile, start }) => ({ profile: board.profiles[profile]!.name, start }));
    if (!isAccepted(raw, pieces)) faults.push(`GPU ${gpu} is illegal`);
    // Where the fleet does not say how many stand in a host, each GPU is one.
    const bin = apart === 'host' && host !== null ? `${at} ${host}` : `${gpu}`;
    for (const { profile, request: of } of instances) {
      served[of]!++;
      if (!candidates[of]!.some((one) => one.fleet === at && one.profile === profile))
        faults.push(`${of} elsewhere`);
      const { group } = requests[of]!;
      if (group !== null) groups.set(bin, [...(groups.get(bin) ?? []), group]);
    }
  });
  for (const [bin, own] of groups) if (new Set(own).size < own.length) faults.push(`together on ${bin}`);
  requests.forEach(({ count }, at) => {
    if (served[at] !== count) faults.push(`${served[at]} of ${count}`);
  });
  fleet.forEach(({ cost, count }, at) => {
    const own = answer.placed.filter((one) => one.fleet === at).length;
    if (own !== answer.gpus[at] || own > (count ?? Infinity)) faults.push(`${own} of ${at}`);
    void cost;
  });
  if (answer.cost !== answer.gpus.reduce((sum, own, at) => sum + own * fleet[at]!.cost, 0))
    faults.push('cost');
  return faults;
}

const FLEET = [boardOf(A100, 5), boardOf(A30, 2)];
const NAMES = ['1g.5gb', '2g.10gb', '3g.20gb', '1g.6gb', '2g.12gb'];

describe.each([false, true])('groups: %s', (isApart) => {
  test('25 questions by seed: nothing is cheaper by trying all, and the answer serves everybody', () => {
    let limited = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const random = mulberry32(seed * 13 + (isApart ? 1 : 0));
      const below = (most: number): number => Math.floor(random() * most);
      const fleet = FLEET.map((one) => (below(3) === 0 ? { ...one, count: 1 } : one));
      const requests = Array.from({ length: 2 + below(2) }, () => {
        const group = isApart && below(3) > 0 ? 'ab'[below(2)]! : null;
        return below(3) === 0
          ? request(null, 1 + below(2), { needs: { memoryGB: [5, 10][below(2)]! }, group })
          : request(NAMES[below(5)]!, 1 + below(2), { group });
      });
      const question = questionOf(fleet, requests);
      // Pools: profiles by board and name.
      const kinds = fleet.map(({ board, cost, count }, at): GpuKind => {
        const names = NAMES.concat(['1g.10gb', '4g.20gb']).filter((name) =>
          board.profiles.some((one) => one.name === name),
        );
        const sets = setsBeside(board.id, [], names).map((set) =>
          fleet.flatMap((_, other) =>
            board.profiles.map((__, index) => {
              const name = names.indexOf(board.profiles[index]!.name);
              return other === at && name !== -1 ? set[name]! : 0;
            }),
          ),
        );
        const all = [...new Set(sets.map((set) => set.join()))].map((set) => set.split(',').map(Number));
        return { cost, most: count ?? 4, sets: all.map((set) => offset(set, at, fleet)), barred: new Set() };
      });
      const asks = requests.map((one, index): Ask => ({
        ...{ least: one.count, most: one.count, weight: 0, group: one.group },
        pools: question.candidates[index]!.map(({ fleet: at, profile }) => poolOf(at, profile, fleet)),
      }));
      const least = leastValue({ kinds, asks });
      const outcome = runSearch(searchFlexible(question, { apart: 'gpu' }));
      const name = `seed ${seed}: ${JSON.stringify(requests.map((one) => [one.profile ?? one.needs, one.count, one.group]))}`;
      expect([outcome.best?.cost ?? null, outcome.bound, outcome.isProven], name).toEqual([
        least,
        least,
        true,
      ]);
      if (outcome.best === null) limited++;
      else expect(faultsOf(question, outcome.best, 'gpu'), name).toEqual([]);
      // Prices never say more than there is.
      if (least !== null) expect(priceProof(question).bound, name).toBeLessThanOrEqual(least);
    }
    expect(limited).toBeLessThan(15);
  });
});

/** One number for a profile of a board of the fleet. */
function poolOf(at: number, profile: number, fleet: readonly FleetBoard[]): number {
  return fleet.slice(0, at).reduce((sum, { board }) => sum + board.profiles.length, 0) + profile;
}

/** Counts by profile of one board, as counts by pool. */
function offset(set: readonly number[], at: number, fleet: readonly FleetBoard[]): number[] {
  const own = fleet[at]!.board.profiles.length;
  const mine = set.slice(at * own, at * own + own);
  return fleet.flatMap(({ board }, other) => (other === at ? mine : board.profiles.map(() => 0)));
}

test('members on different hosts: as many hosts as members, and no more GPUs than that takes', () => {
  const fleet = [boardOf(A100, 5, { gpusPerHost: 2 })];
  const three = questionOf(fleet, [request('1g.5gb', 3, { group: 'a' })]);
  const outcome = runSearch(searchFlexible(three, { apart: 'host' }));
  // Three hosts, so five GPUs at the least: two hosts are filled before the third is begun.
  expect(outcome).toMatchObject({ isProven: true, bound: 25, best: { cost: 25, gpus: [5] } });
  expect(faultsOf(three, outcome.best!, 'host')).toEqual([]);
  expect(new Set(outcome.best!.placed.map(({ host }) => host)).size).toBe(3);
  expect(runSearch(searchFlexible(three, { apart: 'gpu' }))).toMatchObject({ best: { cost: 15, gpus: [3] } });
});

test('a group that the boards tear apart is modelled: two 1g beside a 4g take three A30, and that is proven', () => {
  // By slices two would do, and a group of two asks for two: but the 4g has one of them to itself.
  const question = questionOf(
    [boardOf(A30, 2)],
    [request('1g.6gb', 2, { group: 'a' }), request('4g.24gb', 1)],
  );
  const outcome = runSearch(searchFlexible(question, { apart: 'gpu' }));
  expect(outcome).toMatchObject({ isProven: true, bound: 6, best: { cost: 6, gpus: [3] } });
  expect(faultsOf(question, outcome.best!, 'gpu')).toEqual([]);
  // Without the group two do.
  const alone = questionOf([boardOf(A30, 2)], [request('1g.6gb', 2), request('4g.24gb', 1)]);
  expect(runSearch(searchFlexible(alone, { apart: 'gpu' })).best!.cost).toBe(4);
  // With two there is none.
  const few = questionOf(
    [boardOf(A30, 2, { count: 2 })],
    [request('1g.6gb', 2, { group: 'a' }), request('4g.24gb', 1)],
  );
  expect(runSearch(searchFlexible(few, { apart: 'gpu' }))).toMatchObject({
    ...{ best: null, bound: null, isProven: true },
  });
});

describe('more groups than are modelled', () => {
  /** Boards of which no two have a profile in common: each with a 1g and one that takes all of it. */
  const OTHERS = [
    ['h100-94gb', '1g.12gb', '7g.94gb'],
    ['h200-141gb', '1g.18gb', '7g.141gb'],
    ['b200-180gb', '1g.23gb', '7g.180gb'],
  ] as const;
  // Each of these takes four GPUs at 10: three for its members, and one for what takes all of it.
  const others = OTHERS.map(([id]) => boardOf(id, 10));
  const theirs = OTHERS.flatMap(([id, one, all]) => [request(one, 3, { group: id }), request(all, 1)]);
  const solve = (fleet: readonly FleetBoard[], ...requests: PlanRequest[]): Outcome<FlexibleAnswer> => {
    const question = questionOf([...others, ...fleet], [...theirs, ...requests]);
    const outcome = runSearch(searchFlexible(question, { apart: 'gpu' }));
    if (outcome.best !== null) expect(faultsOf(question, outcome.best, 'gpu')).toEqual([]);
    return outcome;
  };

  test('three are modelled, the largest first, and the fourth is given one GPU more, which proves nothing', () => {
    const outcome = solve([boardOf(A30, 2)], request('1g.6gb', 2, { group: 'd' }), request('4g.24gb', 1));
    expect(outcome).toMatchObject({ isProven: false, bound: 124, best: { cost: 126, gpus: [4, 4, 4, 3] } });
  });

  test('a GPU more of the cheapest board is no help where the group may only go to a dear one', () => {
    const dear = [boardOf(A100, 20), boardOf(A30, 2)];
    const outcome = solve(dear, request('1g.5gb', 2, { group: 'd' }), request('7g.40gb', 1));
    expect(outcome).toMatchObject({ best: null, isProven: false, bound: 160 });
    // It did not give up at once, and did not go on for ever.
    expect(outcome.work).toBeGreaterThan(8);
  });

  test('how many GPUs a group takes at the least is known of every group, by the boards that its members may go to', () => {
    const two = [boardOf(A100, 5), boardOf('a100-sxm4-40gb', 7), boardOf(A30, 2)];
    const cost = (...members: PlanRequest[]): number => {
      const { best, bound, isProven } = solve(two, ...members);
      expect([isProven, bound]).toEqual([true, best?.cost]);
      return best!.cost - 120;
    };
    const d = { group: 'd' };
    expect(cost(request('1g.6gb', 2, d))).toBe(2 * 2);
    expect(cost(request('1g.6gb', 1, d), request('2g.12gb', 1, d))).toBe(2 * 2);
    // Two of an A30 and two of an A100, of either kind.
    expect(cost(request('1g.6gb', 2, d), request('1g.5gb', 2, d))).toBe(2 * 2 + 2 * 5);
    // Two groups ask for no more than the larger of them.
    expect(cost(request('1g.6gb', 2, d), request('1g.6gb', 3, { group: 'e' }))).toBe(3 * 2);
    expect(cost(request('1g.6gb', 3, d), request('1g.6gb', 2, { group: 'e' }))).toBe(3 * 2);
    // One member has an A30 to itself, and the other a second one.
    expect(cost(request('4g.24gb', 1, d), request('1g.6gb', 1, d))).toBe(2 * 2);
    // No group at all: one GPU is enough.
    expect(cost(request('1g.6gb', 2))).toBe(2);
  });

  test('where one of two boards is limited the members that may go to either go to the other', () => {
    const two = [boardOf(A100, 5, { count: 1 }), boardOf('a100-sxm4-40gb', 7)];
    const outcome = solve(two, request('1g.5gb', 3, { group: 'd' }));
    expect(outcome).toMatchObject({ isProven: true, best: { cost: 120 + 5 + 7 + 7 } });
  });
});

test('step by step the work and the bound go up, the cost goes down, and nothing is proven before the end', () => {
  const question = questionOf(
    [boardOf(A100, 5, { gpusPerHost: 2 }), boardOf(A30, 2, { gpusPerHost: 2 })],
    [
      request(null, 5, { needs: { memoryGB: 5 }, group: 'a' }),
      request('1g.6gb', 3, { group: 'b' }),
      request('4g.24gb', 2),
      request('3g.20gb', 3, { group: 'b' }),
      request(null, 7, { needs: { memoryGB: 10 } }),
    ],
  );
  for (const apart of ['gpu', 'host'] as const) {
    const search = searchFlexible(question, { apart });
    let [work, bound, cost] = [0, 0, Infinity];
    for (;;) {
      const { done, value } = search.next();
      expect(value.work).toBeGreaterThanOrEqual(work);
      expect(value.bound ?? 0).toBeGreaterThanOrEqual(bound);
      expect(value.best?.cost ?? Infinity).toBeLessThanOrEqual(cost);
      if (value.best !== null) expect(faultsOf(question, value.best, apart)).toEqual([]);
      [work, bound, cost] = [value.work, value.bound ?? 0, value.best?.cost ?? Infinity];
      if (done === true) {
        expect(value.isProven).toBe(cost === bound);
        break;
      }
      expect(value.isProven).toBe(false);
    }
    expect(cost).toBeLessThan(Infinity);
  }
});

test('hosts by seed: members apart, hosts no fuller than they are, GPUs in order (seeds 1 to 8)', () => {
  for (let seed = 1; seed <= 8; seed++) {
    const random = mulberry32(seed * 17);
    const below = (most: number): number => Math.floor(random() * most);
    const fleet = [
      boardOf(A100, 5, { gpusPerHost: 1 + below(3) }),
      boardOf(A30, 2, { gpusPerHost: below(4) === 0 ? null : 1 + below(3) }),
    ];
    const requests = Array.from({ length: 4 }, () =>
      request(NAMES[below(5)]!, 1 + below(3), { group: ['a', 'b', null][below(3)]! }),
    );
    const question = questionOf(fleet, requests);
    const { best, bound, isProven } = runSearch(searchFlexible(question, { apart: 'host' }));
    const name = `seed ${seed}: ${JSON.stringify(requests.map((one) => [one.profile, one.count, one.group]))}`;
    expect(isProven, name).toBe(best!.cost === bound);
    expect(faultsOf(question, best!, 'host'), name).toEqual([]);
    fleet.forEach(({ gpusPerHost }, at) => {
      const own = best!.placed.filter((one) => one.fleet === at).map(({ host }) => host);
      if (gpusPerHost === null) expect(new Set(own).size, name).toBeLessThanOrEqual(1);
      else {
        const hosts = Math.ceil(own.length / gpusPerHost);
        expect([...new Set(own)].sort(), name).toEqual(Array.from({ length: hosts }, (_, host) => host));
        for (let host = 0; host < hosts; host++)
          expect(own.filter((one) => one === host).length, name).toBeLessThanOrEqual(gpusPerHost);
      }
    });
    for (const { instances } of best!.placed) {
      const starts = instances.map(({ start }) => start);
      expect(starts, name).toEqual([...starts].sort((a, b) => a - b));
    }
  }
});

test('boards that are not enough: proven that there is none', () => {
  const few = questionOf([boardOf(A100, 5, { count: 1 })], [request('3g.20gb', 3)]);
  expect(runSearch(searchFlexible(few, { apart: 'gpu' }))).toMatchObject({
    best: null,
    bound: null,
    isProven: true,
  });
  const group = questionOf([boardOf(A100, 5, { count: 1 })], [request('1g.5gb', 2, { group: 'a' })]);
  expect(runSearch(searchFlexible(group, { apart: 'gpu' }))).toMatchObject({ best: null, isProven: true });
});

test('what makes no sense is said with its request and field', () => {
  const error = (...requests: PlanRequest[]): unknown => {
    const question = makeFlexibleQuestion(FLEET, requests);
    return question.ok ? question.value.candidates.map((own) => own.length) : question.error;
  };
  expect(error(request('3g.20gb', 1), request('2g.12gb', 2))).toEqual([1, 1]);
  expect(error()).toEqual({ code: 'nothing-requested' });
  expect(error(request('1g.5gb', 1), request('9g.90gb', 1))).toEqual({
    ...{ code: 'nothing-satisfies', request: 1, field: 'profile' },
  });
  expect(error(request(null, 1, { needs: { memoryGB: 400 } }))).toEqual({
    ...{ code: 'nothing-satisfies', request: 0, field: 'needs' },
  });
  expect(error(request(null, 1, { needs: { wings: 2 } }))).toMatchObject({
    code: 'need-unknown',
    name: 'wings',
  });
  expect(error(request('1g.5gb', MAX_FLEXIBLE))).toEqual([1]);
  expect(error(request('1g.5gb', MAX_FLEXIBLE), request('1g.6gb', 1))).toEqual({
    ...{ code: 'too-many-requested', count: MAX_FLEXIBLE + 1, max: MAX_FLEXIBLE },
  });
});

test('prices by hand: an A100 at 5 for seven, and what steps of costs add', () => {
  const question = questionOf([boardOf(A100, 5)], [request('1g.5gb', 10)]);
  const proof = priceProof(question);
  // 5 / 7 for each: ten are worth 7.14, and the next multiple of 5 is 10.
  expect(proof).toMatchObject({ scale: 1_000_000, step: 5, bound: 10 });
  expect(proof.prices[0]! / proof.scale).toBeCloseTo(5 / 7, 5);
  expect(proof.total).toBe(10 * proof.prices[0]!);
  const both = priceProof(
    questionOf([boardOf(A100, 4), boardOf(A30, 6)], [request('1g.5gb', 1), request('1g.6gb', 5)]),
  );
  expect([both.step, both.bound]).toBeDefined();
  expect(both.step).toBe(2);
  // 6 / 4 for each of five is 7.5, and 4 / 7 for the one: 8.07, so 10 by steps of 2.
  expect(both.bound).toBe(10);
  expect(priceProof(questionOf([boardOf(A100, 0)], [request('1g.5gb', 1)]))).toMatchObject({
    bound: 0,
    step: 0,
  });
});

test('prices are whole parts, and what a GPU holds is never worth more than it costs, by not a single part', () => {
  const pricesOf = (fleet: readonly FleetBoard[], ...requests: PlanRequest[]): readonly number[] =>
    priceProof(questionOf(fleet, requests)).prices;
  // A seventh of 5,000,000 is 714,285.7: seven times the next whole number would be too much.
  expect(pricesOf([boardOf(A100, 5)], request('1g.5gb', 10))).toEqual([714_285]);
  // A seventh of 2,000,000 is 285,714.3: the next whole number is below it, and all is well.
  expect(pricesOf([boardOf(A100, 2)], request('1g.5gb', 10))).toEqual([285_714]);
  // What comes out whole stays whole.
  expect(pricesOf([boardOf(A100, 5)], request('7g.40gb', 3))).toEqual([5_000_000]);
  expect(pricesOf([boardOf(A100, 5)], request('3g.20gb', 3))).toEqual([2_500_000]);
  // Of a board that may be had for nothing nothing is worth anything.
  expect(pricesOf([boardOf(A100, 0)], request('1g.5gb', 10))).toEqual([0]);
  // At least 5 GB may be had of either board: a seventh of an A100 is less than a fourth of an A30.
  const either = request(null, 10, { needs: { memoryGB: 5 } });
  expect(pricesOf([boardOf(A100, 5), boardOf(A30, 9)], either)).toEqual([714_285]);
  // Three 2g to a GPU, so a third of 5,000,000 each; 4g costs what is left beside one of them.
  const both = [request('2g.10gb', 9), request('4g.20gb', 1)];
  expect(pricesOf([boardOf(A100, 5)], ...both)).toEqual([1_666_666, 3_333_332]);
  // Each board has its own: 4g of an A30 is the whole of it, 1g of an A100 a seventh.
  const apart = [request('4g.24gb', 2), request('1g.5gb', 7), request('4g.24gb', 1)];
  expect(pricesOf([boardOf(A30, 2), boardOf(A100, 7)], ...apart)).toEqual([2_000_000, 1_000_000, 2_000_000]);
});

test('what is said: fleets, costs, and how far the answer is known', () => {
  const question = questionOf(FLEET, [request('3g.20gb', 3), request('1g.6gb', 1)]);
  expect(fleetWords(question, [1200, 0])).toBe('1,200 x NVIDIA A100-PCIE-40GB'.replace('NVIDIA ', ''));
  expect(fleetWords(question, [2, 1])).toMatch(/^2 x A100.* and 1 x .*A30/);
  expect(fleetWords(question, [0, 0])).toBe('');
  expect([costWords(10_000, 1), costWords(15, 10), costWords(12_345, 10_000), costWords(0, 10)]).toEqual([
    '10,000',
    '1.5',
    '1.2345',
    '0',
  ]);
  const outcome = runSearch(searchFlexible(question, { apart: 'gpu' }));
  const proof = priceProof(question);
  const said = (change: Partial<Outcome<FlexibleAnswer>>, of = proof): string =>
    flexibleBecause({ ...outcome, ...change }, of, 1);
  expect(said({ best: null, isProven: true })).toBe('The boards that may be had do not hold the requests.');
  expect(said({ best: null, isProven: false, bound: null })).toBe(
    'Nothing was found yet, and nothing is known of what it must cost.',
  );
  expect(said({ best: null, isProven: false, bound: 7 })).toBe(
    'No fleet was found yet; none costs less than 7.',
  );
  expect(said({ isProven: false, bound: 7 })).toBe(
    'The best found costs 12; none costs less than 7, and whether one lies between is open.',
  );
  expect(said({ isProven: false, bound: null })).toContain('none costs less than 0,');
  const priced = { prices: [], scale: 10, step: 1, total: 115, bound: 12 };
  expect(said({}, priced)).toBe(
    'At prices at which no GPU holds more than it costs the requests are worth 11.5, so no fleet costs less than 12.',
  );
  expect(said({}, { ...priced, step: 4 })).toContain('so no fleet, in steps of 4, costs less than 12.');
  expect(said({}, { ...priced, bound: 11 })).toBe(
    'At prices at which no GPU holds more than it costs the requests are worth 11.5, and every way to spend less than 12 was ruled out: proven by search, not re-checkable.',
  );
  const leaf = { prices: [], scale: 1 };
  const tree = { on: { ask: 0 }, atMost: 0, below: leaf, above: leaf };
  expect(flexibleBecause(outcome, { ...priced, bound: 11 }, 1, tree)).toContain(
    'in each of the 2 cases of the proof',
  );
});
