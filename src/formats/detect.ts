/** What a pasted text is, told by looking: our own formats here, those of others by the table in paste/readers.ts. */
import { readAnyText } from './anyText.ts';
import { findCarried, FRAGMENT } from './carrier.ts';
import type { ForeignFormat } from './paste/readers.ts';
import { beginsAsJson } from './planJson.ts';
import { MAX_TEXT_LENGTH } from './reading.ts';

export const OWN_FORMATS = ['plan-json', 'layout', 'share-link'] as const;
export type OwnFormat = (typeof OWN_FORMATS)[number];
export type TextFormat = OwnFormat | ForeignFormat;

const AT_START = new RegExp(`^\\s*#?(${FRAGMENT})`);
/** Mail gateways wrap a link in one of their own, and escape it whole. */
const IN_URL = new RegExp(`(?:#|%23)(${FRAGMENT})`);

/** What every plan of ours says of itself. */
const PLAN_MARK = /"format"\s*:\s*"mig-plan"/;
const LAYOUT_NAME = '(?:[A-Za-z0-9._-]+|"(?:[^"\\\\\\n]|\\\\.)*")';
const LAYOUT = new RegExp(
  `^\\s*${LAYOUT_NAME}\\s*/\\s*[0-9]{1,4}[ \\t]+${LAYOUT_NAME}(?:\\s*:|[ \\t]+(?:off|reserved)\\b)`,
);

/** What `makeLayout` writes where there is no GPU to write. */
const LAYOUT_REMARK = /^# (?:no hosts$|host "|VM "|waiting: )/;

/**
 * Which format of our own a text is, with prompts, code fences and other text around it; null when it looks like none. `isSure`: it is
 * that whatever else is in it; otherwise any line that a reader of another format takes speaks against it. A script, a picture or
 * a page of ours is a share link, for that is how it carries the plan. Linear; beyond the length that a reader takes only such a
 * plan is looked for.
 */
export function detectOwn(text: string): { readonly format: OwnFormat; readonly isSure: boolean } | null {
  const seen = text.slice(0, MAX_TEXT_LENGTH);
  const lines = seen.split(/\r\n|\r|\n/);
  if (beginsAsJson(lines)) return { format: 'plan-json', isSure: PLAN_MARK.test(seen) };
  // A layout or a table may be followed by a link in the prose, so a link in the middle is looked for last.
  if (findCarried(text) !== null || AT_START.test(seen)) return { format: 'share-link', isSure: true };
  if (lines.some((line) => LAYOUT.test(line))) return { format: 'layout', isSure: false };
  if (IN_URL.test(seen)) return { format: 'share-link', isSure: false };
  return lines.some((line) => LAYOUT_REMARK.test(line)) ? { format: 'layout', isSure: false } : null;
}

/** The first format of a text; null when it looks like none. */
export function detectFormat(text: string): TextFormat | null {
  const own = detectOwn(text);
  if (own?.isSure === true) return own.format;
  const read = readAnyText(text.slice(0, MAX_TEXT_LENGTH));
  const [first] = read.ok ? read.value.parts : [];
  return first?.format ?? own?.format ?? null;
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
