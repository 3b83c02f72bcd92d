/** A browser's storage that can be made to refuse. */
import type { Page } from '@playwright/test';

/** From now on, or no longer, this tab finds no room in the browser's storage. */
export async function setFull(page: Page, isFull: boolean): Promise<void> {
  await page.evaluate((value) => {
    const root = document.documentElement;
    if (value) root.dataset['full'] = '';
    else delete root.dataset['full'];
  }, isFull);
}

/** Makes setFull possible; before the page loads. */
export async function letItBeFull(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const full = (): void => {
      if (document.documentElement.dataset['full'] !== undefined)
        throw new DOMException('', 'QuotaExceededError');
    };
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as (
      ...args: unknown[]
    ) => IDBRequest<IDBValidKey>;
    IDBObjectStore.prototype.put = function (...args) {
      full();
      return put.apply(this, args);
    };
    const setItem = Reflect.get(Storage.prototype, 'setItem') as (...args: unknown[]) => void;
    Storage.prototype.setItem = function (...args) {
      full();
      setItem.apply(this, args);
    };
  });
}
