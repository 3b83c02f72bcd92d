/**
 * Where a text stops being JSON, and what should stand there. `JSON.parse` decides what is JSON; its messages differ from
 * engine to engine and often name no place, so the place is looked for here.
 */

import { err, ok, type Result } from '../model/result.ts';
import type { At } from '../model/source.ts';

export interface JsonFault {
  /** Of the first character that cannot stand there; the length of the text where more is missing. */
  readonly offset: number;
  readonly expected: string;
}

/** No document nests deeper; what does is not looked at to its end. */
const MAX_DEPTH = 1_000_000;

type Expects = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end';

const SPACE = /[ \t\n\r]*/y;
/* oxlint-disable no-control-regex -- JSON allows none of them in a string */
// Taken in runs: one repetition per escape, none per character.
const STRING_BODY = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;
/* eslint-enable no-control-regex */
const OTHER_VALUE = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])/y;

/** The value of a text, or the line where it stops being JSON and what should stand there. */
export function readJson(text: string): Result<unknown, { readonly at: At; readonly detail: string }> {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    const found = findJsonFault(text);
    // What is JSON and yet not read is nested deeper than the engine goes.
    if (found === null) return err({ at: { pointer: '' }, detail: 'brackets nested too deep' });
    const line = text.slice(0, found.offset).split('\n').length;
    return err({ at: { line }, detail: `expected ${found.expected}` });
  }
}

/** Null when the text is JSON. One pass, no recursion. */
export function findJsonFault(text: string): JsonFault | null {
  return new Scanner(text).run();
}

class Scanner {
  readonly #text: string;
  /** The brackets that are open, outermost first. */
  readonly #open: ('{' | '[')[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): JsonFault | null {
    let expects: Expects = 'value';
    for (;;) {
      this.#skip(SPACE);
      const next = this.#step(expects);
      if (typeof next === 'object') return next;
      if (next === 'comma-or-end' && this.#open.length === 0) break;
      expects = next;
    }
    this.#skip(SPACE);
    return this.#at === this.#text.length ? null : this.#fault('the end of the text');
  }

  #step(expects: Expects): Expects | JsonFault {
    const char = this.#text[this.#at] ?? '';
    switch (expects) {
      case 'value':
        return this.#value(char) ?? this.#fault('a value');
      case 'value-or-end':
        return char === ']' ? this.#close() : (this.#value(char) ?? this.#fault('a value or "]"'));
      case 'name':
        return char === '"' ? this.#string('colon') : this.#fault('a name in double quotes');
      case 'name-or-end':
        if (char === '}') return this.#close();
        return char === '"' ? this.#string('colon') : this.#fault('a name in double quotes or "}"');
      case 'colon':
        return char === ':' ? this.#take('value') : this.#fault('":"');
      case 'comma-or-end':
        return this.#afterValue(char, this.#open.at(-1) === '{');
    }
  }

  #afterValue(char: string, isInObject: boolean): Expects | JsonFault {
    if (char === ',') return this.#take(isInObject ? 'name' : 'value');
    if (char === (isInObject ? '}' : ']')) return this.#close();
    return this.#fault(isInObject ? '"," or "}"' : '"," or "]"');
  }

  #value(char: string): Expects | JsonFault | null {
    if (char === '"') return this.#string('comma-or-end');
    if (char === '{' || char === '[') {
      if (this.#open.length >= MAX_DEPTH) return this.#fault('fewer open brackets');
      this.#open.push(char);
      return this.#take(char === '{' ? 'name-or-end' : 'value-or-end');
    }
    return this.#skip(OTHER_VALUE) > 0 ? 'comma-or-end' : null;
  }

  #string(then: Expects): Expects | JsonFault {
    this.#skip(STRING_BODY);
    if (this.#text[this.#at] === '"') return this.#take(then);
    return this.#fault(this.#text[this.#at] === '\\' ? 'an escape that JSON has' : 'the closing quote');
  }

  #close(): Expects {
    this.#open.pop();
    return this.#take('comma-or-end');
  }

  #take(then: Expects): Expects {
    this.#at++;
    return then;
  }

  /** Moves past what the sticky expression matches here; how many characters that were. */
  #skip(expression: RegExp): number {
    expression.lastIndex = this.#at;
    const length = expression.exec(this.#text)?.[0].length ?? 0;
    this.#at += length;
    return length;
  }

  #fault(expected: string): JsonFault {
    return { offset: this.#at, expected };
  }
}
