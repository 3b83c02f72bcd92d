/** What was found in the plan, as the list shows it. */
import { boardName, counted, gpuName, wantedName } from '../../placement/messages.ts';
import type { Found, FoundInPlan } from '../../placement/names/findInPlan.ts';
import type { Selection } from '../../state/uiStore.ts';

export interface PlanOptionData {
  readonly selection: Selection;
  readonly kind: 'Host' | 'GPU' | 'Instance' | 'VM';
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly about: string;
  /** Said below the last of its kind, where there are more than are listed. */
  readonly more: string | null;
}

/** Hosts, GPUs, instances, VMs, each as far as they are listed. */
export function planOptions({ hosts, gpus, instances, vms }: FoundInPlan): PlanOptionData[] {
  return [
    ...options(hosts, 'host', (host) => ({
      selection: { kind: 'host', id: host.id },
      kind: 'Host',
      name: host.name,
      about: counted(host.gpus.length, 'GPU'),
    })),
    ...options(gpus, 'GPU', (place) => ({
      selection: { kind: 'gpu', id: place.gpu.id },
      kind: 'GPU',
      name: gpuName(place),
      about: boardName(place.gpu.board),
    })),
    ...options(instances, 'instance', ({ host, gpu, gi }) => ({
      selection: { kind: 'instance', id: gi.id },
      kind: 'Instance',
      name: `${gi.profile} at slice ${gi.start}`,
      about: gpuName({ host, gpu }),
    })),
    ...options(vms, 'VM', (vm) => ({
      selection: { kind: 'vm', id: vm.id },
      kind: 'VM',
      name: vm.name,
      about: [...new Set(vm.attachments.map(({ wants }) => wantedName(wants)))].join(', '),
    })),
  ];
}

function options<T>(
  { first, count }: Found<T>,
  noun: string,
  make: (one: T) => Omit<PlanOptionData, 'more'>,
): PlanOptionData[] {
  const left = count - first.length;
  return first.map((one, index) => ({
    ...make(one),
    more: left > 0 && index === first.length - 1 ? `and ${counted(left, `more ${noun}`)}` : null,
  }));
}
