/** Keys as they are printed on the keyboard at hand. */
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

/** "Ctrl" and "Z", on a Mac "⌘" and "Z". */
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
