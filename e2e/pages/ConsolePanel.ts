/** The simulated terminal below the board. */
import { expect, type Locator, type Page } from '@playwright/test';

export class ConsolePanel {
  readonly page: Page;
  readonly region: Locator;
  readonly command: Locator;
  readonly log: Locator;
  readonly gpus: Locator;
  readonly wayIn: Locator;

  constructor(page: Page) {
    this.page = page;
    this.region = page.getByRole('region', { name: 'Console' });
    this.command = this.region.getByRole('textbox', { name: 'Command' });
    this.log = this.region.getByRole('log');
    this.gpus = this.region.getByRole('list', { name: /^GPUs of / });
    this.wayIn = page.getByRole('button', { name: 'Console', exact: true });
  }

  async open(): Promise<void> {
    await this.wayIn.click();
    await expect(this.command).toBeFocused();
  }

  async run(line: string): Promise<void> {
    await this.command.fill(line);
    await this.command.press('Enter');
    await expect(this.command).toHaveValue('');
  }

  /** Pastes as the clipboard does, without asking the browser for leave to read it. */
  async paste(text: string): Promise<void> {
    await this.command.evaluate((field, pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, text);
  }

  async choose(label: 'Host' | 'Terminal of', option: string): Promise<void> {
    await this.region.getByRole('combobox', { name: label }).selectOption(option);
  }
}
