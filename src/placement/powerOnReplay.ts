/** A power-on order played step by step under one model, and the plan as it would stand then. */
import { IdSource, type GiId, type GpuId, type VmId } from '../model/ids.ts';
import { freeStarts, geometryOf, occupancyOf, positionAt } from '../model/geometry.ts';
import type { Gpu, GpuInstance, Plan } from '../model/plan.ts';
import type { CommandError } from './errors.ts';
import { legalStarts } from './legal.ts';
import { byStart, detachWhere, instanceIds, withHost } from './planParts.ts';
import type { PowerOnHost, PowerOnVm } from './powerOn.ts';
import { runsOf, type PowerOnModel } from './powerOnOrder.ts';
import { startVm, type Landing, type Run } from './powerOnRun.ts';

export interface PowerOnStep {
  readonly vm: PowerOnVm;
  /** Empty where the VM does not start. */
  readonly landings: readonly Landing[];
  readonly refused: PowerOnRefusal | null;
}

export interface PowerOnRefusal {
  readonly attachment: number;
  /** Why each GPU that could serve the vGPU cannot, in the order in which they are asked. */
  readonly reasons: readonly { readonly gpuId: GpuId; readonly error: CommandError }[];
}

/** VM by VM, up to the first that does not start. Ids that are no VM of the host are passed over. */
export function replayPowerOn(
  plan: Plan,
  host: PowerOnHost,
  order: readonly VmId[],
  model: PowerOnModel,
): PowerOnStep[] {
  const steps: PowerOnStep[] = [];
  let [run] = runsOf(host, model);
  for (const id of order) {
    const vm = host.vms.find((one) => one.vm.id === id);
    if (vm === undefined || run === undefined) continue;
    const given = model.vgpuOrders.find(({ vmId }) => vmId === id)?.attachments;
    const result = startVm(host, run, vm, given ?? vm.vgpus.map(({ attachment }) => attachment));
    if (result.kind === 'refused') {
      const { attachment, beside } = result.refused;
      const standing = { vm, landings: beside, refused: null };
      const reasons = whyRefused(plan, host, [...steps, standing], vm, attachment);
      steps.push({ vm, landings: [], refused: { attachment, reasons } });
      break;
    }
    const [started] = result.started;
    if (started === undefined) break;
    steps.push({ vm, landings: started.landings, refused: null });
    run = started.run satisfies Run;
  }
  return steps;
}

function whyRefused(
  plan: Plan,
  host: PowerOnHost,
  steps: readonly PowerOnStep[],
  { vgpus }: PowerOnVm,
  attachment: number,
): PowerOnRefusal['reasons'] {
  const { needs } = vgpus.find((vgpu) => vgpu.attachment === attachment) ?? { needs: [] };
  const now = expectedGpus(plan, host, steps).gpus;
  return host.gpus.flatMap(({ gpu, geometry }, at) => {
    const profile = geometry.board.profiles[needs[at]?.profileIndex ?? -1];
    const state = now.find((one) => one.id === gpu.id);
    if (profile === undefined || state === undefined) return [];
    const { why } = legalStarts(state, profile.name);
    return why === null ? [] : [{ gpuId: gpu.id, error: why }];
  });
}

interface Expected {
  readonly gpus: readonly Gpu[];
  /** The instance of each vGPU that has landed. */
  readonly instances: ReadonlyMap<VmId, ReadonlyMap<number, GiId>>;
  readonly nextId: number;
}

interface Piece {
  readonly gpuId: GpuId;
  readonly profile: string;
  readonly start: number;
  readonly holders: { readonly vm: PowerOnVm; readonly attachment: number }[];
}

/**
 * The host's GPUs after these steps: what was created, and nothing else. An instance stays the one that its VM was drawn
 * on, with its pin and compute instances, wherever it lands.
 */
