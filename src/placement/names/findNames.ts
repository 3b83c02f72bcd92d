/**
 * Any name of any board, read to its rows of the name table: profile, profile ID, vGPU type, ESXi name, mdev type, Kubernetes
 * resource, MIG device, PCI device ID, product. A name is taken as people type it; the answer is always by board.
 */
import { findWithoutMig, type BoardWithoutMig } from '../../model/catalogue/withoutMig.ts';
import type { BoardId } from '../../model/board.ts';
import { withoutInvisible } from '../../model/name.ts';
import { NAMED_BOARDS, namesOfBoard, type NamedBoard, type NameRow } from '../../model/nameTable.ts';
import { makeProfileName, type ProfileName } from '../../model/profile.ts';
import { isSameSize } from '../layouts/pasteLayout.ts';

/** What the text is a name of. `part`: the beginning of names, while somebody is still typing. */
export type NameKind = 'profile' | 'profile-id' | 'vgpu-type' | 'mdev' | 'pci' | 'product' | 'part';

/** What a board has under the name. */
export interface BoardNames {
  readonly board: NamedBoard;
  readonly rows: readonly NameRow[];
}

export type NameAnswer =
  | {
      readonly kind: 'found';
      readonly as: NameKind;
      /** The name in its usual form. */
      readonly name: string;
      /** Compute slices of the compute instance that was named, 1 of "1c.3g.20gb"; null for a whole GPU instance. */
      readonly ciSlices: number | null;
      /** Boards that were put first are first; otherwise in the order of the table. */
      readonly boards: readonly BoardNames[];
    }
  | { readonly kind: 'without-mig'; readonly product: BoardWithoutMig }
  /** A type with no slices in its name: it shares a whole GPU by time, and no GPU instance stands behind it. */
  | { readonly kind: 'time-sliced'; readonly type: string }
  | { readonly kind: 'none' };

/** What a board calls the slices that another board's name stands for. */
export interface Counterpart {
  readonly board: NamedBoard;
  /** Empty where it has no such slices. */
  readonly profiles: readonly ProfileName[];
}

/** A longer text is no name. */
const MAX_LENGTH = 120;

/**
 * The rows that a text names. `first` are the boards that matter most, those of the plan: they lead the list. An empty text,
 * and one that is nothing here, is `none`.
 */
export function findNames(text: string, first: readonly BoardId[] = []): NameAnswer {
  if (text.length > MAX_LENGTH) return { kind: 'none' };
  const typed = canonical(text);
  const bare = withoutPrefix(typed);
  if (bare === '') return { kind: 'none' };
  return (
    findMdev(typed, first) ??
    findProfile(bare, first) ??
    findType(bare, first) ??
    findNumber(bare, first) ??
    findPci(bare, first) ??
    findMissing(typed, bare) ??
    findProduct(bare, first) ??
    findOnProduct(bare, first) ??
    findTimeSliced(bare) ??
    findPart(typed, bare, first) ?? { kind: 'none' }
  );
}

/**
 * What each of these boards calls the slices of what was found. Only boards that have not the name itself are answered for, and
 * only names that stand for slices: a profile, its ID or a type.
 */
export function counterparts(answer: NameAnswer, boards: readonly BoardId[]): Counterpart[] {
  if (answer.kind !== 'found' || answer.as === 'product' || answer.as === 'pci' || answer.as === 'part')
    return [];
  const found = new Set(answer.boards.map(({ board }) => board.id));
  return boards.flatMap((id) => {
    const board = namesOfBoard(id);
    if (board?.board == null || found.has(id)) return [];
    const profiles = board.board.profiles.filter((own) =>
      answer.boards.some(
        (other) =>
          other.board.board?.memorySlices === board.board?.memorySlices &&
          other.board.board?.computeSlices === board.board?.computeSlices &&
          other.rows.some(({ facts }) => facts !== null && isSameSize(facts, own)),
      ),
    );
    return [{ board, profiles: profiles.map(({ name }) => name) }];
  });
}

