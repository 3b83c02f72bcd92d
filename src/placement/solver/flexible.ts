/**
 * The cheapest GPUs, of several boards, that serve requests which may go to any profile that satisfies them; members of a
 * group on different GPUs, or on different hosts. The cost is proven least where the outcome says so.
 */
import type { PlanRequest } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { assignApart, type Seeker, type Slot } from './apart.ts';
import {
  makeFlexibleProgram,
  type BinOf,
  type Candidate,
  type FleetBoard,
  type FlexibleProgram,
  type LeastBins,
} from './flexibleProgram.ts';
import { classesOf, type Classes } from './requestClasses.ts';
import type { IntegerSolution } from './integerProgram.ts';
import { needsOf, profilesFor, type NeedsError } from './needs.ts';
import type { Outcome, Search } from './search.ts';
import { solveInteger } from './solveInteger.ts';

/** Instances of all requests together, each of which is placed by itself. */
export const MAX_FLEXIBLE = 100_000;
/** Groups that are modelled exactly: each one multiplies the ways to cut a GPU. */
const MAX_EXACT = 3;
const MAX_CUTS = 3000;
/** How often more GPUs are tried when members of a group could not be kept apart. */
const MAX_MORE = 8;

export type FlexibleError =
  | NeedsError
  | { readonly code: 'nothing-requested' }
  | { readonly code: 'too-many-requested'; readonly count: number; readonly max: number }
  /** No profile of any board satisfies the request. */
  | { readonly code: 'nothing-satisfies'; readonly request: number; readonly field: 'profile' | 'needs' };

export interface FlexibleOptions {
  /** What members of a group do not share. */
  readonly apart: BinOf;
}

/** An instance for one of the `count` members of a request. */
export interface PlacedInstance {
  readonly profile: number;
  readonly start: number;
  readonly request: number;
}

export interface PlacedGpu {
  readonly fleet: number;
  /** Host among those of its board, from 0; null where the fleet does not say how many GPUs stand in one. */
  readonly host: number | null;
  readonly instances: readonly PlacedInstance[];
}

export interface FlexibleAnswer {
  /** In the units of the fleet. */
  readonly cost: number;
  /** GPUs of each board, indexed like the fleet. */
  readonly gpus: readonly number[];
  readonly placed: readonly PlacedGpu[];
}

/** The question, once it makes sense: what each request may have. */
export interface FlexibleQuestion {
  readonly fleet: readonly FleetBoard[];
  readonly requests: readonly PlanRequest[];
  /** Indexed like the requests. */
  readonly candidates: readonly (readonly Candidate[])[];
}

/** What each request may have, or the first that makes no sense or that no board satisfies. */
export function makeFlexibleQuestion(
  fleet: readonly FleetBoard[],
  requests: readonly PlanRequest[],
): Result<FlexibleQuestion, FlexibleError> {
  const candidates: Candidate[][] = [];
  let total = 0;
  for (const [index, request] of requests.entries()) {
    const needs = needsOf(request, index);
    if (!needs.ok) return needs;
    const found = fleet.flatMap(({ board }, at) =>
      profilesFor(board, request, needs.value).map((profile) => ({ fleet: at, profile })),
    );
    if (found.length === 0) {
      const field = request.profile === null ? 'needs' : 'profile';
      return err({ code: 'nothing-satisfies', request: index, field });
    }
    candidates.push(found);
    total += request.count;
  }
  if (total === 0) return err({ code: 'nothing-requested' });
  if (total > MAX_FLEXIBLE) return err({ code: 'too-many-requested', count: total, max: MAX_FLEXIBLE });
  return ok({ fleet, requests, candidates });
}

