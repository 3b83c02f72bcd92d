/**
 * The GPUs of a plan while VMs are put on them one after another: what is taken, what is open, which group is where. A VM
 * is put on with all its waiting vGPUs, on one host, or not at all.
 */
import { findBoard, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { driverStart } from '../../model/driverStart.ts';
import { freeStarts, geometryOf, occupancyOf, withPosition } from '../../model/geometry.ts';
import type { Geometry, Occupancy } from '../../model/geometry.ts';
import { IdSource, type GiId, type VmId } from '../../model/ids.ts';
import {
  makeInstance,
  vmsByInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
} from '../../model/plan.ts';
import type { Vm, Wanted } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { vgpuTypesOf } from '../../model/vgpu.ts';
import { isRoomFor, isWanted, vmsPerInstance } from './assign.ts';
import { driverRefusal } from '../rules/platformRules.ts';
import type { ArrivalTable } from '../solver/arrival.ts';
import { NO_STATE, spotAt, stateAfter, stateOf } from '../solver/states.ts';
import { isBetterOffer, offerOn, tableOf, type Offer } from '../solver/suggest.ts';
import { heldVgpus, vgpuFault, type HeldVgpu } from './vmRules.ts';

/** An instance that carries fewer VMs than it can. */
interface Open {
  readonly gi: GpuInstance;
  readonly vms: VmId[];
  /** As `isRoomFor` counts it. */
  used: number;
  /** VMs that it carries at the most. */
  readonly max: number;
}

/** What GPUs of one board, variant, use and driver have in common: what each want means there. */
interface Kind {
  readonly matches: Map<string, Match>;
}

/** A GPU as it fills. */
export interface Slot {
  readonly host: Host;
  readonly gpu: Gpu;
  readonly kind: Kind;
  /** Null where nothing can be made: the board is not known, or MIG mode is not on. */
  readonly geometry: Geometry | null;
  occupancy: Occupancy | null;
  /** What is known of the board's states, and the state that it is in; see `solver/suggest.ts`. */
  readonly table: ArrivalTable | null;
  state: number;
  readonly added: GpuInstance[];
  readonly open: Open[];
  /** VMs of each group that are here; one VM as often as it has a vGPU here. */
  readonly groups: Map<string, VmId[]>;
  /** Wants for which it has no legal start any more: room only ever goes. */
  readonly full: Set<string>;
}

/** What one want means on one kind of GPU. */
interface Match {
  /** Profiles of the board, by index, whose instances serve it, whose starts are public and that the driver has. */
  readonly makes: readonly number[];
  /** How many VMs an instance of this profile carries that serves it; 0 where it does not. */
  readonly carries: (profile: ProfileName) => number;
}

/** How far a VM may go: only onto instances that are there, onto new ones on GPUs in use, or onto any GPU. */
export type Reach = 'open' | 'in-use' | 'any';

/** A new instance, and where. */
interface Room extends Offer {
  readonly profile: ProfileName;
}

/** A place that is looked for. */
interface Quest {
  readonly wants: Wanted;
  readonly key: string;
  /** What the VM has beside it. */
  readonly beside: readonly HeldVgpu[];
  readonly maySlot: (slot: Slot) => boolean;
}

/** One vGPU that is put somewhere, and how to take it away again. */
interface Step {
  readonly attachment: number;
  readonly giId: GiId;
  readonly held: HeldVgpu;
  readonly undo: () => void;
}

export function wantsKey(wants: Wanted): string {
  return wants.kind === 'type' ? `type ${wants.type}` : `profile ${wants.profile}`;
}

export class Fleet {
  readonly plan: Plan;
  /** Hosts in the order of the plan, each with its GPUs in theirs. */
  readonly hosts: readonly (readonly Slot[])[];
  /** All of them, in the order of the plan. */
  readonly slots: readonly Slot[];
  readonly ids: IdSource;

  constructor(plan: Plan) {
    this.plan = plan;
    this.ids = new IdSource(plan.nextId);
    const vms = vmsByInstance(plan);
    const kinds = new Map<string, Kind>();
    const kindOf = (host: Host, gpu: Gpu): Kind => {
      const key = JSON.stringify([gpu.board, gpu.variant, gpu.use, host.driver]);
      const kind = kinds.get(key) ?? { matches: new Map<string, Match>() };
      kinds.set(key, kind);
      return kind;
    };
    this.hosts = plan.hosts.map((host) => host.gpus.map((gpu) => slotOf(host, gpu, kindOf(host, gpu), vms)));
    this.slots = this.hosts.flat();
  }

  /**
   * Puts all waiting vGPUs of the VM on one host, the first that takes them, the largest first: each on an open instance, else
   * on a new one. Gives the instance of each, by its place among the VM's vGPUs; null when no host takes them all, and
   * then nothing has changed.
   */
  put(vm: Vm, reach: Reach): ReadonlyMap<number, GiId> | null {
    const held = heldVgpus(this.plan, vm, null);
    const waiting = this.#waitingOf(vm);
    // One vGPU alone is on one host wherever it goes.
    for (const slots of waiting.length === 1 ? [this.slots] : this.hosts) {
      const steps = this.#putOn(slots, vm, waiting, held, reach);
      if (steps !== null) return new Map(steps.map(({ attachment, giId }) => [attachment, giId]));
    }
    return null;
  }

  /** Whether `put` would succeed; nothing changes. */
  takes(vm: Vm): boolean {
    const held = heldVgpus(this.plan, vm, null);
    const waiting = this.#waitingOf(vm);
    return this.hosts.some((slots) => {
      const { next } = this.ids;
      const steps = this.#putOn(slots, vm, waiting, held, 'any');
      if (steps === null) return false;
      for (const step of steps.reverse()) step.undo();
      this.ids.next = next;
      return true;
    });
  }

  /** How large the want is where it can be made first, as shares of the board; none where it cannot. */
  sizeOf(wants: Wanted): { readonly memory: number; readonly compute: number } {
    for (const slots of this.hosts) {
      for (const slot of slots) {
        const board = slot.geometry?.board;
        const profile = board?.profiles[matchOn(slot, wants).makes[0] ?? -1];
        if (board === undefined || profile === undefined) continue;
        return {
          memory: (profile.memorySlices ?? 0) / (board.memorySlices ?? 1),
          compute: profile.computeSlices / board.computeSlices,
        };
      }
    }
    return { memory: 0, compute: 0 };
  }

  /** The vGPUs that wait, the largest first. */
  #waitingOf(vm: Vm): readonly number[] {
    const waiting = vm.attachments.flatMap(({ instance }, index) => (instance === null ? [index] : []));
    if (waiting.length < 2) return waiting;
    const sizes = vm.attachments.map(({ wants }) => this.sizeOf(wants));
    return waiting.sort(
      (a, b) =>
        (sizes[b]?.memory ?? 0) - (sizes[a]?.memory ?? 0) ||
        (sizes[b]?.compute ?? 0) - (sizes[a]?.compute ?? 0),
    );
  }

  #putOn(
    slots: readonly Slot[],
    vm: Vm,
    waiting: readonly number[],
    held: readonly HeldVgpu[],
    reach: Reach,
  ): Step[] | null {
    const { next } = this.ids;
    const steps: Step[] = [];
    for (const attachment of waiting) {
      const beside = [...held, ...steps.map((step) => step.held)];
      const step = this.#putOne(slots, vm, attachment, beside, reach);
      if (step === null) {
        for (const done of steps.reverse()) done.undo();
        this.ids.next = next;
        return null;
      }
      steps.push(step);
    }
    return steps;
  }

  #putOne(
    slots: readonly Slot[],
    vm: Vm,
    attachment: number,
    beside: readonly HeldVgpu[],
    reach: Reach,
  ): Step | null {
    const wants = vm.attachments[attachment]?.wants;
    if (wants === undefined) return null;
    const key = wantsKey(wants);
    const maySlot = (slot: Slot): boolean =>
      vgpuFault({ wants, place: slot }, beside) === null && !isKeptApart(slot, vm);
    const stepOn = (slot: Slot, giId: GiId, undo: () => void): Step => {
      const leave = joinGroup(slot, vm);
      const undoBoth = (): void => {
        leave();
        undo();
      };
      return { attachment, giId, held: { wants, place: slot }, undo: undoBoth };
    };
    for (const slot of slots) {
      if (slot.open.length === 0) continue;
      const match = matchOn(slot, wants, key);
      const open = openOn(slot, match, vm.id);
      if (open !== null && maySlot(slot))
        return stepOn(slot, open.gi.id, occupy(slot, open, vm.id, match.carries(open.gi.profile)));
    }
    if (reach === 'open') return null;
    const isInUse = (slot: Slot): boolean => slot.gpu.instances.length + slot.added.length > 0;
    const best =
      this.#bestRoom(slots.filter(isInUse), { wants, key, beside, maySlot }) ??
      (reach === 'any'
        ? this.#bestRoom(
            slots.filter((slot) => !isInUse(slot)),
            { wants, key, beside, maySlot },
          )
        : null);
    if (best === null) return null;
    const { slot, room } = best;
    const gi = makeInstance(this.ids.gi(), room.profile, room.start);
    const carries = matchOn(slot, wants, key).carries(gi.profile);
    return stepOn(slot, gi.id, make(slot, gi, vm.id, carries));
  }

  /** Where an instance for this want costs the others least; the first on a tie. */
  #bestRoom(
    slots: readonly Slot[],
    { wants, key, beside, maySlot }: Quest,
  ): { slot: Slot; room: Room } | null {
    let best: { slot: Slot; room: Room } | null = null;
    for (const slot of slots) {
      if (slot.geometry === null || slot.full.has(key)) continue;
      const room = startOn(slot, matchOn(slot, wants, key));
      if (room === null) {
        // Only what is there for good makes it full: what this VM was just given may be taken back.
        if (beside.every(({ place }) => place.gpu.id !== slot.gpu.id)) slot.full.add(key);
      } else if ((best === null || isBetterOffer(room, best.room)) && maySlot(slot)) {
        best = { slot, room };
      }
    }
    return best;
  }
}