/** Lower case, plain dashes, one dash for any space or underscore, nothing invisible, no punctuation around it. */
function canonical(text: string): string {
  return (
    withoutInvisible(text.normalize('NFKC'))
      .toLowerCase()
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/^[\s"'`([]+|[\s"'`)\],;:]+$/g, '')
      .replace(/\s*([+-])\s*/g, '$1')
      // A plus that got lost, as in an address: the blank behind the memory is no minus.
      .replace(/([0-9]gb)[\s_]+(?=me\b|gfx\b)/g, '$1+')
      .replace(/[\s_]+/g, '-')
  );
}

/** Without what the makers and tools put before a name, and what `nvidia-smi -L` puts after it. */
function withoutPrefix(typed: string): string {
  return typed
    .replace(/-device(?:-.*)?$/, '')
    .replace(/^nvidia\.com\/(?:mig-?)?/, '')
    .replace(/^(?:(?:nvidia|grid|tesla|mig)(?:-|$))+/, '');
}

function findMdev(typed: string, first: readonly BoardId[]): NameAnswer | null {
  const number = /^nvidia-([0-9]+)$/.exec(typed)?.[1];
  if (number === undefined) return null;
  const name = `nvidia-${number}`;
  return found(
    'mdev',
    name,
    rowsWhere(({ types }) => types.some(({ type }) => type.mdevType === name)),
    first,
  );
}

/** "3g.20gb", "1c.3g.20gb", "3G 20GB", "1g.5gb.me" as Kubernetes has it. */
function findProfile(bare: string, first: readonly BoardId[]): NameAnswer | null {
  const match = /^(?:([1-9])c[.-]?)?([1-9])g[.-]?([1-9][0-9]{0,3})(?:-?gb?)?(.*)$/.exec(bare);
  if (match === null) return null;
  const [, ci, computeSlices, memoryGB, rest = ''] = match;
  const attributes = rest.replace(/^\.(?=[a-z])/, '+');
  if (!/^(?:|[+-][a-z][a-z.,]*)$/.test(attributes)) return null;
  const name = makeProfileName({
    ciSlices: null,
    computeSlices: Number(computeSlices),
    memoryGB: Number(memoryGB),
    attributes: attributes.startsWith('+') ? [attributes.slice(1)] : attributes === '' ? [] : [attributes],
  });
  const rows = rowsWhere(({ profile }) => profile === name);
  if (ci === undefined) return found('profile', name, rows, first);
  // A part of the instance: only where the board offers it, or where its list is not public.
  const offers = ({ facts }: NameRow): boolean =>
    facts === null ||
    !facts.computeInstancesComplete ||
    facts.computeInstances.some((one) => one.computeSlices === Number(ci));
  const offered = rows.map((one) => ({ ...one, rows: one.rows.filter(offers) }));
  const kept = offered.filter((one) => one.rows.length > 0);
  return found('profile', `${ci}c.${name}`, kept, first, Number(ci));
}

function findType(bare: string, first: readonly BoardId[]): NameAnswer | null {
  const name = bare.toUpperCase();
  return found(
    'vgpu-type',
    name,
    rowsWhere(({ types }) => types.some(({ type }) => type.type === name)),
    first,
  );
}

/** A number alone is a profile ID, which most boards have; where none has it, the number of an mdev type. */
function findNumber(bare: string, first: readonly BoardId[]): NameAnswer | null {
  const digits = /^(?:profile-?)?(?:id:?-?)?([0-9]{1,5})$/.exec(bare)?.[1];
  if (digits === undefined) return null;
  const id = Number(digits);
  return (
    found(
      'profile-id',
      String(id),
      rowsWhere(({ facts }) => facts?.id === id),
      first,
    ) ?? findMdev(`nvidia-${id}`, first)
  );
}

/** "0x20F110DE", "10de:20f1", "20f1": the device alone tells boards of NVIDIA apart. */
function findPci(bare: string, first: readonly BoardId[]): NameAnswer | null {
  const device = /^(?:pci-?)?(?:10de[:-])?(?:0x)?([0-9a-f]{4})(?:10de)?$/.exec(bare)?.[1]?.toUpperCase();
  if (device === undefined) return null;
  const boards = NAMED_BOARDS.filter((board) => board.pciDeviceIds.some((id) => id.slice(2, 6) === device));
  return found('pci', `10DE:${device}`, boards.map(whole), first);
}

function findMissing(typed: string, bare: string): NameAnswer | null {
  // "L40S-48C" is a type of it; the product is what the answer is about all the same.
  const product = findWithoutMig(typed) ?? findWithoutMig(bare);
  return product === null ? null : { kind: 'without-mig', product };
}

/** A product by its whole name, or by words of it: "A100 80GB". The last word may be unfinished. */
function findProduct(bare: string, first: readonly BoardId[]): NameAnswer | null {
  const isNamed = (board: NamedBoard): boolean =>
    [board.id, ...board.productNames].some((name) => withoutPrefix(canonical(name)) === bare);
  if (NAMED_BOARDS.some(isNamed)) {
    // The name of a product may begin the types of another: an A100X has those of A100D, an A100 HGX 40GB those of A100X.
    const isFamily = ({ variants }: NamedBoard): boolean =>
      variants.some(({ family }) => family.toLowerCase() === bare);
    // One word is short for more than one product: who says H800 may have the NVL.
    const isShortFor = (board: NamedBoard): boolean => productWords(board).includes(bare);
    const named = NAMED_BOARDS.filter((board) => isNamed(board) || isFamily(board));
    const others = NAMED_BOARDS.filter((board) => !named.includes(board) && isShortFor(board));
    return found('product', bare.toUpperCase(), [...named, ...others].map(whole), first);
  }
  const words = wordsOf(bare);
  const last = words.length - 1;
  if (bare.length < 2 || words.length === 0) return null;
  const boards = NAMED_BOARDS.filter((board) => {
    const own = productWords(board);
    return words.every((word, index) =>
      index === last && word.length > 1 ? own.some((one) => one.startsWith(word)) : own.includes(word),
    );
  });
  return found('product', bare.toUpperCase(), boards.map(whole), first);
}

/** "NVIDIA A100-SXM4-40GB MIG 1g.5gb", as programs and node labels name a MIG device: the profile on that product. */
function findOnProduct(bare: string, first: readonly BoardId[]): NameAnswer | null {
  const [, product, profile] = /^(.+)-mig-(.+)$/.exec(bare) ?? [];
  if (product === undefined || profile === undefined) return null;
  const [boards, rows] = [findProduct(product, first), findProfile(profile, first)];
  if (boards?.kind !== 'found' || rows?.kind !== 'found') return null;
  const meant = rows.boards.filter(({ board }) => boards.boards.some((one) => one.board === board));
  return found('profile', rows.name, meant, first, rows.ciSlices);
}

function findTimeSliced(bare: string): NameAnswer | null {
  const type = bare.toUpperCase();
  return /^[A-Z][A-Z0-9]*-[0-9]+[ABCQ]$/.test(type) ? { kind: 'time-sliced', type } : null;
}

/** Names that begin like this. One letter begins too many. */
function findPart(typed: string, bare: string, first: readonly BoardId[]): NameAnswer | null {
  if (bare.length < 2) return null;
  const begins = (name: string | null): boolean => {
    if (name === null) return false;
    const whole = canonical(name);
    return whole.startsWith(typed) || withoutPrefix(whole).startsWith(bare);
  };
  const rows = rowsWhere(
    ({ profile, types }) =>
      begins(profile) ||
      types.some(({ type }) => begins(type.type) || (type.mdevType?.startsWith(typed) ?? false)),
  );
  return found('part', bare, rows, first);
}

function rowsWhere(isNamed: (row: NameRow) => boolean): BoardNames[] {
  return NAMED_BOARDS.flatMap((board) => {
    const rows = board.rows.filter(isNamed);
    return rows.length === 0 ? [] : [{ board, rows }];
  });
}

function whole(board: NamedBoard): BoardNames {
  return { board, rows: board.rows };
}

function found(
  as: NameKind,
  name: string,
  boards: readonly BoardNames[],
  first: readonly BoardId[],
  ciSlices: number | null = null,
): NameAnswer | null {
  if (boards.length === 0) return null;
  const isFirst = ({ board }: BoardNames): boolean => first.includes(board.id);
  const sorted = [...boards.filter(isFirst), ...boards.filter((one) => !isFirst(one))];
  return { kind: 'found', as, name, ciSlices, boards: sorted };
}

/** "A100-PCIE-40GB" is a100, pcie, 40gb; so is "A100 PCIe 40 GB". */
function wordsOf(text: string): string[] {
  return canonical(text)
    .replace(/([0-9])-gb\b/g, '$1gb')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'nvidia');
}

const wordsByBoard = new Map<string, readonly string[]>();

function productWords(board: NamedBoard): readonly string[] {
  const known = wordsByBoard.get(board.id);
  if (known !== undefined) return known;
  const memory = board.board === null ? [] : [`${board.board.memoryGB}gb`, board.board.architecture];
  const names = [board.id, ...board.productNames, ...board.variants.map(({ family }) => family), ...memory];
  const words = [...new Set(names.flatMap(wordsOf))];
  wordsByBoard.set(board.id, words);
  return words;
}
