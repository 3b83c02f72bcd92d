/** The dialog "Layouts", and the menus that lead to it. */
import { expect, type Locator, type Page } from '@playwright/test';

export class LayoutPicker {
  readonly page: Page;
  readonly dialog: Locator;
  readonly search: Locator;
  readonly count: Locator;
  /** What applying would change. */
  readonly verdict: Locator;
  readonly aside: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: 'Layouts' });
    this.search = this.dialog.getByRole('searchbox', { name: 'Search layouts' });
    this.count = this.dialog.getByRole('status', { name: 'Layouts shown' });
    this.verdict = this.dialog.getByRole('status', { name: 'What changes' });
    this.aside = this.dialog.getByRole('region', { name: 'The layout and where it goes' });
  }

  /** Of a GPU ("GPU 0 on esx-01") or a host ("esx-01"). */
  async choose(of: string, item: string | RegExp): Promise<void> {
    const button = this.page.getByRole('button', {
      name: `Actions for ${of}`,
      exact: true,
    });
    await button.click();
    await this.page
      .getByRole('menu', { name: `Actions for ${of}`, exact: true })
      .getByRole('menuitem', { name: item })
      .click();
  }

  async openFor(gpu: string): Promise<void> {
    await this.choose(gpu, 'Choose a layout…');
    await expect(this.dialog).toBeVisible();
  }

  layout(name: string | RegExp): Locator {
    return this.layouts.and(this.dialog.getByRole('button', { name }));
  }

  get layouts(): Locator {
    return this.dialog.getByRole('list', { name: 'Layouts' }).getByRole('button');
  }

  filter(name: string): Locator {
    return this.dialog.getByRole('checkbox', { name });
  }

  atLeast(what: string): Locator {
    return this.dialog.getByRole('spinbutton', { name: `At least ${what}`, exact: true });
  }

  async apply(): Promise<void> {
    await this.dialog.getByRole('button', { name: /^Apply to/ }).click();
    await expect(this.dialog).toBeHidden();
  }
}
