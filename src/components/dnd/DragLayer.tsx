import { DndContext, useDraggable, type DragStartEvent } from '@dnd-kit/core';
import { useCallback, useLayoutEffect, useRef, type RefObject } from 'react';
import { gestures } from '../../state/app.ts';
import { LiftedBlock } from './LiftedBlock.tsx';
import { liftableAt, parseLift } from './liftable.ts';
import { startPointerDrag, type PointerDrag } from './pointerDrag.ts';
import { useLiftSensors } from './sensors.ts';

/** The library would speak of ids in a region of its own; ours is the status line. */
const SILENT = {
  container: document.createElement('div'),
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: '' },
};

export type Listeners = NonNullable<ReturnType<typeof useDraggable>['listeners']>;

interface DragLayerProps {
  readonly area: RefObject<HTMLElement | null>;
  /** What begins a drag, to be called with the events of the area; null before and after. */
  readonly onListeners: (listeners: Listeners | null) => void;
}

/** Drags what in the area has a data-lift, and draws what is in the hand. The only user of the drag library. */
export function DragLayer({ area, onListeners }: DragLayerProps) {
  const sensors = useLiftSensors();
  const drag = useRef<PointerDrag | null>(null);

  const onDragStart = ({ activatorEvent }: DragStartEvent): void => {
    const element = liftableAt(activatorEvent.target);
    const lifted = parseLift(element?.dataset['lift'] ?? '');
    if (element === null || lifted === null) return;
    // An instance is held where it was gripped; a profile's drawing is too small to say where.
    const box = element.getBoundingClientRect();
    const isTouch = !(activatorEvent instanceof MouseEvent);
    const grab =
      lifted.kind === 'instance' && !isTouch
        ? { x: activatorEvent.clientX - box.left, y: activatorEvent.clientY - box.top }
        : null;
    drag.current = startPointerDrag(activatorEvent, grab);
    gestures.lift(lifted, 'pointer');
  };
  const onDragEnd = (): void => {
    drag.current?.drop();
    drag.current = null;
  };
  const onDragCancel = (): void => {
    drag.current?.cancel();
    drag.current = null;
  };
  const attach = useCallback((block: HTMLElement | null) => {
    drag.current?.attach(block);
  }, []);

  return (
    <>
      <DndContext
        sensors={sensors}
        autoScroll={false}
        accessibility={SILENT}
        onDragStart={onDragStart}
        onDragEnd={onDragEnd}
        onDragCancel={onDragCancel}
      >
        <Draggable area={area} onListeners={onListeners} />
      </DndContext>
      <LiftedBlock attach={attach} />
    </>
  );
}

/**
 * The one draggable. It hands its listeners out, for what stands inside DndContext is walked through on every move of a
 * drag: nothing does.
 */
function Draggable({ area, onListeners }: DragLayerProps) {
  const { setNodeRef, listeners } = useDraggable({ id: 'planner' });
  useLayoutEffect(() => {
    setNodeRef(area.current);
    onListeners(listeners ?? null);
    return () => onListeners(null);
  });
  return null;
}
