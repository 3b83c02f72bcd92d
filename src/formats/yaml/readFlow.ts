/** Flow form: quoted texts, "[...]" and "{...}", over any number of lines. JSON is written in it. */
import { checkPlain, closingQuote, plainScalar, quotedScalar, readQuoted, valueEnd } from './scalars.ts';
import { checkDepth, notYaml, refused } from './yamlFault.ts';
import type { YamlEntryNode, YamlLine, YamlNode } from './yamlNode.ts';

const BLANKS = /[ \t]*/y;
/** Ends before what means something in flow form. */
const PLAIN = /(?:[^,[\]{}:#]|:(?![ ,[\]{}]|$)|(?<! )#)*/y;

export class FlowReader {
  readonly #lines: readonly YamlLine[];
  readonly #duplicates: YamlEntryNode[];
  /** Index of the line after the one that is being read. */
  #next: number;
  #text: string;
  #line: number;
  #at = 0;
  #isCut = false;

  /** `first` is what the line before `next` still holds. */
  constructor(lines: readonly YamlLine[], next: number, first: YamlLine, duplicates: YamlEntryNode[]) {
    this.#lines = lines;
    this.#next = next;
    this.#text = first.text;
    this.#line = first.line;
    this.#duplicates = duplicates;
  }

  /** After `read`: the index of the first line that was not looked at. */
  get nextIndex(): number {
    return this.#next;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** One value; nothing but a comment may stand behind it on its last line. */
  read(depth: number): YamlNode {
    const node = this.#value(depth);
    const rest = this.#text.slice(this.#at).trimStart();
    if (rest !== '' && !rest.startsWith('#')) throw notYaml(this.#line, this.#text);
    return node;
  }

  #value(depth: number): YamlNode {
    checkDepth(depth, this.#line);
    switch (this.#text[this.#at]) {
      case '[':
        return this.#list(depth);
      case '{':
        return this.#map(depth);
      case '"':
      case "'":
        return this.#quoted();
      default:
        return this.#plain();
    }
  }

  #list(depth: number): YamlNode {
    const at = { line: this.#line };
    const items: YamlNode[] = [];
    this.#at += 1;
    for (;;) {
      if (this.#skip() === ']') break;
      items.push(this.#value(depth + 1));
      if (!this.#separator(']')) break;
    }
    this.#at += 1;
    return { kind: 'list', at, items };
  }

  #map(depth: number): YamlNode {
    const at = { line: this.#line };
    const entries: YamlEntryNode[] = [];
    const seen = new Set<string>();
    this.#at += 1;
    for (;;) {
      if (this.#skip() === '}') break;
      const line = this.#line;
      const isQuoted = '"\''.includes(this.#text[this.#at] ?? ' ');
      const key = isQuoted ? this.#quoted() : this.#plain();
      if (key.kind !== 'scalar') throw refused(line, this.#text, 'complex-key');
      if (key.text === '<<' && key.isPlain) throw refused(line, this.#text, 'merge-key');
      let value: YamlNode = plainScalar(this.#line, '');
      if (this.#skip() === ':') {
        this.#at += 1;
        if (!',}'.includes(this.#skip())) value = this.#value(depth + 1);
      } else if (key.text === '') throw notYaml(line, this.#text);
      const entry = { at: { line }, key: key.text, value };
      if (seen.has(key.text)) this.#duplicates.push(entry);
      seen.add(key.text);
      entries.push(entry);
      if (!this.#separator('}')) break;
    }
    this.#at += 1;
    return { kind: 'map', at, entries };
  }

  /** Takes the comma; false at the closing bracket, which is left. */
  #separator(close: string): boolean {
    const char = this.#skip();
    if (char === close) return false;
    if (char === ',') {
      this.#at += 1;
      return true;
    }
    // Where something was left out, nobody left a comma.
    if (this.#isCut) return true;
    throw notYaml(this.#line, this.#text);
  }

  #quoted(): YamlNode {
    const line = this.#line;
    const found = readQuoted(this.#text, this.#at, line);
    if (found !== null) {
      this.#at = found.end;
      return quotedScalar(line, found.text);
    }
    return this.#foldedQuoted(line);
  }

  /** Over several lines, as `kubectl` breaks long ones: a line break is a blank, blank lines are line breaks. */
  #foldedQuoted(line: number): YamlNode {
    const quote = this.#text[this.#at] ?? '"';
    let before = this.#text.slice(this.#at).trimEnd();
    let whole = '';
    let breaks = 0;
    for (;;) {
      const next = this.#lines[this.#next];
      if (next === undefined) throw notYaml(line, whole === '' ? before : whole);
      this.#next += 1;
      const text = next.text.trim();
      if (text === '') {
        breaks += 1;
        continue;
      }
      const isJoined = quote === '"' && breaks === 0 && endsInEscape(before);
      whole += isJoined ? before.slice(0, -1) : `${before}${breaks > 0 ? '\n'.repeat(breaks) : ' '}`;
      breaks = 0;
      before = text;
      if (closingQuote(text, quote) < 0) continue;
      // What follows the end stays to be read.
      this.#text = whole + text;
      this.#line = next.line;
      const found = readQuoted(this.#text, 0, line);
      if (found === null) throw notYaml(line, this.#text);
      this.#at = found.end;
      return quotedScalar(line, found.text);
    }
  }

  #plain(): YamlNode {
    const line = this.#line;
    PLAIN.lastIndex = this.#at;
    const [run = ''] = PLAIN.exec(this.#text) ?? [];
    const text = run.slice(0, valueEnd(run)).trimEnd();
    if (text === '' && this.#text[this.#at] !== ':') throw notYaml(line, this.#text);
    if (text !== '') checkPlain(line, text);
    this.#at += run.length;
    return plainScalar(line, text);
  }

  /** Moves to the next character that says something, over comments, lines and what was left out. */
  #skip(): string {
    for (;;) {
      BLANKS.lastIndex = this.#at;
      this.#at += BLANKS.exec(this.#text)?.[0].length ?? 0;
      const char = this.#text[this.#at];
      const isElision =
        char === '.' || char === '…' ? /^(?:\.{3,}|…)\s*$/.test(this.#text.slice(this.#at)) : false;
      if (isElision) this.#isCut = true;
      if (char !== undefined && char !== '#' && !isElision) return char;
      const next = this.#lines[this.#next];
      if (next === undefined) throw notYaml(this.#line, this.#text);
      this.#next += 1;
      this.#text = next.text.trim();
      this.#line = next.line;
      this.#at = 0;
    }
  }
}

/** An odd number of backslashes at the end. */
function endsInEscape(text: string): boolean {
  let count = 0;
  while (text[text.length - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}
