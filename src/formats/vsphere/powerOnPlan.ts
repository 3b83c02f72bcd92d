/**
 * In which order the VMs of a host power on and what is to be seen after each, as placement has worked it out: what the
 * runbooks print of it.
 */
import type { Creation, Host, Vm } from '../../model/plan.ts';
import type { AssignedVm } from '../vgpu/assignedVms.ts';
import { esxiTypeName, typeName } from '../vgpu/assignedVms.ts';
import { block, boxes, bullets, cell, heading, name, paragraph, said, table } from './runbookPage.ts';

export interface ExpectedVgpu {
  readonly gpuIndex: number;
  readonly profile: string;
  readonly profileId: number | null;
  /** Memory slices. */
  readonly start: number;
  readonly size: number;
  /** It joins an instance that is there already: no new one is listed. */
  readonly isJoined: boolean;
}

export interface PowerOnRow {
  readonly vm: Vm;
  /** The ways in which its vGPUs may land; one where all models of the driver agree, none where it does not start. */
  readonly outcomes: readonly (readonly ExpectedVgpu[])[];
}

export interface PowerOnPlan {
  readonly rows: readonly PowerOnRow[];
  /** Why not all of them start, or why that is not sure; null where all do, whatever the driver does. */
  readonly trouble: string | null;
  /** What the order takes for granted, and what else is to be known; sentences without names. */
  readonly notes: readonly string[];
}

/** "GPU 0: 3g.20gb at 4:4". */
function placeName({ gpuIndex, profile, start, size, isJoined }: ExpectedVgpu): string {
  return `GPU ${gpuIndex}: ${profile} at ${start}:${size}${isJoined ? ', shared' : ''}`;
}

function outcomesOf({ outcomes }: PowerOnRow, form: Creation): string {
  if (outcomes.length === 0) return 'does not start';
  if (form === 'pre-create') {
    // Which of several of a kind it takes is nobody's choice.
    const drawn = outcomes[0] ?? [];
    return drawn
      .map(({ profile, start, size }) => `a free ${profile} (drawn at ${start}:${size})`)
      .join(' and ');
  }
  return outcomes.map((vgpus) => vgpus.map(placeName).join(' and ')).join(' **or** ');
}

/** The vGPU types of a VM as they are typed in vSphere. */
export function typesOf(assigned: AssignedVm | undefined): string {
  const names = (assigned?.vgpus ?? []).map((vgpu) =>
    vgpu.type === null ? typeName(vgpu) : esxiTypeName(vgpu.type),
  );
  return names.join(' + ') || 'unknown';
}

export interface PowerOnPageOptions {
  readonly form: Creation;
  readonly vms: ReadonlyMap<Vm['id'], AssignedVm>;
}

/** One row for each VM, in order: VM, host, GPU, type and what to expect. */
export function powerOnTable(host: Host, { rows }: PowerOnPlan, { form, vms }: PowerOnPageOptions): string[] {
  return table(
    ['#', 'VM', 'Host', 'GPU', 'vGPU type', 'Instance to expect'],
    rows.map((row, at) => {
      const gpus = new Set(row.outcomes.flatMap((vgpus) => vgpus.map(({ gpuIndex }) => gpuIndex)));
      return [
        String(at + 1),
        cell(row.vm.name),
        cell(host.name),
        [...gpus].sort((a, b) => a - b).join(' or ') || '-',
        cell(typesOf(vms.get(row.vm.id))),
        outcomesOf(row, form),
      ];
    }),
  );
}

/** The steps with a gate after each, for whoever stands at the console. */
export function powerOnSteps(host: Host, order: PowerOnPlan, { form, vms }: PowerOnPageOptions): string[] {
  let instances = 0;
  let isCountKnown = true;
  const total = order.rows.length;
  return order.rows.flatMap((row, at) => {
    const [first] = row.outcomes;
    const added = new Set(row.outcomes.map((vgpus) => vgpus.filter(({ isJoined }) => !isJoined).length));
    instances += first?.filter(({ isJoined }) => !isJoined).length ?? 0;
    isCountKnown &&= added.size === 1;
    // A vGPU that joins an instance adds no row there.
    const joined = row.outcomes.some((vgpus) => vgpus.some(({ isJoined }) => isJoined))
      ? ` The instance is there already, so see too that \`esxcli graphics vm list\` lists the VM (${at + 1} of ${total}).`
      : '';
    const gate =
      form === 'pre-create'
        ? `\`esxcli graphics vm list\` on the host lists it (${at + 1} of ${total}).`
        : isCountKnown
          ? `\`nvidia-smi mig -lgi\` on the host lists ${instances} instance${instances === 1 ? '' : 's'}; of this VM: ${outcomesOf(row, form)}.${joined}`
          : `\`nvidia-smi mig -lgi\` on the host shows of this VM: ${outcomesOf(row, form)}.${joined}`;
    return [
      ...heading(3, `${at + 1}. ${name(row.vm.name)}`),
      ...(first === undefined
        ? paragraph(
            '**Do not start it here**: by every model of the driver that was tried it finds no place. See above.',
          )
        : boxes(
            `Power it on. Its vGPU: ${name(typesOf(vms.get(row.vm.id)))}.`,
            `**Gate:** it runs on ${name(host.name)}, and ${gate}`,
          )),
    ];
  });
}

/** What the order stands on; before its table. */
export function powerOnWords(order: PowerOnPlan): string[] {
  return [
    ...(order.trouble === null
      ? []
      : paragraph(`**Not all of them are sure to start.** ${said(order.trouble)}`)),
    ...bullets(...order.notes),
  ];
}

/** When a gate does not open. */
export function whenAGateStaysShut(form: Creation): string[] {
  return [
    ...paragraph(
      '**If a VM does not power on, or a gate does not open: stop.** Start no other VM with a vGPU on this host.',
    ),
    ...bullets(
      form === 'power-on'
        ? 'The instance is elsewhere than expected: nothing is ever moved, so the rest of the order may not hold. Paste what `nvidia-smi mig -lgi` prints into the planner, and go on with the order that it gives then; or power all of them off, last one first, and begin again.'
        : 'No instance of its type is free: `nvidia-smi mig -lgi` lists what there is, `esxcli graphics vm list` who has it.',
      'The VM runs on another host: DRS chose it. Power it off, move it to this host, and start it again with DRS at "Manual".',
      '"Module DevicePowerOn power on failed": look at firmware (EFI), memory reservation and 64-bit MMIO size of the VM.',
      'The vGPU type is refused or not offered: MIG mode is off on that GPU, or the type is not one of this board. `nvidia-smi vgpu -s -v` lists the types that the host knows.',
    ),
    ...block(['nvidia-smi mig -lgi', 'nvidia-smi vgpu -s -v', 'esxcli graphics vm list']),
  ];
}
