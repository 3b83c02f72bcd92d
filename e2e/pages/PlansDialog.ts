/** The library of plans as its user sees it. */
import { expect, type Locator, type Page } from '@playwright/test';

export class PlansDialog {
  readonly page: Page;
  readonly dialog: Locator;
  readonly list: Locator;
  readonly done: Locator;
  readonly undo: Locator;

  constructor(page: Page) {
    this.page = page;
    this.dialog = page.getByRole('dialog', { name: /^Plans/ });
    this.list = this.dialog.getByRole('list', { name: 'Plans', exact: true });
    this.done = this.dialog.getByRole('status', { name: 'Done' });
    this.undo = this.dialog.getByRole('button', { name: 'Undo' });
  }

  /** From the top bar, by keyboard; on a narrow page from what is behind More. */
  async open(): Promise<void> {
    const plans = this.page.getByRole('button', { name: 'Plans', exact: true });
    if (!(await plans.isVisible()))
      await this.page.getByRole('button', { name: 'More', exact: true }).click();
    await plans.focus();
    await this.page.keyboard.press('Enter');
    await expect(this.dialog).toBeVisible();
  }

  plan(name: string): Locator {
    return this.list.getByRole('button', { name: `Open ${name}`, exact: true });
  }

  row(name: string): Locator {
    return this.list
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('button', { name: `Open ${name}`, exact: true }) });
  }

  /** An action of the plan's menu, by keyboard: the letter that it begins with finds it. */
  async choose(
    name: string,
    action: 'Rename' | 'Duplicate' | 'Versions' | 'Download' | 'Compare with the open plan' | 'Delete',
  ): Promise<void> {
    await this.list.getByRole('button', { name: `Actions for ${name}`, exact: true }).focus();
    await this.page.keyboard.press('Enter');
    const item = this.page.getByRole('menuitem', { name: action });
    await expect(this.page.getByRole('menuitem', { name: 'Rename' })).toBeFocused();
    for (
      let presses = 0;
      presses < 5 && !(await item.evaluate((one) => one === document.activeElement));
      presses++
    ) {
      await this.page.keyboard.press(action.charAt(0));
    }
    await this.page.keyboard.press('Enter');
  }
}
