/** Where the thing in the hand may go: for ghosts, for the arrow keys and for the pointer alike. */
import { unitsPerRow, type Board } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId, GpuId } from '../model/ids.ts';
import {
  findGpu,
  findInstance,
  findVm,
  vmsByInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { blockOf } from '../model/slices.ts';
import {
  checkVgpu,
  isWanted,
  typesOfInstance,
  vgpuToAssign,
  vmsPerInstance,
} from '../placement/vms/assign.ts';
import type { AssignError } from '../placement/errors.ts';
import { legalMoves, legalPlaces } from '../placement/instanceEdits.ts';
import { startsOnly, type LegalStarts } from '../placement/legal.ts';
import { driverRefusal } from '../placement/rules/platformRules.ts';
import { suggestPlace } from '../placement/solver/suggest.ts';
import { isVmRuleFault } from '../placement/vms/vmRules.ts';
import type { Lifted, Target } from './uiStore.ts';

/** The profile in the hand: the lifted one, or that of the lifted instance. Null for a VM. */
export function profileInHand(plan: Plan, lifted: Lifted | null): ProfileName | null {
  if (lifted === null || lifted.kind === 'vm') return null;
  return lifted.kind === 'profile' ? lifted.profile : (findInstance(plan, lifted.giId)?.gi.profile ?? null);
}

export interface InHandPlaces extends LegalStarts {
  /** For a VM in the hand the instance at each of the starts: on an illegal GPU two may share one. Else empty. */
  readonly instances: readonly GiId[];
}

/** Where the thing in the hand may go on this GPU, and why nowhere; an instance may not be put where it is. */
export function legalFor(plan: Plan, gpu: Gpu, lifted: Lifted): InHandPlaces {
  if (lifted.kind === 'vm') return legalInstances(plan, gpu, lifted.vmId);
  const legal =
    lifted.kind === 'instance' ? legalMoves(plan, lifted.giId, gpu) : legalPlaces(plan, gpu, lifted.profile);
  return { ...legal, instances: [] };
}

/** The legal places as targets. */
export function targetsOn(gpu: Pick<Gpu, 'id'>, { starts, instances }: InHandPlaces): Target[] {
  return starts.map((start, index) => ({ gpuId: gpu.id, start, giId: instances[index] ?? null }));
}

/** For a VM in the hand: the instances that may serve the vGPU it is lifted for. */
function legalInstances(plan: Plan, gpu: Gpu, vmId: Extract<Lifted, { kind: 'vm' }>['vmId']): InHandPlaces {
  const vm = findVm(plan, vmId);
  const place = findGpu(plan, gpu.id);
  const index = vm === undefined ? null : vgpuToAssign(vm);
  if (vm === undefined || place === undefined || index === null)
    return { starts: [], instances: [], why: null };
  const wants = vm.attachments[index]?.wants;
  const serving: GpuInstance[] = [];
  let why: AssignError | null = null;
  for (const gi of gpu.instances) {
    // Of another type, whoever has it: by far most of a fleet.
    if (wants !== undefined && !isWanted(wants, gpu, gi)) continue;
    // Another VM has it, and it carries one: that is no reason to tell either.
    const isHeld = vmsByInstance(plan).has(gi.id);
    if (isHeld && wants !== undefined && vmsPerInstance(typesOfInstance(gpu, gi), wants) === 1) continue;
    const serves = checkVgpu(plan, vm, index, { ...place, gi });
    if (serves.ok) serving.push(gi);
    // One of another type says nothing; one that would do but for the VM's other vGPUs does.
    else if (isVmRuleFault(serves.error)) why = serves.error;
  }
  return {
    starts: serving.map((gi) => gi.start),
    instances: serving.map((gi) => gi.id),
    why: serving.length === 0 ? why : null,
  };
}

/** What was asked last: lift, drop and each arrow key ask the same of one plan. */
let lastTargets: {
  readonly plan: Plan;
  readonly lifted: Lifted;
  readonly targets: readonly Target[];
} | null = null;

/** All legal targets of the thing in the hand, in the order of the plan: what the arrow keys step through. */
export function legalTargets(plan: Plan, lifted: Lifted): readonly Target[] {
  if (lastTargets?.plan === plan && lastTargets.lifted === lifted) return lastTargets.targets;
  const targets = plan.hosts.flatMap((host) => targetsOnHost(plan, host, lifted));
  lastTargets = { plan, lifted, targets };
  return targets;
}

/** By the host, and of it by profile: a host is the same object until something of it changes. */
const profileTargets = new WeakMap<Host, Map<ProfileName, readonly Target[]>>();

/** The legal targets on the GPUs of a host. */
export function targetsOnHost(plan: Plan, host: Host, lifted: Lifted): readonly Target[] {
  if (lifted.kind !== 'profile') {
    // Most GPUs have no room for it: why is asked by those in sight alone.
    const moving = lifted.kind === 'instance' ? findInstance(plan, lifted.giId)?.gi : undefined;
    return host.gpus.flatMap((gpu) =>
      moving !== undefined && startsOnly(gpu, moving.profile, moving.id).length === 0
        ? []
        : targetsOn(gpu, legalFor(plan, gpu, lifted)),
    );
  }
  let known = profileTargets.get(host);
  if (known === undefined) profileTargets.set(host, (known = new Map<ProfileName, readonly Target[]>()));
  let targets = known.get(lifted.profile);
  if (targets === undefined) {
    const { profile } = lifted;
    targets = host.gpus.flatMap((gpu) => {
      // What `legalPlaces` gives, without the reason where there are none.
      const starts = startsOnly(gpu, profile);
      return starts.length === 0 || driverRefusal(host, gpu, profile) !== null
        ? []
        : starts.map((start) => ({ gpuId: gpu.id, start, giId: null }));
    });
    known.set(lifted.profile, targets);
  }
  return targets;
}

/** Where the profile in the hand is best put, so that most others still fit. Null where there is no choice. */
export function suggestedTarget(plan: Plan, lifted: Lifted | null): Target | null {
  if (lifted?.kind !== 'profile') return null;
  const place = suggestPlace(plan, lifted.profile);
  return place === null ? null : { ...place, giId: null };
}

/** True when both name one place: two instances may stand at one start. */
export function isSameTarget(a: Target | null, b: Target | null): boolean {
  return a?.gpuId === b?.gpuId && a?.start === b?.start && a?.giId === b?.giId;
}

export type Step = 'next' | 'previous' | 'next-gpu' | 'previous-gpu';

/** Pointer positions in a GPU's grid, in slices: column (memory) and row (compute), with fractions. */
export interface GridPoint {
  readonly column: number;
  readonly row: number;
}

/**
 * The target that an arrow key leads to, round and round. Sorts targets as the plan has them, so that "next" means the same before and
 * after a first target is chosen. Where only a part of the plan is shown, they lead through that.
 */
export function nextTarget(
  plan: Plan,
  lifted: Lifted,
  from: Target | null,
  direction: Step,
  shown: ReadonlySet<GpuId> | null = null,
): Target | null {
  const all = legalTargets(plan, lifted);
  const targets = shown === null ? all : all.filter(({ gpuId }) => shown.has(gpuId));
  const isBack = direction === 'previous' || direction === 'previous-gpu';
  const last = targets.length - 1;
  if (targets.length === 0) return null;
  const order = orderOf(plan.hosts);
  const origin = from ?? originOf(plan, lifted);
  if (origin === null) return targets[isBack ? last : 0] ?? null;
  const rank = (target: Pick<Target, 'gpuId' | 'start'>): number =>
    (order.get(target.gpuId) ?? 0) * 4096 + target.start;
  if (direction === 'next' || direction === 'previous') {
    const at = targets.findIndex((target) => isSameTarget(target, from));
    if (at !== -1) return targets.at((at + (isBack ? -1 : 1)) % targets.length) ?? null;
    const here = rank(origin);
    return isBack
      ? (targets.findLast((target) => rank(target) < here) ?? targets[last] ?? null)
      : (targets.find((target) => rank(target) > here) ?? targets[0] ?? null);
  }
  const here = order.get(origin.gpuId) ?? 0;
  const gpuRank = (target: Target): number => order.get(target.gpuId) ?? 0;
  const found = isBack
    ? targets.findLast((target) => gpuRank(target) < here)
    : targets.find((target) => gpuRank(target) > here);
  const landed = found ?? targets[isBack ? last : 0] ?? null;
  // Going back lands on the first start of that GPU, as going forward does.
  return landed === null ? null : (targets.find((target) => target.gpuId === landed.gpuId) ?? landed);
}

const orders = new WeakMap<readonly Host[], ReadonlyMap<GpuId, number>>();

/** The place of each GPU among all of the plan. */
function orderOf(hosts: readonly Host[]): ReadonlyMap<GpuId, number> {
  const known = orders.get(hosts);
  if (known !== undefined) return known;
  const order = new Map(hosts.flatMap((host) => host.gpus).map(({ id }, index) => [id, index]));
  orders.set(hosts, order);
  return order;
}

function originOf(plan: Plan, lifted: Lifted): Pick<Target, 'gpuId' | 'start'> | null {
  if (lifted.kind !== 'instance') return null;
  const place = findInstance(plan, lifted.giId);
  return place === undefined ? null : { gpuId: place.gpu.id, start: place.gi.start };
}

/** A start that is not legal wins only when the pointer is this many slices nearer to it. */
const LEGAL_PULL = 1.5;

/**
 * What a point over a GPU means: the nearest legal start, or a start that is not legal where that is clearly nearer. Null
 * where nothing is meant: the GPU has no starts, or the thing is held over its own place.
 */
export function targetAt(plan: Plan, gpuId: GpuId, lifted: Lifted, point: GridPoint): Target | null {
  const place = findGpu(plan, gpuId);
  const board = place === undefined ? undefined : findBoard(place.gpu.board);
  if (place === undefined || board === undefined) return null;
  const { gpu } = place;
  const { starts: legal, instances } = legalFor(plan, gpu, lifted);
  if (lifted.kind === 'vm') return instanceAt(gpu, board, point, instances);
  const profile = profileInHand(plan, lifted);
  const known = profile === null ? undefined : board.profiles.find((one) => one.name === profile);
  if (profile === null || known?.starts == null || gpu.use !== 'mig') return null;
  const own = lifted.kind === 'instance' ? gpu.instances.find((gi) => gi.id === lifted.giId) : undefined;
  const distance = (start: number): number => distanceTo(board, profile, start, point);
  const nearest = (starts: readonly number[]): number | null =>
    starts.reduce<number | null>(
      (best, s) => (best === null || distance(s) < distance(best) ? s : best),
      null,
    );
  const any = nearest(known.starts);
  const best = nearest(legal);
  if (any === null) return null;
  // Held over its own place: nothing to do, and nothing to refuse.
  if (own !== undefined && any === own.start) return null;
  const start = best !== null && distance(best) <= distance(any) + LEGAL_PULL ? best : any;
  return { gpuId, start, giId: null };
}

/** Distance from a point of the grid to a block, in slices: 0 inside it. */
function distanceTo(board: Board, profile: ProfileName, start: number, point: GridPoint): number {
  const { memory, compute } = blockOf(board, profile, start);
  const outside = (value: number, from: number, count: number): number =>
    Math.max(from - value, value - (from + count), 0);
  const dx = outside(point.column, memory.start, memory.count) / unitsPerRow(board);
  const dy = outside(point.row, compute.start, compute.count);
  return Math.hypot(dx, dy);
}

/** The instance under or nearest to the point; of those equally near one that can serve. */
function instanceAt(gpu: Gpu, board: Board, point: GridPoint, serving: readonly GiId[]): Target | null {
  const [best] = gpu.instances
    .map((gi) => ({
      gi,
      distance: distanceTo(board, gi.profile, gi.start, point),
      rank: serving.includes(gi.id) ? 0 : 1,
    }))
    .sort((a, b) => a.distance - b.distance || a.rank - b.rank);
  return best === undefined ? null : { gpuId: gpu.id, start: best.gi.start, giId: best.gi.id };
}

/** True when the target is one of the legal places. */
export function isAmong({ starts, instances }: InHandPlaces, { start, giId }: Target): boolean {
  return starts.some((legal, index) => legal === start && (instances[index] ?? null) === giId);
}

/** True when the target would be accepted: what the page draws as a legal target and not as a refusal. */
export function isLegalTarget(plan: Plan, lifted: Lifted, target: Target): boolean {
  const place = findGpu(plan, target.gpuId);
  return place !== undefined && isAmong(legalFor(plan, place.gpu, lifted), target);
}
