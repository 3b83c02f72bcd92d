/** Memory in MiB as summaries print it, where it was seen or follows from what was. */
import type { Board, GiProfile } from '../../model/board.ts';

/** `FB Memory Usage, Total` of real outputs; a board's nominal gigabytes are not what it prints. */
const TOTALS: Readonly<Record<string, number>> = {
  'a100-pcie-40gb': 40960,
  'a100-sxm4-40gb': 40960,
  'a30-24gb': 24576,
  'h100-sxm5-80gb': 81559,
  'h100-pcie-80gb': 81559,
  'gb200-186gb': 189471,
};

/** R450 and R460 kept a part for themselves. */
const OLD_TOTALS: Readonly<Record<string, number>> = { 'a100-pcie-40gb': 40536, 'a100-sxm4-40gb': 40537 };

/** Null where no output of the board was seen. */
export function boardMemoryMiB(board: Board, branch: number): number | null {
  return (branch < 470 ? OLD_TOTALS[board.id] : undefined) ?? TOTALS[board.id] ?? null;
}

/** From R550 on an A100 40GB gives its instances a little less than its -lgip says. */
const FROM_R550: Readonly<Record<string, number>> = { '1g.5gb': 4864, '2g.10gb': 9856, '3g.20gb': 19968 };

/**
 * Memory of an instance in the table of MIG devices. GiB as -lgip prints them are eighths cut to two places: 19.62 is 19.625, so
 * 20096 MiB.
 */
export function instanceMemoryMiB(profile: GiProfile, branch: number): number | null {
  const later = branch >= 550 ? FROM_R550[profile.name] : undefined;
  const memoryGiB = printedMemoryGiB(profile);
  return later ?? (memoryGiB === null ? null : Math.round(memoryGiB * 8) * 128);
}

/**
 * BAR1 of an instance of `size` memory slices: its share of a window that is the next power of two above the board's memory, less one
 * MiB. Seen on A100 and H100 up to R550; R580 prints another figure.
 */
export function bar1MiB(board: Board, size: number): number | null {
  if (board.memorySlices === null) return null;
  let windowGiB = 1;
  while (windowGiB < board.memoryGB) windowGiB *= 2;
  return Math.floor((windowGiB * 1024 * size) / board.memorySlices) - 1;
}

/**
 * Memory of a profile as -lgip prints it, where outputs agree on another figure than the catalogue has: 39.50 on an A100 40GB with
 * drivers R460, R510 and R535 (others print 39.38 or 39.59).
 */
export function printedMemoryGiB(profile: Pick<GiProfile, 'name' | 'memoryGiB'>): number | null {
  return profile.name === '7g.40gb' && profile.memoryGiB !== null ? 39.5 : profile.memoryGiB;
}
