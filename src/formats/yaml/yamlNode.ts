/** What is read of YAML, and why a text is not read. Every node knows its line. */
import type { At } from '../../model/source.ts';

export type YamlNode = YamlMapNode | YamlListNode | YamlScalarNode;

export interface YamlMapNode {
  readonly kind: 'map';
  readonly at: At;
  /** In the order of the text; a key that stands there twice is in here twice. */
  readonly entries: readonly YamlEntryNode[];
}

export interface YamlEntryNode {
  readonly at: At;
  readonly key: string;
  readonly value: YamlNode;
}

export interface YamlListNode {
  readonly kind: 'list';
  readonly at: At;
  readonly items: readonly YamlNode[];
}

export interface YamlScalarNode {
  readonly kind: 'scalar';
  readonly at: At;
  /** A plain one as it is written ("" where there is none), a quoted one without its quotes and escapes. */
  readonly text: string;
  readonly isPlain: boolean;
  /** The lines of a "|" block, each with its line in the text: it may hold a document of its own. */
  readonly lines: readonly YamlLine[] | null;
}

/** A line of a text, numbered as an editor numbers it. */
export interface YamlLine {
  readonly line: number;
  readonly text: string;
}

/** What a reader of configurations has no use for and an attacker has: none of it is ever followed. */
export type RefusedYaml = 'anchor' | 'alias' | 'tag' | 'merge-key' | 'complex-key' | 'directive';

export type YamlError =
  | { readonly code: 'not-yaml'; readonly at: At; readonly excerpt: string }
  | { readonly code: 'yaml-refused'; readonly at: At; readonly excerpt: string; readonly what: RefusedYaml }
  | { readonly code: 'yaml-too-deep'; readonly at: At; readonly max: number };

/** Of maps and lists in each other. */
export const MAX_YAML_DEPTH = 64;

/** The value of a key; of one that stands there twice the last, as parsers have it that let it pass. */
export function yamlField(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key === key)?.value : undefined;
}

/** The value at the end of a path of keys. */
export function yamlPath(node: YamlNode | undefined, ...keys: readonly string[]): YamlNode | undefined {
  return keys.reduce((found, key) => yamlField(found, key), node);
}

/** The text of a scalar that is not empty; null for anything else. */
export function yamlText(node: YamlNode | undefined): string | null {
  if (node?.kind !== 'scalar' || isYamlNull(node)) return null;
  return node.text;
}

export function isYamlNull(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.isPlain && /^(?:~|null|Null|NULL)?$/.test(node.text);
}

/** A whole number that is not negative; quoted ones count, as Kubernetes quotes its quantities. */
export function yamlCount(node: YamlNode | undefined): number | null {
  const text = yamlText(node);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** Also the words that a reader of YAML 1.1 takes for one, as the tools of this field do. */
export function yamlTruth(node: YamlNode | undefined): boolean | null {
  if (node?.kind !== 'scalar' || !node.isPlain) return null;
  if (/^(?:true|yes|on|y)$/i.test(node.text)) return true;
  return /^(?:false|no|off|n)$/i.test(node.text) ? false : null;
}

export function yamlItems(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}
