/** Somebody without a mouse. */
import { expect, type ElementHandle, type Locator, type Page } from '@playwright/test';

/** Presses that a patient user would make. */
const MOST_PRESSES = 250;

export class Keys {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types as a paste does: at once. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  /** Presses Tab, or Shift+Tab where it stands before, until it has the focus; who cannot get there is a failure. */
  async tabTo(control: Locator): Promise<void> {
    let key = '';
    // Found by its role once: to look for it after each press costs more than the press.
    let element: ElementHandle | null = null;
    for (let presses = 0; presses < MOST_PRESSES; presses++) {
      element ??= await control.elementHandle();
      const way = await element.evaluate(wayTo);
      if (way === 'here') return;
      if (way === 'gone') {
        element = null;
        continue;
      }
      key ||= way;
      await this.page.keyboard.press(key);
    }
    throw new Error(`no ${key} leads to ${control.toString()}`);
  }

  async tabAndEnter(control: Locator): Promise<void> {
    await this.tabTo(control);
    await this.page.keyboard.press('Enter');
  }

  /** Presses F6 until the focus is in the pane. */
  async toPane(pane: Locator): Promise<void> {
    const hasFocus = (element: Element): boolean => element.contains(document.activeElement);
    for (let presses = 0; presses < 6; presses++) {
      if (await pane.evaluate(hasFocus)) return;
      await this.page.keyboard.press('F6');
    }
    throw new Error(`no F6 leads to ${pane.toString()}`);
  }

  /** Chooses an option of the focused select with arrow keys. */
  async arrowTo(label: string): Promise<void> {
    const chosen = this.page.locator(':focus').locator('option:checked');
    for (let presses = 0; presses < 40 && (await chosen.textContent()) !== label; presses++) {
      await this.page.keyboard.press('ArrowDown');
    }
    await expect(chosen).toHaveText(label);
  }

  /** Replaces what the focused field holds. */
  async replaceWith(text: string): Promise<void> {
    await this.press('ControlOrMeta+A');
    await this.type(text);
  }
}

/** In the page: the key that leads to an element, unless it has the focus or is no longer there. */
function wayTo(element: Node): 'here' | 'gone' | 'Tab' | 'Shift+Tab' {
  if (!element.isConnected) return 'gone';
  const now = document.activeElement ?? document.body;
  if (element === now) return 'here';
  return (now.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) === 0
    ? 'Tab'
    : 'Shift+Tab';
}
