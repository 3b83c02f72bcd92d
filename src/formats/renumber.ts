import { IdSource, type GiId } from '../model/ids.ts';
import type { Gpu, Plan } from '../model/plan.ts';

/**
 * The same plan with the ids that reading its document would give: each host, its GPUs each with its instances, its
 * observed GPUs likewise; then the VMs. GPUs are sorted by index and instances by start, as a plan has them. An
 * attachment to an instance that no host plans waits.
 */
export function renumber(plan: Plan): Plan {
  const ids = new IdSource();
  const planned = new Map<GiId, GiId>();
  const renumbered = (gpus: readonly Gpu[], isPlanned: boolean): Gpu[] =>
    [...gpus]
      .sort((a, b) => a.index - b.index)
      .map((gpu) => ({
        ...gpu,
        id: ids.gpu(),
        instances: [...gpu.instances]
          .sort((a, b) => a.start - b.start)
          .map((gi) => {
            const id = ids.gi();
            if (isPlanned) planned.set(gi.id, id);
            return { ...gi, id };
          }),
      }));
  const hosts = plan.hosts.map((host) => ({
    ...host,
    id: ids.host(),
    gpus: renumbered(host.gpus, true),
    observed: host.observed === null ? null : renumbered(host.observed, false),
  }));
  const vms = plan.vms.map((vm) => ({
    ...vm,
    id: ids.vm(),
    attachments: vm.attachments.map((attachment) => ({
      ...attachment,
      instance: attachment.instance === null ? null : (planned.get(attachment.instance) ?? null),
    })),
  }));
  return { ...plan, hosts, vms, nextId: ids.next };
}
