/** The whole plan against every rule. An illegal plan is kept, drawn and reported; only a valid one becomes a runbook. */
import type { GiId, GpuId, HostId, VmId } from '../model/ids.ts';
import {
  findInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type Plan,
  type ValidPlan,
  type Vm,
} from '../model/plan.ts';
import { planChange, type PlanChange } from '../model/planChange.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, type Holder } from './vms/assign.ts';
import { computeFault } from './compute/compute.ts';
import type { AssignError, PlacementError, PlanFault } from './errors.ts';
import { checkPlacement, isLegalSet } from './legal.ts';
import { driverRefusal } from './rules/platformRules.ts';
import { vgpuFault, type HeldVgpu } from './vms/vmRules.ts';

/** One thing that is wrong, and where. `fault` says which rule and with what. */
export interface Violation {
  readonly fault: PlacementError | AssignError | PlanFault;
  readonly host: Host | null;
  readonly gpu: Gpu | null;
  readonly gi: GpuInstance | null;
  readonly vm: Vm | null;
}

/** The thing a violation is about: what a reader's `places` are asked for. */
export function subjectOf(violation: Omit<Violation, 'fault'>): HostId | GpuId | GiId | VmId | null {
  return violation.gi?.id ?? violation.vm?.id ?? violation.gpu?.id ?? violation.host?.id ?? null;
}

/**
 * Everything that is wrong with the plan, in its own order: hosts, GPUs, instances, then VMs. Instances are held against
 * those before them, so of two that overlap the second is reported. Waiting VMs are no violation.
 */
export function checkPlan(plan: Plan): Violation[] {
  const violations: Violation[] = [];
  const hostNames = new Set<string>();
  for (const host of plan.hosts) {
    if (hostNames.has(host.name)) {
      violations.push({
        fault: { code: 'duplicate-host-name', name: host.name },
        host,
        gpu: null,
        gi: null,
        vm: null,
      });
    }
    hostNames.add(host.name);
    for (const violation of checkHost(host)) violations.push(violation);
  }
  for (const violation of checkVms(plan)) violations.push(violation);
  return violations;
}

/** By the host: it is the same object until something of it changes. */
const hostFaults = new WeakMap<Host, readonly Violation[]>();

/** The GPUs of a host against each other and their own instances. */
function checkHost(host: Host): readonly Violation[] {
  const known = hostFaults.get(host);
  if (known !== undefined) return known;
  const violations: Violation[] = [];
  const twice = sameIndexes(host.gpus);
  for (const gpu of host.gpus) {
    if (twice.has(gpu)) {
      const fault = { code: 'duplicate-gpu-index', index: gpu.index } as const;
      violations.push({ fault, host, gpu, gi: null, vm: null });
    }
    for (const { gi, fault } of faultsOf(gpu, host)) violations.push({ fault, host, gpu, gi, vm: null });
  }
  hostFaults.set(host, violations);
  return violations;
}

const NO_GPU: ReadonlySet<Gpu> = new Set();

/** GPUs whose index another one before them has. Where each has more than the last, as nearly always, there is none. */
function sameIndexes(gpus: readonly Gpu[]): ReadonlySet<Gpu> {
  if (gpus.every(({ index }, at) => at === 0 || index > (gpus[at - 1]?.index ?? index))) return NO_GPU;
  const indexes = new Set<number>();
  const twice = new Set<Gpu>();
  for (const gpu of gpus) {
    if (indexes.has(gpu.index)) twice.add(gpu);
    indexes.add(gpu.index);
  }
  return twice;
}

type GpuFault = ReturnType<typeof checkGpu>[number];

/** Of a host with more GPUs than these not all are looked at again for one that changed. */
const MANY_GPUS = 16;

/** By the GPU, for the driver that its host had. */
const gpuFaults = new WeakMap<
  Gpu,
  { readonly driver: string | null; readonly faults: readonly GpuFault[] }
>();

function faultsOf(gpu: Gpu, host: Host): readonly GpuFault[] {
  if (host.gpus.length <= MANY_GPUS) return checkGpu(gpu, host);
  const { driver } = host;
  const known = gpuFaults.get(gpu);
  if (known?.driver === driver) return known.faults;
  const faults = checkGpu(gpu, host);
  gpuFaults.set(gpu, { driver, faults });
  return faults;
}

/**
 * No board takes as many instances, so a GPU with more is illegal whatever the rest of them is held against; and a short
 * link can stand for a hundred thousand of them.
 */
const MANY_INSTANCES = 16;

/** No VM has as many vGPUs: more of them, as a hostile text can say, need not each be held against all the others. */
export const MANY_VGPUS = 64;

/**
 * The instances of one GPU that the driver would refuse, each with the rule; empty when the GPU is legal. Null for `host`
 * leaves out what its driver is too old for.
 */
