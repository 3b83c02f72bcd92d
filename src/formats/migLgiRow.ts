/** One row of the table of `nvidia-smi mig -lgi`, from text that may be cut or broken. */
import type { GiProfile } from '../model/board.ts';
import { BOARDS } from '../model/catalogue/catalogue.ts';
import { makeProfileName, parseProfileName, type ProfileName } from '../model/profile.ts';
import { MAX_INDEX } from './documentShape.ts';

/** One row of a listing, as printed. `start` and `size` are in memory slices. */
export interface LgiCells {
  readonly profile: ProfileName;
  /** Null where the column says N/A: nvidia-smi never does, `makeMigLgi` does for what nobody knows. */
  readonly profileId: number | null;
  /** Null as above. */
  readonly instanceId: number | null;
  readonly start: number;
  readonly size: number;
}

export interface LgiRow extends LgiCells {
  /** Of the text, 1-based. */
  readonly line: number;
}

export type RowText =
  /** `cells` are the words of the row. */
  | { readonly kind: 'row'; readonly gpu: number; readonly row: LgiCells; readonly cells: readonly string[] }
  | { readonly kind: 'heading'; readonly isFirst: boolean }
  | { readonly kind: 'cut' }
  | { readonly kind: 'other' };

const HEADINGS: readonly string[] = [
  'GPU instances:',
  'GPU Name Profile Instance Placement',
  'ID ID Start:Size',
];

const OTHER: RowText = { kind: 'other' };
const CUT: RowText = { kind: 'cut' };
/** No row is longer; what follows is not looked at. */
const LONGEST_ROW = 400;

/** One line as a row of the table: `|   0  MIG 3g.20gb          9        2          4:4     |`. */
export function readRow(text: string): RowText {
  const whole = text.trim();
  if (whole.length > LONGEST_ROW) return OTHER;
  const opens = whole.startsWith('|');
  const closes = whole.endsWith('|') && whole.length > 1;
  const inner = whole.slice(opens ? 1 : 0, closes ? -1 : undefined);
  if (inner.includes('|')) return OTHER;
  const cells = inner.split(' ').filter((cell) => cell !== '');
  const heading = HEADINGS.indexOf(cells.join(' '));
  if (heading >= 0) return { kind: 'heading', isFirst: heading === 0 };

  const [gpu = '', mig, name = '', profileId = '', instanceId = '', placement = ''] = cells;
  if (!isNumber(gpu) || mig !== 'MIG' || cells.length > 6) return OTHER;
  if (cells.length < 6) return profileId.includes('/') || instanceId.includes('/') ? OTHER : CUT;
  if (/^\d{1,4}:?$/.test(placement)) return CUT;
  const profile = parseProfileName(name);
  const [start = '', size = '', more] = placement.split(':');
  const isProfile = profile !== null && profile.ciSlices === null;
  const hasNumbers = [profileId, instanceId].every(isIdCell) && [start, size].every(isNumber);
  if (!isProfile || !hasNumbers || more !== undefined) return OTHER;
  const row: LgiCells = {
    profile: makeProfileName(profile),
    profileId: idOf(profileId),
    instanceId: idOf(instanceId),
    start: Number(start),
    size: Number(size),
  };
  // Without one of its bars a row may have lost digits at that end: "10" reads as 0 then, "0:12" as 0:1. One without either was copied
  // without them, as from a picture or a page.
  const mayLackDigits = closes ? !opens : !isKnownSize(row);
  return mayLackDigits ? CUT : { kind: 'row', gpu: Number(gpu), row, cells };
}

function isNumber(cell: string): boolean {
  return /^\d{1,4}$/.test(cell) && Number(cell) <= MAX_INDEX;
}

function isIdCell(cell: string): boolean {
  return cell === 'N/A' || isNumber(cell);
}

function idOf(cell: string): number | null {
  return cell === 'N/A' ? null : Number(cell);
}

function isKnownSize({ profile, size }: LgiCells): boolean {
  return profilesNamed(profile).some((known) => known.memorySlices === size);
}

/** True where `next` may be the rest of a line that a narrow terminal broke: a bar opens the one and closes the other. */
export function isBroken(text: string, next: string): boolean {
  const [head, tail] = [text.trim(), next.trim()];
  if (head.length + tail.length > LONGEST_ROW) return false;
  return head.startsWith('|') && !(head.length > 1 && head.endsWith('|')) && /^[^|]*\|$/.test(tail);
}

/**
 * The row or heading that a broken line was, with or without a blank at the break; null when it was neither. Both can
 * only be rows when they are the same one: a row has six words.
 */
export function joinRow(text: string, next: string): RowText | null {
  const readings = [readRow(text + next), readRow(`${text} ${next}`)];
  return readings.find((row) => row.kind === 'row' || row.kind === 'heading') ?? null;
}

const profilesByName = new Map<ProfileName, GiProfile[]>();
for (const board of BOARDS) {
  for (const profile of board.profiles) {
    const same = profilesByName.get(profile.name);
    if (same === undefined) profilesByName.set(profile.name, [profile]);
    else same.push(profile);
  }
}

/** The profiles of that name, of all boards. */
export function profilesNamed(name: ProfileName): readonly GiProfile[] {
  return profilesByName.get(name) ?? [];
}

/** The row with digits for the letters that stand in their places (O, l, I), as a picture that was read makes them; null where that is no row. */
export function rowMeant(text: string): string | null {
  if (text.length > LONGEST_ROW || !/[OolI]/.test(text) || !/\bMIG\b/.test(text)) return null;
  const words = text.trim().replace(/^\|/, '').replace(/\|$/, '').trim().split(/ +/);
  const digits = words.map((word, n) => (n === 1 || word === 'N/A' ? word : withDigits(word))).join(' ');
  return readRow(`| ${digits} |`).kind === 'row' ? digits : null;
}

function withDigits(word: string): string {
  return word.replace(/[Oo]/g, '0').replace(/[lI]/g, '1');
}
