/**
 * Arrivals: how long one takes on a thousand GPUs, and what placement policies admit against unlimited migration. The
 * mix, load, seeds and length are those of the figure to reach; the rest is printed beside it.
 */
import { findBoard } from '../../src/model/catalogue/catalogue.ts';
import type { Board } from '../../src/model/board.ts';
import { arrivalTable, sizesOf } from '../../src/placement/solver/arrival.ts';
import type { Estimate } from '../../src/placement/solver/estimate.ts';
import { everydayMix } from '../../src/placement/solver/mix.ts';
import { byTable } from '../../src/placement/solver/policies.ts';
import { Repairs } from '../../src/placement/solver/repair.ts';
import { runSearch } from '../../src/placement/solver/search.ts';
import { mulberry32 } from '../../src/placement/solver/seeded.ts';
import { simulate, type PolicyResult } from '../../src/placement/solver/simulate.ts';
import { StateFleet } from '../../src/placement/solver/stateFleet.ts';
import { stateTable } from '../../src/placement/solver/states.ts';
import { duration, millisOf, spread, type BenchRow } from './measure.ts';

const BOARD = 'a100-pcie-40gb';
const GPUS = 1000;
const SEEDS = 20;

/** [7g, 4g, 3g, 2g, 1g.10gb, 1g.5gb], as in the profiles of an A100 40GB. */
const MIXES: Readonly<Record<string, readonly number[]>> = {
  uniform: [1, 1, 1, 1, 1, 1],
  small: [0.02, 0.03, 0.05, 0.2, 0.2, 0.5],
  large: [0.2, 0.15, 0.3, 0.2, 0.05, 0.1],
};
const PROFILES = ['7g.40gb', '4g.20gb', '3g.20gb', '2g.10gb', '1g.10gb', '1g.5gb'];

export function onlineRows(): readonly BenchRow[] {
  const board = findBoard(BOARD);
  if (board === undefined) throw new Error(`no board ${BOARD}`);
  return [...arrivalRows(board), ...simulationRows(board)];
}

/** A fleet at work: filled by the policy until it refuses, then thinned by a tenth of what takes less than half a GPU. */
function agedFleet(board: Board, seed: number): StateFleet {
  const table = stateTable(board);
  const fleet = new StateFleet(table, GPUS);
  const choose = byTable(arrivalTable(table));
  const sizes = sizesOf(table);
  const random = mulberry32(seed);
  const kinds = everydayMix(board).flatMap((share, index) =>
    share > 0 ? [table.profiles.indexOf(index)] : [],
  );
  for (let arrival = 0; arrival < 4 * GPUS; arrival++) {
    const place = choose(fleet, kinds[Math.floor(random() * kinds.length)] ?? 0);
    if (place !== null) fleet.add(place.gpu, place.spot);
  }
  for (let gpu = 0; gpu < GPUS; gpu++)
    for (const spot of fleet.layout(gpu).spots) {
      const isSmall = (sizes[table.spots[spot]?.kind ?? 0] ?? 0) < (board.memorySlices ?? 0) / 2;
      if (isSmall && random() < 0.1) fleet.remove(gpu, spot);
    }
  return fleet;
}

function arrivalRows(board: Board): BenchRow[] {
  const table = stateTable(board);
  const arrivals = arrivalTable(table);
  const choose = byTable(arrivals);
  const kinds = table.spotsOf.map((_, kind) => kind);
  const placing: number[] = [];
  const repairing: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const fleet = agedFleet(board, seed);
    const one = (): void => {
      for (const kind of kinds) {
        const place = choose(fleet, kind);
        if (place === null) continue;
        fleet.add(place.gpu, place.spot);
        fleet.remove(place.gpu, place.spot);
      }
    };
    placing.push(millisOf(one, { calls: 2000 }) / kinds.length);
    const repairs = new Repairs(fleet, arrivals);
    const refused = kinds.filter((kind) => choose(fleet, kind) === null);
    for (const kind of refused)
      repairing.push(millisOf(() => repairs.find(kind, { moves: 2 }), { calls: 20 }));
  }
  return [
    {
      case: `one arrival on ${GPUS} GPUs, placed (and taken away again)`,
      reach: '20 µs',
      reached: spread(placing),
    },
    {
      case: `room for a refused one by at most two moves, ${GPUS} GPUs`,
      reach: '-',
      reached: repairing.length === 0 ? 'none was refused' : `${spread(repairing)} of ${repairing.length}`,
    },
  ];
}

function simulationRows(board: Board): BenchRow[] {
  return Object.entries(MIXES).flatMap(([name, shares]) => {
    const started = process.cpuUsage();
    const { best, work } = runSearch(
      simulate({
        board,
        mix: board.profiles.map((profile) => shares[PROFILES.indexOf(profile.name)] ?? 0),
        gpus: 100,
        load: 1,
        seeds: Array.from({ length: SEEDS }, (_, index) => index + 1),
        arrivals: 60_000,
        policies: ['first-fit', 'first-fit-driver', 'best-fit', 'ours-0', 'ours-1', 'ours-2', 'migration'],
      }),
    );
    const { user, system } = process.cpuUsage(started);
    const results = best?.results ?? [];
    const title = `online, ${name} mix, load 1.0, 100 GPUs, seeds 1 to ${SEEDS}`;
    return [
      ...results.map((result) => ({
        case: `${title}: ${result.policy}`,
        reach:
          name === 'uniform' && result.policy === 'ours-2' ? 'at most 0.7 points below, 0.06 moves' : '-',
        reached: reachedBy(result),
      })),
      {
        case: `${title}: one arrival simulated`,
        reach: '-',
        reached: duration((user + system) / 1000 / work),
      },
    ];
  });
}

function reachedBy({ requests, slices, worst, moves, below }: PolicyResult): string {
  const parts = [
    below === null ? '' : `${figure(below)} points of slices below migration`,
    moves === null ? '' : `${moves.mean.toFixed(4)} ±${(moves.within ?? 0).toFixed(4)} moves per admission`,
    `slices ${figure(slices)} %`,
    `requests ${figure(requests)} %`,
    `worst ${worst.profile} ${figure(worst.share)} %`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function figure({ mean, within }: Estimate): string {
  return `${mean.toFixed(2)} ±${(within ?? 0).toFixed(2)}`;
}
