/**
 * Why no fleet is cheaper: a price for each request, such that no GPU of any board holds instances worth more than it
 * costs. Whatever serves the requests then costs at least what they are worth together.
 */
import type { FlexibleQuestion } from './flexible.ts';
import { makeFlexibleProgram } from './flexibleProgram.ts';
import { arraysOf } from './integer/arrays.ts';
import { Simplex } from './integer/simplex.ts';
import { patternsOf } from './patterns.ts';
import { classesOf } from './requestClasses.ts';
import { greatestDivisor } from './greatestDivisor.ts';

/** Prices are whole numbers of this part of a unit of cost. */
const SCALE = 1_000_000;
const MAX_PIVOTS = 20_000;

export interface PriceProof {
  /** Price of one member of each request, in whole parts: `scale` of them are one unit of cost. */
  readonly prices: readonly number[];
  readonly scale: number;
  /** Every cost is a multiple of this one. */
  readonly step: number;
  /** What all requests are worth at these prices, in the same parts. */
  readonly total: number;
  /** The cost that no fleet for these requests is below, by these prices. */
  readonly bound: number;
}

/** The proof that the prices of the linear relaxation give. Its bound may be below what a search has proven. */
export function priceProof(question: FlexibleQuestion): PriceProof {
  const { fleet, requests, candidates } = question;
  const { list, of } = classesOf(question, []);
  const { program } = makeFlexibleProgram(fleet, list, [], 'gpu', 0);
  const lp = new Simplex(arraysOf(program));
  const columns = program.columns.length;
  lp.setBounds(new Float64Array(columns), new Float64Array(columns).fill(Infinity));
  const isSolved = lp.run(Infinity, MAX_PIVOTS) === 'optimal';
  const guess = list.map((_, row) =>
    isSolved ? Math.max(0, Math.round(Math.abs(lp.reduced[columns + row] ?? 0) * SCALE)) : 0,
  );
  // What the prices really allow is counted in whole numbers, over every set that a GPU holds.
  let excess = 1;
  fleet.forEach(({ board, cost }, index) => {
    const worth = board.profiles.map((_, profile) =>
      list.reduce(
        (most, { candidates: own }, at) =>
          own.some((one) => one.fleet === index && one.profile === profile)
            ? Math.max(most, guess[at] ?? 0)
            : most,
        0,
      ),
    );
    for (const { counts } of patternsOf(board).best) {
      const value = counts.reduce((sum, count, profile) => sum + count * (worth[profile] ?? 0), 0);
      // Infinite where a GPU costs nothing: then nothing that it holds is worth anything.
      if (value > 0) excess = Math.max(excess, value / (cost * SCALE));
    }
  });
  if (excess > 1) excess *= 1 + 1e-12;
  const prices = candidates.map((_, request) => Math.floor((guess[of[request] ?? 0] ?? 0) / excess));
  const total = prices.reduce((sum, price, request) => sum + price * (requests[request]?.count ?? 0), 0);
  const step = fleet.map(({ cost }) => cost).reduce(greatestDivisor, 0);
  return {
    prices,
    scale: SCALE,
    step,
    total,
    bound: step === 0 ? 0 : Math.ceil(total / SCALE / step) * step,
  };
}
