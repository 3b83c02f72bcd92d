/** The sentences of power-on: models by name, places, what is found and why nothing is. */
import { assertNever } from '../../model/assert.ts';
import type { Plan } from '../../model/plan.ts';
import { makeRangeName } from '../../model/slices.ts';
import { commandMessage, counted, makeList, makeShortList, ruleMessage, wantedName } from '../messages.ts';
import type { PowerOnHost, PowerOnVgpu, PowerOnVm } from './powerOn.ts';
import type { PowerOnModel } from './powerOnModel.ts';
import type { PowerOnRefusal } from './powerOnReplay.ts';
import type { NoRoom } from './powerOnRoom.ts';
import type { Landing } from './powerOnRun.ts';

/**
 * "Preference list", "Fewest lost, straight GPUs": what the model is called, with what it takes for granted where that may
 * be otherwise.
 */
export function modelName(host: PowerOnHost, model: PowerOnModel): string {
  const open = host.gpus.filter(({ kinds }) => kinds.length > 1).map(({ gpu }) => gpu);
  const mirrored = open.filter((gpu) =>
    model.kinds.some((one) => one.gpuId === gpu.id && one.kind === 'mirrored'),
  );
  const name = model.variant === 'list' ? 'Preference list' : 'Fewest lost';
  const kinds =
    model.variant === 'list' || open.length === 0
      ? ''
      : mirrored.length === 0
        ? ', straight GPUs'
        : mirrored.length === open.length
          ? ', mirrored GPUs'
          : `, GPU ${makeList(mirrored.map((gpu) => gpu.index))} mirrored`;
  const orders = model.vgpuOrders.flatMap(({ vmId, attachments }) => {
    const vm = host.vms.find((one) => one.vm.id === vmId);
    const isListed = vm?.vgpus.every(({ attachment }, at) => attachments[at] === attachment) ?? true;
    return vm === undefined || isListed
      ? []
      : `, vGPUs of ${vm.vm.name} as ${makeList(attachments.map((at) => at + 1))}`;
  });
  return `${name}${kinds}${makeShortList(orders)}`;
}

/** "GPU 0, slices 4–7". */
export function landingName(host: PowerOnHost, { gpuAt, profileIndex, start }: Landing): string {
  const one = host.gpus[gpuAt];
  const size = one?.geometry.board.profiles[profileIndex]?.memorySlices ?? 1;
  return `GPU ${one?.gpu.index}, ${makeRangeName({ start, count: size })}`;
}

/** True when the vGPU is drawn where it lands. */
export function isDrawnThere(host: PowerOnHost, { drawn }: PowerOnVgpu, landing: Landing): boolean {
  const one = host.gpus[landing.gpuAt];
  const profile = one?.geometry.board.profiles[landing.profileIndex]?.name;
  return drawn?.gpu.id === one?.gpu.id && drawn?.gi.start === landing.start && drawn.gi.profile === profile;
}

/** "drawn at 3", "drawn on GPU 1", "not drawn"; null where it is drawn where it lands. */
export function drawnElsewhere(host: PowerOnHost, vgpu: PowerOnVgpu, landing: Landing): string | null {
  if (isDrawnThere(host, vgpu, landing)) return null;
  if (vgpu.drawn === null) return 'not drawn';
  return vgpu.drawn.gpu.id === host.gpus[landing.gpuAt]?.gpu.id
    ? `drawn at ${vgpu.drawn.gi.start}`
    : `drawn on GPU ${vgpu.drawn.gpu.index}`;
}

/** "lands at 1", "lands on GPU 0"; null where it is drawn where it lands. */
export function landsElsewhere(host: PowerOnHost, vgpu: PowerOnVgpu, landing: Landing): string | null {
  if (isDrawnThere(host, vgpu, landing)) return null;
  return vgpu.drawn?.gpu.id === host.gpus[landing.gpuAt]?.gpu.id
    ? `lands at ${landing.start}`
    : `lands on GPU ${host.gpus[landing.gpuAt]?.gpu.index}`;
}

