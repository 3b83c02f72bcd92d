import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { lettersWithoutFont, makePng } from './makePng.ts';

function pictureOf(words: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><text x="8" y="20" font-size="16" font-family="Inter">${words}</text><text x="34" y="20" font-size="16" font-weight="600" font-family="Inter">${words}</text></svg>`;
}

/** What is drawn of a letter, in both weights. */
async function drawn(letter: string): Promise<string> {
  const png = await makePng(pictureOf(letter), 'p=1.0.0.');
  if (!png.ok) throw new Error(png.error);
  return Buffer.from(png.value).toString('base64');
}

test('a letter is said to have no font exactly where it comes out as the box of a missing one', async () => {
  const box = await drawn('\u4e00');
  // Ends of ranges, gaps between them, and what people write: Vietnamese, Kazakh, old Greek, Arabic, an arrow, a picture.
  const letters = Array.from('AzäŁſŉǄ\u0255ễỹңәүҚґЯΩἈῆ₹₿−–‐→↑№…\u0600م\u05d0あ機\u{1f680}');
  for (const letter of letters) {
    expect([letter, (await drawn(letter)) === box]).toEqual([letter, lettersWithoutFont(letter).length > 0]);
  }
  expect(lettersWithoutFont('東京-1 東京-2 Nguyễn Қазақ')).toEqual(['東', '京']);
});

test('every subset of the font that the package has is read', () => {
  const unicode = createRequire(import.meta.url).resolve('@fontsource/inter/unicode.json');
  const subsets = Object.keys(JSON.parse(readFileSync(unicode, 'utf8')) as object);
  const source = readFileSync(new URL('./makePng.ts', import.meta.url), 'utf8');
  for (const subset of subsets) expect(source).toContain(`'${subset}'`);
});
