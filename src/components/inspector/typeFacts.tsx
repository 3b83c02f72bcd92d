/** What the tables know of one vGPU type on a GPU, with how sure it is, as the inspector lists it. */
import type { Gpu } from '../../model/plan.ts';
import type { VgpuType } from '../../model/vgpu.ts';
import { mmioOf } from '../../placement/vms/vmMmio.ts';
import type { Fact } from './Facts.tsx';

/** Where the true name stands, for whom the tables have none. */
export const HOST_PRINTS = 'The host prints it: nvidia-smi vgpu -s, or govc gpu.host.profile.ls.';

const unknown = <span className="text-ink3">unknown</span>;

function known(value: number | string | null, unit = ''): Fact['value'] {
  return value === null ? unknown : `${value}${unit}`;
}

/** The name on ESXi: one whose prefix was seen, one that is only derived and looks it, or none. */
function esxiFact({ esxiName, esxiNameStatus }: VgpuType): Fact {
  const name = 'On ESXi';
  if (esxiName === null || esxiNameStatus === 'unknown') return { name, value: unknown, note: HOST_PRINTS };
  if (esxiNameStatus === 'prefix-seen')
    return { name, value: esxiName, note: 'This prefix was seen on boards of the family.' };
  return { name, value: <i>{esxiName}</i>, note: `By pattern, not seen. ${HOST_PRINTS}` };
}

/** All facts of a type; each that no public source has says so. */
export function typeFacts(gpu: Pick<Gpu, 'board' | 'variant'>, type: VgpuType): Fact[] {
  const perInstance = type.maxPerInstance ?? 1;
  const mmio = mmioOf(gpu);
  return [
    esxiFact(type),
    { name: 'mdev type on KVM', value: known(type.mdevType) },
    {
      name: 'Framebuffer',
      value: known(type.framebufferMiB, ' MiB'),
      note: type.framebufferMiB === null ? null : 'What a guest can use is less.',
    },
    { name: 'At most on a GPU', value: known(type.maxPerGpu) },
    ...(perInstance === 1
      ? []
      : [{ name: 'VMs on one instance', value: `up to ${perInstance}`, note: 'They take turns on it.' }]),
    {
      name: 'ESXi at least',
      value: type.esxiMinRelease ?? <span className="text-ink3">no floor printed</span>,
    },
    { name: 'MMIO on ESXi', value: known(mmio, ' GB') },
  ];
}
