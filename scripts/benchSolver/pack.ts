/** Packing: against HiGHS in pattern form, at a million requests, and against those who place one after the other. */
import { findBoard } from '../../src/model/catalogue/catalogue.ts';
import { createHighsRun, solveWithHighs } from '../../src/placement/solver/highs.testing.ts';
import { arrivalsOf, countsOf } from '../../src/placement/solver/mixes.testing.ts';
import { fewestGpus, greatestQuotient, pack } from '../../src/placement/solver/pack.ts';
import { patternProgram } from '../../src/placement/solver/pack.testing.ts';
import { placeRequests } from '../../src/placement/solver/placePacking.ts';
import { runSearch } from '../../src/placement/solver/search.ts';
import { solveInteger } from '../../src/placement/solver/solveInteger.ts';
import { closedFormOf } from '../../src/placement/solver/weights.ts';
import { decreasing, firstFit } from './firstFit.ts';
import { duration, millisOf, quantile, spread, type BenchRow } from './measure.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const found = findBoard('a100-pcie-40gb');
if (found === undefined) throw new Error('no A100');
const board = found;

export function packRows(): BenchRow[] {
  return [
    ...SIZES.map(againstHighs),
    value(),
    placement(),
    ...FAMILIES.map(({ name, arrivals }) => family(name, arrivals)),
    ...mixes(),
  ];
}

const SIZES = [100, 1000, 100_000];

/** 20 mixes, seeds 1 to 20; all patterns of the profiles asked for. */
function againstHighs(requests: number): BenchRow {
  const own: number[] = [];
  const parsed: number[] = [];
  const text: number[] = [];
  let unequal = 0;
  for (const seed of SEEDS) {
    const program = patternProgram(board, countsOf(board, arrivalsOf(board, seed, requests)));
    const solve = () => runSearch(solveInteger(program));
    for (let warm = 0; warm < 100; warm++) solve();
    own.push(millisOf(solve, { rounds: 9, calls: 20 }));
    const highs = createHighsRun(program);
    const cost = highs.run();
    parsed.push(millisOf(() => highs.run()));
    highs.dispose();
    text.push(millisOf(() => solveWithHighs(program, 'plain'), { rounds: 3 }));
    const outcome = solve();
    if (!outcome.isProven || outcome.best?.cost !== cost) unequal++;
  }
  const median = quantile(own, 0.5);
  const ratio = (times: readonly number[]): string => `${(quantile(times, 0.5) / median).toFixed(0)} x`;
  return {
    case: `pack, pattern form, ${requests.toLocaleString('en-US')} requests, 20 mixes`,
    reach: requests === 1000 ? 'median at least 400 x faster than HiGHS' : '',
    reached: `${spread(own)}; HiGHS ${spread(parsed)}: ${ratio(parsed)} with its model parsed before, ${ratio(text)} from the LP text; optimum equal and proven on ${SEEDS.length - unequal} of ${SEEDS.length}`,
  };
}

const MILLION = arrivalsOf(board, 1, 1_000_000);

function value(): BenchRow {
  const demands = SEEDS.map((seed) =>
    countsOf(board, arrivalsOf(board, seed, 1000)).map((count) => count * 1000),
  );
  const profiles = board.profiles.flatMap(({ name }, index) => (/[+-]/.test(name) ? [] : [index]));
  const form = closedFormOf(board, profiles);
  if (form === null) throw new Error('no closed form');
  let sink = 0;
  const each = (work: (counts: readonly number[]) => number): number =>
    millisOf(() => demands.forEach((counts) => (sink += work(counts))), { rounds: 9, calls: 20_000 }) /
    demands.length;
  const bare = each((counts) => greatestQuotient(form, counts));
  const asked = each((counts) => fewestGpus(board, counts) ?? 0);
  return {
    case: 'pack, value, 1,000,000 requests as counts',
    reach: '1 µs',
    reached: `${duration(bare)} by the closed form at hand, ${duration(asked)} with finding it for the profiles asked for${sink < 0 ? '!' : ''}`,
  };
}

function placement(): BenchRow {
  const counts = countsOf(board, MILLION);
  const work = (): unknown => {
    const { best } = runSearch(pack(board, counts));
    return best === null ? null : placeRequests(best, MILLION);
  };
  work();
  const times = Array.from({ length: 15 }, () => millisOf(work, { rounds: 1 }));
  return { case: 'pack, 1,000,000 requests placed as typed arrays', reach: '50 ms', reached: spread(times) };
}

/** Where placing one after the other falls short. */
const index = (name: string): number => board.profiles.findIndex((profile) => profile.name === name);
const many = (...wanted: [name: string, count: number][]): number[] =>
  wanted.flatMap(([name, count]) => new Array<number>(count).fill(index(name)));
const FAMILIES = [
  { name: '2,000 x 3g, then 4,000 x 2g', arrivals: many(['3g.20gb', 2000], ['2g.10gb', 4000]) },
  { name: '1,000 x 3g, then 4,000 x 1g.5gb', arrivals: many(['3g.20gb', 1000], ['1g.5gb', 4000]) },
  {
    name: '1,000 each of 1g.10gb, 2g, 4g, smallest first',
    arrivals: many(['1g.10gb', 1000], ['2g.10gb', 1000], ['4g.20gb', 1000]),
  },
];

function family(name: string, arrivals: readonly number[]): BenchRow {
  const least = fewestGpus(board, countsOf(board, Uint8Array.from(arrivals))) ?? 0;
  const over = (gpus: number): string => `${gpus} (+${((gpus / least - 1) * 100).toFixed(1)} %)`;
  return {
    case: name,
    reach: `${least} GPUs, proven`,
    reached: `first fit ${over(firstFit(board, arrivals, 'driver'))}, lowest start ${over(firstFit(board, arrivals, 'lowest'))}, decreasing ${over(firstFit(board, decreasing(board, arrivals), 'driver'))}`,
  };
}

function mixes(): BenchRow[] {
  return [100, 1000].map((requests) => {
    const over = (place: (arrivals: Uint8Array) => number): string => {
      const excess = SEEDS.map((seed) => {
        const arrivals = arrivalsOf(board, seed, requests);
        return (place(arrivals) / (fewestGpus(board, countsOf(board, arrivals)) ?? 1) - 1) * 100;
      });
      const mean = excess.reduce((sum, one) => sum + one, 0) / excess.length;
      const optimal = excess.filter((one) => one === 0).length;
      return `+${mean.toFixed(2)} % mean, +${Math.max(...excess).toFixed(2)} % most, optimal on ${optimal}`;
    };
    return {
      case: `20 mixes of ${requests.toLocaleString('en-US')}: GPUs over the optimum`,
      reach: '0, proven, on 20',
      reached: `first fit ${over((arrivals) => firstFit(board, arrivals, 'driver'))}; decreasing ${over((arrivals) => firstFit(board, decreasing(board, arrivals), 'driver'))}`,
    };
  });
}
