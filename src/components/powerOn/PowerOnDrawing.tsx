import type { Gpu } from '../../model/plan.ts';
import type { PowerOnGpu } from '../../placement/powerOn/powerOn.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { Axes } from '../board/Axes.tsx';
import { gridStyle } from '../board/gridStyle.ts';
import { Rails } from '../board/Rails.tsx';
import { MiniGrid, type MiniInstance } from '../ui/MiniGrid.tsx';

interface PowerOnDrawingProps {
  readonly title: string;
  /** Beside the title. */
  readonly when?: string;
  readonly one: PowerOnGpu;
  /** The GPU with what stands on it: its slices are counted. */
  readonly gpu: Gpu;
  /** What is drawn: also what is still to come. */
  readonly instances: readonly MiniInstance[];
}

/** Roomier than the board: a block has a number, a name and a remark to carry. */
const PITCH_PX = 30;

export function PowerOnDrawing({ title, when, one, gpu, instances }: PowerOnDrawingProps) {
  const { board } = one.geometry;
  const use = sliceUse(gpu);
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3 pb-1 pl-(--gutter)">
        <h4 className="flex-1 text-table font-medium">
          {title} {when !== undefined && <span className="text-note font-normal text-ink3">{when}</span>}
        </h4>
        <span className="text-note text-ink3 tabular-nums">
          C {use.computeUsed}/{use.computeTotal} M {use.memoryUsed}/{use.memoryTotal}
        </span>
      </div>
      <div className="mig gpu" style={gridStyle(board, PITCH_PX)}>
        <div className="gpu-body relative">
          <MiniGrid board={board} pitch={PITCH_PX} instances={instances} />
          <div aria-hidden="true" className="absolute inset-x-0 top-0 bottom-[22px]">
            <Rails gpu={gpu} board={board} use={{ ...use, strandedCompute: [], strandedMemory: [] }} />
            <Axes board={board} />
          </div>
        </div>
      </div>
    </div>
  );
}
