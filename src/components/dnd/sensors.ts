/** dnd-kit's sensors for one draggable, the whole planner: they start only where something can be lifted. */
import {
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type MouseSensorOptions,
  type TouchSensorOptions,
} from '@dnd-kit/core';
import type { MouseEvent, TouchEvent } from 'react';
import { liftableAt } from './liftable.ts';

class LiftMouseSensor extends MouseSensor {
  static override activators = [
    {
      eventName: 'onMouseDown' as const,
      handler: ({ nativeEvent }: MouseEvent, options: MouseSensorOptions): boolean => {
        if (nativeEvent.button !== 0 || liftableAt(nativeEvent.target) === null) return false;
        options.onActivation?.({ event: nativeEvent });
        return true;
      },
    },
  ];
}

class LiftTouchSensor extends TouchSensor {
  static override activators = [
    {
      eventName: 'onTouchStart' as const,
      handler: ({ nativeEvent }: TouchEvent, options: TouchSensorOptions): boolean => {
        if (nativeEvent.touches.length > 1 || liftableAt(nativeEvent.target) === null) return false;
        options.onActivation?.({ event: nativeEvent });
        return true;
      },
    },
  ];
}

/** A click stays a click within 4 px; a finger scrolls unless it rests for a moment first. */
export function useLiftSensors() {
  return useSensors(
    useSensor(LiftMouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(LiftTouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
  );
}