export function checkGpu(
  gpu: Gpu,
  host: Pick<Host, 'driver'> | null,
): { gi: GpuInstance | null; fault: PlacementError }[] {
  const faults: { gi: GpuInstance | null; fault: PlacementError }[] = [];
  const before: GpuInstance[] = [];
  const isLegal = isLegalSet(gpu);
  const { board, use } = gpu;
  for (const gi of gpu.instances) {
    const legal = isLegal ? null : checkPlacement({ board, use, instances: before }, gi.profile, gi.start);
    const fault = legal?.ok === false ? legal.error : host && driverRefusal(host, gpu, gi.profile);
    if (fault !== null) faults.push({ gi, fault });
    const cut = computeFault(gpu, gi);
    if (cut !== null) faults.push({ gi, fault: cut });
    if (before.length < MANY_INSTANCES) before.push(gi);
  }
  if (gpu.instances.length === 0) {
    // A board nobody knows cannot be planned, even while it is empty.
    const legal = checkPlacement(gpu, '', 0);
    if (!legal.ok && legal.error.code === 'board-unknown') faults.push({ gi: null, fault: legal.error });
  }
  return faults;
}

/** What was found last, VM by VM: of the next plan only what changed is looked at again. */
let lastVms: { readonly plan: Plan; readonly byVm: ReadonlyMap<Vm, readonly Violation[]> } | null = null;

function checkVms(plan: Plan): Violation[] {
  const change = lastVms === null ? null : planChange(lastVms.plan, plan);
  const byVm = new Map(change === null || lastVms === null ? [] : renewedFaults(lastVms.byVm, change));
  const served = new Map<GiId, Holder[]>();
  const isAffected = (vm: Vm): boolean => change === null || change.vms.has(vm);
  for (const vm of change?.lost ?? []) byVm.delete(vm);
  if (change === null || change.vms.size > 0) {
    for (const vm of plan.vms) {
      if (!isAffected(vm)) continue;
      const found = checkVm(plan, vm, served);
      if (found.length > 0) byVm.set(vm, found);
      else byVm.delete(vm);
    }
  }
  lastVms = { plan, byVm };
  const twice = sameNames(plan.vms);
  if (byVm.size === 0 && twice.size === 0) return [];
  return plan.vms.flatMap((vm) => [
    ...(twice.has(vm)
      ? [
          {
            fault: { code: 'duplicate-vm-name', name: vm.name } as const,
            ...{ host: null, gpu: null, gi: null, vm },
          },
        ]
      : []),
    ...(byVm.get(vm) ?? []),
  ]);
}

/** What was found, of hosts as they are now. */
export function renewedFaults<T extends Pick<Violation, 'host'>>(
  found: ReadonlyMap<Vm, readonly T[]>,
  { renewed }: PlanChange,
): ReadonlyMap<Vm, readonly T[]> {
  if (found.size === 0 || renewed.size === 0) return found;
  const hostNow = (host: Host | null): Host | null => (host === null ? null : (renewed.get(host) ?? host));
  return new Map(
    [...found].map(([vm, faults]) => [
      vm,
      faults.some(({ host }) => host !== hostNow(host))
        ? faults.map((fault) => ({ ...fault, host: hostNow(fault.host) }))
        : faults,
    ]),
  );
}

/** The VMs that were asked about last. An edit gives a VM another place far more often than another name. */
let lastNames: { readonly vms: readonly Vm[]; readonly same: ReadonlySet<Vm> } = { vms: [], same: new Set() };

/** VMs whose name another one before them has. */
function sameNames(vms: readonly Vm[]): ReadonlySet<Vm> {
  const { vms: before, same } = lastNames;
  if (before === vms) return same;
  const isRenamed =
    same.size > 0 ||
    before.length !== vms.length ||
    vms.some(({ name }, index) => name !== before[index]?.name);
  const found = new Set<Vm>();
  if (isRenamed) {
    const names = new Set<string>();
    for (const vm of vms) {
      if (names.has(vm.name)) found.add(vm);
      names.add(vm.name);
    }
  }
  lastNames = { vms, same: found };
  return found;
}

const NOBODY: readonly Holder[] = [];

/** `served`: who has an instance by the VMs before this one. */
function checkVm(plan: Plan, vm: Vm, served: Map<GiId, Holder[]>): Violation[] {
  const violations: Violation[] = [];
  const held: HeldVgpu[] = [];
  for (const attachment of vm.attachments) {
    if (attachment.instance === null) continue;
    const place = findInstance(plan, attachment.instance);
    if (place === undefined) {
      violations.push({ fault: { code: 'instance-gone' }, host: null, gpu: null, gi: null, vm });
      continue;
    }
    const others = served.get(place.gi.id) ?? NOBODY;
    const serves = checkAssign(attachment.wants, place, others);
    // Held against those that are served: however many more there are, each names the same few.
    if (serves.ok) served.set(place.gi.id, [...others, { vmId: vm.id, wants: attachment.wants }]);
    else violations.push({ ...place, fault: serves.error, vm });
    // Against those before it, so that of two vGPUs that cannot be together the second is reported.
    const vgpu = { wants: attachment.wants, place };
    const fault = vgpuFault(vgpu, held);
    if (fault !== null) violations.push({ ...place, fault, vm });
    else if (held.length < MANY_VGPUS) held.push(vgpu);
  }
  return violations;
}

/** The plan as one that may become a runbook, or everything that stands against it. */
export function validatePlan(plan: Plan): Result<ValidPlan, readonly Violation[]> {
  const violations = checkPlan(plan);
  return violations.length === 0 ? ok(plan as ValidPlan) : err(violations);
}
