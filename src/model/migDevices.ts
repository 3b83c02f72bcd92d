/** MIG devices: the pairs of a GPU instance and a compute instance in it that software sees, as `nvidia-smi -L` lists them. */
import { profileOf, type Board } from './board.ts';
import { ciSlices, isUndivided } from './compute.ts';
import type { GiId } from './ids.ts';
import { instanceIdOf } from './instanceId.ts';
import type { Gpu, GpuInstance, GpuKind } from './plan.ts';
import type { ProfileName } from './profile.ts';

export interface MigDevice {
  readonly giId: GiId;
  /** Its place in `computeInstances`; 0 for the default one that is not written down. */
  readonly ciIndex: number;
  /** "1c.3g.20gb": what -L prints behind "MIG ". */
  readonly name: ProfileName;
  /** Counted from 0 on the GPU. */
  readonly device: number;
}

/**
 * All MIG devices of a GPU in the order of -L: by GPU-instance ID, which depends on the kind of the GPU, then by
 * compute-instance ID. Those are counted in the order of creation, and the exported script creates the widest first.
 * An instance whose ID is not known comes last.
 */
export function migDevices(board: Board, gpu: Pick<Gpu, 'instances'>, kind: GpuKind): MigDevice[] {
  return gpu.instances
    .map((gi) => ({ gi, id: idOf(board, gi, kind) }))
    .sort((a, b) => a.id - b.id || a.gi.start - b.gi.start)
    .flatMap(({ gi }) => creationsIn(gi).map((one) => ({ ...one, giId: gi.id })))
    .map((one, device) => ({ ...one, device }));
}

/** The compute instances of one GPU instance in the order in which the script creates them. */
export function creationsIn(gi: GpuInstance): { readonly ciIndex: number; readonly name: ProfileName }[] {
  if (isUndivided(gi)) return [{ ciIndex: 0, name: printedName(gi.profile) }];
  return gi.computeInstances
    .map(({ profile }, ciIndex) => ({ ciIndex, name: printedName(profile) }))
    .sort((a, b) => (ciSlices(b.name) ?? 0) - (ciSlices(a.name) ?? 0) || a.ciIndex - b.ciIndex);
}

function idOf(board: Board, gi: GpuInstance, kind: GpuKind): number {
  const size = profileOf(board, gi.profile)?.memorySlices ?? 0;
  return instanceIdOf(board, { start: gi.start, size }, kind) ?? Infinity;
}

/** The compute instance of a +me instance prints without it (seen on an A100 80GB); other attributes were not seen. */
function printedName(name: ProfileName): ProfileName {
  return name.replace(/\+me$/, '');
}
