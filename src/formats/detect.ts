/** What a pasted text is, told by looking. Nothing is parsed, so the answer can still turn out to be unreadable. */
import { findCarried, FRAGMENT } from './carrier.ts';
import { unwrapJson } from './planJson.ts';
import { MAX_TEXT_LENGTH } from './reading.ts';

export type DetectedFormat = 'plan-json' | 'layout' | 'mig-lgi' | 'share-link';

const AT_START = new RegExp(`^\\s*#?(${FRAGMENT})`);
/** Mail gateways wrap a link in one of their own, and escape it whole. */
const IN_URL = new RegExp(`(?:#|%23)(${FRAGMENT})`);

/** With any blank: what was copied from a page has its blanks hard. */
const LGI = [
  /GPU\sinstances:/,
  /\|[^\S\r\n]*[0-9]+[^\S\r\n]+MIG[^\S\r\n]+[0-9]+g\.[0-9]+gb/i,
  /No\sGPU\sinstances\sfound|No\sMIG-enabled\sdevices\sfound/i,
];
const LAYOUT_NAME = '(?:[A-Za-z0-9._-]+|"(?:[^"\\\\\\n]|\\\\.)*")';
const LAYOUT = new RegExp(
  `^\\s*${LAYOUT_NAME}\\s*/\\s*[0-9]{1,4}[ \\t]+${LAYOUT_NAME}(?:\\s*:|[ \\t]+(?:off|reserved)\\b)`,
);

/** What `makeLayout` writes where there is no GPU to write. */
const LAYOUT_REMARK = /^# (?:no hosts$|host "|VM "|waiting: )/;

/**
 * The format of a text as people paste it, with prompts, code fences and other text around it; null when it looks like
 * none. A script, a picture or a page of ours is a share link, for that is how it carries the plan. Linear; beyond the length
 * that a reader takes only such a plan is looked for.
 */
export function detectFormat(text: string): DetectedFormat | null {
  const seen = text.slice(0, MAX_TEXT_LENGTH);
  if (unwrapJson(seen).body.startsWith('{')) return 'plan-json';
  // A layout or a table may be followed by a link in the prose, so a link in the middle is looked for last.
  if (findCarried(text) !== null || AT_START.test(seen)) return 'share-link';
  if (LGI.some((sign) => sign.test(seen))) return 'mig-lgi';
  const lines = seen.split(/\r\n|\r|\n/);
  if (lines.some((line) => LAYOUT.test(line))) return 'layout';
  if (IN_URL.test(seen)) return 'share-link';
  return lines.some((line) => LAYOUT_REMARK.test(line)) ? 'layout' : null;
}

/**
 * The plan that a text carries, as the fragment of a share link without its "#": from where files of ours hold it
 * (carrier.ts), from the fragment itself, or from a URL. A link that mail has broken over several lines is put together. Null when there is none; whether it is whole, `decodeShare` says.
 */
export function findSharedPlan(text: string): string | null {
  const found = findCarried(text) ?? findLink(text);
  return found === null ? null : withNextLines(found.fragment.replace(/%3d/i, '='), text, found.end);
}

function findLink(text: string): { readonly fragment: string; readonly end: number } | null {
  const match = AT_START.exec(text) ?? IN_URL.exec(text);
  const fragment = match?.[1];
  if (match === null || fragment === undefined) return null;
  return { fragment, end: match.index + match[0].length };
}

/**
 * Adds following lines that are nothing but characters of a link, as long as the link says that some are missing. Quote
 * marks before and the end of a sentence or bracket behind are no part of it.
 */
function withNextLines(fragment: string, text: string, end: number): string {
  const [, length = '', payload = ''] = /^p=[0-9]+\.([0-9a-z]+)\.[0-9a-z]+\.([\w-]*)$/.exec(fragment) ?? [];
  const missing = parseInt(length, 36) - payload.length;
  const nextLine = /[ \t]*(?:\r\n|\r|\n)[ \t>]*([\w-]+)(?=[ \t.,;:!?>)\]"'*]*(?:[\r\n]|$))/y;
  nextLine.lastIndex = end;
  let more = '';
  while (more.length < missing) {
    const line = nextLine.exec(text)?.[1];
    if (line === undefined) break;
    more += line;
  }
  return more.length === missing ? fragment + more : fragment;
}
