import { isDrawable } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import { checkGpu } from '../../placement/check.ts';
import { boardName } from '../../placement/messages.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { Axes } from '../board/Axes.tsx';
import { gridStyle } from '../board/gridStyle.ts';
import { Rails } from '../board/Rails.tsx';
import { strandedWords } from '../dialogs/strandedWords.ts';
import { MiniGrid, type MiniInstance } from '../ui/MiniGrid.tsx';
import { Badge, type Sign } from './Badge.tsx';

interface ComparedGpuProps {
  readonly title: string;
  /** Null: this side has no such GPU. */
  readonly gpu: Gpu | null;
  readonly absent: string;
  readonly labelOf: (gi: GpuInstance) => string | undefined;
  readonly signOf: (gi: GpuInstance) => Sign | undefined;
  /** Nobody reported where these start. */
  readonly startUnknown?: ReadonlySet<GiId>;
}

const NONE: ReadonlySet<GiId> = new Set();

const PITCH_PX = 24;

/** One side of a comparison: the drawing of the GPU with its rails, and what is not as at the other side marked. */
export function ComparedGpu(props: ComparedGpuProps) {
  const { title, gpu, absent, labelOf, signOf, startUnknown = NONE } = props;
  const board = gpu === null ? undefined : findBoard(gpu.board);
  const isDrawn = gpu !== null && board !== undefined && isDrawable(board) && gpu.use === 'mig';
  const use = isDrawn ? sliceUse(gpu) : null;
  return (
    <div>
      <div className="flex items-baseline justify-between gap-3 pb-1 pl-(--gutter)">
        <h4 className="text-table font-medium">{title}</h4>
        {use !== null && (
          <span className="text-note text-ink3 tabular-nums">
            C {use.computeUsed}/{use.computeTotal} M {use.memoryUsed}/{use.memoryTotal}
          </span>
        )}
      </div>
      {isDrawn && use !== null ? (
        <div className="mig gpu" style={gridStyle(board, PITCH_PX)}>
          <div className="gpu-body relative">
            <MiniGrid
              board={board}
              pitch={PITCH_PX}
              showStranded
              instances={drawn(gpu, labelOf, signOf, startUnknown)}
            />
            <div aria-hidden="true" className="absolute inset-x-0 top-0 bottom-[22px]">
              <Rails gpu={gpu} board={board} use={use} />
              <Axes board={board} />
            </div>
          </div>
          <p className="text-note text-ink2">{strandedWords(use)}</p>
        </div>
      ) : (
        <p className="ml-(--gutter) w-48 rounded-card border border-dashed border-hatch px-3 py-2 text-note text-ink2">
          {gpu === null ? absent : notDrawn(gpu)}
        </p>
      )}
    </div>
  );
}

function drawn(
  gpu: Gpu,
  labelOf: ComparedGpuProps['labelOf'],
  signOf: ComparedGpuProps['signOf'],
  startUnknown: ReadonlySet<GiId>,
): MiniInstance[] {
  const illegal = new Set(checkGpu(gpu, null).flatMap(({ gi }) => gi?.id ?? []));
  return gpu.instances.map((gi) => {
    const label = labelOf(gi);
    const sign = signOf(gi);
    return {
      profile: gi.profile,
      start: gi.start,
      isIllegal: illegal.has(gi.id),
      isStartUnknown: startUnknown.has(gi.id),
      ...(label === undefined ? {} : { label }),
      ...(sign === undefined ? {} : { badge: <Badge sign={sign} /> }),
    };
  });
}

function notDrawn(gpu: Gpu): string {
  return gpu.use === 'mig' ? `The slices of ${boardName(gpu.board)} are not known.` : 'MIG mode is off.';
}
