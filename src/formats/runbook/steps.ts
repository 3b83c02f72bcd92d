/** The steps one by one: what to run, what the host answers, and when to stop. */
import { boardLabel, type Board } from '../../model/board.ts';
import type { Host } from '../../model/plan.ts';
import { markdownCode, markdownFence } from '../encode/markdown.ts';
import { makeMigLgi } from '../migLgi.ts';
import { createdLines, giId } from './expected.ts';
import { hasVgpus, selector, table, type Task } from './task.ts';

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

export function steps(host: Host, tasks: readonly Task[]): string[] {
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
