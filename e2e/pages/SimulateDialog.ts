/** The simulator as its user sees it. */
import type { Locator, Page } from '@playwright/test';

export class SimulateDialog {
  readonly page: Page;
  readonly dialog: Locator;
  readonly run: Locator;
  readonly table: Locator;
  readonly progress: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Simulate' });
    this.run = this.dialog.getByRole('button', { name: 'Run' });
    this.table = this.dialog.getByRole('table', { name: 'Policies' });
    this.progress = this.dialog.getByRole('progressbar', { name: 'Simulating' });
  }

  /** From the requests. */
  async open(): Promise<void> {
    await this.page
      .getByRole('region', { name: 'Requests' })
      .getByRole('button', { name: 'Simulate' })
      .click();
  }

  field(name: string): Locator {
    return this.dialog.getByRole('textbox', { name, exact: true });
  }

  policy(name: string): Locator {
    return this.table.getByRole('row', { name });
  }
}
