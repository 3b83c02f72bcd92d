/**
 * Answers of the solver with one figure after another changed. What the checkers then still accept has to be true: no bound
 * above the least there is, nothing called proven that is not, and every instance where the facts allow it. And no change,
 * however foul, may bring a checker down.
 */
import { describe, expect, test } from 'vitest';
import type { Board } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../model/plan.ts';
import { isAccepted, RAW_BOARDS } from './oracle.testing.ts';
import { makeFlexibleQuestion, searchFlexible } from './solver/flexible.ts';
import { priceProof } from './solver/flexibleProof.ts';
import { pack } from './solver/pack.ts';
import { runSearch } from './solver/search.ts';
import { verifyPacking } from './verify.ts';
import { verifyFleet, type FleetClaim, type FleetDemand } from './verifyFleet.ts';

/** Plain data with one leaf changed, or one element dropped or doubled; each with the path of what was done. */
function* mutations(value: unknown, path = ''): Generator<readonly [path: string, changed: unknown]> {
  if (typeof value === 'number') {
    for (const changed of [
      value + 1,
      value - 1,
      value + 0.5,
      -value,
      0,
      2 * value + 3,
      NaN,
      Infinity,
      2 ** 60,
    ])
      if (!Object.is(changed, value)) yield [`${path}=${changed}`, changed];
  } else if (typeof value === 'boolean') yield [`${path}=${!value}`, !value];
  else if (value === null) yield [`${path}=7`, 7];
  else if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) {
      for (const [where, changed] of mutations(one, `${path}/${at}`)) yield [where, value.with(at, changed)];
      yield [`${path}/${at} dropped`, value.toSpliced(at, 1)];
      yield [`${path}/${at} doubled`, value.toSpliced(at, 0, one)];
    }
  } else if (typeof value === 'object') {
    for (const [name, one] of Object.entries(value)) {
      for (const [where, changed] of mutations(one, `${path}/${name}`))
        yield [where, { ...value, [name]: changed }];
      if (one !== null && name === 'host') yield [`${path}/${name}=null`, { ...value, [name]: null }];
    }
  }
}

function rawOf(board: Board): (typeof RAW_BOARDS)[number] {
  const raw = RAW_BOARDS.find(({ id }) => id === board.id);
  if (raw === undefined) throw new Error(board.id);
  return raw;
}

const boardOf = (id: string): Board => {
  const board = findBoard(id);
  if (board === undefined) throw new Error(id);
  return board;
};

describe.each<[id: string, demand: readonly (readonly [string, number])[]]>([
  [
    'a100-pcie-40gb',
    [
      ['3g.20gb', 3],
      ['2g.10gb', 4],
      ['1g.5gb+me', 2],
    ],
  ],
  [
    'a100-pcie-40gb',
    [
      ['7g.40gb', 2],
      ['1g.10gb', 5],
      ['1g.5gb', 9],
    ],
  ],
  [
    'a30-24gb',
    [
      ['2g.12gb', 3],
      ['1g.6gb', 3],
      ['1g.6gb+me', 2],
    ],
  ],
  [
    'rtx-pro-6000-server',
    [
      ['1g.24gb', 5],
      ['2g.48gb', 2],
    ],
  ],
])('a packing on %s of %j', (id, demand) => {
  const board = boardOf(id);
  const counts = board.profiles.map(({ name }) => demand.find(([one]) => one === name)?.[1] ?? 0);
  const { best, bound, isProven } = runSearch(pack(board, counts));
  if (best === null || bound === null) throw new Error('no packing');
  const nameOf = (profile: number): string => board.profiles[profile]?.name ?? '';
  const right = {
    ...{ gpus: best.gpus, bound, isProven, capacity: best.proof.capacity },
    weights: best.proof.weights.map((weight, profile) => [nameOf(profile), weight] as const),
    groups: best.groups.map(({ gpus, layout }) => ({
      gpus,
      layout: layout.map(({ profileIndex, start }) => ({ profile: nameOf(profileIndex), start })),
    })),
  };
  const faultsOf = (claim: typeof right): unknown[] =>
    verifyPacking(board, new Map(demand), { ...claim, weights: new Map(claim.weights) });

  test('is accepted as it is', () => {
    expect(right.isProven).toBe(true);
    expect(faultsOf(right)).toEqual([]);
  });

  test('is accepted with a change only where it stays true', () => {
    let rejected = 0;
    for (const [path, changed] of mutations(right)) {
      const claim = changed as typeof right;
      if (faultsOf(claim).length > 0) {
        rejected++;
        continue;
      }
      expect(claim.bound, path).toBeLessThanOrEqual(best.gpus);
      expect(claim.isProven ? claim.gpus : best.gpus, path).toBe(best.gpus);
      for (const { layout } of claim.groups) expect(isAccepted(rawOf(board), layout), path).toBe(true);
    }
    expect(rejected).toBeGreaterThan(40);
  });
});

