/** The task "power-on order" of one host, and the way to it. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { PlannerPage } from './PlannerPage.ts';

export class PowerOnPage {
  readonly page: Page;
  readonly planner: PlannerPage;
  readonly summary: Locator;
  readonly order: Locator;
  readonly slider: Locator;
  readonly model: Locator;

  constructor(planner: PlannerPage) {
    this.planner = planner;
    this.page = planner.page;
    this.summary = this.page.getByRole('region', { name: 'Summary' });
    this.order = this.page.getByRole('region', { name: 'Power-on order' });
    this.slider = this.page.getByRole('slider', { name: 'Step' });
    this.model = this.page.getByRole('combobox', { name: 'Driver model' });
  }

  /** In the header of the host. */
  wayIn(host = 'esx-01'): Locator {
    return this.page.getByRole('button', { name: `Power-on order of ${host}`, exact: true });
  }

  gpu(index: number, host = 'esx-01'): Locator {
    return this.page.getByRole('region', { name: `GPU ${index} on ${host}`, exact: true });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The VM's row in the order. */
  row(vm: string): Locator {
    return this.order.getByRole('listitem').filter({ hasText: vm });
  }

  /** Opens a plan in the layout notation, and says that instances of esx-01 are created at power-on. */
  async openPlan(layout: string): Promise<void> {
    await this.planner.openLayout(layout);
    await this.page.getByRole('button', { name: 'esx-01', exact: true }).click();
    await this.page.getByRole('combobox', { name: 'Instances are' }).selectOption('power-on');
    await expect(this.wayIn()).toBeVisible();
  }

  async open(host = 'esx-01'): Promise<void> {
    await this.wayIn(host).click();
    await expect(this.summary.getByRole('heading', { level: 2 })).toBeFocused();
  }
}
