/** A field with more than this takes seconds to lay out; nobody reads on so far before a download. */
const MOST_LINES = 2000;
const MOST_CHARACTERS = 200_000;

export interface FirstLines {
  readonly shown: string;
  readonly shownLines: number;
  readonly lines: number;
  readonly isWhole: boolean;
}

/** The part of a text that is shown, at the end of a line wherever the lines are not too long for that. */
export function firstLines(text: string): FirstLines {
  let lines = 0;
  let end = 0;
  let shownLines = 0;
  for (let at = 0; at < text.length; lines++) {
    const newline = text.indexOf('\n', at);
    at = newline === -1 ? text.length : newline + 1;
    if (lines < MOST_LINES && at <= MOST_CHARACTERS) {
      end = at;
      shownLines = lines + 1;
    }
  }
  if (end === text.length) return { shown: text, shownLines: lines, lines, isWhole: true };
  // One line that is longer than all that is shown.
  if (end === 0) return { shown: text.slice(0, MOST_CHARACTERS), shownLines: 0, lines, isWhole: false };
  return { shown: text.slice(0, end), shownLines, lines, isWhole: false };
}
