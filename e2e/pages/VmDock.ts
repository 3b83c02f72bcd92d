/** The dock of the VMs and the dialog that a table is pasted into. */
import { expect, type Locator, type Page } from '@playwright/test';

export class VmDock {
  readonly page: Page;
  readonly region: Locator;
  readonly filter: Locator;
  readonly bulk: Locator;
  readonly dialog: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole('region', { name: 'VMs', exact: true });
    this.filter = this.region.getByRole('searchbox', { name: 'Filter VMs' });
    this.bulk = this.region.getByRole('group', { name: 'Selected VMs' });
    this.dialog = page.getByRole('dialog', { name: 'Paste VMs' });
    this.table = this.dialog.getByRole('textbox', { name: 'Table of VMs' });
  }

  /** The names as they stand in the table, from the top. */
  async names(): Promise<string[]> {
    const lifts = this.region.getByRole('button', { name: /^Lift / });
    return (await lifts.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''))).map(
      (name) => name.replace('Lift ', ''),
    );
  }

  list(name: 'All' | 'Waiting' | 'Placed'): Locator {
    return this.region.getByRole('radio', { name, exact: true });
  }

  select(name: string): Locator {
    return this.region.getByRole('checkbox', { name: `Select ${name}`, exact: true });
  }

  /** Opens the dialog, with the focus where the table goes. */
  async openTable(): Promise<void> {
    await this.region.getByRole('button', { name: 'Paste VMs' }).click();
    await expect(this.table).toBeFocused();
  }

  /** Adds the VMs of a table, placed or waiting. */
  async paste(table: string, isPlaced: boolean): Promise<void> {
    await this.openTable();
    await this.table.fill(table);
    await this.dialog.getByRole('checkbox', { name: 'Place them now' }).setChecked(isPlaced);
    await this.dialog.getByRole('button', { name: /^Add [0-9,]+ VMs?$/ }).click();
    await expect(this.dialog).toBeHidden();
  }
}
