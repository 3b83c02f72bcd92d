/**
 * The patterns of grep, matched in time linear in the line: a set of places in the pattern is carried along it, so nothing that is typed
 * can hang the page. Basic and extended syntax; no back references.
 */
import { err, ok, type Result } from '../../model/result.ts';
import { makeMatcher } from './matcher.ts';

type Test = (character: string) => boolean;

/** A place in the pattern: it takes a character and goes on, or forks, or stands at an edge of the line. */
export type Node =
  | { readonly kind: 'take'; readonly test: Test; next: number }
  | { readonly kind: 'fork'; to: number[] }
  | { readonly kind: 'start'; next: number }
  | { readonly kind: 'end'; next: number }
  | { readonly kind: 'found' };

/** A piece under construction: where it begins, and what has to be told where it goes on. */
interface Piece {
  readonly first: number;
  readonly open: readonly ((to: number) => void)[];
}

export type PatternSyntax = 'basic' | 'extended' | 'fixed';
export type PatternError = 'pattern-too-long' | 'bracket-not-closed' | 'nothing-to-repeat';

const MAX_PATTERN = 200;

export interface Pattern {
  readonly matches: (line: string) => boolean;
}

/** Compiles a pattern. `ignoreCase` as grep -i, `isWord` as -w. */
export function compilePattern(
  text: string,
  options: { readonly syntax: PatternSyntax; readonly ignoreCase: boolean; readonly isWord: boolean },
): Result<Pattern, PatternError> {
  if (text.length > MAX_PATTERN) return err('pattern-too-long');
  const compiler = new Compiler(text, options.syntax, options.ignoreCase);
  const made = compiler.compile();
  if (!made.ok) return made;
  const { nodes, first } = made.value;
  const isPlain = !options.ignoreCase && (options.syntax === 'fixed' || PLAIN.test(text));
  // Most of what is typed has no operator: a look for the text costs a tenth of a walk.
  if (isPlain && !options.isWord) return ok({ matches: (line) => line.includes(text) });
  const matches = makeMatcher(nodes, first, options.isWord);
  return ok({ matches: isPlain ? (line) => line.includes(text) && matches(line) : matches });
}

/** No character of it is an operator in any syntax. */
const PLAIN = /^[A-Za-z0-9 _:,=%@/-]*$/;

class Compiler {
  readonly #nodes: Node[] = [];
  readonly #text: string;
  readonly #syntax: PatternSyntax;
  readonly #ignoreCase: boolean;
  #at = 0;
  #error: PatternError | null = null;

  constructor(text: string, syntax: PatternSyntax, ignoreCase: boolean) {
    this.#text = text;
    this.#syntax = syntax;
    this.#ignoreCase = ignoreCase;
  }

  compile(): Result<{ readonly nodes: readonly Node[]; readonly first: number }, PatternError> {
    const whole = this.#alternatives(0);
    // A closing bracket that opens nothing is a character, in both syntaxes.
    if (this.#error !== null) return err(this.#error);
    const found = this.#add({ kind: 'found' });
    for (const close of whole.open) close(found);
    return ok({ nodes: this.#nodes, first: whole.first });
  }

  #add(node: Node): number {
    return this.#nodes.push(node) - 1;
  }

  #fork(to: readonly number[]): { readonly index: number; readonly also: (one: number) => void } {
    const node: Node = { kind: 'fork', to: [...to] };
    return { index: this.#add(node), also: (one) => node.to.push(one) };
  }

  #single(node: Exclude<Node, { kind: 'fork' | 'found' }>): Piece {
    const index = this.#add(node);
    return { first: index, open: [(to) => (node.next = to)] };
  }

  /** The operator at the cursor, whichever syntax writes it: "|" and "(" are "\|" and "\(" in the basic one. */
  #isOperator(operator: string): boolean {
    if (this.#syntax === 'fixed') return false;
    const written = this.#syntax === 'extended' ? operator : `\\${operator}`;
    return this.#text.startsWith(written, this.#at);
  }

  #skipOperator(): void {
    this.#at += this.#syntax === 'extended' ? 1 : 2;
  }

