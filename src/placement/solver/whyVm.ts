/**
 * Why a vGPU of a VM cannot be where it was to be, and what would help: another instance that serves it, a new one, with or
 * without making room for it, the instance that was meant once those who have it go elsewhere or wait, and the type of that
 * instance in the place of the one that is wanted. Of each kind the cheapest, by the same costs as for instances; VMs of one
 * group are not brought together.
 */
import { profileOf, type BoardId, type GiProfile } from '../../model/board.ts';
import { findBoard, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import type { GiId, GpuId, HostId, VmId } from '../../model/ids.ts';
import {
  boardsOf,
  findGpu,
  findInstance,
  findVm,
  vmsByInstance,
  type GiPlace,
  type GpuPlace,
  type Plan,
  type Vm,
  type Wanted,
} from '../../model/plan.ts';
import { parseProfileName, type ProfileName } from '../../model/profile.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import type { CommandError } from '../errors.ts';
import { legalPlaces } from '../instanceEdits.ts';
import type { Rearrange, VgpuChange } from '../rearrange.ts';
import {
  checkVgpu,
  freeInstancesFor,
  isWanted,
  typesOfInstance,
  vgpuToAssign,
  vmIdsOn,
} from '../vms/assign.ts';
import { heldVgpus, vgpuFault, vmRuleFault } from '../vms/vmRules.ts';
import { createWhyWaiting, type WaitReason } from '../vms/whyWaiting.ts';
import { runSearch } from './search.ts';
import { searchWays, type WayOut } from './why.ts';
import { compareCosts, FREE, type WayCost } from './whyCost.ts';

export interface VmQuestion {
  readonly vmId: VmId;
  /** Which of its vGPUs, from 0; null: the first that waits, or the only one. */
  readonly attachment: number | null;
  /** Null: anywhere in the plan. */
  readonly gpuId: GpuId | null;
  /** The instance that was meant; null: any on that GPU, or a new one. */
  readonly giId: GiId | null;
}

export const VM_WAY_KINDS = [
  ...(['instance', 'place', 'move', 'two-moves', 'remove'] as const),
  ...(['change-over', 'take-over', 'other-type'] as const),
] as const;
export type VmWayKind = (typeof VM_WAY_KINDS)[number];

export interface VmWayOut {
  readonly kind: VmWayKind;
  /** The instance that the vGPU then has; null where it is made. */
  readonly giId: GiId | null;
  /** Made for it, once others have moved or gone; null where it is there already. */
  readonly making: Pick<WayOut, 'moves' | 'removes' | 'place'> | null;
  /** VMs that have the instance now: where each changes over to (null: it waits). */
  readonly others: readonly { readonly vmId: VmId; readonly giId: GiId | null }[];
  /** What the VM wants then; null: what it wanted. */
  readonly wants: Wanted | null;
  readonly cost: WayCost;
  /** The whole of it as one step. */
  readonly command: PlanCommand;
}

export type VmRefusal =
  | { readonly kind: 'edit'; readonly error: CommandError }
  /** Another VM of its group is on the GPU. */
  | { readonly kind: 'group-apart'; readonly group: string }
  /** No profile of the board is what is wanted. */
  | { readonly kind: 'not-served'; readonly wants: Wanted; readonly board: BoardId }
  /** Nowhere in the plan. */
  | { readonly kind: 'waits'; readonly reason: WaitReason };

export type VmWhy =
  | { readonly isLegal: true }
  | {
      readonly isLegal: false;
      readonly refusal: VmRefusal;
      readonly ways: readonly VmWayOut[];
      /** As in `Why`. */
      readonly isWhole: boolean;
    };

/** Whether the VM can have what was asked for, and else why not, with the ways out, the cheapest first. */
export function whyNotVm(plan: Plan, question: VmQuestion): VmWhy {
  const vm = findVm(plan, question.vmId);
  if (vm === undefined) return refused({ code: 'not-found', what: 'vm' });
  const attachment = question.attachment ?? vgpuToAssign(vm);
  if (attachment === null) return refused({ code: 'already-assigned' });
  const wants = vm.attachments[attachment]?.wants;
  if (wants === undefined) return refused({ code: 'not-found', what: 'vgpu' });
  const meant = question.giId === null ? null : findInstance(plan, question.giId);
  if (meant === undefined) return refused({ code: 'not-found', what: 'instance' });
  const asked = question.gpuId === null ? null : findGpu(plan, meant?.gpu.id ?? question.gpuId);
  if (asked === undefined) return refused({ code: 'not-found', what: 'gpu' });
  const ways = new VmWays(plan, vm, attachment, wants);
  const refusal = ways.refusal(asked, meant);
  if (refusal === null) return { isLegal: true };
  return { isLegal: false, refusal, ...ways.all(asked, meant) };
}

function refused(error: CommandError): VmWhy {
  return { isLegal: false, refusal: { kind: 'edit', error }, ways: [], isWhole: true };
}

type Found = Omit<VmWayOut, 'command'> & { readonly command: PlanCommand };

class VmWays {
  readonly #plan: Plan;
  readonly #vm: Vm;
  readonly #attachment: number;
  readonly #wants: Wanted;

  constructor(plan: Plan, vm: Vm, attachment: number, wants: Wanted) {
    this.#plan = plan;
    this.#vm = vm;
    this.#attachment = attachment;
    this.#wants = wants;
  }

  refusal(asked: GpuPlace | null, meant: GiPlace | null): VmRefusal | null {
    if (asked === null) return this.#waits();
    if (meant !== null) {
      const serves = checkVgpu(this.#plan, this.#vm, this.#attachment, meant);
      return serves.ok ? null : { kind: 'edit', error: serves.error };
    }
    const fault = vmRuleFault(this.#plan, this.#vm, this.#attachment, asked);
    if (fault !== null) return { kind: 'edit', error: fault };
    if (this.#isKeptFrom(asked)) return { kind: 'group-apart', group: this.#vm.group ?? '' };
    if (this.#free().some(({ gpu }) => gpu.id === asked.gpu.id)) return null;
    const [first, ...more] = this.#profilesOn(asked);
    if (first === undefined) return { kind: 'not-served', wants: this.#wants, board: asked.gpu.board };
    const legal = [first, ...more].map((profile) => legalPlaces(this.#plan, asked.gpu, profile));
    const [why] = legal;
    return legal.some(({ starts }) => starts.length > 0) || why?.why == null
      ? null
      : { kind: 'edit', error: why.why };
  }

  /** As if this vGPU were all that the VM has, and waited. */
  #waits(): VmRefusal | null {
    if (this.#free().length > 0) return null;
    const alone: Vm = {
      ...this.#vm,
      attachments: this.#vm.attachments.map((one, index) =>
        index === this.#attachment ? { ...one, instance: null } : one,
      ),
    };
    const reason = createWhyWaiting(this.#plan)(alone);
    return reason === null ? null : { kind: 'waits', reason };
  }

  all(
    asked: GpuPlace | null,
    meant: GiPlace | null,
  ): { readonly ways: VmWayOut[]; readonly isWhole: boolean } {
    const made = this.#made(asked, meant !== null);
    const found = [
      this.#otherInstance(asked, meant),
      ...made.ways,
      ...(asked === null ? [] : this.#onesOn(asked, meant).flatMap((place) => this.#changeOver(place))),
      meant === null ? null : this.#otherType(meant),
    ];
    const ways = found.flatMap((way) => (way !== null && this.#works(way) ? [way] : []));
    const cheapest = new Map<VmWayKind, VmWayOut>();
    for (const way of ways) {
      const known = cheapest.get(way.kind);
      if (known === undefined || compareCosts(way.cost, known.cost) < 0) cheapest.set(way.kind, way);
    }
    const sorted = [...cheapest.values()].sort((a, b) => compareCosts(a.cost, b.cost));
    return { ways: sorted, isWhole: made.isWhole };
  }

  /** The last word has whoever will do it, and the groups. */
  #works({ command }: VmWayOut): boolean {
    const done = applyCommand(this.#plan, command);
    const vm = done.ok ? findVm(done.value, this.#vm.id) : undefined;
    const giId = vm?.attachments[this.#attachment]?.instance;
    if (!done.ok || vm === undefined || giId == null) return false;
    return !isKeptFrom(done.value, vm, findInstance(done.value, giId)?.gpu.instances ?? []);
  }

  /** Instances that would serve it now, on GPUs without another VM of its group. */
  #free(): GiPlace[] {
    return freeInstancesFor(this.#plan, this.#vm, this.#attachment).filter(
      (place) => !this.#isKeptFrom(place) && place.gi.id !== this.#current(),
    );
  }

  /** The instance that was meant, or all of the GPU. */
  #onesOn({ host, gpu }: GpuPlace, meant: GiPlace | null): GiPlace[] {
    return meant === null ? gpu.instances.map((gi) => ({ host, gpu, gi })) : [meant];
  }

  #current(): GiId | null {
    return this.#vm.attachments[this.#attachment]?.instance ?? null;
  }

  #isKeptFrom({ gpu }: GpuPlace): boolean {
    return isKeptFrom(this.#plan, this.#vm, gpu.instances);
  }

  /** Profiles of the GPU's board whose starts are public and whose instances are what is wanted. */
  #profilesOn({ gpu }: GpuPlace): ProfileName[] {
    return (findBoard(gpu.board)?.profiles ?? []).flatMap(({ name, starts }) =>
      starts !== null && isWanted(this.#wants, gpu, { profile: name }) ? [name] : [],
    );
  }

  #otherInstance(asked: GpuPlace | null, meant: GiPlace | null): Found | null {
    let best: Found | null = null;
    for (const place of this.#free()) {
      if (place.gi.id === meant?.gi.id) continue;
      const cost = { ...FREE, distance: distanceTo(asked, place) };
      if (best !== null && compareCosts(cost, best.cost) >= 0) continue;
      const giId = place.gi.id;
      const command = { type: 'vm/assign', vmId: this.#vm.id, attachment: this.#attachment, giId } as const;
      best = { kind: 'instance', giId, making: null, others: [], wants: null, cost, command };
    }
    return best;
  }

  /** A new instance for it: where there is room, or where there is once others have moved or gone. */
  #made(asked: GpuPlace | null, isBeside: boolean): { readonly ways: Found[]; readonly isWhole: boolean } {
    const beside = heldVgpus(this.#plan, this.#vm, this.#attachment);
    const mayTake = (place: GpuPlace): boolean =>
      vgpuFault({ wants: this.#wants, place }, beside) === null && !this.#isKeptFrom(place);
    const places = this.#plan.hosts.flatMap((host) => host.gpus.map((gpu): GpuPlace => ({ host, gpu })));
    const profiles = new Map<ProfileName, GpuPlace>();
    for (const place of places) {
      for (const profile of this.#profilesOn(place))
        if (!profiles.has(profile)) profiles.set(profile, asked ?? place);
    }
    const ways: Found[] = [];
    let isWhole = true;
    for (const [profile, { gpu }] of profiles) {
      const isServed = (place: GpuPlace): boolean =>
        mayTake(place) && isWanted(this.#wants, place.gpu, { profile });
      const question = { gpuId: gpu.id, profile, start: null, moving: null };
      const found = runSearch(searchWays(this.#plan, question, isServed));
      isWhole &&= found.isProven;
      const on = findGpu(this.#plan, gpu.id);
      const [start] = on !== undefined && isServed(on) ? legalPlaces(this.#plan, gpu, profile).starts : [];
      if (start !== undefined) {
        const cost = { ...FREE, distance: isBeside ? 1 : 0 };
        ways.push(
          this.#making('place', { moves: [], removes: [], place: { gpuId: gpu.id, profile, start } }, cost),
        );
      }
      for (const way of found.best ?? []) {
        const kind = way.kind === 'gpu' ? 'place' : way.kind;
        if (kind !== 'start' && kind !== 'profile' && !this.#isMadeAgain(way))
          ways.push(this.#making(kind, way, way.cost));
      }
    }
    return { ways, isWhole };
  }

  /** Who goes is what is made in its place: taking it over is the same for less. */
  #isMadeAgain({ removes, place }: WayOut): boolean {
    return removes.some((id) => {
      const gi = findInstance(this.#plan, id)?.gi;
      return gi?.profile === place.profile && gi.start === place.start;
    });
  }

  #making(
    kind: VmWayKind,
    { moves, removes, place }: Pick<WayOut, 'moves' | 'removes' | 'place'>,
    cost: WayCost,
  ): Found {
    const command: Rearrange = { type: 'gi/rearrange', removes, moves, place, vgpus: [this.#given(null)] };
    return { kind, giId: null, making: { moves, removes, place }, others: [], wants: null, cost, command };
  }

  #given(giId: GiId | null): VgpuChange {
    return { kind: 'assign', vmId: this.#vm.id, attachment: this.#attachment, giId };
  }

  /** Those who have the instance go to others that serve them, or wait; as few of them as it takes. */
  #changeOver({ gi, ...on }: GiPlace): Found[] {
    const holders = [...new Set(vmIdsOn(this.#plan, gi.id))].filter((id) => id !== this.#vm.id);
    if (holders.length === 0 || !isWanted(this.#wants, on.gpu, gi)) return [];
    const sets = [...holders.map((id) => [id]), ...(holders.length > 1 ? [holders] : [])];
    return sets.flatMap((set) =>
      [this.#without(gi.id, set, false), this.#without(gi.id, set, true)].flatMap((way) => way ?? []),
    );
  }

  #without(giId: GiId, holders: readonly VmId[], isWaiting: boolean): Found | null {
    let now = this.#plan;
    const others: { vmId: VmId; giId: GiId | null }[] = [];
    const vgpus: VgpuChange[] = [];
    let distance = 0;
    for (const vmId of holders) {
      const vm = findVm(now, vmId);
      const attachment = vm?.attachments.findIndex(({ instance }) => instance === giId) ?? -1;
      if (vm === undefined || attachment === -1) return null;
      const to = isWaiting
        ? null
        : nearestFor(now, vm, attachment, vm.group === null || vm.group !== this.#vm.group);
      if (to === undefined) return null;
      const change: VgpuChange =
        to === null
          ? { kind: 'wait', vmId, attachment }
          : { kind: 'assign', vmId, attachment, giId: to.place.gi.id };
      const done = applyCommand(now, {
        type: 'gi/rearrange',
        removes: [],
        moves: [],
        place: null,
        vgpus: [change],
      });
      if (!done.ok) return null;
      now = done.value;
      distance += to?.distance ?? 0;
      vgpus.push(change);
      others.push({ vmId, giId: to?.place.gi.id ?? null });
    }
    const cost: WayCost = {
      ...{ ...FREE, distance },
      vmsWaiting: isWaiting ? holders.length : 0,
      vmsInterrupted: holders.length,
    };
    return {
      kind: isWaiting ? 'take-over' : 'change-over',
      ...{ giId, making: null, others, wants: null, cost },
      command: {
        type: 'gi/rearrange',
        removes: [],
        moves: [],
        place: null,
        vgpus: [...vgpus, this.#given(giId)],
      },
    };
  }

  /** The VM wants what the instance has, where that is no less memory. */
  #otherType({ host: _, gpu, gi }: GiPlace): Found | null {
    const wanted = profileWanted(this.#plan, this.#wants);
    const board = findBoard(gpu.board);
    const offered = board === undefined ? undefined : profileOf(board, gi.profile);
    if (wanted === null || offered === undefined) return null;
    const [had, has] = [memoryOf(wanted.profile), memoryOf(offered)];
    if (had === null || has === null || has < had) return null;
    const types = typesOfInstance(gpu, gi);
    const [type] = types;
    const wants: Wanted =
      this.#wants.kind === 'type' && type !== undefined
        ? { kind: 'type', type: type.type }
        : { kind: 'profile', profile: gi.profile };
    const { id: vmId } = this.#vm;
    const isSameBoard = wanted.board === gpu.board;
    const slices = (profile: GiProfile): number => profile.memorySlices ?? 0;
    return {
      kind: 'other-type',
      ...{ giId: gi.id, making: null, others: [], wants },
      cost: {
        ...FREE,
        lessCompute: Math.max(0, wanted.profile.computeSlices - offered.computeSlices),
        otherProfile: 1,
        moreMemory: isSameBoard ? slices(offered) - slices(wanted.profile) : 0,
      },
      command: {
        ...{ type: 'gi/rearrange', removes: [], moves: [], place: null },
        vgpus: [{ kind: 'want', vmId, attachment: this.#attachment, wants }, this.#given(gi.id)],
      },
    };
  }
}

/** True when another VM of its group has one of these instances. */
function isKeptFrom(plan: Plan, vm: Vm, instances: GpuPlace['gpu']['instances']): boolean {
  const { group, id } = vm;
  if (group === null) return false;
  const vms = vmsByInstance(plan);
  return instances.some((gi) =>
    (vms.get(gi.id) ?? []).some((other) => other.group === group && other.id !== id),
  );
}

/** The nearest instance that a vGPU may change over to, on its own GPU only if it may stay there; undefined where there is none. */
function nearestFor(
  plan: Plan,
  vm: Vm,
  attachment: number,
  mayStay: boolean,
): { readonly place: GiPlace; readonly distance: number } | undefined {
  const from = vm.attachments[attachment]?.instance;
  const at = from == null ? undefined : findInstance(plan, from);
  const found = freeInstancesFor(plan, vm, attachment)
    .filter(
      ({ gi, gpu }) =>
        gi.id !== from && (gpu.id === at?.gpu.id ? mayStay : !isKeptFrom(plan, vm, gpu.instances)),
    )
    .map((place) => ({ place, distance: distanceBetween(at, place) }));
  return found.sort((a, b) => a.distance - b.distance)[0];
}

/** 0 the same GPU, 1 another of its host, 2 another host. */
function distanceBetween(
  from: { readonly host: { readonly id: HostId }; readonly gpu: { readonly id: GpuId } } | undefined,
  to: GpuPlace,
): number {
  if (from === undefined) return 2;
  return from.gpu.id === to.gpu.id ? 0 : from.host.id === to.host.id ? 1 : 2;
}

/** From what was asked for, as `WayCost` counts it: another instance of the GPU is one away. */
function distanceTo(asked: GpuPlace | null, place: GpuPlace): number {
  return asked === null ? 0 : distanceBetween(asked, place) + 1;
}

/** The profile that is wanted, on a board of the plan if it is of one; null where no public source says which it is. */
function profileWanted(
  plan: Plan,
  wants: Wanted,
): { readonly board: BoardId; readonly profile: GiProfile } | null {
  const own = boardsOf(plan.hosts);
  const boards = [...own, ...VGPU_BOARDS.flatMap((one) => one.boards)];
  for (const id of boards) {
    const board = findBoard(id);
    const profile = board?.profiles.find(({ name }) =>
      isWanted(wants, { board: id, variant: null }, { profile: name }),
    );
    if (profile !== undefined) return { board: id, profile };
  }
  return null;
}

function memoryOf({ name }: GiProfile): number | null {
  return parseProfileName(name)?.memoryGB ?? null;
}