function expectedGpus(plan: Plan, host: PowerOnHost, steps: readonly PowerOnStep[]): Expected {
  const pieces = new Map<string, Piece>();
  for (const { vm, landings } of steps) {
    for (const { attachment, gpuAt, profileIndex, start } of landings) {
      const one = host.gpus[gpuAt];
      const profile = one?.geometry.board.profiles[profileIndex]?.name;
      if (one === undefined || profile === undefined) continue;
      const key = `${gpuAt} ${start}`;
      const piece = pieces.get(key) ?? { gpuId: one.gpu.id, profile, start, holders: [] };
      pieces.set(key, piece);
      piece.holders.push({ vm, attachment });
    }
  }
  const ids = new IdSource(plan.nextId);
  const used = new Set<GiId>();
  const instances = new Map<VmId, Map<number, GiId>>();
  const made = new Map<GpuId, GpuInstance[]>();
  const drawnOn = ({ vm, attachment }: Piece['holders'][number]) =>
    vm.vgpus.find((vgpu) => vgpu.attachment === attachment)?.drawn ?? null;
  const isStill = (piece: Piece): boolean => piece.holders.some((holder) => isAt(piece, drawnOn(holder)));
  const isAt = (piece: Piece, drawn: ReturnType<typeof drawnOn>): boolean =>
    drawn?.gpu.id === piece.gpuId && drawn.gi.start === piece.start && drawn.gi.profile === piece.profile;
  const all = [...pieces.values()];
  // Those that stay first, so that no other takes over what they are.
  for (const piece of [...all.filter(isStill), ...all.filter((one) => !isStill(one))]) {
    const drawn = piece.holders
      .map(drawnOn)
      .filter((one) => one !== null && one.gi.profile === piece.profile && !used.has(one.gi.id));
    const gi = (drawn.find((one) => isAt(piece, one)) ?? drawn[0])?.gi;
    const instance: GpuInstance =
      gi === undefined
        ? newInstance(ids.gi(), piece)
        : gi.start === piece.start
          ? gi
          : { ...gi, start: piece.start };
    used.add(instance.id);
    made.set(piece.gpuId, [...(made.get(piece.gpuId) ?? []), instance]);
    for (const { vm, attachment } of piece.holders) {
      const held = instances.get(vm.vm.id) ?? new Map<number, GiId>();
      instances.set(vm.vm.id, held.set(attachment, instance.id));
    }
  }
  const gpus = host.host.gpus.map((gpu) => ({ ...gpu, instances: (made.get(gpu.id) ?? []).sort(byStart) }));
  return { gpus, instances, nextId: ids.next };
}

function newInstance(id: GiId, { profile, start }: Piece): GpuInstance {
  return { id, profile, start, pinned: false, reportedId: null, computeInstances: [], extra: [] };
}

/**
 * The plan as the host stands after these steps: their VMs on what was created for them, the host's other VMs waiting.
 * `isIdleKept`: instances without a VM stay where there is room beside.
 */
export function expectedPlan(
  plan: Plan,
  host: PowerOnHost,
  steps: readonly PowerOnStep[],
  isIdleKept = false,
): Plan {
  const expected = expectedGpus(plan, host, steps);
  const gpus = isIdleKept ? expected.gpus.map((gpu) => withIdle(host, gpu)) : expected.gpus;
  const before = instanceIds(host.host.gpus);
  const vms = plan.vms.map((vm) => {
    const held = expected.instances.get(vm.id);
    if (held === undefined) return vm;
    const attachments = vm.attachments.map((one, at) => {
      const instance = held.get(at) ?? one.instance;
      return instance === one.instance ? one : { ...one, instance };
    });
    return attachments.every((one, at) => one === vm.attachments[at]) ? vm : { ...vm, attachments };
  });
  const next = { ...withHost(plan, { ...host.host, gpus }), vms, nextId: expected.nextId };
  // The others of the host: their instance may be there under the same id, but it is not theirs.
  const started = new Set(expected.instances.keys());
  const waiting = new Set(plan.vms.filter((vm) => !started.has(vm.id)));
  const lost = new Set(
    [...waiting].flatMap((vm) =>
      vm.attachments.filter(({ instance }) => instance !== null && before.has(instance)),
    ),
  );
  return detachWhere(next, (attachment) => lost.has(attachment));
}

/** Idle instances that are legal beside what has landed, in their order; the same GPU where nothing has changed. */
function withIdle(host: PowerOnHost, gpu: Gpu): Gpu {
  const drawn = host.host.gpus.find((one) => one.id === gpu.id);
  const taking = host.gpus.find((one) => one.gpu.id === gpu.id);
  const idle = host.idle.filter((place) => place.gpu.id === gpu.id).map(({ gi }) => gi);
  const instances = [...gpu.instances];
  if (taking === undefined) instances.push(...idle);
  else {
    const geometry = geometryOf(taking.geometry.board);
    for (const gi of idle) {
      const position = positionAt(geometry, gi.profile, gi.start);
      const free =
        position === undefined
          ? 0
          : freeStarts(geometry, occupancyOf(geometry, instances), position.profileIndex);
      if (position !== undefined && (free & (1 << gi.start)) !== 0) instances.push(gi);
    }
  }
  instances.sort(byStart);
  const isSame =
    drawn !== undefined &&
    drawn.instances.length === instances.length &&
    drawn.instances.every((gi, at) => gi === instances[at]);
  return isSame ? drawn : { ...gpu, instances };
}
