/** Whether a compiled pattern is found in a line. Sets of places are kept, so that a character costs a look-up and not a walk. */
import type { Node } from './pattern.ts';

/** All places that can be reached without a character. */
interface Reached {
  readonly places: readonly number[];
  readonly isFound: boolean;
}

/** What is reached before a character that is neither the first nor past the last. */
interface Middle extends Reached {
  /** By character code, of ASCII; other characters are looked at anew. */
  readonly next: (Middle | undefined)[];
  /** Found when the line ends here. */
  readonly isFoundAtEnd: boolean;
}

interface Edges {
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** More sets than this are forgotten and made anew; a pattern of 200 characters could have very many. */
const MAX_KEPT = 500;

/** `isWord`: only where no word character stands before or behind what is found. */
export function makeMatcher(
  nodes: readonly Node[],
  first: number,
  isWord: boolean,
): (line: string) => boolean {
  const search = makeSearch(nodes, first);
  // What stands alone as a word is found without that as well, and there are few lines to look at twice.
  return isWord ? (line) => search(line) && searchWord(nodes, first, line) : search;
}

function makeSearch(nodes: readonly Node[], first: number): (line: string) => boolean {
  const kept = new Map<string, Middle>();
  // A match may begin at any place, so the first one is always among them.
  const middleOf = (from: readonly number[], isStart: boolean): Middle => {
    const open = [...from, first];
    const { places, isFound } = reach(nodes, open, { isStart, isEnd: false });
    const key = `${isStart ? '^' : ''}${[...places].sort((a, b) => a - b).join()}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= MAX_KEPT) {
      for (const { next } of kept.values()) next.fill(undefined);
      kept.clear();
    }
    const isFoundAtEnd = isFound || reach(nodes, open, { isStart, isEnd: true }).isFound;
    const made: Middle = { places, isFound, isFoundAtEnd, next: new Array<undefined>(128).fill(undefined) };
    kept.set(key, made);
    return made;
  };
  return (line) => {
    let now = middleOf([], true);
    for (let at = 0; at < line.length; at++) {
      if (now.isFound) return true;
      const code = line.charCodeAt(at);
      let next = now.next[code];
      if (next === undefined) {
        next = middleOf(taken(nodes, now.places, line.charAt(at)), false);
        if (code < 128) now.next[code] = next;
      }
      now = next;
    }
    return now.isFoundAtEnd;
  };
}

function reach(nodes: readonly Node[], from: readonly number[], { isStart, isEnd }: Edges): Reached {
  const places = new Set<number>();
  const pending = [...from];
  let isFound = false;
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const node = nodes[index];
    if (node === undefined || places.has(index)) continue;
    places.add(index);
    if (node.kind === 'found') isFound = true;
    else if (node.kind === 'fork') pending.push(...node.to);
    else if ((node.kind === 'start' && isStart) || (node.kind === 'end' && isEnd)) pending.push(node.next);
  }
  return { places: [...places], isFound };
}

/** Where a character leads. */
function taken(nodes: readonly Node[], places: readonly number[], character: string): number[] {
  return places.flatMap((index) => {
    const node = nodes[index];
    return node?.kind === 'take' && node.test(character) ? [node.next] : [];
  });
}

const isWordCharacter = (character: string): boolean => /^\w$/.test(character);

function searchWord(nodes: readonly Node[], first: number, line: string): boolean {
  let places: readonly number[] = [];
  for (let at = 0; at <= line.length; at++) {
    const open = isWordCharacter(line.charAt(at - 1)) ? places : [...places, first];
    const reached = reach(nodes, open, { isStart: at === 0, isEnd: at === line.length });
    if (reached.isFound && !isWordCharacter(line.charAt(at))) return true;
    places = taken(nodes, reached.places, line.charAt(at));
  }
  return false;
}
