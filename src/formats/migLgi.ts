/**
 * `nvidia-smi mig -lgi` as the tool prints it: the GPU instances of a host with their placements, the one listing that says exactly
 * where everything is. It is read in nvidiaSmi/listInstances.ts, row by row (migLgiRow.ts).
 */
import type { Board } from '../model/board.ts';
import { findBoard } from '../model/catalogue/catalogue.ts';
import { instanceIdOf } from '../model/instanceId.ts';
import type { Gpu, GpuInstance, Host } from '../model/plan.ts';
import { parseProfileName } from '../model/profile.ts';
import { blockOf } from '../model/slices.ts';

export const LGI_WIDTHS = ['r450', 'r510', 'r570'] as const;
/** Drivers by the width of their table: R450 to R470 (54 characters), R510 to early R570 (57), later ones (59). */
export type LgiWidth = (typeof LGI_WIDTHS)[number];

/** The name column is what grew. */
const NAME_WIDTH: Readonly<Record<LgiWidth, number>> = { r450: 12, r510: 15, r570: 17 };

/**
 * What `nvidia-smi mig -lgi` prints on a host with these GPUs, with a line break at the end. Rows go by GPU, then
 * profile in the order of the board, then instance ID. An instance without a reported ID gets the one that its place
 * has on its kind of GPU (straight where the kind is not known). What nobody knows is printed as N/A: the profile ID
 * of a profile that the board does not have, the instance ID of a start that is no start.
 */
export function makeMigLgi(host: Pick<Host, 'gpus'>, options: { readonly width: LgiWidth }): string {
  const gpus = host.gpus.filter((gpu) => gpu.use === 'mig').sort((a, b) => a.index - b.index);
  if (gpus.length === 0) return 'No MIG-enabled devices found.\n';
  const rows = gpus.flatMap(gpuRows);
  if (rows.length === 0) return 'No GPU instances found: Not Found\n';
  return [...lgiTable(rows, options.width), ''].join('\n');
}

/** A row as it is printed. Null prints N/A. */
export interface LgiTableRow {
  readonly gpu: number;
  readonly profile: string;
  readonly profileId: number | null;
  readonly instanceId: number | null;
  readonly start: number;
  readonly size: number;
}

/** The lines of the table, in the order of the rows. */
export function lgiTable(rows: readonly LgiTableRow[], width: LgiWidth): string[] {
  const nameWidth = NAME_WIDTH[width];
  const border = `+${'-'.repeat(nameWidth + 40)}+`;
  const gap = ' '.repeat(nameWidth - 4);
  return [
    border,
    `| GPU instances:${' '.repeat(nameWidth + 25)}|`,
    `| GPU   Name${gap}  Profile  Instance   Placement  |`,
    `|           ${gap}    ID       ID       Start:Size |`,
    `|${'='.repeat(nameWidth + 40)}|`,
    ...rows.flatMap((row) => [lgiRow(row, nameWidth), border]),
  ];
}

function lgiRow(
  { gpu, profile, profileId, instanceId, start, size }: LgiTableRow,
  nameWidth: number,
): string {
  const name = `${String(gpu).padStart(4)}  MIG ${profile.padEnd(nameWidth)}`;
  const placement = `${String(start).padStart(11)}:${String(size).padEnd(6)}`;
  return `|${name} ${idCell(profileId, 2)}${idCell(instanceId, 9)}${placement}|`;
}

function gpuRows(gpu: Gpu): LgiTableRow[] {
  const board = findBoard(gpu.board);
  return gpu.instances
    .map((gi) => {
      const { start, profile } = gi;
      const size = printedSize(board, gi);
      const computed = board && instanceIdOf(board, { start, size }, gpu.kind ?? 'straight');
      const rank = board?.profiles.findIndex((known) => known.name === profile) ?? -1;
      const known = board?.profiles[rank];
      const profileId = known?.id ?? null;
      const instanceId = gi.reportedId ?? computed ?? null;
      return {
        row: { gpu: gpu.index, profile, profileId, instanceId, start, size },
        compute: known?.computeSlices ?? parseProfileName(profile)?.computeSlices ?? 0,
        rank: known === undefined ? Infinity : rank,
      };
    })
    .sort(
      (a, b) => a.compute - b.compute || order(a.rank, b.rank) || order(a.row.instanceId, b.row.instanceId),
    )
    .map(({ row }) => row);
}

function idCell(id: number | null, width: number): string {
  return (id === null ? ' N/A' : String(id)).padStart(width);
}

function order(a: number | null, b: number | null): number {
  if (a === b) return 0;
  return (a ?? Infinity) < (b ?? Infinity) ? -1 : 1;
}

/** A board that is not in the catalogue takes no part in the size: it is then the least that the name can mean. */
function printedSize(board: Board | undefined, { profile, start }: GpuInstance): number {
  return board === undefined
    ? (parseProfileName(profile)?.computeSlices ?? 1)
    : blockOf(board, profile, start).memory.count;
}
