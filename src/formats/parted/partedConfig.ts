/**
 * mig-parted's own terms, out of a document that holds `mig-configs` anywhere: a configuration file, an export, a
 * ConfigMap, Helm values. Only counts are in there, never a start.
 */
import type { At } from '../../model/source.ts';
import type { NamedEvidence, SeenCount, SeenGpu } from '../evidence/evidence.ts';
import { boardsOfPciDevice } from '../nvidiaSmi/product.ts';
import { seenGpu } from '../nvidiaSmi/seen.ts';
import type { FormatError, Notice } from '../reading.ts';
import { readYaml, type YamlReading } from '../yaml/readYaml.ts';
import {
  isYamlNull,
  yamlCount,
  yamlField,
  yamlItems,
  yamlText,
  yamlTruth,
  type YamlEntryNode,
  type YamlLine,
  type YamlMapNode,
  type YamlNode,
} from '../yaml/yamlNode.ts';
import { err, ok, type Result } from '../../model/result.ts';

/** The one key under which the GPU Operator looks for the text. */
const DATA_KEY = 'config.yaml';

/** One document with everything to be remarked of it; `read` makes evidence of it. */
export function withYaml<T>(
  lines: readonly YamlLine[],
  read: (node: YamlNode, notices: Notice[], reading: YamlReading) => T,
): Result<T, FormatError> {
  const reading = readYaml(lines);
  if (!reading.ok) return reading;
  const notices = yamlNotices(reading.value, lines);
  return ok(read(reading.value.node, notices, reading.value));
}

function yamlNotices({ duplicates, isCut }: YamlReading, lines: readonly YamlLine[]): Notice[] {
  return [
    ...duplicates.map(({ at, key }): Notice => ({ code: 'duplicate-key', at, key })),
    ...(isCut ? [{ code: 'text-cut', at: { line: lines[0]?.line ?? 1 } } as const] : []),
  ];
}

/** Every configuration in the document, in the order of the text. Notices are those of each. */
export function readPartedConfigs(lines: readonly YamlLine[]): Result<readonly NamedEvidence[], FormatError> {
  const reading = readYaml(lines);
  if (!reading.ok) return reading;
  const named: NamedEvidence[] = [];
  const fault = collect(reading.value.node, yamlNotices(reading.value, lines), named, null);
  if (fault !== null) return err(fault);
  if (named.length > 0) return ok(named);
  const whole = wholeOf(reading.value.node);
  if (whole !== null) {
    const wrong = collectConfigs(whole, yamlNotices(reading.value, lines), named);
    return wrong === null ? ok(named) : err(wrong);
  }
  const at = reading.value.node.at;
  return err({
    code: 'bad-shape',
    at,
    expected: 'a map of configurations under "mig-configs"',
    found: 'none',
  });
}

/** What a fragment without a name is called: nobody is asked for the name of one alone. */
const FRAGMENT = 'fragment';

/**
 * The configurations of a fragment that was copied without its heading: by name, as a list of entries, as one entry, or as no more than
 * "mig-devices". Null where it is none of these.
 */
function wholeOf(node: YamlNode): YamlMapNode | null {
  const isEntry = (one: YamlNode): boolean =>
    one.kind === 'map' && ENTRY_KEYS.some((key) => yamlField(one, key) !== undefined);
  const isEntries = (one: YamlNode): boolean =>
    one.kind === 'list' && one.items.length > 0 && one.items.every(isEntry);
  if (node.kind === 'map' && !isEntry(node))
    return node.entries.length > 0 && node.entries.every(({ value }) => isEntries(value)) ? node : null;
  const list: YamlNode | null = isEntries(node)
    ? node
    : isEntry(node)
      ? { kind: 'list', at: node.at, items: [completed(node)] }
      : null;
  return list === null
    ? null
    : { kind: 'map', at: node.at, entries: [{ key: FRAGMENT, at: node.at, value: list }] };
}

/** One entry alone may be copied from its middle: what is to be on a GPU is on one with MIG, and no GPU is named. */
function completed(node: YamlNode): YamlNode {
  if (node.kind !== 'map' || yamlField(node, 'mig-devices') === undefined) return node;
  const { at } = node;
  const word = (key: string, text: string): YamlEntryNode => ({
    at,
    key,
    value: { kind: 'scalar', at, text, isPlain: true, lines: null },
  });
  const missing = [word('devices', 'all'), word('mig-enabled', 'true')].filter(
    ({ key }) => yamlField(node, key) === undefined,
  );
  return { ...node, entries: [...node.entries, ...missing] };
}

/** Goes down to every map with `mig-configs`, also in texts that are documents of their own. */
function collect(
  node: YamlNode,
  notices: Notice[],
  named: NamedEvidence[],
  key: { readonly at: At; readonly key: string } | null,
): FormatError | null {
  switch (node.kind) {
    case 'scalar':
      return node.text.includes('mig-configs') ? collectText(node, notices, named, key) : null;
    case 'list':
      return firstFault(node.items, (item) => collect(item, notices, named, null));
    case 'map': {
      const configs = yamlField(node, 'mig-configs');
      if (configs === undefined) {
        return firstFault(node.entries, (entry) => collect(entry.value, notices, named, entry));
      }
      const version = yamlField(node, 'version');
      if (yamlText(version) !== 'v1') {
        const at = version?.at ?? node.at;
        return { code: 'bad-shape', at, expected: '"version: v1" of mig-parted', found: foundIn(version) };
      }
      if (configs.kind !== 'map') {
        return {
          code: 'bad-shape',
          at: configs.at,
          expected: 'a map of configurations',
          found: foundIn(configs),
        };
      }
      for (const entry of node.entries) {
        if (!['version', 'mig-configs'].includes(entry.key)) {
          notices.push({ code: 'unknown-key', at: entry.at, key: entry.key });
        }
      }
      return collectConfigs(configs, notices, named);
    }
  }
}

