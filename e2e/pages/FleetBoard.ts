/** The board of a plan with many GPUs: its bar, its map, and what of it is drawn. */
import type { Locator, Page } from '@playwright/test';

export class FleetBoard {
  readonly page: Page;
  readonly map: Locator;
  /** The GPUs that are drawn, of however many there are. */
  readonly gpus: Locator;

  constructor(page: Page) {
    this.page = page;
    this.map = page.getByRole('region', { name: 'Map of the hosts' });
    this.gpus = page.getByRole('group', { name: /^GPU [0-9]+ on / });
  }

  /** A host of the map. */
  tiles(host: string): Locator {
    return this.map.getByRole('button', { name: new RegExp(`^${host}, `) });
  }

  /** The heading of a host on the board. */
  host(name: string): Locator {
    return this.page.getByTitle(`Settings of ${name}`, { exact: true });
  }

  density(name: 'Grid' | 'Strips' | 'Map'): Locator {
    return this.page.getByRole('radiogroup', { name: 'Draw the GPUs as' }).getByRole('radio', { name });
  }

  /** Scrolls the board to its end, by as many turns of the wheel as it takes. */
  async scrollToEnd(): Promise<void> {
    const end = this.page.getByRole('button', { name: 'Add host' });
    await this.gpus.first().hover();
    while (!(await end.evaluate(isInSight))) await this.page.mouse.wheel(0, 40_000);
  }
}

function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const board = element.closest('[data-board-scroll]')?.getBoundingClientRect();
  return board !== undefined && top >= board.top && bottom <= board.bottom + 1;
}
