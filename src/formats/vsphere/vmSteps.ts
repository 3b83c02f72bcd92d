/** What is done to the VMs and inside of them: settings, vGPU type, guest driver, containers. */
import type { Host, Vm } from '../../model/plan.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { platformFacts } from '../../model/platform.ts';
import type { VgpuType } from '../../model/vgpu.ts';
import { esxiTypeName, typeName, type AssignedVm } from '../vgpu/assignedVms.ts';
import { block, boxes, bullets, cell, heading, name, paragraph, table } from './runbookPage.ts';

/** The 64-bit MMIO size of each VM in GB, a power of two; null where no public table has the figure of its board. */
export type MmioSizes = ReadonlyMap<Vm['id'], number | null>;

/** VM by VM: what is set before it can power on with its vGPUs. */
export function vmSettingsTable(vms: readonly AssignedVm[], mmio: MmioSizes): string[] {
  return table(
    ['VM', 'Host', 'Firmware', 'Memory', 'pciPassthru.use64bitMMIO', 'pciPassthru.64bitMMIOSizeGB', 'vGPU'],
    vms.map((one) => [
      cell(one.vm.name),
      cell(one.host.name),
      'EFI',
      'all reserved',
      'TRUE',
      String(mmio.get(one.vm.id) ?? 'unknown'),
      one.vgpus
        .map((vgpu) => cell(vgpu.type === null ? typeName(vgpu) : esxiTypeName(vgpu.type)))
        .join(' + '),
    ]),
  );
}

/** What the table leaves to be said. */
export const SETTINGS_WORDS: readonly string[] = [
  'EFI cannot be switched on for a guest that was installed with BIOS: such a VM has to be made anew. The guest is a 64-bit one.',
  'Memory: "Reserve all guest memory" (`memoryReservationLockedToMax = true`).',
  'The two `pciPassthru` lines are advanced parameters of the VM. The size is the sum over its vGPUs of what NVIDIA prints for their boards, rounded up to a power of two.',
  'All of it only while the VM is powered off. Write down what was set before: that is the way back.',
];

/** What is said only of tables in which it is. */
export function wordsOnUnknown(vms: readonly AssignedVm[], mmio: MmioSizes): string[] {
  const isSizeOpen = vms.some(({ vm }) => (mmio.get(vm.id) ?? null) === null);
  return [
    ...(isSizeOpen
      ? [
          "An MMIO size that is unknown: NVIDIA's table has none for the board, so look it up in the documentation of the vGPU release. With too small a size the VM does not power on.",
        ]
      : []),
    ...(hasOpenName(vms)
      ? [
          'A `*` stands for the prefix of a name that is not public: take the name from the list in the vSphere Client, or from `govc gpu.host.profile.ls -host HOST`.',
        ]
      : []),
  ];
}

export function assignTypes(host: Host, vms: readonly AssignedVm[], mmio: MmioSizes): string[] {
  const types = distinctTypes(vms);
  return [
    ...heading(2, '10. The VMs: settings and vGPU type'),
    ...vmSettingsTable(vms, mmio),
    ...bullets(...SETTINGS_WORDS, ...wordsOnUnknown(vms, mmio)),
    ...paragraph(
      'The type, in the vSphere Client: the VM, *Edit Settings*, *Add New Device*, *PCI Device*, *NVIDIA GRID vGPU*, then the type from the list. For many VMs: the PowerCLI script, the govc commands or the Ansible playbook of this plan. *Edit Settings* of each VM shows the vGPU afterwards.',
    ),
    ...bullets(...types.map((type) => typeLine(type))),
    ...paragraph(
      'A type belongs to one kind of instance, exactly: one with as much memory and other compute slices does not serve it.',
      perVm(host),
    ),
  ];
}

/** Whether a type is among them whose name on ESXi is not public: it is printed with a `*`. */
export function hasOpenName(vms: readonly AssignedVm[]): boolean {
  return distinctTypes(vms).some(({ esxiName }) => esxiName === null);
}

function distinctTypes(vms: readonly AssignedVm[]): VgpuType[] {
  const types = new Map(
    vms.flatMap(({ vgpus }) =>
      vgpus.flatMap(({ type }) => (type === null ? [] : [[type.type, type] as const])),
    ),
  );
  return [...types.values()];
}

function typeLine(type: VgpuType): string {
  const most = type.maxPerGpu === null ? '' : `, at most ${type.maxPerGpu} on a GPU`;
  return `GPU instance ${name(type.profile ?? 'unknown')}: vGPU type ${name(esxiTypeName(type))}${most}.`;
}

