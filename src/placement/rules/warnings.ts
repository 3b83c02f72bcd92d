/**
 * What is in doubt: rules that rest on too little to refuse, or of which nothing public is known for the release. A plan
 * with warnings may be valid, and nothing asks here before an edit.
 */
import { assertNever } from '../../model/assert.ts';
import type { BoardId } from '../../model/board.ts';
import { findBoard, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { driverOfSet } from '../../model/driverOfSet.ts';
import { driverAge } from '../../model/driverVersion.ts';
import type { GiId, GpuId } from '../../model/ids.ts';
import {
  findInstance,
  vmsByInstance,
  type GiPlace,
  type Gpu,
  type Host,
  type Plan,
  type Vm,
} from '../../model/plan.ts';
import { platformFacts, releasesOf } from '../../model/platform.ts';
import { planChange, type PlanChange } from '../../model/planChange.ts';
import type { ProfileName } from '../../model/profile.ts';
import { variantsOf, type VgpuBoard } from '../../model/vgpu.ts';
import { MANY_VGPUS, renewedFaults, type Violation } from '../check.ts';
import { computeUnknown } from '../compute/compute.ts';
import type { ComputeUnknown } from '../errors.ts';
import {
  boardName,
  computeUnknownMessage,
  makeShortList,
  platformName,
  ruleMessage,
  violationMessage,
} from '../messages.ts';
import {
  driverFault,
  isCertain,
  needsOf,
  ruledBy,
  vgpuRuleFaults,
  type HeldVgpu,
  type Ruled,
  type RuledOnHost,
  type RuleFault,
} from './platformRules.ts';
import { vgpuFault } from '../vms/vmRules.ts';

/** What only ever warns. */
export type Doubt = RuledOnHost &
  (
    | { readonly code: 'multi-vgpu-board'; readonly board: BoardId }
    | { readonly code: 'no-vgpu-types'; readonly type: string }
    | { readonly code: 'shared-instance'; readonly type: string }
    /** Of the release nothing is known but what holds for its platform. */
    | { readonly code: 'release-unknown' }
    /** VMs of different types on one instance, whose parts of it do add up. */
    | { readonly code: 'mixed-types'; readonly types: readonly string[] }
    /** A GPU whose variant nobody said has types that no one variant has together; `types` names two of them. */
    | { readonly code: 'mixed-variants'; readonly types: readonly [string, string] }
    /** Instances that older drivers refused beside each other. */
    | {
        readonly code: 'driver-of-set';
        readonly profiles: readonly [ProfileName, ProfileName];
        readonly driver: string;
        readonly needs: string;
      }
    | ComputeUnknown
  );

/** A wanted type that no table has: the VM is kept, and waits. */
export interface UnknownType extends Ruled {
  readonly code: 'type-unknown';
  readonly type: string;
}

/** One thing that may be wrong, and where. */
export interface Warning extends Omit<Violation, 'fault'> {
  readonly fault: RuleFault | Doubt | UnknownType;
}

/**
 * Everything that is in doubt, in the order of the plan. Each doubt is told once for a VM, and what is a violation is not
 * told again.
 */
export function planWarnings(plan: Plan): Warning[] {
  const change = last === null ? null : planChange(last.plan, plan);
  const byHost = hostsWarnings(plan, change);
  const warnings: Warning[] = [];
  for (const host of plan.hosts) for (const warning of byHost.get(host) ?? []) warnings.push(warning);
  for (const [giId, vms] of sharedInstances(plan)) {
    const place = findInstance(plan, giId);
    const fault = place === undefined ? null : mixedTypes(place, vms);
    if (place !== undefined && fault !== null) warnings.push({ ...place, fault, vm: null });
  }
  const byVm = vmsWarnings(plan, change);
  if (byVm.size > 0) for (const vm of plan.vms) warnings.push(...(byVm.get(vm) ?? []));
  last = { plan, byHost, byVm };
  return warnings;
}

/** What was found last, host by host and VM by VM: of the next plan only what changed is looked at again. */
let last: {
  readonly plan: Plan;
  readonly byHost: ReadonlyMap<Host, readonly Warning[]>;
  readonly byVm: ReadonlyMap<Vm, readonly Warning[]>;
} | null = null;

type Shared = readonly (readonly [GiId, readonly Vm[]])[];

const shared = new WeakMap<readonly Vm[], Shared>();

/** Instances of several VMs, by the list of VMs: few, and most edits leave that list as it is. */
function sharedInstances(plan: Plan): Shared {
  const known = shared.get(plan.vms);
  if (known !== undefined) return known;
  const found = [...vmsByInstance(plan)].filter(([, vms]) => vms.length > 1);
  shared.set(plan.vms, found);
  return found;
}

const NONE: readonly Warning[] = [];

/** Of the hosts that have any. */
function hostsWarnings(plan: Plan, change: PlanChange | null): ReadonlyMap<Host, readonly Warning[]> {
  const found = new Map<Host, readonly Warning[]>();
  const before = new Map([...(change?.renewed ?? [])].map(([old, now]) => [now, old]));
  for (const host of plan.hosts) {
    const known = (change && last?.byHost.get(before.get(host) ?? host)) ?? NONE;
    const isAsBefore = change?.hosts.has(host.id) === false;
    const warnings = isAsBefore ? known : hostWarnings(plan, host, change?.gpus ?? null, known);
    if (warnings.length > 0) found.set(host, warnings);
  }
  return found;
}

/** Of the VMs that have any. */
function vmsWarnings(plan: Plan, change: PlanChange | null): ReadonlyMap<Vm, readonly Warning[]> {
  const found = new Map(change === null || last === null ? [] : renewedFaults(last.byVm, change));
  for (const vm of change?.lost ?? []) found.delete(vm);
  for (const vm of change?.vms ?? plan.vms) {
    const warnings = [...unknownTypes(vm), ...vmWarnings(plan, vm)];
    if (warnings.length > 0) found.set(vm, warnings);
    else found.delete(vm);
  }
  return found;
}

/** Of a host, its GPUs and their instances. `known`: what was found before, of all but the GPUs `others`; null: of none. */
function hostWarnings(
  plan: Plan,
  host: Host,
  others: ReadonlySet<GpuId> | null,
  known: readonly Warning[],
): readonly Warning[] {
  const warnings: Warning[] = [];
  if (isReleaseUnknown(host)) {
    const fault = { code: 'release-unknown', ...ruledBy(host, NOBODY_SAYS) } as const;
    warnings.push({ fault, host, gpu: null, gi: null, vm: null });
  }
  const of = new Map<Gpu, Warning[]>();
  for (const warning of others === null ? NONE : known) {
    if (warning.gpu === null) continue;
    const beside = of.get(warning.gpu);
    if (beside === undefined) of.set(warning.gpu, [warning]);
    else beside.push(warning);
  }
  for (const gpu of host.gpus) {
    const isOther = others === null || others.has(gpu.id);
    const found = isOther ? gpuWarnings(plan, host, gpu) : (of.get(gpu) ?? NONE);
    for (const warning of found) warnings.push(warning.host === host ? warning : { ...warning, host });
  }
  return warnings;
}

function gpuWarnings(plan: Plan, host: Host, gpu: Gpu): readonly Warning[] {
  const warnings: Warning[] = [];
  for (const fault of [variantDoubt(plan, host, gpu), setDoubt(host, gpu)]) {
    if (fault !== null) warnings.push({ fault, host, gpu, gi: null, vm: null });
  }
  for (const gi of gpu.instances) {
    const unknown = computeUnknown(gpu, gi);
    if (unknown !== null) {
      const ruled = ruledBy(host, { confidence: 'unknown', source: null });
      warnings.push({ fault: { ...ruled, ...unknown }, host, gpu, gi, vm: null });
    }
    const fault = driverFault(host, gpu, gi.profile);
    if (fault !== null && !isCertain(fault)) warnings.push({ fault, host, gpu, gi, vm: null });
  }
  return warnings;
}

const NOBODY_SAYS: Ruled = { confidence: 'unknown', source: null };

/** A release was said, the rules of the platform depend on it, and it is none of those that are known. */
function isReleaseUnknown(host: Host): boolean {
  return (
    host.release !== null && releasesOf(host.platform).length > 0 && platformFacts(host).release === null
  );
}

const KNOWN_TYPES = new Set(VGPU_BOARDS.flatMap(({ types }) => types.map(({ type }) => type)));

/** Each type once. One on an instance is a violation, which says it already. */
function unknownTypes(vm: Vm): Warning[] {
  const types = vm.attachments.flatMap(({ wants, instance }) =>
    wants.kind === 'type' && instance === null && !KNOWN_TYPES.has(wants.type) ? [wants.type] : [],
  );
  return [...new Set(types)].map((type) => {
    const fault = { code: 'type-unknown', ...NOBODY_SAYS, type } as const;
    return { fault, host: null, gpu: null, gi: null, vm };
  });
}

/** The types of the VMs on one instance, where they are not all the same. */
function mixedTypes({ host, gi }: GiPlace, vms: readonly Vm[]): Doubt | null {
  const types = new Set(
    vms.flatMap(({ attachments }) =>
      attachments.flatMap(({ wants, instance }) =>
        instance === gi.id && wants.kind === 'type' ? wants.type : [],
      ),
    ),
  );
  if (types.size < 2) return null;
  return {
    code: 'mixed-types',
    ...ruledBy(host, { confidence: 'unknown', source: null }),
    types: [...types],
  };
}

/** A type is of a variant, and a GPU is only one of them: A100D-3-40C and A100DX-3-40C are never on one. */
function variantDoubt(plan: Plan, host: Host, gpu: Gpu): Doubt | null {
  const types = gpu.variant === null ? typesOn(plan, gpu) : [];
  if (types.length < 2) return null;
  const variants = variantsOf(VGPU_BOARDS, gpu);
  const has = (variant: VgpuBoard, name: string): boolean => variant.types.some(({ type }) => type === name);
  // A type of none of them is a violation, which says it already.
  const known = types.filter((type) => variants.some((one) => has(one, type)));
  const [first] = known;
  if (first === undefined || variants.some((one) => known.every((type) => has(one, type)))) return null;
  const other = known.find((type) => !variants.some((one) => has(one, first) && has(one, type)));
  const ruled = ruledBy(host, { confidence: 'inferred', source: 'aie6' });
  return { code: 'mixed-variants', ...ruled, types: [first, other ?? first] };
}

/** The types that VMs on this GPU want, each once. */
function typesOn(plan: Plan, gpu: Gpu): string[] {
  const on = vmsByInstance(plan);
  const types = gpu.instances.flatMap((gi) =>
    (on.get(gi.id) ?? []).flatMap(({ attachments }) =>
      attachments.flatMap(({ wants, instance }) =>
        instance === gi.id && wants.kind === 'type' ? wants.type : [],
      ),
    ),
  );
  return [...new Set(types)];
}

/** What the instances of a GPU ask of its driver together. */
function setDoubt(host: Host, gpu: Gpu): Doubt | null {
  const board = host.driver === null ? undefined : findBoard(gpu.board);
  if (host.driver === null || board === undefined || gpu.use !== 'mig') return null;
  const set = driverOfSet(
    board,
    gpu.instances.map(({ profile }) => profile),
  );
  if (set === null || driverAge(host.driver, set.needs) !== 'older-branch') return null;
  const ruled = ruledBy(host, { confidence: 'reported', source: 'mig-guide' });
  return { code: 'driver-of-set', ...ruled, ...set, driver: host.driver };
}

function vmWarnings(plan: Plan, vm: Vm): Warning[] {
  const last = new Map<string, Warning>();
  const held: HeldVgpu[] = [];
  for (const { wants, instance } of vm.attachments) {
    const place = instance === null ? undefined : findInstance(plan, instance);
    if (place === undefined) continue;
    const vgpu = { wants, place };
    if (vgpuFault(vgpu, held) !== null) continue;
    // Of a count the last one says how many there are.
    for (const fault of doubtsOf(vgpu, held)) last.set(fault.code, { ...place, fault, vm });
    if (held.length < MANY_VGPUS) held.push(vgpu);
  }
  return [...last.values()];
}

function doubtsOf(vgpu: HeldVgpu, beside: readonly HeldVgpu[]): (RuleFault | Doubt)[] {
  return [
    ...vgpuRuleFaults(vgpu, beside),
    ...(beside.length === 0 ? [] : [boardDoubt(vgpu)]),
    typeDoubt(vgpu),
  ].filter((fault) => fault !== null && !isCertain(fault)) as (RuleFault | Doubt)[];
}

/** Boards of which NVIDIA lists several vGPUs in one VM for KVM alone (HGX B200 and B300). */
const MULTI_ON_KVM_ONLY: readonly BoardId[] = ['b200-180gb', 'b300'];

function boardDoubt({ place: { host, gpu } }: HeldVgpu): Doubt | null {
  if (host.platform !== 'esxi' || !MULTI_ON_KVM_ONLY.includes(gpu.board)) return null;
  const ruled = ruledBy(host, { confidence: 'inferred', source: 'aie8' });
  return { code: 'multi-vgpu-board', ...ruled, board: gpu.board };
}

/** What a type asks of the platform: that VMs are what it gives vGPUs to, and that they may share an instance. */
function typeDoubt({ wants, place: { host, gpu } }: HeldVgpu): Doubt | null {
  const { hasVgpuTypes, sharesInstances } = platformFacts(host);
  if (hasVgpuTypes.value === false) {
    return wants.kind === 'type'
      ? { code: 'no-vgpu-types', ...ruledBy(host, hasVgpuTypes), type: wants.type }
      : null;
  }
  if (host.platform !== 'esxi' || sharesInstances.value === true) return null;
  const { type, isShared } = needsOf(gpu, wants);
  return isShared ? { code: 'shared-instance', ...ruledBy(host, sharesInstances), type } : null;
}

/** What is wrong with a plan or in doubt; which of the two, the fault itself says. */
export type Problem = Violation | Warning;

function isWarning(problem: Problem): problem is Warning {
  return 'confidence' in problem.fault && !isCertain(problem.fault);
}

/** What is wrong or in doubt, in one sentence; the place is the caller's to add. */
export function problemMessage(problem: Problem, plan: Plan): string {
  return isWarning(problem) ? warningMessage(problem) : violationMessage(problem, plan);
}

function warningMessage({ fault }: Warning): string {
  switch (fault.code) {
    case 'multi-vgpu-board':
      return `Several vGPUs of ${boardName(fault.board)} in one VM are listed for KVM only, and this is ${platformName(fault)}.`;
    case 'no-vgpu-types':
      return fault.platform === 'kubernetes'
        ? `${fault.type} is for a VM; on Kubernetes a pod takes a MIG device, and only KubeVirt has VMs with vGPUs.`
        : `${fault.type} is for a VM under a hypervisor; on bare metal a process takes a MIG device.`;
    case 'shared-instance':
      return `${fault.type} shares its instance with other VMs, which is reported for ESXi from 9.0 U1 only; this is ${platformName(fault)}.`;
    case 'release-unknown':
      return `Nothing is known here of ${platformName(fault)}: the release is kept, and rules that depend on it are not applied.`;
    case 'type-unknown':
      return `No vGPU type of that name is known: ${fault.type} is kept as it is, and the VM waits.`;
    case 'mixed-types':
      return `Whether ${makeShortList(fault.types)} may share one instance is not known.`;
    case 'mixed-variants':
      return `${fault.types.join(' and ')} are of different variants of the board, and a GPU is one of them: both will not start on this one.`;
    case 'driver-of-set':
      return `Before ${fault.needs} the driver refused ${fault.profiles.join(' beside ')}; this host has ${fault.driver}.`;
    case 'ci-unknown':
      return computeUnknownMessage(fault);
    case 'vgpus-per-vm': {
      const has = `this VM has ${fault.count}`;
      return fault.most === null
        ? `No public source says how many vGPUs a VM may have on ${platformName(fault)}; ${has}.`
        : `A VM has ${fault.sure} vGPUs for certain on ${platformName(fault)}, and ${fault.most} by one source only; ${has}.`;
    }
    case 'mixed-boards':
      return `Whether a VM may have vGPUs of ${fault.boards.map(boardName).join(' and ')} on ${platformName(fault)} is not known.`;
    case 'mixed-series':
      return `Whether a VM may have vGPUs of two series (${fault.types.join(' and ')}) on ${platformName(fault)} is not known.`;
    case 'type-release':
      return fault.confidence === 'inferred'
        ? `All other types of its kind need ESXi ${fault.needs}; of ${fault.type} no table says so.`
        : `${fault.type} needs ESXi ${fault.needs}, and the release of this host is not known.`;
    case 'driver-too-old':
      return fault.confidence === 'unknown'
        ? `${fault.profile} needs driver ${fault.needs} or later, and of this host only the branch ${fault.driver} is known.`
        : ruleMessage(fault);
    default:
      return assertNever(fault);
  }
}
