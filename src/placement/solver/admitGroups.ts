/**
 * Who of those that are let in gets which place, so that of one group no two are on the same GPU. The places are given; the
 * largest groups choose first, each time the GPU with most places of the profile left. Whoever finds none waits: then places
 * and groups have to be found together (admitApart.ts).
 */
import type { GiId } from '../../model/ids.ts';
import type { Plan, PlanRequest, Vm } from '../../model/plan.ts';
import type { Admission, AdmitQuestion, AdmittedGpu } from './admit.ts';
import { stillWished } from './roomProgram.ts';

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

/** `requests` are indexed like the wishes. Without groups it is the admission as it was; else each place says for whom it is. */
export function keepApart(
  question: AdmitQuestion,
  admission: Admission,
  requests: readonly Pick<PlanRequest, 'group'>[],
  vms: ReadonlyMap<GiId, readonly Vm[]>,
  plan: Plan,
): KeptApart {
  const { names, wishes } = question;
  const dropped = requests.map(() => 0);
  const grouped = requests.flatMap(({ group }, index) => (group === null ? [] : [{ group, index }]));
  if (grouped.length === 0) return { admission, dropped };
  const groups = groupsOn(plan, vms);
  const spots = spotsByName(names, admission);
  const granted = [...admission.granted];
  const used = new Map<Spot, number>();
  const sizeOf = (group: string): number =>
    requests.reduce((sum, one, index) => sum + (one.group === group ? (granted[index] ?? 0) : 0), 0);
  grouped.sort((a, b) => sizeOf(b.group) - sizeOf(a.group));
  for (const { group, index } of grouped) {
    const own = spots[wishes[index]?.name ?? -1] ?? [];
    const free = new Map<AdmittedGpu, Spot[]>();
    for (const spot of own) {
      if (used.has(spot) || groups.get(spot.gpu.gpu.gpu.id)?.has(group) === true) continue;
      const here = free.get(spot.gpu);
      if (here === undefined) free.set(spot.gpu, [spot]);
      else here.push(spot);
    }
    const members = [...free.values()]
      .sort((one, other) => other.length - one.length)
      .slice(0, granted[index] ?? 0);
    for (const [spot] of members) {
      if (spot === undefined) continue;
      used.set(spot, index);
      const { id } = spot.gpu.gpu.gpu;
      const here = groups.get(id);
      if (here === undefined) groups.set(id, new Set([group]));
      else here.add(group);
    }
    dropped[index] = (granted[index] ?? 0) - members.length;
    granted[index] = members.length;
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
      const more = take(index, stillWished(question, granted, index));
      granted[index] = (granted[index] ?? 0) + more;
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
    const pieces = one.added.flatMap((position, piece) => {
      const wish = own.get(piece);
      return wish === undefined ? [] : [{ position, wish }];
    });
    return [
      { gpu: one.gpu, added: pieces.map(({ position }) => position), wishes: pieces.map(({ wish }) => wish) },
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
