/** What fits now and after repacking, as a table: per board and profile, for the plan, each host and each GPU. */
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { boardsOf, type GpuPlace, type Host, type Plan } from '../../model/plan.ts';
import type { BoardId } from '../../model/board.ts';
import type { ProfileName } from '../../model/profile.ts';
import { fitsOnGpu } from '../fits.ts';
import { fitsRepacked, repackRoom, type FitsRepacked, type RepackRoom, type Stays } from './repack.ts';

export interface FitsRow {
  readonly board: BoardId;
  readonly profile: ProfileName;
  readonly now: number;
  readonly repacked: FitsRepacked;
}

export interface FitsTable {
  readonly rows: readonly FitsRow[];
  readonly stays: RepackRoom['stays'];
}

/** On these GPUs of the plan: profiles whose starts are public, in the order of their boards. */
export function fitsTable(plan: Plan, places: readonly GpuPlace[]): FitsTable {
  const room = repackRoom(plan, places);
  const boards = [...new Set(places.map(({ gpu }) => gpu.board))];
  const rows = boards.flatMap((board) => {
    const own = places.filter(({ gpu }) => gpu.board === board);
    return (findBoard(board)?.profiles ?? []).flatMap(({ name, starts }): FitsRow[] => {
      if (starts === null) return [];
      const now = own.reduce((sum, { host, gpu }) => sum + fitsOnGpu(host, gpu, name), 0);
      return [{ board, profile: name, now, repacked: fitsRepacked(room, name, [board]) }];
    });
  });
  return { rows, stays: room.stays };
}

export function placesOfHost(host: Host): GpuPlace[] {
  return host.gpus.map((gpu) => ({ host, gpu }));
}

export function placesOfPlan({ hosts }: Plan): GpuPlace[] {
  return hosts.flatMap(placesOfHost);
}

/** Boards of the plan on which nothing fits, for no public source has their starts or nobody knows them. */
export function boardsWithoutStarts({ hosts }: Plan): BoardId[] {
  return boardsOf(hosts).filter(
    (id) => findBoard(id)?.profiles.every(({ starts }) => starts === null) ?? true,
  );
}

/** Those who stay, with how many: "2 pinned" and so on is said of them. */
export function whoStays(stays: RepackRoom['stays']): (readonly [why: Stays, count: number])[] {
  return (Object.entries(stays) as [Stays, number][]).filter(([, count]) => count > 0);
}
