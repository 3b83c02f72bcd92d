/** One line of the layout notation, taken apart token by token. */
import type { GpuUse } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { MAX_INDEX } from './documentShape.ts';

/** Names as they are written: not yet cleaned, so that two that differ stay two. */
export interface LayoutLine {
  readonly host: string;
  readonly index: number;
  readonly board: string;
  readonly use: GpuUse;
  readonly instances: readonly LayoutInstance[];
}

export interface LayoutInstance {
  readonly profile: string;
  readonly start: number;
  readonly vms: readonly string[];
}

/** What should have stood where the line leaves the notation. */
export interface LayoutFault {
  readonly expected: string;
}

/** What needs no quotes. */
export const PLAIN_NAME = /[A-Za-z0-9._-]+/y;
export const PLAIN_PROFILE = /[A-Za-z0-9._+-]+/y;

const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const BLANKS = /\s*/y;
const BLANKS_AT_LEAST_ONE = /\s+/y;
const NUMBER = /[0-9]+/y;
const USE = /(?:off|reserved)(?![A-Za-z0-9._-])/y;
const COMMENT = /#[^]*/y;

/** Null for a line that is blank or only a comment. */
export function readLayoutLine(line: string): Result<LayoutLine | null, LayoutFault> {
  const tokens = new Tokens(line);
  if (tokens.atEnd()) return ok(null);
  const host = tokens.name('a host name', PLAIN_NAME);
  tokens.mark('/', '"/" and a GPU index');
  const index = tokens.number('a GPU index');
  if (!tokens.take(BLANKS_AT_LEAST_ONE)) tokens.fail('a blank and a board');
  const board = tokens.name('a board', PLAIN_NAME);
  const use = tokens.use();
  const hasInstances = tokens.opensInstances(use);
  const instances: LayoutInstance[] = [];
  while (hasInstances && !tokens.atEnd() && tokens.fault === null) {
    instances.push(readInstance(tokens));
    if (!tokens.has(',') && !tokens.atEnd()) tokens.fail('"," or the end of the line');
  }
  if (!tokens.atEnd()) tokens.fail('the end of the line');
  if (tokens.fault !== null) return err(tokens.fault);
  return ok({ host, index, board, use, instances });
}

function readInstance(tokens: Tokens): LayoutInstance {
  const profile = tokens.name('a profile', PLAIN_PROFILE);
  tokens.mark('@', '"@" and a start');
  const start = tokens.number('a start');
  const vms: string[] = [];
  for (let more = tokens.has('='); more; more = tokens.has('+')) {
    vms.push(tokens.name('a VM name', PLAIN_NAME));
  }
  return { profile, start, vms };
}

/** Walks along the line. After the first fault nothing more is taken, so a reader need not ask after each step. */
class Tokens {
  fault: LayoutFault | null = null;
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
    this.take(BLANKS);
  }

  fail(expected: string): void {
    this.fault ??= { expected };
  }

  /** The text that matches here; null when nothing does. */
  take(token: RegExp): string | null {
    if (this.fault !== null) return null;
    token.lastIndex = this.#at;
    const found = token.exec(this.#line)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }

  /** True at the end of what the line says, which a comment may follow. */
  atEnd(): boolean {
    const from = this.#at;
    this.take(BLANKS);
    if (this.#at === this.#line.length) return true;
    const mayComment = this.#at === 0 || /\s/.test(this.#line.charAt(this.#at - 1));
    if (mayComment && this.take(COMMENT) !== null) return true;
    this.#at = from;
    return false;
  }

  /** Takes the character, blanks around it included. */
  has(char: string): boolean {
    const from = this.#at;
    this.take(BLANKS);
    if (this.fault !== null || this.#line.charAt(this.#at) !== char) {
      this.#at = from;
      return false;
    }
    this.#at++;
    this.take(BLANKS);
    return true;
  }

  mark(char: string, expected: string): void {
    if (!this.has(char)) this.fail(expected);
  }

  name(expected: string, plain: RegExp): string {
    const quoted = this.take(QUOTED);
    if (quoted !== null) return this.#unquoted(quoted);
    const name = this.take(plain);
    if (name === null) this.fail(expected);
    return name ?? '';
  }

  number(what: string): number {
    const digits = this.take(NUMBER);
    const value = Number(digits ?? NaN);
    if (value <= MAX_INDEX) return value;
    this.fail(`${what} from 0 to ${MAX_INDEX}`);
    return 0;
  }

  use(): GpuUse {
    const from = this.#at;
    this.take(BLANKS);
    const word = this.take(USE);
    if (word === null) this.#at = from;
    return word === 'off' || word === 'reserved' ? word : 'mig';
  }

  opensInstances(use: GpuUse): boolean {
    if (this.has(':')) return true;
    if (use === 'mig') this.fail('":", "off" or "reserved" after the board');
    return false;
  }

  #unquoted(json: string): string {
    try {
      return JSON.parse(json) as string;
    } catch {
      this.fail('a text in double quotes as JSON has it');
      return '';
    }
  }
}
