import type { GpuPair, HostPair } from '../../placement/changes/change.ts';
import { changeMessage } from '../../placement/changes/changeMessages.ts';
import { boardName } from '../../placement/messages.ts';
import { canOverlay, OverlaidGrid, SideGrid, type VmsOn } from './ChangeGrid.tsx';
import { ChangeSign } from './ChangeSign.tsx';

export type Drawing = 'side-by-side' | 'overlaid';

interface GpuPairRowProps {
  readonly host: HostPair;
  readonly pair: GpuPair;
  readonly drawing: Drawing;
  readonly vmsBefore: VmsOn;
  readonly vmsAfter: VmsOn;
  readonly pitch: number;
  /** One of its changes is the one that is looked at. */
  readonly isCurrent: boolean;
}

/** Sentences beside a drawing; a GPU that is cut anew has a dozen, one that an illegal plan piles up has thousands. */
const MOST_SENTENCES = 16;

/** A GPU in both plans, drawn, and what is other on it in sentences. */
export function GpuPairRow({ host, pair, drawing, vmsBefore, vmsAfter, pitch, isCurrent }: GpuPairRowProps) {
  const { changes } = pair;
  const boards = [pair.before, pair.after].flatMap((place) =>
    place === null ? [] : boardName(place.gpu.board),
  );
  return (
    <section
      aria-label={`GPU ${pair.index} on ${host.name}`}
      data-current={isCurrent || undefined}
      className="change-gpu"
    >
      <h4 className="flex flex-wrap items-baseline gap-x-2 text-table">
        <span className="font-semibold">GPU {pair.index}</span>
        <span className="text-ink3">{[...new Set(boards)].join(', then ')}</span>
      </h4>
      <div className="change-drawings">
        {drawing === 'overlaid' && canOverlay(pair) ? (
          <OverlaidGrid pair={pair} vms={vmsAfter} pitch={pitch} />
        ) : (
          <div className="change-pair">
            <SideGrid pair={pair} side="before" vms={vmsBefore} pitch={pitch} />
            <SideGrid pair={pair} side="after" vms={vmsAfter} pitch={pitch} />
          </div>
        )}
        {changes.length === 0 ? (
          <p className="text-note text-ink3">Nothing differs.</p>
        ) : (
          <ul className="change-sentences">
            {changes.slice(0, MOST_SENTENCES).map((change, n) => (
              <li key={n}>
                <ChangeSign kind={change.kind} />
                <span>{changeMessage(change)}</span>
              </li>
            ))}
            {changes.length > MOST_SENTENCES && <li>and {changes.length - MOST_SENTENCES} more</li>}
          </ul>
        )}
      </div>
    </section>
  );
}
