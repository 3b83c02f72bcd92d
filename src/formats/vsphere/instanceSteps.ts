/** GPU instances and compute instances: made by the administrator in the one form, by vSphere in the other. */
import type { GPU_KINDS } from '../../model/plan.ts';
import { type Host } from '../../model/plan.ts';
import { isUndivided } from '../../model/compute.ts';
import { makeMigLgi } from '../migLgi.ts';
import { giIdOf, orderedTuples, slicesUsed, tuplesOf, type GpuWork, type InstanceWork } from './gpuWork.ts';
import { block, boxes, bullets, heading, paragraph, said } from './runbookPage.ts';

/** What the plan leaves free of a GPU and why, as placement says it, without names; a sentence for each GPU that has any. */
export type Leftover = ReadonlyMap<GpuWork['gpu']['id'], string>;

const LISTS_ZERO =
  'On ESXi "Instances Free" reads 0 for every profile as long as no instance exists (0/7, 0/2 ...). That does not mean that the GPU is full: `nvidia-smi mig -lgi` says what is there. "P2P" reads No for every profile: GPU instances speak to no other GPU, by NVLink or by PCIe.';

export function makeInstances(host: Host, work: readonly GpuWork[], leftover: Leftover): string[] {
  const used = work.filter(({ instances }) => instances.length > 0);
  const isMirrorOpen = used.some(({ kinds }) => kinds.length > 1);
  return [
    ...heading(2, '7. GPU instances'),
    ...paragraph(
      'In this form an instance has to be there **before** a VM with its vGPU type can power on. First what the driver offers, and where:',
    ),
    ...block(['nvidia-smi mig -lgip', 'nvidia-smi mig -lgipp', 'nvidia-smi mig -lgi']),
    ...paragraph('The profile ID is the third column of the first table.', LISTS_ZERO),
    ...boxes(
      'The last command answers `No GPU instances found: Not Found`. If it lists any: stop, they are not of this plan.',
    ),
    ...paragraph(
      'Then make them, with their starts, widest first. A list is made from left to right; at the first refusal it stops, and what was made before stays.',
    ),
    ...block(used.map((one) => `nvidia-smi mig -i ${one.id} -cgi ${tuplesOf(one)}`)),
    ...paragraph(
      'It answers with a line for each, `Successfully created GPU instance ID ...`. At `Insufficient Resources` or any other refusal stop, and take back what was made (step 14).',
    ),
    ...withoutStarts(used),
    ...paragraph('What must be listed then:'),
    ...block(['nvidia-smi mig -lgi']),
    ...block(
      makeMigLgi({ gpus: used.map(({ gpu }) => gpu) }, { width: 'r510' })
        .trimEnd()
        .split('\n'),
      'text',
    ),
    ...(isMirrorOpen
      ? paragraph(
          'The instance IDs are those of a straight GPU. On a mirrored one the IDs of the two halves are exchanged; profile and placement (start:size) are what counts.',
        )
      : []),
    ...bullets(
      ...used.map((one) => {
        const rest = leftover.get(one.gpu.id);
        return `GPU ${one.gpu.index}: ${slicesUsed(one)} are taken.${rest === undefined ? '' : ` ${rest}`}`;
      }),
    ),
    ...(host.gpus.length > work.length
      ? paragraph('GPUs that the plan keeps without MIG, or of which nothing is known, are not touched.')
      : []),
  ];
}

/** The same without starts, for drivers of the R450 time, which take none. */
function withoutStarts(used: readonly GpuWork[]): string[] {
  const lines = used.map((one) => ({ one, list: orderedTuples(one) }));
  const known = lines.flatMap(({ one, list }) =>
    list === null ? [] : [`nvidia-smi mig -i ${one.id} -cgi ${list}`],
  );
  const unknown = lines.filter(({ list }) => list === null).map(({ one }) => one.gpu.index);
  return [
    ...(known.length === 0
      ? []
      : [
          ...paragraph(
            'A driver that takes no `:start` (R450) refuses these lines. Then **in this order**, in which the driver puts each where it is planned:',
          ),
          ...block(known),
        ]),
    ...(unknown.length === 0
      ? []
      : paragraph(
          `GPU ${unknown.join(', ')}: without starts no order is known to lead to this layout; a driver that takes starts is needed.`,
        )),
  ];
}

export function makeComputeInstances(work: readonly GpuWork[]): string[] {
  const used = work.filter(({ instances }) => instances.length > 0);
  return [
    ...heading(2, '8. Compute instances'),
    ...paragraph(
      'Each GPU instance needs at least one compute instance; they share its memory and divide its multiprocessors. Usual is one that spans it, and no more is needed. What fits is listed for each instance, with its name in it; the profile with a `*` behind its ID is the one that spans the instance, those that begin with `1c.` or `2c.` are parts of it:',
    ),
    ...block(['nvidia-smi mig -lcip']),
    ...paragraph(
      '**Not on an instance whose VM runs.** By instance ID, as `nvidia-smi mig -lgi` has listed it:',
    ),
    ...used.flatMap((one) => computeCommands(one)),
    ...block(['nvidia-smi mig -lci']),
    ...boxes('One compute instance is listed for each GPU instance, or those that the plan cuts it into.'),
    ...paragraph(
      'A Linux guest with root may cut its own instance otherwise later (`-dci`, `-cci` inside the guest, nothing running on it); that is gone when the VM restarts.',
    ),
  ];
}

