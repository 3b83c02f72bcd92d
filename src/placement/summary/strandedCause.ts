/** What strands a slice: the fewest instances that would do so if they stood there alone, and what they keep away. */
import type { BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { OfLayout } from '../../model/layoutKey.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import type { LayoutInstance } from '../layouts/layouts.ts';
import { sliceUse, strandedSlices, type SliceUse, type StrandedSlice } from '../stranded.ts';

type Cut = Pick<Gpu, 'board' | 'use' | 'instances'>;

export interface StrandedCause {
  readonly board: BoardId;
  readonly kind: 'compute' | 'memory';
  readonly slice: number;
  /** Ascending by start; empty where no profile of the board ever uses the slice. */
  readonly by: readonly LayoutInstance[];
  /** Profiles that use the slice on an empty GPU, each with the start. */
  readonly users: readonly LayoutInstance[];
}

export interface GpuReading {
  readonly use: SliceUse;
  /** One for each stranded slice: compute slices first, ascending. */
  readonly causes: readonly StrandedCause[];
}

const readings = new OfLayout<GpuReading>();

/** Use of a GPU and the causes of what it strands. A fleet has the same few layouts thousands of times: each is read once. */
export function readGpu(gpu: Cut): GpuReading {
  return readings.of(gpu, gpu.use, () => ({
    use: sliceUse(gpu),
    causes: strandedSlices(gpu).map((slice) => causeOf(gpu, slice)),
  }));
}

/** Sets of more instances are not tried one by one: only an illegal GPU has as many. */
const MOST_TRIED = 12;

function causeOf(gpu: Cut, stranded: StrandedSlice): StrandedCause {
  const { kind, slice, beside, users } = stranded;
  const ways = users.map(({ blockedBy }) => new Set(blockedBy)).filter((blockers) => blockers.size > 0);
  const isEnough = (set: readonly GpuInstance[]): boolean => {
    if (ways.some((blockers) => !set.some(({ id }) => blockers.has(id)))) return false;
    const alone = sliceUse({ ...gpu, instances: set });
    return (kind === 'compute' ? alone.strandedCompute : alone.strandedMemory).includes(slice);
  };
  const smallest = beside.length > MOST_TRIED ? undefined : setsBySize(beside).find(isEnough);
  const piece = ({ profile, start }: LayoutInstance): LayoutInstance => ({ profile, start });
  return {
    board: findBoard(gpu.board)?.id ?? gpu.board,
    kind,
    slice,
    by: (smallest ?? beside).map(piece),
    users: users.map(piece),
  };
}

/** Every set of these, the smallest first; of one size those first that begin first. */
function setsBySize<T>(items: readonly T[]): T[][] {
  const sets = Array.from({ length: 2 ** items.length }, (_, bits) =>
    items.filter((_item, index) => (bits & (1 << index)) !== 0),
  );
  return sets.sort((a, b) => a.length - b.length);
}

/** GPUs of a plan that lose the same slice for the same cause. */
export interface StrandedGroup extends StrandedCause {
  readonly gpus: number;
}

/** Equal for equal causes. */
export function causeKey({ board, kind, slice, by }: StrandedCause): string {
  return [board, kind, slice, ...by.map(({ profile, start }) => `${profile}@${start}`)].join(' ');
}
