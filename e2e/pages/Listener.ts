/** Somebody who hears the page: what its live regions say, in order. */
import { expect, type Page } from '@playwright/test';

export class Listener {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** From here on; what is said already is not heard again. */
  async start(): Promise<void> {
    await this.page.evaluate(() => {
      const heard: string[] = [];
      (window as unknown as { heard: string[] }).heard = heard;
      const LIVE = '[role=status], [role=alert], [role=log]:not([aria-live=off]), [aria-live=polite]';
      const said = new Map<Element, string>();
      for (const region of document.querySelectorAll(LIVE)) said.set(region, region.textContent.trim());
      new MutationObserver((mutations) => {
        const regions = new Set(
          mutations.flatMap(({ target }) => {
            const element = target instanceof Element ? target : target.parentElement;
            return [element?.closest(LIVE) ?? null, ...(element?.querySelectorAll(LIVE) ?? [])];
          }),
        );
        for (const region of regions) {
          const text = region?.textContent.trim().replaceAll(/\s+/g, ' ') ?? '';
          // Behind a modal dialog all is inert, and nobody hears it.
          const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
          if (region == null || modal?.contains(region) === false || said.get(region) === text) continue;
          said.set(region, text);
          if (text !== '') heard.push(text);
        }
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
  }

  /** Waits until the last that was heard is this, and says all that was heard since. */
  async hears(text: string | RegExp): Promise<void> {
    const last = async (): Promise<string | undefined> => (await this.all()).at(-1);
    if (typeof text === 'string') await expect.poll(last).toBe(text);
    else await expect.poll(last).toMatch(text);
  }

  async all(): Promise<string[]> {
    return await this.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  }
}