/** What `wants` means on the board and variant of this GPU, with the driver of its host. `key` is that of the want, where it is known. */
export function matchOn({ host, gpu, geometry, kind }: Slot, wants: Wanted, key = wantsKey(wants)): Match {
  const known = kind.matches.get(key);
  if (known !== undefined) return known;
  const carried = new Map<ProfileName, number>();
  const match: Match = {
    makes: (geometry?.board.profiles ?? []).flatMap((profile, index) =>
      profile.starts !== null &&
      isWanted(wants, gpu, { profile: profile.name }) &&
      driverRefusal(host, gpu, profile.name) === null
        ? [index]
        : [],
    ),
    carries: (profile) => {
      const before = carried.get(profile);
      if (before !== undefined) return before;
      const types = vgpuTypesOf(VGPU_BOARDS, gpu, profile);
      const count = isWanted(wants, gpu, { profile }) ? vmsPerInstance(types, wants) : 0;
      carried.set(profile, count);
      return count;
    },
  };
  kind.matches.set(key, match);
  return match;
}

/** True when an instance that serves `wants` stands open here or can be made, whatever VM asks. */
export function hasRoom(slot: Slot, wants: Wanted): boolean {
  const match = matchOn(slot, wants);
  return openOn(slot, match, null) !== null || startOn(slot, match) !== null;
}

