/** What has been chosen in the Export dialog, and what that is in the plan as it stands. */
import type { ExportOptions } from '../../../console/exports/exportDefinition.ts';
import { findGpu, findInstance, type Gpu, type Host, type Plan, type Vm } from '../../../model/plan.ts';
import type { GpuId, HostId, VmId } from '../../../model/ids.ts';
import type { Selection } from '../../../state/uiStore.ts';

/** What was chosen by hand; null: whatever the plan has first. */
export interface Wanted {
  readonly hostId: HostId | null;
  readonly gpuId: GpuId | null;
  readonly vmId: VmId | null;
  readonly starts: ExportOptions['starts'];
  readonly theme: NonNullable<ExportOptions['theme']>;
  /** As it is typed. */
  readonly pageUrl: string;
}

/** What is selected on the page is most likely what a text is wanted of. */
export function wantedFor(plan: Plan, selection: Selection | null, pageUrl: string): Wanted {
  const nothing = { hostId: null, gpuId: null, vmId: null } as const;
  const rest = { starts: 'explicit', theme: 'light', pageUrl } as const;
  switch (selection?.kind) {
    case 'host':
      return { ...nothing, ...rest, hostId: selection.id };
    case 'gpu':
    case 'instance': {
      const place = selection.kind === 'gpu' ? findGpu(plan, selection.id) : findInstance(plan, selection.id);
      return { ...nothing, ...rest, hostId: place?.host.id ?? null, gpuId: place?.gpu.id ?? null };
    }
    case 'vm':
      return { ...nothing, ...rest, vmId: selection.id };
    case undefined:
      return { ...nothing, ...rest };
  }
}

export interface Chosen {
  readonly host: Host | undefined;
  readonly gpu: Gpu | undefined;
  readonly vm: Vm | undefined;
  readonly options: ExportOptions;
}

export function chosenOf(plan: Plan, wanted: Wanted): Chosen {
  const host = plan.hosts.find(({ id }) => id === wanted.hostId) ?? plan.hosts[0];
  const gpu = host?.gpus.find(({ id }) => id === wanted.gpuId) ?? host?.gpus[0];
  const vm = plan.vms.find(({ id }) => id === wanted.vmId) ?? plan.vms[0];
  return {
    host,
    gpu,
    vm,
    options: {
      hostId: host?.id ?? null,
      gpuId: gpu?.id ?? null,
      vmId: vm?.id ?? null,
      starts: wanted.starts,
      theme: wanted.theme,
      pageUrl: addressOf(wanted.pageUrl),
    },
  };
}

/** What was typed as an address that others can follow, without a fragment of its own; null where it is none. */
export function addressOf(typed: string): string | null {
  try {
    const url = new URL(typed.trim());
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    return `${url.origin}${url.pathname}${url.search}`;
  } catch {
    return null;
  }
}
