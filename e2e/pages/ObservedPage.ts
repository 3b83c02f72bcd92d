/** The task "observed beside planned" of one host, and the way to it. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { PlannerPage } from './PlannerPage.ts';

export class ObservedPage {
  readonly page: Page;
  readonly planner: PlannerPage;
  readonly summary: Locator;

  constructor(planner: PlannerPage) {
    this.planner = planner;
    this.page = planner.page;
    this.summary = planner.page.getByRole('region', { name: 'Summary' });
  }

  /** In the header of the host. */
  wayIn(host = 'esx-01'): Locator {
    return this.page
      .getByRole('region', { name: host, exact: true })
      .getByRole('button', { name: /^(Observed differs|As observed)$/ });
  }

  gpu(index: number, host = 'esx-01'): Locator {
    return this.page.getByRole('region', { name: `GPU ${index} on ${host}`, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Pastes what a host printed and records it as the dialog proposes. */
  async record(text: string): Promise<void> {
    const dialog = await this.planner.openDialog('Import');
    await dialog.getByRole('textbox', { name: 'Text to import' }).fill(text);
    await dialog.getByRole('button', { name: /^Record as observed on / }).click();
    await expect(dialog).toBeHidden();
  }

  async open(host = 'esx-01'): Promise<void> {
    await this.wayIn(host).click();
    await expect(this.summary).toBeVisible();
  }
}
