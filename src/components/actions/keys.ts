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
  const { key, altKey, shiftKey } = event;
  const pressed = key === ' ' ? 'Space' : key.length === 1 ? key.toUpperCase() : key;
  return keys.some((one) => {
    const parts = one.split('+');
    return (
      parts.at(-1) === pressed &&
      !altKey &&
      parts.includes('Mod') === (event.ctrlKey || event.metaKey) &&
      (isSign(one) || parts.includes('Shift') === shiftKey)
    );
  });
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

const SIGNS: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Delete: 'Del',
  Escape: 'Esc',
};

/** As they are printed on the keyboard at hand: "Ctrl" and "Z", on a Mac "⌘" and "Z". */
export function printedKeys(key: string, isMac = isOnMac()): string[] {
  return key.split('+').map((part) => {
    if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
    if (part === 'Shift' && isMac) return '⇧';
    return SIGNS[part] ?? part;
  });
}

export function isOnMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
