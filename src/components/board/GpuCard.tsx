import { memo, useMemo } from 'react';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { isDrawable } from '../../model/board.ts';
import type { Gpu } from '../../model/plan.ts';
import { checkGpu } from '../../placement/check.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { useUi } from '../../state/app.ts';
import { gridStyle } from './gridStyle.ts';
import { GpuGrid } from './GpuGrid.tsx';
import { GpuHead } from './GpuHead.tsx';
import { GpuNote } from './GpuNote.tsx';
import { UnknownGpu } from './UnknownGpu.tsx';
import { useGpuHand } from './useGpuHand.ts';

export interface GpuCardProps {
  readonly gpu: Gpu;
  readonly hostName: string;
  readonly driver: string | null;
  /** False where nobody is given a vGPU type: on bare metal and Kubernetes. */
  readonly isForVms: boolean;
  /** The host reported something else than is planned here. */
  readonly isObservedElse: boolean;
}

/** One GPU. It renders again for its own changes only: the plan keeps untouched GPUs identical. */
export const GpuCard = memo(function GpuCard({
  gpu,
  hostName,
  driver,
  isForVms,
  isObservedElse,
}: GpuCardProps) {
  const board = findBoard(gpu.board);
  const hand = useGpuHand(gpu);
  const target = useUi((ui) => (ui.target?.gpuId === gpu.id ? ui.target : null));
  const refusal = useUi((ui) => (ui.refusal?.gpuId === gpu.id ? ui.refusal : null));
  const use = useMemo(() => sliceUse(gpu), [gpu]);
  const faults = useMemo(() => checkGpu(gpu, { driver }), [gpu, driver]);
  const isDrawn = board !== undefined && isDrawable(board);
  const state =
    gpu.use !== 'mig'
      ? 'off'
      : hand === null
        ? 'rest'
        : hand.legal.starts.length > 0 || refusal !== null
          ? 'legal'
          : 'back';
  return (
    <div
      role="group"
      aria-label={`GPU ${gpu.index} on ${hostName}`}
      data-gpu-id={gpu.id}
      data-state={state}
      className="mig gpu"
      style={board === undefined ? undefined : gridStyle(board)}
    >
      <GpuHead gpu={gpu} hostName={hostName} use={use} />
      {isDrawn ? (
        <GpuGrid
          gpu={gpu}
          board={board}
          use={use}
          faults={faults}
          hand={hand}
          target={target}
          refusal={refusal}
        />
      ) : (
        <UnknownGpu gpu={gpu} />
      )}
      <GpuNote
        gpu={gpu}
        use={use}
        faults={faults}
        isObservedElse={isObservedElse}
        isForVms={isForVms}
        hand={hand}
        target={target}
        refusal={refusal}
      />
    </div>
  );
});
