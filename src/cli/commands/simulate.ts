/** `simulate`: what placement policies admit of a mix under arrivals and departures. */
import type { Board } from '../../model/board.ts';
import { BOARDS } from '../../model/catalogue/catalogue.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { demandErrorMessage } from '../../placement/solver/messages.ts';
import { demandOf } from '../../placement/solver/demand.ts';
import type { Estimate } from '../../placement/solver/estimate.ts';
import { everydayMix } from '../../placement/solver/mix.ts';
import { POLICIES, type PolicyName } from '../../placement/solver/policies.ts';
import { runSearch } from '../../placement/solver/search.ts';
import {
  checkSimulation,
  simulate as simulation,
  simulationWork,
  type PolicyResult,
  type Simulation,
  type SimulationOptions,
} from '../../placement/solver/simulate.ts';
import { POLICY_LABELS, simulationErrorMessage } from '../../placement/solver/simulationMessages.ts';
import { boardNamed } from '../input.ts';
import { readRequests, unusableRequest } from '../requests.ts';
import { printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';

/** As they are written on the command line. */
export interface SimulateFlags {
  readonly mix: string;
  readonly gpus: string;
  readonly gpu: string | null;
  readonly load: string;
  readonly seed: string;
  readonly seeds: string;
  readonly arrivals: string;
  readonly policies: string | null;
  readonly budget: string | null;
  readonly json: boolean;
}

interface Mix {
  readonly board: Board;
  readonly shares: readonly number[];
}

export function simulate(io: Io, flags: SimulateFlags): Result<ExitCode, Unusable> {
  const mix = readMix(io, flags);
  if (!mix.ok) return mix;
  const figures: Record<string, number> = {};
  for (const name of ['gpus', 'load', 'seed', 'seeds', 'arrivals', 'budget'] as const) {
    const text = flags[name] ?? 'Infinity';
    const value = text.trim() === '' ? NaN : Number(text);
    if (Number.isNaN(value)) return unusable(`--${name} "${text}" is no number`);
    figures[name] = value;
  }
  const { gpus = 0, load = 0, seed = 0, seeds = 0, arrivals = 0, budget = 0 } = figures;
  const counted = Number.isInteger(seeds) && seeds > 0 && seeds <= 1000;
  const asked = flags.policies?.split(',').map((name) => name.trim()) ?? POLICIES;
  const options = checkSimulation({
    board: mix.value.board,
    mix: mix.value.shares,
    gpus,
    load,
    // A number of seeds that cannot be is refused by its own name.
    seeds: counted ? Array.from({ length: seeds }, (_, index) => seed + index) : [],
    arrivals,
    policies: asked as readonly PolicyName[],
  });
  if (!counted) return unusable(`--seeds is ${seeds}; it has to be a whole number from 1 to 1000`);
  if (!options.ok) return unusable(simulationErrorMessage(options.error));
  const { best, isProven, work } = runSearch(simulation(options.value), budget);
  if (flags.json) printJson(io, jsonOf(options.value, best, isProven, work));
  else io.stdout(tableOf(options.value, best, isProven, work));
  return ok(best === null ? 1 : 0);
}

/** "uniform", or requests: each profile as often as it is asked for. */
function readMix(io: Io, { mix, gpu }: SimulateFlags): Result<Mix, Unusable> {
  const named = gpu === null ? null : boardNamed(gpu);
  if (named !== null && !named.ok) return named;
  if (mix === 'uniform') {
    if (named === null) return unusable('--mix uniform: say the board with --gpu');
    return ok({ board: named.value, shares: everydayMix(named.value) });
  }
  const reading = readRequests(io, mix);
  if (!reading.ok) return reading;
  const board = named === null ? boardFor(reading.value.requests) : named;
  if (!board.ok) return board;
  const demand = demandOf(board.value, reading.value.requests);
  return demand.ok
    ? ok({ board: board.value, shares: demand.value })
    : unusableRequest(reading.value, demand.error, demandErrorMessage);
}

/** The board that has all these profiles, or the first of several that are cut alike. */
function boardFor(requests: readonly PlanRequest[]): Result<Board, Unusable> {
  const names = new Set(requests.flatMap(({ profile }) => profile ?? []));
  const cutOf = (board: Board): string =>
    JSON.stringify(board.profiles.map(({ name, memorySlices, starts }) => [name, memorySlices, starts]));
  const boards = BOARDS.filter((board) =>
    [...names].every((name) => board.profiles.some((profile) => profile.name === name)),
  );
  const [first] = boards;
  if (first !== undefined && boards.every((board) => cutOf(board) === cutOf(first))) return ok(first);
  return unusable(
    first === undefined
      ? `--mix: no board has all of ${[...names].join(', ')}; say the board with --gpu`
      : `--mix: several boards have these profiles, ${boards.map(({ id }) => id).join(', ')}; say which with --gpu`,
  );
}

function jsonOf(
  options: SimulationOptions,
  best: Simulation | null,
  isWhole: boolean,
  work: number,
): unknown {
  const { board, mix, gpus, load, arrivals, seeds } = options;
  return {
    board: board.id,
    gpus,
    load,
    arrivals,
    mix: Object.fromEntries(
      board.profiles.flatMap(({ name }, index) => ((mix[index] ?? 0) > 0 ? [[name, mix[index]]] : [])),
    ),
    seeds: best?.seeds ?? [],
    seedsAsked: seeds,
    complete: isWhole,
    work,
    workAsked: simulationWork(options),
    policies: (best?.results ?? []).map((result) => ({
      policy: result.policy,
      what: POLICY_LABELS[result.policy],
      requestsPercent: result.requests,
      slicesPercent: result.slices,
      worst: { profile: result.worst.profile, percent: result.worst.share },
      movesPerAdmission: result.moves,
      refusedForFragmentationPercent: result.fragmented,
      slicesBelowMigration: result.below,
      slicesAboveFirstFit: result.above,
    })),
  };
}

function tableOf(
  options: SimulationOptions,
  best: Simulation | null,
  isWhole: boolean,
  work: number,
): string {
  const { board, gpus, load, arrivals, seeds } = options;
  const done = best?.seeds ?? [];
  const lines = [
    `${gpus} x ${board.id}, load ${load}, ${arrivals} arrivals a seed, seeds ${done.length === 0 ? 'none' : done.join(' ')}`,
  ];
  if (!isWhole) {
    const most = simulationWork(options);
    lines.push(
      `stopped by the budget after ${work} of ${most} arrivals: ${done.length} of ${seeds.length} seeds`,
    );
  }
  if (best !== null) {
    const heads = [
      'policy',
      'requests %',
      'slices %',
      'worst profile %',
      'moves/admitted',
      'slices below migration',
    ];
    const rows = [heads, ...best.results.map(rowOf)];
    const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    lines.push(
      ...rows.map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
      ),
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}

function rowOf({ policy, requests, slices, worst, moves, below }: PolicyResult): string[] {
  return [
    policy,
    figure(requests, 2),
    figure(slices, 2),
    `${worst.profile} ${figure(worst.share, 1)}`,
    moves === null ? '-' : figure(moves, 4),
    below === null ? '-' : figure(below, 2),
  ];
}

/** "91.03 ±0.21", the 95 % interval over the seeds; without it where there is one seed. */
function figure({ mean, within }: Estimate, digits: number): string {
  return within === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ±${within.toFixed(digits)}`;
}
