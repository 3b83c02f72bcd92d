/**
 * The ids of an open plan beside its text, which has none. What was kept of an open plan in its ids (undo steps, edits that
 * were not saved) is worth something only to a plan that has them again.
 */
import type { AnyId } from '../../model/ids.ts';
import type { Gpu, Plan } from '../../model/plan.ts';

/** In the order in which the reader of documents numbers things, so that what it calls 1 is the first of them. */
export function idsOf({ hosts, vms }: Plan): Float64Array {
  const ids: number[] = [];
  const addGpus = (gpus: readonly Gpu[]): void => {
    for (const gpu of sorted(gpus, ({ index }) => index)) {
      ids.push(gpu.id);
      for (const { id } of sorted(gpu.instances, ({ start }) => start)) ids.push(id);
    }
  };
  for (const { id, gpus, observed } of hosts) {
    ids.push(id);
    addGpus(gpus);
    addGpus(observed ?? []);
  }
  for (const { id } of vms) ids.push(id);
  return Float64Array.from(ids);
}

/** Of plans with one text: whether what is known of one by its ids is true of the other. */
export function hasSameIds(one: Plan, other: Plan): boolean {
  const ids = idsOf(other);
  return idsOf(one).every((id, n) => id === ids[n]);
}

/** As the reader has them; the list itself where it is in that order, as it nearly always is. */
function sorted<T>(list: readonly T[], by: (one: T) => number): readonly T[] {
  const isSorted = list.every((one, n) => n === 0 || by(list[n - 1] as T) <= by(one));
  return isSorted ? list : list.toSorted((a, b) => by(a) - by(b));
}

/**
 * A plan that was just read, with the ids that it had; null where they cannot be its own. `nextId`: the first that was
 * still free.
 */
export function withIds(plan: Plan, ids: unknown, nextId: number): Plan | null {
  if (!(ids instanceof Float64Array) || ids.length !== plan.nextId - 1) return null;
  if (!ids.every((id) => Number.isSafeInteger(id) && id > 0 && id < nextId)) return null;
  if (new Set(ids).size !== ids.length) return null;
  if (ids.every((id, n) => id === n + 1)) return { ...plan, nextId };
  const own = <Id extends AnyId>(id: Id): Id => (ids[id - 1] ?? 0) as Id;
  const gpus = (some: readonly Gpu[]): Gpu[] =>
    some.map((gpu) => ({
      ...gpu,
      id: own(gpu.id),
      instances: gpu.instances.map((gi) => ({ ...gi, id: own(gi.id) })),
    }));
  return {
    ...plan,
    nextId,
    hosts: plan.hosts.map((host) => ({
      ...host,
      id: own(host.id),
      gpus: gpus(host.gpus),
      observed: host.observed === null ? null : gpus(host.observed),
    })),
    vms: plan.vms.map((vm) => ({
      ...vm,
      id: own(vm.id),
      attachments: vm.attachments.map((one) => ({
        ...one,
        instance: one.instance === null ? null : own(one.instance),
      })),
    })),
  };
}

/** A short mark of a text: its length and some of its characters. For what belongs to this text and no other. */
export function markOf(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at += MARK_STEP) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
  return `${text.length} ${sum}`;
}

const MARK_STEP = 61;
