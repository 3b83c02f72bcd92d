/**
 * `nvidia-smi mig -lgip` and `-lgipp`: which GPU instances a board offers, how many more fit now, and where. Widths 76, 79
 * and 81, the same in every row, as seen on drivers R460, R470 to R550 and R570.
 */
import type { Engines } from '../../../model/board.ts';
import type { LgiWidth } from '../../migLgi.ts';
import { known, two } from './cells.ts';

export interface ProfileRow {
  readonly gpu: number;
  readonly name: string;
  readonly id: number | null;
  /** Null: it is not known where the profile may start. */
  readonly free: number | null;
  readonly total: number;
  readonly memoryGiB: number | null;
  readonly sm: number | null;
  readonly engines: Engines;
}

/** The name column is what grew. */
const NAME_WIDTH: Readonly<Record<LgiWidth, number>> = { r450: 11, r510: 14, r570: 16 };

/** The table of -lgip, a line each. */
export function makeProfileTable(rows: readonly ProfileRow[], width: LgiWidth): string[] {
  const name = NAME_WIDTH[width];
  const inner = name + 63;
  const border = `+${'-'.repeat(inner)}+`;
  return [
    border,
    `| GPU instance profiles:${' '.repeat(inner - 23)}|`,
    `| GPU   Name${' '.repeat(name - 1)}ID    Instances   Memory     P2P    SM    DEC   ENC  |`,
    `|${' '.repeat(name + 16)}Free/Total   GiB              CE    JPEG  OFA  |`,
    `|${'='.repeat(inner)}|`,
    ...rows.flatMap((row) => [...profileRow(row, name), border]),
  ];
}

function profileRow(row: ProfileRow, name: number): string[] {
  const { decoders, encoders, copyEngines, jpeg, ofa } = row.engines;
  const memory = row.memoryGiB === null ? 'N/A' : row.memoryGiB.toFixed(2);
  const count = `${row.free ?? '?'}/${row.total}`;
  // An ID that is not known takes a place of the name's.
  const id = known(row.id).padStart(3);
  const head = `|${String(row.gpu).padStart(4)}  MIG ${row.name.padEnd(name - 1)}${id}`;
  const tail = `${known(row.sm).padEnd(7)}${known(decoders).padEnd(6)}${known(encoders).padEnd(4)}|`;
  return [
    `${head}     ${count}        ${memory.padEnd(11)}No     ${tail}`,
    `|${' '.repeat(name + 47)}${known(copyEngines).padEnd(6)}${known(jpeg).padEnd(6)}${known(ofa).padEnd(4)}|`,
  ];
}

export interface PlacementsRow {
  readonly gpu: number;
  readonly id: number | null;
  /** Null where they are not known. */
  readonly starts: readonly number[] | null;
  readonly size: number;
}

/** The lines of -lgipp: all placements of a profile, not only the free ones. */
export function makePlacementLines(rows: readonly PlacementsRow[]): string[] {
  return rows.map(({ gpu, id, starts, size }) => {
    const word = starts?.length === 1 ? 'Placement :' : 'Placements:';
    const places = starts === null ? 'N/A' : `{${starts.join(',')}}:${size}`;
    return `GPU ${two(gpu)} Profile ID ${known(id).padStart(2)} ${word} ${places}`;
  });
}
