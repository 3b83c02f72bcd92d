/** The summary of the plan, in the board's place, and the way to it. */
import { expect, type Locator } from '@playwright/test';
import type { PlannerPage } from './PlannerPage.ts';

export class SummaryPage {
  readonly planner: PlannerPage;
  readonly heading: Locator;
  readonly figures: Locator;
  readonly hostChart: Locator;
  readonly hosts: Locator;
  readonly boards: Locator;
  readonly stranded: Locator;
  readonly waiting: Locator;
  readonly order: Locator;
  readonly close: Locator;

  constructor(planner: PlannerPage) {
    const { page } = planner;
    this.planner = planner;
    this.heading = page.getByRole('heading', { name: 'Summary', exact: true });
    this.figures = page.getByRole('region', { name: 'Key figures' });
    this.hostChart = page.getByRole('group', { name: 'Hosts by how much of their memory slices is used' });
    this.hosts = page.getByRole('table', { name: 'Figures of each host' });
    this.boards = page.getByRole('table', { name: 'Figures of each board' });
    this.stranded = page.getByRole('region', { name: 'Stranded, and why' });
    this.waiting = page.getByRole('region', { name: 'Waiting VMs' });
    this.order = page.getByRole('combobox', { name: 'Order of the hosts' });
    this.close = page.getByRole('button', { name: 'Close', exact: true });
  }

  /** Among the figures of the plan. */
  get wayIn(): Locator {
    return this.planner.figures.getByRole('button', { name: 'Summary', exact: true });
  }

  /** Opens it and waits until everything is worked out. */
  async open(): Promise<void> {
    await this.wayIn.click();
    await this.isWhole();
  }

  async isWhole(): Promise<void> {
    await expect(this.planner.page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  }

  host(name: string): Locator {
    return this.hosts.getByRole('row', { name: new RegExp(`^${name} `) });
  }

  mix(board: string): Locator {
    return this.planner.page.getByRole('table', { name: `Profiles of ${board}`, exact: true });
  }

  fits(board: string): Locator {
    return this.planner.page.getByRole('table', { name: `What still fits on ${board}`, exact: true });
  }

  bar(name: string | RegExp): Locator {
    return this.hostChart.getByRole('button', { name });
  }
}
