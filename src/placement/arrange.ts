/**
 * A host with every vGPU of its VMs at a given place: how it stands after VMs powered on, and the edit that makes such a
 * layout the drawn one.
 */
import { findBoard } from '../model/catalogue/catalogue.ts';
import { freeStarts, geometryOf, occupancyOf, positionAt } from '../model/geometry.ts';
import { IdSource, type GiId, type GpuId, type HostId, type VmId } from '../model/ids.ts';
import {
  findHost,
  findInstance,
  findVm,
  makeInstance,
  vmsByInstance,
  type GiPlace,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, holdersOn, vmIdsOn } from './vms/assign.ts';
import { checkGpu } from './check.ts';
import type { CommandError } from './errors.ts';
import { byStart, withHost } from './planParts.ts';
import { vmRuleFault, type VmRuleFault } from './vms/vmRules.ts';

/** One vGPU of a VM and its place; those at one place share the instance. */
export interface PlacedVgpu {
  readonly vmId: VmId;
  readonly attachment: number;
  readonly gpuId: GpuId;
  readonly profile: ProfileName;
  readonly start: number;
}

export interface ArrangeHost {
  readonly type: 'host/arrange';
  readonly hostId: HostId;
  readonly vgpus: readonly PlacedVgpu[];
}

interface Piece extends Pick<PlacedVgpu, 'gpuId' | 'profile' | 'start'> {
  readonly holders: PlacedVgpu[];
}

/**
 * The plan with exactly these instances on the host, and its other VMs waiting. An instance stays the one that its VM was
 * drawn on, with its pin and compute instances, wherever it goes. `isIdleKept`: instances without a VM stay where there is
 * room beside.
 */
export function arranged(plan: Plan, host: Host, vgpus: readonly PlacedVgpu[], isIdleKept = false): Plan {
  const pieces = new Map<string, Piece>();
  for (const vgpu of vgpus) {
    const { gpuId, profile, start } = vgpu;
    const key = `${gpuId} ${start} ${profile}`;
    const piece = pieces.get(key) ?? { gpuId, profile, start, holders: [] };
    pieces.set(key, piece);
    piece.holders.push(vgpu);
  }
  const ids = new IdSource(plan.nextId);
  const used = new Set<GiId>();
  const made = new Map<GpuId, GpuInstance[]>();
  const held = new Map<string, GiId>();
  const all = [...pieces.values()];
  const isStill = (piece: Piece): boolean => piece.holders.some((one) => isAt(piece, drawnOn(plan, one)));
  // Those that stay first, so that no other takes over what they are.
  for (const piece of [...all.filter(isStill), ...all.filter((one) => !isStill(one))]) {
    const drawn = piece.holders
      .flatMap((one) => drawnOn(plan, one) ?? [])
      .filter(({ host: { id }, gi }) => id === host.id && gi.profile === piece.profile && !used.has(gi.id));
    const gi =
      (drawn.find((one) => isAt(piece, one)) ?? drawn[0])?.gi ??
      makeInstance(ids.gi(), piece.profile, piece.start);
    used.add(gi.id);
    const instances = made.get(piece.gpuId) ?? [];
    made.set(piece.gpuId, instances);
    instances.push(gi.start === piece.start ? gi : { ...gi, start: piece.start });
    for (const one of piece.holders) held.set(`${one.vmId} ${one.attachment}`, gi.id);
  }
  const onHost = new Set(host.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id)));
  const vms = plan.vms.map((vm) => {
    const attachments = vm.attachments.map((one, at) => {
      const own = one.instance !== null && onHost.has(one.instance) ? null : one.instance;
      const instance = held.get(`${vm.id} ${at}`) ?? own;
      return instance === one.instance ? one : { ...one, instance };
    });
    return attachments.every((one, at) => one === vm.attachments[at]) ? vm : { ...vm, attachments };
  });
  const taken = vmsByInstance(plan);
  const gpus = host.gpus.map((gpu) => {
    const idle = isIdleKept ? gpu.instances.filter((gi) => !taken.has(gi.id)) : [];
    const instances = withIdle(gpu, made.get(gpu.id) ?? [], idle).sort(byStart);
    const isSame =
      instances.length === gpu.instances.length && instances.every((gi, at) => gi === gpu.instances[at]);
    return isSame ? gpu : { ...gpu, instances };
  });
  const isSame = gpus.every((gpu, at) => gpu === host.gpus[at]) && vms.every((vm, at) => vm === plan.vms[at]);
  return isSame ? plan : { ...withHost(plan, { ...host, gpus }), vms, nextId: ids.next };
}

