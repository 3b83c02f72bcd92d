/**
 * What placement policies do to a mix under arrivals and departures. Instances arrive at random times (Poisson) and stay
 * for random times (exponential, one unit of time on average); one that finds no place is lost. At load 1 so many arrive
 * that the fleet would be just full if instances could be cut in parts (`fluid.ts`). All policies see the same arrivals,
 * seed by seed, so that they are compared in pairs.
 */
import type { Board } from '../../model/board.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { ProfileName } from '../../model/profile.ts';
import { estimateOf, type Estimate } from './estimate.ts';
import { POLICIES, type PolicyName } from './policies.ts';
import type { Outcome, Search } from './search.ts';
import { SimulatedRun, setUpOf, type Tally } from './simulatedRun.ts';

export interface SimulationOptions {
  readonly board: Board;
  /** How often each profile is asked for, by index in `board.profiles`: shares of their sum. */
  readonly mix: readonly number[];
  readonly gpus: number;
  /** 1: the fleet would be just full without fragmentation. */
  readonly load: number;
  readonly seeds: readonly number[];
  /** Of each seed. The first fifth fills the fleet and is not counted. */
  readonly arrivals: number;
  readonly policies: readonly PolicyName[];
}

export const SIMULATION_LIMITS = {
  gpus: { least: 1, most: 10_000, isWhole: true },
  load: { least: 0.01, most: 10, isWhole: false },
  seeds: { least: 1, most: 1000, isWhole: true },
  seed: { least: 0, most: 2 ** 32 - 1, isWhole: true },
  arrivals: { least: 10, most: 10_000_000, isWhole: true },
} as const;

export type SimulationField = keyof typeof SIMULATION_LIMITS;

/** Why nothing can be simulated. `field` is where it is written. */
export type SimulationError =
  | {
      readonly code: 'out-of-range';
      readonly field: SimulationField;
      readonly value: number;
      readonly least: number;
      readonly most: number;
      readonly isWhole: boolean;
    }
  | { readonly code: 'nothing-arrives'; readonly field: 'mix' }
  | {
      readonly code: 'share-unusable';
      readonly field: 'mix';
      readonly profile: ProfileName;
      readonly share: number;
    }
  | {
      readonly code: 'profile-without-starts';
      readonly field: 'mix';
      readonly profile: ProfileName;
      readonly board: string;
    }
  | { readonly code: 'policy-unknown'; readonly field: 'policies'; readonly policy: string };

/** What one policy did, in per cent of what was offered, with intervals over the seeds. */
export interface PolicyResult {
  readonly policy: PolicyName;
  /** Of the requests. */
  readonly requests: Estimate;
  /** Of the memory slices that they asked for. */
  readonly slices: Estimate;
  /** The profile that fared worst: the share of its requests. */
  readonly worst: { readonly profile: ProfileName; readonly share: Estimate };
  /** Instances moved for each one that was admitted; null where they are not counted, for all may be. */
  readonly moves: Estimate | null;
  /** Of what was refused: would have fitted if all were packed anew. Null where nothing was refused. */
  readonly fragmented: Estimate | null;
  /** Points of slices below `migration`, seed by seed; null where that was not asked for. */
  readonly below: Estimate | null;
  /** Points of slices above `first-fit`, seed by seed; null where that was not asked for. */
  readonly above: Estimate | null;
}

export interface Simulation {
  /** Seeds that all policies have been through; nothing else is in the figures. */
  readonly seeds: readonly number[];
  /** In the order of `POLICIES`. */
  readonly results: readonly PolicyResult[];
}

/** What is wrong with the options; the same options when nothing is. */
export function checkSimulation(options: SimulationOptions): Result<SimulationOptions, SimulationError> {
  const { board, mix, policies, seeds } = options;
  const figures: readonly (readonly [SimulationField, number])[] = [
    ['gpus', options.gpus],
    ['load', options.load],
    ['arrivals', options.arrivals],
    ['seeds', seeds.length],
    ...seeds.map((seed) => ['seed', seed] as const),
  ];
  for (const [field, value] of figures) {
    const limits = SIMULATION_LIMITS[field];
    // As a comparison that a figure which is no number fails as well.
    const isWithin = value >= limits.least && value <= limits.most;
    if (!isWithin || (limits.isWhole && !Number.isInteger(value)))
      return err({ code: 'out-of-range', field, value, ...limits });
  }
  for (const [index, share] of mix.entries()) {
    const profile = board.profiles[index];
    const name = profile?.name ?? '';
    if (!(share >= 0 && share < Infinity))
      return err({ code: 'share-unusable', field: 'mix', profile: name, share });
    if (share > 0 && (profile?.starts ?? null) === null)
      return err({ code: 'profile-without-starts', field: 'mix', profile: name, board: board.id });
  }
  if (!mix.some((share) => share > 0)) return err({ code: 'nothing-arrives', field: 'mix' });
  for (const policy of policies) {
    if (!POLICIES.includes(policy)) return err({ code: 'policy-unknown', field: 'policies', policy });
  }
  return ok(options);
}