  #alternatives(depth: number): Piece {
    const pieces = [this.#sequence(depth)];
    while (this.#error === null && this.#isOperator('|')) {
      this.#skipOperator();
      pieces.push(this.#sequence(depth));
    }
    const [only] = pieces;
    if (pieces.length === 1 && only !== undefined) return only;
    const fork = this.#fork(pieces.map(({ first }) => first));
    return { first: fork.index, open: pieces.flatMap(({ open }) => open) };
  }

  #sequence(depth: number): Piece {
    const start = this.#fork([]);
    let open: readonly ((to: number) => void)[] = [start.also];
    while (this.#error === null && this.#at < this.#text.length && !this.#isOperator('|')) {
      if (depth > 0 && this.#isOperator(')')) break;
      const piece = this.#repeated(depth);
      for (const close of open) close(piece.first);
      open = piece.open;
    }
    return { first: start.index, open };
  }

  #repeated(depth: number): Piece {
    let piece = this.#atom(depth);
    for (;;) {
      const isStar = this.#syntax !== 'fixed' && this.#text.charAt(this.#at) === '*';
      const operator = isStar ? '*' : ['+', '?'].find((one) => this.#isOperator(one));
      if (operator === undefined) return piece;
      if (isStar) this.#at += 1;
      else this.#skipOperator();
      const fork = this.#fork([piece.first]);
      if (operator !== '?') for (const close of piece.open) close(fork.index);
      piece = {
        first: operator === '+' ? piece.first : fork.index,
        open: operator === '?' ? [...piece.open, fork.also] : [fork.also],
      };
    }
  }

  #atom(depth: number): Piece {
    const character = this.#text.charAt(this.#at);
    if (this.#syntax === 'fixed') return this.#literal(character);
    if (this.#isOperator('(') && depth < 20) {
      this.#skipOperator();
      const inside = this.#alternatives(depth + 1);
      if (this.#isOperator(')')) this.#skipOperator();
      else this.#error ??= 'bracket-not-closed';
      return inside;
    }
    if (['+', '?'].some((one) => this.#syntax === 'extended' && character === one)) {
      this.#error ??= 'nothing-to-repeat';
    }
    if (character === '\\' && this.#at + 1 < this.#text.length) {
      this.#at += 1;
      return this.#literal(this.#text.charAt(this.#at));
    }
    if (character === '^') {
      this.#at += 1;
      return this.#single({ kind: 'start', next: -1 });
    }
    if (character === '$') {
      this.#at += 1;
      return this.#single({ kind: 'end', next: -1 });
    }
    if (character === '.') {
      this.#at += 1;
      return this.#single({ kind: 'take', test: () => true, next: -1 });
    }
    return character === '[' ? this.#bracket() : this.#literal(character);
  }

  #literal(character: string): Piece {
    this.#at += 1;
    const wanted = this.#folded(character);
    return this.#single({ kind: 'take', test: (one) => this.#folded(one) === wanted, next: -1 });
  }

  #folded(character: string): string {
    return this.#ignoreCase ? character.toLowerCase() : character;
  }

  #bracket(): Piece {
    const isNot = this.#text.charAt(this.#at + 1) === '^';
    const from = this.#at + (isNot ? 2 : 1);
    // A closing bracket that comes first is one of the characters.
    const end = this.#text.indexOf(']', from + 1);
    if (end < 0) this.#error ??= 'bracket-not-closed';
    const inside = this.#text.slice(from, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 1;
    const ranges = [...inside.matchAll(/(.)-(.)|(.)/gs)].map(([, low, high, one]) => [
      low ?? one ?? '',
      high ?? one ?? '',
    ]);
    const has = (character: string): boolean =>
      ranges.some(([low = '', high = '']) => low <= character && character <= high);
    const hasFolded = (character: string): boolean =>
      has(character) || (this.#ignoreCase && (has(character.toLowerCase()) || has(character.toUpperCase())));
    return this.#single({ kind: 'take', test: (one) => hasFolded(one) !== isNot, next: -1 });
  }
}
