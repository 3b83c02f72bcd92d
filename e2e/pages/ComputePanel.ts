/** The compute instances of the selected instance, in the inspector. */
import type { Locator, Page } from '@playwright/test';

export class ComputePanel {
  readonly page: Page;
  readonly panel: Locator;
  readonly splits: Locator;
  readonly devices: Locator;
  /** The line at the lower edge, which makes a cut. */
  readonly newCut: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('complementary', { name: 'Inspector' });
    this.splits = this.panel.getByRole('group', { name: /^Splits of / }).getByRole('button');
    this.devices = this.panel.getByRole('table').getByRole('cell', { name: /^MIG / });
    this.newCut = this.panel.getByRole('slider', { name: /^New cut/ });
  }

  split(name: string): Locator {
    return this.panel.getByRole('group', { name: /^Splits of / }).getByRole('button', { name });
  }

  /** Counted from 1, from the top. */
  cut(number: number): Locator {
    return this.panel.getByRole('slider', { name: `Cut ${number}`, exact: true });
  }

  /** The same on the block of the board; counted from 1, null for the lower edge. */
  boardCut(instance: string, number: number | null): Locator {
    const line = number === null ? 'New cut, from the lower edge' : `Cut ${number}`;
    return this.page.getByRole('slider', { name: `${line} of ${instance}`, exact: true });
  }

  /** "1c.3g.20gb, Device 2". */
  leaveOut(name: string): Locator {
    return this.panel.getByRole('button', { name: `Leave out ${name}`, exact: true });
  }

  async drag(line: Locator, rows: number): Promise<void> {
    await this.dragOver(line, rows);
    await this.page.mouse.up();
  }

  /** Drags a line by whole rows, down when positive, with the mouse in several steps, without letting go. */
  async dragOver(line: Locator, rows: number): Promise<void> {
    const lines = line.locator('..');
    const all = await lines.boundingBox();
    const total = Number(await lines.getByRole('slider', { name: /^New cut/ }).getAttribute('aria-valuenow'));
    const box = await line.boundingBox();
    if (all === null || box === null) throw new Error('nothing to drag');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.page.mouse.move(x, y);
    await this.page.mouse.down();
    await this.page.mouse.move(x, y + (rows * all.height) / total, { steps: 8 });
  }
}
