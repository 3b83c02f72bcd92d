/**
 * The runbook of one ESXi host, from the firmware to a container in a guest, in two forms: instances made in advance by the
 * administrator (ESXi 7.0), and made by vSphere when a VM powers on (8.0 and later). What a form makes unnecessary is
 * said where it would be, for the older guides have it.
 */
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Creation, Host, ValidPlan, Vm } from '../../model/plan.ts';
import { driverAge } from '../../model/driverVersion.ts';
import { neededDriver } from '../neededDriver.ts';
import { assignedVms, type AssignedVm } from '../vgpu/assignedVms.ts';
import { gpuWorkOf, type GpuWork } from './gpuWork.ts';
import {
  beforeTheWindow,
  hostDriver,
  hostGraphics,
  leaveMaintenanceMode,
  maintenanceMode,
  migMode,
  modeAfterReboot,
  whatIsThere,
} from './hostSteps.ts';
import {
  instancesByThemselves,
  makeComputeInstances,
  makeInstances,
  type Leftover,
} from './instanceSteps.ts';
import {
  powerOnSteps,
  powerOnTable,
  powerOnWords,
  typesOf,
  whenAGateStaysShut,
  type PowerOnPlan,
} from './powerOnPlan.ts';
import { block, boxes, cell, heading, name, paragraph, planLine, said, table } from './runbookPage.ts';
import { assignTypes, hasOpenName, insideTheGuests, type MmioSizes } from './vmSteps.ts';

export interface RunbookOptions {
  readonly host: Host;
  readonly form: Creation;
  /** Where the driver picks the starts. */
  readonly orders: ReadonlyMap<GpuId, CreationOrder>;
  /** What no instance can use any more, a sentence for each GPU. */
  readonly leftover: Leftover;
  readonly powerOn: PowerOnPlan;
  readonly mmio: MmioSizes;
  readonly sharedPlan: string | null;
  /** Sentences on what is left out of the text. */
  readonly leftOut: readonly string[];
}

const FORMS: Readonly<Record<Creation, string>> = {
  'pre-create': 'instances made in advance',
  'power-on': 'instances made at power-on',
};

export function makeEsxiRunbook(plan: ValidPlan, options: RunbookOptions): string {
  const { host, form, orders, leftover, powerOn, mmio, sharedPlan } = options;
  const work = gpuWorkOf(host, orders);
  const needed = neededDriver(
    work.map(({ board, instances }) => ({ board, profiles: instances.map(({ profile }) => profile) })),
  );
  const vms = assignedVms(plan, 'esxi', host).assigned;
  const byId = new Map(vms.map((one) => [one.vm.id, one]));
  return page([
    ...heading(1, `MIG on ${name(host.name)}: ${FORMS[form]}`),
    ...summary(plan, options, { work, needed, vms: byId }),
    ...beforeTheWindow(host, work, needed),
    ...whatIsThere(host, needed),
    ...maintenanceMode(host),
    ...hostDriver(host, needed),
    ...hostGraphics(),
    ...migMode(work),
    ...(form === 'pre-create'
      ? [...makeInstances(host, work, leftover), ...makeComputeInstances(work)]
      : instancesByThemselves(host, withVms(work, vms), leftover)),
    ...leaveMaintenanceMode(9),
    ...assignTypes(host, vms, mmio),
    ...powerOnPart(host, powerOn, form, byId),
    ...insideTheGuests(host, vms),
    ...afterwards(form, work),
    ...planLine(sharedPlan),
  ]);
}

/** Without the instances that nobody has: no power-on makes them. */
function withVms(work: readonly GpuWork[], vms: readonly AssignedVm[]): GpuWork[] {
  const held = new Set(vms.flatMap(({ vgpus }) => vgpus.map(({ place }) => place.gi.id)));
  return work.map((one) => ({ ...one, instances: one.instances.filter(({ gi }) => held.has(gi.id)) }));
}

