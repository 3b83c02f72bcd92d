/**
 * The VMs of a plan with what each of their vGPUs is called: what every text that gives vGPUs to VMs is made of. A type is
 * looked up for the GPU it is drawn on, for names repeat across boards.
 */
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import {
  findInstance,
  vmsByInstance,
  type GiPlace,
  type Host,
  type Plan,
  type Platform,
  type Vm,
  type Wanted,
} from '../../model/plan.ts';
import { vgpuTypesOf, type VgpuType } from '../../model/vgpu.ts';

export interface AssignedVgpu {
  /** Its place among the VM's vGPUs, from 0. */
  readonly attachment: number;
  readonly place: GiPlace;
  /** Null where several types are possible and the plan does not say which, or none is public. */
  readonly type: VgpuType | null;
  /** What may be meant where `type` is null. */
  readonly candidates: readonly VgpuType[];
}

/** A VM that has all its vGPUs. */
export interface AssignedVm {
  readonly vm: Vm;
  readonly host: Host;
  readonly vgpus: readonly AssignedVgpu[];
}

export interface VmsOfPlatform {
  /** By host, then GPU, start and name. */
  readonly assigned: readonly AssignedVm[];
  /** VMs that wait, in whole or in part. */
  readonly waiting: readonly Vm[];
  /** How many have their place on hosts of other platforms. */
  readonly elsewhere: number;
}

/** The VMs on hosts of `platform`, and on hosts of which nobody said the platform; of one host where `only` names it. */
export function assignedVms(plan: Plan, platform: Platform, only: Host | null = null): VmsOfPlatform {
  const assigned: AssignedVm[] = [];
  const waiting: Vm[] = [];
  let elsewhere = 0;
  const counts = vmsByInstance(plan);
  for (const vm of plan.vms) {
    const places = vm.attachments.map(({ instance }) =>
      instance === null ? undefined : findInstance(plan, instance),
    );
    const [first] = places;
    if (first === undefined || places.includes(undefined)) {
      waiting.push(vm);
      continue;
    }
    const { host } = first;
    if ((host.platform ?? platform) !== platform) elsewhere++;
    else if (only === null || host.id === only.id) {
      const vgpus = vm.attachments.flatMap(({ wants }, attachment) => {
        const place = places[attachment];
        return place === undefined
          ? []
          : [vgpuAt(wants, attachment, place, counts.get(place.gi.id)?.length ?? 1)];
      });
      assigned.push({ vm, host, vgpus });
    }
  }
  const rank = new Map(plan.hosts.map((host, at) => [host.id, at]));
  assigned.sort(
    (a, b) =>
      (rank.get(a.host.id) ?? 0) - (rank.get(b.host.id) ?? 0) ||
      gpuOf(a) - gpuOf(b) ||
      startOf(a) - startOf(b) ||
      (a.vm.name < b.vm.name ? -1 : a.vm.name > b.vm.name ? 1 : 0),
  );
  return { assigned, waiting, elsewhere };
}

const gpuOf = ({ vgpus }: AssignedVm): number => vgpus[0]?.place.gpu.index ?? 0;
const startOf = ({ vgpus }: AssignedVm): number => vgpus[0]?.place.gi.start ?? 0;

/** `sharers`: the VMs that have this instance. */
function vgpuAt(wants: Wanted, attachment: number, place: GiPlace, sharers: number): AssignedVgpu {
  const all = vgpuTypesOf(VGPU_BOARDS, place.gpu, place.gi.profile);
  const candidates =
    wants.kind === 'type'
      ? all.filter(({ type }) => type === wants.type)
      : // A profile without a word of sharing means the whole instance.
        all.filter(({ maxPerInstance }) => (maxPerInstance ?? 1) === 1 || sharers > 1);
  const [only, second] = candidates;
  return { attachment, place, type: second === undefined ? (only ?? null) : null, candidates };
}

/** "A100-3-20C"; "A100-3-20C or A100X-3-20C" where either may be meant; "unknown" where no table has one. */
export function typeName({ type, candidates }: Pick<AssignedVgpu, 'type' | 'candidates'>): string {
  if (type !== null) return type.type;
  return candidates.map((one) => one.type).join(' or ') || 'unknown';
}

/** As typed on ESXi; where the prefix is not public, the end that it has and a "*" for what is to be looked up. */
export function esxiTypeName(type: VgpuType): string {
  return type.esxiName ?? `*_${type.type.toLowerCase()}`;
}
