/**
 * Another board for a GPU: what stands keeps its slices under the names that the new board has for them. What has no
 * counterpart there goes, and its VMs wait; the page says all of it before it is done.
 */
import { profileOf, type Board, type BoardId } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import type { GiId, GpuId, VmId } from '../model/ids.ts';
import {
  findGpu,
  findInstance,
  findVm,
  vmsByInstance,
  type Attachment,
  type ComputeInstance,
  type Gpu,
  type GpuInstance,
  type GpuPlace,
  type Plan,
  type Wanted,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, isWanted, typesOfInstance, type Holder } from './vms/assign.ts';
import { computeFault, computeUnknown } from './compute/compute.ts';
import type { AssignError, CommandError, PlacementError, TranslateError } from './errors.ts';
import { checkPlacement } from './legal.ts';
import { counterpart } from './layouts/pasteLayout.ts';
import { detach, withGpu } from './planParts.ts';
import { driverRefusal } from './rules/platformRules.ts';
import { vmRuleFault } from './vms/vmRules.ts';

export interface ChangeBoard {
  readonly type: 'gpu/setBoard';
  readonly gpuId: GpuId;
  readonly board: BoardId;
  /** Of the new board, where its vGPU types depend on it. */
  readonly variant: string | null;
}

/** An instance on the new board. */
export interface InstanceChange {
  readonly gi: GpuInstance;
  /** Null: it has no counterpart there, or no room beside the others, and goes. */
  readonly to: GpuInstance | null;
  readonly why: TranslateError | PlacementError | null;
  /** It was split into compute instances that the new board is not known to offer, and becomes one again. */
  readonly isMadeWhole: boolean;
}

/** Why a vGPU does not keep its instance. */
export type VgpuWaits =
  | { readonly code: 'instance-goes' }
  /** The new board has no vGPU type for the profile, or several of which none is meant more than another. */
  | { readonly code: 'no-type'; readonly profile: ProfileName }
  | { readonly code: 'several-types'; readonly profile: ProfileName; readonly types: readonly string[] }
  | AssignError;

/** A vGPU that has an instance of the GPU. */
export interface VgpuChange {
  readonly vmId: VmId;
  readonly attachment: number;
  readonly giId: GiId;
  readonly from: Wanted;
  /** What it wants afterwards. One that waits goes on wanting what it wanted. */
  readonly wants: Wanted;
  /** Null: it keeps its instance. */
  readonly why: VgpuWaits | null;
}

export interface BoardChange {
  readonly instances: readonly InstanceChange[];
  readonly vgpus: readonly VgpuChange[];
  /** The variant that was named for the old board: none of the new one's. Null where none was. */
  readonly variantLost: string | null;
  /** Why it must not be done at all; null when it may. */
  readonly refusal: CommandError | null;
  /** The plan with the new board. */
  readonly after: Plan;
}

/** What another board makes of a GPU. The same board changes nothing. */
export function boardChange(
  plan: Plan,
  command: Omit<ChangeBoard, 'type'>,
): Result<BoardChange, CommandError> {
  const place = findGpu(plan, command.gpuId);
  if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
  const to = findBoard(command.board);
  if (to === undefined) return err({ code: 'board-unknown', board: command.board });
  if (place.gpu.board === to.id) {
    return ok({ instances: [], vgpus: [], variantLost: null, refusal: null, after: plan });
  }
  const instances = changeInstances(place.gpu, to);
  const gpu: Gpu = {
    ...place.gpu,
    board: to.id,
    variant: command.variant,
    instances: instances.flatMap((one) => one.to ?? []),
  };
  const gone = new Set(instances.flatMap(({ gi, to: there }) => (there === null ? [gi.id] : [])));
  const moved = detach(withGpu(plan, place.host, gpu), gone);
  const { vgpus, after } = keepRules(plan, moved, changeVgpus(plan, place.gpu, gpu, instances));
  const variantLost = place.gpu.variant === gpu.variant ? null : place.gpu.variant;
  return ok({ instances, vgpus, variantLost, refusal: refusalOf(place, gpu, instances), after });
}

export function setBoard(plan: Plan, command: ChangeBoard): Result<Plan, CommandError> {
  const change = boardChange(plan, command);
  if (!change.ok) return change;
  const { refusal, after } = change.value;
  return refusal === null ? ok(after) : err(refusal);
}

function changeInstances(gpu: Gpu, to: Board): InstanceChange[] {
  const from = findBoard(gpu.board);
  const before: GpuInstance[] = [];
  const after: GpuInstance[] = [];
  return gpu.instances.map((gi) => {
    const isKnown = from !== undefined && profileOf(from, gi.profile) !== undefined;
    const was = isKnown ? checkPlacement({ ...gpu, instances: before }, gi.profile, gi.start).ok : true;
    before.push(gi);
    // Of what the old board does not have, nothing is known but the name.
    const name = isKnown ? counterpart(from, to, gi.profile) : ok(gi.profile);
    if (!name.ok) return { gi, to: null, why: name.error, isMadeWhole: false };
    const fits = checkPlacement({ ...gpu, board: to.id, instances: after }, name.value, gi.start);
    // What was not legal before is no more wrong than it was: it is kept, and reported by the check of the plan.
    if (!fits.ok && was) return { gi, to: null, why: fits.error, isMadeWhole: false };
    const cut = { ...gi, profile: name.value, computeInstances: renamedCompute(gi, name.value) };
    const isMadeWhole = isWorseCut(gpu, gi, { board: to.id }, cut);
    const there = isMadeWhole ? { ...cut, computeInstances: [] } : cut;
    after.push(there);
    return { gi, to: there, why: null, isMadeWhole };
  });
}

