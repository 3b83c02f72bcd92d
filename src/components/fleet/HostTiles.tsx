import { memo, useMemo } from 'react';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { GpuId } from '../../model/ids.ts';
import { findHost, type Host, type Plan } from '../../model/plan.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { usePlan } from '../../state/app.ts';
import { profileInHand, targetsOnHost } from '../../state/targets.ts';
import type { Lifted } from '../../state/uiStore.ts';
import { hueOf } from '../board/hue.ts';
import { counted } from '../dialogs/counted.ts';
import type { MapCell } from './mapCells.ts';
import { shadeOf, type Shading } from './shades.ts';

interface HostTilesProps {
  readonly cell: MapCell;
  readonly by: Shading;
  /** What is in the hand. */
  readonly lifted: Lifted | null;
  /** What the board shows; null: all. */
  readonly shown: ReadonlySet<GpuId> | null;
  /** Tab stops at one cell of the map only. */
  readonly isStop: boolean;
  readonly isHere: boolean;
  readonly onOpen: (cell: MapCell) => void;
}

interface Starts {
  readonly plan: Plan;
  readonly host: Host;
  readonly lifted: Lifted;
  readonly counts: ReadonlyMap<GpuId, number>;
}

/** What was asked last: the parts of one host ask the same, one after the other. */
let last: Starts | null = null;

/** How many legal starts what is in the hand has on each GPU of the host that has any. */
function startsOn(plan: Plan, host: Host, lifted: Lifted): ReadonlyMap<GpuId, number> {
  if (last?.plan === plan && last.host === host && last.lifted === lifted) return last.counts;
  const counts = new Map<GpuId, number>();
  for (const { gpuId } of targetsOnHost(plan, host, lifted)) counts.set(gpuId, (counts.get(gpuId) ?? 0) + 1);
  last = { plan, host, lifted, counts };
  return counts;
}

/** The same for a cell, as one text: the same while they are. */
function startsIn({ hostId, gpus }: MapCell, plan: Plan, lifted: Lifted): string {
  const host = last?.plan === plan && last.host.id === hostId ? last.host : findHost(plan, hostId);
  if (host === undefined) return '';
  const counts = startsOn(plan, host, lifted);
  return gpus.map(({ id }) => counts.get(id) ?? 0).join(' ');
}

/** A host of the map, or a part of one: one button, in it a tile for each GPU. Tiles are read, not hit. */
export const HostTiles = memo(function HostTiles({
  cell,
  by,
  lifted,
  shown,
  isStop,
  isHere,
  onOpen,
}: HostTilesProps) {
  const { gpus } = cell;
  const uses = useMemo(() => gpus.map(sliceUse), [gpus]);
  const said = usePlan(({ plan }) => (lifted === null ? null : startsIn(cell, plan, lifted)));
  const profile = usePlan(({ plan }) => profileInHand(plan, lifted));
  const starts = said === null ? null : said.split(' ').map(Number);
  const sum = (count: (use: (typeof uses)[number]) => number): number =>
    uses.reduce((total, use) => total + count(use), 0);
  const memory = sum((use) => use.memoryTotal);
  const stranded = sum((use) => use.strandedCompute.length + use.strandedMemory.length);
  const name = [
    cell.name,
    counted(gpus.length, 'GPU'),
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
      data-map-cell={cell.key}
      tabIndex={isStop ? 0 : -1}
      aria-current={isHere || undefined}
      aria-label={name}
      title={name}
      onClick={() => onOpen(cell)}
      className="map-host"
    >
      {gpus.map((gpu, index) => {
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
