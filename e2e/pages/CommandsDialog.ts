/** The list of commands, and the sheet of keys. */
import { expect, type Locator, type Page } from '@playwright/test';

export class CommandsDialog {
  readonly page: Page;
  readonly dialog: Locator;
  readonly field: Locator;
  readonly list: Locator;
  readonly options: Locator;
  /** The one that Enter is about. */
  readonly current: Locator;
  readonly found: Locator;
  readonly sheet: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Commands' });
    this.field = this.dialog.getByRole('combobox', { name: 'Command or place' });
    this.list = this.dialog.getByRole('listbox', { name: 'Commands and places' });
    this.options = this.list.getByRole('option');
    this.current = this.list.getByRole('option', { selected: true });
    this.found = this.dialog.getByRole('status', { name: 'Found' });
    this.sheet = page.getByRole('dialog', { name: 'Keyboard' });
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('Control+k');
    await expect(this.field).toBeFocused();
  }

  /** Types enough of a name, waits until it is the one that Enter is about, and presses Enter. */
  async do(name: string, typed = name): Promise<void> {
    await this.open();
    await this.page.keyboard.insertText(typed);
    await expect(this.current).toHaveAccessibleName(
      new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
    );
    await this.page.keyboard.press('Enter');
  }

  option(name: string | RegExp): Locator {
    return this.list.getByRole('option', { name });
  }
}
