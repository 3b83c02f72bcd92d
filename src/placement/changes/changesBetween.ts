/** Two plans held against each other: the one comparison that page, command line and change record go by. */
import type { GiId } from '../../model/ids.ts';
import {
  vmsByInstance,
  type GiPlace,
  type GpuPlace,
  type Host,
  type Plan,
  type Vm,
} from '../../model/plan.ts';
import type {
  Change,
  GpuPair,
  HostPair,
  InstanceChange,
  Match,
  MatchedInstances,
  PlanChanges,
  Vgpu,
  VgpuChange,
  VmChange,
} from './change.ts';
import { isEqual } from '../sameDocument.ts';
import { giFields, gpuFields, hostFields, planFields, requestFields, vmFields } from './fields.ts';
import {
  instancesOn,
  inTurns,
  matchGpus,
  matchHosts,
  matchInstances,
  matchRequests,
  matchVms,
  placed,
  type Matched,
} from './matchParts.ts';

/**
 * All that is other in `after` than in `before`; empty where both say the same. The names of the plans and the order of hosts,
 * VMs and requests say nothing. `ids` only for two states of one document: elsewhere an id names another thing, or none.
 */
export function changesBetween(before: Plan, after: Plan, match: Match): PlanChanges {
  const steps = searchChanges(before, after, match);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same a few things at a time, so that whoever waits for it can rest in between: thousands of GPUs take a second. */
export function* searchChanges(before: Plan, after: Plan, match: Match): Generator<void, PlanChanges> {
  const hosts: { readonly host: Matched<Host>; readonly gpus: readonly Matched<GpuPlace>[] }[] = [];
  for (const some of inTurns(matchHosts(before, after, match))) {
    for (const host of some) hosts.push({ host, gpus: matchGpus(host.before, host.after, match) });
    yield;
  }
  const vms = matchVms(before, after, match);
  yield;
  const gpus = hosts.flatMap((one) => one.gpus);
  const instances = yield* matchInstances({ before, after, match }, gpus, vms);
  const vmsBefore = vmsByInstance(before);
  yield;
  const vmsAfter = vmsByInstance(after);
  yield;
  const told: Told = { isById: match === 'ids', instances, vmsBefore, vmsAfter };
  const ofVms: VmChange[] = [];
  for (const some of inTurns(vms)) {
    for (const vm of some) ofVms.push(...vmChange(vm, before, after, told));
    yield;
  }
  const onGpu = changesByGpu(ofVms);
  yield;
  // What moves to another GPU is said where it comes to, and known where it goes from.
  const cameFrom = new Map<number, InstanceChange[]>();
  const own = new Map<Matched<Host>, Change[]>();
  const ofGpus = new Map<Matched<GpuPlace>, readonly [Change[], InstanceChange[]]>();
  for (const { host, gpus: onHost } of hosts) {
    own.set(host, hostChange(host));
    for (const some of inTurns(onHost)) {
      for (const gpu of some) {
        const changes = instanceChanges(gpu, told);
        ofGpus.set(gpu, [gpuChange(gpu), changes]);
        for (const change of changes) noteOrigin(cameFrom, change, gpu);
      }
      yield;
    }
  }
  const changes: Change[] = planChange(before, after);
  const pairs: HostPair[] = [];
  for (const { host, gpus: onHost } of hosts) {
    const gpuPairs: GpuPair[] = [];
    changes.push(...(own.get(host) ?? []));
    for (const some of inTurns(onHost)) {
      for (const gpu of some) {
        const [ofGpu, there] = ofGpus.get(gpu) ?? [[], []];
        changes.push(...ofGpu, ...there);
        gpuPairs.push({
          ...gpu,
          index: (gpu.after ?? gpu.before)?.gpu.index ?? 0,
          changes: [
            ...ofGpu,
            ...there,
            ...(cameFrom.get(gpu.before?.gpu.id ?? -1) ?? []),
            ...new Set([
              ...(onGpu.before.get(gpu.before?.gpu.id ?? -1) ?? []),
              ...(onGpu.after.get(gpu.after?.gpu.id ?? -1) ?? []),
            ]),
          ],
        });
      }
      yield;
    }
    const name = (host.after ?? host.before)?.name ?? '';
    pairs.push({ ...host, name, changes: own.get(host) ?? [], gpus: gpuPairs });
  }
  return {
    ...{ match, before, after, instances },
    hosts: pairs,
    changes: [...changes, ...ofVms, ...requestChanges(before, after)],
  };
}

/** What came to this GPU from another one. */
function noteOrigin(
  cameFrom: Map<number, InstanceChange[]>,
  change: InstanceChange,
  { before }: Matched<GpuPlace>,
): void {
  const from = change.before;
  if (from === null || change.after === null || from.gpu.id === before?.gpu.id) return;
  cameFrom.set(from.gpu.id, [...(cameFrom.get(from.gpu.id) ?? []), change]);
}

interface Told {
  readonly isById: boolean;
  readonly instances: MatchedInstances;
  readonly vmsBefore: ReadonlyMap<GiId, readonly Vm[]>;
  readonly vmsAfter: ReadonlyMap<GiId, readonly Vm[]>;
}

function kindOf<T>({ before, after }: Matched<T>): 'added' | 'removed' | 'changed' {
  if (before === null) return 'added';
  return after === null ? 'removed' : 'changed';
}

function planChange(before: Plan, after: Plan): Change[] {
  const fields = planFields(before, after);
  return fields.length === 0 ? [] : [{ about: 'plan', kind: 'changed', before, after, fields }];
}

function hostChange({ before, after }: Matched<Host>): Change[] {
  const fields = before === null || after === null ? [] : hostFields(before, after);
  const kind = kindOf({ before, after });
  return kind === 'changed' && fields.length === 0 ? [] : [{ about: 'host', kind, before, after, fields }];
}

function gpuChange({ before, after }: Matched<GpuPlace>): Change[] {
  const fields = before === null || after === null ? [] : gpuFields(before.gpu, after.gpu);
  const kind = kindOf({ before, after });
  return kind === 'changed' && fields.length === 0 ? [] : [{ about: 'gpu', kind, before, after, fields }];
}

function requestChanges(before: Plan, after: Plan): Change[] {
  return matchRequests(before, after).flatMap((pair): Change[] => {
    const fields = pair.before === null || pair.after === null ? [] : requestFields(pair.before, pair.after);
    const kind = kindOf(pair);
    return kind === 'changed' && fields.length === 0 ? [] : [{ about: 'request', kind, ...pair, fields }];
  });
}

/** Of what is on a GPU afterwards, and of what went from it to nowhere. In the order of the starts. */
function instanceChanges(gpu: Matched<GpuPlace>, told: Told): InstanceChange[] {
  // By ids, nothing that is the same object can have come from elsewhere.
  if (told.isById && gpu.before !== null && gpu.before.gpu === gpu.after?.gpu) return [];
  const { instances, vmsBefore, vmsAfter } = told;
  const who = (before: GiPlace | null, after: GiPlace | null) => ({
    vmsBefore: before === null ? [] : (vmsBefore.get(before.gi.id) ?? []),
    vmsAfter: after === null ? [] : (vmsAfter.get(after.gi.id) ?? []),
  });
  const gone = instancesOn(gpu.before).flatMap((before): InstanceChange[] =>
    instances.afterOf(before.gi.id) !== null
      ? []
      : [{ about: 'instance', kind: 'removed', before, after: null, fields: [], ...who(before, null) }],
  );
  const there = instancesOn(gpu.after).flatMap((after): InstanceChange[] => {
    const before = instances.beforeOf(after.gi.id);
    if (before === null)
      return [{ about: 'instance', kind: 'added', before, after, fields: [], ...who(null, after) }];
    const fields = giFields(before.gi, after.gi);
    const isMoved = before.gi.start !== after.gi.start || before.gpu.id !== gpu.before?.gpu.id;
    if (!isMoved && fields.length === 0) return [];
    const kind = isMoved ? 'moved' : 'changed';
    return [{ about: 'instance', kind, before, after, fields, ...who(before, after) }];
  });
  const startOf = ({ before, after }: InstanceChange): number => (after ?? before)?.gi.start ?? 0;
  return [...gone, ...there].sort((a, b) => startOf(a) - startOf(b));
}

function vmChange(
  { before, after }: Matched<Vm>,
  planBefore: Plan,
  planAfter: Plan,
  { isById, instances }: Told,
): VmChange[] {
  // Told by what it is and not by where: an instance that is still there is still its own.
  if (isById && before !== null && before === after && isWhereItWas(before, planBefore, planAfter)) return [];
  const [was, is] = [vgpusOf(planBefore, before), vgpusOf(planAfter, after)];
  const vgpus = Array.from({ length: Math.max(was.length, is.length) }, (_, index) =>
    vgpuChange(index, was[index] ?? null, is[index] ?? null, instances),
  ).flatMap((one) => one ?? []);
  if (before === null || after === null)
    return [{ about: 'vm', kind: kindOf({ before, after }), before, after, fields: [], vgpus }];
  const fields = vmFields(before, after);
  if (fields.length + vgpus.length === 0) return [];
  const isMoved = vgpus.some((one) => one.isElsewhere && one.before?.at != null && one.after?.at != null);
  return [{ about: 'vm', kind: isMoved ? 'moved' : 'changed', before, after, fields, vgpus }];
}

/** Of a VM that is the same object in both plans, which have the same ids then. */
function isWhereItWas({ attachments }: Vm, before: Plan, after: Plan): boolean {
  return attachments.every(
    ({ instance }) => (placed(before, instance) === null) === (placed(after, instance) === null),
  );
}

function vgpusOf(plan: Plan, vm: Vm | null): Vgpu[] {
  return (
    vm?.attachments.map(({ wants, instance, extra }) => ({ wants, extra, at: placed(plan, instance) })) ?? []
  );
}

function vgpuChange(
  index: number,
  before: Vgpu | null,
  after: Vgpu | null,
  instances: MatchedInstances,
): VgpuChange | null {
  const counterpart = before?.at == null ? null : instances.afterOf(before.at.gi.id);
  const isElsewhere =
    counterpart === null ? before?.at != null || after?.at != null : counterpart.gi.id !== after?.at?.gi.id;
  if (before === null || after === null) return { index, before, after, isElsewhere };
  const isSame = !isElsewhere && isEqual(before.wants, after.wants) && isEqual(before.extra, after.extra);
  return isSame ? null : { index, before, after, isElsewhere };
}

/** Changes of VMs by the GPUs that they leave and come to. */
function changesByGpu(changes: readonly VmChange[]) {
  const before = new Map<number, VmChange[]>();
  const after = new Map<number, VmChange[]>();
  const note = (map: Map<number, VmChange[]>, vgpu: Vgpu | null, change: VmChange): void => {
    const id = vgpu?.at?.gpu.id;
    if (id === undefined) return;
    const known = map.get(id);
    if (known === undefined) map.set(id, [change]);
    else if (known.at(-1) !== change) known.push(change);
  };
  for (const change of changes) {
    for (const vgpu of change.vgpus) {
      note(before, vgpu.before, change);
      note(after, vgpu.after, change);
    }
  }
  return { before, after };
}

/** What is other on the hosts of that name alone, the VMs that come to them or leave them among it. */
export function changesOnHost(changes: PlanChanges, name: string): PlanChanges {
  const hosts = changes.hosts.filter((host) => host.name === name);
  const there = new Set(
    hosts.flatMap((host) => [...host.changes, ...host.gpus.flatMap((gpu) => gpu.changes)]),
  );
  return { ...changes, hosts, changes: changes.changes.filter((change) => there.has(change)) };
}
