/** Where what was read may go, and the command that takes it there. */
import { hostFacts, isOnlyFacts } from '../../../console/imports/hostFacts.ts';
import type { Reading } from '../../../formats/reading.ts';
import type { HostId } from '../../../model/ids.ts';
import { freeName } from '../../../model/name.ts';
import { findHost, type Host, type Plan } from '../../../model/plan.ts';
import type { PlanCommand } from '../../../placement/commands.ts';
import { counted } from '../counted.ts';

/** A host of the text and the host of the open plan that it is. */
export interface HostMatch {
  readonly read: Host;
  readonly hostId: HostId;
}

export type Destination =
  /** Open to be read, with the plan that is open put aside. */
  | { readonly kind: 'review' }
  | { readonly kind: 'new' }
  /** Beside the plan. Hosts of the text that the plan does not have are left out. */
  | {
      readonly kind: 'observed';
      readonly matches: readonly HostMatch[];
      /** The host's driver and what else the text tells of it, too. */
      readonly withFacts?: boolean;
    }
  /** In place of what is planned. */
  | { readonly kind: 'host'; readonly match: HostMatch }
  | { readonly kind: 'replace' };

export interface DestinationOption {
  /** Identifies it in a radio group. */
  readonly value: string;
  readonly destination: Destination;
  readonly label: string;
}

interface Import {
  readonly reading: Reading;
  /** It tells what is there. */
  readonly isObservation: boolean;
  /** The text does not say which host it is of. */
  readonly isUnnamed: boolean;
  /** It is a whole plan of the planner's own: a plan file, a link, or an export that carries one. */
  readonly isDocument: boolean;
}

const REPLACE: DestinationOption = {
  value: 'replace',
  destination: { kind: 'replace' },
  label: 'Replace the whole plan',
};

const REVIEW: DestinationOption = { value: 'review', destination: { kind: 'review' }, label: 'Read-only' };

/**
 * The choices in the order they are offered. The one that is preselected is `defaultFor`. Beside a plan that is open to be read
 * there is no other way.
 */
export function destinationsFor(read: Import, plan: Plan, isReadOnly = false): DestinationOption[] {
  if (isReadOnly) return [REVIEW];
  if (read.isDocument && isEmpty(plan)) return [REVIEW, { ...REPLACE, label: 'As my plan' }];
  return [...(read.isDocument ? [REVIEW] : []), ...ownDestinations(read, plan)];
}

function ownDestinations(read: Import, plan: Plan): DestinationOption[] {
  const { hosts } = read.reading.plan;
  const label = hosts.length === 1 ? 'A new host' : hosts.length === 0 ? 'Add to the plan' : 'New hosts';
  return [...hostOptions(read, plan), { value: 'new', destination: { kind: 'new' }, label }, REPLACE];
}

/** A text with VMs does not go into hosts that are there: the VMs would be lost on the way. */
function hostOptions({ reading, isUnnamed }: Import, plan: Plan): DestinationOption[] {
  const { hosts, vms } = reading.plan;
  if (vms.length > 0) return [];
  const [only, second] = hosts;
  if (only !== undefined && second === undefined) {
    const into = isUnnamed ? plan.hosts : plan.hosts.filter((host) => host.name === only.name);
    return into.flatMap((host) => optionsOf({ read: only, hostId: host.id }, host));
  }
  const matches = hosts.flatMap((read) => {
    const host = plan.hosts.find((one) => one.name === read.name);
    return host === undefined ? [] : [{ read, hostId: host.id }];
  });
  if (matches.length === 0) return [];
  const what = matches.every(({ read }) => isOnlyFacts(read)) ? 'driver' : 'observed';
  const label = matches.length === 1 ? `${matches[0]?.read.name ?? ''}, ${what}` : `Their hosts, ${what}`;
  return [{ value: 'observed', destination: { kind: 'observed', matches, withFacts: true }, label }];
}

/** Where nothing is planned there is one choice: what was read is both. */
function optionsOf(match: HostMatch, host: Host): DestinationOption[] {
  const isFacts = isOnlyFacts(match.read);
  const what = isFacts ? 'driver' : isUnplanned(host) ? 'observed and planned' : 'observed';
  const observed = {
    value: `observed-${host.id}`,
    destination: { kind: 'observed', matches: [match], withFacts: true },
    label: `${host.name}, ${what}`,
  } as const;
  if (isFacts || isUnplanned(host)) return [observed];
  const planned = { kind: 'host', match } as const;
  return [observed, { value: `host-${host.id}`, destination: planned, label: `${host.name}, planned` }];
}

