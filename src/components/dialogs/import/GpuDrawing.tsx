import { findBoard } from '../../../model/catalogue/catalogue.ts';
import type { GiId } from '../../../model/ids.ts';
import type { Gpu } from '../../../model/plan.ts';
import { sliceUse } from '../../../placement/stranded.ts';
import { boardName, makeList } from '../../../placement/messages.ts';
import { MiniGrid } from '../../ui/MiniGrid.tsx';
import { strandedWords } from '../strandedWords.ts';

interface GpuDrawingProps {
  readonly title: string;
  readonly gpu: Gpu;
  /** What stands in or beside each instance: VMs, or the ID that was printed. */
  readonly labels: ReadonlyMap<GiId, string>;
  readonly illegal: ReadonlySet<GiId>;
  /** The text does not say where these start. */
  readonly startUnknown: ReadonlySet<GiId>;
}

/** A GPU of a text, drawn as the text has it; in words too. */
export function GpuDrawing({ title, gpu, labels, illegal, startUnknown }: GpuDrawingProps) {
  const board = findBoard(gpu.board);
  const use = sliceUse(gpu);
  const isDrawn = board?.memorySlices != null && gpu.use === 'mig';
  const words = gpu.instances.map((gi) =>
    startUnknown.has(gi.id)
      ? `${gi.profile}, start not known, drawn at slice ${gi.start}`
      : [`${gi.profile} at slice ${gi.start}`, labels.get(gi.id)].filter(Boolean).join(' '),
  );
  return (
    <div className="min-w-40">
      <div className="flex items-baseline justify-between gap-3 pb-1">
        <h4 className="text-table font-medium">{title}</h4>
        {isDrawn && (
          <span className="text-note text-ink3">
            C {use.computeUsed}/{use.computeTotal} M {use.memoryUsed}/{use.memoryTotal}
          </span>
        )}
      </div>
      {isDrawn ? (
        <>
          <MiniGrid
            board={board}
            pitch={20}
            showStranded
            instances={gpu.instances.map((gi) => ({
              profile: gi.profile,
              start: gi.start,
              isIllegal: illegal.has(gi.id),
              isStartUnknown: startUnknown.has(gi.id),
              ...(labels.has(gi.id) ? { label: labels.get(gi.id) ?? '' } : {}),
            }))}
          />
          <p className="sr-only">{words.length === 0 ? 'Nothing placed' : makeList(words)}</p>
          <p className="pt-1 text-note text-ink3">{strandedWords(use)}</p>
        </>
      ) : (
        <p className="rounded-card border border-dashed border-hatch px-3 py-2 text-note text-ink2">
          {gpu.use === 'mig' ? `${boardName(gpu.board)} cannot be drawn. ` : 'Not used for MIG. '}
          {words.length > 0 && `${makeList(words)}.`}
        </p>
      )}
    </div>
  );
}
