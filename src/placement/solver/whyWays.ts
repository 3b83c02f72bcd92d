/** The ways out of one refused placement, each kind by a search of its own over what stands (whyFleet.ts). */
import { profileOf, type GiProfile } from '../../model/board.ts';
import { driverStart } from '../../model/driverStart.ts';
import type { GiId, VmId } from '../../model/ids.ts';
import { vmsByInstance, type GpuPlace, type Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { PlanCommand } from '../commands.ts';
import type { WayKind, WayOut, WhyQuestion } from './why.ts';
import { cheaper, compareCosts, distanceLeft, FREE, isCheaper, type WayCost } from './whyCost.ts';
import { WhyFleet, type Standing } from './whyFleet.ts';

/**
 * Pairs of moves on other GPUs that are tried out: some hundred milliseconds. Those that interrupt the fewest VMs come first,
 * and of those that are alike but for their host one is enough where it leads nowhere.
 */
const MAX_PAIRS = 5000;

type Found = Omit<WayOut, 'command' | 'isElsewhere'>;

export class Ways {
  readonly #plan: Plan;
  readonly #question: WhyQuestion;
  readonly #fleet: WhyFleet;
  readonly #asked: Standing | null;
  /** The cheapest moves that make room on the GPU that was asked for. */
  #moved: Found | null = null;
  #pairs = 0;
  /** Pairs of which no move leads anywhere, however far. */
  readonly #hopeless = new Set<string>();

  constructor(plan: Plan, question: WhyQuestion, mayTake: (place: GpuPlace) => boolean) {
    this.#plan = plan;
    this.#question = question;
    this.#fleet = new WhyFleet(plan, question.moving, question.gpuId, mayTake);
    this.#asked = this.#fleet.standing(question.gpuId);
  }

  otherStart(): WayOut | null {
    const asked = this.#asked;
    if (asked === null || this.#question.start === null) return null;
    return this.#placedOn(asked, this.#question.profile, 'start', FREE);
  }

  otherGpu(): WayOut | null {
    for (const to of this.#fleet.nearest) {
      if (to.gpu.id === this.#question.gpuId) continue;
      const way = this.#placedOn(to, this.#question.profile, 'gpu', FREE);
      if (way !== null) return way;
    }
    return null;
  }

  otherProfile(): WayOut | null {
    const asked = this.#asked;
    if (asked === null || this.#question.moving !== null) return null;
    const { board } = asked.geometry;
    const wanted = profileOf(board, this.#question.profile);
    if (wanted === undefined) return null;
    let best: WayOut | null = null;
    for (const other of board.profiles) {
      if (other === wanted || !satisfies(other, wanted)) continue;
      const cost: WayCost = {
        ...FREE,
        lessCompute: Math.max(0, wanted.computeSlices - other.computeSlices),
        otherProfile: 1,
        moreMemory: moreMemory(other, wanted),
      };
      best = cheaper(best, this.#placedOn(asked, other.name, 'profile', cost));
    }
    return best;
  }

  /** Nothing moved: the start that was asked for, or else the one that leaves most to others. */
  #placedOn(to: Standing, profile: ProfileName, kind: WayKind, cost: WayCost): WayOut | null {
    const { geometry, occupancy, gpu } = to;
    const index = geometry.profileIndexByName.get(profile);
    if (index === undefined || !this.#fleet.takes(to, profile)) return null;
    const { start: wanted, gpuId } = this.#question;
    const own = this.#fleet.ownStart(to);
    const free = this.#fleet.starts(to, profile).filter((start) => start !== own);
    const model = { variant: 'fewest-lost', kind: gpu.kind ?? 'straight' } as const;
    const asked = gpu.id === gpuId ? wanted : null;
    const least = driverStart(geometry.board, occupancy, index, model);
    const start = [asked, least].find((one) => one !== null && free.includes(one)) ?? free[0];
    if (start === undefined) return null;
    const distance = this.#distance(to, start);
    return this.#asCommand({
      kind,
      removes: [],
      moves: [],
      place: { gpuId: gpu.id, profile, start },
      cost: { ...cost, distance },
    });
  }

  #distance(to: Standing, start: number): number {
    const { gpuId, start: wanted } = this.#question;
    if (to.gpu.id !== gpuId) return this.#fleet.distance(gpuId, to.gpu.id) + 1;
    return wanted === null || wanted === start ? 0 : 1;
  }

  /** Starts that are free once these are lifted, and are not as it is. */
  #freedStarts(to: Standing, lifted: readonly GiId[]): number[] {
    const { profile } = this.#question;
    const free = this.#fleet.starts(to, profile);
    return this.#fleet.starts(to, profile, lifted).filter((start) => !free.includes(start));
  }

  /** False once there were more pairs of moves than are tried. */
  get isWhole(): boolean {
    return this.#pairs <= MAX_PAIRS;
  }

  /** One move, and two where they are cheaper, that make room on the GPU that was asked for. */
  moves(): WayOut[] {
    if (this.#asked === null) return [];
    const one = this.#oneMoveOn(this.#asked);
    const two = this.#twoMovesOn(this.#asked, one);
    this.#moved = two ?? one;
    return [one, two].flatMap((way) => (way === null ? [] : [this.#asCommand(way)]));
  }

  /** The same on any other GPU, where it is cheaper than here. */
  movesElsewhere(): WayOut[] {
    let one: Found | null = null;
    for (const to of this.#others()) one = this.#oneMoveOn(to, one ?? this.#moved) ?? one;
    const two = this.#twoMovesElsewhere(one ?? this.#moved);
    return [one, two].flatMap((way) => (way === null ? [] : [this.#asCommand(way)]));
  }

  #others(): Standing[] {
    return this.#fleet.nearest.filter(({ gpu }) => gpu.id !== this.#question.gpuId);
  }

  #oneMoveOn(to: Standing, known: Found | null = null): Found | null {
    const { profile } = this.#question;
    if (!this.#fleet.takes(to, profile)) return null;
    let best = known;
    for (const a of this.#fleet.movable(to)) {
      for (const start of this.#freedStarts(to, [a])) {
        const cost = this.#moveCost([a], this.#distance(to, start));
        if (best !== null && compareCosts(cost, best.cost) >= 0) continue;
        const filled = { on: to, profile, start };
        const [move] = this.#fleet.destinations(a, [a], [filled], distanceLeft(best, cost));
        if (move === undefined) continue;
        const way: Found = {
          kind: 'move',
          removes: [],
          moves: [move],
          place: { gpuId: to.gpu.id, profile, start },
          cost: { ...cost, distance: cost.distance + this.#fleet.moveDistance(move) },
        };
        best = cheaper(best, way);
      }
    }
    return best === known ? null : best;
  }

  /** The cheapest two moves that make room on this GPU, where they are cheaper than `known`. */
  #twoMovesOn(to: Standing, known: Found | null): Found | null {
    if (!this.#fleet.takes(to, this.#question.profile)) return null;
    let best = known;
    const here = this.#fleet.movable(to);
    for (const a of here) {
      if (!isCheaper({ ...this.#moveCost([a], 0), instancesMoved: 2 }, best)) continue;
      for (const b of here) if (b > a) best = this.#twoMovesOf(to, a, b, best) ?? best;
      if (this.#freedStarts(to, [a]).length === 0) continue;
      for (const b of this.#fleet.partners(a)) best = this.#twoMovesOf(to, a, b, best) ?? best;
    }
    return best === known ? null : best;
  }

  /** Two moves of these instances that are cheaper than `known`: `a` makes way on the GPU, `b` there as well or for `a`. */
  #twoMovesOf(to: Standing, a: GiId, b: GiId, known: Found | null): Found | null {
    const { profile } = this.#question;
    const on = this.#fleet.standingOf(b);
    const isHere = on === to;
    // From another GPU it makes room for `a`, which has to go that far.
    const nearest = this.#fleet.distance(to.gpu.id, on.gpu.id);
    if (!isCheaper(this.#moveCost([a, b], nearest), known)) return null;
    let best = known;
    for (const start of this.#freedStarts(to, isHere ? [a, b] : [a])) {
      const cost = this.#moveCost([a, b], this.#distance(to, start));
      if (!isCheaper({ ...cost, distance: cost.distance + nearest }, best)) continue;
      const moves = this.#fleet.twoDestinations(a, b, { on: to, profile, start }, distanceLeft(best, cost));
      if (moves === null) continue;
      const distance = moves.reduce((sum, move) => sum + this.#fleet.moveDistance(move), cost.distance);
      const place = { gpuId: to.gpu.id, profile, start };
      best = cheaper(best, { kind: 'two-moves', removes: [], moves, place, cost: { ...cost, distance } });
    }
    return best === known ? null : best;
  }

  /** The pairs that interrupt the fewest VMs first; of each number of VMs the near GPUs first. */
  #twoMovesElsewhere(known: Found | null): Found | null {
    const { profile } = this.#question;
    const others = this.#others().filter((to) => this.#fleet.takes(to, profile));
    const vmsOf = (id: GiId): number => this.#vmsOn([id]).size;
    const counts = [...new Set(others.flatMap((to) => this.#fleet.movable(to).map(vmsOf)))];
    const sums = [...new Set(counts.flatMap((a) => counts.map((b) => a + b)))].sort((a, b) => a - b);
    let best = known;
    for (const vms of sums) {
      if (!isCheaper({ ...FREE, vmsInterrupted: vms, instancesMoved: 2, distance: 2 }, best)) break;
      for (const to of others) {
        const here = this.#fleet.movable(to);
        for (const a of here) {
          const partners = here.filter((b) => b > a && vmsOf(a) + vmsOf(b) === vms);
          if (this.#freedStarts(to, [a]).length > 0)
            partners.push(...this.#fleet.partners(a, vms - vmsOf(a)));
          for (const b of partners) {
            if (
              !isCheaper(
                this.#moveCost([a, b], this.#fleet.distance(this.#question.gpuId, to.gpu.id) + 1),
                best,
              )
            )
              continue;
            const alike = this.#fleet.pairKey(a, b);
            if (this.#hopeless.has(alike)) continue;
            if (++this.#pairs > MAX_PAIRS) return best === known ? null : best;
            const way = this.#twoMovesOf(to, a, b, best);
            if (way !== null) best = way;
            else if (best === null) this.#hopeless.add(alike);
          }
        }
      }
    }
    return best === known ? null : best;
  }

  /** The fewest VMs sent to waiting, then the fewest instances, so that there is a start. */
  remove(): WayOut | null {
    const asked = this.#asked;
    const { profile } = this.#question;
    if (asked === null || !this.#fleet.takes(asked, profile)) return null;
    const here = this.#fleet.movable(asked);
    let best: Found | null = null;
    for (let set = 1; set < 1 << here.length; set++) {
      const removes = here.filter((_, index) => (set & (1 << index)) !== 0);
      const vms = this.#vmsOn(removes).size;
      for (const start of this.#freedStarts(asked, removes)) {
        const cost = {
          ...FREE,
          vmsWaiting: vms,
          vmsInterrupted: vms,
          instancesRemoved: removes.length,
          distance: this.#distance(asked, start),
        };
        const place = { gpuId: asked.gpu.id, profile, start };
        best = cheaper(best, { kind: 'remove', removes, moves: [], place, cost });
      }
    }
    return best === null ? null : this.#asCommand(best);
  }

  #moveCost(moved: readonly GiId[], distance: number): WayCost {
    return { ...FREE, vmsInterrupted: this.#vmsOn(moved).size, instancesMoved: moved.length, distance };
  }

  #vmsOn(ids: readonly GiId[]): Set<VmId> {
    const vms = vmsByInstance(this.#plan);
    return new Set(ids.flatMap((id) => (vms.get(id) ?? []).map((vm) => vm.id)));
  }

  #asCommand(found: Found): WayOut {
    const { moving } = this.#question;
    const { place, moves, removes } = found;
    const way = { ...found, isElsewhere: place.gpuId !== this.#question.gpuId };
    if (moves.length + removes.length === 0) {
      const { gpuId, start } = place;
      const command: PlanCommand =
        moving === null ? { type: 'gi/place', ...place } : { type: 'gi/move', giId: moving, gpuId, start };
      return { ...way, command };
    }
    const all =
      moving === null ? moves : [...moves, { giId: moving, gpuId: place.gpuId, start: place.start }];
    const command: PlanCommand = {
      type: 'gi/rearrange',
      removes,
      moves: all,
      place: moving === null ? place : null,
    };
    return { ...way, command };
  }
}

/** What asked for the one is served by the other: no less memory, no engine less, and graphics where it had graphics. */
function satisfies(other: GiProfile, wanted: GiProfile): boolean {
  const engines = ['decoders', 'encoders', 'jpeg', 'ofa'] as const;
  const more = moreMemory(other, wanted);
  return (
    (more > 0 || (more === 0 && other.computeSlices * 2 > wanted.computeSlices)) &&
    engines.every((engine) => (other.engines[engine] ?? 0) >= (wanted.engines[engine] ?? 0)) &&
    wanted.attributes.includes('gfx') === other.attributes.includes('gfx')
  );
}

/** Memory slices; every profile has a number of them on a board on which something can be placed. */
function moreMemory(other: GiProfile, wanted: GiProfile): number {
  return (other.memorySlices ?? 0) - (wanted.memorySlices ?? 0);
}
