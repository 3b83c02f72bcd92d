/**
 * The nearest target for aged fleets (full to some 85 %) and new demands (97 % of what the GPUs can hold), 1,000 seeds each:
 * from the plan to the plan, GPUs named and VMs bound; and the program alone, against HiGHS with its text parsed.
 */
import { fleetOf } from '../../src/placement/solver/retarget/fleet.ts';
import { retarget } from '../../src/placement/solver/retarget/retarget.ts';
import { seededRetarget } from '../../src/placement/solver/retarget/retarget.testing.ts';
import { retargetProgram } from '../../src/placement/solver/retarget/retargetProgram.ts';
import { runSearch } from '../../src/placement/solver/search.ts';
import { solveInteger } from '../../src/placement/solver/solveInteger.ts';
import { createHighsRun } from '../../src/placement/solver/highs.testing.ts';
import { duration, millisOf, quantile, spread, type BenchRow } from './measure.ts';

const CASES = [
  { gpus: 8, reach: 'all proven; p95 2 ms' },
  { gpus: 1000, reach: 'all proven; p95 20 ms' },
] as const;

/** `seeds`: 1,000 for the figures that are quoted. */
export function retargetRows(seeds = 1000): BenchRow[] {
  return CASES.flatMap(({ gpus, reach }) => {
    // The first runs are compiled while they run.
    for (let seed = 1; seed <= 20; seed++) solve(seed + 5_000_000, gpus);
    const runs = Array.from({ length: seeds }, (_, at) => solve(at + 1, gpus));
    const proven = runs.filter(({ isProven }) => isProven).length;
    const all = runs.map(({ whole }) => whole);
    const programs = Array.from({ length: Math.min(seeds, 100) }, (_, at) => againstHighs(at + 1, gpus));
    const name = `retarget, ${gpus.toLocaleString('en')} GPUs`;
    const same = programs.filter(({ isSame }) => isSame).length;
    const own = programs.map((one) => one.own);
    const highs = programs.map((one) => one.highs);
    const ratio = quantile(highs, 0.5) / quantile(own, 0.5);
    return [
      {
        case: `${name}, ${seeds.toLocaleString('en')} seeds`,
        reach,
        reached: `${proven} of ${seeds} proven; ${spread(all)}, most ${duration(quantile(all, 1))}`,
      },
      {
        case: `${name}, the program alone, ${programs.length} seeds`,
        reach: 'the optimum of HiGHS',
        reached: `${same} of ${programs.length} the same; ${spread(own)}; HiGHS (text parsed) ${spread(highs)}: ${ratio.toFixed(0)} x`,
      },
    ];
  });
}

function solve(seed: number, gpus: number): { isProven: boolean; whole: number } {
  const { plan, demand } = seededRetarget(seed, gpus);
  let isProven = false;
  const whole = millisOf(
    () => {
      const search = retarget(plan, { demand, weights: 'instances' });
      if (!search.ok) throw new Error(search.error.code);
      const outcome = runSearch(search.value(), 100_000);
      if (outcome.best === null) throw new Error(`seed ${seed}: no target`);
      ({ isProven } = outcome);
    },
    { rounds: 3 },
  );
  return { isProven, whole };
}

function againstHighs(seed: number, gpus: number): { isSame: boolean; own: number; highs: number } {
  const { plan, demand } = seededRetarget(seed, gpus);
  const fleet = fleetOf(plan, { wanted: new Set(demand.keys()), weightOf: () => 1 });
  const { program } = retargetProgram(fleet, { demand, empty: null });
  let cost: number | undefined;
  const own = millisOf(() => (cost = runSearch(solveInteger(program), 100_000).best?.cost), { rounds: 3 });
  const oracle = createHighsRun(program);
  let other: number | undefined;
  const highs = millisOf(() => (other = oracle.run()), { rounds: 3 });
  oracle.dispose();
  return { isSame: cost === other, own, highs };
}
