/**
 * An independent brute force over the raw facts: no code of the product, no bit masks, one plain loop over slices.
 * What the product counts and accepts is held against it.
 */
import { readFileSync } from 'node:fs';

interface RawProfile {
  readonly name: string;
  readonly computeSlices: number;
  readonly memorySlices: number;
  readonly maxInstances: number;
  readonly placements: { readonly size: number; readonly starts: readonly number[] } | null;
  readonly decoders: number | null;
  readonly encoders: number | null;
  readonly jpeg: number | null;
  readonly ofa: number | null;
}
interface RawConstraint {
  readonly kind: string;
  readonly profiles?: readonly string[];
  readonly totals?: Readonly<Record<'decoders' | 'encoders' | 'jpeg' | 'ofa', number>>;
}
export interface RawBoard {
  readonly id: string;
  readonly computeSlices: number;
  readonly memorySlices: number | null;
  readonly profiles: readonly RawProfile[];
  readonly constraints?: readonly RawConstraint[];
}

const facts = new URL('../model/catalogue/facts/gpus.json', import.meta.url);
export const RAW_BOARDS = (JSON.parse(readFileSync(facts, 'utf8')) as { gpus: RawBoard[] }).gpus;

export interface Piece {
  readonly profile: string;
  readonly start: number;
}

/** True when the driver's rules, read straight from the facts, accept these instances together. */
export function isAccepted(board: RawBoard, pieces: readonly Piece[]): boolean {
  const taken = new Set<number>();
  const counts = new Map<string, number>();
  const engines = { decoders: 0, encoders: 0, jpeg: 0, ofa: 0 };
  for (const piece of pieces) {
    const profile = board.profiles.find((p) => p.name === piece.profile);
    if (!profile?.placements?.starts.includes(piece.start)) return false;
    for (let slice = piece.start; slice < piece.start + profile.placements.size; slice++) {
      if (taken.has(slice)) return false;
      taken.add(slice);
    }
    const count = (counts.get(piece.profile) ?? 0) + 1;
    if (count > profile.maxInstances) return false;
    counts.set(piece.profile, count);
    for (const engine of ['decoders', 'encoders', 'jpeg', 'ofa'] as const)
      engines[engine] += profile[engine] ?? 0;
  }
  for (const constraint of board.constraints ?? []) {
    if (constraint.kind === 'mutuallyExclusive') {
      if ((constraint.profiles ?? []).filter((name) => counts.has(name)).length > 1) return false;
    } else if (constraint.kind === 'allMediaExclusive') {
      const all = pieces.filter((piece) => piece.profile.endsWith('+me.all'));
      const others = pieces.filter((piece) => !piece.profile.endsWith('+me.all'));
      if (all.length > 1) return false;
      if (all.length === 1 && others.some((piece) => !piece.profile.endsWith('-me'))) return false;
    } else if (constraint.totals !== undefined) {
      const { totals } = constraint;
      for (const engine of ['decoders', 'encoders', 'jpeg', 'ofa'] as const) {
        if (engines[engine] > totals[engine]) return false;
      }
    }
  }
  return true;
}

/** Every accepted set of pieces of these profiles, the empty one left out, each once: pieces ascending by start. */
export function allLayouts(board: RawBoard, profiles: readonly string[]): Piece[][] {
  const pieces = board.profiles
    .filter((profile) => profiles.includes(profile.name))
    .flatMap((profile) =>
      (profile.placements?.starts ?? []).map((start) => ({ profile: profile.name, start })),
    )
    .sort((a, b) => a.start - b.start);
  const layouts: Piece[][] = [];
  const grow = (from: number, layout: Piece[]): void => {
    for (let next = from; next < pieces.length; next++) {
      const piece = pieces[next];
      if (piece === undefined) continue;
      const grown = [...layout, piece];
      if (!isAccepted(board, grown)) continue;
      layouts.push(grown);
      grow(next + 1, grown);
    }
  };
  grow(0, []);
  return layouts;
}

/** True when no piece of these profiles can be added. */
export function isMaximal(board: RawBoard, profiles: readonly string[], layout: readonly Piece[]): boolean {
  return !board.profiles.some(
    (profile) =>
      profiles.includes(profile.name) &&
      (profile.placements?.starts ?? []).some((start) =>
        isAccepted(board, [...layout, { profile: profile.name, start }]),
      ),
  );
}
