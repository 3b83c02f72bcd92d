/** How well a name answers to what is typed: by words, by their beginnings, by letters left out, by one letter that is wrong. */

/** What is typed and what it is held against, as words: marks and case make no difference. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}.+-]+/u)
    .filter(Boolean);
}

/** How far each way of answering is from the word itself. */
const COST = { whole: 0, start: 1, within: 3, letters: 6, typo: 8 } as const;
/** From this on it is a guess. */
export const GUESS = COST.letters;
/** What a name's other words are worth less. */
const ASIDE = 2;

/**
 * Null: a word of the text is not answered. Less is better: 0, the very words. `aside`: other words for the same, which
 * count, but less than the name.
 */
export function matchWords(
  typed: readonly string[],
  name: readonly string[],
  aside: readonly string[] = [],
): number | null {
  let worst = 0;
  let sum = 0;
  for (const word of typed) {
    const own = leastOf(name.map((one, index) => costOf(word, one) + Math.min(index, 3) / 10));
    const other = leastOf(aside.map((one) => costOf(word, one))) + ASIDE;
    const cost = Math.min(own, other);
    if (cost === Infinity) return initialsOf(typed, name);
    worst = Math.max(worst, cost);
    sum += cost;
  }
  return worst + sum / 100 + name.length / 1000;
}

/** "sap" for "Start a plan": one typed word, the first letters of all. */
function initialsOf(typed: readonly string[], name: readonly string[]): number | null {
  const [word = ''] = typed;
  if (typed.length > 1 || word.length < 2) return null;
  const initials = name.map((one) => one[0] ?? '').join('');
  return initials.startsWith(word) ? COST.letters : null;
}

function leastOf(costs: readonly number[]): number {
  return costs.length === 0 ? Infinity : Math.min(...costs);
}

function costOf(typed: string, word: string): number {
  if (word === typed) return COST.whole;
  if (word.startsWith(typed)) return COST.start;
  // "1" is no 10, and "a" is in nearly everything.
  if (typed.length < 2) return Infinity;
  if (word.includes(typed)) return COST.within;
  if (/[0-9]/.test(typed)) return Infinity;
  if (hasLetters(word, typed)) return COST.letters;
  return typed.length >= 4 && isTypo(word, typed) ? COST.typo : Infinity;
}

/** "cpy" in "copy": the first letter, and the others in order. */
function hasLetters(word: string, letters: string): boolean {
  if (letters.length < 3 || word[0] !== letters[0]) return false;
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at++;
  return at === letters.length;
}

/** "exprot" for the beginning of "export": one letter wrong, missing, too many, or two exchanged. */
function isTypo(word: string, typed: string): boolean {
  let same = 0;
  while (same < typed.length && typed[same] === word[same]) same++;
  const [rest, of] = [typed.slice(same), word.slice(same)];
  return (
    of.slice(1).startsWith(rest.slice(1)) ||
    of.slice(1).startsWith(rest) ||
    of.startsWith(rest.slice(1)) ||
    (rest.length > 1 && of.startsWith(`${rest[1]}${rest[0]}${rest.slice(2)}`))
  );
}
