/** A picture drawn as PNG for whoever asks for one, with a note where letters cannot be drawn. */
import type { Result } from '../model/result.ts';
import { printable, type Io } from './io.ts';

/** So many letters that cannot be drawn are named; a whole alphabet is not. */
const MOST_LETTERS = 12;

/** The file, or why it could not be drawn. `plan` is the fragment of the link to put into it. */
export async function drawPng(io: Io, svg: string, plan: string): Promise<Result<Uint8Array, string>> {
  // Two megabytes of it, for those alone who ask.
  const { lettersWithoutFont, makePng } = await import('./makePng.ts');
  const letters = lettersWithoutFont(svg);
  if (letters.length > 0) {
    const shown = letters.slice(0, MOST_LETTERS).join(' ');
    const more = letters.length > MOST_LETTERS ? ` and ${letters.length - MOST_LETTERS} more` : '';
    io.stderr(
      printable(
        `note: letters of names that no font here has are boxes in the PNG: ${shown}${more}; the SVG holds them as they are, and so does a PNG of the page\n`,
      ),
    );
  }
  return makePng(svg, plan);
}
