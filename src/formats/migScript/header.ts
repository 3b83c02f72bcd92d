/** The comments that the script begins with: what it makes, for what, around what, how it is run, and what its status means. */
import { boardLabel } from '../../model/board.ts';
import { makeModelName } from '../../model/driverStart.ts';
import { creationsIn } from '../../model/migDevices.ts';
import { vmsByInstance, type Gpu, type Host, type ValidPlan } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { shellComment } from '../encode/shell.ts';
import { makeLayout } from '../layout.ts';
import { isByUuid, type GpuTask } from './gpuTasks.ts';
import type { MigScriptOptions } from './migScript.ts';

export function header(
  plan: ValidPlan,
  host: Host,
  tasks: readonly GpuTask[],
  { starts, sharedPlan, leftOut: notKnown = [] }: MigScriptOptions,
): string[] {
  const boards = [...new Set(tasks.map(({ board }) => board))];
  const layout = makeLayout({ ...plan, hosts: [host] }).split('\n');
  const text = [
    hasCuts(tasks)
      ? 'Creates the planned GPU instances of one host and in each the compute instances that are planned.'
      : 'Creates the planned GPU instances of one host, each with its default compute instance.',
    `Plan: ${plan.name}`,
    `Host: ${host.name}`,
    ...boards.map((board) => `Board: ${boardLabel(board)}`),
    '',
    'Layout, host/GPU board: profile@first memory slice=VM',
    ...layout.filter((line) => line !== '' && !line.startsWith('#')).map((line) => `  ${line}`),
    ...host.gpus.flatMap((gpu) => leftOut(gpu)),
    ...notKnown,
    ...tasks.flatMap((task) => cutsOf(plan, task)),
    ...tasks.flatMap(({ gpu, before }) => beforeOf(gpu, before)),
    '',
    ...(creationOf(host) === 'power-on' ? POWER_ON : []),
    ...aroundIt(plan, host),
    ...(starts === 'driver' ? DRIVER_STARTS : EXPLICIT_STARTS),
    ...tasks.flatMap((task) => expectations(task)),
    '',
    ...HOW_TO_RUN,
    ...(isByUuid(tasks) ? [] : BY_INDEX),
    '',
    ...EXIT_STATUS,
  ];
  const shared = sharedPlan === null ? [] : [shellComment(`mig-planner-plan: ${sharedPlan}`)];
  return [...text.map(shellComment), ...shared];
}

function leftOut(gpu: Gpu): string[] {
  if (gpu.use === 'off') return [`GPU ${gpu.index}: MIG mode off in the plan, left out.`];
  if (gpu.use === 'reserved') return [`GPU ${gpu.index}: reserved in the plan, left out.`];
  return gpu.instances.length === 0 ? [`GPU ${gpu.index}: nothing to create.`] : [];
}

/** What the notation of the layout does not say. */
function cutsOf(plan: ValidPlan, { gpu, creations }: GpuTask): string[] {
  const cut = creations.filter(({ ciIds }) => ciIds !== null);
  const served = cut.filter(({ gi }) => vmsByInstance(plan).has(gi.id));
  return [
    ...cut.map(({ gi, ciIds }) => {
      const names = creationsIn(gi).map(({ name }) => name);
      return `GPU ${gpu.index}: ${gi.profile}@${gi.start} is cut into ${names.join(', ')} (-cci ${(ciIds ?? []).join()})`;
    }),
    ...(served.length === 0 ? [] : GUEST),
  ];
}

/** vgpu-rules.md: the guest gets one compute instance by default; what it cuts itself does not outlive a restart. */
const GUEST = [
  '  A VM has such an instance: by default its guest gets one compute instance that spans it. To cut it there, run',
  '  nvidia-smi mig -dci and -cci inside the guest, after each start of the VM.',
];