function slotOf(host: Host, gpu: Gpu, kind: Kind, vms: ReadonlyMap<GiId, readonly Vm[]>): Slot {
  const board = gpu.use === 'mig' ? findBoard(gpu.board) : undefined;
  const geometry = board === undefined ? null : geometryOf(board);
  const groups = new Map<string, VmId[]>();
  const open: Open[] = [];
  for (const gi of gpu.instances) {
    const here = vms.get(gi.id) ?? [];
    for (const { group, id } of here)
      if (group !== null) groups.set(group, [...(groups.get(group) ?? []), id]);
    const types = vgpuTypesOf(VGPU_BOARDS, gpu, gi.profile);
    const max = vmsPerInstance(types, { kind: 'profile', profile: gi.profile });
    let used = 0;
    for (const { attachments } of new Set(here)) {
      for (const { wants, instance } of attachments) {
        if (instance === gi.id) used += 1 / (isWanted(wants, gpu, gi) ? vmsPerInstance(types, wants) : max);
      }
    }
    if (isRoomFor(max, used)) open.push({ gi, vms: here.map((vm) => vm.id), used, max });
  }
  const occupancy = geometry === null ? null : occupancyOf(geometry, gpu.instances);
  const table = tableOf(gpu);
  const state = table === null ? NO_STATE : stateOf(table.states, gpu.instances);
  return { host, gpu, kind, geometry, occupancy, table, state, added: [], open, groups, full: new Set() };
}