const wants = (what: Partial<PlanRequest>): PlanRequest => ({
  ...{ profile: null, needs: null, count: 1, weight: null, group: null, extra: [] },
  ...what,
});

describe.each(['gpu', 'host'] as const)('a fleet of A100 and A30, groups on different %ss', (apart) => {
  const fleet = [
    { board: boardOf('a100-pcie-40gb'), cost: 5, count: null, gpusPerHost: 2 },
    { board: boardOf('a30-24gb'), cost: 2, count: 4, gpusPerHost: 2 },
  ];
  const requests = [
    wants({ profile: '3g.20gb', count: 3 }),
    wants({ needs: { memoryGB: 10 }, count: 4, group: 'db' }),
    wants({ needs: { memoryGB: 5 }, count: 3 }),
  ];
  const question = makeFlexibleQuestion(fleet, requests);
  if (!question.ok) throw new Error(question.error.code);
  const { candidates } = question.value;
  const { best, isProven } = runSearch(searchFlexible(question.value, { apart }));
  if (best === null || !isProven) throw new Error('no fleet');
  const proof = priceProof(question.value);
  const demand = requests.map(({ count, group }, index): FleetDemand => ({
    ...{ count, group },
    isServedBy: (board, name) =>
      (candidates[index] ?? []).some(
        (one) => fleet[one.fleet]?.board === board && board.profiles[one.profile]?.name === name,
      ),
  }));
  const right: FleetClaim = {
    ...{ cost: best.cost, bound: proof.bound, prices: proof.prices, scale: proof.scale, step: proof.step },
    gpus: best.placed.map(({ fleet: at, host, instances }) => ({
      ...{ fleet: at, host },
      instances: instances.map(({ profile, start, request }) => ({
        ...{ profile: fleet[at]?.board.profiles[profile]?.name ?? '', start, request },
      })),
    })),
  };

  test('is accepted as it is', () => {
    expect(verifyFleet(fleet, demand, apart, right)).toEqual([]);
  });

  test('is accepted with a change only where it stays true', () => {
    let rejected = 0;
    for (const [path, changed] of mutations(right)) {
      const claim = changed as FleetClaim;
      if (verifyFleet(fleet, demand, apart, claim).length > 0) {
        rejected++;
        continue;
      }
      expect(claim.bound ?? 0, path).toBeLessThanOrEqual(best.cost);
      expect(claim.cost, path).toBeGreaterThanOrEqual(best.cost);
      const members = claim.gpus.flatMap(({ fleet: at, host, instances }, gpu) =>
        instances.flatMap(({ request }) =>
          requests[request]?.group == null ? [] : [apart === 'host' ? `${at}/${host}` : `${gpu}`],
        ),
      );
      expect(new Set(members).size, path).toBe(members.length);
      for (const { fleet: at, instances } of claim.gpus)
        expect(isAccepted(rawOf(fleet[at]?.board ?? boardOf('')), instances), path).toBe(true);
    }
    expect(rejected).toBeGreaterThan(100);
  });
});