/** The order with its gates alone: what is needed at each later start of the VMs. */
export function makePowerOnRunbook(
  plan: ValidPlan,
  {
    host,
    form,
    powerOn,
    sharedPlan,
    leftOut,
  }: Pick<RunbookOptions, 'host' | 'form' | 'powerOn' | 'sharedPlan' | 'leftOut'>,
): string {
  const byId = new Map(assignedVms(plan, 'esxi', host).assigned.map((one) => [one.vm.id, one]));
  return page([
    ...heading(1, `Power-on order of ${name(host.name)}`),
    ...paragraph(`Plan: ${name(plan.name)}. ${formSentence(form)}`, ...leftOut.map(said)),
    ...powerOnWords(powerOn),
    ...powerOnTable(host, powerOn, { form, vms: byId }),
    ...paragraph(
      `A placement is start:size, in memory slices that are counted from 0. The commands run on ${name(host.name)}, as root.`,
      ...(hasOpenName([...byId.values()])
        ? [
            'A `*` stands for the prefix of a name that is not public: the list in the vSphere Client has the whole name.',
          ]
        : []),
    ),
    ...heading(2, 'Before the first'),
    ...boxes(
      'All VMs with a vGPU on this host are powered off (`esxcli graphics vm list` lists none), and none is set to start by itself.',
      form === 'power-on'
        ? 'MIG mode is on (`nvidia-smi` says `Enabled`), and `nvidia-smi mig -lgi` answers `No GPU instances found: Not Found`.'
        : '`nvidia-smi mig -lgi` lists every instance of the plan, and `nvidia-smi mig -lci` a compute instance in each.',
      `DRS of the cluster is at "Manual", or at "Partially automated": then it may still choose the host at power-on, and each gate below looks whether that was ${name(host.name)}.`,
    ),
    ...heading(2, 'One after the other'),
    ...paragraph(
      form === 'pre-create'
        ? 'In any order, each only when the gate of the one before it is open: so it is known which VM a fault belongs to.'
        : 'In this order, each only when the gate of the one before it is open.',
    ),
    ...powerOnSteps(host, powerOn, { form, vms: byId }),
    ...heading(2, 'When it does not go on'),
    ...whenAGateStaysShut(form),
    ...heading(2, 'Roll back'),
    ...paragraph(
      form === 'pre-create'
        ? 'Power off the VMs that were started, the last one first. The instances stay, for the administrator made them: nothing on the host has to be undone.'
        : 'Power off the VMs that were started, the last one first. Nothing was made by hand, so nothing has to be undone by hand.',
    ),
    ...block(['esxcli graphics vm list', 'nvidia-smi mig -lgi']),
    ...boxes(
      'The first command lists none of them.',
      form === 'pre-create'
        ? 'The second lists the same instances as before.'
        : 'The second answers `No GPU instances found: Not Found`. What becomes of an instance when its VM powers off is not documented: if any is listed with all VMs off, free it with `nvidia-smi mig -i GPU -gi ID -dci` and then `-dgi`, with its GPU and instance ID from the list, before the order is begun again.',
    ),
    ...heading(2, 'Done'),
    ...signOff(['All VMs run on this host', 'The last gate is open']),
    ...planLine(sharedPlan),
  ]);
}

function page(lines: readonly string[]): string {
  return `${lines.join('\n').replace(/\n+$/, '')}\n`;
}

function formSentence(form: Creation): string {
  return form === 'pre-create'
    ? 'The administrator makes the GPU instances; a VM takes any free one of its type when it powers on.'
    : 'vSphere makes each GPU instance when its VM powers on and chooses GPU and start, so **the order is the plan**.';
}

function summary(
  plan: ValidPlan,
  { host, form, leftOut }: RunbookOptions,
  {
    work,
    needed,
    vms,
  }: {
    readonly work: readonly GpuWork[];
    readonly needed: string | null;
    readonly vms: ReadonlyMap<Vm['id'], AssignedVm>;
  },
): string[] {
  const age = host.driver === null || needed === null ? null : driverAge(host.driver, needed);
  const isOlder = age === 'older' || age === 'older-branch';
  const onInstance = new Map<number, AssignedVm[]>();
  for (const one of vms.values()) {
    for (const { place } of one.vgpus)
      onInstance.set(place.gi.id, [...(onInstance.get(place.gi.id) ?? []), one]);
  }
  return [
    ...table(
      ['Plan', cell(plan.name)],
      [
        ['Host', cell(host.name)],
        ['Release', host.release === null ? 'ESXi, release not said' : `ESXi ${cell(host.release)}`],
        ['Driver in the plan', host.driver === null ? 'not said' : cell(host.driver)],
        ...(needed === null ? [] : [['Driver needed', `${needed} or later${isOlder ? ', see step 1' : ''}`]]),
        [
          'GPUs',
          work
            .map(
              ({ gpu, board, id }) =>
                `GPU ${gpu.index}: ${cell(board.productNames[0] ?? board.id)}${id.startsWith('GPU-') ? ` ${cell(id)}` : ''}`,
            )
            .join('; '),
        ],
      ],
    ),
    ...paragraph(
      formSentence(form),
      form === 'pre-create'
        ? 'From ESXi 8.0 on vSphere does that itself: then this is the wrong form, and steps 7 and 8 do harm.'
        : 'On ESXi 7.0, as in guides of 2020, the administrator makes them in advance: then this is the wrong form. With which release vSphere began to make them is not documented; this runbook takes it for granted from 8.0 on.',
      ...leftOut.map(said),
    ),
    ...table(
      ['GPU', 'Instance', 'Placement', 'Profile ID', 'VM', 'vGPU type'],
      work.flatMap(({ gpu, instances }) =>
        instances.map(({ gi, size, profile }) => {
          const held = onInstance.get(gi.id) ?? [];
          return [
            String(gpu.index),
            gi.profile,
            `${gi.start}:${size}`,
            String(profile.id ?? 'unknown'),
            held.map(({ vm }) => cell(vm.name)).join(', ') || '-',
            held.map((one) => cell(typesOf(one))).join(', ') || '-',
          ];
        }),
      ),
    ),
    ...paragraph(
      'A placement is start:size, in memory slices that are counted from 0.',
      ...(form === 'power-on'
        ? ['These are the ones of the plan; where each instance is to be expected is in step 11.']
        : []),
    ),
  ];
}

