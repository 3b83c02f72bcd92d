/** Edits that bring what a host reports and what is planned for it together, one way or the other. */
import { IdSource, type HostId } from '../../model/ids.ts';
import {
  findHost,
  findInstance,
  vmsByInstance,
  type Gpu,
  type GpuInstance,
  type Plan,
} from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { isWanted } from '../vms/assign.ts';
import { gpuDifferences, type GpuDifference, type InstancePair } from './difference.ts';
import type { HostFields } from '../everydayCommands.ts';
import type { CommandError } from '../errors.ts';
import { byStart, detach, detachWhere, instanceIds, withFields, withHost } from '../planParts.ts';
import { isSameGpus } from '../sameDocument.ts';
import { copyGpus, importHost } from '../takeOver.ts';

/** What one host reports. */
export interface Observation {
  readonly hostId: HostId;
  /** Null: nothing was said of its GPUs, and what was observed before stays. */
  readonly gpus: readonly Gpu[] | null;
  /** What is known of the host itself by now. */
  readonly facts?: Partial<HostFields>;
  /** Planned as well: for a host with nothing planned, which an import fills on both sides. */
  readonly isPlannedToo: boolean;
}

/** Records what hosts report; what is planned stays, but where an observation says otherwise. */
export function observe(plan: Plan, seen: readonly Observation[]): Result<Plan, CommandError> {
  let next = plan;
  for (const { hostId, gpus, facts = {}, isPlannedToo } of seen) {
    const before = findHost(next, hostId);
    if (before === undefined) return err({ code: 'not-found', what: 'host' });
    const host = withFields(before, facts);
    if (host !== before) next = withHost(next, host);
    if (gpus === null) continue;
    if (isPlannedToo) {
      const filled = importHost(next, hostId, gpus.map(asTarget), gpus);
      if (!filled.ok) return filled;
      next = filled.value;
    } else if (!isSameGpus(host.observed, gpus)) {
      const ids = new IdSource(next.nextId);
      const observed = copyGpus(gpus, ids, new Map()).sort((a, b) => a.index - b.index);
      next = { ...withHost(next, { ...host, observed }), nextId: ids.next };
    }
  }
  return ok(next);
}

/** Printed IDs belong to what was observed; a target has none. */
function asTarget(gpu: Gpu): Gpu {
  return { ...gpu, instances: gpu.instances.map((gi) => ({ ...gi, reportedId: null })) };
}

/**
 * What was observed becomes the target, on the GPUs of these indexes or on all. An instance at the planned profile and
 * start stays what it is, and one that was moved goes to its new start, with VMs and pin (which is which: see
 * `gpuDifferences`). The rest is as it was reported: a planned instance that is not there goes and its VMs wait, and so
 * does a VM whose type the board that was observed does not have. A GPU that was not reported has no instances.
 */
