import { memo, useMemo } from 'react';
import { flushSync } from 'react-dom';
import { isDrawable, type Board } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu } from '../../model/plan.ts';
import { checkGpu } from '../../placement/check.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { vmsOnGpu } from '../../state/selectors.ts';
import { usePlan, useUi } from '../../state/app.ts';
import type { UiState } from '../../state/uiStore.ts';
import { GpuCard, type GpuCardProps } from '../board/GpuCard.tsx';
import { GpuNote } from '../board/GpuNote.tsx';
import { columnsOf, gridStyle } from '../board/gridStyle.ts';
import { InstanceBlock } from '../board/InstanceBlock.tsx';
import { NotesSign } from '../board/NotesSign.tsx';
import { select } from '../board/select.ts';
import { StartButtons } from '../board/StartButtons.tsx';
import { StrandedSlices } from '../board/StrandedSlices.tsx';
import { useGpuHand } from '../board/useGpuHand.ts';
import { counted } from '../dialogs/counted.ts';

/** A GPU as one line of its memory slices, or as its grid while it is what is looked at. */
export const GpuStrip = memo(function GpuStrip(props: GpuCardProps) {
  const { gpu } = props;
  const board = findBoard(gpu.board);
  const isOpen = useUi((ui) => isLookedAt(ui, gpu));
  if (isOpen || board === undefined || !isDrawable(board)) {
    return (
      <div className="fleet-open">
        <GpuCard {...props} />
      </div>
    );
  }
  return <Strip {...props} known={board} />;
});

function isLookedAt({ selection, refusal }: UiState, gpu: Gpu): boolean {
  if (refusal?.gpuId === gpu.id) return true;
  if (selection?.kind === 'gpu') return selection.id === gpu.id;
  return selection?.kind === 'instance' && gpu.instances.some(({ id }) => id === selection.id);
}

/** Opens the grid, and stays with what was pressed. */
function open(gpu: Gpu): void {
  flushSync(() => select({ kind: 'gpu', id: gpu.id }));
  document
    .querySelector<HTMLElement>(`[data-gpu-id="${gpu.id}"] [data-gpu-head]`)
    ?.focus({ preventScroll: true });
}

function Strip({
  gpu,
  hostName,
  driver,
  isForVms,
  isObservedElse,
  known: board,
}: GpuCardProps & { readonly known: Board }) {
  const hand = useGpuHand(gpu);
  const target = useUi((ui) => (ui.target?.gpuId === gpu.id ? ui.target : null));
  const use = useMemo(() => sliceUse(gpu), [gpu]);
  const faults = useMemo(() => checkGpu(gpu, { driver }), [gpu, driver]);
  const vms = usePlan((state) => vmsOnGpu(state.plan, gpu));
  const state =
    gpu.use !== 'mig' ? 'off' : hand === null ? 'rest' : hand.legal.starts.length > 0 ? 'legal' : 'back';
  return (
    <div
      role="group"
      aria-label={`GPU ${gpu.index} on ${hostName}`}
      data-gpu-id={gpu.id}
      data-state={state}
      className="gpu fleet-strip"
    >
      <button
        type="button"
        data-gpu-head
        data-focus-home
        title={`Open GPU ${gpu.index} on ${hostName}`}
        onClick={() => open(gpu)}
        className="gpu-name min-h-6 rounded-strip px-1 text-left text-table font-semibold underline-offset-4 hover:underline pointer-coarse:min-h-11"
      >
        GPU {gpu.index}
      </button>
      <div
        data-grid={`${board.computeSlices}x${columnsOf(board)}`}
        data-strip
        className="strip"
        style={gridStyle(board)}
      >
        <StrandedSlices board={board} use={{ strandedCompute: [], strandedMemory: use.strandedMemory }} />
        {gpu.instances.map((gi) => (
          <InstanceBlock
            key={gi.id}
            gi={gi}
            gpu={gpu}
            board={board}
            isIllegal={faults.some((one) => one.gi?.id === gi.id)}
            isInTheWay={false}
            isBack={hand?.lifted.kind === 'vm' && !hand.legal.instances.includes(gi.id)}
            flag={null}
          />
        ))}
        {hand !== null && <StartButtons gpu={gpu} board={board} hand={hand} target={target} />}
      </div>
      <span aria-hidden="true" className="strip-use">
        <span>{`C ${use.computeUsed}/${use.computeTotal}`}</span>
        <span>{`M ${use.memoryUsed}/${use.memoryTotal}`}</span>
        <span>{counted(vms, 'VM')}</span>
      </span>
      <span className="sr-only">
        {use.computeUsed} of {use.computeTotal} compute slices and {use.memoryUsed} of {use.memoryTotal}{' '}
        memory slices used, {counted(vms, 'VM')}
      </span>
      {/* Together, so that there is no cell more in the row. */}
      <div className="strip-end">
        <NotesSign
          of={{ kind: 'gpu', id: gpu.id }}
          name={`GPU ${gpu.index} on ${hostName}`}
          notes={gpu.notes}
        />
        <GpuNote
          gpu={gpu}
          use={use}
          faults={faults}
          isObservedElse={isObservedElse}
          isForVms={isForVms}
          hand={hand}
          target={target}
          refusal={null}
        />
      </div>
    </div>
  );
}
