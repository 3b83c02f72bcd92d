/** Lists that are written on the command line itself: "3g.20gb=40,2g.10gb=7". */

export function inlineParts(text: string): string[] {
  return text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** True when there are parts, and every one is of this form. */
export function isInlineList(text: string, part: RegExp): boolean {
  const parts = inlineParts(text);
  return parts.length > 0 && parts.every((one) => part.test(one));
}
