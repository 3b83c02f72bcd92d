/**
 * The shell script that creates the planned GPU instances of one host. It changes nothing until it is called with
 * --apply, checks every GPU before the first creation, and checks each GPU right after it. Exact starts are given where
 * the driver takes them (`-cgi profile:start`), since a driver that picks its own may pick others or refuse.
 */
import { invariant } from '../model/assert.ts';
import { boardLabel, profileOf, type Board, type GiProfile } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { ciProfileOf, isUndivided } from '../model/compute.ts';
import type { CreationOrder } from '../model/creationOrder.ts';
import { makeModelName, type DriverModel } from '../model/driverStart.ts';
import type { GpuId, HostId } from '../model/ids.ts';
import { creationsIn } from '../model/migDevices.ts';
import {
  findHost,
  vmsByInstance,
  type Gpu,
  type GpuInstance,
  type Host,
  type ValidPlan,
} from '../model/plan.ts';
import { creationOf } from '../model/platform.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { shellArgument, shellComment } from './encode/shell.ts';
import { makeLayout } from './layout.ts';
import { neededDriver } from './neededDriver.ts';
import {
  APPLY,
  ARGUMENTS,
  COMPUTE_FUNCTIONS,
  driverCheck,
  DRY_RUN,
  FIRST_CHECKS,
  FUNCTIONS,
  NO_DRIVER_CHECK,
  summary,
  UNDO_FUNCTIONS,
} from './migScriptShell.ts';
import { THIS_HOST_BY_UUID, thisHost } from './thisHost.ts';

export interface MigScriptOptions {
  readonly hostId: HostId;
  /** `driver`: for drivers that take no start (R450); each GPU then needs its order in `orders`. */
  readonly starts: 'explicit' | 'driver';
  readonly orders: ReadonlyMap<GpuId, CreationOrder>;
  /** The fragment of a link that holds the whole plan, "p=1....", so that the script can be opened again; or null. */
  readonly sharedPlan: string | null;
  /** A sentence for each GPU of the host that is not in the plan any more, for its comments. */
  readonly leftOut?: readonly string[];
}

export type MigScriptError =
  | { readonly code: 'host-not-found' }
  | { readonly code: 'nothing-to-create'; readonly host: string }
  /** Without starts no order creates all instances under these models of the driver; empty when none was given. */
  | { readonly code: 'no-order'; readonly gpuIndex: number; readonly refusedBy: readonly DriverModel[] }
  /** `-cgi` takes IDs, and none is public for this profile. */
  | { readonly code: 'profile-id-unknown'; readonly profile: ProfileName; readonly gpuIndex: number }
  | { readonly code: 'bad-uuid'; readonly gpuIndex: number; readonly uuid: string }
  /** `-cci` takes IDs, and none is public for this compute instance in an instance of profile `inside`. */
  | {
      readonly code: 'compute-id-unknown';
      readonly profile: ProfileName;
      readonly inside: ProfileName;
      readonly gpuIndex: number;
    }
  | { readonly code: 'bad-shared-plan' };

/** One instance to create, with what -cgi and -lgi call it. */
interface Creation {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
  readonly profileId: number;
  readonly size: number;
  /** What -cci takes, the widest first; null: the default compute instance. */
  readonly ciIds: readonly number[] | null;
}

/** One GPU with something to create. */
interface GpuTask {
  readonly gpu: Gpu;
  readonly board: Board;
  /** In the order of creation. */
  readonly creations: readonly Creation[];
  readonly order: Exclude<CreationOrder, { kind: 'none' }> | null;
  /** What was observed on it, as -lgi would list it: what a roll-back leaves alone or brings back. */
  readonly before: readonly string[];
}

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHARED_PLAN = /^p=[A-Za-z0-9._=-]+$/;