/** Searches for the cheapest GPUs. `best` null and proven: the boards to be had do not suffice. */
export function* searchFlexible(
  question: FlexibleQuestion,
  { apart }: FlexibleOptions,
): Search<FlexibleAnswer> {
  const least = leastBins(question);
  const exact: string[] = [];
  let bound: number | null = null;
  let work = 0;
  let leastGpus = 0;
  let best: FlexibleAnswer | null = null;
  for (let more = 0; ;) {
    const classes = classesOf(question, exact);
    const built = makeFlexibleProgram(question.fleet, classes.list, least, apart, leastGpus);
    const search = solveInteger(built.program);
    let seen: IntegerSolution | null = null;
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      const interim = step.value;
      if (interim.best !== null && interim.best !== seen) {
        seen = interim.best;
        const { answer, torn } = place(question, classes, built, seen, apart);
        if (torn.size === 0 && (best === null || answer.cost < best.cost)) best = answer;
      }
      yield { best, bound: highest(bound, interim, leastGpus), isProven: false, work: work + interim.work };
    }
    const outcome = step.value;
    work += outcome.work;
    bound = highest(bound, outcome, leastGpus);
    if (outcome.best === null) {
      const isNone = outcome.isProven && leastGpus === 0;
      return { best, bound: isNone ? null : bound, isProven: isNone, work };
    }
    const { answer, torn, looks } = place(question, classes, built, outcome.best, apart);
    work += looks;
    if (torn.size === 0) {
      if (best === null || answer.cost <= best.cost) best = answer;
      return { best, bound, isProven: bound !== null && best.cost <= bound, work };
    }
    const isExact = exact.length < MAX_EXACT && leastGpus === 0;
    const worst = isExact && built.cuts.length < MAX_CUTS / 4 ? largest(question, torn, exact) : null;
    if (worst !== null) {
      exact.push(worst);
    } else if (more < MAX_MORE) {
      // One more, then two, then four: what few do not mend, many do.
      leastGpus = answer.gpus.reduce((sum, count) => sum + count, 0) + 2 ** more;
      more++;
    } else {
      return { best, bound, isProven: false, work };
    }
    yield { best, bound, isProven: false, work };
  }
}

/** A bound holds for the question as it was asked, not for the one with more GPUs than needed. */
function highest(
  bound: number | null,
  { bound: found }: Outcome<IntegerSolution>,
  leastGpus: number,
): number | null {
  if (found === null || leastGpus > 0) return bound;
  return Math.max(bound ?? 0, found);
}

/** The largest group for each set of boards beyond which none of so many of its members can go. */
function leastBins({ requests, candidates }: FlexibleQuestion): LeastBins[] {
  const groups = new Map<string, Map<string, number>>();
  requests.forEach(({ group, count }, index) => {
    if (group === null) return;
    // Candidates come board by board.
    const boards = [...new Set(candidates[index]?.map(({ fleet }) => fleet))].join(',');
    const own = groups.get(group) ?? new Map<string, number>();
    groups.set(group, own);
    own.set(boards, (own.get(boards) ?? 0) + count);
  });
  const most = new Map<string, number>();
  for (const own of groups.values()) {
    const sets = [...own.keys()];
    const all = [...new Set(sets.flatMap((key) => key.split(',')))].map(Number).sort((a, b) => a - b);
    for (const key of new Set([...sets, all.join(',')])) {
      const boards = new Set(key.split(','));
      let members = 0;
      for (const [other, count] of own)
        if (other.split(',').every((one) => boards.has(one))) members += count;
      if (members > 1) most.set(key, Math.max(members, most.get(key) ?? 0));
    }
  }
  return [...most].map(([key, count]) => ({ fleet: key.split(',').map(Number), count }));
}

function largest(
  { requests }: FlexibleQuestion,
  torn: ReadonlySet<string>,
  exact: readonly string[],
): string | null {
  const sizes = new Map<string, number>();
  for (const { group, count } of requests)
    if (group !== null && torn.has(group) && !exact.includes(group))
      sizes.set(group, (sizes.get(group) ?? 0) + count);
  let found: string | null = null;
  for (const [group, size] of sizes) if (found === null || size > (sizes.get(found) ?? 0)) found = group;
  return found;
}