function firstFault<T>(all: readonly T[], each: (one: T) => FormatError | null): FormatError | null {
  for (const one of all) {
    const fault = each(one);
    if (fault !== null) return fault;
  }
  return null;
}

function collectText(
  node: Extract<YamlNode, { kind: 'scalar' }>,
  notices: Notice[],
  named: NamedEvidence[],
  key: { readonly at: At; readonly key: string } | null,
): FormatError | null {
  if (key !== null && key.key !== DATA_KEY && !key.key.includes('/')) {
    notices.push({ code: 'not-as-expected', at: key.at, expected: `the key ${DATA_KEY}`, found: key.key });
  }
  // What kubectl keeps in an annotation is an older state of the same.
  if (key?.key.includes('/') === true) return null;
  const line = 'line' in node.at ? node.at.line : 1;
  const lines = node.lines ?? node.text.split('\n').map((text) => ({ line, text }));
  const inner = readYaml(lines);
  if (!inner.ok) return inner.error;
  notices.push(...yamlNotices(inner.value, lines));
  return collect(inner.value.node, notices, named, null);
}

function collectConfigs(
  configs: YamlMapNode,
  notices: readonly Notice[],
  named: NamedEvidence[],
): FormatError | null {
  for (const { key, at, value } of configs.entries) {
    if (value.kind !== 'list' || value.items.length === 0) {
      return {
        code: 'bad-shape',
        at: value.at,
        expected: 'a list of GPUs with their configuration',
        found: foundIn(value),
      };
    }
    const own: Notice[] = [];
    const gpus: SeenGpu[] = [];
    for (const item of value.items) {
      const seen = readEntry(item, own);
      if (!('gpus' in seen)) return seen;
      gpus.push(...seen.gpus);
    }
    const host = { at, name: null, platform: null, release: null, driver: null, gpus };
    named.push({ at, name: key, evidence: { hosts: [host], vms: [], notices: [...notices, ...own] } });
  }
  return null;
}

const ENTRY_KEYS = ['devices', 'device-filter', 'mig-enabled', 'mig-devices'];

function readEntry(node: YamlNode, notices: Notice[]): { readonly gpus: readonly SeenGpu[] } | FormatError {
  const { at } = node;
  if (node.kind !== 'map')
    return {
      code: 'bad-shape',
      at,
      expected: 'a map with "devices" and "mig-enabled"',
      found: foundIn(node),
    };
  for (const entry of node.entries) {
    if (!ENTRY_KEYS.includes(entry.key)) notices.push({ code: 'unknown-key', at: entry.at, key: entry.key });
  }
  const isEnabled = yamlTruth(yamlField(node, 'mig-enabled'));
  if (isEnabled === null) {
    const found = yamlField(node, 'mig-enabled');
    return {
      code: 'bad-shape',
      at: found?.at ?? at,
      expected: '"mig-enabled" with true or false',
      found: foundIn(found),
    };
  }
  const counts = readCounts(yamlField(node, 'mig-devices'), notices);
  if (!Array.isArray(counts)) return counts;
  if (!isEnabled && counts.length > 0) {
    notices.push({
      code: 'not-as-expected',
      at,
      expected: 'without mig-devices where MIG is off',
      found: 'mig-devices',
    });
  }
  const filter = yamlField(node, 'device-filter');
  const filters = filter?.kind === 'list' ? filter.items : filter === undefined ? [] : [filter];
  const boards = [
    ...new Set(filters.flatMap((one) => boardsOfPciDevice((yamlText(one) ?? '').split(':')[0] ?? ''))),
  ];
  const said = isEnabled
    ? ({
        mode: 'on',
        boards,
        layout: { kind: 'counts', isWhole: true, counts: counts },
      } as const)
    : ({ mode: 'off', boards } as const);
  const devices = yamlField(node, 'devices');
  if (yamlText(devices) === 'all') return { gpus: [seenGpu(at, { ...said, standsForEvery: true })] };
  const indexes = devices?.kind === 'list' ? devices.items.map((item) => yamlCount(item)) : [null];
  if (indexes.includes(null) || indexes.some((index) => index !== null && index > 4095)) {
    return {
      code: 'bad-shape',
      at: devices?.at ?? at,
      expected: '"devices" with all or a list of indexes',
      found: foundIn(devices),
    };
  }
  return { gpus: indexes.map((index, n) => seenGpu(yamlItems(devices)[n]?.at ?? at, { ...said, index })) };
}

function readCounts(node: YamlNode | undefined, notices: Notice[]): SeenCount[] | FormatError {
  if (node === undefined || isYamlNull(node)) return [];
  if (node.kind !== 'map')
    return { code: 'bad-shape', at: node.at, expected: 'a map of profiles and counts', found: foundIn(node) };
  const counts: SeenCount[] = [];
  for (const { at, key, value } of node.entries) {
    const count = yamlCount(value);
    if (count === null)
      return { code: 'bad-shape', at, expected: `how many of ${key}`, found: foundIn(value) };
    if (count > MAX_COUNT)
      notices.push({ code: 'not-as-expected', at, expected: `at most ${MAX_COUNT}`, found: String(count) });
    else if (count > 0) counts.push({ at, profile: key, count });
  }
  return counts;
}

/** More of anything no GPU has. */
const MAX_COUNT = 100;

function foundIn(node: YamlNode | undefined): string {
  if (node === undefined) return 'missing';
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  return isYamlNull(node) ? 'empty' : node.text;
}
