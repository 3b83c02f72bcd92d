/** What pictures, runbooks and printed pages show of hosts: the plan, and beside it what placement knows of it. */
import { boardLabel, isDrawable, type Board, type BoardId } from '../../model/board.ts';
import { findBoard, typesNamed, VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { isUndivided, splitName } from '../../model/compute.ts';
import type { GiId } from '../../model/ids.ts';
import {
  vmsByInstance,
  type Gpu,
  type GpuInstance,
  type GpuPlace,
  type Host,
  type Plan,
  type Vm,
} from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import type { ProfileName } from '../../model/profile.ts';
import { vgpuTypesOf } from '../../model/vgpu.ts';
import type { DrawnGpu, DrawnHost, DrawnInstance, DrawnNotes } from '../../formats/drawing/drawn.ts';
import { capital } from '../../formats/messageWords.ts';
import { checkGpu } from '../../placement/check.ts';
import type { PlacementError } from '../../placement/errors.ts';
import { placementNote } from '../../placement/messageNotes.ts';
import { counted, makeShortList, platformName, strandedList, wantedName } from '../../placement/messages.ts';
import { sliceUse } from '../../placement/stranded.ts';

type VmsOn = ReadonlyMap<GiId, readonly Vm[]>;

/** The hosts as they are drawn, in the order of the plan. */
export function drawHosts(plan: Plan, hosts: readonly Host[]): DrawnHost[] {
  const vms = vmsByInstance(plan);
  const types = new TypeNames();
  return hosts.map((host) => ({
    name: host.name,
    about: aboutHost(host),
    gpus: host.gpus.map((gpu) => drawGpu(plan, host, gpu, vms, types)),
    notes: notesOn(host, vms),
  }));
}

function notesOn(host: Host, vmsOn: VmsOn): DrawnNotes[] {
  const vms = new Set(host.gpus.flatMap((gpu) => gpu.instances.flatMap((gi) => vmsOn.get(gi.id) ?? [])));
  return [
    { of: 'host' as const, name: host.name, notes: host.notes },
    ...host.gpus.map(({ index, notes }) => ({ of: 'gpu' as const, name: `GPU ${index}`, notes })),
    ...[...vms].map(({ name, notes }) => ({ of: 'vm' as const, name, notes })),
  ].filter(isSaid);
}

/** Notes of VMs that are on no host. */
export function waitingNotes(plan: Plan): DrawnNotes[] {
  return plan.vms
    .filter((vm) => vm.attachments.every(({ instance }) => instance === null))
    .map(({ name, notes }) => ({ of: 'vm' as const, name, notes }))
    .filter(isSaid);
}

function isSaid({ notes }: DrawnNotes): boolean {
  return notes.trim() !== '';
}

/** "ESXi 8.0 U3 · 4 × A100-PCIE-40GB". */
function aboutHost(host: Host): string {
  const counts = new Map<BoardId, number>();
  for (const { board } of host.gpus) counts.set(board, (counts.get(board) ?? 0) + 1);
  const boards = Array.from(counts, ([board, count]) => `${count} × ${boardText(board)}`);
  const platform = host.platform === null ? [] : [capital(platformName(host))];
  const driver = host.driver === null ? [] : [`driver ${host.driver}`];
  // Then no start is the administrator's choice: the drawing is where the order of power-on is to lead.
  const creation =
    host.platform !== null && creationOf(host) === 'power-on' ? ['instances made at power-on'] : [];
  return [...platform, ...driver, ...creation, ...(boards.length === 0 ? ['no GPU'] : boards)].join(' · ');
}

function boardText(id: BoardId): string {
  const board = findBoard(id);
  return board === undefined ? `${id} (not in the catalogue)` : boardLabel(board);
}

/** "3 hosts, 12 GPUs, 30 instances, 28 VMs". */
export function planFigures({ hosts, vms }: Plan): string {
  const gpus = hosts.flatMap((host) => host.gpus);
  const instances = gpus.reduce((sum, gpu) => sum + gpu.instances.length, 0);
  return [
    counted(hosts.length, 'host'),
    counted(gpus.length, 'GPU'),
    counted(instances, 'instance'),
    ...(vms.length === 0 ? [] : [counted(vms.length, 'VM')]),
  ].join(', ');
}

/** VMs that have no instance for a vGPU, with what they want: "asr-2: A100-2-10C". */
export function waitingVms(plan: Plan): string[] {
  return plan.vms.flatMap((vm) => {
    const open = vm.attachments.filter(({ instance }) => instance === null);
    if (open.length === 0 && vm.attachments.length > 0) return [];
    const wants = open.map(({ wants: one }) => wantedName(one));
    return [wants.length === 0 ? vm.name : `${vm.name}: ${makeShortList(wants)}`];
  });
}

/** Names of the types of an instance; asked once for each profile of a kind of GPU. */
class TypeNames {
  readonly #known = new Map<string, string | null>();

  /** Under which types VMs may have it, " or " between them; null where none is public. */
  of(gpu: Pick<Gpu, 'board' | 'variant'>, profile: ProfileName): string | null {
    const key = JSON.stringify([gpu.board, gpu.variant, profile]);
    let names = this.#known.get(key);
    if (names === undefined) {
      const types = vgpuTypesOf(VGPU_BOARDS, gpu, profile);
      names = types.length === 0 ? null : types.map((type) => type.esxiName ?? type.type).join(' or ');
      this.#known.set(key, names);
    }
    return names;
  }

  /** The type by which this VM has the instance: what it asks for, else what the instance may be to it. */
  on(vm: Vm, gi: GpuInstance, gpu: Gpu): string | null {
    const wants = vm.attachments.find(({ instance }) => instance === gi.id)?.wants;
    if (wants?.kind !== 'type') return this.of(gpu, gi.profile);
    const [type] = typesNamed(wants.type, [gpu.board]);
    return type?.esxiName ?? type?.type ?? wants.type;
  }
}

/** Of what nobody knows nothing can be wrong. */
const UNKNOWN: ReadonlySet<PlacementError['code']> = new Set(['board-unknown', 'starts-unknown']);

function drawGpu(plan: Plan, host: Host, gpu: Gpu, vms: VmsOn, types: TypeNames): DrawnGpu {
  const board = findBoard(gpu.board);
  const use = sliceUse(gpu);
  const faults = checkGpu(gpu, host);
  const illegal = new Set(
    faults.flatMap(({ gi, fault }) => (gi === null || UNKNOWN.has(fault.code) ? [] : [gi.id])),
  );
  const stranded = strandedList(use);
  const [fault] = faults;
  return {
    gpu,
    board: board === undefined || !isDrawable(board) ? null : board,
    figures:
      use.computeTotal === 0
        ? null
        : {
            compute: `${use.computeUsed}/${use.computeTotal}`,
            memory: `${use.memoryUsed}/${use.memoryTotal}`,
          },
    strandedCompute: use.strandedCompute,
    strandedMemory: use.strandedMemory,
    instances: gpu.instances.map((gi) => drawInstance(gi, { host, gpu }, illegal.has(gi.id), vms, types)),
    note:
      fault === undefined
        ? gpu.use !== 'mig'
          ? placementNote({ code: 'mig-off', use: gpu.use }, plan)
          : stranded !== ''
            ? `Stranded: ${stranded}`
            : gpu.instances.length === 0
              ? 'Nothing placed'
              : ''
        : faultNote(fault, plan, board),
  };
}

function faultNote(
  { gi, fault }: ReturnType<typeof checkGpu>[number],
  plan: Plan,
  board: Board | undefined,
): string {
  const note = placementNote(fault, plan);
  if (UNKNOWN.has(fault.code)) return board === undefined ? `${note}: no grid is drawn` : note;
  return `Illegal${gi === null ? '' : ` ${gi.profile}`}: ${note}`;
}

function drawInstance(
  gi: GpuInstance,
  { host, gpu }: GpuPlace,
  isIllegal: boolean,
  vmsOn: VmsOn,
  types: TypeNames,
): DrawnInstance {
  const vms = vmsOn.get(gi.id) ?? [];
  const names = vms.map((vm) => vm.name).join(' + ');
  const named = [...new Set(vms.map((vm) => types.on(vm, gi, gpu)))].flatMap((one) => one ?? []);
  // Pods and processes are given MIG devices.
  const hasTypes = host.platform !== 'kubernetes' && host.platform !== 'bare-metal';
  const type = !hasTypes
    ? null
    : vms.length === 0
      ? types.of(gpu, gi.profile)
      : named.length === 0
        ? null
        : named.join(' + ');
  const split = isUndivided(gi) ? null : splitName(gi.computeInstances.map((one) => one.profile));
  const words = [
    `${gi.profile} at slice ${gi.start}`,
    ...(split === null ? [] : [`split into ${split}`]),
    ...(names === '' ? ['no VM'] : [names]),
    ...(names === '' || type === null ? [] : [type]),
    ...(gi.pinned ? ['pinned'] : []),
    ...(isIllegal ? ['illegal'] : []),
  ];
  return { gi, vms: names, type, split, words: words.join(', '), isIllegal };
}
