/** Flexible requests over two boards, A100-40 and A30 at costs 5 and 2: eleven classes of needs, against HiGHS on the same program. */
import { findBoard } from '../../src/model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../src/model/plan.ts';
import { makeFlexibleQuestion, searchFlexible } from '../../src/placement/solver/flexible.ts';
import { priceProof } from '../../src/placement/solver/flexibleProof.ts';
import { fleetTree } from '../../src/placement/solver/fleetTree.ts';
import { makeFlexibleProgram, type FleetBoard } from '../../src/placement/solver/flexibleProgram.ts';
import { createHighsRun, solveWithHighs } from '../../src/placement/solver/highs.testing.ts';
import { classesOf } from '../../src/placement/solver/requestClasses.ts';
import { runSearch } from '../../src/placement/solver/search.ts';
import { solveInteger } from '../../src/placement/solver/solveInteger.ts';
import { mulberry32 } from '../../src/placement/powerOn/powerOn.testing.ts';
import { millisOf, quantile, spread, type BenchRow } from './measure.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const NEEDS = [
  { memoryGB: 5 },
  { memoryGB: 6 },
  { memoryGB: 10 },
  { memoryGB: 12 },
  { memoryGB: 20 },
  { memoryGB: 24 },
  { memoryGB: 40 },
  { computeSlices: 2 },
  { computeSlices: 3 },
  { computeSlices: 4 },
  { computeSlices: 2, memoryGB: 12 },
];
const FLEET: readonly FleetBoard[] = [['a100-pcie-40gb', 5] as const, ['a30-24gb', 2] as const].map(
  ([id, cost]) => {
    const board = findBoard(id);
    if (board === undefined) throw new Error(id);
    return { board, cost, count: null, gpusPerHost: null };
  },
);

export function flexibleRows(): BenchRow[] {
  return [1000, 10_000].map(family);
}

/** 20 mixes, seeds 1 to 20, of about so many requests; the whole answer, placements included, beside the program alone. */
function family(size: number): BenchRow {
  const [own, whole, parsed, text]: number[][] = [[], [], [], []];
  let [unequal, byPrices, byCases] = [0, 0, 0];
  const proving: number[] = [];
  for (const seed of SEEDS) {
    const random = mulberry32(seed);
    const requests = NEEDS.map((needs): PlanRequest => ({
      ...{ profile: null, needs, weight: null, group: null, extra: [] },
      count: 1 + Math.floor((random() * 2 * size) / NEEDS.length),
    }));
    const question = makeFlexibleQuestion(FLEET, requests);
    if (!question.ok) throw new Error(question.error.code);
    const { program } = makeFlexibleProgram(FLEET, classesOf(question.value, []).list, [], 'gpu', 0);
    const solve = () => runSearch(solveInteger(program));
    for (let warm = 0; warm < 20; warm++) solve();
    own?.push(millisOf(solve, { rounds: 5, calls: 5 }));
    const outcome = runSearch(searchFlexible(question.value, { apart: 'gpu' }));
    whole?.push(millisOf(() => runSearch(searchFlexible(question.value, { apart: 'gpu' })), { rounds: 3 }));
    const highs = createHighsRun(program);
    const cost = highs.run();
    parsed?.push(millisOf(() => highs.run(), { rounds: 3 }));
    highs.dispose();
    text?.push(millisOf(() => solveWithHighs(program, 'plain'), { rounds: 1 }));
    if (!outcome.isProven || outcome.best?.cost !== cost) unequal++;
    if (priceProof(question.value).bound === cost) byPrices++;
    else {
      const prove = () => fleetTree(question.value, 'gpu', cost);
      proving.push(millisOf(prove, { rounds: 3 }));
      if (prove() !== null) byCases++;
    }
  }
  const ratio = (times: readonly number[] = []): string =>
    `${(quantile(times, 0.5) / quantile(own ?? [], 0.5)).toFixed(0)} x`;
  return {
    case: `flexible over two boards, about ${size.toLocaleString('en-US')} requests, 20 mixes`,
    reach: size === 1000 ? 'proven on all seeds; median faster than HiGHS' : '',
    reached: `${spread(own ?? [])}, every instance placed ${spread(whole ?? [])}; HiGHS ${spread(parsed ?? [])}: ${ratio(parsed)} with its model parsed before, ${ratio(text)} from the LP text; optimum equal and proven on ${SEEDS.length - unequal} of ${SEEDS.length}, by prices on ${byPrices}, by cases on ${byCases}, these made in ${spread(proving)}`,
  };
}
