/** The vGPUs of a KVM host as its recipes and its domain XML name them. */
import type { Host, Plan } from '../../model/plan.ts';
import { assignedVms, type AssignedVgpu, type AssignedVm } from '../vgpu/assignedVms.ts';
import { uuidOfNames } from './vgpuUuid.ts';

export interface KvmVgpu {
  readonly vm: AssignedVm['vm'];
  readonly vgpu: AssignedVgpu;
  /** "A100-3-20C". */
  readonly type: string;
  /** The number of the type where it is public: 476 of "nvidia-476". */
  readonly typeId: number | null;
  /** Of the mediated device. */
  readonly uuid: string;
}

/** By GPU and start. `untyped`: VMs of which it is not said, or not public, which type is meant. */
export function kvmVgpus(
  plan: Plan,
  host: Host,
): { readonly vgpus: readonly KvmVgpu[]; readonly untyped: readonly AssignedVm['vm'][] } {
  const { assigned } = assignedVms(plan, 'kvm', host);
  const typed = assigned.filter(({ vgpus }) => vgpus.every(({ type }) => type !== null));
  return {
    vgpus: typed.flatMap(({ vm, vgpus }) =>
      vgpus.map((vgpu): KvmVgpu => {
        const id = /^nvidia-([0-9]+)$/.exec(vgpu.type?.mdevType ?? '')?.[1];
        return {
          vm,
          vgpu,
          type: vgpu.type?.type ?? '',
          typeId: id === undefined ? null : Number(id),
          uuid: uuidOf(plan, host, vm.name, vgpu.attachment),
        };
      }),
    ),
    untyped: assigned.filter((one) => !typed.includes(one)).map(({ vm }) => vm),
  };
}

/** By names, so that it stays the same when a VM is drawn elsewhere on its host. */
function uuidOf(plan: Plan, host: Host, vm: string, attachment: number): string {
  return uuidOfNames([plan.name, host.name, vm, String(attachment)]);
}