/** Nothing is planned on the host, so an import fills both sides. */
export function isUnplanned(host: Host): boolean {
  return host.gpus.every((gpu) => gpu.instances.length === 0);
}

/** The host of the plan that this choice means; null for the other choices. */
export function hostOf(plan: Plan, value: string | null): Host | null {
  const [, id] = /^(?:observed|host)-([0-9]+)$/.exec(value ?? '') ?? [];
  return plan.hosts.find((host) => String(host.id) === id) ?? null;
}

export function isEmpty(plan: Plan): boolean {
  return plan.hosts.length === 0 && plan.vms.length === 0;
}

/**
 * A plan file or a link is mostly of somebody else, and one that is one's own is one choice away from being changed. What a
 * host prints is mostly of a host that is there: the one it names, or of a text that names none the one that is
 * looked at. Any other text is mostly a plan of its own.
 */
export function defaultFor(
  read: Import,
  options: readonly DestinationOption[],
  plan: Plan,
  lookedAt: Host | null,
): string {
  const [first] = options;
  if (first?.destination.kind === 'review') return first.value;
  if (isEmpty(plan)) return 'replace';
  const into = read.isUnnamed && lookedAt !== null ? `observed-${lookedAt.id}` : null;
  const observed = options.find(({ destination, value }) =>
    read.isUnnamed ? value === into : destination.kind === 'observed',
  );
  return read.isObservation && observed !== undefined ? observed.value : 'new';
}

/** Null where it goes into no plan of one's own. */
export function commandFor(
  destination: Destination,
  { plan: read }: Reading,
  plan: Plan,
): PlanCommand | null {
  switch (destination.kind) {
    case 'review':
      return null;
    case 'new':
      return { type: 'plan/addHosts', plan: read, origin: 'import' };
    case 'replace':
      return { type: 'plan/replace', plan: read, origin: 'import' };
    case 'observed':
      return {
        type: 'host/observe',
        seen: destination.matches.map(({ read: host, hostId }) => {
          const into = findHost(plan, hostId);
          const isFacts = isOnlyFacts(host);
          const isPlannedToo = !isFacts && into !== undefined && isUnplanned(into);
          const gpus = isFacts ? null : seenOn(host);
          const facts = destination.withFacts === true && into !== undefined ? hostFacts(host, into) : {};
          return { hostId, gpus, facts, isPlannedToo };
        }),
      };
    case 'host': {
      const { read: host, hostId } = destination.match;
      return { type: 'host/import', hostId, gpus: host.gpus, observed: host.observed };
    }
  }
}

/** What a text says is there: what it holds as observed, else what it holds. */
export function seenOn(host: Host): Host['gpus'] {
  return host.observed ?? host.gpus;
}

/** What the button does, in its own words. */
export function confirmLabel(
  destination: Destination,
  { reading, isObservation }: Import,
  plan: Plan,
): string {
  const { hosts } = reading.plan;
  const [first] = hosts;
  switch (destination.kind) {
    case 'review':
      return 'Open read-only';
    case 'replace':
      return !isObservation || isEmpty(plan) ? 'Open the plan' : 'Replace the plan';
    case 'observed': {
      const [only, second] = destination.matches;
      const names = second === undefined ? nameOf(plan, only) : counted(destination.matches.length, 'host');
      return destination.matches.every(({ read }) => isOnlyFacts(read))
        ? `Record the driver of ${names}`
        : `Record as observed on ${names}`;
    }
    case 'host':
      return `Import into ${nameOf(plan, destination.match)}`;
    case 'new':
      if (first === undefined) return 'Add to the plan';
      return hosts.length === 1 ? `Add ${newNameOf(first, plan)}` : `Add ${counted(hosts.length, 'host')}`;
  }
}

function nameOf(plan: Plan, match: HostMatch | undefined): string {
  return (match === undefined ? undefined : findHost(plan, match.hostId)?.name) ?? 'the host';
}

/** The name that a new host gets: its own, or with a number where that is taken. */
export function newNameOf(host: Host, plan: Plan): string {
  return freeName(host.name, new Set(plan.hosts.map((one) => one.name)));
}
