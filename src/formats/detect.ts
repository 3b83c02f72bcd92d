/** What a pasted text is, told by looking. Nothing is parsed, so the answer can still turn out to be unreadable. */
import { unwrapJson } from './planJson.ts';
import { MAX_TEXT_LENGTH } from './reading.ts';

export type DetectedFormat = 'plan-json' | 'layout' | 'mig-lgi' | 'share-link';

/** `p=`, the version and what follows in the characters of a link; some chats write "=" as "%3D", or "%3d". */
const FRAGMENT = 'p(?:=|%3[Dd])[0-9]+\\.[0-9A-Za-z._-]*';
/** Lines in which our texts carry their plan: a comment of a script, a definition of Markdown, an element of XML. */
const CARRIERS = [
  '#[ \\t]*mig-planner-plan:[ \\t]*',
  '\\[mig-planner-plan\\]:[ \\t]*#',
  '<mig-planner-plan xmlns="[a-z:-]{1,60}">',
];
const IN_SCRIPT = new RegExp(`^[ \\t]*(?:${CARRIERS.join('|')})(${FRAGMENT})`, 'm');
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
 * none. A script of ours is a share link, for that is how it carries the plan. Linear; what lies beyond the length that
 * a reader takes is not looked at.
 */
export function detectFormat(text: string): DetectedFormat | null {
  const seen = text.slice(0, MAX_TEXT_LENGTH);
  if (unwrapJson(seen).body.startsWith('{')) return 'plan-json';
  // A layout or a table may be followed by a link in the prose, so a link in the middle is looked for last.
  if (IN_SCRIPT.test(seen) || AT_START.test(seen)) return 'share-link';
  if (LGI.some((sign) => sign.test(seen))) return 'mig-lgi';
  const lines = seen.split(/\r\n|\r|\n/);
  if (lines.some((line) => LAYOUT.test(line))) return 'layout';
  if (IN_URL.test(seen)) return 'share-link';
  return lines.some((line) => LAYOUT_REMARK.test(line)) ? 'layout' : null;
}

/**
 * The plan that a text carries, as the fragment of a share link without its "#": from a comment line
 * `# mig-planner-plan: p=1...` of a script, from the like of it in Markdown and XML, from the fragment itself, or from a URL. A link that mail has broken over
 * several lines is put together. Null when there is none; whether it is whole, `decodeShare` says.
 */
export function findSharedPlan(text: string): string | null {
  const match = IN_SCRIPT.exec(text) ?? AT_START.exec(text) ?? IN_URL.exec(text);
  const found = match?.[1];
  if (match === null || found === undefined) return null;
  return withNextLines(found.replace(/%3d/i, '='), text, match.index + match[0].length);
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
