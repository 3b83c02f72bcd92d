/**
 * Reads the YAML that configurations and `kubectl` are made of. The parser is js-yaml, which tells what it finds as events with
 * places in the text and follows nothing: anchors, aliases, tags, merge keys and complex keys are refused here, and
 * nesting is bounded. It takes each character a bounded number of times (scripts/benchFormats/README.md has figures).
 */
import {
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
  type Event,
  type ScalarEvent,
} from 'js-yaml';
import { err, ok, type Result } from '../../model/result.ts';
import { excerptOf } from '../terminalText.ts';
import type { At } from '../../model/source.ts';
import { withoutElisions } from './elisions.ts';
import {
  MAX_YAML_DEPTH,
  type RefusedYaml,
  type YamlEntryNode,
  type YamlError,
  type YamlLine,
  type YamlListNode,
  type YamlMapNode,
  type YamlNode,
  type YamlScalarNode,
} from './yamlNode.ts';

export interface YamlReading {
  readonly node: YamlNode;
  /** Keys that a map holds twice: the second of each. */
  readonly duplicates: readonly YamlEntryNode[];
  /** Something was left out by whoever pasted it. */
  readonly isCut: boolean;
}

/** A mail breaks lines at 72 characters or so; a break in a shorter one is somebody's own. */
const SHORTEST_BROKEN = 60;
const MOST_BREAKS = 8;

/**
 * Reads one document, without its "---". Never throws. An empty one is an empty scalar. Where it is none, and the line before the fault
 * is as long as a mail makes them, both are tried as one: a break that a mail made is no part of the text.
 */
export function readYaml(lines: readonly YamlLine[]): Result<YamlReading, YamlError> {
  const first = readDocument(lines);
  let now = lines;
  let read = first;
  for (let breaks = 0; breaks < MOST_BREAKS && !read.ok && read.error.code === 'not-yaml'; breaks++) {
    const joined = joinedAt(now, read.error.at);
    if (joined === null) return first;
    now = joined;
    read = readDocument(now);
  }
  return read.ok ? read : first;
}

/** The line of a fault and the one that it was broken from, or the one that was broken off it, as one; null where neither may be. */
function joinedAt(lines: readonly YamlLine[], at: At): YamlLine[] | null {
  const n = lines.findIndex((one) => 'line' in at && one.line === at.line);
  for (const from of [n - 1, n]) {
    const first = lines[from];
    const second = lines[from + 1];
    if (n < 0 || first === undefined || second === undefined || second.text.trim() === '') continue;
    const [word = ''] = /\S+/.exec(second.text) ?? [];
    if (first.text.length + 1 + word.length <= SHORTEST_BROKEN) continue;
    const whole = { ...first, text: `${first.text.trimEnd()} ${second.text.trim()}` };
    // As many lines as before, so that places stay.
    return lines.toSpliced(from, 2, whole, { ...second, text: '' });
  }
  return null;
}

