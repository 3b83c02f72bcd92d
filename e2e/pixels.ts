/** What is really drawn, looked at pixel by pixel: the browser paints in colours that no style sheet knows of. */
import type { Locator, Page } from '@playwright/test';

/** Room for a ring around the thing. */
const AROUND = 5;

/** A picture of the thing and of a few pixels around it. */
export async function pictureOf(locator: Locator): Promise<Buffer> {
  await locator.scrollIntoViewIfNeeded();
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator.toString()} is not drawn`);
  return await locator.page().screenshot({
    animations: 'disabled',
    caret: 'hide',
    clip: {
      x: Math.max(0, Math.round(box.x) - AROUND),
      y: Math.max(0, Math.round(box.y) - AROUND),
      width: Math.round(box.width) + 2 * AROUND,
      height: Math.round(box.height) + 2 * AROUND,
    },
  });
}

/** How many pixels have another colour than most of the picture. */
export async function pixelsDrawn(page: Page, picture: Buffer): Promise<number> {
  return await page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.codePointAt(0) ?? 0);
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const words = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const counts = new Map<number, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return words.length - Math.max(...counts.values());
  }, picture.toString('base64'));
}

/** How many pixels of two pictures of one size differ; all of them where the sizes do. */
export async function pixelsApart(page: Page, one: Buffer, two: Buffer): Promise<number> {
  return await page.evaluate(
    async (pictures) => {
      const [a, b] = await Promise.all(
        pictures.map(async (data) => {
          const bytes = Uint8Array.from(atob(data), (letter) => letter.codePointAt(0) ?? 0);
          const image = await createImageBitmap(new Blob([bytes]));
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
          if (context === null) throw new Error('no canvas');
          context.drawImage(image, 0, 0);
          return new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
        }),
      );
      if (a === undefined || b === undefined || a.length !== b.length) return Infinity;
      return a.reduce((count, word, at) => (word === b[at] ? count : count + 1), 0);
    },
    [one, two].map((picture) => picture.toString('base64')),
  );
}
