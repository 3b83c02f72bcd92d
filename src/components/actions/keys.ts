/**
 * Every key of the page, by what it does. Whoever listens to a key, names it beside a button or lists it asks here, so that none
 * of them can say something else than the others.
 */
import { browserStorage } from '../../state/persist.ts';

/** As in `KeyboardEvent.key`, with Shift and Mod before it: Mod is Ctrl, on a Mac Cmd; both are taken everywhere. */
export const KEYS = {
  commands: ['Mod+K'],
  search: ['/'],
  keys: ['?'],
  undo: ['Mod+Z'],
  redo: ['Mod+Shift+Z', 'Mod+Y'],
  nextPane: ['F6'],
  previousPane: ['Shift+F6'],
  lift: ['Space'],
  place: ['Space', 'Enter'],
  putBack: ['Escape'],
  next: ['ArrowRight', 'ArrowDown'],
  previous: ['ArrowLeft', 'ArrowUp'],
  nextGpu: ['PageDown', 'Mod+ArrowRight', 'Mod+ArrowDown'],
  previousGpu: ['PageUp', 'Mod+ArrowLeft', 'Mod+ArrowUp'],
  remove: ['Delete', 'Backspace'],
  copy: ['Mod+C'],
} as const satisfies Record<string, readonly string[]>;

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** Whether it is one of these keys. Shift is not asked of a sign: where it is on a keyboard differs from country to country. */
export function isPressed(event: Pressed, keys: readonly string[]): boolean {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const isShifted = event.shiftKey && (key.length > 1 || /[A-Z0-9]/.test(key));
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  return !event.altKey && keys.includes(mod + (isShifted ? 'Shift+' : '') + key);
}

/** A key that is a letter to whoever speaks to a computer: it can be switched off (WCAG 2.1.4). */
export function isSign(key: string): boolean {
  return key.length === 1;
}

/** Where it is kept that such keys are off. */
export const SIGNS_OFF = 'mig-planner.signs-off';

export function areSignsOff(): boolean {
  return browserStorage()?.getItem(SIGNS_OFF) === '1';
}

/** In the words of aria-keyshortcuts: "Control+Z Meta+Z". */
export function ariaKeys(keys: readonly string[] | undefined): string | undefined {
  return keys
    ?.flatMap((key) =>
      key.includes('Mod') ? ['Control', 'Meta'].map((mod) => key.replace('Mod', mod)) : key,
    )
    .join(' ');
}
