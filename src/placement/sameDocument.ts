import type { GiId } from '../model/ids.ts';
import type { Gpu, Plan } from '../model/plan.ts';

/** Whether two plans say the same, whatever ids their things have. */
export function isSameDocument(a: Plan, b: Plan): boolean {
  if (a === b) return true;
  // Most plans are told apart without writing either of them down.
  if (a.name !== b.name || a.hosts.length !== b.hosts.length || a.vms.length !== b.vms.length) return false;
  return isEqual(withoutIds(a), withoutIds(b));
}

/** The same when written down. Fields in any order, for a reader and an edit make objects in orders of their own; that of a list counts. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    // Most lists are empty, and there are fifty thousand of them.
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => isEqual(item, b[index]));
  }
  const [ofA, ofB] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return ofA.length === ofB.size && ofA.every(([key, value]) => ofB.has(key) && isEqual(value, ofB.get(key)));
}

/** Whether two lists of GPUs say the same, whatever the ids: null is another answer than none. */
export function isSameGpus(a: readonly Gpu[] | null, b: readonly Gpu[] | null): boolean {
  return a === b || (a !== null && b !== null && isEqual(bare(a), bare(b)));
}

function bare(gpus: readonly Gpu[]): unknown {
  return gpus.map((gpu) => ({ ...gpu, id: 0, instances: gpu.instances.map((gi) => ({ ...gi, id: 0 })) }));
}

/** What the plan says, with each instance known by its place among the instances. */
function withoutIds(plan: Plan): unknown {
  const planned = plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances));
  const places = new Map<GiId, number>(planned.map((gi, place) => [gi.id, place]));
  return [
    [plan.name, plan.notes, plan.requests, plan.extra],
    plan.hosts.map((host) => ({
      ...host,
      id: 0,
      gpus: bare(host.gpus),
      observed: host.observed === null ? null : bare(host.observed),
    })),
    plan.vms.map((vm) => ({
      ...vm,
      id: 0,
      attachments: vm.attachments.map((one) => ({
        ...one,
        instance: one.instance === null ? null : (places.get(one.instance) ?? null),
      })),
    })),
  ];
}
