/** Names as identifiers and file names: what is left of a name in letters, digits, "-" and "." that mean nothing anywhere. */

/** As long as one label of a DNS name or a label value of Kubernetes may be. */
const MAX_SLUG_LENGTH = 63;
const MAX_FILE_NAME_BYTES = 100;
const NOTHING_LEFT = 'unnamed';

/** Windows opens a device for these, whatever the extension. */
const RESERVED = /^(?:con|prn|aux|nul|conin|conout|com[0-9]|lpt[0-9])(?=\.|$)/;

/**
 * Labels of `[a-z0-9]([-a-z0-9]*[a-z0-9])?` joined by single dots, at most 63 characters. A slug that is in `taken` gets
 * the first number from 2 on that makes it free; the caller adds what it uses to `taken`.
 */
export function makeSlug(name: string, taken: ReadonlySet<string> = new Set()): string {
  const slug = cut(name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, ''), MAX_SLUG_LENGTH);
  if (!taken.has(slug)) return slug;
  for (let n = 2; ; n++) {
    const numbered = `${cut(slug, MAX_SLUG_LENGTH - `-${n}`.length)}-${n}`;
    if (!taken.has(numbered)) return numbered;
  }
}

/** A file name of at most 100 bytes that every system takes. The extension is ours and comes without its dot. */
export function makeFileName(name: string, extension: string): string {
  const stem = cut(makeSlug(name).replace(RESERVED, '$&-file'), MAX_FILE_NAME_BYTES - extension.length - 1);
  return `${stem}.${extension}`;
}

/** A folder name that every system takes, as `makeSlug` makes it. */
export function makeFolderName(name: string, taken: ReadonlySet<string>): string {
  return makeSlug(makeSlug(name).replace(RESERVED, '$&-file'), taken);
}

/** Anything that may not stand in a label becomes a "-"; labels lose theirs at both ends, and vanish when empty. */
function cut(text: string, max: number): string {
  const labels = (part: string): string =>
    part
      .split('.')
      .map((label) => label.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''))
      .filter((label) => label !== '')
      .join('.');
  // Again, for the cut may have left a "-" or a "." at the end.
  return labels(labels(text).slice(0, max)) || NOTHING_LEFT;
}
