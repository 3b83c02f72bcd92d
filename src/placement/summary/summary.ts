/** What is known of a plan in figures: for all of it, for each host and for each board. */
import type { BoardId } from '../../model/board.ts';
import type { HostId } from '../../model/ids.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { FitsRepacked, RepackRoom } from '../solver/repack.ts';
import type { PackingProof } from './fewest.ts';
import type { SummaryFigures } from './figures.ts';
import type { StrandedGroup } from './strandedCause.ts';
import type { WaitingGroup } from './waitingGroups.ts';

export interface ProfileSummary {
  readonly profile: ProfileName;
  /** Null where the board has no such profile, or no public source has its slices. */
  readonly memorySlices: number | null;
  readonly instances: number;
  readonly instancesWithVm: number;
  /** How many fit on these GPUs while they are empty; null where nobody knows. */
  readonly most: number | null;
  /** How many more fit now, moving nothing; null where nobody knows. */
  readonly now: number | null;
  /** And after repacking; null while it is not worked out, and where nobody knows. */
  readonly repacked: FitsRepacked | null;
}

export interface BoardSummary {
  readonly board: BoardId;
  readonly hosts: number;
  readonly figures: SummaryFigures;
  /** In the order of the board; then those that stand there and that it has not. */
  readonly profiles: readonly ProfileSummary[];
  /** Null while it is not worked out. */
  readonly proof: PackingProof | null;
}

export interface HostSummary {
  readonly id: HostId;
  readonly name: string;
  readonly boards: readonly BoardId[];
  readonly figures: SummaryFigures;
  readonly proof: PackingProof | null;
}

export interface Summary {
  readonly name: string;
  readonly figures: SummaryFigures;
  readonly vms: { readonly total: number; readonly placed: number; readonly waiting: number };
  /** In the order in which the plan has them. */
  readonly boards: readonly BoardSummary[];
  readonly hosts: readonly HostSummary[];
  /** Those that cost most slices first; their GPUs add up to the slices that are stranded. */
  readonly stranded: readonly StrandedGroup[];
  /** Those that keep most VMs waiting first; null while it is not worked out. */
  readonly waiting: readonly WaitingGroup[] | null;
  /** Of all boards together. */
  readonly proof: PackingProof | null;
  /** Who stays where it is when what fits after repacking is counted; null while that is not worked out. */
  readonly stays: RepackRoom['stays'] | null;
}