/** "1c.3g.20gb" as "1c.3g.40gb". */
function renamedCompute(gi: GpuInstance, profile: ProfileName): ComputeInstance[] {
  return gi.computeInstances.map((ci) => ({
    ...ci,
    profile: ci.profile.endsWith(gi.profile) ? ci.profile.slice(0, -gi.profile.length) + profile : ci.profile,
  }));
}

/** True where the new board does not offer what an instance is cut into, or nobody says so, and the old one did. */
function isWorseCut(
  from: Pick<Gpu, 'board'>,
  gi: GpuInstance,
  to: Pick<Gpu, 'board'>,
  cut: GpuInstance,
): boolean {
  const isWrong = computeFault(to, cut) !== null && computeFault(from, gi) === null;
  return isWrong || (computeUnknown(to, cut) !== null && computeUnknown(from, gi) === null);
}

/** Pinned instances do not go, and a driver that could have what stands now must be able to have what comes. */
function refusalOf(
  { host, gpu }: GpuPlace,
  there: Gpu,
  instances: readonly InstanceChange[],
): CommandError | null {
  for (const { gi, to } of instances) {
    const tooOld = to === null ? null : driverRefusal(host, there, to.profile);
    if (tooOld !== null && driverRefusal(host, gpu, gi.profile) === null) return tooOld;
  }
  const pinned = instances.flatMap(({ gi, to }) => (to === null && gi.pinned ? [gi.id] : []));
  return pinned.length > 0 ? { code: 'pinned', pinned } : null;
}

function changeVgpus(plan: Plan, from: Gpu, to: Gpu, instances: readonly InstanceChange[]): VgpuChange[] {
  const vms = vmsByInstance(plan);
  return instances.flatMap(({ gi, to: there }) => {
    const served: Holder[] = [];
    return [...new Set(vms.get(gi.id))].flatMap((vm) =>
      vm.attachments.flatMap(({ wants, instance }, attachment): VgpuChange[] => {
        if (instance !== gi.id) return [];
        const one = { vmId: vm.id, attachment, giId: gi.id, from: wants };
        if (there === null) return [{ ...one, wants, why: { code: 'instance-goes' } }];
        // A VM that should not have it in the first place stays as it is, and is reported by the check of the plan.
        if (!checkAssign(wants, { gpu: from, gi }, served).ok) return [{ ...one, wants, why: null }];
        const translated = translateWanted(wants, to, there);
        if (!translated.ok) return [{ ...one, wants, why: translated.error }];
        const serves = checkAssign(translated.value, { gpu: to, gi: there }, served);
        if (!serves.ok) return [{ ...one, wants, why: serves.error }];
        served.push({ vmId: vm.id, wants: translated.value });
        return [{ ...one, wants: translated.value, why: null }];
      }),
    );
  });
}

/** What a VM that had the instance wants of it on the new board. */
function translateWanted(wants: Wanted, gpu: Gpu, gi: GpuInstance): Result<Wanted, VgpuWaits> {
  if (wants.kind === 'profile') return ok({ kind: 'profile', profile: gi.profile });
  if (isWanted(wants, gpu, gi)) return ok(wants);
  const [type, ...others] = typesOfInstance(gpu, gi).map((one) => one.type);
  if (type === undefined) return err({ code: 'no-type', profile: gi.profile });
  return others.length === 0
    ? ok({ kind: 'type', type })
    : err({ code: 'several-types', profile: gi.profile, types: [type, ...others] });
}

/** Takes the changes over one by one; a vGPU that would break a rule of its VM or host, and did not, waits instead. */
function keepRules(
  before: Plan,
  moved: Plan,
  changes: readonly VgpuChange[],
): { readonly vgpus: VgpuChange[]; readonly after: Plan } {
  const isSame = ({ from, wants, why }: VgpuChange): boolean => from === wants && why === null;
  let after = withVgpus(
    moved,
    changes.filter((one) => !isSame(one)),
  );
  const vgpus = changes.map((change) => {
    const { vmId, attachment, giId, from, why } = change;
    const vm = findVm(after, vmId);
    const [was, is] = [findInstance(before, giId), findInstance(after, giId)];
    if (why !== null || vm === undefined || was === undefined || is === undefined) return change;
    const fault = vmRuleFault(after, vm, attachment, is);
    if (fault === null) return change;
    const old = findVm(before, vmId);
    if (old !== undefined && vmRuleFault(before, old, attachment, was)?.code === fault.code) return change;
    const waits: VgpuChange = { ...change, wants: from, why: fault };
    after = withVgpus(after, [waits]);
    return waits;
  });
  return { vgpus, after };
}

function withVgpus(plan: Plan, changes: readonly VgpuChange[]): Plan {
  if (changes.length === 0) return plan;
  const byVm = new Map<VmId, VgpuChange[]>();
  for (const one of changes) byVm.set(one.vmId, [...(byVm.get(one.vmId) ?? []), one]);
  const changed = (attachment: Attachment, change: VgpuChange | undefined): Attachment =>
    change === undefined
      ? attachment
      : {
          ...attachment,
          wants: change.wants,
          instance: change.why === null ? attachment.instance : null,
        };
  const vms = plan.vms.map((vm) => {
    const own = byVm.get(vm.id);
    if (own === undefined) return vm;
    const attachments = vm.attachments.map((one, index) =>
      changed(
        one,
        own.find(({ attachment }) => attachment === index),
      ),
    );
    return { ...vm, attachments };
  });
  return { ...plan, vms };
}
