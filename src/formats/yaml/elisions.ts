/**
 * Lines of nothing but "..." stand for what somebody left out of a paste. To YAML they end a document, so they are taken
 * away before it is read: by blanks, that every other character stays where it is.
 */
import type { YamlLine } from './yamlNode.ts';

/** "..." or "[...]" on a line of its own, with or without a comma. */
const ELISION = /^\s*(?:\[?(?:\.{3,}|…)\]?),?\s*$/;
/** What opens a "|" or ">" block: in its lines no character means anything. Blanks are bounded, or a long line of them takes long. */
const OPENS_BLOCK = /(?:^|[:-])[ \t]{0,80}[|>][-+1-9]{0,2}[ \t]{0,80}(?:#.*)?$/;

export interface WithoutElisions {
  /** The lines with line feeds between them, each as long as it was. */
  readonly text: string;
  /** Something was left out by whoever pasted it. */
  readonly isCut: boolean;
}

export function withoutElisions(lines: readonly YamlLine[]): WithoutElisions {
  const texts = lines.map(({ text }) => text);
  const whole = texts.join('\n');
  if (!whole.includes('...') && !whole.includes('…')) return { text: whole, isCut: false };
  const first = texts.find((text) => text.trim() !== '' && !ELISION.test(text)) ?? '';
  const isJson = /^\s*[{[]/.test(first);
  let isCut = false;
  /** Of the line that opens the block that we are in. */
  let blockIndent: number | null = null;
  /** What was said last before this line. */
  let before = '';
  for (const [at, text] of texts.entries()) {
    if (text.trim() === '') continue;
    const indent = text.length - text.trimStart().length;
    if (blockIndent !== null && indent > blockIndent) continue;
    const endsBlock = blockIndent !== null;
    blockIndent = null;
    if (ELISION.test(text)) {
      isCut = true;
      // Where something was left out, nobody left a comma.
      const isComma =
        isJson && before !== '' && !'[{,:'.includes(before.trimEnd().at(-1) ?? '') && isValueNext(texts, at);
      // A comment ends a block, blanks would be of it.
      texts[at] = (isComma ? ',' : endsBlock ? '#' : ' ').padEnd(text.length);
      if (isComma) before = ',';
      continue;
    }
    const cut = isJson ? beforeElision(text) : null;
    if (cut !== null) {
      isCut = true;
      texts[at] = cut.padEnd(text.length);
    }
    if (OPENS_BLOCK.test(text)) blockIndent = /^\s*[|>]/.test(text) ? -1 : indent;
    before = texts[at] ?? '';
  }
  return { text: texts.join('\n'), isCut };
}

/** A bracket that closes takes no comma before it. */
function isValueNext(texts: readonly string[], at: number): boolean {
  for (let next = at + 1; next < texts.length; next++) {
    const text = (texts[next] ?? '').trim();
    if (text !== '' && !ELISION.test(text)) return !/^[\]},]/.test(text);
  }
  return false;
}

/** In JSON also behind a comma or a bracket, where no text of its own can end. */
function beforeElision(text: string): string | null {
  const whole = text.trimEnd();
  const cut = whole.endsWith('…') ? whole.slice(0, -1) : whole.replace(/\.{3,}$/, '');
  return cut.length < whole.length && '[{,'.includes(cut.trimEnd().at(-1) ?? '.') ? cut : null;
}
