/** The words that the sentences of this room are made of: places, quotes, counts. */
import { makeAt, type At } from '../model/source.ts';

const MAX_QUOTED = 60;

/** "line 3". */
export function place(at: At): string {
  return visible(makeAt(at));
}

/** Quoted, on one line, and no longer than a sentence can carry. */
export function quoted(text: string): string {
  return `"${visible(text)}"`;
}

/** What cannot be seen, and could mislead a terminal or a page, shows as U+FFFD. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function visible(text: string): string {
  const characters = Array.from(text.slice(0, 2 * MAX_QUOTED + 1));
  const short =
    characters.length > MAX_QUOTED
      ? [...characters.slice(0, MAX_QUOTED - 1), '…'].join('')
      : characters.join('');
  return short.replace(HIDDEN, '\ufffd');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 instance", "1000 instances": into scripts, pages and file names, where a separator would be a character more. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** "1,000,000". */
export function count(number: number): string {
  return String(number).replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, ',');
}
