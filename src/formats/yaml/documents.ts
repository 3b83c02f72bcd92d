/**
 * Finds the documents of a segment: YAML and JSON by what they begin with, and lines of labels or of `kubectl describe`
 * that are neither. What each of them is, is told by looking. Once for each segment, in one pass.
 */
import type { PastedLine, Segment } from '../paste/textReader.ts';
import type { YamlLine } from './yamlNode.ts';

export const DOCUMENT_KINDS = [
  'mig-parted',
  'mig-checkpoint',
  'config-map',
  'helm-values',
  'k8s-node',
  'k8s-node-lines',
  'resource-slice',
  'instaslice',
  'instaslice-lines',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

interface Found {
  /** In lines of the segment. */
  readonly at: number;
  readonly count: number;
  /** Null: a document of something else, which nobody here reads. */
  readonly kind: DocumentKind | null;
}

const documentsOfLines = new WeakMap<readonly PastedLine[], ReadonlyMap<number, Found>>();

/** How many lines from `at` on are a document of this kind; 0 where none begins there. */
export function documentExtent(segment: Segment, at: number, kind: DocumentKind): number {
  let found = documentsOfLines.get(segment.lines);
  if (found === undefined) {
    found = new Map(documentsIn(segment.lines).map((one) => [one.at, one]));
    documentsOfLines.set(segment.lines, found);
  }
  const document = found.get(at);
  return document?.kind === kind ? document.count : 0;
}

/** The lines as a reader of YAML takes them: pages and chats make hard blanks of the indentation. */
export function yamlLines(lines: readonly PastedLine[]): YamlLine[] {
  return lines.map(({ line, raw }) => ({ line, text: withSpaces(raw) }));
}

function withSpaces(raw: string): string {
  return raw.replace(/[\u00a0\u202f]/g, ' ');
}

const BEGINS =
  /^\s*(?:- )?"?(?:apiVersion|kind|version|mig-configs|migManager|metadata|items|data|spec|status|resources|labels|allocatable|capacity|MigGPUUUID|migplacement|allocations)"?:(?:\s|$)/;
/** Entries of a configuration of mig-parted that were copied without what is above them. */
const BEGINS_ENTRY = /^\s*(?:(?:- )?"?(?:mig-devices|mig-enabled|device-filter)"?|- "?devices"?):(?:\s|$)/;
const NAME_OF_ENTRIES = /^\s*"?[\w.+-]{1,63}"?:$/;
const BEGINS_JSON = /^\s*(?:[{[]\s*$|[{[]\s*["{[\]}]|\[\s*-?\d)/;
const KEY = /^["']?[A-Za-z0-9_.$/+-][^:|]{0,300}:(?:\s|$)/;
const ELISION = /^\s*(?:\[?(?:\.{3,}|…)\]?),?\s*$/;

function isOfYaml(text: string): boolean {
  return (
    text === '' ||
    /^[\s#]/.test(text) ||
    /^-(?:\s|$)/.test(text) ||
    /^[\]}]/.test(text) ||
    KEY.test(text) ||
    ELISION.test(text)
  );
}

function documentsIn(lines: readonly PastedLine[]): Found[] {
  const texts = lines.map(({ raw }) => withSpaces(raw).trimEnd());
  const found: Found[] = [];
  let [free, unclosed] = [0, 0];
  let hasDocument = false;
  for (let at = 0; at < texts.length;) {
    const text = texts[at] ?? '';
    const isJson = BEGINS_JSON.test(text);
    // Behind a document an entry is the rest of it, which something broke: it does not stand for the whole.
    const beginsEntry =
      !hasDocument &&
      (BEGINS_ENTRY.test(text) ||
        (NAME_OF_ENTRIES.test(text) &&
          /^\s*- /.test(texts[at + 1] ?? '') &&
          BEGINS_ENTRY.test(texts[at + 1] ?? '')));
    if (!isJson && !beginsEntry && !BEGINS.test(text)) {
      at += 1;
      continue;
    }
    const closed = isJson && unclosed < MAX_UNCLOSED ? jsonEnd(texts, at) : null;
    if (isJson && closed === null) unclosed += 1;
    const end = closed ?? yamlEnd(texts, at);
    const start = withComments(texts, at, free);
    found.push(...linesIn(texts, free, start));
    const kind = kindOf(texts.slice(at, end).join('\n'));
    hasDocument ||= kind !== null;
    found.push({ at: start, count: end - start, kind });
    at = end;
    free = end;
  }
  found.push(...linesIn(texts, free, texts.length));
  return found;
}

/** Comments above a document are of it. */
function withComments(texts: readonly string[], at: number, free: number): number {
  let start = at;
  for (let i = at - 1; i >= free && /^\s*(?:#.*)?$/.test(texts[i] ?? 'x'); i--) {
    if ((texts[i] ?? '').trim() !== '') start = i;
  }
  return start;
}

function yamlEnd(texts: readonly string[], at: number): number {
  let end = at + 1;
  for (let i = end; i < texts.length; i++) {
    const text = texts[i] ?? '';
    if (/^---/.test(text) || !isOfYaml(text)) break;
    if (text.trim() !== '') end = i + 1;
  }
  return end;
}

/** Each is looked for to the end of the text, which is not done for any number of them. */
const MAX_UNCLOSED = 8;

/** To the bracket that closes the first; null where it never comes. */
function jsonEnd(texts: readonly string[], at: number): number | null {
  let open = 0;
  for (let i = at; i < texts.length; i++) {
    let isQuoted = false;
    const text = texts[i] ?? '';
    for (let n = 0; n < text.length; n++) {
      const char = text[n];
      if (isQuoted) {
        if (char === '\\') n += 1;
        else if (char === '"') isQuoted = false;
      } else if (char === '"') isQuoted = true;
      else if (char === '{' || char === '[') open += 1;
      else if (char === '}' || char === ']') open -= 1;
    }
    if (open <= 0) return i + 1;
  }
  return null;
}

function kindOf(text: string): DocumentKind | null {
  if (/"?mig-configs"?:/.test(text)) {
    if (/^\s*(?:- )?"?kind"?:\s*"?ConfigMap\b/m.test(text) || /"kind":\s*"ConfigMap"/.test(text))
      return 'config-map';
    return /"?(?:migManager|config\.yaml)"?:/.test(text) ? 'helm-values' : 'mig-parted';
  }
  if (/"MigState"\s*:/.test(text)) return 'mig-checkpoint';
  if (/^\s*(?:- )?"?mig-devices"?:/m.test(text)) return 'mig-parted';
  if (
    /"?kind"?:\s*"?(?:Instaslice|AllocationClaim|NodeAccelerator)\b/.test(text) ||
    /"?MigGPUUUID"?:/.test(text)
  ) {
    return 'instaslice';
  }
  if (
    /"?driver"?:\s*"?gpu\.nvidia\.com\b/.test(text) ||
    /"?kind"?:\s*"?Resource(?:Slice|Claim)\b/.test(text)
  ) {
    return 'resource-slice';
  }
  if (/nvidia\.com\//.test(text) && !isWorkload(text)) return 'k8s-node';
  return null;
}

/** A pod says what it wants, not what is there. */
function isWorkload(text: string): boolean {
  if (/"?kind"?:\s*"?Node\b/.test(text)) return false;
  return (
    /"?kind"?:\s*"?\w+/.test(text) || /^\s*(?:- )?"?(?:resources|limits|requests|containers)"?:/m.test(text)
  );
}

/** "nvidia.com/gpu.count=1", "nvidia.com/gpu: 16", `"nvidia.com/gpu": "16",`, "Labels:  a/b=c". */
const LABEL = /^\s*(?:Labels:\s+|- )?"?[A-Za-z0-9.-]{1,253}\/[A-Za-z0-9._/-]{1,253}"?\s*[=:]/;
const DESCRIBED =
  /^(?:[A-Z][A-Za-z ./()-]{0,60}:|Resource\s{2,}|[A-Za-z0-9.-]+(?:\/[A-Za-z0-9._-]+)?\s{2,}|\s+\S)/;
const NVIDIA = /nvidia\.com\/[A-Za-z0-9._-]+"?\s*(?:[=:]|\s\s)/;
const INSTASLICE = /^\s*(?:Allocations|Prepared|Gpu UUID):/;

/** Stretches of labels or of a description between two documents. */
function linesIn(texts: readonly string[], from: number, to: number): Found[] {
  const found: Found[] = [];
  let start = -1;
  let [last, hasNvidia, isInstaslice] = [-1, false, false];
  const close = (): void => {
    if (start >= 0 && (hasNvidia || isInstaslice)) {
      found.push({
        at: start,
        count: last + 1 - start,
        kind: isInstaslice ? 'instaslice-lines' : 'k8s-node-lines',
      });
    }
    [start, last, hasNvidia, isInstaslice] = [-1, -1, false, false];
  };
  for (let i = from; i < to; i++) {
    const text = texts[i] ?? '';
    if (text.trim() === '') continue;
    const isLabel = LABEL.test(text) || ELISION.test(text);
    const isMine = isLabel || (DESCRIBED.test(text) && !/^\s*[|+=]/.test(text));
    if (!isMine) {
      close();
      continue;
    }
    // Only what is surely ours opens a stretch.
    const opens =
      isLabel ||
      /^Name:\s/.test(text) ||
      INSTASLICE.test(text) ||
      /^(?:Labels|Capacity|Allocatable):/.test(text);
    if (start < 0 && !opens) continue;
    if (start < 0) start = i;
    hasNvidia ||= NVIDIA.test(text);
    isInstaslice ||= INSTASLICE.test(text);
    last = i;
  }
  close();
  return found;
}
