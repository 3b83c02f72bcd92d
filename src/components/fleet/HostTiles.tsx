import { memo, useMemo } from 'react';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Host, Plan } from '../../model/plan.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { usePlan } from '../../state/app.ts';
import { profileInHand, targetsOnHost } from '../../state/targets.ts';
import type { Lifted } from '../../state/uiStore.ts';
import { hueOf } from '../board/hue.ts';
import { counted } from '../dialogs/counted.ts';
import { shadeOf, type Shading } from './shades.ts';

interface HostTilesProps {
  readonly host: Host;
  readonly by: Shading;
  /** What is in the hand. */
  readonly lifted: Lifted | null;
  /** What the board shows; null: all. */
  readonly shown: ReadonlySet<GpuId> | null;
  /** Tab stops at one host of the map only. */
  readonly isStop: boolean;
  readonly isHere: boolean;
  readonly onOpen: (host: Host) => void;
}

/** How many legal starts what is in the hand has on each GPU, as one text: the same while they are. */
function startsOn(host: Host, plan: Plan, lifted: Lifted): string {
  const counts = new Map<GpuId, number>();
  for (const { gpuId } of targetsOnHost(plan, host, lifted)) counts.set(gpuId, (counts.get(gpuId) ?? 0) + 1);
  return host.gpus.map(({ id }) => counts.get(id) ?? 0).join(' ');
}

/** A host of the map: one button, in it a tile for each GPU. Tiles are read, not hit. */
export const HostTiles = memo(function HostTiles({
  host,
  by,
  lifted,
  shown,
  isStop,
  isHere,
  onOpen,
}: HostTilesProps) {
  const uses = useMemo(() => host.gpus.map(sliceUse), [host]);
  const said = usePlan(({ plan }) => (lifted === null ? null : startsOn(host, plan, lifted)));
  const profile = usePlan(({ plan }) => profileInHand(plan, lifted));
  const starts = said === null ? null : said.split(' ').map(Number);
  const sum = (count: (use: (typeof uses)[number]) => number): number =>
    uses.reduce((total, use) => total + count(use), 0);
  const memory = sum((use) => use.memoryTotal);
  const stranded = sum((use) => use.strandedCompute.length + use.strandedMemory.length);
  const name = [
    host.name,
    counted(host.gpus.length, 'GPU'),
    ...(memory === 0
      ? []
      : [`${Math.round((sum((use) => use.memoryUsed) / memory) * 100)} % of memory used`]),
    ...(stranded === 0 ? [] : [`${counted(stranded, 'slice')} stranded`]),
    ...(starts === null
      ? []
      : [
          counted(
            starts.reduce((total, count) => total + count, 0),
            'legal start',
          ),
        ]),
  ].join(', ');
  return (
    <button
      type="button"
      data-map-host={host.id}
      tabIndex={isStop ? 0 : -1}
      aria-current={isHere || undefined}
      aria-label={name}
      title={name}
      onClick={() => onOpen(host)}
      className="map-host"
    >
      {host.gpus.map((gpu, index) => {
        const use = uses[index];
        const count = starts?.[index] ?? 0;
        return (
          <span
            key={gpu.id}
            data-hue={count > 0 && profile !== null ? hueOf(findBoard(gpu.board), profile) : undefined}
            data-starts={count === 0 ? undefined : Math.min(count, 2)}
            data-shade={use === undefined ? undefined : (shadeOf(use, by) ?? undefined)}
            data-away={(shown !== null && !shown.has(gpu.id)) || undefined}
            className="map-tile"
          />
        );
      })}
    </button>
  );
});
