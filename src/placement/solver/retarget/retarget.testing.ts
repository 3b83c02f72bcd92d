/** Aged fleets and new demands, by seed: full to some 85 %, and what is wanted needs some 97 % of what the GPUs can hold. */
import type { Plan } from '../../../model/plan.ts';
import { mulberry32 } from '../../powerOn/powerOn.testing.ts';
import { isAccepted, RAW_BOARDS, type Piece, type RawBoard } from '../../oracle.testing.ts';
import { planOf } from '../../standing.testing.ts';

export interface RetargetCase {
  readonly board: RawBoard;
  readonly profiles: readonly string[];
  readonly layouts: readonly (readonly Piece[])[];
  readonly demand: ReadonlyMap<string, number>;
  readonly plan: Plan;
}

/** Profiles of a board as the questions have them: those of the A100 without media, all of a small one. */
export function profilesOf(board: RawBoard): string[] {
  return board.profiles.flatMap(({ name, placements }) =>
    placements === null || (board.memorySlices === 8 && name.includes('+')) ? [] : [name],
  );
}

export function seededRetarget(
  seed: number,
  gpus: number,
  boardId = 'a100-pcie-40gb',
  withMedia = false,
): RetargetCase {
  const random = mulberry32(seed * 7919 + gpus * 31 + 13);
  const board = RAW_BOARDS.find(({ id }) => id === boardId);
  if (board === undefined) throw new Error(`no board ${boardId}`);
  const profiles = withMedia
    ? board.profiles.flatMap(({ name, placements }) => (placements === null ? [] : [name]))
    : profilesOf(board);
  const mixNow = mixOf(random, profiles.length);
  const mixThen = mixOf(random, profiles.length);
  const layouts = Array.from({ length: gpus }, () => {
    const pieces = filled(board, profiles, mixNow, random);
    return pieces.filter(() => random() < 0.9);
  });
  const demand =
    withMedia || boardId !== 'a100-pcie-40gb'
      ? demandOfLayouts(board, profiles, mixThen, gpus, random)
      : demandByMix(profiles, mixThen, gpus, random);
  const texts = layouts.map((pieces) => pieces.map(({ profile, start }) => `${profile}@${start}`).join(' '));
  return { board, profiles, layouts, demand, plan: planOf(texts, boardId) };
}

/** Weights that differ as much as real mixes do. */
function mixOf(random: () => number, size: number): number[] {
  return Array.from({ length: size }, () => (-Math.log(1 - random())) ** 3 + 0.02);
}

/** A GPU filled by the mix until nothing drawn twenty times fits. */
function filled(
  board: RawBoard,
  profiles: readonly string[],
  mix: readonly number[],
  random: () => number,
): Piece[] {
  const pieces: Piece[] = [];
  const total = mix.reduce((sum, one) => sum + one, 0);
  for (let misses = 0; misses < 12;) {
    let left = random() * total;
    const index = mix.findIndex((one) => (left -= one) < 0);
    const profile = board.profiles.find(({ name }) => name === profiles[Math.max(0, index)]);
    const starts = profile?.placements?.starts ?? [];
    const piece = { profile: profile?.name ?? '', start: starts[Math.floor(random() * starts.length)] ?? 0 };
    if (isAccepted(board, [...pieces, piece])) pieces.push(piece);
    else misses++;
  }
  return pieces.sort((a, b) => a.start - b.start);
}

/** It comes out of layouts, so that some way to cut the GPUs has it. */
function demandOfLayouts(
  board: RawBoard,
  profiles: readonly string[],
  mix: readonly number[],
  gpus: number,
  random: () => number,
): Map<string, number> {
  const demand = new Map<string, number>();
  for (let gpu = 0; gpu < gpus; gpu++) {
    for (const { profile } of filled(board, profiles, mix, random)) {
      if (random() < 0.97) demand.set(profile, (demand.get(profile) ?? 0) + 1);
    }
  }
  return demand;
}

/** Drawn by the mix until 97 % of the GPUs would not hold one more. */
function demandByMix(
  profiles: readonly string[],
  mix: readonly number[],
  gpus: number,
  random: () => number,
): Map<string, number> {
  const demand = new Map<string, number>();
  const total = mix.reduce((sum, one) => sum + one, 0);
  for (;;) {
    let left = random() * total;
    const index = mix.findIndex((one) => (left -= one) < 0);
    const profile = profiles[Math.max(0, index)] ?? '';
    demand.set(profile, (demand.get(profile) ?? 0) + 1);
    if (fewestGpus(demand) <= Math.max(1, Math.floor(gpus * 0.97))) continue;
    demand.set(profile, (demand.get(profile) ?? 0) - 1);
    if (demand.get(profile) === 0) demand.delete(profile);
    return demand;
  }
}

/** The closed form for the profiles of an A100 40 GB, resource by resource. */
function fewestGpus(demand: ReadonlyMap<string, number>): number {
  const of = (name: string): number => demand.get(name) ?? 0;
  const [d7, d4, d3, d2] = [of('7g.40gb'), of('4g.20gb'), of('3g.20gb'), of('2g.10gb')];
  const [dL, d1] = [of('1g.10gb'), of('1g.5gb')];
  return (
    d7 +
    Math.max(
      d4,
      Math.ceil((2 * d4 + d3 + d2) / 3),
      Math.ceil((4 * d4 + 3 * d3 + 2 * d2 + dL + d1) / 7),
      Math.ceil((4 * d4 + 4 * d3 + 2 * d2 + 2 * dL + d1) / 8),
    )
  );
}
