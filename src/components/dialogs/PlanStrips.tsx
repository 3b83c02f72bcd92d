import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GiId } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import { boardName } from '../../placement/messages.ts';
import { UnknownStart } from '../ui/MiniGrid.tsx';
import { MiniStrip } from '../ui/MiniStrip.tsx';
import { counted } from './counted.ts';

interface PlanStripsProps {
  readonly plan: Plan;
  /** Hosts beyond these are counted, not drawn. */
  readonly maxHosts?: number;
  /** Instances of which nobody says where they start. */
  readonly startUnknown?: ReadonlySet<GiId>;
}

const NONE: ReadonlySet<GiId> = new Set();

/** Strips of a host beyond these are counted, not drawn: a summary, not the board. */
const MAX_GPUS = 16;

/** A plan at a glance: each host a line of strips, one per GPU. Said in words for those who do not see the drawing. */
export function PlanStrips({ plan, maxHosts = 8, startUnknown = NONE }: PlanStripsProps) {
  const more = plan.hosts.length - maxHosts;
  return (
    <ul className="flex flex-col gap-2">
      {plan.hosts.slice(0, maxHosts).map((host) => (
        <li key={host.id} className="flex items-start gap-3">
          <span className="w-20 shrink-0 truncate pt-1 text-table text-ink2" title={host.name}>
            {host.name}
          </span>
          <ul className="grid min-w-0 flex-1 grid-cols-4 gap-2 max-[30rem]:grid-cols-2">
            {host.gpus.slice(0, MAX_GPUS).map((gpu) => (
              <li key={gpu.id}>
                <MiniStrip gpu={gpu} />
                <span className="sr-only">
                  {`GPU ${gpu.index}, ${boardName(gpu.board)}: ${
                    gpu.instances
                      .map(({ id, profile, start }) =>
                        startUnknown.has(id) ? `${profile}, start not known` : `${profile} at slice ${start}`,
                      )
                      .join(', ') || 'nothing placed'
                  }`}
                </span>
                {gpu.instances.some((gi) => startUnknown.has(gi.id)) && (
                  <span aria-hidden="true" className="text-note text-ink3">
                    <UnknownStart /> starts
                  </span>
                )}
                {findBoard(gpu.board) === undefined && (
                  <span className="text-note text-ink3">{gpu.instances.length} on a board not known</span>
                )}
              </li>
            ))}
            {host.gpus.length > MAX_GPUS && (
              <li className="self-center text-note text-ink3">
                and {counted(host.gpus.length - MAX_GPUS, 'more GPU')}
              </li>
            )}
            {host.gpus.length === 0 && <li className="pt-1 text-note text-ink3">no GPU</li>}
          </ul>
        </li>
      ))}
      {more > 0 && <li className="text-note text-ink3">and {counted(more, 'more host')}</li>}
      {plan.hosts.length === 0 && <li className="text-note text-ink3">No host</li>}
    </ul>
  );
}
