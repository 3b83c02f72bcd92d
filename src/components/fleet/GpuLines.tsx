import { useCallback, useContext, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { GpuId } from '../../model/ids.ts';
import type { GpuLinesProps } from '../board/HostSection.tsx';
import { AHEAD_PX, FleetRoom } from './fleetRoom.ts';
import { lineOf, linesOf, piecesOf, type Lines } from './gpuLines.ts';
import { offsetsOf } from './offsets.ts';
import { useSeen } from './useSeen.ts';

/** So many are drawn with their host, wherever they are. */
const MOST_WHOLE = 16;
const NONE: ReadonlyMap<GpuId, number> = new Map();
const NO_LINES: Lines = { firsts: [0], offsets: offsetsOf([], 0) };
const NO_ROOM = { isGrid: true, widthPx: 0, isNarrow: false };
const NOWHERE = { current: null };

/**
 * The GPUs of one host, of which there may be thousands: lines in sight are drawn, and those that the keyboard or a gesture is about.
 * They are all in one box, whatever line they stand in: another width of the page takes the focus from none.
 */
export function GpuLines({ gpus, draw }: GpuLinesProps) {
  const room = useContext(FleetRoom);
  const isWhole = room === null || room.isWhole || gpus.length <= MOST_WHOLE;
  const list = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<GpuId | null>(null);
  const { isGrid, widthPx, isNarrow } = room ?? NO_ROOM;
  const shape = `${isGrid} ${widthPx}`;
  const [measured, setMeasured] = useState({ shape, heights: NONE });
  const heights = measured.shape === shape ? measured.heights : NONE;
  const lines = useMemo(
    () => (isWhole ? NO_LINES : linesOf(gpus, { isGrid, widthPx, isNarrow }, heights)),
    [isWhole, gpus, isGrid, widthPx, isNarrow, heights],
  );
  const startOf = useCallback(() => list.current?.getBoundingClientRect().top ?? null, []);
  const box = isWhole ? NOWHERE : room.box;
  const seen = useSeen({ box, startOf, offsets: lines.offsets, aheadPx: AHEAD_PX });

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || isWhole) return undefined;
    const note = ({ target }: FocusEvent): void => {
      const card = target instanceof Element ? target.closest<HTMLElement>('[data-gpu-id]') : null;
      if (card !== null) setFocused(Number(card.dataset['gpuId']) as GpuId);
    };
    // A line that is not as high as was thought makes the box another height.
    const observer = new ResizeObserver(() => {
      setMeasured((before) => {
        const known = before.shape === shape ? before.heights : NONE;
        const news = heightsIn(element).filter(
          ([id, height]) => Math.abs((known.get(id) ?? 0) - height) > 0.5,
        );
        return news.length === 0 ? before : { shape, heights: new Map([...known, ...news]) };
      });
    });
    element.addEventListener('focusin', note);
    observer.observe(element);
    return () => {
      element.removeEventListener('focusin', note);
      observer.disconnect();
    };
  }, [isWhole, shape]);

  const places = useMemo(() => (isWhole ? NONE : new Map(gpus.map(({ id }, n) => [id, n]))), [isWhole, gpus]);
  const pieces = useMemo(() => {
    if (isWhole) return null;
    const linesAt = (id: GpuId | null): number[] => {
      const place = id === null ? undefined : places.get(id);
      return place === undefined ? [] : [lineOf(lines, place)];
    };
    // With the lines before and after it, for Tab.
    const around = linesAt(focused).flatMap((line) => [line - 1, line, line + 1]);
    const pinned = [...room.pinned].flatMap(linesAt);
    return piecesOf(lines, seen.from, seen.to, [...pinned, ...around]);
  }, [isWhole, room, places, focused, lines, seen]);
  return (
    <div ref={list} className="gpus">
      {pieces === null
        ? gpus.map(draw)
        : pieces.map((piece) => {
            if (piece.kind === 'space')
              return (
                <div
                  key={`before ${piece.before}`}
                  aria-hidden="true"
                  className="gpus-space"
                  style={{ height: piece.heightPx }}
                />
              );
            const gpu = gpus[piece.index];
            return gpu === undefined ? null : draw(gpu);
          })}
    </div>
  );
}

/** What of the GPUs is drawn, in px: those of a line are as high as the highest. */
function heightsIn(list: HTMLElement): [GpuId, number][] {
  return [...list.children].flatMap((child): [GpuId, number][] => {
    if (!(child instanceof HTMLElement)) return [];
    const card = child.matches('[data-gpu-id]') ? child : child.querySelector<HTMLElement>('[data-gpu-id]');
    return card === null ? [] : [[Number(card.dataset['gpuId']) as GpuId, child.offsetHeight]];
  });
}
