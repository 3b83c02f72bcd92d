/** The ways in which a host may behave at power-on: a driver, and what is not known of its GPUs and VMs decided. */
import { DRIVER_VARIANTS, type DriverVariant } from '../../model/driverStart.ts';
import type { GpuId, VmId } from '../../model/ids.ts';
import type { GpuKind } from '../../model/plan.ts';
import type { PowerOnGpu, PowerOnHost } from './powerOn.ts';
import { firstRuns, type Run } from './powerOnRun.ts';

/** One way the host may behave, with everything that is not known decided. */
export interface PowerOnModel {
  readonly variant: DriverVariant;
  /** Of GPUs that may be either; one that is not named is straight. */
  readonly kinds: readonly { readonly gpuId: GpuId; readonly kind: GpuKind }[];
  /** In which order a VM takes its vGPUs, by their place in the VM; one that is not named takes them as listed. */
  readonly vgpuOrders: readonly { readonly vmId: VmId; readonly attachments: readonly number[] }[];
}

/** The models by name: each driver, with all GPUs of unknown kind straight, and with all of them mirrored. */
export function uniformModels(host: PowerOnHost): PowerOnModel[] {
  const open = host.gpus.filter(({ kinds }) => kinds.length > 1);
  return DRIVER_VARIANTS.flatMap((variant): PowerOnModel[] => {
    const straight: PowerOnModel = { variant, kinds: [], vgpuOrders: [] };
    if (variant === 'list' || open.length === 0) return [straight];
    const kinds = open.map(({ gpu }) => ({ gpuId: gpu.id, kind: 'mirrored' as const }));
    return [straight, { ...straight, kinds }];
  });
}

/** The kind of a GPU under a model. */
function kindUnder(model: PowerOnModel, { gpu, kinds }: PowerOnGpu): GpuKind {
  const only = kinds.length === 1 ? kinds[0] : undefined;
  return only ?? model.kinds.find(({ gpuId }) => gpuId === gpu.id)?.kind ?? 'straight';
}

/** The runs of one model on an empty host; the orders in which VMs take their vGPUs are still open in them. */
export function runsOf(host: PowerOnHost, model: PowerOnModel): Run[] {
  return firstRuns(host, [model.variant], (gpu) => kindUnder(model, gpu));
}

/** What a run has decided so far, as a model. */
export function modelOf(host: PowerOnHost, run: Run): PowerOnModel {
  return {
    variant: run.variant,
    kinds: host.gpus.flatMap(({ gpu, kinds }, at) => {
      const kind = run.gpus[at]?.kind ?? null;
      return kind === 'mirrored' && kinds.length > 1 ? [{ gpuId: gpu.id, kind }] : [];
    }),
    vgpuOrders: run.vgpuOrders.map(([vmId, attachments]) => ({ vmId, attachments })),
  };
}
