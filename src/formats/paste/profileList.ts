/**
 * A bare list of profiles, as people write it in a ticket or a chat: "3g.20gb, 3g.20gb", "2x 3g.20gb + 1g.5gb", "3g.20gb: 2". It is read
 * only where the whole text is nothing else, for a name in a sentence is no list.
 */
import type { SeenCount } from '../evidence/evidence.ts';
import { evidenceOf } from '../nvidiaSmi/seen.ts';
import type { PastedLine, TextReader } from './textReader.ts';

/** A count before or behind the name; a plus sign belongs to the name where letters follow, as in "1g.5gb+me". */
const ITEM =
  /(?:(\d{1,3})\s*[x×*]\s*)?(?:MIG\s+)?((?:\dc\.)?\dg\.\d{1,3}gb(?:[+-][a-z]{2,3}(?:\.[a-z]{2,3})?(?![\w.]))?)(?:\s*[x×*:=]\s*(\d{1,3})(?![\w.]))?/iy;
const BETWEEN = /\s*(?:[,;+&]|\band\b)\s*|\s+/iy;
const BULLET = /^\s*(?:[-*•]\s+)?/;
/** More lines are no list that somebody wrote. */
const MAX_LINES = 200;
const LONGEST_LINE = 400;
/** No more of one profile are on any host. */
const MAX_COUNT = 512;

export const PROFILE_LIST = {
  format: 'profile-list',
  name: 'a list of profiles',
  aliases: ['profiles'],
  // It is known by the whole text, once no other reader takes a line of it.
  extent: () => 0,
  read: () => evidenceOf([]),
} as const satisfies TextReader;

/** What the lines ask for, as counts of a host, for no line says which GPU or where; null where they are not all of a list. */
export function readProfileList(lines: readonly PastedLine[]): ReturnType<typeof evidenceOf> | null {
  const said = lines.filter(({ text }) => text.trim() !== '');
  const [first] = said;
  if (first === undefined || said.length > MAX_LINES) return null;
  const counts: SeenCount[] = [];
  for (const { line, text } of said) {
    const items = text.length > LONGEST_LINE ? null : itemsIn(text);
    if (items === null) return null;
    for (const item of items) counts.push({ at: { line }, ...item });
  }
  const at = { line: first.line };
  const total = { at, gpus: null, product: null, boards: [], isWhole: true, counts, withoutProfile: null };
  const host = {
    at,
    name: null,
    platform: null,
    release: null,
    driver: null,
    gpus: [],
    isWanted: true,
    total,
  };
  return evidenceOf([host]);
}

function itemsIn(line: string): Pick<SeenCount, 'profile' | 'count'>[] | null {
  const text = line.replace(/["'`]/g, '').replace(BULLET, '').trimEnd();
  const items: Pick<SeenCount, 'profile' | 'count'>[] = [];
  for (let at = 0; at < text.length;) {
    ITEM.lastIndex = at;
    const [whole = '', before, profile, behind] = ITEM.exec(text) ?? [];
    if (profile === undefined || (before !== undefined && behind !== undefined)) return null;
    const count = Number(before ?? behind ?? 1);
    if (count > MAX_COUNT) return null;
    if (count > 0) items.push({ profile, count });
    at += whole.length;
    BETWEEN.lastIndex = at;
    const between = BETWEEN.exec(text)?.[0] ?? '';
    if (between === '' && at < text.length) return null;
    at += between.length;
  }
  return items;
}