function computeCommands(one: GpuWork): string[] {
  const sets = one.kinds.map((kind) => ({ kind, lines: linesFor(one, kind) }));
  const [first, second] = sets;
  if (first === undefined) return [];
  if (second === undefined || first.lines.join('\n') === second.lines.join('\n')) return block(first.lines);
  return sets.flatMap(({ kind, lines }) => [
    ...paragraph(`GPU ${one.gpu.index}, if \`-lgi\` lists ${signOf(one, kind)} (a ${kind} GPU):`),
    ...block(lines),
  ]);
}

/** "2g.10gb 2:2 with ID 4": the first instance by which the two kinds are told apart. */
function signOf(one: GpuWork, kind: (typeof GPU_KINDS)[number]): string {
  const differing = one.instances.find(
    (instance) => giIdOf(one, instance, 'straight') !== giIdOf(one, instance, 'mirrored'),
  );
  if (differing === undefined) return 'these';
  return `${differing.gi.profile} at ${differing.gi.start}:${differing.size} with instance ID ${giIdOf(one, differing, kind) ?? '?'}`;
}

/** One line for all instances that are cut alike. */
function linesFor(one: GpuWork, kind: (typeof GPU_KINDS)[number]): string[] {
  const byCut = new Map<string, number[]>();
  for (const instance of one.instances) {
    const id = giIdOf(one, instance, kind);
    if (id === null) continue;
    // Without an ID of its own the default one is meant.
    const cut =
      instance.ciIds === null || (isUndivided(instance.gi) && instance.ciIds.length !== 1)
        ? ''
        : instance.ciIds.join(',');
    byCut.set(cut, [...(byCut.get(cut) ?? []), id]);
  }
  return [...byCut].map(([cut, ids]) =>
    `nvidia-smi mig -i ${one.id} -gi ${ids.sort((a, b) => a - b).join(',')} -cci ${cut}`.trimEnd(),
  );
}

/** What an older guide would have one type for these VMs: the first instance, and all of its GPU. */
function byHand(work: readonly GpuWork[]): { readonly gi: string; readonly ci: string } {
  const one = work.find(({ instances }) => instances.length > 0);
  const [first, second] = one?.instances ?? [];
  if (one === undefined || first === undefined) {
    return { gi: 'with `nvidia-smi mig -cgi`', ci: 'nor with `nvidia-smi mig -cci`' };
  }
  const several = one.instances.map(({ tuple }) => tuple).join(',');
  const kind = one.kinds[0] ?? 'straight';
  const made = (instance: InstanceWork): string =>
    `-gi ${giIdOf(one, instance, kind) ?? '?'} -cci ${instance.ciIds?.join(',') ?? ''}`.trimEnd();
  return {
    gi: `\`nvidia-smi mig -i ${one.id} -cgi ${first.tuple}\`${second === undefined ? '' : `, or several with \`-cgi ${several}\``}`,
    ci: `not \`nvidia-smi mig -i ${one.id} ${made(first)}\`${second === undefined ? '' : `, nor \`${made(second)}\``}`,
  };
}

export function instancesByThemselves(host: Host, work: readonly GpuWork[], leftover: Leftover): string[] {
  const { gi, ci } = byHand(work);
  return [
    ...heading(2, '7. GPU instances: none to be made'),
    ...paragraph(
      `**No \`-cgi\` here.** vSphere makes the instance of a vGPU type when its VM powers on (NVIDIA AI Enterprise: only MIG mode is enabled by the administrator), and it chooses GPU and start. An instance made by hand (${gi}) would only take the place of one. What an older guide says, that an instance must be there before its vGPU type can be used, does not hold on ${host.release === null ? 'this release' : `ESXi ${said(host.release)}`}.`,
    ),
    ...block(['nvidia-smi mig -lgip', 'nvidia-smi mig -lgi']),
    ...paragraph('The first lists the profiles; their ID is in the third column.', LISTS_ZERO),
    ...boxes(
      'The second answers `No GPU instances found: Not Found`. If it lists any while all VMs with a vGPU are off, they were made by hand or are left over: free them (`-dci`, then `-dgi`, as in step 14), or the order of step 11 does not hold.',
    ),
    ...bullets(
      ...work
        .filter(({ instances }) => instances.length > 0)
        .map((one) => {
          const rest = leftover.get(one.gpu.id);
          return `With the VMs of the plan on it, GPU ${one.gpu.index} has ${slicesUsed(one)} taken.${rest === undefined ? '' : ` ${rest}`}`;
        }),
    ),
    ...heading(2, '8. Compute instances: none to be made'),
    ...paragraph(
      `**No \`-cci\` here** (${ci}). One compute instance that spans the GPU instance comes by itself once the guest has booted with its driver. \`nvidia-smi mig -lcip\` and \`nvidia-smi mig -lci\` list profiles and compute instances on the host, as soon as there are instances; the profile with a \`*\` is the one that spans its instance, and the name of each holds that of its GPU instance. A Linux guest with root may cut its own instance otherwise; that is gone when the VM restarts.`,
    ),
  ];
}
