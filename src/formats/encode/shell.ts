/**
 * Text into POSIX shell: bash, dash and the BusyBox ash of ESXi. The only place where a name becomes shell text; a
 * writer of scripts builds nothing from names by itself.
 */
import { withoutInvisible } from '../../model/name.ts';

/** Half of a surrogate pair: no UTF-8 can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * One word for a command line: in single quotes, where nothing but the quote itself means anything, each quote as
 * '\''. No argument can hold NUL; it comes out as U+FFFD, as does half of a surrogate pair. A word may still begin with
 * "-": put it where no option is read, as in `printf '%s\n' WORD`.
 */
export function shellArgument(text: string): string {
  return `'${text.replace(LONE_SURROGATE, '\ufffd').replaceAll('\0', '\ufffd').replaceAll("'", "'\\''")}'`;
}

/** One comment line with its "# ", without a line break. A backslash at the end is dropped: it looks like a continued line. */
export function shellComment(text: string): string {
  let end = 0;
  // What breaks a line or hides text becomes a space; what comes in here need not be a name.
  const line = withoutInvisible(text.replace(LONE_SURROGATE, '\ufffd'), ' ');
  for (let i = 0; i < line.length; i++) if (line[i] !== '\\' && line[i] !== ' ') end = i + 1;
  return end === 0 ? '#' : `# ${line.slice(0, end)}`;
}
