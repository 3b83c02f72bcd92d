/** The step that is to be done now, or the end. */
export function focusNow(): void {
  document.querySelector<HTMLElement>('[data-lab-now]')?.focus();
}

/** The same where the button that was pressed went away with what it did. */
export function focusNowIfLost(): void {
  if (document.activeElement === null || document.activeElement === document.body) focusNow();
}
