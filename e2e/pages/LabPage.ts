/** The lab: steps at the left, the machine and its terminals at the right. */
import { expect, type Locator, type Page } from '@playwright/test';
import { ConsolePanel } from './ConsolePanel.ts';

export class LabPage {
  readonly page: Page;
  readonly wayIn: Locator;
  readonly steps: Locator;
  /** The step to do now. */
  readonly current: Locator;
  readonly gpu: Locator;
  readonly machine: Locator;
  readonly console: ConsolePanel;
  readonly end: Locator;
  readonly take: Locator;

  constructor(page: Page) {
    this.page = page;
    this.wayIn = page.getByRole('button', { name: 'Lab', exact: true });
    this.steps = page.getByRole('region', { name: 'Steps' });
    this.current = this.steps.locator('[aria-current="step"]');
    this.gpu = page.getByRole('group', { name: 'GPU 0 on esx-lab' });
    this.machine = page.getByRole('region', { name: 'Host and VMs' });
    this.console = new ConsolePanel(page);
    this.end = this.steps.getByRole('heading', { name: 'The whole way is done' });
    this.take = this.steps.getByRole('button', { name: 'Take this layout into a plan of your own' });
  }

  async open(): Promise<void> {
    await this.wayIn.click();
    await expect(this.current).toBeFocused();
  }

  step(title: string): Locator {
    return this.steps.getByRole('button', { name: new RegExp(`^Step \\d+: ${title}`) });
  }

  /** The button of one thing to do: a command, or something outside of a terminal. */
  todo(what: string): Locator {
    return this.steps
      .getByRole('button', { name: `Run: ${what}`, exact: true })
      .or(this.steps.getByRole('button', { name: `Do it: ${what}`, exact: true }));
  }

  /** What the open step says to do, one after the other, as the names of its buttons. */
  todos(): Locator {
    return this.steps.getByRole('button', { name: /^(Run|Do it): / });
  }

  done(count: number): Promise<void> {
    return expect(this.steps).toContainText(`${count} of 18 done`);
  }
}