export function adoptObserved(
  plan: Plan,
  hostId: HostId,
  indexes: readonly number[] | null,
): Result<Plan, CommandError> {
  const host = findHost(plan, hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  if (host.observed === null) return err({ code: 'nothing-observed', host: host.name });
  const differences = gpuDifferences(host.gpus, host.observed, vmsByInstance(plan));
  if (!areThere(indexes, differences)) return err({ code: 'not-found', what: 'gpu' });
  const ids = new IdSource(plan.nextId);
  const gpus = differences.flatMap((one) =>
    indexes === null || indexes.includes(one.index) ? adopted(one, ids) : (one.planned ?? []),
  );
  if (gpus.length === host.gpus.length && gpus.every((gpu) => host.gpus.includes(gpu))) return ok(plan);
  const still = instanceIds(gpus);
  const gone = new Set([...instanceIds(host.gpus)].filter((id) => !still.has(id)));
  const next = detach({ ...withHost(plan, { ...host, gpus }), nextId: ids.next }, gone);
  return ok(withoutUnserved(plan, next));
}

function areThere(indexes: readonly number[] | null, differences: readonly GpuDifference[]): boolean {
  return indexes === null || indexes.every((index) => differences.some((one) => one.index === index));
}

/** The planned GPU as it was observed, the same object where nothing is new. */
function adopted({ planned, observed, ...one }: GpuDifference, ids: IdSource): Gpu[] {
  if (planned === null) return observed === null ? [] : copyGpus([asTarget(observed)], ids, new Map());
  if (observed === null) return [planned.instances.length === 0 ? planned : { ...planned, instances: [] }];
  const instances: GpuInstance[] = [
    ...one.asPlanned.map(standing),
    ...one.moved.map((pair) => ({ ...standing(pair), start: pair.observed.start })),
    ...one.onlyObserved.map((gi) => ({ ...gi, id: ids.gi(), reportedId: null })),
  ].sort(byStart);
  const isKept =
    instances.length === planned.instances.length &&
    instances.every((gi, index) => gi === planned.instances[index]);
  const gpu: Gpu = {
    ...planned,
    board: observed.board,
    variant: observed.variant ?? (one.isOtherBoard ? null : planned.variant),
    uuid: observed.uuid ?? planned.uuid,
    pciId: observed.pciId ?? planned.pciId,
    kind: observed.kind ?? planned.kind,
    use: one.isOtherMode ? observed.use : planned.use,
    instances: isKept ? planned.instances : instances,
  };
  const fields = Object.keys(gpu) as (keyof Gpu)[];
  return [fields.every((field) => gpu[field] === planned[field]) ? planned : gpu];
}

/** The planned instance, with the compute instances that were observed in it; a listing of GPU instances says none. */
function standing({ planned, observed: { computeInstances } }: InstancePair): GpuInstance {
  const isNew =
    computeInstances.length > 0 &&
    JSON.stringify(computeInstances) !== JSON.stringify(planned.computeInstances);
  return isNew ? { ...planned, computeInstances } : planned;
}

/** VMs that had their type and would not have it now wait: the types go with the board. */
function withoutUnserved(before: Plan, after: Plan): Plan {
  return detachWhere(after, ({ wants, instance }) => {
    if (instance === null) return false;
    const was = findInstance(before, instance);
    const is = findInstance(after, instance);
    if (was === undefined || is === undefined || was.gpu === is.gpu) return false;
    return isWanted(wants, was.gpu, was.gi) && !isWanted(wants, is.gpu, is.gi);
  });
}

/**
 * The host now is as planned: what is planned counts as observed, on the GPUs of these indexes or on all. What was as planned
 * already stays as it was reported, with the IDs that the host printed.
 */
export function adoptPlanned(
  plan: Plan,
  hostId: HostId,
  indexes: readonly number[] | null,
): Result<Plan, CommandError> {
  const host = findHost(plan, hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  const differences = gpuDifferences(host.gpus, host.observed ?? [], vmsByInstance(plan));
  if (!areThere(indexes, differences)) return err({ code: 'not-found', what: 'gpu' });
  const ids = new IdSource(plan.nextId);
  // By index and not one by one: in an illegal plan GPUs share an index, and have to be matched again as they are now.
  const differing = new Set(differences.filter((one) => !one.isSame).map((one) => one.index));
  const isMeant = ({ index }: GpuDifference): boolean =>
    differing.has(index) && (indexes === null || indexes.includes(index));
  if (host.observed !== null && !differences.some(isMeant)) return ok(plan);
  const observed = differences.flatMap((one) => (isMeant(one) ? asObserved(one, ids) : (one.observed ?? [])));
  return ok({ ...withHost(plan, { ...host, observed }), nextId: ids.next });
}

/** The planned GPU as a host would report it. Pins, notes, and what this version does not know, are the plan's own. */
function asObserved({ planned, observed, asPlanned }: GpuDifference, ids: IdSource): Gpu[] {
  if (planned === null) return [];
  const printed = new Map(asPlanned.map((pair) => [pair.planned, pair.observed.reportedId]));
  return [
    {
      ...planned,
      id: ids.gpu(),
      notes: '',
      uuid: planned.uuid ?? observed?.uuid ?? null,
      pciId: planned.pciId ?? observed?.pciId ?? null,
      kind: planned.kind ?? observed?.kind ?? null,
      instances: planned.instances.map((gi) => ({
        ...gi,
        id: ids.gi(),
        pinned: false,
        reportedId: printed.get(gi) ?? null,
        extra: [],
      })),
      extra: [],
    },
  ];
}

export function forgetObserved(plan: Plan, hostId: HostId): Result<Plan, CommandError> {
  const host = findHost(plan, hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  return ok(host.observed === null ? plan : withHost(plan, { ...host, observed: null }));
}
