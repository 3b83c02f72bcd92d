/** The arguments of nvidia-smi read by a table of options, in any order. */

/** What an option takes: nothing, a value, or a value that may be left out. */
export type Takes = 'nothing' | 'value' | 'optional';

export interface OptionRow {
  /** The first is what the option is known by. */
  readonly names: readonly string[];
  readonly takes: Takes;
}

export interface ReadOptions {
  /** By first name; null for one without a value. */
  readonly values: ReadonlyMap<string, string | null>;
  readonly isUnderstood: boolean;
}

/** "-i 0", "-i=0", "--id=0". A value does not begin with a dash. */
export function readOptions(words: readonly string[], rows: readonly OptionRow[]): ReadOptions {
  const byName = new Map(rows.flatMap((row) => row.names.map((name) => [name, row] as const)));
  const values = new Map<string, string | null>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const row = byName.get(name);
    const [first] = row?.names ?? [];
    if (row === undefined || first === undefined || values.has(first)) return { values, isUnderstood: false };
    let value = equals < 0 ? null : word.slice(equals + 1);
    const next = words[at + 1];
    if (value === null && row.takes !== 'nothing' && next !== undefined && !next.startsWith('-')) {
      value = next;
      at += 1;
    }
    const isWrong = row.takes === 'nothing' ? value !== null : row.takes === 'value' && !value;
    if (isWrong) return { values, isUnderstood: false };
    values.set(first, value);
  }
  return { values, isUnderstood: true };
}

/** Most items of one list that are looked at; a list that is longer is no list that anybody types. */
const MAX_ITEMS = 2000;

/** The items of a comma list; null for one that has an empty item or is far too long. */
export function listOf(text: string): string[] | null {
  const items = text.split(',').map((item) => item.trim());
  return items.length > MAX_ITEMS || items.includes('') ? null : items;
}

/** A comma list of IDs; null where one of them is none. */
export function idsOf(text: string): number[] | null {
  const items = listOf(text);
  return items === null || items.some((item) => !/^\d{1,4}$/.test(item)) ? null : items.map(Number);
}

/** The GPUs that -i names: by index, PCI bus ID or UUID. Null where it names none or one that is not there. */
export function namedGpus<
  T extends { readonly index: number; readonly uuid: string; readonly pciId: string },
>(gpus: readonly T[], text: string): T[] | null {
  const items = listOf(text);
  if (items === null) return null;
  const found = items.map((item) =>
    gpus.find(
      (gpu) =>
        (/^\d{1,4}$/.test(item) && gpu.index === Number(item)) ||
        gpu.uuid.toLowerCase() === item.toLowerCase() ||
        isBus(gpu.pciId, item),
    ),
  );
  if (found.includes(undefined)) return null;
  return gpus.filter((gpu) => found.includes(gpu));
}

/** "00000000:3B:00.0", "0000:3b:00.0" and "3B:00.0" are one bus. */
function isBus(pciId: string, text: string): boolean {
  const parts = (bus: string): string => bus.toUpperCase().replace(/^0+(?=[0-9A-F]*:)/, '');
  const typed = parts(text);
  const own = parts(pciId);
  return /:.*\./.test(text) && (typed === own || `:${typed}` === own);
}
