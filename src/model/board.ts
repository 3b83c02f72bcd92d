/**
 * What the catalogue knows of a board: its slices, its profiles and the starts of each.
 * Everything the rules need is data in here; no rule knows one board from another.
 */
import type { ProfileName } from './profile.ts';

/** An id of the catalogue, for instance "a100-pcie-40gb". A plan may name a board that is not in the catalogue. */
export type BoardId = string;

export interface Engines {
  readonly decoders: number | null;
  readonly encoders: number | null;
  readonly jpeg: number | null;
  readonly ofa: number | null;
  readonly copyEngines: number | null;
}

export interface CiProfile {
  readonly name: ProfileName;
  /** The ID that `-cci` takes; null when no public output shows it. */
  readonly id: number | null;
  readonly computeSlices: number;
  readonly sm: number | null;
  readonly maxInstances: number;
  readonly isDefault: boolean;
}

export interface GiProfile {
  readonly name: ProfileName;
  /** The ID that `-cgi` takes; null when no public output shows it. */
  readonly id: number | null;
  readonly computeSlices: number;
  /** Memory slices (placement units on boards with more than one unit per slice) that one instance covers. */
  readonly memorySlices: number | null;
  /** Every start the driver lists, in memory slices; null when no public source gives them. */
  readonly starts: readonly number[] | null;
  readonly maxInstances: number;
  readonly minDriver: string | null;
  readonly attributes: readonly string[];
  /** As one driver prints it; other drivers print other figures, so this is shown and never compared. */
  readonly memoryGiB: number | null;
  readonly sm: number | null;
  readonly engines: Engines;
  readonly computeInstances: readonly CiProfile[];
  /** False where the list beyond the default one is not public (Hopper and later). */
  readonly computeInstancesComplete: boolean;
}

/** What forbids a set of instances beyond slices and maxima. Each carries the reason it was recorded with. */
export type BoardConstraint =
  | { readonly kind: 'mutually-exclusive'; readonly profiles: readonly ProfileName[]; readonly why: string }
  /** An instance with the attribute `attribute` tolerates only instances that carry `allows`. */
  | { readonly kind: 'all-media'; readonly attribute: string; readonly allows: string; readonly why: string }
  | { readonly kind: 'engine-totals'; readonly totals: Omit<Engines, 'copyEngines'>; readonly why: string };

export interface Board {
  readonly id: BoardId;
  /** Names as nvidia-smi prints them, or as NVIDIA sells it where the printed form is not public. */
  readonly productNames: readonly string[];
  readonly architecture: string;
  readonly memoryGB: number;
  readonly computeSlices: number;
  /** Memory slices, or placement units where the driver counts finer (12 on RTX PRO 6000); null when not public. */
  readonly memorySlices: number | null;
  readonly totalSm: number | null;
  /** "0xDDDDVVVV", device then vendor. */
  readonly pciDeviceIds: readonly string[];
  readonly minDriver: string | null;
  readonly maxInstances: number;
  readonly profiles: readonly GiProfile[];
  readonly constraints: readonly BoardConstraint[];
}

/** The profile of this board with that name, if it has one. */
export function profileOf(board: Board, name: ProfileName): GiProfile | undefined {
  return board.profiles.find((profile) => profile.name === name);
}

/** True when the starts of at least one profile are public, so that the board can be drawn and planned. */
export function isDrawable(board: Board): boolean {
  return board.memorySlices !== null && board.profiles.some((profile) => profile.starts !== null);
}

/**
 * Product name for headings, without the maker: "A100-PCIE-40GB". One board of the catalogue may be sold under several
 * names ("A100-SXM4-80GB / A100 80GB PCIe"); all of them are said, for the owner of the second has to find it too.
 */
export function boardLabel(board: Board): string {
  const names = board.productNames.map((name) => name.replace(/^NVIDIA /, '').replace(/ \(.*\)$/, ''));
  return names.length === 0 ? board.id : [...new Set(names)].join(' / ');
}

/**
 * Memory slices per compute row of the drawing: 1 on 8-slice boards and the A30, 3 on RTX PRO 6000 (12 units, 4 rows).
 * Row of a start = start / units per row.
 */
export function unitsPerRow(board: Board): number {
  return board.memorySlices === null ? 1 : Math.max(1, Math.floor(board.memorySlices / board.computeSlices));
}
