/** Many instances moved as one step, such as a repack proposes: each may come to where another has just left. */
import type { GiId, GpuId } from '../model/ids.ts';
import {
  findGpu,
  findInstance,
  findVm,
  vmsByInstance,
  type GiPlace,
  type GpuInstance,
  type Plan,
} from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { checkPlacement } from './legal.ts';
import { byStart } from './planParts.ts';
import { driverRefusal } from './rules/platformRules.ts';
import { checkAssign, isWanted } from './vms/assign.ts';
import { vmRuleFault } from './vms/vmRules.ts';

/** Where an instance goes, with its VMs. */
export interface Move {
  readonly giId: GiId;
  readonly gpuId: GpuId;
  readonly start: number;
}

export interface MoveMany {
  readonly type: 'gi/moveMany';
  readonly moves: readonly Move[];
}

/**
 * The plan with all of them where they go; all or none. Refused where one is pinned, where they cannot stand together with
 * what stays, and where a VM would not be served or would break a rule that it keeps now.
 */
export function moveMany(plan: Plan, { moves }: MoveMany): Result<Plan, CommandError> {
  const going = new Map<GiId, { readonly from: GiPlace; readonly move: Move }>();
  for (const move of moves) {
    const from = findInstance(plan, move.giId);
    if (from === undefined) return err({ code: 'not-found', what: 'instance' });
    if (findGpu(plan, move.gpuId) === undefined) return err({ code: 'not-found', what: 'gpu' });
    if (from.gpu.id !== move.gpuId || from.gi.start !== move.start) going.set(move.giId, { from, move });
  }
  if (going.size === 0) return ok(plan);
  const pinned = [...going.values()].flatMap(({ from: { gi } }) => (gi.pinned ? [gi.id] : []));
  if (pinned.length > 0) return err({ code: 'pinned', pinned });
  const coming = new Map<GpuId, GpuInstance[]>();
  const touched = new Set<GpuId>();
  for (const { from, move } of going.values()) {
    const there = coming.get(move.gpuId) ?? [];
    coming.set(move.gpuId, there);
    there.push({ ...from.gi, start: move.start });
    touched.add(from.gpu.id).add(move.gpuId);
  }
  const faults: CommandError[] = [];
  const hosts = plan.hosts.map((host) => {
    if (!host.gpus.some((gpu) => touched.has(gpu.id))) return host;
    const gpus = host.gpus.map((gpu) => {
      if (!touched.has(gpu.id)) return gpu;
      const instances = gpu.instances.filter(({ id }) => !going.has(id));
      for (const gi of coming.get(gpu.id) ?? []) {
        const legal = checkPlacement({ ...gpu, instances }, gi.profile, gi.start);
        if (!legal.ok) faults.push(legal.error);
        instances.push(gi);
      }
      return { ...gpu, instances: instances.sort(byStart) };
    });
    return { ...host, gpus };
  });
  const [fault] = faults;
  if (fault !== undefined) return err(fault);
  const after = { ...plan, hosts };
  for (const { from } of going.values()) {
    const refused = carriedFault(plan, after, from);
    if (refused !== null) return err(refused);
  }
  return ok(after);
}

/** Why the instance may not be where it is in `after`: its driver, and what its VMs have where it stands and would lose. */
function carriedFault(before: Plan, after: Plan, from: GiPlace): CommandError | null {
  const to = findInstance(after, from.gi.id);
  if (to === undefined || to.gpu.id === from.gpu.id) return null;
  const tooNew = driverRefusal(to.host, to.gpu, to.gi.profile);
  if (tooNew !== null && driverRefusal(from.host, from.gpu, from.gi.profile) === null) return tooNew;
  for (const { id } of vmsByInstance(before).get(from.gi.id) ?? []) {
    const vm = findVm(after, id);
    for (const [index, { wants, instance }] of (vm?.attachments ?? []).entries()) {
      if (vm === undefined || instance !== from.gi.id || !isWanted(wants, from.gpu, from.gi)) continue;
      const serves = checkAssign(wants, to, []);
      if (!serves.ok) return serves.error;
      const rule = vmRuleFault(after, vm, index, to);
      if (rule !== null && vmRuleFault(before, vm, index, from)?.code !== rule.code) return rule;
    }
  }
  return null;
}
