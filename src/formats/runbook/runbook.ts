/**
 * The plan as a runbook in Markdown: what each GPU will be, what to run, what the host answers, the way back, and who signs.
 * It is read in a ticket, in a wiki and in a terminal at night, so drawings are letters and every step stands alone. Names
 * are code (encode/markdown.ts); what is to be run is made of numbers and checked UUIDs.
 */
import { boardLabel, type Board } from '../../model/board.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import { driverAge } from '../../model/driverVersion.ts';
import type { Gpu, GpuKind, Host, ValidPlan } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { beside, gridLines } from '../asciiGrid.ts';
import { CARRIER, isSharedPlan } from '../carrier.ts';
import type { DrawnGpu, DrawnHost, DrawnNotes } from '../drawing/drawn.ts';
import { markdownCode, markdownFence, markdownText } from '../encode/markdown.ts';
import { markdownTable } from '../markdownTable.ts';
import { makeMigLgi } from '../migLgi.ts';
import { neededDriver } from '../neededDriver.ts';
import { createdLines, creationsOn, destroyedLines, giId, kindsOf, type Creation } from './expected.ts';

export interface RunbookHost {
  readonly host: Host;
  readonly drawn: DrawnHost;
  /** A sentence for each GPU of the host that is not in the plan any more. */
  readonly leftOut: readonly string[];
  /** In which order instances are created where the driver takes no starts; empty where it does. */
  readonly orders: ReadonlyMap<GpuId, CreationOrder>;
}

export interface RunbookOptions {
  readonly plan: ValidPlan;
  readonly hosts: readonly RunbookHost[];
  /** VMs that have no instance, a line each. */
  readonly waiting: readonly string[];
  /** Of VMs that are on none of the plan's hosts. */
  readonly waitingNotes: readonly DrawnNotes[];
  /** Where the planner is; null: nobody can follow a link. */
  readonly pageUrl: string | null;
  /** The fragment of the link that holds the plan, "p=1....". */
  readonly sharedPlan: string;
}

/** A GPU with instances to create. */
interface Task {
  readonly gpu: Gpu;
  readonly board: Board;
  readonly drawn: DrawnGpu;
  readonly creations: readonly Creation[];
  /** What the GPU may be, as far as its instance IDs differ by it; the first is the one that examples show. */
  readonly kind: GpuKind;
  readonly otherKind: GpuKind | undefined;
  /** Where the driver picks the starts; null: the driver of the host takes them. */
  readonly order: CreationOrder | null;
}

/** The whole document. Deterministic; the reader writes in who did it and when. */
export function makeRunbook({
  plan,
  hosts,
  waiting,
  waitingNotes,
  pageUrl,
  sharedPlan,
}: RunbookOptions): string {
  const one = hosts.length === 1 ? hosts[0] : undefined;
  const of = one === undefined ? '' : ` on ${markdownCode(one.host.name)}`;
  const parts = [
    `# Runbook: ${markdownCode(plan.name)}${of}`,
    ...(plan.notes === '' ? [] : quoted(plan.notes)),
    ...hosts.flatMap((host) => hostPart(host)),
    ...(waiting.length === 0
      ? []
      : [
          '## VMs that wait',
          'No instance is planned for these:',
          bullets(waiting.map((vm) => markdownCode(vm))),
          ...notesPart(waitingNotes),
        ]),
    '## Sign-off',
    signOff(),
    ...carried(pageUrl, sharedPlan),
  ];
  return `${joined(parts)}\n`;
}

