/** How a driver prints: what changes from branch to branch in the tables and texts of nvidia-smi. */
import type { LgiWidth } from '../../migLgi.ts';

/** 510 of "510.47.03", "R510", "510"; null for a text that names no branch. */
export function driverBranch(version: string): number | null {
  const found = /^[rR]?([0-9]{3})(?:\.|$)/.exec(version.trim());
  return found === null ? null : Number(found[1]);
}

/**
 * Outer width of -lgi and -lgip: R450 to R470, R510 to the first releases of R570, later ones. Public tables of R570 are of both
 * widths; the wider one is known of 570.169, and which release of the branch made the change is not.
 */
export function listWidth(version: string): { readonly width: LgiWidth; readonly isSeen: boolean } {
  const branch = driverBranch(version) ?? LATEST;
  if (branch < 490) return { width: 'r450', isSeen: true };
  if (branch < 570) return { width: 'r510', isSeen: true };
  if (branch > 570) return { width: 'r570', isSeen: true };
  const release = Number(/^[rR]?570\.(\d+)/.exec(version.trim())?.[1] ?? SEEN_R570);
  return { width: release < 100 ? 'r510' : 'r570', isSeen: release >= SEEN_R570 };
}

const LATEST = 580;
const SEEN_R570 = 169;

export const SUMMARY_FORMS = ['r440', 'r450', 'r535', 'r550'] as const;
/**
 * The summary by its width: 79 up to R525, 89 from R535 (R530 is taken to be like it), 91 from R550. Before R450 it has no
 * row for MIG.
 */
export type SummaryForm = (typeof SUMMARY_FORMS)[number];

export function summaryForm(branch: number): SummaryForm {
  if (branch < 450) return 'r440';
  if (branch < 530) return 'r450';
  return branch < 550 ? 'r535' : 'r550';
}

/** From R470 on the UUID of a MIG device hides its GPU; before it is MIG-GPU-<uuid>/<GI>/<CI>. */
export function hasOwnMigUuids(branch: number): boolean {
  return branch >= 470;
}

/** "A100-SXM4-40GB" up to R460, "NVIDIA A100-SXM4-40GB" from R470 on. */
export function printsMaker(branch: number): boolean {
  return branch >= 470;
}

/** CUDA versions that summaries of these drivers were seen to print; the newest at or below the branch is meant. */
const CUDA: readonly (readonly [branch: number, cuda: string])[] = [
  [450, '11.0'],
  [460, '11.2'],
  [510, '11.6'],
  [535, '12.2'],
  [550, '12.4'],
  [560, '12.6'],
  [570, '12.8'],
  [580, '13.0'],
];

/** The CUDA version in the first row of the summary; null where no summary of that branch was seen. */
export function cudaVersion(branch: number): string | null {
  return CUDA.find(([known]) => known === branch)?.[1] ?? null;
}
