/** "What it will be": each GPU drawn in letters, with a legend. */
import { boardLabel } from '../../model/board.ts';
import { beside, gridLines } from '../asciiGrid.ts';
import { markdownFence, markdownText } from '../encode/markdown.ts';
import type { Task } from './task.ts';

const GRID_WORDS =
  'Rows are compute slices, columns memory slices. An instance is filled with the number of its start; `.` is free, `/` is free and of use to no profile.';

export function drawings(tasks: readonly Task[]): string[] {
  return [
    '### What it will be',
    GRID_WORDS,
    ...tasks.flatMap(({ gpu, board, drawn, creations }) => {
      const { strandedCompute, strandedMemory } = drawn;
      const grid = gridLines({ board, instances: gpu.instances, strandedCompute, strandedMemory });
      const hasTypes = drawn.instances.some(({ type }) => type !== null);
      const hasVms = drawn.instances.some(({ vms }) => vms !== '');
      const legend = columns([
        ['start', 'profile', ...(hasTypes ? ['vGPU type'] : []), ...(hasVms ? ['VM'] : [])],
        ...drawn.instances.map(({ gi, vms, type, split }) => [
          String(gi.start).padStart(5),
          `${gi.profile}${split === null ? '' : ` (${split})`}`,
          ...(hasTypes ? [type ?? '-'] : []),
          ...(hasVms ? [vms === '' ? '-' : vms] : []),
        ]),
      ]);
      return [
        `**GPU ${gpu.index}**, ${markdownText(boardLabel(board))}: ${creations.length === 1 ? '1 instance' : `${creations.length} instances`}`,
        markdownFence(beside(grid, legend), 'text'),
      ];
    }),
  ];
}

/** Cells one under the other, two blanks between. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    rows.reduce((most, cells) => Math.max(most, (cells[at] ?? '').length), 0),
  );
  return rows.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
