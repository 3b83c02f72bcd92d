/**
 * Somebody who has never seen the page, and every action that it takes them. What counts as one:
 * - a click; a drag from press to release; a text typed or pasted into a field, however long; a key that does something;
 * - with the keyboard, the way of the focus to a control (Tab, Shift+Tab or F6, however often): a hand that goes to the mouse
 *   aims as well, and there the way and the click are one.
 * Looking, waiting and reading do not count, nor does opening the page.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { Keys } from './Keys.ts';
import type { PlannerPage } from './PlannerPage.ts';

export class Newcomer {
  readonly actions: string[] = [];
  readonly planner: PlannerPage;
  readonly #page: Page;
  readonly #keys: Keys;

  constructor(planner: PlannerPage) {
    this.planner = planner;
    this.#page = planner.page;
    this.#keys = new Keys(planner.page);
  }

  async click(control: Locator): Promise<void> {
    this.#note('click', control);
    await control.click();
  }

  async drag(what: Locator, onto: Locator): Promise<void> {
    this.#note('drag', what);
    await this.planner.drag(what, onto);
  }

  /** Into what has the focus. */
  async type(text: string): Promise<void> {
    this.actions.push(`type "${text}"`);
    await this.#keys.type(text);
  }

  async goTo(control: Locator): Promise<void> {
    this.#note('go to', control);
    await this.#keys.tabTo(control);
  }

  async press(key: string): Promise<void> {
    this.actions.push(`press ${key}`);
    await this.#page.keyboard.press(key);
  }

  /** The list is what a failure shows. */
  expectAtMost(count: number): void {
    expect(this.actions.length, this.actions.join('\n')).toBeLessThanOrEqual(count);
  }

  #note(verb: string, control: Locator): void {
    this.actions.push(`${verb} ${control.toString()}`);
  }
}
