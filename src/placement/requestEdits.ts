/** Edits of the list of requests: what is still to be placed. What is placed leaves the list with the same step. */
import { IdSource, type GpuId } from '../model/ids.ts';
import { findGpu, type Plan, type PlanRequest, type Vm } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { setLayouts, type GpuLayout } from './layouts/layoutEdits.ts';
import type { Layout } from './layouts/layouts.ts';
import { addHosts } from './takeOver.ts';

/** Instances to add on a GPU that is in the plan. */
export interface GpuAddition {
  readonly gpuId: GpuId;
  readonly added: Layout;
}

/** A member of a group: the instance at this start is for it. */
export interface AddedMember {
  readonly gpuId: GpuId;
  readonly start: number;
  readonly group: string;
}

export type RequestCommand =
  | { readonly type: 'requests/set'; readonly requests: readonly PlanRequest[] }
  | {
      readonly type: 'requests/place';
      /** New hosts with their instances; a plan without hosts where none are added. */
      readonly hosts: Plan;
      readonly additions: readonly GpuAddition[];
      /** Each gets a VM, so that the plan goes on keeping the group apart. */
      readonly members?: readonly AddedMember[];
      /** How many instances of each request are placed by it, indexed like the requests of the plan. */
      readonly taken: readonly number[];
    };

export function applyRequestCommand(plan: Plan, command: RequestCommand): Result<Plan, CommandError> {
  switch (command.type) {
    case 'requests/set':
      return ok(isSameList(plan.requests, command.requests) ? plan : { ...plan, requests: command.requests });
    case 'requests/place': {
      const layouts: GpuLayout[] = [];
      for (const { gpuId, added } of command.additions) {
        const place = findGpu(plan, gpuId);
        if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
        layouts.push({ gpuId, layout: [...place.gpu.instances, ...added] });
      }
      const placed = setLayouts(plan, layouts);
      if (!placed.ok) return placed;
      const manned = withMembers(placed.value, command.members ?? []);
      const after = addHosts(manned, { ...command.hosts, requests: [] });
      if (after === plan) return ok(plan);
      return ok({ ...after, requests: withoutTaken(plan.requests, command.taken) });
    }
  }
}

/** Of the name of a group that goes into the names of its VMs, which have a limit. */
const GROUP_LENGTH = 64;

function withMembers(plan: Plan, members: readonly AddedMember[]): Plan {
  if (members.length === 0) return plan;
  const ids = new IdSource(plan.nextId);
  const taken = new Set(plan.vms.map(({ name }) => name));
  const last = new Map<string, number>();
  const vms = members.flatMap(({ gpuId, start, group }): Vm[] => {
    const gi = findGpu(plan, gpuId)?.gpu.instances.find((one) => one.start === start);
    if (gi === undefined) return [];
    let number = (last.get(group) ?? 0) + 1;
    while (taken.has(`${group.slice(0, GROUP_LENGTH)}-${number}`)) number++;
    last.set(group, number);
    const name = `${group.slice(0, GROUP_LENGTH)}-${number}`;
    taken.add(name);
    const wants = { kind: 'profile', profile: gi.profile } as const;
    const attachments = [{ wants, instance: gi.id, extra: [] }];
    return [{ id: ids.vm(), name, notes: '', group, attachments, extra: [] }];
  });
  return { ...plan, vms: [...plan.vms, ...vms], nextId: ids.next };
}

function withoutTaken(requests: readonly PlanRequest[], taken: readonly number[]): PlanRequest[] {
  return requests.flatMap((request, index) => {
    const count = request.count - (taken[index] ?? 0);
    return count <= 0 ? [] : [count === request.count ? request : { ...request, count }];
  });
}

function isSameList(a: readonly PlanRequest[], b: readonly PlanRequest[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => one === b[index] || JSON.stringify(one) === JSON.stringify(b[index]))
  );
}

/** Asks for `count` of a profile, without weight or group; the request keeps its place in the list, and 0 takes it out. */
export function withCount(
  requests: readonly PlanRequest[],
  profile: string,
  count: number,
): readonly PlanRequest[] {
  const index = requests.findIndex((one) => isPlainFor(one, profile));
  const before = requests[index];
  if (before === undefined) {
    const request: PlanRequest = { profile, needs: null, count, weight: null, group: null, extra: [] };
    return count === 0 ? requests : [...requests, request];
  }
  if (before.count === count) return requests;
  return count === 0
    ? requests.filter((one) => one !== before)
    : requests.map((one) => (one === before ? { ...one, count } : one));
}

/** A request for just so many of a profile. */
export function isPlainFor({ profile, needs, weight, group, extra }: PlanRequest, name: string): boolean {
  return profile === name && needs === null && weight === null && group === null && extra.length === 0;
}
