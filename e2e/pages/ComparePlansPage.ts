/** Two plans compared, as their user sees them. */
import { expect, type Locator } from '@playwright/test';
import type { PlannerPage } from './PlannerPage.ts';

export class ComparePlansPage {
  readonly planner: PlannerPage;
  readonly dialog: Locator;
  readonly other: Locator;
  readonly changes: Locator;
  readonly drawings: Locator;
  readonly verdict: Locator;
  /** What is said of the change that was gone to by a button. */
  readonly said: Locator;
  readonly next: Locator;
  readonly previous: Locator;
  readonly record: Locator;

  constructor(planner: PlannerPage) {
    this.planner = planner;
    this.dialog = planner.dialog('Compare plans');
    this.other = this.dialog.getByRole('combobox', { name: 'Compare with' });
    this.changes = this.dialog.getByRole('list', { name: 'Changes' });
    this.drawings = this.dialog.getByRole('region', { name: 'Drawings' });
    this.verdict = this.dialog.getByRole('status', { name: 'Comparison' });
    this.said = this.dialog.getByRole('status', { name: 'Change', exact: true });
    this.next = this.dialog.getByRole('button', { name: 'Next change' });
    this.previous = this.dialog.getByRole('button', { name: 'Previous change' });
    this.record = this.dialog.getByRole('textbox', { name: 'Change record' });
  }

  /** By way of the bar's Compare. */
  async open(): Promise<void> {
    const reality = await this.planner.openDialog('Compare');
    await reality.getByRole('button', { name: 'Compare plans' }).click();
    await expect(this.other).toBeFocused();
  }

  /** The other plan as a text. */
  async compareWith(text: string): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Paste it or choose a file' }).click();
    await this.dialog.getByRole('textbox', { name: 'The other plan' }).fill(text);
    await this.dialog.getByRole('button', { name: 'Compare', exact: true }).click();
    await expect(this.changes).toBeVisible();
  }

  change(sentence: string): Locator {
    return this.changes.getByRole('button', { name: sentence, exact: true });
  }

  gpu(index: number, host: string): Locator {
    return this.drawings.getByRole('region', { name: `GPU ${index} on ${host}`, exact: true });
  }
}
