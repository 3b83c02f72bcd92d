/**
 * Text into PowerShell. The only place where a name becomes text of a script: a writer puts names into strings and
 * comments made here, and looks machines up with exact comparison, for `-Name` takes patterns.
 */
import { withoutInvisible } from '../../model/name.ts';
import { shellComment } from './shell.ts';

/** Half of a surrogate pair: no UTF-8 can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** All five of these end a string in single quotes; each is written twice inside one. */
const QUOTES = /['\u2018\u2019\u201a\u201b]/g;

/** A string in single quotes, on one line, in which nothing else means anything. What no name holds comes out as U+FFFD. */
export function powershellString(text: string): string {
  const line = withoutInvisible(text.replace(LONE_SURROGATE, '\ufffd'), '\ufffd');
  return `'${line.replace(QUOTES, '$&$&')}'`;
}

/**
 * One comment line with its "# ". "# SIG # Begin signature block" would end the script for PowerShell, whatever follows,
 * and "#requires" would be obeyed: a second blank makes either a comment like any other.
 */
export function powershellComment(text: string): string {
  const line = shellComment(text);
  return /^# *(?:sig\b|requires\b)/i.test(line) ? line.replace(/^# */, '#  ') : line;
}
