/** The steps on the ESXi host before there are instances: firmware, driver, maintenance mode, graphics, MIG mode, reboot. */
import { driverAge } from '../../model/driverVersion.ts';
import type { Host } from '../../model/plan.ts';
import { esxiRank } from '../../model/platform.ts';
import { findVibs, hasMig, type Vib } from '../esxi/vibList.ts';
import type { GpuWork } from './gpuWork.ts';
import { block, boxes, bullets, heading, name, paragraph } from './runbookPage.ts';

const FIRST_OF_8 = esxiRank('8.0') ?? 0;

/** What a shell of ESXi is told to look for: names begin with NVIDIA, or with NVD since NVIDIA AI Enterprise. */
const LIST_VIBS = "esxcli software vib list | grep -iE 'nvidia|nvd'";

export function beforeTheWindow(host: Host, work: readonly GpuWork[], needed: string | null): string[] {
  return [
    ...heading(2, '1. Before the maintenance window'),
    ...boxes(
      'Firmware of the server, in its management page (iDRAC on a Dell): **SR-IOV** on ("SR-IOV Global: Enabled" on a Dell R740), the IOMMU on (VT-d or AMD IOMMU), memory-mapped I/O above 4 GB on. MIG by itself needs no SR-IOV; a vGPU on an instance does, for the instance is handed to the VM as a virtual function.',
      `The GPUs are boards with MIG: ${boardNames(work).map(name).join(', ')}. In the Ampere family only A100, A800 and A30 have it, in the Ada family none.`,
      `Host driver (VIB or bundle) and guest driver of the **same vGPU release** are downloaded${needed === null ? '' : `; this plan needs driver ${needed} or later`}. The host driver lies on a datastore of the host, for the installer wants its full path; write it down, step 4 asks for it.`,
      'The C-series vGPU types used here are licensed through NVIDIA AI Enterprise (once Virtual Compute Server): the guests reach the licence server.',
      'DRS of the cluster is at "Partially automated" or "Manual" for VMs with a vGPU.',
    ),
    ...plannedDriver(host, needed),
    ...paragraph(
      'In 2020, on ESXi 7.0, MIG was a technical preview. MIG-backed C-series vGPUs are documented by NVIDIA for vSphere 7.x and 8.x since; whether your exact release, driver and board are supported together is in the support matrix of the driver release.',
    ),
  ];
}

/**
 * A planned driver that is older than what the guide asks for, and which of the two holds. Within a branch that is a doubt
 * (placement/rules/platformRules.ts), so the plan may say so; the guide's floor is for bare metal (vgpu-rules.md, section b).
 */
function plannedDriver({ driver }: Host, needed: string | null): string[] {
  const age = driver === null || needed === null ? null : driverAge(driver, needed);
  if (driver === null || needed === null || age === null || age === 'enough') return [];
  if (age === 'unsure') {
    return paragraph(
      `The plan says ${name(driver)} as the driver of this host, without the release: it has to be ${needed} or later.`,
    );
  }
  return paragraph(
    `**The plan names driver ${name(driver)}, and ${needed} is the oldest that NVIDIA's MIG User Guide gives for these GPUs. What holds here is ${needed} or later:** step 4 installs it, where the host has ${name(driver)} too, and checks for it.`,
    `The guide says it for bare metal.${isOfR450(driver) ? " VMware's article of 2020 did run MIG on ESXi 7.0 with 450.73, a technical preview; no text of NVIDIA was found that supports that driver." : ''}`,
  );
}

const isOfR450 = (driver: string): boolean => /^R?450\b/i.test(driver.trim());

/** The boards, each once, as people call them. */
function boardNames(work: readonly GpuWork[]): string[] {
  return [...new Set(work.map(({ board }) => board.productNames[0]?.replace(/^NVIDIA /, '') ?? board.id))];
}

export function whatIsThere(host: Host, needed: string | null): string[] {
  const vibs = findVibs(host.notes);
  return [
    ...heading(2, '2. What is there now'),
    ...paragraph('On the ESXi host, in its shell or over SSH, as root. Nothing is changed yet.'),
    ...block([LIST_VIBS, 'nvidia-smi']),
    ...paragraph(
      'The first command prints name, version, vendor, acceptance level and date of each NVIDIA VIB; the name in the first column is what step 4 needs. Nothing printed: no host driver is installed, and there is no MIG yet.',
    ),
    ...(vibs.length === 0
      ? paragraph(
          'No list of VIBs is in the notes of this host in the plan: take the name from what is printed.',
        )
      : bullets(...vibs.map((vib) => vibLine(vib, needed)))),
    ...paragraph(
      '`nvidia-smi` shows MIG in the third row of a GPU, under "MIG M.", at the right: `Disabled` is the default, `Enabled` is on, `N/A` is a board without MIG, a `*` behind it is a change that waits for a reset or a reboot. **No such row at all**: the driver is R440 or older and knows no MIG; it has to be replaced (step 4).',
    ),
  ];
}

