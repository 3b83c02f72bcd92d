/** How others place: one request after the other, on the first GPU with room, and nothing is ever moved. */
import type { Board } from '../../src/model/board.ts';
import { driverStart } from '../../src/model/driverStart.ts';
import { geometryOf } from '../../src/model/geometry.ts';

/** The start on the GPU that was chosen: the lowest that is free, or where a driver puts it that is not told. */
export type StartRule = 'lowest' | 'driver';

/** GPUs that first fit takes for these requests, indices into `board.profiles` in the order of arrival. */
export function firstFit(board: Board, arrivals: Iterable<number>, rule: StartRule): number {
  const geometry = geometryOf(board);
  const masks: number[] = [];
  const counts: number[][] = [];
  for (const profile of arrivals) {
    const positions = geometry.positions[profile] ?? [];
    // GPUs are only ever filled, so the mask decides: the maxima of the base profiles are those of their slices.
    let gpu = masks.findIndex((mask) => positions.some((position) => (position.mask & mask) === 0));
    if (gpu < 0) {
      gpu = masks.push(0) - 1;
      counts.push(board.profiles.map(() => 0));
    }
    const mask = masks[gpu] ?? 0;
    const standing = counts[gpu] ?? [];
    const start =
      rule === 'lowest'
        ? positions.find((position) => (position.mask & mask) === 0)?.start
        : driverStart(board, { mask, counts: standing }, profile, { variant: 'list', kind: 'straight' });
    const position = positions.find((one) => one.start === start);
    if (position === undefined) throw new Error('no room on a GPU that had some');
    masks[gpu] = mask | position.mask;
    standing[profile] = (standing[profile] ?? 0) + 1;
  }
  return masks.length;
}

/** The requests with the largest profiles first: first-fit decreasing. */
export function decreasing(board: Board, arrivals: Iterable<number>): number[] {
  const size = (profile: number): number => {
    const { memorySlices, computeSlices } = board.profiles[profile] ?? { memorySlices: 0, computeSlices: 0 };
    return (memorySlices ?? 0) * 100 + computeSlices;
  };
  return [...arrivals].sort((a, b) => size(b) - size(a));
}
