/**
 * vGPU types: what a hypervisor assigns to a VM. Each MIG-backed type belongs to exactly one GPU-instance profile of its
 * board, and type names repeat across boards, so a type is always looked up for a board.
 */
import type { BoardId } from './board.ts';
import type { Gpu } from './plan.ts';
import type { ProfileName } from './profile.ts';

export type EsxiNameStatus = 'prefix-seen' | 'by-pattern' | 'unknown';

export interface VgpuType {
  /** Registered name without its GRID or NVIDIA prefix: "A100-3-20C". */
  readonly type: string;
  /** The GPU-instance profile it needs, exactly; null when not public. */
  readonly profile: ProfileName | null;
  readonly framebufferMiB: number | null;
  readonly maxPerGpu: number | null;
  /** VMs that share one GPU instance of this type; more than 1 only where a board time-slices inside an instance. */
  readonly maxPerInstance: number | null;
  /** The name ESXi shows, "grid_a100-3-20c"; null when its prefix is not known. */
  readonly esxiName: string | null;
  readonly esxiNameStatus: EsxiNameStatus;
  /** First ESXi release that supports it, "8.0 U3"; null when no floor is printed. */
  readonly esxiMinRelease: string | null;
  /** mdev type on KVM, "nvidia-476"; null when not known. */
  readonly mdevType: string | null;
}

/** A board of NVIDIA's vGPU tables. Several may be variants of one board of the catalogue. */
export interface VgpuBoard {
  readonly id: string;
  readonly product: string | null;
  /** First part of its type names: "A100", "A100D", "DC". */
  readonly family: string;
  /** Boards of the catalogue that it is a variant of; empty when it is known to the vGPU tables only. */
  readonly boards: readonly BoardId[];
  readonly pciDeviceIds: readonly string[];
  /** 64-bit MMIO size that one GPU needs in a VM on ESXi; null when not printed. */
  readonly mmioGiB: number | null;
  readonly types: readonly VgpuType[];
}

/** The variants a planned GPU may be: all that its board has, or the one that was named. */
export function variantsOf(boards: readonly VgpuBoard[], gpu: Pick<Gpu, 'board' | 'variant'>): VgpuBoard[] {
  const candidates = boards.filter((board) => board.boards.includes(gpu.board));
  const named = candidates.filter((board) => board.id === gpu.variant);
  return named.length > 0 ? named : candidates;
}

/** True where the variants of a board have types of other names, so that it matters which one a GPU is. */
export function isVariantOpen(boards: readonly VgpuBoard[], board: BoardId): boolean {
  const names = variantsOf(boards, { board, variant: null }).map(({ types }) =>
    types.map(({ type }) => type).join(),
  );
  return new Set(names).size > 1;
}

/**
 * The vGPU types that an instance of `profile` on this GPU can carry, each name once. More than one where the board has
 * variants and none is named, or where it time-slices inside an instance; none where no type is known.
 */
export function vgpuTypesOf(
  boards: readonly VgpuBoard[],
  gpu: Pick<Gpu, 'board' | 'variant'>,
  profile: ProfileName,
): VgpuType[] {
  const types = new Map<string, VgpuType>();
  for (const variant of variantsOf(boards, gpu)) {
    for (const type of variant.types) {
      if (type.profile === profile && !types.has(type.type)) types.set(type.type, type);
    }
  }
  return [...types.values()];
}

/**
 * Reads any of the names people use for a type ("grid_a100-3-20c", "GRID A100-3-20C", "NVIDIA A30-1-6C") to the
 * registered form without prefix. It does not say that such a type exists.
 */
export function parseVgpuTypeName(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^(?:grid|nvidia)[ _]/i, '')
    .toUpperCase();
  return /^[A-Z0-9]+(?:-[A-Z]+)*(?:-[1-9])?-(?:0|[1-9][0-9]*)[ABCQ](?:ME|NOME|MEALL|GFX)?$/.test(bare)
    ? bare
    : null;
}
