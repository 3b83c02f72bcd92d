/** Plans and their scripts, for the tests of the text and for those that run it in real shells (tests/consumers/shells). */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Gpu, Host, Plan, ValidPlan } from '../../model/plan.ts';
import { validatePlan } from '../../placement/check.ts';
import { creationOrder } from '../../placement/order.ts';
import { parseLayout } from '../layout.ts';
import { makeMigScript, type MigScriptOptions } from './migScript.ts';

export type Change = (host: Host) => Host;

export function planOf(layout: string, change: Change = (host) => host): ValidPlan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  const { plan } = reading.value;
  return valid({ ...plan, name: 'Rack C', hosts: plan.hosts.map(change) });
}

export function valid(plan: Plan): ValidPlan {
  const checked = validatePlan(plan);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value;
}

export const changeGpu = (index: number, change: (gpu: Gpu) => Partial<Gpu>): Change => {
  return (host) => ({
    ...host,
    gpus: host.gpus.map((gpu) => (gpu.index === index ? { ...gpu, ...change(gpu) } : gpu)),
  });
};

/** Instances of all GPUs by profile and start, with what they are cut into. */
export const cutInto = (cuts: Readonly<Record<string, readonly string[]>>): Change => {
  return (host) => ({
    ...host,
    gpus: host.gpus.map((gpu) => ({
      ...gpu,
      instances: gpu.instances.map((gi) => ({
        ...gi,
        computeInstances: (cuts[`${gi.profile}@${gi.start}`] ?? []).map((profile) => ({
          profile,
          start: null,
          extra: [],
        })),
      })),
    })),
  });
};

export function made(plan: ValidPlan, options: Partial<MigScriptOptions> = {}) {
  const hostId = plan.hosts[0]!.id;
  return makeMigScript(plan, { hostId, starts: 'explicit', orders: new Map(), sharedPlan: null, ...options });
}

export function scriptOf(plan: ValidPlan, options: Partial<MigScriptOptions> = {}): string {
  const script = made(plan, options);
  if (!script.ok) throw new Error(JSON.stringify(script.error));
  return script.value;
}

/** The script with the orders that the driver's choice of starts needs. */
export function driverScript(plan: ValidPlan): string {
  const orders = new Map<GpuId, CreationOrder>(
    plan.hosts[0]!.gpus.map((gpu) => [
      gpu.id,
      creationOrder(findBoard(gpu.board)!, gpu.instances, 'straight'),
    ]),
  );
  return scriptOf(plan, { starts: 'driver', orders });
}

export const GUIDE = 'gpu-01/0 a100-pcie-40gb: 1g.5gb@0=dev, 1g.5gb@1, 2g.10gb@2=ocr, 3g.20gb@4=chat';
export const TWO = `${GUIDE}\ngpu-01/1 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4`;
export const GUIDE_INSTANCES = ['1g.5gb@0', '1g.5gb@1', '2g.10gb@2', '3g.20gb@4'];
