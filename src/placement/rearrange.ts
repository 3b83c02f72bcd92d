/**
 * Several instances at once: some go, some move, and then one is placed, as one step. All that moves is lifted first, so two
 * instances can change places; in which order the machine does it is not said here. VMs that wait, want something else or are
 * given an instance come last.
 */
import { IdSource, type GiId, type GpuId, type VmId } from '../model/ids.ts';
import {
  findGpu,
  findInstance,
  type GiPlace,
  type GpuInstance,
  type Plan,
  type Wanted,
} from '../model/plan.ts';
import type { ProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { checkCarried, placeInstance } from './instanceEdits.ts';
import { checkPlacement } from './legal.ts';
import { byStart, detach } from './planParts.ts';
import { applyVmCommand } from './vms/vmEdits.ts';

export interface InstanceMove {
  readonly giId: GiId;
  readonly gpuId: GpuId;
  readonly start: number;
}

/** What becomes of one vGPU, counted from 0 among those of its VM. */
export type VgpuChange = { readonly vmId: VmId; readonly attachment: number } & (
  | { readonly kind: 'wait' }
  | { readonly kind: 'want'; readonly wants: Wanted }
  /** Null: what was placed. */
  | { readonly kind: 'assign'; readonly giId: GiId | null }
);

export interface Rearrange {
  readonly type: 'gi/rearrange';
  readonly removes: readonly GiId[];
  readonly moves: readonly InstanceMove[];
  /** Null: nothing new. */
  readonly place: { readonly gpuId: GpuId; readonly profile: ProfileName; readonly start: number } | null;
  /** In this order. */
  readonly vgpus?: readonly VgpuChange[];
}

/** All or nothing. Pinned instances are refused. */
export function rearrange(
  plan: Plan,
  { removes, moves, place, vgpus = [] }: Rearrange,
): Result<Plan, CommandError> {
  const lifted = new Map<GiId, GiPlace>();
  for (const id of [...removes, ...moves.map(({ giId }) => giId)]) {
    const from = findInstance(plan, id);
    if (from === undefined) return err({ code: 'not-found', what: 'instance' });
    lifted.set(id, from);
  }
  const isStill = ({ giId, gpuId, start }: InstanceMove): boolean => {
    const from = lifted.get(giId);
    return from?.gpu.id === gpuId && from.gi.start === start;
  };
  const moving = moves.filter((move) => !isStill(move));
  const pinned = [...removes, ...moving.map(({ giId }) => giId)].filter((id) => lifted.get(id)?.gi.pinned);
  if (pinned.length > 0) return err({ code: 'pinned', pinned });
  const gone = new Set([...removes, ...moving.map(({ giId }) => giId)]);
  const gpus = new Map<GpuId, readonly GpuInstance[]>();
  for (const id of gone) {
    const gpu = lifted.get(id)?.gpu;
    if (gpu !== undefined)
      gpus.set(
        gpu.id,
        gpu.instances.filter((gi) => !gone.has(gi.id)),
      );
  }
  for (const { giId, gpuId, start } of moving) {
    const from = lifted.get(giId);
    const to = findGpu(plan, gpuId);
    if (from === undefined || to === undefined) return err({ code: 'not-found', what: 'gpu' });
    const instances = gpus.get(gpuId) ?? to.gpu.instances;
    const legal = checkPlacement({ ...to.gpu, instances }, from.gi.profile, start);
    if (!legal.ok) return legal;
    const carried = checkCarried(plan, from, to);
    if (!carried.ok) return carried;
    gpus.set(gpuId, [...instances, { ...from.gi, start }].sort(byStart));
  }
  const moved = gpus.size === 0 ? plan : detach(withInstances(plan, gpus), new Set(removes));
  let now: Result<Plan, CommandError> =
    place === null ? ok(moved) : placeInstance(moved, place.gpuId, place.profile, place.start);
  // The id that the new instance was given.
  const placed = place === null ? null : new IdSource(moved.nextId).gi();
  for (const change of vgpus) if (now.ok) now = changeVgpu(now.value, change, placed);
  return now;
}

function changeVgpu(plan: Plan, change: VgpuChange, placed: GiId | null): Result<Plan, CommandError> {
  const { vmId, attachment } = change;
  switch (change.kind) {
    case 'wait':
      return applyVmCommand(plan, { type: 'vm/unassign', vmId, attachment });
    case 'want':
      return applyVmCommand(plan, { type: 'vm/want', vmId, attachment, wants: change.wants });
    case 'assign': {
      const giId = change.giId ?? placed;
      return giId === null
        ? err({ code: 'not-found', what: 'instance' })
        : applyVmCommand(plan, { type: 'vm/assign', vmId, attachment, giId });
    }
  }
}

function withInstances(plan: Plan, gpus: ReadonlyMap<GpuId, readonly GpuInstance[]>): Plan {
  return {
    ...plan,
    hosts: plan.hosts.map((host) =>
      host.gpus.some(({ id }) => gpus.has(id))
        ? {
            ...host,
            gpus: host.gpus.map((gpu) => {
              const instances = gpus.get(gpu.id);
              return instances === undefined ? gpu : { ...gpu, instances };
            }),
          }
        : host,
    ),
  };
}