/** The units of work that a simulation takes: arrivals, over all seeds and policies. */
export function simulationWork({ policies, seeds, arrivals }: SimulationOptions): number {
  return new Set(policies).size * seeds.length * arrivals;
}

/** Arrivals between two looks up. */
const AT_ONCE = 500;

/**
 * Runs policies through the same arrivals, a seed after the other. The options have to be checked. What it has so far are
 * the figures of the seeds that are done, and null before the first is; proven means that nothing is left to run.
 */
export function* simulate(options: SimulationOptions): Search<Simulation> {
  const { seeds, arrivals } = options;
  const policies = POLICIES.filter((policy) => options.policies.includes(policy));
  const setUp = setUpOf(options);
  const tallies = new Map<PolicyName, Tally[]>(policies.map((policy) => [policy, []]));
  let work = 0;
  let best: Simulation | null = null;
  const outcome = (isProven: boolean): Outcome<Simulation> => ({ best, bound: null, isProven, work });
  for (const [index, seed] of seeds.entries()) {
    const runs = policies.map((policy) => new SimulatedRun(setUp, policy, seed));
    for (const [at, run] of runs.entries()) {
      for (let done = 0; done < arrivals; done += AT_ONCE) {
        const now = Math.min(AT_ONCE, arrivals - done);
        run.go(now);
        work += now;
        // The figures of a seed come with its last arrival, so that a budget that ends there has them.
        const isSeedDone = at === runs.length - 1 && done + now === arrivals;
        if (isSeedDone) {
          for (const one of runs) tallies.get(one.policy)?.push(one.tally);
          best = { seeds: seeds.slice(0, index + 1), results: resultsOf(options.board, tallies) };
        }
        yield outcome(isSeedDone && index === seeds.length - 1);
      }
    }
  }
  return outcome(true);
}

function resultsOf(board: Board, tallies: ReadonlyMap<PolicyName, readonly Tally[]>): PolicyResult[] {
  const migrated = tallies.get('migration')?.map(slicesOf) ?? null;
  const plain = tallies.get('first-fit')?.map(slicesOf) ?? null;
  return [...tallies].map(([policy, runs]) => {
    const of = (figure: (tally: Tally) => number): Estimate => estimateOf(runs.map(figure));
    const slices = runs.map(slicesOf);
    const refused = runs.filter((run) => run.refused > 0);
    return {
      policy,
      requests: of((run) => percent(sum(run.accepted), sum(run.offered))),
      slices: estimateOf(slices),
      worst: worstOf(board, runs),
      moves: policy === 'migration' ? null : of((run) => run.moves / Math.max(1, sum(run.accepted))),
      fragmented:
        refused.length === 0 ? null : estimateOf(refused.map((run) => percent(run.fragmented, run.refused))),
      below: migrated === null ? null : estimateOf(slices.map((one, index) => (migrated[index] ?? 0) - one)),
      above: plain === null ? null : estimateOf(slices.map((one, index) => one - (plain[index] ?? 0))),
    };
  });
}

/** The profile of which the smallest share came in over all seeds. */
function worstOf(board: Board, runs: readonly Tally[]): PolicyResult['worst'] {
  const total = (of: 'offered' | 'accepted', profile: number): number =>
    runs.reduce((count, run) => count + (run[of][profile] ?? 0), 0);
  const offered = board.profiles.flatMap((_, index) => (total('offered', index) > 0 ? [index] : []));
  const share = (index: number): number => total('accepted', index) / total('offered', index);
  const worst = offered.reduce((a, b) => (share(b) < share(a) ? b : a), offered[0] ?? 0);
  const seen = runs.filter((run) => (run.offered[worst] ?? 0) > 0);
  return {
    profile: board.profiles[worst]?.name ?? '',
    share: estimateOf(seen.map((run) => percent(run.accepted[worst] ?? 0, run.offered[worst] ?? 0))),
  };
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const slicesOf = (run: Tally): number => percent(run.acceptedSlices, run.offeredSlices);

function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : (100 * part) / whole;
}
