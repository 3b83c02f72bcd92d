/** One GPU of the board. */
import type { Locator, Page } from '@playwright/test';

export class GpuBoard {
  readonly page: Page;
  readonly group: Locator;

  constructor(page: Page, group: Locator) {
    this.page = page;
    this.group = group;
  }

  /** A placed instance; its name goes on with its VM and vGPU type. */
  instance(profile: string, start: number): Locator {
    const name = `${profile.replaceAll('.', '\\.').replaceAll('+', '\\+')} at slice ${start}`;
    return this.group.getByRole('button', { name: new RegExp(`^${name}(?![0-9])`) });
  }

  /** A legal start of what is lifted or chosen. */
  start(profile: string, start: number): Locator {
    return this.group.getByRole('button', { name: `Place ${profile} at slice ${start}`, exact: true });
  }

  /** All legal starts that are shown. */
  get starts(): Locator {
    return this.group.getByRole('button', { name: /^Place / });
  }
}