function readDocument(lines: readonly YamlLine[]): Result<YamlReading, YamlError> {
  const { text, isCut } = withoutElisions(lines);
  const places = new Places(lines);
  const directive = /^(?:[ \t]*(?:#[^\n]*)?\n)*%/.exec(text);
  if (directive !== null) return err(places.refused(directive[0].length, 'directive'));
  let events: Event[];
  try {
    // A scalar in the innermost of them is a level of its own.
    events = parseEvents(text, { maxDepth: MAX_YAML_DEPTH + 1 });
  } catch (fault) {
    if (!(fault instanceof YAMLException)) throw fault;
    const position = fault.mark?.position ?? 0;
    return err(
      fault.reason.startsWith('nesting exceeded')
        ? { code: 'yaml-too-deep', at: places.at(position), max: MAX_YAML_DEPTH }
        : places.notYaml(position),
    );
  }
  const built = new Builder(text, places).build(events);
  return built.ok ? ok({ ...built.value, isCut }) : built;
}

/** Lines of places in the text that the lines make with line feeds between them. */
class Places {
  readonly lines: readonly YamlLine[];
  readonly #starts: number[] = [];

  constructor(lines: readonly YamlLine[]) {
    this.lines = lines;
    let start = 0;
    for (const { text } of lines) {
      this.#starts.push(start);
      start += text.length + 1;
    }
  }

  /** Index of the line that holds a place. */
  indexOf(position: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }

  at(position: number): { readonly line: number } {
    return { line: this.lines[this.indexOf(position)]?.line ?? 1 };
  }

  notYaml(position: number): YamlError {
    return { code: 'not-yaml', at: this.at(position), excerpt: this.#excerpt(position) };
  }

  refused(position: number, what: RefusedYaml): YamlError {
    return { code: 'yaml-refused', at: this.at(position), excerpt: this.#excerpt(position), what };
  }

  #excerpt(position: number): string {
    return excerptOf(this.lines[this.indexOf(position)]?.text ?? '');
  }
}

type Open =
  | { readonly kind: 'list'; readonly node: YamlListNode & { readonly items: YamlNode[] } }
  | {
      readonly kind: 'map';
      readonly node: YamlMapNode & { readonly entries: YamlEntryNode[] };
      readonly seen: Set<string>;
      key: YamlScalarNode | null;
    };

class Builder {
  readonly #text: string;
  readonly #places: Places;
  readonly #open: Open[] = [];
  readonly #duplicates: YamlEntryNode[] = [];
  #root: YamlNode | null = null;
  /** The last place that an event told; an empty scalar has none of its own. */
  #position = 0;

  constructor(text: string, places: Places) {
    this.#text = text;
    this.#places = places;
  }

  build(events: readonly Event[]): Result<Omit<YamlReading, 'isCut'>, YamlError> {
    for (const event of events) {
      const error = this.#take(event);
      if (error !== null) return err(error);
    }
    const node = this.#root ?? {
      kind: 'scalar',
      at: this.#places.at(0),
      text: '',
      isPlain: true,
      lines: null,
    };
    return ok({ node, duplicates: this.#duplicates });
  }

  #take(event: Event): YamlError | null {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        return null;
      case EVENT_ID.POP: {
        const done = this.#open.pop();
        return done === undefined ? null : this.#add(done.node);
      }
      case EVENT_ID.ALIAS:
        return this.#places.refused(event.anchorStart, 'alias');
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING:
      case EVENT_ID.SCALAR:
        if (event.anchorStart >= 0) return this.#places.refused(event.anchorStart, 'anchor');
        if (event.tagStart >= 0) return this.#places.refused(event.tagStart, 'tag');
    }
    if (event.type === EVENT_ID.SCALAR) return this.#add(this.#scalar(event));
    this.#position = event.start;
    const at = this.#places.at(event.start);
    const parent = this.#open.at(-1);
    if (parent?.kind === 'map' && parent.key === null)
      return this.#places.refused(event.start, 'complex-key');
    this.#open.push(
      event.type === EVENT_ID.SEQUENCE
        ? { kind: 'list', node: { kind: 'list', at, items: [] } }
        : { kind: 'map', node: { kind: 'map', at, entries: [] }, seen: new Set(), key: null },
    );
    return null;
  }

  #scalar(event: ScalarEvent): YamlScalarNode {
    if (event.valueStart >= 0) this.#position = event.valueStart;
    return {
      kind: 'scalar',
      at: this.#places.at(this.#headerOf(event)),
      text: getScalarValue(this.#text, event),
      isPlain: event.style === SCALAR_STYLE.PLAIN,
      lines: event.style === SCALAR_STYLE.LITERAL_BLOCK ? this.#linesOf(event) : null,
    };
  }

  /** Where a scalar begins: a block does with the line of its "|" or ">". */
  #headerOf({ style, valueStart }: ScalarEvent): number {
    if (valueStart < 0) return this.#position;
    const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK;
    return isBlock ? Math.max(0, valueStart - 1) : valueStart;
  }

  #linesOf({ valueStart, valueEnd, indent }: ScalarEvent): YamlLine[] {
    if (valueEnd <= valueStart) return [];
    const { lines } = this.#places;
    const kept = lines
      .slice(this.#places.indexOf(valueStart), this.#places.indexOf(valueEnd - 1) + 1)
      .map(({ line, text }) => ({ line, text: text.slice(indent) }));
    while (kept.at(-1)?.text.trim() === '') kept.pop();
    return kept;
  }

  /** Puts a node that is whole where it belongs. */
  #add(node: YamlNode): YamlError | null {
    const parent = this.#open.at(-1);
    if (parent === undefined) {
      // A second document.
      if (this.#root !== null) return this.#places.notYaml(this.#position);
      this.#root = node;
      return null;
    }
    if (parent.kind === 'list') {
      parent.node.items.push(node);
      return null;
    }
    if (parent.key === null) {
      if (node.kind !== 'scalar') return this.#places.refused(this.#position, 'complex-key');
      if (node.isPlain && node.text === '<<') return this.#places.refused(this.#position, 'merge-key');
      parent.key = node;
      return null;
    }
    const { at, text: key } = parent.key;
    const entry = { at, key, value: node };
    if (parent.seen.has(key)) this.#duplicates.push(entry);
    parent.seen.add(key);
    parent.node.entries.push(entry);
    parent.key = null;
    return null;
  }
}
