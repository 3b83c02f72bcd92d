/** Edits of a host's GPUs. */
import type { BoardId } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { IdSource, type GiId, type GpuId, type HostId } from '../model/ids.ts';
import {
  findGpu,
  findHost,
  findInstance,
  vmsByInstance,
  type Gpu,
  type GpuKind,
  type GpuUse,
  type Plan,
} from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkAssign, isWanted } from './vms/assign.ts';
import type { CommandError } from './errors.ts';
import { wantedOn } from './instanceEdits.ts';
import { detach, instanceIds, withFields, withHost } from './planParts.ts';
import { vmRuleFault, type VmRuleFault } from './vms/vmRules.ts';

/** GPUs of one host; `index` is below this too. */
export const MAX_GPUS_PER_HOST = 64;

/** What is set of a GPU by itself; its board is changed by changeBoard.ts. */
export interface GpuFields {
  readonly index: number;
  readonly variant: string | null;
  readonly kind: GpuKind | null;
  readonly use: GpuUse;
}

export function addGpus(
  plan: Plan,
  hostId: HostId,
  board: BoardId,
  count: number,
): Result<Plan, CommandError> {
  const host = findHost(plan, hostId);
  if (host === undefined) return err({ code: 'not-found', what: 'host' });
  if (findBoard(board) === undefined) return err({ code: 'board-unknown', board });
  // An import may have brought more than the page adds.
  const room = Math.max(0, MAX_GPUS_PER_HOST - host.gpus.length);
  if (!Number.isInteger(count) || count < 1 || count > room)
    return err({ code: 'bad-count', count, max: room });
  const ids = new IdSource(plan.nextId);
  const taken = new Set(host.gpus.map((gpu) => gpu.index));
  const gpus = [...host.gpus];
  for (let index = 0; gpus.length < host.gpus.length + count; index++) {
    if (!taken.has(index)) gpus.push(newGpu(ids, index, board));
  }
  gpus.sort((a, b) => a.index - b.index);
  return ok({ ...withHost(plan, { ...host, gpus }), nextId: ids.next });
}

function newGpu(ids: IdSource, index: number, board: BoardId): Gpu {
  return {
    id: ids.gpu(),
    index,
    notes: '',
    board,
    variant: null,
    uuid: null,
    pciId: null,
    kind: null,
    use: 'mig',
    instances: [],
    extra: [],
  };
}

export function setGpu(plan: Plan, gpuId: GpuId, fields: Partial<GpuFields>): Result<Plan, CommandError> {
  const place = findGpu(plan, gpuId);
  if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
  const { host } = place;
  let gpu = withFields(place.gpu, fields);
  if (gpu === place.gpu) return ok(plan);
  // Only what is changed is looked at: the rest may be as an import left it, and must not stand in the way of an edit.
  if (gpu.index !== place.gpu.index) {
    if (!Number.isInteger(gpu.index) || gpu.index < 0 || gpu.index >= MAX_GPUS_PER_HOST) {
      return err({ code: 'bad-index', index: gpu.index });
    }
    if (host.gpus.some((other) => other.id !== gpuId && other.index === gpu.index)) {
      return err({ code: 'index-taken', index: gpu.index });
    }
  }
  let gone = new Set<GiId>();
  if (fields.use !== undefined && fields.use !== 'mig') {
    // Without MIG mode there are no instances; their VMs wait, and undo brings both back.
    gone = instanceIds([gpu]);
    gpu = { ...gpu, instances: [] };
  }
  if (gpu.variant !== place.gpu.variant) {
    // The types go with the variant: a VM that has its own here must not find itself on another.
    for (const gi of gpu.instances) {
      for (const wants of wantedOn(plan, gi.id)) {
        const serves = checkAssign(wants, { gpu, gi }, []);
        if (!serves.ok && isWanted(wants, place.gpu, gi)) return serves;
      }
    }
  }
  const gpus = host.gpus.map((other) => (other.id === gpuId ? gpu : other)).sort((a, b) => a.index - b.index);
  const after = detach(withHost(plan, { ...host, gpus }), gone);
  const fault = gpu.variant === place.gpu.variant ? null : newVmFault(plan, after, place.gpu);
  return fault === null ? ok(after) : err(fault);
}

/** The first rule that a VM on this GPU breaks after the edit and did not before. */
function newVmFault(before: Plan, after: Plan, gpu: Gpu): VmRuleFault | null {
  for (const { id } of gpu.instances) {
    const [was, is] = [findInstance(before, id), findInstance(after, id)];
    if (was === undefined || is === undefined) continue;
    for (const vm of vmsByInstance(after).get(id) ?? []) {
      for (const [index, { instance }] of vm.attachments.entries()) {
        const fault = instance === id ? vmRuleFault(after, vm, index, is) : null;
        if (fault !== null && vmRuleFault(before, vm, index, was)?.code !== fault.code) return fault;
      }
    }
  }
  return null;
}
