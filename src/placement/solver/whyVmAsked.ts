/** The vGPU of a VM that was asked for: what would serve it on the plan as it stands, and where it is kept from. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import {
  vmsByInstance,
  type Gpu,
  type GiPlace,
  type GpuPlace,
  type Plan,
  type Vm,
  type Wanted,
} from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { VgpuChange } from '../rearrange.ts';
import { freeInstancesFor, isWanted } from '../vms/assign.ts';

export class AskedVgpu {
  readonly plan: Plan;
  readonly vm: Vm;
  /** Which of the VM's vGPUs, from 0. */
  readonly attachment: number;
  readonly wants: Wanted;

  constructor(plan: Plan, vm: Vm, attachment: number, wants: Wanted) {
    this.plan = plan;
    this.vm = vm;
    this.attachment = attachment;
    this.wants = wants;
  }

  /** Instances that would serve it now, on GPUs without another VM of its group. */
  free(): GiPlace[] {
    return freeInstancesFor(this.plan, this.vm, this.attachment).filter((place) => !this.isKeptFrom(place));
  }

  isKeptFrom({ gpu }: GpuPlace): boolean {
    return isKeptFrom(this.plan, this.vm, gpu);
  }

  /** Profiles of the GPU's board whose starts are public and whose instances are what is wanted. */
  profilesOn({ gpu }: GpuPlace): ProfileName[] {
    return (findBoard(gpu.board)?.profiles ?? []).flatMap(({ name, starts }) =>
      starts !== null && isWanted(this.wants, gpu, { profile: name }) ? [name] : [],
    );
  }

  /** It has the instance then. Null: the one that is made. */
  given(giId: GiId | null): VgpuChange {
    return { kind: 'assign', vmId: this.vm.id, attachment: this.attachment, giId };
  }
}

/** True when another VM of its group has an instance of this GPU. */
export function isKeptFrom(plan: Plan, { group, id }: Vm, { instances }: Gpu): boolean {
  if (group === null) return false;
  const vms = vmsByInstance(plan);
  return instances.some((gi) =>
    (vms.get(gi.id) ?? []).some((other) => other.group === group && other.id !== id),
  );
}

/** 0 the same GPU, 1 another of its host, 2 another host. */
export function distanceBetween(from: GpuPlace, to: GpuPlace): number {
  return from.gpu.id === to.gpu.id ? 0 : from.host.id === to.host.id ? 1 : 2;
}
