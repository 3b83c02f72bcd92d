/**
 * What a text says, on its way to the page: the plan packed, what is illegal by its ids, and of the places in the text only those
 * that are spoken of. A text of ours has a hundred thousand of them.
 */
import type { GiId, GpuId, HostId, VmId } from '../../model/ids.ts';
import { findGpu, findInstance, findVm, type Plan } from '../../model/plan.ts';
import type { At } from '../../model/source.ts';
import { subjectOf, type Violation } from '../../placement/check.ts';
import { packPlan, unpackPlan, type AnyPackedPlan } from '../packedPlan.ts';
import type { Reply } from './readImport.ts';

interface PackedViolation {
  readonly fault: Violation['fault'];
  readonly host: HostId | null;
  readonly gpu: GpuId | null;
  readonly gi: GiId | null;
  readonly vm: VmId | null;
}

export interface PackedReply {
  /** All but the plan, its places and what is illegal, which are empty there. */
  readonly rest: Reply;
  readonly plan: AnyPackedPlan;
  readonly places: readonly (readonly [id: HostId | GpuId | GiId | VmId, at: At])[];
  readonly violations: readonly PackedViolation[];
}

export function packReply(reply: Reply): PackedReply {
  const { reading, violations } = reply.imported;
  const { plan, places } = reading;
  const spokenOf = new Set(violations.map(subjectOf).filter((id) => id !== null));
  return {
    rest: {
      ...reply,
      imported: {
        ...reply.imported,
        reading: { ...reading, plan: { ...plan, hosts: [], vms: [] }, places: new Map() },
        violations: [],
      },
    },
    plan: packPlan(plan),
    places: [...spokenOf].flatMap((id) => {
      const at = places.get(id);
      return at === undefined ? [] : [[id, at]];
    }),
    violations: violations.map(({ fault, host, gpu, gi, vm }) => ({
      fault,
      host: host?.id ?? null,
      gpu: gpu?.id ?? null,
      gi: gi?.id ?? null,
      vm: vm?.id ?? null,
    })),
  };
}

export function unpackReply({ rest, plan: packed, places, violations }: PackedReply): Reply {
  const plan = unpackPlan(packed);
  const { imported } = rest;
  return {
    ...rest,
    imported: {
      ...imported,
      reading: { ...imported.reading, plan, places: new Map(places) },
      violations: violations.length === 0 ? [] : violationsIn(plan, violations),
    },
  };
}

function violationsIn(plan: Plan, violations: readonly PackedViolation[]): Violation[] {
  const hosts = new Map(plan.hosts.map((host) => [host.id, host]));
  return violations.map(({ fault, host, gpu, gi, vm }) => ({
    fault,
    host: (host === null ? null : hosts.get(host)) ?? null,
    gpu: (gpu === null ? null : findGpu(plan, gpu)?.gpu) ?? null,
    gi: (gi === null ? null : findInstance(plan, gi)?.gi) ?? null,
    vm: (vm === null ? null : findVm(plan, vm)) ?? null,
  }));
}
