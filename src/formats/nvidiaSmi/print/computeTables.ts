/**
 * `nvidia-smi mig -lci`, `-lcip` and `-lcipp`: compute instances and what a GPU instance may be cut into. -lci has no
 * placement up to R460 (57 characters, later 70); -lcip was seen 88 wide only.
 */
import type { Engines } from '../../../model/board.ts';
import { known, two } from './cells.ts';

export interface ComputeRow {
  readonly gpu: number;
  readonly gi: number;
  readonly name: string;
  readonly profileId: number | null;
  readonly id: number;
  /** First compute slice inside the GPU instance, and how many. */
  readonly start: number;
  readonly size: number;
}

export interface ComputeTable {
  readonly heading: readonly string[];
  /** A line for each row, and the border below it. */
  readonly rows: readonly (readonly [line: string, border: string])[];
}

export function makeComputeTable(rows: readonly ComputeRow[], branch: number): ComputeTable {
  const hasPlacement = branch >= 470;
  const inner = hasPlacement ? 68 : 55;
  const border = `+${'-'.repeat(inner)}+`;
  const [placement, starts, blank] = hasPlacement
    ? ['   Placement ', '      Start:Size', ' '.repeat(13)]
    : ['', '   ', ''];
  const heading = [
    border,
    `| Compute instances:${' '.repeat(inner - 19)}|`,
    `| GPU     GPU       Name             Profile   Instance${placement} |`,
    `|       Instance                       ID        ID ${starts} |`,
    `|         ID                                            ${blank}|`,
    `|${'='.repeat(inner)}|`,
  ];
  return { heading, rows: rows.map((row) => [`|${computeCells(row, hasPlacement)}|`, border]) };
}

function computeCells(row: ComputeRow, hasPlacement: boolean): string {
  const ids = `${known(row.profileId).padEnd(1)}${String(row.id).padStart(10)}`;
  const place = hasPlacement ? `${String(row.start).padStart(11)}:${String(row.size).padEnd(6)}` : '     ';
  return `${String(row.gpu).padStart(4)}${String(row.gi).padStart(7)}       MIG ${row.name.padEnd(17)}${ids}${place}`;
}

export interface ComputeProfileRow {
  readonly gpu: number;
  readonly gi: number;
  readonly name: string;
  readonly id: number | null;
  /** Spans the GPU instance, and is what -C and a bare -cci make. */
  readonly isDefault: boolean;
  readonly free: number;
  readonly total: number;
  readonly sm: number | null;
  readonly engines: Engines;
}

export function makeComputeProfileTable(rows: readonly ComputeProfileRow[]): string[] {
  const border = `+${'-'.repeat(86)}+`;
  return [
    border,
    `| Compute instance profiles:${' '.repeat(59)}|`,
    '| GPU     GPU       Name             Profile  Instances   Exclusive       Shared       |',
    '|       Instance                       ID     Free/Total     SM       DEC   ENC   OFA  |',
    '|         ID                                                          CE    JPEG       |',
    `|${'='.repeat(86)}|`,
    ...rows.flatMap((row) => [...computeProfileRow(row), border]),
  ];
}

function computeProfileRow(row: ComputeProfileRow): string[] {
  const { decoders, encoders, copyEngines, jpeg, ofa } = row.engines;
  const id = `${known(row.id)}${row.isDefault ? '*' : ''}`.padEnd(2);
  const head = `|${String(row.gpu).padStart(4)}${String(row.gi).padStart(7)}       MIG ${row.name.padEnd(17)}${id}`;
  const engines = `${known(decoders).padEnd(6)}${known(encoders).padEnd(6)}${known(ofa).padEnd(4)}|`;
  return [
    `${head}     ${row.free}/${row.total}           ${known(row.sm).padEnd(10)}${engines}`,
    `|${' '.repeat(70)}${known(copyEngines).padEnd(6)}${known(jpeg).padEnd(10)}|`,
  ];
}

export interface ComputePlacementsRow {
  readonly gpu: number;
  readonly gi: number;
  readonly id: number | null;
  readonly starts: readonly number[];
  readonly size: number;
}

/** The lines of -lcipp. No public output shows them: they follow those of -lgipp. */
export function makeComputePlacementLines(rows: readonly ComputePlacementsRow[]): string[] {
  return rows.map(({ gpu, gi, id, starts, size }) => {
    const word = starts.length === 1 ? 'Placement :' : 'Placements:';
    return `GPU ${two(gpu)} GI ${two(gi)} Profile ID ${known(id).padStart(2)} ${word} {${starts.join(',')}}:${size}`;
  });
}
