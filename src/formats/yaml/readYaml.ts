/**
 * Reads the YAML that configurations and `kubectl` are made of: maps and lists in block and flow form (so JSON too), all
 * kinds of scalars, comments. Anchors, aliases, tags, merge keys and complex keys are refused, not followed. Each
 * character is looked at a bounded number of times, and nesting is bounded, which no parser at hand holds for: they
 * take seconds over a megabyte of quotes. Lines of nothing but "..." stand for what somebody left out.
 */
import { err, ok, type Result } from '../../model/result.ts';
import { FlowReader } from './readFlow.ts';
import { readBlockScalar } from './blockScalar.ts';
import { checkPlain, keyLength, plainScalar, valueEnd } from './scalars.ts';
import { checkDepth, notYaml, refused, YamlFault } from './yamlFault.ts';
import type { YamlEntryNode, YamlError, YamlLine, YamlNode } from './yamlNode.ts';

export interface YamlReading {
  readonly node: YamlNode;
  /** Keys that a map holds twice: the second of each. */
  readonly duplicates: readonly YamlEntryNode[];
  /** Something was left out by whoever pasted it. */
  readonly isCut: boolean;
}

/** A line that says something: where its text begins, and the text. */
interface Row {
  readonly line: number;
  readonly indent: number;
  readonly text: string;
}

/** Reads one document, without its "---". Never throws. An empty one is an empty scalar. */
export function readYaml(lines: readonly YamlLine[]): Result<YamlReading, YamlError> {
  try {
    return ok(new BlockReader(lines).read());
  } catch (fault) {
    if (fault instanceof YamlFault) return err(fault.error);
    throw fault;
  }
}

/** "..." or "[...]" on a line of its own, with or without a comma. */
const ELISION = /^(?:\[?(?:\.{3,}|…)\]?),?$/;

class BlockReader {
  readonly #lines: readonly YamlLine[];
  readonly #duplicates: YamlEntryNode[] = [];
  /** Index of the line that is next. */
  #at = 0;
  /** What is left of that line, where a dash has been taken off it. */
  #rest: Row | null = null;
  #isCut = false;

  constructor(lines: readonly YamlLine[]) {
    this.#lines = lines;
  }

  read(): YamlReading {
    const first = this.#row();
    const line = first?.line ?? this.#lines[0]?.line ?? 1;
    const node = first === null ? plainScalar(line, '') : this.#block(first.indent, 0);
    const left = this.#row();
    if (left !== null) throw notYaml(left.line, left.text);
    return { node, duplicates: this.#duplicates, isCut: this.#isCut };
  }

  /** The next line that says something. */
  #row(): Row | null {
    if (this.#rest !== null) return this.#rest;
    for (; this.#at < this.#lines.length; this.#at++) {
      const { line, text: raw } = this.#lines[this.#at] ?? { line: 0, text: '' };
      const indent = raw.length - raw.trimStart().length;
      const text = raw.slice(indent).trimEnd();
      if (text === '' || text.startsWith('#')) continue;
      if (ELISION.test(text)) {
        this.#isCut = true;
        continue;
      }
      if (raw.slice(0, indent).includes('\t')) throw notYaml(line, raw);
      if (indent === 0 && text.startsWith('%')) throw refused(line, text, 'directive');
      this.#rest = { line, indent, text };
      return this.#rest;
    }
    return null;
  }

  #next(): void {
    this.#rest = null;
    this.#at += 1;
  }

  #block(indent: number, depth: number): YamlNode {
    const row = this.#row();
    if (row === null) throw notYaml(this.#lines.at(-1)?.line ?? 1, '');
    checkDepth(depth, row.line);
    if (isDash(row.text)) return this.#list(indent, depth);
    if (keyLength(row.text, row.line) !== null) return this.#map(indent, depth);
    this.#next();
    return this.#value(row, row.text, indent - 1, depth);
  }

