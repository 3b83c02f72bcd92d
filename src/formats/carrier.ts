/**
 * How a file that is for people carries the plan, so that it can be opened again: the fragment of a share link, "p=1....", in a
 * place of each language that a reader does not see. Its letters mean nothing in any of them.
 */

/** `p=`, the version and what follows in the characters of a link; some chats write "=" as "%3D", or "%3d". */
export const FRAGMENT = 'p(?:=|%3[Dd])[0-9]+\\.[0-9A-Za-z._-]*';

/** The word beside it in every language. */
export const CARRIER = 'mig-planner-plan';

const WHOLE = new RegExp(`^${FRAGMENT}$`);

/** True for what may be written into a file as it is. */
export function isSharedPlan(text: string): boolean {
  return WHOLE.test(text);
}

/** A mail breaks the line at its blank, for what follows is long, and quotes it with ">". */
const BREAK = '(?:\\r?\\n[ \\t>]*#?[ \\t]*)?';

const PLACES = [
  // A comment line of a script, YAML and the like.
  `^[ \\t>]*#[ \\t]*${CARRIER}:[ \\t]*${BREAK}(${FRAGMENT})`,
  // <metadata id="mig-planner-plan"> of an SVG.
  `<metadata id=["']${CARRIER}["']>\\s*(${FRAGMENT})`,
  // <meta name="mig-planner-plan" content="..."> of an HTML page.
  `<meta name=["']${CARRIER}["'] content=["'](${FRAGMENT})`,
  // <mig-planner-plan xmlns="..."> in the metadata of a libvirt domain.
  `<${CARRIER} xmlns=["'][a-z:-]{1,60}["']>\\s*(${FRAGMENT})`,
  // A link reference of Markdown, with or without the address of the page.
  `^[ >]{0,6}\\[${CARRIER}\\]:[ \\t]*(?:\\r?\\n[ \\t>]*)?<?[^\\s<>#]*#(${FRAGMENT})`,
].map((pattern) => new RegExp(pattern, 'm'));

/** The fragment where a file of ours carries it, and where it ends in the text; null where none does. */
export function findCarried(text: string): { readonly fragment: string; readonly end: number } | null {
  // Most texts have none, and may be long.
  if (!text.includes(CARRIER)) return null;
  for (const place of PLACES) {
    const match = place.exec(text);
    const fragment = match?.[1];
    if (match != null && fragment !== undefined)
      return { fragment, end: match.index + match[0].indexOf(fragment) + fragment.length };
  }
  return null;
}