function drawnOn(plan: Plan, { vmId, attachment }: PlacedVgpu): GiPlace | undefined {
  const instance = findVm(plan, vmId)?.attachments[attachment]?.instance ?? null;
  return instance === null ? undefined : findInstance(plan, instance);
}

function isAt({ gpuId, profile, start }: Piece, drawn: GiPlace | undefined): boolean {
  return drawn?.gpu.id === gpuId && drawn.gi.start === start && drawn.gi.profile === profile;
}

/** These instances, and of the idle ones those that are legal beside them, in their order. */
function withIdle(gpu: Gpu, instances: readonly GpuInstance[], idle: readonly GpuInstance[]): GpuInstance[] {
  const board = findBoard(gpu.board);
  if (board === undefined) return [...instances, ...idle];
  const geometry = geometryOf(board);
  const all = [...instances];
  for (const gi of idle) {
    const position = positionAt(geometry, gi.profile, gi.start);
    if (position === undefined) continue;
    const free = freeStarts(geometry, occupancyOf(geometry, all), position.profileIndex);
    if ((free & (1 << gi.start)) !== 0) all.push(gi);
  }
  return all;
}

/**
 * Draws every VM of the host at the place that is given for it. Instances without a VM stay where there is room beside.
 * Refused where a VM of the host has no place, where a place is not legal or does not serve, and where a pinned instance
 * would be elsewhere or gone.
 */
export function arrangeHost(plan: Plan, { hostId, vgpus }: ArrangeHost): Result<Plan, CommandError> {
  const host = findHost(plan, hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  if (vgpus.some(({ gpuId }) => !host.gpus.some((gpu) => gpu.id === gpuId))) {
    return err({ code: 'not-found', what: 'gpu' });
  }
  const named = new Set(vgpus.map(({ vmId, attachment }) => `${vmId} ${attachment}`));
  for (const gpu of host.gpus) {
    for (const gi of gpu.instances) {
      for (const vm of vmsByInstance(plan).get(gi.id) ?? []) {
        const isLeft = vm.attachments.some(
          ({ instance }, at) => instance === gi.id && !named.has(`${vm.id} ${at}`),
        );
        if (isLeft) return err({ code: 'not-started', vm: vm.name });
      }
    }
  }
  const next = arranged(plan, host, vgpus, true);
  const after = findHost(next, hostId) ?? host;
  for (const gpu of after.gpus) {
    if (host.gpus.includes(gpu)) continue;
    const before = host.gpus.find((one) => one.id === gpu.id);
    const stood = before === undefined ? [] : checkGpu(before, host);
    // An instance that no VM has and that should not have stood there before is no reason to refuse the rest.
    const fault = checkGpu(gpu, host).find(
      ({ gi, fault: { code } }) =>
        gi === null ||
        vmIdsOn(next, gi.id).length > 0 ||
        !stood.some((one) => one.gi === gi && one.fault.code === code),
    );
    if (fault !== undefined) return err(fault.fault);
  }
  for (const { vmId, attachment } of vgpus) {
    const { wants, instance } = findVm(next, vmId)?.attachments[attachment] ?? {};
    const place = instance === undefined || instance === null ? undefined : findInstance(next, instance);
    if (wants === undefined || place === undefined) return err({ code: 'not-found', what: 'vgpu' });
    const others = holdersOn(next, place.gi.id).filter((other) => other.vmId !== vmId);
    const serves = checkAssign(wants, place, others);
    if (!serves.ok) return serves;
    // A rule that the VM breaks as drawn is reported by the check of the plan, and is no reason to hold it fast.
    const rule = ruleFault(next, vmId, attachment);
    if (rule !== null && ruleFault(plan, vmId, attachment)?.code !== rule.code) return err(rule);
  }
  const pinned = host.gpus.flatMap((gpu) => {
    const still = after.gpus.find((one) => one.id === gpu.id)?.instances ?? [];
    return gpu.instances
      .filter((gi) => gi.pinned && !still.some((one) => one.id === gi.id && one.start === gi.start))
      .map((gi) => gi.id);
  });
  return pinned.length > 0 ? err({ code: 'pinned', pinned }) : ok(next);
}

/** Which rule of its host or of its VM a vGPU breaks where it is drawn. */
function ruleFault(plan: Plan, vmId: VmId, attachment: number): VmRuleFault | null {
  const vm = findVm(plan, vmId);
  const giId = vm?.attachments[attachment]?.instance ?? null;
  const place = giId === null ? undefined : findInstance(plan, giId);
  return vm === undefined || place === undefined ? null : vmRuleFault(plan, vm, attachment, place);
}
