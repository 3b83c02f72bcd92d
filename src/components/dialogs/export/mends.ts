/** For each refusal, the ways to where it is mended: another host or format here, or the thing itself on the page. */
import { flushSync } from 'react-dom';
import type { ExportError } from '../../../console/exports/exportDefinition.ts';
import { EXPORT_ROWS, type ExportFormat } from '../../../console/exports/exportRows.ts';
import type { MigScriptError } from '../../../formats/migScript/migScript.ts';
import type { CheckpointError } from '../../../formats/parted/writeCheckpoint.ts';
import type { HostId } from '../../../model/ids.ts';
import type { Host, Plan, Platform } from '../../../model/plan.ts';
import { gestures } from '../../../state/app.ts';
import type { Selection } from '../../../state/uiStore.ts';
import type { Chosen } from './choices.ts';

export interface Mend {
  /** As its button says it. */
  readonly label: string;
  readonly run: () => void;
}

interface Ways {
  readonly plan: Plan;
  readonly chosen: Chosen;
  readonly format: ExportFormat;
  readonly onFormat: (format: ExportFormat) => void;
  readonly onHost: (hostId: HostId) => void;
}

/** A few hosts to go on with; the rest are in the list of hosts. */
const MOST_HOSTS = 3;

export function mendsOf(error: ExportError, ways: Ways): readonly Mend[] {
  const { plan, chosen, onFormat } = ways;
  const { host, vm } = chosen;
  switch (error.code) {
    case 'plan-illegal':
      return [{ label: 'Show the problems', run: () => gestures.openDialog('problems') }];
    case 'host-needed':
    case 'gpu-needed':
      return plan.hosts.length === 0
        ? [{ label: 'Add a host', run: () => gestures.openDialog('add-host') }]
        : showHost(host);
    case 'vm-needed':
      return [{ label: 'Paste VMs', run: () => gestures.openDialog('vm-table') }];
    case 'script':
    case 'checkpoint':
      return ofHost(error.error, ways);
    case 'made-at-power-on':
      return [
        { label: 'Take the power-on runbook', run: () => onFormat('power-on-runbook') },
        ...showHost(host, 'Show who creates instances on'),
      ];
    case 'other-platform':
      return [...otherHosts(ways, error.needs), ...showHost(host, 'Change the platform of')];
    case 'no-vms':
      return forVms(ways, error.platform);
    case 'libvirt-name':
      return vm === undefined
        ? []
        : [{ label: `Rename ${vm.name}`, run: () => show({ kind: 'vm', id: vm.id }) }];
    case 'function-unknown':
      return [{ label: 'Take the vendor VFIO recipe', run: () => onFormat('kvm-vfio') }];
  }
}

function ofHost(error: MigScriptError | CheckpointError, { chosen: { host }, plan }: Ways): readonly Mend[] {
  if (!('gpuIndex' in error)) {
    const shown = host ?? plan.hosts[0];
    return showHost(shown);
  }
  const gpu = host?.gpus.find(({ index }) => index === error.gpuIndex);
  return gpu === undefined
    ? showHost(host)
    : [
        {
          label: `Show GPU ${gpu.index} on ${host?.name ?? ''}`,
          run: () => show({ kind: 'gpu', id: gpu.id }),
        },
      ];
}

/** VMs that wait have to be placed; where no host is of the platform, one has to become it. */
function forVms(ways: Ways, platform: Platform): readonly Mend[] {
  const { plan, chosen, format } = ways;
  const others = EXPORT_ROWS[format].scope === 'plan' ? [] : otherHosts(ways, platform);
  if (plan.vms.length === 0)
    return [...others, { label: 'Paste VMs', run: () => gestures.openDialog('vm-table') }];
  if (plan.vms.some(({ attachments }) => attachments.some(({ instance }) => instance === null))) {
    return [...others, { label: 'Show the waiting VMs', run: listWaiting }];
  }
  return [...others, ...showHost(chosen.host, 'Change the platform of')];
}

function otherHosts({ plan, chosen, onHost }: Ways, platform: Platform): readonly Mend[] {
  return plan.hosts
    .filter((host) => host.platform === platform && host.id !== chosen.host?.id)
    .slice(0, MOST_HOSTS)
    .map((host) => ({ label: `Write it for ${host.name}`, run: () => onHost(host.id) }));
}

function showHost(host: Host | undefined, what = 'Show'): readonly Mend[] {
  return host === undefined
    ? []
    : [{ label: `${what} ${host.name}`, run: () => show({ kind: 'host', id: host.id }) }];
}

function listWaiting(): void {
  gestures.closeDialog();
  gestures.listVms('waiting');
}

/** Closes the dialog on the thing: the inspector shows it, and has the focus. */
function show(selection: Selection): void {
  flushSync(() => {
    gestures.closeDialog();
    gestures.select(selection);
  });
  document.querySelector<HTMLElement>('[aria-label="Inspector"]')?.focus();
}
