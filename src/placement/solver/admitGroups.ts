/**
 * Who of those that are let in gets which place, so that of one group no two are on the same GPU. The places are given; the
 * largest groups choose first, each time the GPU with most places of the profile left. Whoever finds none waits, and then
 * the answer is no longer called proven.
 */
import type { GiId } from '../../model/ids.ts';
import type { Plan, PlanRequest, Vm } from '../../model/plan.ts';
import type { Admission, AdmitQuestion, AdmittedGpu } from './admit.ts';

export interface KeptApart {
  readonly admission: Admission;
  /** Indexed like the requests: how many found only places beside one of their group. */
  readonly dropped: readonly number[];
}

interface Spot {
  readonly gpu: AdmittedGpu;
  /** Index into `added`. */
  readonly piece: number;
}

/** `requests` are indexed like the wishes. Without groups it is the admission as it was. */
export function keepApart(
  { names, wishes }: AdmitQuestion,
  admission: Admission,
  requests: readonly PlanRequest[],
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  plan: Plan,
): KeptApart {
  const dropped = requests.map(() => 0);
  const grouped = requests.flatMap(({ group }, index) => (group === null ? [] : [{ group, index }]));
  if (grouped.length === 0) return { admission, dropped };
  const groups = groupsOn(plan, vms);
  const spots = spotsByName(names, admission);
  const granted = [...admission.granted];
  const used = new Set<Spot>();
  const sizeOf = (group: string): number =>
    requests.reduce((sum, one, index) => sum + (one.group === group ? (granted[index] ?? 0) : 0), 0);
  grouped.sort((a, b) => sizeOf(b.group) - sizeOf(a.group) || a.index - b.index);
  for (const { group, index } of grouped) {
    const own = spots[wishes[index]?.name ?? -1] ?? [];
    for (let left = granted[index] ?? 0; left > 0; left--) {
      const free = new Map<AdmittedGpu, Spot[]>();
      for (const spot of own) {
        if (used.has(spot) || groups.get(spot.gpu.gpu.gpu.id)?.has(group) === true) continue;
        free.set(spot.gpu, [...(free.get(spot.gpu) ?? []), spot]);
      }
      const [best] = [...free.values()].sort((a, b) => b.length - a.length)[0] ?? [];
      if (best === undefined) {
        dropped[index] = left;
        granted[index] = (granted[index] ?? 0) - left;
        break;
      }
      used.add(best);
      const id = best.gpu.gpu.gpu.id;
      groups.set(id, new Set([...(groups.get(id) ?? []), group]));
    }
  }
  // Whoever is in no group takes any place that is left: those that were let in, then those that waited.
  spots.forEach((own, name) => {
    let free = own.length - own.filter((spot) => used.has(spot)).length;
    const loose = requests.flatMap((one, index) =>
      one.group === null && wishes[index]?.name === name ? [index] : [],
    );
    for (const index of loose) free -= granted[index] ?? 0;
    for (const index of loose) {
      const more = Math.min(Math.max(0, free), (wishes[index]?.count ?? 0) - (granted[index] ?? 0));
      granted[index] = (granted[index] ?? 0) + more;
      free -= more;
    }
    const rest = own.filter((spot) => !used.has(spot));
    rest.slice(0, Math.max(0, rest.length - Math.max(0, free))).forEach((spot) => used.add(spot));
  });
  const value = wishes.reduce((sum, { weight }, index) => sum + weight * (granted[index] ?? 0), 0);
  const kept = new Map<AdmittedGpu, Set<number>>();
  for (const { gpu, piece } of used) kept.set(gpu, new Set([...(kept.get(gpu) ?? []), piece]));
  const placed = admission.placed.flatMap((one): AdmittedGpu[] => {
    const added = one.added.filter((_, piece) => kept.get(one)?.has(piece));
    return added.length === 0 ? [] : [{ gpu: one.gpu, added }];
  });
  return { admission: { ...admission, granted, value, placed }, dropped };
}

/** Groups that have a VM on a GPU already. */
function groupsOn(plan: Plan, vms: ReadonlyMap<GiId, readonly Vm[]>): Map<number, Set<string>> {
  const groups = new Map<number, Set<string>>();
  for (const { gpus } of plan.hosts) {
    for (const gpu of gpus) {
      const here = gpu.instances.flatMap((gi) => (vms.get(gi.id) ?? []).flatMap(({ group }) => group ?? []));
      if (here.length > 0) groups.set(gpu.id, new Set(here));
    }
  }
  return groups;
}

/** The places of each name. */
function spotsByName(names: readonly string[], { placed }: Admission): Spot[][] {
  const spots = names.map((): Spot[] => []);
  for (const gpu of placed) {
    gpu.added.forEach(({ profileIndex }, piece) => {
      const name = gpu.gpu.geometry.board.profiles[profileIndex]?.name ?? '';
      spots[names.indexOf(name)]?.push({ gpu, piece });
    });
  }
  return spots;
}
