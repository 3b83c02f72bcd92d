/** The planner as its user sees it: things found by role and name, and what one does with them. */
import { expect, type Locator, type Page } from '@playwright/test';
import { parseLayout } from '../../src/formats/layout.ts';
import { encodeShare } from '../../src/formats/share.ts';
import type { Plan } from '../../src/model/plan.ts';
import { GpuBoard } from './GpuBoard.ts';

export type TemplateName = 'One empty host' | 'The article' | 'The order trap';

export class PlannerPage {
  readonly page: Page;
  readonly message: Locator;
  readonly profiles: Locator;
  readonly vms: Locator;
  readonly figures: Locator;
  readonly undo: Locator;
  readonly redo: Locator;
  readonly planName: Locator;
  readonly search: Locator;
  /** Above a plan that is open to be read. */
  readonly review: Locator;
  /** What the search box found, and in it the table of names. */
  readonly found: Locator;
  readonly names: Locator;

  constructor(page: Page) {
    this.page = page;
    this.message = page.getByRole('status', { name: 'Message' });
    this.profiles = page.getByRole('region', { name: 'Profiles' });
    this.vms = page.getByRole('region', { name: 'VMs' });
    this.figures = page.getByRole('region', { name: 'Plan figures' });
    this.undo = page.getByRole('button', { name: 'Undo', exact: true });
    this.redo = page.getByRole('button', { name: 'Redo', exact: true });
    this.planName = page.getByTitle('Rename the plan', { exact: true });
    this.review = page.getByRole('region', { name: 'Read-only plan' });
    this.search = page.getByRole('searchbox', { name: 'Search', exact: true });
    this.found = page.getByRole('region', { name: 'Found' });
    this.names = this.found.getByRole('table', { name: 'Names by board' });
  }

  /** The page, wherever it is: below a sub-path, or a file. On a first visit its start is a picture for a moment. */
  async open(fragment = ''): Promise<void> {
    await this.page.goto(fragment);
    await expect(this.page.locator('#root > [inert]')).toHaveCount(0);
  }

  async startFrom(template: TemplateName): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^${template}`) }).click();
    await expect(this.gpu(0).group).toBeVisible();
  }

  /** Opens a plan that is written in the layout notation, by its link, as one of the user's own: the page has no plan yet. */
  async openLayout(text: string): Promise<void> {
    await this.page.evaluate((fragment) => (location.hash = fragment), encodeShare(planOf(text)));
    await this.review.getByRole('button', { name: 'Make it mine' }).click();
    await this.page.waitForFunction(() => location.hash === '');
    await expect(this.review).toBeHidden();
  }

  /** The link that somebody else has made of a plan in the layout notation. */
  linkTo(text: string, name: string): string {
    const link = new URL(this.page.url());
    link.hash = encodeShare({ ...planOf(text), name });
    return link.href;
  }

  /** Pastes a text that is a plan into the Import dialog, and opens it from there as one of the user's own. */
  async importPlan(text: string): Promise<void> {
    const dialog = await this.openDialog('Import');
    await dialog.getByRole('textbox', { name: 'Text to import' }).fill(text);
    await dialog.getByRole('radio', { name: 'As my plan' }).check();
    await dialog.getByRole('button', { name: 'Open the plan' }).click();
    await expect(dialog).toBeHidden();
  }

  /** Opens what is behind "More" in the top bar, and presses what has this name there. */
  async more(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Renames the open plan by keyboard, each name one step; then its name has the focus. */
  async rename(...names: string[]): Promise<void> {
    await this.planName.focus();
    for (const name of names) {
      await this.page.keyboard.press('Enter');
      await this.page.keyboard.insertText(name);
      await this.page.keyboard.press('Enter');
    }
  }

  gpu(index: number, host = 'esx-01'): GpuBoard {
    return new GpuBoard(
      this.page,
      this.page.getByRole('group', { name: `GPU ${index} on ${host}`, exact: true }),
    );
  }

  profile(name: string): Locator {
    return this.profiles.getByRole('button', { name: new RegExp(`^${escape(name)}, `) });
  }

  vm(name: string): Locator {
    return this.vms.getByRole('row', { name: new RegExp(escape(name)) });
  }

  instanceChoice(vm: string): Locator {
    return this.page.getByRole('combobox', { name: `Instance for ${vm}`, exact: true });
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }

  async openDialog(name: 'Import' | 'Export' | 'Share' | 'Compare'): Promise<Locator> {
    await this.page.getByRole('button', { name, exact: true }).first().click();
    const dialog = this.dialog(name);
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** Presses the mouse on one thing and moves it over another in several steps, without letting go. */
  async dragOver(what: Locator, over: Locator): Promise<void> {
    const { mouse } = this.page;
    const from = await middle(what);
    await mouse.move(from.x, from.y);
    await mouse.down();
    // Past the distance at which a press becomes a drag.
    await mouse.move(from.x + 8, from.y + 6, { steps: 2 });
    const to = await middle(over);
    await mouse.move(to.x, to.y, { steps: 6 });
  }

  async drag(what: Locator, onto: Locator): Promise<void> {
    await this.dragOver(what, onto);
    await this.page.mouse.up();
  }

  /** Lifts a profile with the mouse and drops it on one of its legal starts. */
  async dragProfile(profile: string, gpu: GpuBoard, start: number): Promise<void> {
    const { mouse } = this.page;
    const from = await middle(this.profile(profile));
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move(from.x + 8, from.y + 6, { steps: 2 });
    const to = await middle(gpu.start(profile, start));
    await mouse.move(to.x, to.y, { steps: 6 });
    await mouse.up();
    await expect(gpu.instance(profile, start)).toBeVisible();
  }

  /** Fills a field, also at once after a drop: for 50 ms the drag library still clears every selection. */
  async fillAfterDrop(field: Locator, text: string): Promise<void> {
    await expect(async () => {
      await field.fill(text);
      await expect(field).toHaveValue(text, { timeout: 100 });
    }).toPass();
  }

  /** The link of the plan as the Share dialog shows it. */
  async shareLink(): Promise<string> {
    const dialog = await this.openDialog('Share');
    const link = await dialog.getByRole('textbox', { name: 'Share link' }).inputValue();
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    return link;
  }

  /** The text of an export format, with the dialog left open. */
  async exportText(format: string): Promise<string> {
    const dialog = await this.openDialog('Export');
    await dialog.getByRole('option', { name: format, exact: true }).click();
    await expect(dialog.getByRole('region', { name: 'Preview' })).toHaveAttribute('aria-busy', 'false');
    return await dialog.getByRole('textbox', { name: 'Export text' }).inputValue();
  }
}

export function planOf(layout: string): Plan {
  const reading = parseLayout(layout);
  if (!reading.ok) throw new Error(JSON.stringify(reading.error));
  return reading.value.plan;
}

async function middle(locator: Locator): Promise<{ x: number; y: number }> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (box === null) throw new Error('nothing to point at');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
