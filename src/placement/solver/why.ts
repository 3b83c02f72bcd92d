/**
 * Why not, and what would help: the cheapest ways out of a refused placement, by exact search. Looked at are
 *   another start of the GPU, and another GPU, with nothing moved;
 *   one move, or two, that make room on the GPU that was asked for, each instance to wherever it may go; where nothing is free
 *   anywhere, also one move or two that make room on another GPU for less than they would cost there;
 *   another profile on that GPU, with at least the memory and the engines;
 *   removing the instances in the way.
 * Of each kind the cheapest is given, of moves the cheapest here and, where that is cheaper still, elsewhere. Pinned instances never move, and VMs of one group are not brought together.
 */
import type { GiId, GpuId } from '../../model/ids.ts';
import { findGpu, findInstance, type Gpu, type GpuPlace, type Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { PlanCommand } from '../commands.ts';
import type { CommandError } from '../errors.ts';
import { checkCarried, legalPlaces } from '../instanceEdits.ts';
import { checkPlacement } from '../legal.ts';
import type { InstanceMove } from '../rearrange.ts';
import { driverRefusal } from '../rules/platformRules.ts';
import { runSearch, type Outcome, type Search } from './search.ts';
import { compareCosts, type WayCost } from './whyCost.ts';
import { Ways } from './whyWays.ts';

/** What was to be placed, and where. */
export interface WhyQuestion {
  readonly gpuId: GpuId;
  readonly profile: ProfileName;
  /** Null: anywhere on the GPU. */
  readonly start: number | null;
  /** Not null: it is this instance that was to be moved there. */
  readonly moving: GiId | null;
}

export const WAY_KINDS = ['start', 'gpu', 'move', 'two-moves', 'profile', 'remove'] as const;
export type WayKind = (typeof WAY_KINDS)[number];

export interface WayOut {
  readonly kind: WayKind;
  /** True where it ends on another GPU than the one that was asked for. */
  readonly isElsewhere: boolean;
  readonly removes: readonly GiId[];
  readonly moves: readonly InstanceMove[];
  /** What is placed in the end, and where. */
  readonly place: { readonly gpuId: GpuId; readonly profile: ProfileName; readonly start: number };
  readonly cost: WayCost;
  /** The whole of it as one step. */
  readonly command: PlanCommand;
}

export type Why =
  | { readonly isLegal: true; readonly starts: readonly number[] }
  | {
      readonly isLegal: false;
      readonly error: CommandError;
      readonly ways: readonly WayOut[];
      /** False where there are more pairs of moves on other GPUs than were tried. */
      readonly isWhole: boolean;
    };

/** Whether what was asked for is legal, and else why not, with the ways out, the cheapest first. */
export function whyNot(plan: Plan, question: WhyQuestion): Why {
  const asked = findGpu(plan, question.gpuId);
  if (asked === undefined) {
    const error = { code: 'not-found', what: 'gpu' } as const;
    return { isLegal: false, error, ways: [], isWhole: true };
  }
  const refused = refusalOf(plan, asked, question);
  if (!('code' in refused)) return { isLegal: true, starts: refused.starts };
  const { best, isProven } = runSearch(searchWays(plan, question));
  return { isLegal: false, error: refused, ways: best ?? [], isWhole: isProven };
}

function refusalOf(
  plan: Plan,
  place: GpuPlace,
  { profile, start, moving }: WhyQuestion,
): CommandError | { readonly starts: readonly number[] } {
  const { host, gpu } = place;
  const from = moving === null ? undefined : findInstance(plan, moving);
  const unmoved: Gpu = from?.gpu.id === gpu.id ? without(gpu, from.gi.id) : gpu;
  const legal = legalPlaces(plan, unmoved, profile);
  if (start !== null) {
    const here = checkPlacement(unmoved, profile, start);
    if (!here.ok) return here.error;
  }
  if (from === undefined) {
    const tooNew = driverRefusal(host, gpu, profile);
    if (tooNew !== null) return tooNew;
  } else {
    const carried = checkCarried(plan, from, place);
    if (!carried.ok) return carried.error;
  }
  if (start !== null) return { starts: [start] };
  return legal.why ?? { starts: legal.starts };
}

function without(gpu: Gpu, id: GiId): Gpu {
  return { ...gpu, instances: gpu.instances.filter((gi) => gi.id !== id) };
}

/**
 * The ways out, the cheapest first: of each kind the cheapest there is. A kind at a time, with those that are found so far.
 * Work is counted in kinds; proven: no pair of moves was left untried. `mayTake`: GPUs on which what is placed may stand at
 * all, as far as they are told apart by more than room.
 */
export function* searchWays(
  plan: Plan,
  question: WhyQuestion,
  mayTake: (place: GpuPlace) => boolean = () => true,
): Search<readonly WayOut[]> {
  const from = question.moving === null ? undefined : findInstance(plan, question.moving);
  if (from?.gi.pinned === true) return { best: [], bound: null, isProven: true, work: 1 };
  const ways = new Ways(plan, question, mayTake);
  const found: WayOut[] = [];
  let work = 0;
  const told = (isProven: boolean): Outcome<readonly WayOut[]> => {
    const best = [...found].sort((a, b) => compareCosts(a.cost, b.cost));
    return { best, bound: null, isProven, work };
  };
  yield told(false);
  const inTurn = [
    () => [ways.otherStart(), ways.otherGpu()],
    () => ways.moves(),
    () => [ways.otherProfile(), ways.remove()],
    // Where something is free, moving others to make room elsewhere is dearer than that.
    () => (found.some(({ kind }) => kind === 'start' || kind === 'gpu') ? [] : ways.movesElsewhere()),
  ];
  for (const look of inTurn) {
    found.push(...look().flatMap((way) => way ?? []));
    work++;
    yield told(false);
  }
  return told(ways.isWhole);
}