function powerOnPart(
  host: Host,
  order: PowerOnPlan,
  form: Creation,
  vms: ReadonlyMap<Vm['id'], AssignedVm>,
): string[] {
  return [
    ...heading(2, '11. Power the VMs on'),
    ...paragraph(
      form === 'pre-create'
        ? 'In any order: which free instance of its type a VM takes is not chosen by anybody. The instance is tied to a virtual function and to the VM when its guest boots and the vGPU starts, so nothing is kept for a VM that is off; the second VM of a type takes the second instance.'
        : 'In this order, one after the other. The instance is made and tied to a virtual function and to the VM when it boots and the vGPU starts, so nothing is kept for a VM that is off; the second VM of a type gets an instance of its own.',
    ),
    ...powerOnWords(order),
    ...powerOnTable(host, order, { form, vms }),
    ...powerOnSteps(host, order, { form, vms }),
    ...whenAGateStaysShut(form),
  ];
}

function afterwards(form: Creation, work: readonly GpuWork[]): string[] {
  const isAmpere = work.some(({ board }) => board.architecture === 'Ampere');
  const ids = work.filter(({ instances }) => instances.length > 0).map(({ id }) => id);
  return [
    ...heading(2, '13. After each reboot of the host'),
    ...paragraph(
      form === 'pre-create'
        ? `GPU instances and compute instances are gone. ${modeAfterReboot(work)} Make them again (steps 7 and 8) **before** any VM with a vGPU powers on; "ESXi local.sh" of this plan does it by itself where Secure Boot is off.`
        : `Nothing is to be made. ${modeAfterReboot(work)} The order of step 11 holds again, from the first VM on.`,
    ),
    ...block(['nvidia-smi', 'nvidia-smi mig -lgi']),
    ...boxes(
      `\`nvidia-smi\` says \`Enabled\` under "MIG M." for ${work.length === 1 ? 'GPU' : 'GPUs'} ${work.map(({ gpu }) => gpu.index).join(', ')}.`,
      form === 'pre-create'
        ? '`nvidia-smi mig -lgi` lists what step 7 shows, before the first VM is started.'
        : '`nvidia-smi mig -lgi` answers `No GPU instances found: Not Found` before the first VM is started.',
    ),
    ...heading(2, '14. Roll back'),
    ...paragraph(
      `It takes the instances and MIG mode back. First power the VMs with a vGPU on this host off and take their vGPUs away (*Edit Settings*, or \`govc gpu.vm.remove -vm VM\` with the name of the VM, which removes all of its vGPUs).${form === 'pre-create' ? ' Where `local.sh` makes the instances at boot, take its lines out first, or they are back after the reboot.' : ''} Then enter maintenance mode (step 3), and:`,
    ),
    ...block([
      'nvidia-smi mig -lgi',
      ...ids.flatMap((id) => [`nvidia-smi mig -i ${id} -dci`, `nvidia-smi mig -i ${id} -dgi`]),
      'nvidia-smi mig -lgi',
    ]),
    ...paragraph(
      'Compute instances go before GPU instances; `-dci` and `-dgi` without an ID free all of that GPU. "In use by another client": a VM still has it; stop, power it off, and begin again. "Not Found": there is none to free.',
    ),
    ...boxes('The second `nvidia-smi mig -lgi` answers `No GPU instances found: Not Found`.'),
    ...paragraph('Then MIG mode off:'),
    ...block(work.map(({ id }) => `nvidia-smi -i ${id} -mig 0`)),
    ...(isAmpere
      ? [...paragraph('With Ampere GPUs it is off only after a reboot of the host:'), ...block(['reboot'])]
      : []),
    ...boxes('`nvidia-smi` says `Disabled` under "MIG M.".'),
    ...paragraph(
      'Host graphics, only where VMs need another default type: set the one that was written down in step 5 (for `TYPE` below). The driver may stay, for it serves vGPUs without MIG too; an older one comes back by step 4 with its file. In the VMs memory reservation and MMIO size may stay as well. At last leave maintenance mode, as in step 9.',
    ),
    ...block(['esxcli graphics host set --default-type TYPE', '/etc/init.d/xorg restart']),
    ...heading(2, '15. Sign-off'),
    ...signOff([
      'Driver as in step 4, MIG mode as in step 6',
      form === 'pre-create'
        ? 'Instances as in step 7, compute instances as in step 8'
        : 'No instance was made by hand',
      'Every gate of step 11 is open',
      'One guest looked at, as in step 12',
      'Host out of maintenance mode',
    ]),
  ];
}

function signOff(what: readonly string[]): string[] {
  return table(
    ['Seen', 'By', 'When'],
    what.map((one) => [one, ' ', ' ']),
  );
}
