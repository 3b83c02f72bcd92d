import { useCallback, useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import { gestures, uiStore, usePlan, useUi } from '../../state/app.ts';
import { select } from '../board/select.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { HostTiles } from './HostTiles.tsx';
import { mapCells, type KnownCells, type MapCell } from './mapCells.ts';
import { MapLegend } from './MapLegend.tsx';
import { Rows } from './Rows.tsx';
import { SHADINGS, type Shading } from './shades.ts';
import { useInnerWidth, useIsNarrow } from './useMeasures.ts';
import { usePinned, type Pinned } from './usePinned.ts';

/** A host, or a part of one, is 4 tiles wide; fleet.css has the same lengths. */
const [TILES, TILE_PX, TILE_GAP_PX] = [4, 11, 3];
const [HOST_PX, GAP_PX] = [60, 4];
const LABEL_PX = 76;
/** Some rows of it. */
const AHEAD_PX = 150;
const NAMES: Readonly<Record<Shading, string>> = { use: 'By use', stranded: 'By stranding' };

/** Where an arrow key leads from a cell, as a number of cells. */
function stepOf(key: string, perRow: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return 1;
    case 'ArrowLeft':
      return -1;
    case 'ArrowDown':
      return perRow;
    case 'ArrowUp':
      return -perRow;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
    default:
      return null;
  }
}

/** What is selected or aimed at is there. */
function isHere({ hostId, isPart, gpus, firstGpu }: MapCell, here: Pinned): boolean {
  if (!isPart) return here.hosts.has(hostId);
  return (firstGpu === null && here.heads.has(hostId)) || gpus.some(({ id }) => here.gpus.has(id));
}

/** Every host of the plan at a glance, a tile for each GPU; what is pressed is shown below. */
export function FleetMap() {
  const hosts = usePlan((state) => state.plan.hosts);
  const shown = useUi((ui) => ui.shown);
  const lifted = useUi((ui) => ui.lifted);
  const isLifted = lifted !== null;
  // The board is what a lift is about: hundreds of hosts are shaded behind it.
  const shaded = useDeferredValue(lifted);
  const [by, setBy] = useState<Shading>('use');
  const [stop, setStop] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const widthPx = useInnerWidth(box);
  const here = usePinned();
  const labelPx = useIsNarrow() ? 0 : LABEL_PX;
  const perRow = Math.max(1, Math.floor((widthPx - labelPx + GAP_PX) / (HOST_PX + GAP_PX)));
  const [known] = useState<KnownCells>(() => new Map());
  const cells = useMemo(() => mapCells(hosts, known), [hosts, known]);
  const places = useMemo(() => new Map(cells.map(({ key }, index) => [key, index])), [cells]);
  const at = Math.max(0, (stop === null ? undefined : places.get(stop)) ?? 0);
  const rows = Math.ceil(cells.length / perRow);
  const keys = useMemo(() => Array.from({ length: rows }, (_, index) => `${index}`), [rows]);
  const pinned = useMemo(() => [Math.floor(at / perRow)], [at, perRow]);
  const estimate = useCallback(
    (index: number): number => {
      const most = Math.max(
        0,
        ...cells.slice(index * perRow, (index + 1) * perRow).map(({ gpus }) => gpus.length),
      );
      const lines = Math.max(2, Math.ceil(most / TILES));
      return lines * (TILE_PX + TILE_GAP_PX) - TILE_GAP_PX + 8;
    },
    [cells, perRow],
  );

  const [open] = useState(() => (cell: MapCell): void => {
    const { hostId, firstGpu } = cell;
    flushSync(() => {
      const away = uiStore.getState().shown;
      const isAway = firstGpu === null ? away?.hosts.has(hostId) : away?.gpus.has(firstGpu);
      if (isAway === false) gestures.showBoard({ shown: null });
      setStop(cell.key);
      select(firstGpu === null ? { kind: 'host', id: hostId } : { kind: 'gpu', id: firstGpu });
    });
    const head = document.querySelector<HTMLElement>(
      firstGpu === null ? `[data-host-id="${hostId}"]` : `[data-gpu-id="${firstGpu}"] [data-gpu-head]`,
    );
    head?.scrollIntoView({ block: 'start' });
    head?.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = stepOf(event.key, perRow);
    if (step === null || isLifted || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = cells[Math.min(cells.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    flushSync(() => setStop(next.key));
    const button = box.current?.querySelector<HTMLElement>(`[data-map-cell="${next.key}"]`);
    button?.scrollIntoView({ block: 'nearest' });
    button?.focus({ preventScroll: true });
  };

  return (
    <section aria-label="Map of the hosts" className="fleet-map">
      <div className="map-head">
        <MapLegend by={by} />
        <Segmented
          label="Shade the map"
          options={SHADINGS.map((value) => ({ value, label: NAMES[value] }))}
          value={by}
          onChange={setBy}
        />
      </div>
      {/* One stop for Tab, arrows inside it: the keys of the buttons in it. */}
      <div ref={box} className="map-box" onKeyDown={onKeyDown}>
        {widthPx > 0 && (
          <Rows
            box={box}
            keys={keys}
            estimate={estimate}
            gapPx={GAP_PX}
            aheadPx={AHEAD_PX}
            pinned={pinned}
            isWhole={false}
            shape={`${widthPx}`}
            row={(index) => (
              <div className="map-row">
                <span aria-hidden="true" className="map-label">
                  {cells[index * perRow]?.label}
                </span>
                {cells.slice(index * perRow, (index + 1) * perRow).map((cell, column) => (
                  <HostTiles
                    key={cell.key}
                    cell={cell}
                    by={by}
                    lifted={shaded}
                    shown={shown?.gpus ?? null}
                    isStop={index * perRow + column === at}
                    isHere={isHere(cell, here)}
                    onOpen={open}
                  />
                ))}
              </div>
            )}
          />
        )}
      </div>
    </section>
  );
}
