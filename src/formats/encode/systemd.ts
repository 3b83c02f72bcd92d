/** Names into systemd units. None ever stands in a line that is executed: only in descriptions, comments and file names. */
import { withoutInvisible } from '../../model/name.ts';
import { shellComment } from './shell.ts';
import { makeSlug } from './slug.ts';

/** Half of a surrogate pair: no UTF-8 can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The value of `Description=`: one line, "%" doubled so that it is no specifier, no backslash at the end, which would
 * join the next line. Never empty: an empty value takes back what was set.
 */
export function systemdDescription(text: string): string {
  const line = withoutInvisible(text.replace(LONE_SURROGATE, '\ufffd'), ' ').replaceAll('%', '%%').trim();
  return line.replace(/[\\\s]+$/, '') || 'unnamed';
}

/** One comment line with its "# ". A backslash at its end would go on in the next line, so it is dropped. */
export const systemdComment: (text: string) => string = shellComment;

/** A unit of ours for something with a name: "mig-plan-a.service". "@" and "\" mean something in one, so a slug is taken. */
export function systemdUnit(name: string, taken: ReadonlySet<string> = new Set()): string {
  return `mig-${makeSlug(name, taken)}.service`;
}
