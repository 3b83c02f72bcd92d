/**
 * Nodes of Kubernetes: `kubectl get node -o yaml` or json, a List of them, a map of labels or of resources, and whatever people
 * cut out of one: lines of labels, `kubectl describe node`, fragments with "..." where something was left out.
 */
import type { SeenHost } from '../evidence/evidence.ts';
import { evidenceOf } from '../nvidiaSmi/seen.ts';
import type { PastedLine, Segment, TextReader, TextReading } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { documentExtent, yamlLines } from '../yaml/documents.ts';
import { readYaml } from '../yaml/readYaml.ts';
import { yamlField, yamlPath, yamlText, type YamlNode } from '../yaml/yamlNode.ts';
import { hostOfNode, type NodeFacts, type Said } from './nodeFacts.ts';

export const K8S_NODE = {
  format: 'k8s-node',
  name: 'a node of Kubernetes',
  aliases: ['node', 'labels', 'allocatable'],
  extent: (segment, at) => documentExtent(segment, at, 'k8s-node'),
  read: (segment) => {
    const reading = readYaml(yamlLines(segment.lines));
    // What is cut so that nothing can be made of it still has its lines.
    if (!reading.ok)
      return reading.error.code === 'not-yaml'
        ? readLines(segment)
        : { kind: 'unreadable', error: reading.error };
    const { node, duplicates, isCut } = reading.value;
    const notices: Notice[] = duplicates.map(({ at, key }) => ({ code: 'duplicate-key', at, key }));
    if (isCut) notices.push({ code: 'text-cut', at: node.at });
    return seen(segment, nodesIn(node, isCut), notices);
  },
} as const satisfies TextReader;

export const K8S_NODE_LINES = {
  format: 'k8s-node-lines',
  name: 'labels or a description of a node of Kubernetes',
  aliases: ['describe-node', 'node-lines'],
  extent: (segment, at) => documentExtent(segment, at, 'k8s-node-lines'),
  read: readLines,
} as const satisfies TextReader;

function seen(segment: Segment, nodes: readonly NodeFacts[], notices: Notice[]): TextReading {
  const hosts = nodes
    .filter(({ labels, resources }) =>
      [...labels.keys(), ...resources.keys()].some((key) => key.startsWith('nvidia.com/')),
    )
    .map((node): SeenHost => hostOfNode({ ...node, name: node.name ?? segment.host }, notices));
  return evidenceOf(hosts, { notices });
}

function nodesIn(node: YamlNode, isCut: boolean): NodeFacts[] {
  if (node.kind === 'list') return node.items.flatMap((item) => nodesIn(item, isCut));
  if (node.kind === 'scalar') return [];
  const items = yamlField(node, 'items');
  if (items !== undefined) return nodesIn(items, isCut);
  // A map of labels or of resources by itself, or one of the maps that hold them.
  const isBare = node.entries.some(({ key }) => key.startsWith('nvidia.com/'));
  const labels = saidIn(
    yamlPath(node, 'metadata', 'labels') ?? yamlField(node, 'labels') ?? (isBare ? node : undefined),
  );
  const status = yamlField(node, 'status') ?? node;
  const resources = new Map([
    ...saidIn(yamlField(status, 'capacity')),
    ...saidIn(yamlField(status, 'allocatable')),
    ...(isBare ? labels : []),
  ]);
  const name = yamlText(yamlPath(node, 'metadata', 'name')) ?? hostName(labels);
  return [{ at: node.at, name, labels, resources, isCut }];
}

function hostName(labels: ReadonlyMap<string, Said>): string | null {
  return labels.get('kubernetes.io/hostname')?.value ?? null;
}

function saidIn(node: YamlNode | undefined): Map<string, Said> {
  return new Map(
    node?.kind === 'map'
      ? node.entries.flatMap(({ key, at, value }) =>
          value.kind === 'scalar' ? [[key, { at, value: value.text }] as const] : [],
        )
      : [],
  );
}

const PAIR =
  /^\s*(?:Labels:\s+|- )?"?([A-Za-z0-9.-]{1,253}\/[A-Za-z0-9._/-]{1,253})"?\s*(?:[=:]\s*|\s\s+)"?([^\s",]*)"?,?/;
const NAME = /^Name:\s+(\S+)\s*$/;
/** What `describe` prints above tables of other things. */
const OTHER_PART =
  /^(?:Allocated resources|Non-terminated Pods|Annotations|Events|Conditions|Addresses|Taints|System Info):|^\s*Resource\s{2,}/;
const ELISION = /^\s*(?:\[?(?:\.{3,}|…)\]?),?\s*$/;

interface Open {
  readonly at: { readonly line: number };
  name: string | null;
  labels: Map<string, Said>;
  capacity: Map<string, Said>;
  allocatable: Map<string, Said>;
  isCut: boolean;
}

function readLines(segment: Segment): TextReading {
  const notices: Notice[] = [];
  const nodes: Open[] = [];
  let part: 'labels' | 'capacity' | 'allocatable' | 'other' = 'labels';
  const open = ({ line }: PastedLine): Open => {
    const node = {
      at: { line },
      name: null,
      labels: new Map(),
      capacity: new Map(),
      allocatable: new Map(),
      isCut: false,
    };
    nodes.push(node);
    return node;
  };
  for (const line of segment.lines) {
    const text = line.text;
    if (text.trim() === '') continue;
    const name = NAME.exec(text)?.[1];
    if (name !== undefined) {
      open(line).name = name;
      part = 'labels';
      continue;
    }
    const node = nodes.at(-1) ?? open(line);
    if (ELISION.test(text)) {
      if (!node.isCut) notices.push({ code: 'text-cut', at: { line: line.line } });
      node.isCut = true;
      continue;
    }
    const section = /^\s*"?(Labels|labels|Capacity|capacity|Allocatable|allocatable)"?:/
      .exec(text)?.[1]
      ?.toLowerCase();
    if (section !== undefined) part = section as 'labels' | 'capacity' | 'allocatable';
    else if (OTHER_PART.test(text)) part = 'other';
    const [, key, value = ''] = PAIR.exec(text) ?? [];
    if (key === undefined || part === 'other') continue;
    const said: Said = { at: { line: line.line }, value };
    if (part !== 'labels') node[part].set(key, said);
    else {
      // Cut out of its part, a resource still tells itself: labels of counts end in ".count".
      node.labels.set(key, said);
      node.allocatable.set(key, said);
    }
  }
  const facts = nodes.map((node): NodeFacts => ({
    at: node.at,
    name: node.name ?? hostName(node.labels),
    labels: node.labels,
    resources: new Map([...node.capacity, ...node.allocatable]),
    isCut: node.isCut,
  }));
  return seen(segment, facts, notices);
}