/** How many vGPUs a VM may have, by the release of the host. */
function perVm(host: Host): string {
  const { vgpusPerVm } = platformFacts(host);
  const most = vgpusPerVm?.value ?? null;
  if (most === 1) {
    return 'On this release a VM has **one** vGPU on an instance, so no VM has a part of two GPUs.';
  }
  if (most === null) return 'How many vGPUs a VM may have on this release is not known here.';
  const sure = vgpusPerVm?.sure ?? most;
  return `On this release a VM may have several vGPUs, also on instances: ${sure}${most > sure ? ` (${most} by a blog of VMware)` : ''}, all of one board and one series. That a VM has only one, as older guides say, holds for ESXi 7.x.`;
}

export function insideTheGuests(host: Host, vms: readonly AssignedVm[]): string[] {
  const types = distinctTypes(vms);
  const branch = branchOf(host.driver);
  const profile = types[0]?.profile?.replace(/\+.*$/, '') ?? '3g.20gb';
  const guestName = types[0] === undefined ? 'A100-3-20C' : registeredName(types[0]);
  const isOld = branch !== null && branch < 470;
  const isNew = branch !== null && branch >= 470;
  return [
    ...heading(2, '12. Inside each guest'),
    ...paragraph(
      `Install the vGPU **guest** driver of the same family as the host's${host.driver === null ? '' : ` (the plan names ${name(host.driver)})`}: of one vGPU release, though the last digits may differ (450.73 on the host went with 450.63 in the guest). Then give it its licence. Even to look at instances takes root (or an administrator) in the guest:`,
    ),
    ...block([
      'nvidia-smi',
      'nvidia-smi mig -lgip',
      'nvidia-smi mig -lgi',
      'nvidia-smi mig -lcip',
      'nvidia-smi mig -lci',
      'nvidia-smi -L',
    ]),
    ...boxes(
      `One GPU instance and one compute instance are listed, whatever else is on the host. The guest counts for itself: instance ID 0, profile ID 0, ${hasEights(vms) ? 'placement 0:8' : 'a placement of its own'}, though the host has other IDs and another placement.`,
      'GPU instances are not made in a guest. Compute instances may be, with root, where nothing runs on them.',
    ),
    ...paragraph(
      `What \`nvidia-smi -L\` prints there${types.length > 1 && types[0] !== undefined ? `, with the type ${name(esxiTypeName(types[0]))}` : ''}:`,
    ),
    ...block(
      [
        `GPU 0: ${guestName} (UUID: GPU-...)`,
        ...(isNew
          ? []
          : [
              `  MIG ${profile} Device 0: (UUID: MIG-GPU-.../0/0)${isOld ? '' : '     <- guest drivers before R470'}`,
            ]),
        ...(isOld
          ? []
          : [
              `  MIG ${profile.padEnd(11)} Device  0: (UUID: MIG-...)${isNew ? '' : '     <- R470 and later'}`,
            ]),
      ],
      'text',
    ),
    ...paragraph(
      'With the NVIDIA Container Toolkit in the guest, a container on that device; put in the UUID that `-L` has printed, and an image with a tag:',
    ),
    ...block([
      ...(isNew
        ? []
        : [
            'sudo docker run --rm --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=MIG-GPU-<GPU-UUID>/0/0 IMAGE:TAG nvidia-smi -L',
          ]),
      ...(isOld
        ? []
        : [
            'sudo docker run --rm --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=MIG-<UUID> IMAGE:TAG nvidia-smi -L',
          ]),
    ]),
    ...paragraph(
      isOld
        ? 'From R470 on the device is `MIG-<UUID>`, a UUID of its own that changes when the compute instance is made anew.'
        : 'The UUID changes when the compute instance is made anew, which is at each start of the VM: do not write it into a configuration.',
    ),
  ];
}

/** The placement that a guest prints was seen of boards with eight memory slices only. */
function hasEights(vms: readonly AssignedVm[]): boolean {
  return vms.every(({ vgpus }) => vgpus.every(({ place }) => findBoard(place.gpu.board)?.memorySlices === 8));
}

/** The branch of "450.73" or "R550". */
function branchOf(driver: string | null): number | null {
  const found = /^R?([0-9]{3})/i.exec(driver?.trim() ?? '');
  return found === null ? null : Number(found[1]);
}

/** With the prefix that goes with the board: the ESXi name has the same one. */
function registeredName({ type, esxiName }: VgpuType): string {
  if (esxiName?.startsWith('grid_') === true) return `GRID ${type}`;
  return esxiName?.startsWith('nvidia_') === true ? `NVIDIA ${type}` : type;
}