/** Blank lines between blocks; the lines of a quotation stay together. */
function joined(parts: readonly string[]): string {
  return parts
    .map((part, n) =>
      n === 0 ? part : part.startsWith('>') && parts[n - 1]?.startsWith('>') ? `\n${part}` : `\n\n${part}`,
    )
    .join('');
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** A line of the quotation for each line of the text. */
function quoted(notes: string): string[] {
  return notes.split('\n').map((line) => `> ${markdownText(line)}`.trimEnd());
}

const NOTES_OF = { host: 'Host', gpu: '', vm: 'VM' } as const;

/** Nothing where there are none: whose they are stands before each. */
function notesPart(notes: readonly DrawnNotes[]): string[] {
  if (notes.length === 0) return [];
  const whose = ({ of, name }: DrawnNotes): string =>
    of === 'gpu' ? name : `${NOTES_OF[of]} ${markdownCode(name)}`;
  return ['### Notes', ...notes.flatMap((one) => [`**${whose(one)}**`, ...quoted(one.notes)])];
}

function hostPart({ host, drawn, leftOut, orders }: RunbookHost): string[] {
  const tasks = drawn.gpus.flatMap((one): Task[] => {
    const { gpu, board } = one;
    if (board === null || gpu.use !== 'mig' || gpu.instances.length === 0) return [];
    const [kind = 'straight', otherKind] = kindsOf(board, gpu);
    const order = orders.get(gpu.id) ?? null;
    return [{ gpu, board, drawn: one, creations: creationsOn(board, gpu), kind, otherKind, order }];
  });
  const idle = drawn.gpus.filter(({ gpu }) => !tasks.some((task) => task.gpu.id === gpu.id));
  const rest = [
    ...idle.map(({ gpu, note }) =>
      `GPU ${gpu.index}: left alone. ${note === '' ? '' : `${markdownText(note)}.`}`.trimEnd(),
    ),
    ...leftOut.map((sentence) => markdownText(sentence)),
  ];
  return [
    `## Host ${markdownCode(host.name)}`,
    markdownText(drawn.about),
    ...notesPart(drawn.notes),
    ...(tasks.length === 0 ? ['Nothing is to be created here.'] : drawings(tasks)),
    ...(rest.length === 0 ? [] : [bullets(rest)]),
    ...(tasks.length === 0 ? [] : [...before(host, tasks), ...steps(host, tasks), ...rollBack(host, tasks)]),
  ];
}

const GRID_WORDS =
  'Rows are compute slices, columns memory slices. An instance is filled with the number of its start; `.` is free, `/` is free and of use to no profile.';

function drawings(tasks: readonly Task[]): string[] {
  return [
    '### What it will be',
    GRID_WORDS,
    ...tasks.flatMap(({ gpu, board, drawn, creations }) => {
      const { strandedCompute, strandedMemory } = drawn;
      const grid = gridLines({ board, instances: gpu.instances, strandedCompute, strandedMemory });
      const hasTypes = drawn.instances.some(({ type }) => type !== null);
      const hasVms = drawn.instances.some(({ vms }) => vms !== '');
      const legend = columns([
        ['start', 'profile', ...(hasTypes ? ['vGPU type'] : []), ...(hasVms ? ['VM'] : [])],
        ...drawn.instances.map(({ gi, vms, type, split }) => [
          String(gi.start).padStart(5),
          `${gi.profile}${split === null ? '' : ` (${split})`}`,
          ...(hasTypes ? [type ?? '-'] : []),
          ...(hasVms ? [vms === '' ? '-' : vms] : []),
        ]),
      ]);
      return [
        `**GPU ${gpu.index}**, ${markdownText(boardLabel(board))}: ${creations.length === 1 ? '1 instance' : `${creations.length} instances`}`,
        markdownFence(beside(grid, legend), 'text'),
      ];
    }),
  ];
}

/** Cells one under the other, two blanks between. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    rows.reduce((most, cells) => Math.max(most, (cells[at] ?? '').length), 0),
  );
  return rows.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** The driver that the steps need, and what holds where the plan names an older one (vsphere/hostSteps.ts says why). */
function driverWords({ driver }: Host, tasks: readonly Task[]): string[] {
  const needed = neededDriver(
    tasks.map(({ board, creations }) => ({ board, profiles: creations.map(({ profile }) => profile) })),
  );
  if (needed === null) return [];
  const age = driver === null ? null : driverAge(driver, needed);
  const isOlder = age === 'older' || age === 'older-branch';
  return [
    `The driver is ${needed} or later; \`nvidia-smi\` prints its version.${
      driver !== null && isOlder
        ? ` The plan names ${markdownCode(driver)}, which is older: ${needed} holds. It is what NVIDIA's MIG User Guide gives, for bare metal.`
        : ''
    }`,
  ];
}

function before(host: Host, tasks: readonly Task[]): string[] {
  const isPowerOn = creationOf(host) === 'power-on';
  return [
    '### Before',
    bullets([
      'Every VM and every process on these GPUs is off: a GPU in use refuses.',
      'A shell on the host itself, as root.',
      ...driverWords(host, tasks),
      'GPU instances do not survive a reboot or a reset of the GPU; on Hopper and later boards MIG mode is lost at a reboot too. After either, do this again from step 1.',
      ...(host.platform === 'kubernetes'
        ? [
            'Where the GPU Operator manages MIG on this node, change its configuration instead: it sets the GPUs by the label `nvidia.com/mig.config`, and would undo these steps.',
            'No pod uses the GPUs: the node is cordoned and drained, as in the node steps of this plan.',
          ]
        : []),
      ...(isPowerOn
        ? [
            'The hypervisor of this host creates GPU instances itself when a VM powers on, and one made by hand may take the place of one: **the power-on order of this plan is the way there.** These steps create them in advance all the same, with all VMs of these GPUs powered off.',
          ]
        : []),
      ...(host.platform === 'kvm'
        ? [
            'For VMs: the virtual functions of the GPUs are on, by the vGPU recipe of this plan with `--vfs --apply`. Switching them on later can cost the instances.',
          ]
        : []),
    ]),
  ];
}

const UUID = /^GPU-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What -i takes: the UUID where it is known, for an index can change. */
function selector({ uuid, index }: Gpu): string {
  return uuid !== null && UUID.test(uuid) ? uuid : String(index);
}

/** The names that nvidia-smi gives the board, without "NVIDIA ", which older drivers leave out; empty where one was never seen. */
function printedNames({ productNames }: Board): readonly string[] {
  if (productNames.some((name) => name.includes('('))) return [];
  return [...new Set(productNames.map((name) => name.replace(/^NVIDIA /, '')))];
}

/** What the name in the listing should be, where there is more than one or none is known. */
function nameWords(tasks: readonly Task[]): string[] {
  const boards = new Map(tasks.map(({ board }) => [board.id, board]));
  return [...boards.values()].flatMap((board) => {
    const names = printedNames(board);
    if (names.length === 1) {
      // Older drivers print the name without it.
      return board.productNames.some((one) => one === names[0])
        ? [`Older drivers print ${markdownCode(names[0] ?? '')}, without "NVIDIA".`]
        : [];
    }
    const indexes = tasks.filter((task) => task.board.id === board.id).map(({ gpu }) => gpu.index);
    const gpus = `${indexes.length === 1 ? 'GPU' : 'GPUs'} ${indexes.join(', ')}`;
    return names.length === 0
      ? [
          `How ${gpus} should be named is not known: compare the name with ${markdownCode(boardLabel(board))}.`,
        ]
      : [`The name of ${gpus}: ${names.map((name) => markdownCode(`NVIDIA ${name}`)).join(' or ')}.`];
  });
}

function steps(host: Host, tasks: readonly Task[]): string[] {
  let count = 0;
  const step = (what: string): string => `### Step ${++count}: ${what}`;
  const run = (lines: readonly string[]): string => markdownFence(lines, 'sh');
  const expect = (lines: readonly string[]): string => markdownFence(lines, 'text');
  const looks = tasks.map(({ gpu, board }) => {
    const [name, other] = printedNames(board);
    const uuid = selector(gpu).startsWith('GPU-') ? gpu.uuid : 'GPU-...';
    const printed = name === undefined || other !== undefined ? '...' : `NVIDIA ${name}`;
    return [gpu.index, printed, uuid, 'Enabled', 'Enabled'].join(', ');
  });
  return [
    step('the GPUs are the planned ones, and MIG mode is on'),
    run(['nvidia-smi --query-gpu=index,name,uuid,mig.mode.current,mig.mode.pending --format=csv,noheader']),
    'Expected, among other GPUs:',
    expect(looks),
    ...nameWords(tasks),
    'Where it says `Disabled`, and only there:',
    run(tasks.map(({ gpu }) => `nvidia-smi -i ${selector(gpu)} -mig 1`)),
    tasks.length === 1 ? 'Expected:' : 'Expected, from each:',
    expect([
      `Enabled MIG Mode for GPU ${(tasks.length === 1 ? tasks[0]?.gpu.pciId : null) ?? '00000000:..:00.0'}`,
      'All done.',
    ]),
    host.platform === 'esxi'
      ? 'On ESXi it may say that MIG mode is in pending enable state: enter maintenance mode, reboot the host, and run the first command again.'
      : 'Where it says that MIG mode is in pending enable state, something uses the GPU: end it, and run the command again.',

    step('nothing is there yet'),
    run(tasks.map(({ gpu }) => `nvidia-smi mig -i ${selector(gpu)} -lgi`)),
    tasks.length === 1 ? 'Expected:' : 'Expected, from each:',
    expect(['No GPU instances found: Not Found']),
    '**Stop where it lists anything:** those instances are not of this plan.',

    ...tasks.flatMap((task) => [step(`create the instances of GPU ${task.gpu.index}`), ...creation(task)]),

    step('all is as planned'),
    run(['nvidia-smi mig -lgi']),
    'Expected; the table is wider or narrower with other drivers, its rows are the same:',
    ...listings(host, tasks),

    ...vmStep(tasks, host, step),
  ];
}

function creation(task: Task): string[] {
  const { gpu, board, creations, kind, otherKind } = task;
  const on = selector(gpu);
  const cuts = creations.filter(({ ciWords }) => ciWords !== null);
  const withDefaults = cuts.length === 0;
  const list = creations.map(({ gi, profileWord }) => `${profileWord}:${gi.start}`).join(',');
  return [
    markdownFence([`nvidia-smi mig -i ${on} -cgi ${list}${withDefaults ? ' -C' : ''}`], 'sh'),
    'Expected:',
    markdownFence(createdLines({ board, gpu, kind }, creations, withDefaults), 'text'),
    ...(otherKind === undefined
      ? []
      : [
          `These are the instance IDs of a straight GPU. A mirrored one says ${creations.map(({ gi }) => String(giId(board, gi, otherKind) ?? '?')).join(', ')}, in this order; both are right.`,
        ]),
    ...withoutStarts(task, withDefaults),
    '**Stop at `Insufficient Resources` or any other refusal:** what was created before it stays. Take it back (the roll-back below), and do not try other starts.',
    ...(withDefaults ? [] : cutSteps(task)),
  ];
}

/** The same for drivers of the R450 time, which take no starts; where the plan says that the host has one. */
function withoutStarts({ gpu, creations, order }: Task, withDefaults: boolean): string[] {
  if (order === null) return [];
  if (order.kind !== 'as-drawn') {
    return [
      'A driver of R450 takes no `:start` and refuses the line, and without starts no order is known to lead to this layout: it has to be a later driver.',
    ];
  }
  const words = new Map(creations.map(({ gi, profileWord }) => [gi.id, profileWord]));
  const list = order.instances.flatMap((id) => words.get(id) ?? []).join(',');
  return [
    'A driver of R450 takes no `:start` and refuses the line. Then in this order, in which the driver puts each where it is planned; the IDs come in another order:',
    markdownFence([`nvidia-smi mig -i ${selector(gpu)} -cgi ${list}${withDefaults ? ' -C' : ''}`], 'sh'),
  ];
}

/** Compute instances one GPU instance at a time: -cci needs the ID, which depends on the kind of the GPU. */
function cutSteps({ gpu, board, creations, kind, otherKind }: Task): string[] {
  const isOpen = otherKind !== undefined;
  const rows = creations.map(({ gi, profile, ciWords }) => {
    const fallback = profile.computeInstances.find((one) => one.isDefault)?.id ?? null;
    const words = ciWords ?? [fallback === null ? null : String(fallback)];
    const id = isOpen ? `ID-AT-${gi.start}` : String(giId(board, gi, kind) ?? `ID-AT-${gi.start}`);
    return `nvidia-smi mig -i ${selector(gpu)} -gi ${id} -cci ${words.map((word) => word ?? 'CI-PROFILE').join(',')}`;
  });
  const isUnknown = creations.some(({ ciWords }) => ciWords?.includes(null) ?? false);
  return [
    'Then its compute instances, the widest first:',
    markdownFence(rows, 'sh'),
    ...(isOpen
      ? [
          'For `ID-AT-0` and the like write the instance ID that `nvidia-smi mig -lgi` lists for the instance at that start: it depends on the GPU.',
        ]
      : []),
    ...(isUnknown
      ? [
          'For `CI-PROFILE` write the ID that `nvidia-smi mig -lcip` lists for the size: no public output shows it for this board.',
        ]
      : []),
  ];
}

/** The listing of the host as each kind of GPU prints it, where that is open. */
function listings(host: Host, tasks: readonly Task[]): string[] {
  const table = (kind: 'straight' | 'mirrored'): string =>
    markdownFence(
      makeMigLgi({ gpus: tasks.map(({ gpu }) => ({ ...gpu, kind: gpu.kind ?? kind })) }, { width: 'r510' })
        .trimEnd()
        .split('\n'),
      'text',
    );
  const open = tasks.filter(({ otherKind }) => otherKind !== undefined).map(({ gpu }) => gpu.index);
  if (open.length === 0) return [table('straight')];
  return [
    table('straight'),
    `Whether ${open.length === 1 ? `GPU ${open[0] ?? ''} is` : `GPUs ${open.join(', ')} are`} straight or mirrored is not known. Mirrored ones list the same names and placements with these IDs:`,
    table('mirrored'),
  ];
}

function vmStep(tasks: readonly Task[], host: Host, step: (what: string) => string): string[] {
  const rows = tasks.flatMap(({ gpu, drawn }) =>
    drawn.instances
      .filter(({ vms }) => vms !== '')
      .map(({ gi, vms, type }) => [
        markdownCode(vms, { inTable: true }),
        type === null ? 'not known' : markdownCode(type, { inTable: true }),
        `GPU ${gpu.index}, ${gi.profile} at ${gi.start}`,
      ]),
  );
  if (rows.length === 0) return [];
  if (!hasVgpus(host)) {
    return [
      step('who uses what'),
      table(
        ['Name', 'Drawn on'],
        rows.map(([name = '', , where = '']) => [name, where]),
      ),
    ];
  }
  return [
    step('VMs'),
    host.platform === 'kvm'
      ? 'While the VMs are off make their vGPUs (the vGPU recipe of this plan with `--apply`) and give each its own, then power them on:'
      : host.platform === 'esxi'
        ? 'Give each VM its vGPU type while it is off, and the settings of "VM settings for vGPUs" of this plan; then power it on:'
        : 'Give each VM its vGPU type while it is off, then power it on:',
    table(['VM', 'vGPU type', 'Drawn on'], rows),
    ...(host.platform === 'esxi'
      ? [
          'A VM takes any free instance of its profile on the host: which of several equal ones it gets, nobody chooses.',
        ]
      : []),
    'Then list again: each VM runs, and `nvidia-smi mig -lgi` still lists the same rows.',
  ];
}

/** Pods and processes are given MIG devices, VMs are given vGPU types. */
function hasVgpus({ platform }: Host): boolean {
  return platform !== 'kubernetes' && platform !== 'bare-metal';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(head, rows).join('\n');
}

function rollBack(host: Host, tasks: readonly Task[]): string[] {
  return [
    '### Roll-back',
    `The GPUs are empty again afterwards, as they were before step 3. ${hasVgpus(host) ? 'Power off the VMs on them first.' : 'End what runs on them first.'}`,
    ...(host.platform === 'kvm'
      ? ['Then take away their vGPUs: the vGPU recipe of this plan with `--roll-back --apply`.']
      : []),
    markdownFence(
      tasks.flatMap(({ gpu }) => [
        `nvidia-smi mig -i ${selector(gpu)} -dci`,
        `nvidia-smi mig -i ${selector(gpu)} -dgi`,
      ]),
      'sh',
    ),
    'Expected: a line for each compute instance, then for each GPU instance one like these, with the IDs that were listed:',
    markdownFence(
      tasks.flatMap(({ gpu, board, kind }) => destroyedLines(board, gpu, kind)),
      'text',
    ),
    '`In use by another client` means that a VM or a process still runs there: end it, and run both commands again.',
    'Then look:',
    markdownFence(['nvidia-smi mig -lgi'], 'sh'),
    'Expected, where no other GPU has instances:',
    markdownFence(['No GPU instances found: Not Found'], 'text'),
    ...(host.platform === 'esxi' ? ['Take the vGPUs from the VMs too, in *Edit Settings*.'] : []),
    'MIG mode stays on. Only where step 1 has switched it on, and it is to be off again:',
    markdownFence(
      tasks.map(({ gpu }) => `nvidia-smi -i ${selector(gpu)} -mig 0`),
      'sh',
    ),
    host.platform === 'esxi' && tasks.some(({ board }) => board.architecture === 'Ampere')
      ? 'On ESXi with Ampere GPUs it is off after a reboot of the host in maintenance mode. The first command of step 1 then says `Disabled`.'
      : 'The first command of step 1 then says `Disabled`.',
  ];
}

function signOff(): string {
  const rows = ['Approved', 'Created', 'Checked against this page', 'In use again', 'Rolled back, if so'];
  return table(
    ['', 'Name', 'Date and time', 'Remarks'],
    rows.map((row) => [row, '', '', '']),
  );
}

/** The plan itself, as a link reference: shown to nobody, and found again by the planner. */
function carried(pageUrl: string | null, sharedPlan: string): string[] {
  if (!isSharedPlan(sharedPlan)) return [];
  const isLink = pageUrl !== null && /^https?:\/\/[^\s<>"'#]+$/.test(pageUrl);
  const words = isLink
    ? `The plan: [open it][${CARRIER}], or drop this file on the planner.`
    : 'The plan is in this file: drop it on the planner, and it opens.';
  return [words, `[${CARRIER}]: ${isLink ? pageUrl : ''}#${sharedPlan}`];
}
