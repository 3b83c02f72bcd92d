import { useCallback, useRef, type ReactNode } from 'react';
import { laterPart } from '../ui/laterPart.tsx';
import type { Listeners } from './DragLayer.tsx';

// The start screen has nothing to drag.
const DragLayer = laterPart(async () => (await import('./DragLayer.tsx')).DragLayer, { isSoon: true });

interface DragAreaProps {
  /** Whether there is anything to drag. */
  readonly isOn: boolean;
  readonly children: ReactNode;
}

/** Everything inside can be dragged that has a data-lift. */
export function DragArea({ isOn, children }: DragAreaProps) {
  const area = useRef<HTMLDivElement>(null);
  const start = useRef<Listeners | null>(null);
  const keepListeners = useCallback((listeners: Listeners | null) => {
    start.current = listeners;
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
      {isOn && <DragLayer area={area} onListeners={keepListeners} />}
    </>
  );
}
