/** How many GPUs requests take, as the page shows it. */
import type { BoardId } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { driverStart } from '../../model/driverStart.ts';
import { emptyOccupancy, geometryOf, withPosition } from '../../model/geometry.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { ok, err, type Result } from '../../model/result.ts';
import type { Cut } from '../../placement/newHosts.ts';
import { demandOf, type DemandError } from '../../placement/solver/demand.ts';
import type { Search } from '../../placement/solver/search.ts';

export interface PackArgs {
  readonly board: BoardId;
  readonly requests: readonly PlanRequest[];
}

export interface Packed {
  readonly gpus: number;
  readonly because: string;
  readonly cuts: readonly Cut[];
}

export type PackAnswer = Result<Packed, DemandError>;

export function* pack({ board: id, requests }: PackArgs): Search<PackAnswer> {
  const board = findBoard(id);
  if (board === undefined) throw new Error('x');
  const counts = demandOf(board, requests);
  if (!counts.ok) return { best: err(counts.error), bound: null, isProven: false, work: 1 };
  const geometry = geometryOf(board);
  const left = [...counts.value];
  const cuts: Cut[] = [];
  let gpus = 0;
  while (left.some((n) => n > 0)) {
    let occ = emptyOccupancy(geometry);
    const layout: { profile: string; start: number }[] = [];
    for (let i = left.length - 1; i >= 0; i--) {
      while ((left[i] ?? 0) > 0) {
        const start = driverStart(board, occ, i, { variant: 'fewest-lost', kind: 'straight' });
        const p = geometry.positions[i]?.find((one) => one.start === start);
        if (start === null || p === undefined) break;
        occ = withPosition(occ, p);
        layout.push({ profile: board.profiles[i]?.name ?? '', start });
        left[i]!--;
      }
    }
    gpus++;
    cuts.push({ layout, gpus: 1 });
    if (layout.length === 0) break;
    yield { best: null, bound: 1, isProven: false, work: gpus };
  }
  return { best: ok({ gpus, because: 'TEMPORARY.', cuts }), bound: gpus, isProven: true, work: gpus };
}