/**
 * The script for one host of the plan. Deterministic; its own header documents arguments and exit status. GPUs that are
 * empty or not in MIG use are named in comments and left alone. Names of plan, host and VMs appear only in comments and
 * quoted words; everything that is executed is made of numbers and checked UUIDs.
 */
export function makeMigScript(plan: ValidPlan, options: MigScriptOptions): Result<string, MigScriptError> {
  const host = findHost(plan, options.hostId);
  if (host === undefined) return err({ code: 'host-not-found' });
  const { sharedPlan } = options;
  if (sharedPlan !== null && !SHARED_PLAN.test(sharedPlan)) return err({ code: 'bad-shared-plan' });
  const tasks: GpuTask[] = [];
  for (const gpu of [...host.gpus].sort((a, b) => a.index - b.index)) {
    if (gpu.use !== 'mig' || gpu.instances.length === 0) continue;
    const task = taskOf(gpu, observedBefore(host, gpu), options);
    if (!task.ok) return task;
    tasks.push(task.value);
  }
  if (tasks.length === 0) return err({ code: 'nothing-to-create', host: host.name });

  const count = tasks.reduce((sum, task) => sum + task.creations.length, 0);
  const total = `${plural(count, 'instance')} on ${plural(tasks.length, 'GPU')}`;
  const needed = neededDriver(
    tasks.map(({ board, creations }) => ({ board, profiles: creations.map(({ profile }) => profile) })),
  );
  const sections = [
    `#!/bin/sh\n${header(plan, host, tasks, options).join('\n')}`,
    ARGUMENTS,
    gpuTable(tasks),
    FUNCTIONS,
    COMPUTE_FUNCTIONS,
    UNDO_FUNCTIONS,
    isByUuid(tasks) ? THIS_HOST_BY_UUID : thisHost(host.name),
    `printf 'Plan %s, host %s: %s.\\n' ${shellArgument(plan.name)} ${shellArgument(host.name)} '${total}'`,
    DRY_RUN,
    FIRST_CHECKS,
    needed === null ? NO_DRIVER_CHECK : driverCheck(needed),
    APPLY,
    summary(total),
  ];
  return ok(`${sections.join('\n\n')}\n`);
}

