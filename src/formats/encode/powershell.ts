/**
 * Text into PowerShell. The only place where a name becomes text of a script: a writer puts names into strings and
 * comments made here, and looks machines up with exact comparison, for `-Name` takes patterns.
 *
 * All of it is ASCII. Windows PowerShell reads a file without a byte-order mark in the code page of the machine, and there
 * the second byte of a Cyrillic letter is a quote that ends a string, or half of a character that swallows one.
 */
import { withoutInvisible } from '../../model/name.ts';
import { shellComment } from './shell.ts';

/** Half of a surrogate pair: no UTF-8 can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * A string: in single quotes, where nothing but the quote itself means anything, each written twice. What is not ASCII
 * stands beside it as its number, the curly quotes among it that would end the string as well: ('Zo' + [char]0xeb). What
 * no name holds comes out as U+FFFD.
 */
export function powershellString(text: string): string {
  const line = withoutInvisible(text.replace(LONE_SURROGATE, '\ufffd'), '\ufffd');
  const parts = line.split(/([^ -~])/).filter((part) => part !== '');
  const quoted = parts.map((part) =>
    /^[ -~]/.test(part) ? `'${part.replaceAll("'", "''")}'` : `[char]0x${part.charCodeAt(0).toString(16)}`,
  );
  const [only = "''", second] = quoted;
  // A number by itself would be a character, and no string.
  return second === undefined && only.startsWith("'") ? only : `(${["''", ...quoted].join(' + ')})`;
}

/**
 * One comment line with its "# ", what is not ASCII as its number. "# SIG # Begin signature block" would end the script for
 * PowerShell, whatever follows, and "#requires" would be obeyed: a second blank makes either a comment like any other.
 */
export function powershellComment(text: string): string {
  const line = shellComment(text).replace(
    /[^ -~]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return /^# *(?:sig\b|requires\b)/i.test(line) ? line.replace(/^# */, '#  ') : line;
}