/** True when another VM of its group is on this GPU. */
export function isKeptApart(slot: Pick<Slot, 'groups'>, vm: Vm): boolean {
  return vm.group !== null && (slot.groups.get(vm.group) ?? []).some((id) => id !== vm.id);
}

/** The first open instance that serves; `by` may not have it already. */
function openOn(slot: Slot, match: Match, by: VmId | null): Open | null {
  return (
    slot.open.find(
      ({ gi, vms, used }) => isRoomFor(match.carries(gi.profile), used) && (by === null || !vms.includes(by)),
    ) ?? null
  );
}

/** The first of the profiles that serve which has a legal start here, at the start that costs the others least. */
function startOn(slot: Slot, match: Match): Room | null {
  const { host, gpu, geometry, occupancy, table, state } = slot;
  if (geometry === null || occupancy === null || table === null) return null;
  for (const index of match.makes) {
    if (freeStarts(geometry, occupancy, index) === 0) continue;
    const profile = geometry.board.profiles[index]?.name;
    if (profile === undefined) continue;
    const offer = offerOn({ host, gpu }, table, state, index);
    if (offer !== null) return { profile, ...offer };
    // The layout is illegal, so what others lose by it is not known.
    const model = { variant: 'fewest-lost', kind: gpu.kind ?? 'straight' } as const;
    const start = driverStart(geometry.board, occupancy, index, model);
    if (start !== null) return { profile, start, cost: Infinity, free: Infinity };
  }
  return null;
}

/** Gives the open instance to one more VM. Like the two below, answers with its own undoing. */
function occupy(slot: Slot, open: Open, vm: VmId, carries: number): () => void {
  const { used } = open;
  open.vms.push(vm);
  open.used += 1 / carries;
  const at = slot.open.indexOf(open);
  const isTaken = !isRoomFor(open.max, open.used);
  if (isTaken) slot.open.splice(at, 1);
  return () => {
    open.vms.pop();
    open.used = used;
    if (isTaken) slot.open.splice(at, 0, open);
  };
}

function make(slot: Slot, gi: GpuInstance, vm: VmId, max: number): () => void {
  const { geometry, occupancy, table, state } = slot;
  const index = geometry?.profileIndexByName.get(gi.profile) ?? -1;
  const position = geometry?.positions[index]?.find((one) => one.start === gi.start);
  if (occupancy !== null && position !== undefined) slot.occupancy = withPosition(occupancy, position);
  if (table !== null && state !== NO_STATE)
    slot.state = stateAfter(table.states, state, spotAt(table.states, gi.profile, gi.start));
  slot.added.push(gi);
  if (max > 1) slot.open.push({ gi, vms: [vm], used: 1 / max, max });
  return () => {
    slot.occupancy = occupancy;
    slot.state = state;
    slot.added.pop();
    if (max > 1) slot.open.pop();
  };
}

function joinGroup(slot: Slot, { group, id }: Vm): () => void {
  if (group === null) return () => undefined;
  const there = slot.groups.get(group) ?? [];
  slot.groups.set(group, there);
  there.push(id);
  return () => {
    there.pop();
  };
}
