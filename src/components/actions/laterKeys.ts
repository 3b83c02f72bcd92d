/** Keys of parts that come later: as KEYS in keys.ts. */
export const LATER_KEYS = {
  confirm: ['Mod+Enter'],
  find: ['Mod+F'],
  menu: ['Shift+F10'],
  paste: ['Mod+V'],
  stepBack: ['ArrowLeft'],
  stepOn: ['ArrowRight'],
  firstStep: ['Home'],
  lastStep: ['End'],
  earlierLine: ['ArrowUp'],
  laterLine: ['ArrowDown'],
  nextChange: ['N'],
  previousChange: ['P'],
  complete: ['Tab'],
  run: ['Enter'],
} as const satisfies Record<string, readonly string[]>;