function isByUuid(tasks: readonly GpuTask[]): boolean {
  return tasks.every(({ gpu }) => gpu.uuid !== null);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The same GPU as it was last observed: by UUID where both have one, else by index. Of another board nothing is known. */
function observedBefore(host: Host, gpu: Gpu): readonly string[] {
  const seen = host.observed?.find((one) =>
    one.uuid !== null && gpu.uuid !== null ? one.uuid === gpu.uuid : one.index === gpu.index,
  );
  const board = seen?.board === gpu.board ? findBoard(gpu.board) : undefined;
  if (seen === undefined || board === undefined) return [];
  return seen.instances
    .flatMap(({ profile, start }) => {
      const { id, memorySlices } = profileOf(board, profile) ?? {};
      return typeof id === 'number' && typeof memorySlices === 'number'
        ? [`${id}:${start}:${memorySlices}`]
        : [];
    })
    .sort(bytewise);
}

function beforeOf(gpu: Gpu, before: readonly string[]): string[] {
  if (before.length === 0) return [];
  return [
    `GPU ${gpu.index}: seen there before, so a roll-back leaves or brings back (profile ID:start:size): ${before.join(' ')}`,
  ];
}

function taskOf(
  gpu: Gpu,
  before: readonly string[],
  options: MigScriptOptions,
): Result<GpuTask, MigScriptError> {
  const gpuIndex = gpu.index;
  if (gpu.uuid !== null && !UUID.test(gpu.uuid)) return err({ code: 'bad-uuid', gpuIndex, uuid: gpu.uuid });
  const board = findBoard(gpu.board);
  const creations: Creation[] = [];
  for (const gi of gpu.instances) {
    const profile = board && profileOf(board, gi.profile);
    const [profileId, size] = [profile?.id ?? null, profile?.memorySlices ?? null];
    if (profile === undefined || profileId === null || size === null) {
      return err({ code: 'profile-id-unknown', profile: gi.profile, gpuIndex });
    }
    const ciIds = ciIdsOf(gi, profile, gpuIndex);
    if (!ciIds.ok) return ciIds;
    creations.push({ gi, profile, profileId, size, ciIds: ciIds.value });
  }
  invariant(board !== undefined, 'a GPU with profiles has a board');
  // Widest first: should the driver refuse one, what is missing is small and easy to place by hand.
  if (options.starts === 'explicit') {
    const widestFirst = creations.sort((a, b) => b.size - a.size || a.gi.start - b.gi.start);
    return ok({ gpu, board, creations: widestFirst, order: null, before });
  }
  const order = options.orders.get(gpu.id);
  if (order === undefined || order.kind === 'none') {
    return err({ code: 'no-order', gpuIndex, refusedBy: order?.refusedBy ?? [] });
  }
  const byId = new Map(creations.map((creation) => [creation.gi.id, creation]));
  const ordered = order.instances.flatMap((id) => byId.get(id) ?? []);
  invariant(
    new Set(ordered).size === creations.length && ordered.length === creations.length,
    'order of all',
  );
  return ok({ gpu, board, creations: ordered, order, before });
}

/**
 * The IDs of what an instance is cut into. The widest comes first: should the order matter to a driver, of which nothing is
 * public, that is the one that works.
 */
function ciIdsOf(
  gi: GpuInstance,
  profile: GiProfile,
  gpuIndex: number,
): Result<readonly number[] | null, MigScriptError> {
  if (isUndivided(gi)) return ok(null);
  const ids: number[] = [];
  for (const { name } of creationsIn(gi)) {
    const id = ciProfileOf(profile, name)?.id ?? null;
    if (id === null) return err({ code: 'compute-id-unknown', profile: name, inside: gi.profile, gpuIndex });
    ids.push(id);
  }
  return ok(ids);
}

function hasCuts(tasks: readonly GpuTask[]): boolean {
  return tasks.some(({ creations }) => creations.some(({ ciIds }) => ciIds !== null));
}

function header(
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

/** The function `each_gpu` that migScriptShell.ts describes: all that differs from plan to plan. */
function gpuTable(tasks: readonly GpuTask[]): string {
  const lines = tasks.flatMap(({ gpu, board, creations, order, before }) => {
    const list = creations.map(({ gi, profileId }) =>
      order === null ? `${profileId}:${gi.start}` : `${profileId}`,
    );
    const want = creations
      .map(({ gi, profileId, size }) => `${profileId}:${gi.start}:${size}`)
      .sort(bytewise);
    const cuts = creations
      .filter(({ ciIds }) => ciIds !== null)
      .map(({ gi, profileId, size, ciIds }) => `${profileId}:${gi.start}:${size}=${(ciIds ?? []).join()}`)
      .sort(bytewise);
    const names = knownNames(board).map(shellArgument);
    const words = [
      gpu.uuid ?? String(gpu.index),
      list.join(','),
      `'${want.join(' ')}'`,
      order?.kind === 'elsewhere' ? 'anywhere' : 'exact',
      `'${cuts.join(' ')}'`,
      `'${before.join(' ')}'`,
      shellArgument(boardLabel(board)),
      ...names,
    ];
    return [`  "$1" ${words.join(' ')}`];
  });
  return ['each_gpu() {', ...lines, '}'].join('\n');
}

/** As `sort` does it in the C locale; these are ASCII. */
function bytewise(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The names nvidia-smi gives a board, without "NVIDIA "; none when one of them was never seen printed. */
function knownNames(board: Board): string[] {
  if (board.productNames.some((name) => name.includes('('))) return [];
  return [...new Set(board.productNames.map((name) => name.replace(/^NVIDIA /, '')))];
}
