/**
 * How wide a text is, without a page to ask: widths of Inter, in thousandths of its size, measured from the font files. A picture
 * may be shown in another font, so texts are given a little more room than they need.
 */

/* prettier-ignore -- U+0020 to U+007E, sixteen to a line */
const REGULAR = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646,
  593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269,
  571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471,
  456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528,
  327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
];
/** Semibold letters are at most this much wider. */
const SEMIBOLD = 1.035;
/** For fonts that are wider than Inter. */
const SPARE = 1.04;

const COMBINING = /\p{Mn}|\p{Me}|\ufe0f/u;
/** Scripts and pictures that are as wide as high. */
const SQUARE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;
const SQUARE_WIDTH = 1300;
const OTHER_WIDTH = 750;

export interface Face {
  readonly sizePx: number;
  readonly isBold?: boolean;
}

function widthOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  const known = REGULAR[code - 0x20];
  if (known !== undefined) return known;
  if (COMBINING.test(char)) return 0;
  return SQUARE.test(char) ? SQUARE_WIDTH : OTHER_WIDTH;
}

/** Width in px. */
export function textWidth(text: string, { sizePx, isBold = false }: Face): number {
  let sum = 0;
  for (const char of text) sum += widthOf(char);
  return (sum / 1000) * sizePx * SPARE * (isBold ? SEMIBOLD : 1);
}

const ELLIPSIS = '…';

/** The text, or as much of its beginning as fits with "…" behind it; empty where not even that fits. */
export function fitted(text: string, widthPx: number, face: Face): string {
  if (textWidth(text, face) <= widthPx) return text;
  let room = widthPx - textWidth(ELLIPSIS, face);
  if (room < 0) return '';
  let kept = '';
  for (const char of text) {
    room -= textWidth(char, face);
    if (room < 0) break;
    kept += char;
  }
  return `${kept.trimEnd()}${ELLIPSIS}`;
}
