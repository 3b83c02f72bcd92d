import { DndContext, useDraggable, type DragStartEvent } from '@dnd-kit/core';
import { useCallback, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
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

interface DragAreaProps {
  readonly children: ReactNode;
}

/** Everything inside can be dragged that has a data-lift. The only user of the drag library. */
export function DragArea({ children }: DragAreaProps) {
  const sensors = useLiftSensors();
  const drag = useRef<PointerDrag | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const start = useRef<Listeners | null>(null);

  const keepListeners = useCallback((listeners: Listeners | null) => {
    start.current = listeners;
  }, []);

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
      <div
        ref={area}
        className="contents"
        onMouseDown={(event) => void start.current?.['onMouseDown']?.(event)}
        onTouchStart={(event) => void start.current?.['onTouchStart']?.(event)}
      >
        {children}
      </div>
      <DndContext
        sensors={sensors}
        autoScroll={false}
        accessibility={SILENT}
        onDragStart={onDragStart}
        onDragEnd={onDragEnd}
        onDragCancel={onDragCancel}
      >
        <Draggable area={area} onListeners={keepListeners} />
      </DndContext>
      <LiftedBlock attach={attach} />
    </>
  );
}

type Listeners = NonNullable<ReturnType<typeof useDraggable>['listeners']>;

interface DraggableProps {
  readonly area: RefObject<HTMLElement | null>;
  readonly onListeners: (listeners: Listeners | null) => void;
}

/**
 * The one draggable. It hands its listeners out, for what stands inside DndContext is walked through on every move of a
 * drag: nothing does.
 */
function Draggable({ area, onListeners }: DraggableProps) {
  const { setNodeRef, listeners } = useDraggable({ id: 'planner' });
  useLayoutEffect(() => {
    setNodeRef(area.current);
    onListeners(listeners ?? null);
  });
  return null;
}