  #list(indent: number, depth: number): YamlNode {
    const items: YamlNode[] = [];
    const at = { line: this.#row()?.line ?? 1 };
    for (let row = this.#row(); row?.indent === indent && isDash(row.text); row = this.#row()) {
      const rest = row.text.slice(1).trimStart();
      if (rest === '' || rest.startsWith('#')) {
        this.#next();
        items.push(this.#below(row, indent, depth, false));
      } else if (startsBlock(rest)) {
        // "|" and ">" count from the dash, not from what stands behind it.
        this.#next();
        items.push(this.#value(row, rest, indent, depth));
      } else {
        const inner = indent + row.text.length - rest.length;
        this.#rest = { line: row.line, indent: inner, text: rest };
        items.push(this.#block(inner, depth + 1));
      }
    }
    return { kind: 'list', at, items };
  }

  #map(indent: number, depth: number): YamlNode {
    const entries: YamlEntryNode[] = [];
    const seen = new Set<string>();
    const at = { line: this.#row()?.line ?? 1 };
    for (let row = this.#row(); row?.indent === indent && !isDash(row.text); row = this.#row()) {
      const found = keyLength(row.text, row.line);
      if (found === null) {
        checkPlain(row.line, row.text);
        throw notYaml(row.line, row.text);
      }
      if (found.key === '<<' && found.isPlain) throw refused(row.line, row.text, 'merge-key');
      const rest = row.text.slice(found.length).trimStart();
      this.#next();
      const value =
        rest === '' || rest.startsWith('#')
          ? this.#below(row, indent, depth, true)
          : this.#value(row, rest, indent, depth);
      const entry: YamlEntryNode = { at: { line: row.line }, key: found.key, value };
      if (seen.has(found.key)) this.#duplicates.push(entry);
      seen.add(found.key);
      entries.push(entry);
    }
    return { kind: 'map', at, entries };
  }

  /** The value of a key or a dash on the lines after it; a list may stand as far left as its key. */
  #below(parent: Row, indent: number, depth: number, isMap: boolean): YamlNode {
    const row = this.#row();
    if (row === null || row.indent < indent) return plainScalar(parent.line, '');
    if (row.indent === indent && !(isMap && isDash(row.text))) return plainScalar(parent.line, '');
    return this.#block(row.indent, depth + 1);
  }

  /** What stands behind a key or a dash, on the same line and maybe on those after it that are indented further. */
  #value(row: Row, text: string, indent: number, depth: number): YamlNode {
    const { line } = row;
    switch (text[0]) {
      case '|':
      case '>': {
        const block = readBlockScalar({ line, text }, this.#lines, this.#at, indent);
        this.#at = block.next;
        return block.node;
      }
      case '[':
      case '{':
      case '"':
      case "'": {
        const flow = new FlowReader(this.#lines, this.#at, { line, text }, this.#duplicates);
        const node = flow.read(depth + 1);
        this.#at = flow.nextIndex;
        this.#isCut ||= flow.isCut;
        return node;
      }
      default:
        return this.#plain(row, text, indent);
    }
  }

  #plain({ line }: Row, text: string, indent: number): YamlNode {
    checkPlain(line, text);
    const parts = [text.slice(0, valueEnd(text))];
    // A comment ends a plain scalar.
    let isOpen = parts[0] === text;
    for (let row = this.#row(); isOpen && row !== null && row.indent > indent; row = this.#row()) {
      const end = valueEnd(row.text);
      const part = row.text.slice(0, end);
      if (keyLength(part, row.line) !== null) throw notYaml(row.line, row.text);
      parts.push(part.trimEnd());
      isOpen = end === row.text.length;
      this.#next();
    }
    return plainScalar(line, parts.map((part) => part.trimEnd()).join(' '));
  }
}

function isDash(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

function startsBlock(text: string): boolean {
  return text.startsWith('|') || text.startsWith('>');
}
