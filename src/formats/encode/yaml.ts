/**
 * Values into YAML that a 1.1 and a 1.2 parser read alike. Every string is double-quoted as in JSON, which neither
 * takes for a number, a date, a truth or a tag; only words of our own are bare. Maps and lists are written in block
 * form, the way such files are written by hand. The only place where a name becomes YAML.
 */
import { invariant } from '../../model/assert.ts';
import { encodeJsonString } from './json.ts';
import { shellComment } from './shell.ts';

export type Yaml =
  | string
  | number
  | boolean
  | null
  | YamlWord
  | YamlUnsafe
  | YamlBlock
  | YamlInts
  | YamlList
  | YamlMap;

interface YamlWord {
  readonly kind: 'word';
  readonly text: string;
}
interface YamlUnsafe {
  readonly kind: 'unsafe';
  readonly text: string;
}
interface YamlBlock {
  readonly kind: 'block';
  readonly text: string;
}
interface YamlInts {
  readonly kind: 'ints';
  readonly values: readonly number[];
}
interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlItem[];
}
interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}

/** Comments stand on lines of their own before what they are of. */
export interface YamlItem {
  readonly comments: readonly string[];
  readonly value: Yaml;
}
export interface YamlEntry extends YamlItem {
  readonly key: string;
}

/** Halves of surrogate pairs, of which there is no UTF-8, and what YAML does not count as printable. */
const UNWRITABLE = /\p{Surrogate}|[\ufffe\uffff]/gu;
/** What no version takes for anything but text. */
const BARE = /^[A-Za-z][A-Za-z0-9]*(?:[-./_][A-Za-z0-9]+)*$/;
/** What YAML 1.1 takes for a truth or for nothing. */
const LOADED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** A longer key would need another form. */
const MAX_KEY_LENGTH = 1000;

/** A string with its quotes, on one line. What no UTF-8 can hold becomes U+FFFD. */
export function yamlString(text: string): string {
  return encodeJsonString(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** One comment line with its "# ", without a line break. */
export function yamlComment(text: string): string {
  return shellComment(text).replace(UNWRITABLE, '\ufffd');
}

/** A word of our own, not quoted: "v1", "ConfigMap", "nvidia.com/gpu". Never for a name that somebody gave. */
export function yamlWord(text: string): YamlWord {
  invariant(isBare(text), `a word that YAML takes as it is: ${text}`);
  return { kind: 'word', text };
}

/** A string for Ansible that it does not take for a template: quotes alone do not stop "{{". */
export function yamlUnsafe(text: string): YamlUnsafe {
  return { kind: 'unsafe', text };
}

/** A text of lines as "|", where no character means anything; it has to end with one line break. */
export function yamlBlock(text: string): YamlBlock {
  return { kind: 'block', text };
}

/** Whole numbers on one line: `[0, 1]`. */
export function yamlInts(values: readonly number[]): YamlInts {
  return { kind: 'ints', values };
}

export function yamlList(items: readonly (Yaml | YamlItem)[]): YamlList {
  return { kind: 'list', items: items.map((item) => (isItem(item) ? item : { comments: [], value: item })) };
}

/** Keys are bare where they can be and quoted otherwise; they are not checked to be different. */
export function yamlMap(entries: readonly (readonly [key: string, value: Yaml] | YamlEntry)[]): YamlMap {
  return {
    kind: 'map',
    entries: entries.map((entry) =>
      'key' in entry ? entry : { comments: [], key: entry[0], value: entry[1] },
    ),
  };
}

/** A whole document with a line end after it, and comments before it. */
export function encodeYaml(value: Yaml, comments: readonly string[] = []): string {
  const lines = comments.map(yamlComment);
  const text = inlineOf(value);
  lines.push(...(text === null ? blockOf(value, '') : [text]));
  return `${lines.join('\n')}\n`;
}

/** What a "|" block cannot hold as it is: a control, another line break, what YAML does not count as printable. */
// eslint-disable-next-line no-control-regex -- the control characters are what it looks for
const NO_LINE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/** Its first line gives the indentation, so that may not begin with a blank; and exactly one line break ends it. */
function isPlainBlock(text: string): boolean {
  return /^\S/.test(text) && /[^\n]\n$/.test(text) && !NO_LINE.test(text) && !hasUnwritable(text);
}

function hasUnwritable(text: string): boolean {
  return text.search(UNWRITABLE) >= 0;
}

function isBare(text: string): boolean {
  return BARE.test(text) && !LOADED.test(text);
}

function isItem(item: Yaml | YamlItem): item is YamlItem {
  return item !== null && typeof item === 'object' && 'comments' in item;
}

/** What stands on the line of its key; null for what needs lines of its own. */
function inlineOf(value: Yaml): string | null {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return yamlString(value);
    case 'number':
      // YAML 1.1 wants a point and a sign in an exponent; none of our numbers has one.
      invariant(Number.isFinite(value) && !String(value).includes('e'), 'a number without an exponent');
      return String(value);
    case 'boolean':
      return String(value);
    default:
      return inlineOfNode(value);
  }
}

function inlineOfNode(value: Exclude<Yaml, string | number | boolean | null>): string | null {
  switch (value.kind) {
    case 'word':
      return value.text;
    case 'unsafe':
      return `!unsafe ${yamlString(value.text)}`;
    case 'ints':
      return `[${value.values.map((one) => inlineOf(one)).join(', ')}]`;
    case 'block':
      return isPlainBlock(value.text) ? null : yamlString(value.text);
    case 'list':
      return value.items.length === 0 ? '[]' : null;
    case 'map':
      return value.entries.length === 0 ? '{}' : null;
  }
}

function blockOf(value: Yaml, indent: string): string[] {
  if (value === null || typeof value !== 'object') return [];
  switch (value.kind) {
    case 'list':
      return value.items.flatMap((item) => [...commentsOf(item, indent), ...itemOf(item.value, indent)]);
    case 'map':
      return value.entries.flatMap((entry) => [...commentsOf(entry, indent), ...entryOf(entry, indent)]);
    case 'block':
      return value.text
        .slice(0, -1)
        .split('\n')
        .map((line) => (line === '' ? '' : `${indent}${line}`));
    default:
      return [];
  }
}

function commentsOf({ comments }: YamlItem, indent: string): string[] {
  return comments.map((text) => `${indent}${yamlComment(text)}`);
}

/** The first line of a map or a list goes beside the dash, unless it is a comment. */
function itemOf(value: Yaml, indent: string): string[] {
  const text = inlineOf(value);
  if (text !== null) return [`${indent}- ${text}`];
  const inner = `${indent}  `;
  const [first = '', ...rest] = blockOf(value, inner);
  if (isBlock(value)) return [`${indent}- |`, first, ...rest];
  const head = first.slice(inner.length);
  return head.startsWith('#') ? [`${indent}-`, first, ...rest] : [`${indent}- ${head}`, ...rest];
}

function entryOf({ key, value }: YamlEntry, indent: string): string[] {
  const name = isBare(key) ? key : yamlString(key);
  invariant(name.length <= MAX_KEY_LENGTH, 'a key of at most a thousand characters');
  const text = inlineOf(value);
  if (text !== null) return [`${indent}${name}: ${text}`];
  return [`${indent}${name}:${isBlock(value) ? ' |' : ''}`, ...blockOf(value, `${indent}  `)];
}

function isBlock(value: Yaml): boolean {
  return value !== null && typeof value === 'object' && value.kind === 'block';
}
