/** Where what was read may go, and the command that takes it there. */
import type { ImportFormat } from '../../../console/importText.ts';
import type { Reading } from '../../../formats/reading.ts';
import type { HostId } from '../../../model/ids.ts';
import { freeName } from '../../../model/name.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { counted } from '../counted.ts';

export type Destination =
  | { readonly kind: 'new' }
  | { readonly kind: 'host'; readonly hostId: HostId }
  | { readonly kind: 'replace' };

export interface DestinationOption {
  /** Identifies it in a radio group. */
  readonly value: string;
  readonly destination: Destination;
  readonly label: string;
}

interface Import {
  readonly reading: Reading;
  readonly format: ImportFormat;
  /** The text does not say which host it is of. */
  readonly isUnnamed: boolean;
}

const REPLACE: DestinationOption = {
  value: 'replace',
  destination: { kind: 'replace' },
  label: 'Replace the whole plan',
};

/** The choices in the order they are offered. The one that is preselected is `defaultFor`. */
export function destinationsFor(read: Import, plan: Plan): DestinationOption[] {
  const { hosts } = read.reading.plan;
  const label = hosts.length === 1 ? 'A new host' : hosts.length === 0 ? 'Add to the plan' : 'New hosts';
  return [
    { value: 'new', destination: { kind: 'new' }, label },
    ...hostsFor(read, plan).map((host) => ({
      value: valueOf(host),
      destination: { kind: 'host', hostId: host.id } as const,
      label: `${host.name}, planned`,
    })),
    REPLACE,
  ];
}

function valueOf(host: Host): string {
  return `host-${host.id}`;
}

/** The host of the plan that this choice means; null for the other choices. */
export function hostOf(plan: Plan, value: string | null): Host | null {
  return plan.hosts.find((host) => valueOf(host) === value) ?? null;
}

export function isEmpty(plan: Plan): boolean {
  return plan.hosts.length === 0 && plan.vms.length === 0;
}

export function defaultFor(plan: Plan): string {
  return isEmpty(plan) ? 'replace' : 'new';
}

/** One listing may be taken over by the host it is of. A text with VMs may not: they would be lost on the way. */
function hostsFor({ reading, isUnnamed }: Import, plan: Plan): readonly Host[] {
  const [only, second] = reading.plan.hosts;
  if (only === undefined || second !== undefined || reading.plan.vms.length > 0) return [];
  return isUnnamed ? plan.hosts : plan.hosts.filter((host) => host.name === only.name);
}

export function commandFor(destination: Destination, reading: Reading): PlanCommand {
  switch (destination.kind) {
    case 'new':
      return { type: 'plan/addHosts', plan: reading.plan, origin: 'import' };
    case 'replace':
      return { type: 'plan/replace', plan: reading.plan, origin: 'import' };
    case 'host': {
      const [host] = reading.plan.hosts;
      return {
        type: 'host/import',
        hostId: destination.hostId,
        gpus: host?.gpus ?? [],
        observed: host?.observed ?? null,
      };
    }
  }
}

/** What the button does, in its own words. */
export function confirmLabel(destination: Destination, { reading, format }: Import, plan: Plan): string {
  const { hosts } = reading.plan;
  const [first] = hosts;
  switch (destination.kind) {
    case 'replace':
      return format !== 'mig-lgi' || isEmpty(plan) ? 'Open the plan' : 'Replace the plan';
    case 'host':
      return `Import into ${plan.hosts.find((host) => host.id === destination.hostId)?.name ?? 'the host'}`;
    case 'new':
      if (first === undefined) return 'Add to the plan';
      return hosts.length === 1 ? `Add ${newNameOf(first, plan)}` : `Add ${counted(hosts.length, 'host')}`;
  }
}

/** The name that a new host gets: its own, or with a number where that is taken. */
export function newNameOf(host: Host, plan: Plan): string {
  return freeName(host.name, new Set(plan.hosts.map((one) => one.name)));
}
