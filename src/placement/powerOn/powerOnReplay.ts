/** A power-on order played step by step under one model, and the plan as it would stand then. */
import type { GpuId, VmId } from '../../model/ids.ts';
import { findHost, type Plan } from '../../model/plan.ts';
import { arranged, type PlacedVgpu } from '../arrange.ts';
import type { CommandError } from '../errors.ts';
import { legalStarts } from '../legal.ts';
import type { PowerOnHost, PowerOnVm } from './powerOn.ts';
import { runsOf, type PowerOnModel } from './powerOnModel.ts';
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
  const vms = new Map(host.vms.map((vm) => [vm.vm.id, vm]));
  let [run] = runsOf(host, model);
  for (const id of order) {
    const vm = vms.get(id);
    if (vm === undefined || run === undefined) continue;
    const given = model.vgpuOrders.find(({ vmId }) => vmId === id)?.attachments;
    const result = startVm(host, run, vm, given ?? vm.vgpus.map(({ attachment }) => attachment));
    if (result.kind === 'open') break;
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
  const now = findHost(expectedPlan(plan, host, steps), host.host.id)?.gpus ?? [];
  return host.gpus.flatMap(({ gpu, geometry }, at) => {
    const profile = geometry.board.profiles[needs[at]?.profileIndex ?? -1];
    const state = now.find((one) => one.id === gpu.id);
    if (profile === undefined || state === undefined) return [];
    const { why } = legalStarts(state, profile.name);
    return why === null ? [] : [{ gpuId: gpu.id, error: why }];
  });
}

/** Where the vGPUs of these steps are, for `arranged` and for the edit that draws them there. */
export function placedVgpus(host: PowerOnHost, steps: readonly PowerOnStep[]): PlacedVgpu[] {
  return steps.flatMap(({ vm, landings }) =>
    landings.flatMap(({ attachment, gpuAt, profileIndex, start }) => {
      const one = host.gpus[gpuAt];
      const profile = one?.geometry.board.profiles[profileIndex]?.name;
      return one === undefined || profile === undefined
        ? []
        : [{ vmId: vm.vm.id, attachment, gpuId: one.gpu.id, profile, start }];
    }),
  );
}

/** The plan as the host stands after these steps: what was created and nothing else, its other VMs waiting. */
export function expectedPlan(plan: Plan, host: PowerOnHost, steps: readonly PowerOnStep[]): Plan {
  return arranged(plan, host.host, placedVgpus(host, steps));
}
