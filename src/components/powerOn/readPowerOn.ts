/** What the page shows of a host's power-on order: the answer, and every model of the driver worth looking at. */
import type { HostId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import {
  powerOnHost,
  type PowerOnHost,
  type PowerOnVgpu,
  type PowerOnVm,
} from '../../placement/powerOn/powerOn.ts';
import { modelName } from '../../placement/powerOn/powerOnMessages.ts';
import { uniformModels, type PowerOnModel } from '../../placement/powerOn/powerOnModel.ts';
import { powerOnOrder, stuckIn, type PowerOnOrder } from '../../placement/powerOn/powerOnOrder.ts';
import { isDrawnAt } from '../../placement/powerOn/powerOnSearch.ts';
import { replayPowerOn, type PowerOnStep } from '../../placement/powerOn/powerOnReplay.ts';
import { placesKey, type Landing } from '../../placement/powerOn/powerOnRun.ts';

export interface ShownModel {
  readonly name: string;
  readonly model: PowerOnModel;
  readonly steps: readonly PowerOnStep[];
  readonly started: number;
  /** VMs that land elsewhere than drawn. */
  readonly elsewhere: number;
  /** Every VM lands where it does under the first model. */
  readonly isLikeFirst: boolean;
}

export interface PowerOnReading {
  readonly host: PowerOnHost;
  readonly answer: PowerOnOrder;
  /** In the order in which they are to be started; where not all start, the one that is stuck and the rest come last. */
  readonly order: readonly PowerOnVm[];
  /** Empty where there is nothing to start, or where not all fit at all. */
  readonly models: readonly ShownModel[];
  /** Ways to part that are not among the models: there can be many. */
  readonly moreModels: number;
  /** The VM that would not start were they started in the order of the plan; null where that order works. */
  readonly stuckInTable: PowerOnVm | null;
}

/** A vGPU that lands under a model, and the step in which it does, from 1. */
export interface Landed {
  readonly vm: PowerOnVm;
  readonly vgpu: PowerOnVgpu;
  readonly landing: Landing;
  readonly step: number;
}

export function landedOf({ steps }: ShownModel): Landed[] {
  return steps.flatMap(({ vm, landings }, at) =>
    landings.flatMap((landing): Landed[] => {
      const vgpu = vm.vgpus.find(({ attachment }) => attachment === landing.attachment);
      return vgpu === undefined ? [] : [{ vm, vgpu, landing, step: at + 1 }];
    }),
  );
}

/** Beyond these, that there are more is said. */
const MAX_MODELS = 8;

export function readPowerOn(plan: Plan, hostId: HostId): PowerOnReading | null {
  const host = powerOnHost(plan, hostId);
  if (host === null) return null;
  const answer = powerOnOrder(host);
  if (answer.kind === 'no-room' || host.vms.length === 0) {
    return { host, answer, order: host.vms, models: [], moreModels: 0, stuckInTable: null };
  }
  const ordered = answer.order.map(({ vm }) => vm);
  const stuckVm = answer.kind === 'order' ? null : answer.stuck;
  const stuck = stuckVm === null ? [] : [stuckVm.vm];
  const placed = new Set([...ordered, ...stuck]);
  const order = [...ordered, ...stuck, ...host.vms.filter((vm) => !placed.has(vm))];
  const ids = order.map(({ vm }) => vm.id);
  const all: { model: PowerOnModel; steps: PowerOnStep[] }[] = [];
  const seen = new Set<string>();
  const add = (model: PowerOnModel): void => {
    const steps = replayPowerOn(plan, host, ids, model);
    all.push({ model, steps });
    steps.forEach(({ landings }, step) => seen.add(`${step} ${placesKey(landings)}`));
  };
  // The one that refuses comes first: it is what is looked for.
  const refusing = stuckVm?.model ?? null;
  if (refusing !== null) add(refusing);
  for (const model of uniformModels(host)) {
    if (refusing === null || modelName(host, model) !== modelName(host, refusing)) add(model);
  }
  let moreModels = 0;
  for (const [step, { outcomes }] of answer.order.entries()) {
    for (const { landings, model } of outcomes) {
      if (seen.has(`${step} ${placesKey(landings)}`)) continue;
      if (all.length < MAX_MODELS) add(model);
      else moreModels++;
    }
  }
  const keysOf = (steps: readonly PowerOnStep[]): string =>
    steps.map(({ landings }) => placesKey(landings)).join('\n');
  const first = keysOf(all[0]?.steps ?? []);
  return {
    host,
    answer,
    order,
    moreModels,
    models: all.map(({ model, steps }) => {
      const started = steps.filter(({ refused }) => refused === null);
      return {
        name: modelName(host, model),
        model,
        steps,
        started: started.length,
        elsewhere: started.filter(({ vm, landings }) => !isDrawnAt(host, vm, landings)).length,
        isLikeFirst: keysOf(steps) === first,
      };
    }),
    stuckInTable: stuckIn(host, host.vms)?.vm ?? null,
  };
}