interface Placed {
  readonly answer: FlexibleAnswer;
  /** Groups that could not be kept apart. */
  readonly torn: ReadonlySet<string>;
  readonly looks: number;
}

/** Every instance that a solution of the program stands for. */
function place(
  { fleet, requests }: FlexibleQuestion,
  classes: Classes,
  { cuts, flows, kinds }: FlexibleProgram,
  { values, cost }: IntegerSolution,
  apart: BinOf,
): Placed {
  const groupsOf = ({ slots: own }: (typeof cuts)[number]): string =>
    kinds.flatMap(({ group }, at) => (group !== null && (own[at] ?? 0) > 0 ? [group] : [])).join(' ');
  const gpus: { readonly fleet: number; readonly host: number | null; readonly bin: number }[] = [];
  const slots: (Slot & { readonly gpu: number; readonly start: number; readonly profile: number })[] = [];
  const slotsOfKind: number[][] = kinds.map(() => []);
  let bins = 0;
  fleet.forEach(({ gpusPerHost }, index) => {
    const own = cuts
      .flatMap((cut, at) =>
        cut.fleet === index ? new Array<typeof cut>(values[fleet.length + at] ?? 0).fill(cut) : [],
      )
      // Those for the same groups follow each other, and so come to different hosts.
      .sort((a, b) => (groupsOf(a) < groupsOf(b) ? -1 : groupsOf(a) > groupsOf(b) ? 1 : 0));
    const hosts = gpusPerHost === null ? own.length : Math.ceil(own.length / gpusPerHost);
    own.forEach((cut, nth) => {
      // Dealt out over the hosts, so that each has some of every kind.
      const host = nth % hosts;
      const bin = apart === 'host' ? bins + host : gpus.length;
      const left = [...cut.slots];
      for (const { profileIndex: profile, start } of cut.pattern.layout) {
        // A cut has only slots of its own board.
        const kind = kinds.findIndex((one, at) => one.profile === profile && (left[at] ?? 0) > 0);
        if (kind === -1) continue;
        left[kind] = (left[kind] ?? 0) - 1;
        slotsOfKind[kind]?.push(slots.length);
        slots.push({ kind, bin, gpu: gpus.length, start, profile });
      }
      gpus.push({ fleet: index, host: gpusPerHost === null ? null : host, bin });
    });
    bins += hosts;
  });
  const dealt: number[][] = classes.list.map(() => []);
  flows.forEach(({ requests: of, kind }, at) => {
    const count = values[fleet.length + cuts.length + at] ?? 0;
    dealt[of]?.push(...(slotsOfKind[kind] ?? []).splice(0, count));
  });
  const seekers: (Seeker & { readonly request: number })[] = requests.flatMap(({ count, group }, request) =>
    Array.from({ length: count }, () => ({ request, requests: classes.of[request] ?? 0, group })),
  );
  const served = classes.list.map(
    ({ candidates, group }) =>
      new Set(
        kinds.flatMap((kind, at) =>
          kind.group === group &&
          candidates.some((one) => one.fleet === kind.fleet && one.profile === kind.profile)
            ? [at]
            : [],
        ),
      ),
  );
  const { slotOf, torn, work } = assignApart(
    slots,
    seekers,
    dealt,
    (of, kind) => served[of]?.has(kind) === true,
  );
  const instances: PlacedInstance[][] = gpus.map(() => []);
  seekers.forEach(({ request }, index) => {
    const slot = slots[slotOf[index] ?? -1];
    if (slot !== undefined) instances[slot.gpu]?.push({ profile: slot.profile, start: slot.start, request });
  });
  const placed = gpus.map(({ fleet: of, host }, index) => ({
    fleet: of,
    host,
    instances: (instances[index] ?? []).sort((a, b) => a.start - b.start),
  }));
  const answer = { cost, gpus: fleet.map((_, index) => values[index] ?? 0), placed };
  return { answer, torn, looks: work };
}
