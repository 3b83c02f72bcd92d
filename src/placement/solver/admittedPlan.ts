/** The plan with what was let in, and who of a group got which of the new instances. */
import { IdSource, type GiId } from '../../model/ids.ts';
import { makeInstance, type Gpu, type Plan, type PlanRequest } from '../../model/plan.ts';
import { byStart } from '../planParts.ts';
import type { Admission } from './admit.ts';
import type { Wishes } from './admitWishes.ts';

export interface GroupMember {
  readonly giId: GiId;
  readonly group: string;
}

/** Groups that have a member on a GPU, with those that were let in. */
export function groupsWith(
  present: ReadonlyMap<number, ReadonlySet<string>>,
  groups: readonly (string | null)[],
  { placed }: Admission,
): ReadonlyMap<number, ReadonlySet<string>> {
  const all = new Map(present);
  for (const { gpu, wishes = [] } of placed) {
    const more = wishes.flatMap((wish) => groups[wish] ?? []);
    all.set(gpu.gpu.id, new Set([...(present.get(gpu.gpu.id) ?? []), ...more]));
  }
  return all;
}

/** Who of a group got which of the new instances. */
export function membersOf(
  added: readonly { readonly id: GiId; readonly wish: number | undefined }[],
  { requestOf }: Wishes,
  requests: readonly PlanRequest[],
): GroupMember[] {
  return added.flatMap(({ id, wish }) => {
    const group = requests[requestOf[wish ?? -1] ?? -1]?.group ?? null;
    return group === null ? [] : [{ giId: id, group }];
  });
}

interface Made {
  readonly plan: Plan;
  /** What is new, with the wish that it is for where that is known. */
  readonly added: readonly { readonly id: GiId; readonly wish: number | undefined }[];
}

/** The plan with what is let in. */
export function planWith(plan: Plan, { placed }: Admission): Made {
  if (placed.length === 0) return { plan, added: [] };
  const fresh: { id: GiId; wish: number | undefined }[] = [];
  const ids = new IdSource(plan.nextId);
  const added = new Map(placed.map((one) => [one.gpu.gpu.id, one]));
  const hosts = plan.hosts.map((host) => {
    if (!host.gpus.some(({ id }) => added.has(id))) return host;
    const gpus = host.gpus.map((gpu): Gpu => {
      const one = added.get(gpu.id);
      if (one === undefined) return gpu;
      const { profiles } = one.gpu.geometry.board;
      const more = one.added.map(({ profileIndex, start }, at) => {
        const gi = makeInstance(ids.gi(), profiles[profileIndex]?.name ?? '', start);
        fresh.push({ id: gi.id, wish: one.wishes?.[at] });
        return gi;
      });
      return { ...gpu, instances: [...gpu.instances, ...more].sort(byStart) };
    });
    return { ...host, gpus };
  });
  return { plan: { ...plan, hosts, nextId: ids.next }, added: fresh };
}