function vibLine(vib: Vib, needed: string | null): string {
  const known = `${name(vib.name)}, driver ${name(vib.driver)} (from the notes of the host)`;
  if (vib.kind === 'beside') return `${known}: comes with the driver and is replaced with it.`;
  if (!hasMig(vib)) return `${known}: **has no MIG**, which came with R450. Replace it in step 4.`;
  if (needed !== null && driverAge(vib.driver, needed) !== 'enough') {
    return `${known}: has MIG, and this plan needs ${needed} or later. Replace it in step 4.`;
  }
  return `${known}: has MIG. Step 4 is only for an update.`;
}

export function maintenanceMode(host: Host): string[] {
  return [
    ...heading(2, '3. Empty the host and enter maintenance mode'),
    ...paragraph(
      `Before anything is installed or removed, ${name(host.name)} has to be in maintenance mode, and a reboot follows. VMs with a vGPU do not leave by themselves on every release: move them, or shut them down.`,
    ),
    ...block(['esxcli graphics vm list']),
    ...boxes('It lists no VM: none with a vGPU is left. The other VMs are moved or shut down too.'),
    ...paragraph('Only then:'),
    ...block(['esxcli system maintenanceMode set --enable=true', 'esxcli system maintenanceMode get']),
    ...boxes('The last one answers `Enabled`.'),
    ...paragraph('Two hyphens before `enable`: pages that print one long dash have lost one of them.'),
  ];
}

export function hostDriver(host: Host, needed: string | null): string[] {
  const vibs = findVibs(host.notes);
  const driver = vibs.find(({ kind }) => kind === 'driver');
  const beside = vibs.filter(({ kind }) => kind === 'beside');
  const isOf8 = (esxiRank(host.release ?? '') ?? 0) >= FIRST_OF_8;
  const isGood =
    driver !== undefined &&
    hasMig(driver) &&
    needed !== null &&
    driverAge(driver.driver, needed) === 'enough';
  const removed = [...beside, ...(driver === undefined ? [] : [driver])].map((vib) => vib.name);
  const names = removed.length === 0 ? ['VIB-NAME'] : removed;
  return [
    ...heading(2, '4. The host driver (vGPU manager)'),
    ...paragraph(
      isGood
        ? `Nothing to do here unless the driver is to be updated: ${name(driver.driver)} is installed and has MIG.`
        : 'Skip this step where step 2 has shown a driver that is new enough.',
    ),
    ...paragraph('Remove an older driver. The name is that of the first column, without the version:'),
    ...block([LIST_VIBS, ...names.map((one) => `esxcli software vib remove --vibname=${one}`)]),
    ...paragraph(
      removed.length === 0
        ? 'The name differs from release to release, so it stands as VIB-NAME here: write the printed one.'
        : 'The name is taken from the notes of the host; it differs from release to release, so compare it with what is printed.',
    ),
    ...paragraph(
      `Install the new one, with its **full path**: ${isOf8 ? PATH_8 : PATH_7}; \`ls /vmfs/volumes/\` lists the datastores.`,
    ),
    ...(isOf8
      ? [
          ...block(COMPONENTS),
          ...paragraph('Or, where the driver came as a single VIB, this instead:'),
          ...block(ONE_VIB),
        ]
      : [
          ...block(ONE_VIB),
          ...paragraph('Or, where the driver came as a bundle, this instead:'),
          ...block(BUNDLE),
        ]),
    ...paragraph(
      'Then reboot, even where the installer says that none is needed, and stay in maintenance mode: another reboot may come, so this is not yet the time for `--enable=false`.',
    ),
    ...block(['reboot']),
    ...paragraph('When the host is back, see that the driver runs:'),
    ...block(['esxcli system maintenanceMode get', LIST_VIBS, 'nvidia-smi']),
    ...boxes(
      'The first command answers `Enabled`, and the second lists the driver that was installed, with its version, and no older one.',
      `\`nvidia-smi\` lists every GPU with a driver version${needed === null ? '' : ` of ${needed} or later`}, and its third row says \`Disabled\` or \`Enabled\` under "MIG M.".`,
    ),
  ];
}

const PATH_7 = 'for `DATASTORE` and `FILE.vib` (or `BUNDLE.zip`) write where step 1 has put it';
const PATH_8 =
  'for `DATASTORE` and the names of the files write where step 1 has put them (NVIDIA AI Enterprise: `NVD-AIE-..._....zip` for the driver, `nvd-gpu-mgmt-daemon_....zip` beside it)';

