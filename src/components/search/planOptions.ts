/** What was found in the plan, as the list shows it. */
import { boardName, counted, gpuName, wantedName } from '../../placement/messages.ts';
import type { Gpu, Host, Plan, Vm } from '../../model/plan.ts';
import { partLabel, partOf, type PartQuestion } from '../../placement/boardParts.ts';
import type { Found, FoundInPlan } from '../../placement/names/findInPlan.ts';
import type { Selection } from '../../state/uiStore.ts';

/** Where an option leads: to a thing, or to a part of the plan that is shown alone. */
export type Leads =
  | { readonly to: 'thing'; readonly selection: Selection }
  | { readonly to: 'part'; readonly question: PartQuestion };

export interface PlanOptionData {
  readonly key: string;
  readonly leads: Leads;
  readonly kind: 'Host' | 'GPU' | 'Instance' | 'VM' | 'Show';
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly about: string;
  /** Said below the last of its kind, where there are more than are listed. */
  readonly more: string | null;
}

/** Hosts, GPUs, instances, VMs, each as far as they are listed. */
export function planOptions({ hosts, gpus, instances, vms, excerpts }: FoundInPlan): PlanOptionData[] {
  const noted = (thing: Host | Gpu | Vm, otherwise: string): string => {
    const excerpt = excerpts.get(thing);
    return excerpt === undefined ? otherwise : `Notes: ${excerpt}`;
  };
  return [
    ...options(hosts, 'host', (host) => ({
      selection: { kind: 'host', id: host.id },
      kind: 'Host',
      name: host.name,
      about: noted(host, counted(host.gpus.length, 'GPU')),
    })),
    ...options(gpus, 'GPU', (place) => ({
      selection: { kind: 'gpu', id: place.gpu.id },
      kind: 'GPU',
      name: gpuName(place),
      about: noted(place.gpu, boardName(place.gpu.board)),
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
      about: noted(vm, [...new Set(vm.attachments.map(({ wants }) => wantedName(wants)))].join(', ')),
    })),
  ];
}

/** The parts of the plan that the text may ask for, as far as there are any: each says how much it is. */
export function partOptions(plan: Plan, questions: readonly PartQuestion[]): PlanOptionData[] {
  return questions.flatMap((question): PlanOptionData[] => {
    const { hosts, gpus } = partOf(plan, question);
    // What is found by its name alone is listed as it is; the part of it is for more than that.
    if (hosts.size === 0 || (question.kind === 'named' && gpus.size < 2)) return [];
    const about = `${counted(gpus.size, 'GPU')} on ${counted(hosts.size, 'host')}`;
    const label = partLabel(question);
    const leads = { to: 'part', question } as const;
    return [{ key: label, leads, kind: 'Show', name: `only GPUs: ${label}`, about, more: null }];
  });
}

type Listed = Omit<PlanOptionData, 'key' | 'leads' | 'more'> & { readonly selection: Selection };

function options<T>({ first, count }: Found<T>, noun: string, make: (one: T) => Listed): PlanOptionData[] {
  const left = count - first.length;
  return first.map((one, index) => {
    const { selection, ...rest } = make(one);
    return {
      ...rest,
      key: `${selection.kind} ${selection.id}`,
      leads: { to: 'thing', selection } as const,
      more: left > 0 && index === first.length - 1 ? `and ${counted(left, `more ${noun}`)}` : null,
    };
  });
}
