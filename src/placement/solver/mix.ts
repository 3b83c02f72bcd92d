/** What a plan asks for as a mix: how often each profile of a board is wanted. */
import type { Board } from '../../model/board.ts';
import { findInstance, type Gpu, type Plan } from '../../model/plan.ts';
import { isWanted } from '../vms/assign.ts';

/** Every profile without attributes once: no media extension, no graphics. Indexed like `board.profiles`. */
export function everydayMix({ profiles }: Board): number[] {
  return profiles.map(({ attributes, starts }) => (attributes.length === 0 && starts !== null ? 1 : 0));
}

export const MIX_SOURCES = ['requests', 'vms', 'instances'] as const;
/** `requests`: the plan's list. `vms`: what its VMs want. `instances`: what stands, with VMs or without. */
export type MixSource = (typeof MIX_SOURCES)[number];

/**
 * How often each profile of the board is asked for, indexed like `board.profiles`; all 0 when the plan asks nothing of it. Of VMs
 * each vGPU counts: as the instance that it has on this board, and one that waits as the first profile that serves it.
 */
export function planMix(plan: Plan, board: Board, source: MixSource): number[] {
  const counts = board.profiles.map(() => 0);
  const add = (profile: string | null, count: number): void => {
    const index = board.profiles.findIndex(({ name, starts }) => name === profile && starts !== null);
    if (index !== -1) counts[index] = (counts[index] ?? 0) + count;
  };
  const gpus = plan.hosts.flatMap((host) => host.gpus).filter((gpu) => gpu.board === board.id);
  if (source === 'requests') {
    for (const { profile, count } of plan.requests)
      if (Number.isFinite(count) && count > 0) add(profile, count);
  } else if (source === 'instances') {
    for (const gpu of gpus) for (const gi of gpu.instances) add(gi.profile, 1);
  } else {
    const [gpu] = gpus;
    for (const { wants, instance } of plan.vms.flatMap((vm) => vm.attachments)) {
      const place = instance === null ? undefined : findInstance(plan, instance);
      if (place === undefined) add(gpu === undefined ? null : firstServing(board, gpu, wants), 1);
      else if (place.gpu.board === board.id) add(place.gi.profile, 1);
    }
  }
  return counts;
}

function firstServing(board: Board, gpu: Gpu, wants: Parameters<typeof isWanted>[0]): string | null {
  return board.profiles.find(({ name }) => isWanted(wants, gpu, { profile: name }))?.name ?? null;
}