/** Where the models of the driver expect instances that are not drawn where they will be. */
function expectations({ gpu, order, creations }: GpuTask): string[] {
  if (order?.kind !== 'elsewhere') return [];
  const profiles = creations.map(({ gi }) => gi.profile);
  return [
    `GPU ${gpu.index}: all will be created, but not where they are drawn. To expect, by model of the driver:`,
    ...order.expected.map(({ model, starts }) => {
      const places = profiles.map((profile, at) => `${profile}@${starts[at] ?? '?'}`);
      return `  ${makeModelName(model)}: ${places.join(', ')}`;
    }),
  ];
}

const POWER_ON = [
  'NOTE: the hypervisor of this host creates GPU instances itself when a VM powers on, and one made by hand may take',
  'the place of one: the power-on order of the plan is the way there. This script is for creating them in advance all',
  'the same, with all VMs of these GPUs powered off.',
  '',
];

/** What has to happen before and after it, where the script is one step of several. */
function aroundIt(plan: ValidPlan, { platform, gpus }: Host): string[] {
  if (platform === 'kubernetes') return [...ON_A_NODE, ''];
  const served = vmsByInstance(plan);
  const hasVms = gpus.some(({ instances }) => instances.some(({ id }) => served.has(id)));
  return platform === 'kvm' && hasVms ? [...BETWEEN_VGPUS, ''] : [];
}

const ON_A_NODE = [
  'On a node of Kubernetes drain the node first. Where the GPU Operator runs there, its MIG manager makes the instances',
  'from the label of the node: then use the export "Node steps" instead, or the two undo each other.',
];

/** kvm/kvmRecipe.ts says the same from its side. */
const BETWEEN_VGPUS = [
  'With vGPUs on KVM this is the second of three steps: the vGPU recipe of the same plan runs before it, with',
  '--vfs --apply, and after it, with --apply. Before a roll-back here the recipe takes the vGPUs away, with --roll-back --apply.',
];

const EXPLICIT_STARTS = [
  'Starts are given (profile:start), so the driver has no choice of its own. A driver that does not take them refuses',
  'the first command: then export the script without starts.',
];

const DRIVER_STARTS = [
  'Starts are not given: the driver picks them, so the order of creation is the plan. Do not change it.',
];

const HOW_TO_RUN = [
  'How to run it, as root, on the host itself:',
  '  sh FILE                        dry run: prints the commands, calls nothing',
  '  sh FILE --apply                checks, creates, checks again',
  '  sh FILE --apply --enable-mig   also turns MIG mode on where it is off',
  '  sh FILE --verify               only looks: is everything as planned?',
  '  sh FILE --roll-back            looks, and prints how what this made is taken away again',
  '  sh FILE --roll-back --apply    takes it away: planned instances that were not there before, and no others',
  '  sh FILE --help                 says this',
  '  ... --any-host                 also on a host of another name than in the plan',
  'Nothing is created before every GPU has passed the checks. A GPU that is as planned already is left as it is, so',
  'the script may run again; and it has to after a reboot or a GPU reset, which no GPU instance survives.',
  'What is in use is not taken away: before a roll-back the VMs, containers and processes on these GPUs have to end.',
];

const BY_INDEX = [
  'GPUs are named by their index here, as nvidia-smi -L counts them; a change of hardware may change it.',
];

const EXIT_STATUS = [
  'Exit status:',
  '  0  done, or as planned already, or a dry run',
  '  1  something it needs is missing: nvidia-smi, root, the driver, a GPU, its board, MIG mode; or another host',
  '  2  an argument was not understood',
  '  3  a GPU holds other instances than the planned ones, or is used by processes',
  '  4  creation or roll-back did not end as planned; the GPUs after that one were not touched',
  '  5  with --verify: a GPU is not as planned',
];

function beforeOf(gpu: Gpu, before: readonly string[]): string[] {
  if (before.length === 0) return [];
  return [
    `GPU ${gpu.index}: seen there before, so a roll-back leaves or brings back (profile ID:start:size): ${before.join(' ')}`,
  ];
}

function hasCuts(tasks: readonly GpuTask[]): boolean {
  return tasks.some(({ creations }) => creations.some(({ ciIds }) => ciIds !== null));
}