/** Why a vGPU is not where it is drawn, as far as the model says. */
export function whyElsewhere(
  host: PowerOnHost,
  { drawn }: PowerOnVgpu,
  { gpuAt, isJoined }: Landing,
): string {
  const to = host.gpus[gpuAt]?.gpu;
  if (drawn === null || to === undefined) return 'It has no instance in the plan.';
  if (isJoined) return 'It joins an instance of its type that has room.';
  if (drawn.gpu.id === to.id)
    return `The driver chooses the start: ${drawn.gi.start} cannot be named at power-on.`;
  return to.index < drawn.gpu.index
    ? `GPU ${to.index} is filled before GPU ${drawn.gpu.index}, and has room.`
    : `GPU ${drawn.gpu.index} has no room by then.`;
}

/** Why not all VMs fit, in whatever order. */
export function noRoomMessage(why: NoRoom, host: PowerOnHost): string {
  switch (why.code) {
    case 'no-gpu':
      return `${why.vm.vm.name} wants ${wantedOf(why.vm, why.attachment)}, and no GPU of ${host.host.name} that takes part has it.`;
    case 'refused':
      return `${why.vm.vm.name} may not have what it wants on ${host.host.name}: ${ruleMessage(why.fault)}`;
    case 'too-many-vgpus':
      return `The VMs have ${counted(why.needed, 'vGPU')}, and the GPUs take ${why.total} at the most.`;
    case 'too-few-slices':
      return `The VMs need ${counted(why.needed, `${why.what} slice`)}, and the GPUs have ${why.total}.`;
    case 'no-packing':
      return 'There are enough slices, but no way to cut the GPUs gives every VM its instance.';
    default:
      return assertNever(why);
  }
}

function wantedOf({ vm }: PowerOnVm, attachment: number): string {
  const wants = vm.attachments[attachment]?.wants;
  return wants === undefined ? 'a vGPU' : wantedName(wants);
}

/** "chat-b does not start. GPU 0: 3g.20gb starts at ...". `then` is the plan as it stands at that moment. */
export function refusalMessage(
  vm: PowerOnVm,
  { attachment, reasons }: PowerOnRefusal,
  then: Plan,
  host: PowerOnHost,
): string {
  const vgpu = vm.vgpus.length > 1 ? ` (vGPU ${attachment + 1}, ${wantedOf(vm, attachment)})` : '';
  const why = reasons.map(({ gpuId, error }) => {
    const index = host.gpus.find(({ gpu }) => gpu.id === gpuId)?.gpu.index;
    return `GPU ${index}: ${commandMessage(error, then)}`;
  });
  return [`${vm.vm.name} does not start${vgpu}.`, ...why].join(' ');
}

/** A VM of an order with where it lands, for a ticket: one line each. `places` in the order of the VMs. */
export function powerOnText(
  host: PowerOnHost,
  model: PowerOnModel,
  steps: readonly { readonly vm: PowerOnVm; readonly landings: readonly Landing[] }[],
  isAgreed: boolean,
): string {
  const width = String(steps.length).length;
  const lines = steps.map(({ vm, landings }, at) => {
    const places = landings.map(
      (landing) => `${wantedOf(vm, landing.attachment)} on ${landingName(host, landing)}`,
    );
    return `${String(at + 1).padStart(width)}. ${vm.vm.name}: ${makeList(places)}`;
  });
  const head = `Power-on order of ${host.host.name}, ${counted(steps.length, 'VM')}`;
  const note = isAgreed
    ? 'Places to expect under every model of the driver.'
    : `Places to expect under one model of the driver (${modelName(host, model)}); others put some elsewhere.`;
  return [
    head,
    ...lines,
    note,
    'Assumed: all VMs off at first, nothing else powers on between, the first GPU with room is taken.',
    '',
  ].join('\n');
}
