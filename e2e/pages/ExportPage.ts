import { readFile } from 'node:fs/promises';
import { expect, type Locator } from '@playwright/test';
import type { PlannerPage } from './PlannerPage.ts';

/** The Export dialog: a list of formats, one text of them. */
export class ExportPage {
  readonly planner: PlannerPage;
  readonly dialog: Locator;
  readonly finder: Locator;
  readonly formats: Locator;
  readonly preview: Locator;
  readonly text: Locator;
  /** In sight only where there is no room for list and text. */
  readonly otherFormat: Locator;

  constructor(planner: PlannerPage) {
    this.planner = planner;
    this.dialog = planner.dialog('Export');
    this.finder = this.dialog.getByRole('combobox', { name: 'Find a format' });
    this.formats = this.dialog.getByRole('option');
    this.preview = this.dialog.getByRole('region', { name: 'Preview' });
    this.text = this.dialog.getByRole('textbox', { name: 'Export text' });
    this.otherFormat = this.dialog.getByRole('button', { name: 'Other format' });
  }

  async open(): Promise<void> {
    await this.planner.openDialog('Export');
  }

  format(name: string): Locator {
    return this.dialog.getByRole('option', { name, exact: true });
  }

  /** Takes a format from the list, which has to be in sight. */
  async take(name: string): Promise<void> {
    await this.format(name).click();
    await this.isWritten();
  }

  async isWritten(): Promise<void> {
    await expect(this.preview).toHaveAttribute('aria-busy', 'false');
  }

  async mend(label: string): Promise<void> {
    await this.dialog.getByRole('button', { name: label, exact: true }).click();
  }

  async copy(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect(this.planner.message).toContainText('Copied: ');
  }

  /** What a plain paste gives; the context has to allow it. */
  async pasted(): Promise<string> {
    return await this.planner.page.evaluate(() => navigator.clipboard.readText());
  }

  async download(button: string | RegExp = /^Download$/): Promise<{ name: string; content: Buffer }> {
    const started = this.planner.page.waitForEvent('download');
    await this.dialog.getByRole('button', { name: button }).click();
    const saved = await started;
    return { name: saved.suggestedFilename(), content: await readFile(await saved.path()) };
  }
}
