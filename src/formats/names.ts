/** Names, notes and profiles as a reader takes them in: in the form a plan may hold, with a notice for what was changed. */
import { checkName, cleanName, cleanNotes } from '../model/name.ts';
import { makeProfileName, parseProfileName, type ProfileName } from '../model/profile.ts';
import type { At } from '../model/source.ts';
import type { Notice } from './reading.ts';

/** The name in normal form; where it cannot be one, the nearest that can (or `fallback`) and a notice. */
export function readName(text: string, fallback: string, at: At, notices: Notice[]): string {
  const checked = checkName(text);
  if (checked.ok) return checked.value;
  const to = cleanName(text, fallback);
  notices.push({ code: 'name-cleaned', at, from: text, to, why: checked.error });
  return to;
}

/** Notes without hidden characters and within their limit, and a notice where that changed them. */
export function readNotes(text: string, at: At, notices: Notice[]): string {
  const notes = cleanNotes(text);
  if (notes !== text) notices.push({ code: 'notes-cleaned', at });
  return notes;
}

/** A profile name as nvidia-smi prints it ("MIG 3G.20GB" gives "3g.20gb"); any other text stays as it is. */
export function readProfileName(text: string): ProfileName {
  const parsed = parseProfileName(text);
  return parsed === null ? text : makeProfileName(parsed);
}
