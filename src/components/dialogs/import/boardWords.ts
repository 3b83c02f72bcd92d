/** What the answer to "Which board is it?" changes. */
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import type { BoardId } from '../../../model/board.ts';
import type { GpuInstance, Plan } from '../../../model/plan.ts';
import type { ProfileName } from '../../../model/profile.ts';
import { blockOf } from '../../../model/slices.ts';
import { typesOfInstance } from '../../../placement/vms/assign.ts';
import type { BoardQuestion as Question } from '../../../console/importText.ts';

/** The instances of the GPUs that a question is about. */
export function instancesOf(question: Question, plan: Plan): readonly GpuInstance[] {
  const key = (host: string | null, index: number): string => `${host ?? ''}\n${index}`;
  const asked = new Set(question.gpus.map((gpu) => key(gpu.host, gpu.index)));
  return plan.hosts.flatMap((host) =>
    // A host without a name in the text has one by now.
    host.gpus
      .filter((gpu) => asked.has(key(host.name, gpu.index)) || asked.has(key(null, gpu.index)))
      .flatMap((gpu) => gpu.instances),
  );
}

/** The profile that takes the most of a GPU, on the board that the text was read with. */
export function biggestProfile(instances: readonly GpuInstance[], board: BoardId): ProfileName | null {
  const known = findBoard(board);
  if (known === undefined) return null;
  const size = (gi: GpuInstance): number => {
    const { compute, memory } = blockOf(known, gi.profile, gi.start);
    return memory.count * 100 + compute.count;
  };
  return (
    instances.reduce<GpuInstance | null>(
      (best, gi) => (best === null || size(gi) > size(best) ? gi : best),
      null,
    )?.profile ?? null
  );
}

/** "grid_a100-3-20c", or what is known instead. */
export function esxiNames(board: BoardId, profile: ProfileName): string {
  const types = typesOfInstance({ board, variant: null }, { profile });
  const names = [...new Set(types.map((type) => type.esxiName ?? `${type.type}, ESXi name not known`))];
  if (names.length === 0) return 'no vGPU type known';
  return names.length <= 2 ? names.join(' or ') : `${names[0] ?? ''} and ${names.length - 1} more`;
}

/** True when every candidate draws these instances alike. */
export function isSameDrawing(boards: readonly BoardId[], instances: readonly GpuInstance[]): boolean {
  const drawings = boards.map((id) => {
    const board = findBoard(id);
    return board === undefined
      ? id
      : JSON.stringify([
          board.computeSlices,
          board.memorySlices,
          ...instances.map((gi) => blockOf(board, gi.profile, gi.start)),
        ]);
  });
  return new Set(drawings).size <= 1;
}
