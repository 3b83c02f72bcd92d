/**
 * Every name of a profile side by side, board by board: what nvidia-smi, a hypervisor, KVM and Kubernetes call the same
 * slices. Names repeat across boards and never say which board is meant, so the board always comes first.
 */
import type { Board, BoardId, GiProfile } from './board.ts';
import { BOARDS, boardTitle, VGPU_BOARDS } from './catalogue/catalogue.ts';
import { kubernetesName, type ProfileName } from './profile.ts';
import type { VgpuBoard, VgpuType } from './vgpu.ts';

/** A vGPU type, and the variants of the board that have it. */
export interface NamedType {
  readonly type: VgpuType;
  readonly variants: readonly VgpuBoard[];
}

/** One profile of one board under each of its names. What is null is not known, or there is none. */
export interface NameRow {
  /** Null where it is not public which instance the types need. */
  readonly profile: ProfileName | null;
  /** The board's own facts of it; null on a board that is known to the vGPU tables only. */
  readonly facts: GiProfile | null;
  readonly types: readonly NamedType[];
  /** The extended resource of the mixed strategy, "nvidia.com/mig-3g.20gb". */
  readonly kubernetes: string | null;
  /** As `nvidia-smi -L` prints it, "MIG 3g.20gb"; null for attributes, of which no listing was seen. */
  readonly migDevice: string | null;
}

export interface NamedBoard {
  /** An id of the catalogue; of the vGPU tables where `board` is null. */
  readonly id: string;
  readonly label: string;
  /** Null: known to NVIDIA's vGPU tables only. */
  readonly board: Board | null;
  readonly variants: readonly VgpuBoard[];
  /** Names as printed or sold, those of the variants too. */
  readonly productNames: readonly string[];
  /** "0xDDDDVVVV", device then vendor. */
  readonly pciDeviceIds: readonly string[];
  readonly rows: readonly NameRow[];
}

/** The 26 boards of the catalogue, then those of the vGPU tables that join none. */
export const NAMED_BOARDS: readonly NamedBoard[] = [
  ...BOARDS.map(named),
  ...VGPU_BOARDS.filter(({ boards }) => boards.length === 0).map(namedByTypes),
];

const byId = new Map(NAMED_BOARDS.map((one) => [one.id, one]));

/** The names of a board of the catalogue or, by its id there, of the vGPU tables. */
export function namesOfBoard(id: BoardId): NamedBoard | undefined {
  return byId.get(id);
}

function named(board: Board): NamedBoard {
  const variants = VGPU_BOARDS.filter(({ boards }) => boards.includes(board.id));
  const types = mergedTypes(variants);
  const profiles = new Set(board.profiles.map(({ name }) => name));
  return {
    id: board.id,
    label: boardTitle(board),
    board,
    variants,
    productNames: distinct([...board.productNames, ...productsOf(variants)]),
    pciDeviceIds: distinct([...board.pciDeviceIds, ...variants.flatMap((one) => one.pciDeviceIds)]),
    rows: [
      ...board.profiles.map((profile) =>
        row(
          profile.name,
          profile,
          types.filter(({ type }) => type.profile === profile.name),
        ),
      ),
      // Types whose instance is not public, or not one of the board's: they have names all the same.
      ...rowsOfTypes(types.filter(({ type }) => type.profile === null || !profiles.has(type.profile))),
    ],
  };
}

function namedByTypes(variant: VgpuBoard): NamedBoard {
  return {
    id: variant.id,
    label: variant.product?.replace(/^NVIDIA /, '') ?? variant.family,
    board: null,
    variants: [variant],
    productNames: productsOf([variant]),
    pciDeviceIds: variant.pciDeviceIds,
    rows: rowsOfTypes(mergedTypes([variant])),
  };
}

function rowsOfTypes(types: readonly NamedType[]): NameRow[] {
  const profiles = distinct(types.map(({ type }) => type.profile)).filter((profile) => profile !== null);
  return [
    ...profiles.map((profile) =>
      row(
        profile,
        null,
        types.filter(({ type }) => type.profile === profile),
      ),
    ),
    // Nobody knows whether two of these need the same slices.
    ...types.filter(({ type }) => type.profile === null).map((one) => row(null, null, [one])),
  ];
}

function row(profile: ProfileName | null, facts: GiProfile | null, types: readonly NamedType[]): NameRow {
  return {
    profile,
    facts,
    types,
    kubernetes: profile === null ? null : kubernetesName(profile),
    migDevice: profile === null || /[+-]/.test(profile) ? null : `MIG ${profile}`,
  };
}

/** Each type once, by its name; what its tables say of it is the same on all variants of a board. */
function mergedTypes(variants: readonly VgpuBoard[]): NamedType[] {
  const types = new Map<string, { readonly type: VgpuType; readonly variants: VgpuBoard[] }>();
  for (const variant of variants) {
    for (const type of variant.types) {
      const known = types.get(type.type);
      if (known === undefined) types.set(type.type, { type, variants: [variant] });
      else known.variants.push(variant);
    }
  }
  return [...types.values()];
}

function productsOf(variants: readonly VgpuBoard[]): string[] {
  return variants.flatMap(({ product }) => (product === null ? [] : [product]));
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
