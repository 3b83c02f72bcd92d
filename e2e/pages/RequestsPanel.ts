/** The requests as their user sees them. */
import type { Locator, Page } from '@playwright/test';

export class RequestsPanel {
  readonly page: Page;
  readonly region: Locator;
  readonly placeNew: Locator;
  readonly placeAll: Locator;
  readonly addNeed: Locator;
  readonly addBoard: Locator;
  readonly answer: Locator;
  readonly dialog: Locator;
  readonly table: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole('region', { name: 'Requests' });
    this.placeNew = this.region.getByRole('button', { name: /^Place on/ });
    this.placeAll = this.region.getByRole('button', { name: /^Place (all|the)/ });
    this.addNeed = this.region.getByRole('button', { name: 'Add by need' });
    this.addBoard = this.region.getByRole('button', { name: 'Add a board' });
    this.answer = this.region.getByRole('region', { name: 'Answer' });
    this.dialog = page.getByRole('dialog', { name: 'Paste requests' });
    this.table = this.dialog.getByRole('textbox', { name: 'Table of requests' });
  }

  /** From the start screen. */
  async startWith(): Promise<void> {
    await this.page.getByRole('button', { name: 'How many GPUs do I need?' }).click();
  }

  count(profile: string): Locator {
    return this.region.getByRole('spinbutton', { name: `${profile} requested`, exact: true });
  }

  /** Types a count and leaves the field. */
  async ask(profile: string, count: number): Promise<void> {
    await this.count(profile).fill(String(count));
    await this.count(profile).press('Enter');
  }

  needs(number: number): Locator {
    return this.region.getByRole('group', { name: `Request by need ${number}` });
  }

  terms(board: string): Locator {
    return this.region.getByRole('group', { name: `Terms of ${board}` });
  }

  async paste(text: string): Promise<void> {
    await this.region.getByRole('button', { name: 'Paste' }).click();
    await this.table.fill(text);
    await this.dialog.getByRole('button', { name: /^(Take over|Replace the list)$/ }).click();
  }
}
