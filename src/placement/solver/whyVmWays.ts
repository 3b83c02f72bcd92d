/** The ways out for a VM whose vGPU was refused, each kind by a search of its own; what they cost as for instances (whyCost.ts). */
import type { GiId, VmId } from '../../model/ids.ts';
import {
  findGpu,
  findInstance,
  type GiPlace,
  type GpuPlace,
  type Plan,
  type Wanted,
} from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { applyCommand, type PlanCommand } from '../commands.ts';
import { legalPlaces } from '../instanceEdits.ts';
import { withGpu } from '../planParts.ts';
import type { Rearrange } from '../rearrange.ts';
import { isWanted } from '../vms/assign.ts';
import { heldVgpus, vgpuFault } from '../vms/vmRules.ts';
import { runSearch } from './search.ts';
import { searchWays, type WayOut } from './why.ts';
import { compareCosts, FREE, type WayCost } from './whyCost.ts';
import { distanceBetween, isKeptFrom, type AskedVgpu } from './whyVmAsked.ts';
import { changeOvers } from './whyVmHolders.ts';
import { otherType } from './whyVmType.ts';

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

/** What was found, the cheapest first; whole: no pair of moves was left untried. */
export interface VmWays {
  readonly ways: readonly VmWayOut[];
  readonly isWhole: boolean;
}

/**
 * Of each kind the cheapest way that works.
 *
 * @param on the GPU that was asked for; null: anywhere
 * @param meant the instance on it that was asked for; null: any, or a new one
 */
export function vmWaysOut(asked: AskedVgpu, on: GpuPlace | null, meant: GiPlace | null): VmWays {
  const made = waysToMake(asked, on, meant !== null);
  const found = [
    otherInstance(asked, on),
    ...made.ways,
    ...instancesOf(on, meant).flatMap((place) => changeOvers(asked, place)),
    meant === null ? null : otherType(asked, meant),
  ];
  const cheapest = new Map<VmWayKind, VmWayOut>();
  for (const way of found) {
    if (way === null || !works(asked, way)) continue;
    const known = cheapest.get(way.kind);
    if (known === undefined || compareCosts(way.cost, known.cost) < 0) cheapest.set(way.kind, way);
  }
  const ways = [...cheapest.values()].sort((a, b) => compareCosts(a.cost, b.cost));
  return { ways, isWhole: made.isWhole };
}

/** The last word has whoever will do it, and the groups. */
function works({ plan, vm }: AskedVgpu, { command, giId, making }: VmWayOut): boolean {
  const done = applyCommand(plan, command);
  if (!done.ok) return false;
  const on =
    giId === null ? making && findGpu(done.value, making.place.gpuId) : findInstance(done.value, giId);
  return on != null && !isKeptFrom(done.value, vm, on.gpu);
}

/** The instance that was meant, or all of the GPU. */
function instancesOf(on: GpuPlace | null, meant: GiPlace | null): GiPlace[] {
  if (meant !== null) return [meant];
  return on === null ? [] : on.gpu.instances.map((gi) => ({ ...on, gi }));
}

function otherInstance(asked: AskedVgpu, on: GpuPlace | null): VmWayOut | null {
  let best: VmWayOut | null = null;
  for (const place of asked.free()) {
    // From what was asked for, as `WayCost` counts it: another instance of the GPU is one away.
    const cost = { ...FREE, distance: on === null ? 0 : distanceBetween(on, place) + 1 };
    if (best !== null && compareCosts(cost, best.cost) >= 0) continue;
    const giId = place.gi.id;
    const command = { type: 'vm/assign', vmId: asked.vm.id, attachment: asked.attachment, giId } as const;
    best = { kind: 'instance', giId, making: null, others: [], wants: null, cost, command };
  }
  return best;
}

/** A new instance for it: where there is room, or where there is once others have moved or gone. */
function waysToMake(asked: AskedVgpu, on: GpuPlace | null, isBeside: boolean): VmWays {
  const { plan, wants } = asked;
  const beside = heldVgpus(plan, asked.vm, asked.attachment);
  const mayTake = (place: GpuPlace): boolean =>
    vgpuFault({ wants, place }, beside) === null && !asked.isKeptFrom(place);
  const places = plan.hosts.flatMap((host) => host.gpus.map((gpu): GpuPlace => ({ host, gpu })));
  const profiles = new Map<ProfileName, GpuPlace>();
  for (const place of places) {
    for (const profile of asked.profilesOn(place))
      if (!profiles.has(profile)) profiles.set(profile, on ?? place);
  }
  // The cheapest way may move what else the VM has away from its host, where it does not work: then one that leaves it may.
  const plans = beside.length === 0 ? [plan] : [plan, withOwnPinned(asked)];
  const ways: VmWayOut[] = [];
  let isWhole = true;
  for (const [profile, there] of profiles) {
    const gpuId = there.gpu.id;
    const isServed = (place: GpuPlace): boolean => mayTake(place) && isWanted(wants, place.gpu, { profile });
    const question = { gpuId, profile, start: null, moving: null };
    const found = plans.map((one) => runSearch(searchWays(one, question, isServed)));
    isWhole &&= found.every(({ isProven }) => isProven);
    const [start] = isServed(there) ? legalPlaces(plan, there.gpu, profile).starts : [];
    if (start !== undefined) {
      const cost = { ...FREE, distance: isBeside ? 1 : 0 };
      ways.push(making(asked, 'place', { moves: [], removes: [], place: { gpuId, profile, start } }, cost));
    }
    for (const way of found.flatMap(({ best }) => best ?? [])) {
      const kind = way.kind === 'gpu' ? 'place' : VM_WAY_KINDS.find((one) => one === way.kind);
      if (kind !== undefined && !isMadeAgain(asked, way)) ways.push(making(asked, kind, way, way.cost));
    }
  }
  return { ways, isWhole };
}

/** The plan in which no instance moves that the VM has. */
function withOwnPinned({ plan, vm }: AskedVgpu): Plan {
  return vm.attachments.reduce((now, { instance }) => {
    const place = instance === null ? undefined : findInstance(now, instance);
    if (place === undefined) return now;
    const { host, gpu, gi } = place;
    const instances = gpu.instances.map((one) => (one === gi ? { ...gi, pinned: true } : one));
    return withGpu(now, host, { ...gpu, instances });
  }, plan);
}

/** Who goes is what is made in its place: taking it over is the same for less. */
function isMadeAgain({ plan }: AskedVgpu, { removes, place }: WayOut): boolean {
  return removes.some((id) => {
    const gi = findInstance(plan, id)?.gi;
    return gi?.profile === place.profile && gi.start === place.start;
  });
}

function making(
  asked: AskedVgpu,
  kind: VmWayKind,
  { moves, removes, place }: Pick<WayOut, 'moves' | 'removes' | 'place'>,
  cost: WayCost,
): VmWayOut {
  const command: Rearrange = { type: 'gi/rearrange', removes, moves, place, vgpus: [asked.given(null)] };
  return { kind, giId: null, making: { moves, removes, place }, others: [], wants: null, cost, command };
}
