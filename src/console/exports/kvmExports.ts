/** vGPUs on KVM hosts: a recipe for each of the two ways, and the devices of a VM for libvirt. */
import { err, ok, type Result } from '../../model/result.ts';
import { libvirtNameFault } from '../../formats/encode/libvirt.ts';
import { makeKvmRecipe, type KvmWay } from '../../formats/kvm/kvmRecipe.ts';
import { kvmVgpus } from '../../formats/kvm/kvmVgpus.ts';
import { makeLibvirtXml } from '../../formats/kvm/libvirtXml.ts';
import type { ExportDefinition, ValidContext, WriteError, Written } from './exportDefinition.ts';
import { withoutType } from './leftOutVms.ts';
import { KVM_ROWS } from './rows/kvmRows.ts';

export const KVM_EXPORTS = {
  'kvm-mdev': {
    ...KVM_ROWS['kvm-mdev'],
    needsValid: true,
    write: (context) => recipe(context, 'mdev'),
  },
  'kvm-vfio': {
    ...KVM_ROWS['kvm-vfio'],
    needsValid: true,
    write: (context) => recipe(context, 'vendor VFIO'),
  },
  'libvirt-xml': {
    ...KVM_ROWS['libvirt-xml'],
    needsValid: true,
    write: ({ plan, host, vm, sharedPlan }) => {
      if (vm === null) return err({ code: 'no-vms', platform: 'kvm' });
      if (host === null) {
        return err({ code: 'no-vms', platform: 'kvm', why: `${vm.name} has no place in the plan yet.` });
      }
      if ((host.platform ?? 'kvm') !== 'kvm')
        return err({ code: 'other-platform', host: host.name, needs: 'kvm' });
      const fault = libvirtNameFault(vm.name);
      if (fault !== null) return err({ code: 'libvirt-name', vm: vm.name, fault });
      if (host.release === 'vendor VFIO') return err({ code: 'function-unknown', vm: vm.name });
      const own = kvmVgpus(plan, host).vgpus.filter((one) => one.vm.id === vm.id);
      if (own.length === 0) return err({ code: 'no-vms', platform: 'kvm', why: withoutType([vm]) });
      return ok({ text: makeLibvirtXml(vm, own, sharedPlan()), title: `${vm.name} vGPUs` });
    },
  },
} as const satisfies Record<string, ExportDefinition>;

function recipe({ plan, host, sharedPlan }: ValidContext, way: KvmWay): Result<Written, WriteError> {
  if (host === null) return err({ code: 'script', error: { code: 'host-not-found' } });
  if ((host.platform ?? 'kvm') !== 'kvm')
    return err({ code: 'other-platform', host: host.name, needs: 'kvm' });
  const { vgpus, untyped } = kvmVgpus(plan, host);
  const leftOut = untyped.length === 0 ? [] : [withoutType(untyped)];
  if (vgpus.length === 0) {
    const [why] = leftOut;
    return err({ code: 'no-vms', platform: 'kvm', ...(why === undefined ? {} : { why }) });
  }
  const other =
    host.release !== null && host.release !== way
      ? [`The plan says that this host has ${host.release}.`]
      : [];
  return ok({
    text: makeKvmRecipe(plan, host, { way, vgpus, sharedPlan: sharedPlan(), leftOut }),
    title: `${host.name} ${way}`,
    remarks: [...leftOut, ...other],
  });
}
