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
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, type Holder } from './vms/assign.ts';
import { computeFault } from './compute/compute.ts';
import type { AssignError, PlacementError, PlanFault } from './errors.ts';
import { changedParts, type ChangedParts } from './changedParts.ts';
import { checkPlacement } from './legal.ts';
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

/** A plan that was checked, and what `checkAgain` need not look at once more where it did not change. */
export interface Checked {
  readonly plan: Plan;
  readonly violations: readonly Violation[];
  /** Of hosts and VMs that have any, but for names that are taken. */
  readonly byHost: ReadonlyMap<Host, readonly Violation[]>;
  readonly byVm: ReadonlyMap<VmId, readonly Violation[]>;
  /** VMs whose name one before them has. */
  readonly namesakes: ReadonlySet<VmId>;
}

/**
 * Everything that is wrong with the plan, in its own order: hosts, GPUs, instances, then VMs. Instances are held against
 * those before them, so of two that overlap the second is reported. Waiting VMs are no violation.
 */
export function checkPlan(plan: Plan): readonly Violation[] {
  return checkAgain(null, plan).violations;
}

/** `checkPlan`, given what was found of another plan that shares most of its parts: of a large plan an edit changes little. */
export function checkAgain(before: Checked | null, plan: Plan): Checked {
  const changed = before === null ? null : changedParts(before.plan, plan);
  const byHost = new Map<Host, readonly Violation[]>();
  for (const host of plan.hosts) {
    const found =
      changed === null || changed.hosts.has(host) ? checkHost(host) : (before?.byHost.get(host) ?? []);
    if (found.length > 0) byHost.set(host, found);
  }
  const kept = [...(before?.byVm ?? [])].filter(([id]) => changed?.vms.has(id) === false);
  const byVm = new Map<VmId, readonly Violation[]>([...kept, ...checkVms(plan, changed)]);
  const namesakes = changed?.areVmNamesSame === true ? before?.namesakes : undefined;
  const checked = { plan, byHost, byVm, namesakes: namesakes ?? namesakesIn(plan.vms) };
  return { ...checked, violations: [...hostViolations(checked), ...vmViolations(checked)] };
}

function checkHost(host: Host): Violation[] {
  const violations: Violation[] = [];
  const indexes = new Set<number>();
  for (const gpu of host.gpus) {
    if (indexes.has(gpu.index)) {
      const fault = { code: 'duplicate-gpu-index', index: gpu.index } as const;
      violations.push({ fault, host, gpu, gi: null, vm: null });
    }
    indexes.add(gpu.index);
    for (const { gi, fault } of checkGpu(gpu, host)) violations.push({ fault, host, gpu, gi, vm: null });
  }
  return violations;
}

function hostViolations({ plan, byHost }: Pick<Checked, 'plan' | 'byHost'>): Violation[] {
  const names = new Set<string>();
  return plan.hosts.flatMap((host) => {
    const own = byHost.get(host) ?? [];
    if (names.size === names.add(host.name).size) {
      const fault = { code: 'duplicate-host-name', name: host.name } as const;
      return [{ fault, host, gpu: null, gi: null, vm: null }, ...own];
    }
    return own;
  });
}

function vmViolations({ plan, byVm, namesakes }: Omit<Checked, 'violations'>): Violation[] {
  if (namesakes.size + byVm.size === 0) return [];
  return plan.vms.flatMap((vm) => {
    const own = byVm.get(vm.id) ?? [];
    if (!namesakes.has(vm.id)) return own;
    const fault = { code: 'duplicate-vm-name', name: vm.name } as const;
    return [{ fault, host: null, gpu: null, gi: null, vm }, ...own];
  });
}

function namesakesIn(vms: readonly Vm[]): ReadonlySet<VmId> {
  const names = new Set<string>();
  return new Set(vms.flatMap(({ id, name }) => (names.size === names.add(name).size ? [id] : [])));
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
  for (const gi of gpu.instances) {
    const legal = checkPlacement({ ...gpu, instances: before }, gi.profile, gi.start);
    const fault = legal.ok ? host && driverRefusal(host, gpu, gi.profile) : legal.error;
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

/** What is wrong with the VMs, or with those that changed. */
function checkVms(plan: Plan, changed: ChangedParts | null): Map<VmId, Violation[]> {
  const violations = new Map<VmId, Violation[]>();
  const served = new Map<GiId, Holder[]>();
  for (const vm of plan.vms) {
    const isAsked = changed === null || changed.vms.has(vm.id);
    // One that shares an instance with one that changed is looked at for what it leaves.
    if (!isAsked && !changed.sharers.has(vm.id)) continue;
    const found: Violation[] = [];
    const held: HeldVgpu[] = [];
    for (const attachment of vm.attachments) {
      if (attachment.instance === null) continue;
      const place = findInstance(plan, attachment.instance);
      if (place === undefined) {
        found.push({ fault: { code: 'instance-gone' }, host: null, gpu: null, gi: null, vm });
        continue;
      }
      const others = served.get(place.gi.id) ?? [];
      const serves = checkAssign(attachment.wants, place, others);
      // Held against those that are served: however many more there are, each names the same few.
      if (serves.ok) served.set(place.gi.id, [...others, { vmId: vm.id, wants: attachment.wants }]);
      else found.push({ ...place, fault: serves.error, vm });
      // Against those before it, so that of two vGPUs that cannot be together the second is reported.
      const vgpu = { wants: attachment.wants, place };
      const fault = vgpuFault(vgpu, held);
      if (fault !== null) found.push({ ...place, fault, vm });
      else if (held.length < MANY_VGPUS) held.push(vgpu);
    }
    if (isAsked && found.length > 0) violations.set(vm.id, found);
  }
  return violations;
}

/** The plan as one that may become a runbook, or everything that stands against it. */
export function validatePlan(plan: Plan): Result<ValidPlan, readonly Violation[]> {
  const violations = checkPlan(plan);
  return violations.length === 0 ? ok(plan as ValidPlan) : err(violations);
}
