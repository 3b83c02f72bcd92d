/**
 * `nvidia-smi mig -lgi`: the GPU instances of a host with their placements, the one listing that says exactly where
 * everything is. Outer widths differ between drivers (54, 57, 59), so rows are read by their bars and words and never by
 * columns. Reading goes in steps: lines to rows (migLgiRow.ts), rows
 * to listings (migLgiListings.ts), listings to hosts (here), hosts to a plan (migLgiPlan.ts).
 */
import { profileOf, type Board, type BoardId } from '../model/board.ts';
import { BOARDS, findBoard } from '../model/catalogue/catalogue.ts';
import { instanceIdOf } from '../model/instanceId.ts';
import type { Gpu, GpuInstance, Host } from '../model/plan.ts';
import { parseProfileName } from '../model/profile.ts';
import { err, ok, type Result } from '../model/result.ts';
import { blockOf } from '../model/slices.ts';
import { readListings, sortedByLine, type LgiRow, type Listing } from './migLgiListings.ts';
import type { LgiHost, LgiReading } from './migLgiReading.ts';
import { profilesNamed } from './migLgiRow.ts';
import { MAX_ITEMS, MAX_TEXT_LENGTH, type FormatError, type Notice } from './reading.ts';

export type { LgiReading } from './migLgiReading.ts';
export { kindOf, planFromLgi } from './migLgiPlan.ts';

/**
 * Reads every `-lgi` table of a text: prompts, other commands and several hosts may stand around and between them. On
 * one host the later listing of a GPU wins. Errors: 'text-too-long', 'empty-text', 'too-many-items' and, when the text
 * lists nothing, 'no-instances-listed' with what it says instead.
 */
export function parseMigLgi(text: string): Result<LgiReading, FormatError> {
  if (text.length > MAX_TEXT_LENGTH) {
    return err({ code: 'text-too-long', length: text.length, max: MAX_TEXT_LENGTH });
  }
  if (text.trim() === '') return err({ code: 'empty-text' });
  const { listings, notices, said } = readListings(text);
  const found = gatherHosts(listings);
  if (found.hosts.length === 0) return err({ code: 'no-instances-listed', said });
  const count = countItems(found.hosts);
  if (count > MAX_ITEMS) return err({ code: 'too-many-items', count, max: MAX_ITEMS });
  return ok({ hosts: found.hosts, notices: sortedByLine([...notices, ...found.notices]) });
}

/** Hosts, and GPUs and instances twice: a reading becomes what is planned and what was observed. */
function countItems(hosts: readonly LgiHost[]): number {
  let count = 0;
  for (const host of hosts) {
    count += 1;
    for (const gpu of host.gpus) count += 2 * (1 + gpu.rows.length);
  }
  return count;
}

interface FoundGpu {
  line: number;
  rows: readonly LgiRow[];
  /** The last rows seen, kept when a later listing shows the GPU empty: they still say which board it is. */
  rowsOfBoard: readonly LgiRow[];
}

interface FoundHost {
  readonly name: string | null;
  readonly line: number;
  readonly gpus: Map<number, FoundGpu>;
  /** GPUs whose `rows` are not empty. */
  readonly filled: Set<number>;
}

function gatherHosts(listings: readonly Listing[]): { hosts: LgiHost[]; notices: Notice[] } {
  const hosts = new Map<string | null, FoundHost>();
  const notices: Notice[] = [];
  for (const listing of listings) {
    let host = hosts.get(listing.host);
    if (host === undefined) {
      host = { name: listing.host, line: listing.line, gpus: new Map(), filled: new Set() };
      hosts.set(listing.host, host);
    }
    for (const [gpuIndex, line] of goneBy(listing, host)) {
      const gpu = host.gpus.get(gpuIndex);
      if (gpu === undefined) continue;
      host.gpus.set(gpuIndex, { ...gpu, line, rows: [] });
      host.filled.delete(gpuIndex);
      notices.push({ code: 'listed-empty', at: { line }, gpuIndex });
    }
    for (const [gpuIndex, rows] of listing.rows) {
      const line = rows[0]?.line ?? listing.line;
      if (host.gpus.has(gpuIndex)) notices.push({ code: 'listed-again', at: { line }, gpuIndex });
      host.gpus.set(gpuIndex, { line, rows, rowsOfBoard: rows });
      host.filled.add(gpuIndex);
    }
  }
  const found = [...hosts.values()].filter((host) => host.gpus.size > 0);
  return {
    hosts: found.map(({ name, line, gpus }) => ({
      name,
      line,
      gpus: [...gpus.entries()]
        .sort(([a], [b]) => a - b)
        .map(([index, gpu]) => ({
          index,
          line: gpu.line,
          rows: gpu.rows,
          boards: boardsOfRows(gpu.rowsOfBoard),
        })),
    })),
    notices: [
      ...notices,
      ...found.flatMap((host) => [...host.gpus.values()].flatMap(({ rows }) => profileIdNotices(rows))),
    ],
  };
}

/** GPUs of which a listing shows that the instances listed before are gone, and the line that says so. */
function goneBy(listing: Listing, host: FoundHost): (readonly [gpuIndex: number, line: number])[] {
  const { asked, rows, saysNone } = listing;
  if (saysNone !== null) {
    const meant = asked === null || asked.gpus === 'all' ? [...host.filled] : asked.gpus;
    return meant.filter((index) => host.filled.has(index)).map((index) => [index, saysNone]);
  }
  // A listing of the whole host that lacks a GPU; one of unknown extent, or with a row missing, says nothing of it.
  if (asked?.isListing !== true || asked.gpus !== 'all' || rows.size === 0 || listing.isCut) return [];
  return [...host.filled].filter((index) => !rows.has(index)).map((index) => [index, listing.line]);
}

/** The boards that rows of a listing can be of: see `LgiGpu.boards`. */
export function boardsOfRows(rows: readonly LgiRow[]): BoardId[] {
  // A GPU has few different rows, however many a text repeats.
  const kinds = new Map(rows.map((row) => [`${row.profile} ${row.profileId} ${row.size}`, row]));
  const named = BOARDS.filter((board) =>
    [...kinds.values()].every((row) => profileOf(board, row.profile) !== undefined),
  );
  const agreeing = named.filter((board) =>
    [...kinds.values()].every((row) => {
      const profile = profileOf(board, row.profile);
      const hasId = row.profileId === null || profile?.id === null || profile?.id === row.profileId;
      return hasId && (profile?.memorySlices === null || profile?.memorySlices === row.size);
    }),
  );
  return (agreeing.length > 0 ? agreeing : named).map((board) => board.id);
}

/** A profile ID that no board has under that name: the name is trusted, the ID is not. */
export function profileIdNotices(rows: readonly LgiRow[]): Notice[] {
  const notices: Notice[] = [];
  for (const { line, profile, profileId } of rows) {
    const known = [...new Set(profilesNamed(profile).flatMap(({ id }) => (id === null ? [] : [id])))];
    if (profileId === null || known.length === 0 || known.includes(profileId)) continue;
    notices.push({ code: 'profile-id-differs', at: { line }, profile, printed: profileId, known });
  }
  return notices;
}

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
