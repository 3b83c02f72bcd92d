/** The board of a plan with many GPUs: as many are drawn as there is room for, as grids, as strips, or beside a map. */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { HostId } from '../../model/ids.ts';
import { gestures, usePlan, useUi } from '../../state/app.ts';
import { BoardEnd } from '../board/BoardEnd.tsx';
import { HostSection } from '../board/HostSection.tsx';
import { Button } from '../ui/Button.tsx';
import { countGpus, densityFor, hostRows, MOST_PRINTED, MOST_WHOLE } from './density.ts';
import { FleetBar } from './FleetBar.tsx';
import { FleetMap } from './FleetMap.tsx';
import { GpuStrip } from './GpuStrip.tsx';
import { AHEAD_PX, FleetRoom } from './fleetRoom.ts';
import { GpuLines } from './GpuLines.tsx';
import { gridsHeight, stripsHeight } from './rowHeight.ts';
import { placeNow, takePlace, type Place } from './keepPlace.ts';
import { Rows } from './Rows.tsx';
import { useFindKey } from './useFindKey.ts';
import { useInnerWidth, useIsNarrow, useIsPrinting } from './useMeasures.ts';
import { usePinned, type Pinned } from './usePinned.ts';
import './fleet.css';

/** Between hosts, as styles.css has it. */
const GAP_PX = 16;

export function FleetBoard() {
  const hosts = usePlan((state) => state.plan.hosts);
  const shown = useUi((ui) => ui.shown);
  const chosen = useUi((ui) => ui.density);
  const rows = useMemo(() => hostRows(hosts, shown), [hosts, shown]);
  const gpus = useMemo(() => countGpus(rows), [rows]);
  const density = chosen ?? densityFor(gpus);
  const box = useRef<HTMLDivElement>(null);
  const widthPx = useInnerWidth(box);
  const isNarrow = useIsNarrow();
  const isPrinting = useIsPrinting();
  const isWhole = gpus <= (isPrinting ? MOST_PRINTED : MOST_WHOLE);
  // It stays the board of a plan that has become small again, and then looks like the plain one.
  const isPlain = gpus <= MOST_WHOLE && shown === null && chosen === null;
  const [place, setPlace] = useState(placeNow);
  useLayoutEffect(() => {
    if (place === null || widthPx === 0 || box.current === null) return;
    takePlace(box.current, place);
    setPlace(null);
  }, [place, widthPx]);

  const places = useMemo(() => new Map(rows.map(({ host }, index) => [host.id, index])), [rows]);
  const pinned = withPlace(usePinned(), place);
  const pinnedRows = useMemo(() => placesOf(places, pinned.hosts), [places, pinned]);
  const room = useMemo(
    () => ({ box, isGrid: density === 'grid', widthPx, isNarrow, isWhole, pinned: pinned.gpus }),
    [density, widthPx, isNarrow, isWhole, pinned],
  );
  const estimate = useCallback(
    (index: number): number => {
      const row = rows[index]?.gpus ?? [];
      return (density === 'grid' ? gridsHeight : stripsHeight)(row, { widthPx, isNarrow });
    },
    [rows, density, widthPx, isNarrow],
  );
  useFindKey(!isPlain && !isWhole);
  const keys = useKeys(rows.map(({ host }) => host.id));
  return (
    <>
      {!isPlain && <FleetBar density={density} rows={rows} gpus={gpus} isInPart={!isWhole} />}
      {density === 'map' && <FleetMap />}
      <div ref={box} data-board-scroll className="board fleet" data-density={density}>
        {widthPx > 0 && (
          <FleetRoom value={room}>
            <Rows
              box={box}
              keys={keys}
              estimate={estimate}
              gapPx={GAP_PX}
              aheadPx={AHEAD_PX}
              pinned={pinnedRows}
              isWhole={isWhole}
              shape={`${density} ${widthPx}`}
              row={(index) => {
                const row = rows[index];
                return row === undefined ? null : density === 'grid' ? (
                  <HostSection host={row.host} gpus={row.gpus} lines={GpuLines} />
                ) : (
                  <HostSection host={row.host} gpus={row.gpus} card={GpuStrip} lines={GpuLines} />
                );
              }}
            />
          </FleetRoom>
        )}
        {rows.length === 0 && shown !== null && (
          <p className="text-table text-ink2">
            No GPU of the plan: {shown.label}.{' '}
            <Button size="small" onClick={() => gestures.showBoard({ shown: null })}>
              Show all
            </Button>
          </p>
        )}
        {isPrinting && !isWhole && (
          <p>This is what the screen showed. Export has a page to print with all GPUs of the plan.</p>
        )}
        <BoardEnd />
      </div>
    </>
  );
}

/** And what the board before showed, until this one does. */
function withPlace(pinned: Pinned, place: Place | null): Pinned {
  if (place?.hostId == null) return pinned;
  const { hosts, heads, gpus } = pinned;
  return {
    hosts: new Set([...hosts, place.hostId]),
    heads,
    gpus: place.gpuId === null ? gpus : new Set([...gpus, place.gpuId]),
  };
}

function placesOf(places: ReadonlyMap<HostId, number>, hosts: ReadonlySet<HostId>): number[] {
  return [...hosts].flatMap((id) => places.get(id) ?? []);
}

/** The ids as keys; the same array while they are the same. */
function useKeys(ids: readonly number[]): readonly string[] {
  const joined = ids.join(' ');
  return useMemo(() => (joined === '' ? [] : joined.split(' ')), [joined]);
}
