/** The commands that do on a machine what an edit did to the plan of one GPU, as a person would type them. */
import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { ciProfileOf, isUndivided } from '../../model/compute.ts';
import { instanceIdOf } from '../../model/instanceId.ts';
import { creationsIn } from '../../model/migDevices.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import { blockOf } from '../../model/slices.ts';
import { ciProfileId } from './gpuFacts.ts';

export interface EditCommands {
  /** In the order in which they have to run; empty where a machine would see no difference. */
  readonly lines: readonly string[];
  /** The plan does not say whether the GPU is straight or mirrored, and IDs of the other kind would differ. */
  readonly isKindAssumed: boolean;
}

/** A profile at a start, with what it is cut into: what a machine can tell apart. */
function keyOf(gi: GpuInstance): string {
  const cut = isUndivided(gi) ? [] : creationsIn(gi).map(({ name }) => name);
  return JSON.stringify([gi.profile, gi.start, cut]);
}

/** From `before` to `after`, two states of one planned GPU. Starts are given, so drivers of R450 do not take the lines. */
export function commandsFor(before: Gpu, after: Gpu): EditCommands {
  const gpu = `-i ${after.index}`;
  const lines: string[] = [];
  const standing = before.use === 'mig' ? before.instances : [];
  const wanted = after.use === 'mig' ? after.instances : [];
  const stays = new Set(wanted.map(keyOf));
  const there = new Set(standing.map(keyOf));
  const gone = standing.filter((gi) => !stays.has(keyOf(gi)));
  const made = wanted.filter((gi) => !there.has(keyOf(gi)));
  const kind = after.kind ?? before.kind;
  const ids = gone.map((gi) => idOf(before, gi, kind ?? 'straight'));
  if (gone.length > 0) {
    lines.push(
      `nvidia-smi mig ${gpu} -gi ${ids.join()} -dci`,
      `nvidia-smi mig ${gpu} -gi ${ids.join()} -dgi`,
    );
  }
  if (before.use === 'mig' && after.use !== 'mig') lines.push(`nvidia-smi ${gpu} -mig 0`);
  if (before.use !== 'mig' && after.use === 'mig') lines.push(`nvidia-smi ${gpu} -mig 1`);
  const whole = made.filter(isUndivided);
  const cut = made.filter((gi) => !isUndivided(gi));
  if (whole.length > 0) lines.push(`nvidia-smi mig ${gpu} -cgi ${listOf(after, whole)} -C`);
  if (cut.length > 0) lines.push(`nvidia-smi mig ${gpu} -cgi ${listOf(after, cut)}`);
  for (const gi of cut) {
    const id = idOf(after, gi, kind ?? 'straight');
    lines.push(`nvidia-smi mig ${gpu} -gi ${id} -cci ${cisOf(after, gi).join()}`);
  }
  const asMirrored = [...gone, ...cut].some(
    (gi) => idOf(after, gi, 'straight') !== idOf(after, gi, 'mirrored'),
  );
  return { lines, isKindAssumed: kind === null && asMirrored };
}

function idOf(gpu: Gpu, gi: GpuInstance, kind: 'straight' | 'mirrored'): number {
  const board = findBoard(gpu.board);
  if (board === undefined) return gi.reportedId ?? gi.start;
  const size = blockOf(board, gi.profile, gi.start).memory.count;
  return gi.reportedId ?? instanceIdOf(board, { start: gi.start, size }, kind) ?? gi.start;
}

/** "9:4,14:0", by name where no ID is public. */
function listOf(gpu: Gpu, instances: readonly GpuInstance[]): string {
  const board = findBoard(gpu.board);
  return instances
    .map(({ profile, start }) => `${(board && profileOf(board, profile)?.id) ?? profile}:${start}`)
    .join();
}

function cisOf(gpu: Gpu, gi: GpuInstance): (number | string)[] {
  const board = findBoard(gpu.board);
  const profile = board && profileOf(board, gi.profile);
  return creationsIn(gi).map(({ name }) => {
    const ci = profile && ciProfileOf(profile, name);
    return profile === undefined || ci === undefined ? name : (ciProfileId(profile, ci).id ?? name);
  });
}
