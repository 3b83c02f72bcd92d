/**
 * Who of those that are let in gets which place, so that of one group no two are on the same GPU. The places are given; the
 * largest groups choose first, each time the GPU with most places of the profile left. Whoever finds none waits: then places
 * and groups have to be found together (admitApart.ts).
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
  const used = new Map<Spot, number>();
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
      used.set(best, index);
      const id = best.gpu.gpu.gpu.id;
      groups.set(id, new Set([...(groups.get(id) ?? []), group]));
    }
  }
  // Whoever is in no group takes any place that is left: those that were let in, then those that waited.
  spots.forEach((own, name) => {
    const rest = own.filter((spot) => !used.has(spot));
    const loose = requests.flatMap((one, index) =>
      one.group === null && wishes[index]?.name === name ? [index] : [],
    );
    const take = (index: number, count: number): number => {
      const taken = rest.splice(0, count);
      for (const spot of taken) used.set(spot, index);
      return taken.length;
    };
    for (const index of loose) granted[index] = take(index, granted[index] ?? 0);
    for (const index of loose) {
      const own = granted[index] ?? 0;
      granted[index] = own + take(index, (wishes[index]?.count ?? 0) - own);
    }
  });
  const value = wishes.reduce((sum, { weight }, index) => sum + weight * (granted[index] ?? 0), 0);
  const kept = new Map<AdmittedGpu, Map<number, number>>();
  for (const [{ gpu, piece }, index] of used) {
    const own = kept.get(gpu) ?? new Map<number, number>();
    kept.set(gpu, own.set(piece, index));
  }
  const placed = admission.placed.flatMap((one): AdmittedGpu[] => {
    const own = kept.get(one);
    if (own === undefined) return [];
    const pieces = [...own.keys()].sort((a, b) => a - b);
    return [
      {
        gpu: one.gpu,
        added: pieces.flatMap((piece) => one.added[piece] ?? []),
        wishes: pieces.flatMap((piece) => own.get(piece) ?? []),
      },
    ];
  });
  return { admission: { ...admission, granted, value, placed }, dropped };
}

/** Groups that have a VM on a GPU already. */
export function groupsOn(plan: Plan, vms: ReadonlyMap<GiId, readonly Vm[]>): Map<number, Set<string>> {
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