const ONE_VIB = ['esxcli software vib install -v /vmfs/volumes/DATASTORE/FILE.vib'];
const BUNDLE = ['esxcli software vib install -d /vmfs/volumes/DATASTORE/BUNDLE.zip'];
const COMPONENTS = [
  'esxcli software component apply -d /vmfs/volumes/DATASTORE/NVD-DRIVER-BUNDLE.zip',
  'esxcli software component apply -d /vmfs/volumes/DATASTORE/NVD-GPU-MGMT-DAEMON.zip',
];

export function hostGraphics(): string[] {
  return [
    ...heading(2, '5. Host graphics'),
    ...paragraph('As for vGPUs without MIG, GPUs are shared directly:'),
    ...block([
      'esxcli graphics host get',
      'esxcli graphics host set --default-type SharedPassthru',
      '/etc/init.d/xorg restart',
      'esxcli graphics device list',
    ]),
    ...boxes(
      'What the first command prints as the default type is written down: ____________ (the roll-back sets it again).',
      'The last one lists the GPUs as shared directly (`SharedPassthru`; "Shared Direct" in the vSphere Client).',
    ),
    ...paragraph(
      'The assignment policy that is set in the same place (spread VMs, or fill one GPU first) has no effect on GPUs in MIG mode.',
    ),
  ];
}

export function migMode(work: readonly GpuWork[]): string[] {
  const ampere = work.filter(({ board }) => board.architecture === 'Ampere');
  const later = work.filter(({ board }) => board.architecture !== 'Ampere');
  const query = 'nvidia-smi --query-gpu=index,pci.bus_id,mig.mode.current,mig.mode.pending --format=csv';
  const enable = (gpus: readonly GpuWork[]): string[] =>
    block(gpus.map(({ id }) => `nvidia-smi -i ${id} -mig 1`));
  return [
    ...heading(2, '6. MIG mode'),
    ...paragraph('GPU by GPU: **without `-i` the mode of every GPU of the host is changed.**'),
    // A reboot comes between them: what is set on the later boards before it would be lost.
    ...enable(ampere.length > 0 ? ampere : later),
    ...bullets(
      '`Enabled MIG Mode for GPU ...` and `All done.`: it is on.',
      '`Warning: MIG mode is in pending enable state ... In use by another client`: VMs or processes hold the GPU. End them, or reboot.',
      '`Warning: MIG mode is in pending enable state ... Not Supported`: the GPU cannot be reset here. This is what ESXi prints with Ampere GPUs: reboot.',
    ),
    ...(ampere.length === 0
      ? []
      : [
          ...paragraph(
            `Ampere (GPU ${listOf(ampere)}): elsewhere a reset makes the mode effective, \`nvidia-smi -i ${ampere[0]?.id ?? '0'} --gpu-reset\` (two hyphens). On ESXi it is refused ("Resetting GPU ... is not supported"), so **reboot the host**, still in maintenance mode:`,
          ),
          ...block(['reboot']),
        ]),
    ...(later.length === 0
      ? []
      : paragraph(
          `${later[0]?.board.architecture ?? 'Later'} (GPU ${listOf(later)}): **no reset (\`--gpu-reset\`) and no reboot needed.** The mode is the driver's there and is lost when the host reboots: whether and how ESXi brings it back is not documented, so look after each reboot.${ampere.length > 0 ? ' So only now, after the reboot:' : ''}`,
        )),
    ...(ampere.length > 0 && later.length > 0 ? enable(later) : []),
    ...paragraph('Then look:'),
    ...block([query, 'nvidia-smi']),
    ...boxes(
      `GPU ${listOf(work)}: \`Enabled\` as the current and as the pending mode; in the table of \`nvidia-smi\` \`Enabled\` under "MIG M.", and below it \`No MIG devices found\`.`,
    ),
  ];
}

/** What becomes of MIG mode when the host reboots, by the boards that it has. */
export function modeAfterReboot(work: readonly GpuWork[]): string {
  const ampere = work.filter(({ board }) => board.architecture === 'Ampere');
  const later = work.filter(({ board }) => board.architecture !== 'Ampere');
  return [
    ...(ampere.length > 0 ? [`MIG mode of GPU ${listOf(ampere)} is still on (Ampere keeps it).`] : []),
    ...(later.length > 0 ? [`MIG mode of GPU ${listOf(later)} may be off: look, and if it is, step 6.`] : []),
  ].join(' ');
}

const listOf = (work: readonly GpuWork[]): string => work.map(({ gpu }) => gpu.index).join(', ');

export function leaveMaintenanceMode(number: number): string[] {
  return [
    ...heading(2, `${number}. Leave maintenance mode`),
    ...block(['esxcli system maintenanceMode set --enable=false', 'esxcli system maintenanceMode get']),
    ...boxes('It answers `Disabled`: VMs may come back, those with a vGPU in step 11.'),
  ];
}
