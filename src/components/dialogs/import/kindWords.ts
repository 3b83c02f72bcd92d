/** What the printed GPU-instance IDs prove about the kind of GPU, in one line. */
import { findBoard } from '../../../model/catalogue/catalogue.ts';
import { canBeMirrored, instanceIdOf } from '../../../model/instanceId.ts';
import type { Gpu, GpuKind, Plan } from '../../../model/plan.ts';
import { blockOf } from '../../../model/slices.ts';
import { makeList } from '../../../placement/messages.ts';

const OTHER: Record<GpuKind, GpuKind> = { straight: 'mirrored', mirrored: 'straight' };
const NAME: Record<GpuKind, string> = { straight: 'Straight', mirrored: 'Mirrored' };

/** Null where the text prints no IDs, or where they say nothing. */
export function kindWords(plan: Plan): string | null {
  const gpus = plan.hosts.flatMap((host) => host.observed ?? []).filter((gpu) => gpu.kind !== null);
  const [only, second] = gpus;
  if (only === undefined) return null;
  if (second === undefined) return ofOne(only);
  const indexes = (kind: GpuKind): number[] => gpus.flatMap((gpu) => (gpu.kind === kind ? gpu.index : []));
  const parts = (['straight', 'mirrored'] as const).flatMap((kind) => {
    const found = indexes(kind);
    if (found.length === 0) return [];
    return `${found.length === 1 ? 'GPU' : 'GPUs'} ${makeList(found.slice(0, 8))}${found.length > 8 ? ' …' : ''} ${kind}`;
  });
  return `By the IDs: ${parts.join(', ')}. The drawing is the same.`;
}

function ofOne(gpu: Gpu): string | null {
  const board = findBoard(gpu.board);
  const { kind } = gpu;
  if (board === undefined || kind === null || !canBeMirrored(board)) return null;
  const other = OTHER[kind];
  const ids = gpu.instances.filter((gi) => gi.reportedId !== null);
  // The widest instance that the two kinds number differently.
  const proof = ids
    .map((gi) => ({ gi, size: blockOf(board, gi.profile, gi.start).memory.count }))
    .map(({ gi, size }) => ({ gi, size, otherwise: instanceIdOf(board, { start: gi.start, size }, other) }))
    .filter(({ gi, otherwise }) => otherwise !== gi.reportedId)
    .sort((a, b) => b.size - a.size)[0];
  if (proof === undefined) return null;
  const { gi, otherwise } = proof;
  const elsewhere = otherwise === null ? '' : ` (${other}: ${otherwise})`;
  const agree = ids.length === 1 ? '' : ` All ${ids.length} IDs agree;`;
  return `${NAME[kind]} GPU: ${gi.profile} at slice ${gi.start} has ID ${gi.reportedId}${elsewhere}.${agree}${agree === '' ? ' The' : ' the'} drawing is the same.`;
}
