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

export interface BenchRow {
  readonly case: string;
  readonly reach: string;
  readonly reached: string;
}

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
    return [
      {
        case: `${name}, ${seeds.toLocaleString('en')} seeds, CPU time`,
        reach,
        reached: `${proven} of ${seeds} proven; median ${ms(all, 0.5)}, p95 ${ms(all, 0.95)}, most ${ms(all, 1)}`,
      },
      {
        case: `${name}, the program alone, ${programs.length} seeds`,
        reach: 'the same optimum as HiGHS',
        reached: `${programs.filter(({ isSame }) => isSame).length} of ${programs.length} the same; median ${ms(
          programs.map(({ own }) => own),
          0.5,
        )} against ${ms(
          programs.map(({ highs }) => highs),
          0.5,
        )} of HiGHS (its text parsed)`,
      },
    ];
  });
}

/** Milliseconds of this process: other programs on the machine do not count. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function solve(seed: number, gpus: number): { isProven: boolean; whole: number } {
  const { plan, demand } = seededRetarget(seed, gpus);
  const before = cpu();
  const search = retarget(plan, { demand, weights: 'instances' });
  if (!search.ok) throw new Error(search.error.code);
  const outcome = runSearch(search.value(), 100_000);
  if (outcome.best === null) throw new Error(`seed ${seed}: no target`);
  return { isProven: outcome.isProven, whole: cpu() - before };
}

function againstHighs(seed: number, gpus: number): { isSame: boolean; own: number; highs: number } {
  const { plan, demand } = seededRetarget(seed, gpus);
  const fleet = fleetOf(plan, { wanted: new Set(demand.keys()), weightOf: () => 1 });
  const { program } = retargetProgram(fleet, { demand, empty: null });
  const start = cpu();
  const { best } = runSearch(solveInteger(program), 100_000);
  const own = cpu() - start;
  const oracle = createHighsRun(program);
  const second = cpu();
  const cost = oracle.run();
  const highs = cpu() - second;
  oracle.dispose();
  return { isSame: best?.cost === cost, own, highs };
}

function ms(times: readonly number[], quantile: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.floor(sorted.length * quantile));
  return `${(sorted[at] ?? 0).toFixed(2)} ms`;
}
