/** Which boards a product name can mean, as nvidia-smi prints it: whole, or cut to what its column held. */
import type { Board, BoardId } from '../../model/board.ts';
import { BOARDS, typesNamed } from '../../model/catalogue/catalogue.ts';
import { findWithoutMig } from '../../model/catalogue/withoutMig.ts';

function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/ \(.*\)$/, '')
    .replace(/^(?:nvidia\s+)+/, '')
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

interface KnownName {
  readonly board: Board;
  readonly name: string;
}

const NAMES: readonly KnownName[] = BOARDS.flatMap((board) =>
  board.productNames.map((name) => ({ board, name: bare(name) })),
);

/** Memory that is reserved or counted differently makes the printed total fall short of the nominal one, never by a tenth. */
const NEAR = 0.1;

/**
 * Boards of that product, in the order of the catalogue; empty where no name comes near. A name that ends in "..." is the
 * beginning of one. A name that is not known goes by its family ("GH200") and the gigabytes in it or in `memoryMiB`.
 */
export function boardsOfProduct(printed: string, memoryMiB: number | null = null): BoardId[] {
  const isCut = /(?:\.{2,}|…)$/.test(printed.trim());
  const name = bare(printed.trim().replace(/(?:\.{2,}|…)$/, ''));
  if (name === '' || findWithoutMig(printed) !== null) return [];
  const known = NAMES.filter((one) => (isCut ? one.name.startsWith(name) : one.name === name));
  const found = known.length > 0 ? known.map((one) => one.board) : ofFamily(name, isCut);
  const fitting = found.filter((board) => isMemoryOf(board, memoryMiB));
  return BOARDS.filter((board) => (fitting.length > 0 ? fitting : found).includes(board)).map(({ id }) => id);
}

function ofFamily(name: string, isCut: boolean): Board[] {
  const [family = ''] = name.split(' ');
  const gigabytes = /(?:^| )([0-9]{2,3}) ?gb?(?: |$)/.exec(name)?.[1];
  // What is cut in its first word may be anything.
  if (!/[0-9]/.test(family) || (isCut && !name.includes(' '))) return [];
  return NAMES.filter((one) => one.name.split(' ')[0] === family)
    .map((one) => one.board)
    .filter((board) => gigabytes === undefined || board.memoryGB === Number(gigabytes));
}

function isMemoryOf(board: Board, memoryMiB: number | null): boolean {
  if (memoryMiB === null) return true;
  const nominal = board.memoryGB * 1024;
  return Math.abs(memoryMiB - nominal) <= nominal * NEAR;
}

/** The vGPU type that a guest sees as its GPU: "A100-3-20C" of "GRID A100-3-20C"; null for a GPU that is none. */
export function vgpuTypeOf(printed: string): string | null {
  const type = printed.trim().replace(/^(?:(?:nvidia|grid)\s+)+/i, '');
  if (typesNamed(type, []).length > 0) return type;
  // Time-sliced types are in no table of MIG types; the form is theirs alone: a board, gigabytes, a letter for the edition.
  return /^[A-Z]+[0-9]+[A-Z]*(?:-[0-9]+)?-[0-9]+[ABCQ](?:ME(?:ALL)?|NOME|GFX)?$/.test(type) &&
    /^(?:nvidia|grid)\s/i.test(printed.trim())
    ? type
    : null;
}

/** The boards whose PCI device that is: "0x20B010DE" of the mig-manager, "20B010DE" of the XML. */
export function boardsOfPciDevice(id: string): BoardId[] {
  const hex = `0x${id.trim().replace(/^0x/i, '').toUpperCase()}`;
  return BOARDS.filter((board) =>
    board.pciDeviceIds.some((one) => one.toUpperCase() === hex.toUpperCase()),
  ).map((board) => board.id);
}
