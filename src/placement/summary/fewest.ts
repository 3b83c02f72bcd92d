/** The fewest GPUs of a board that hold what stands, wherever it may stand: with it, nobody can do with fewer. */
import type { Board } from '../../model/board.ts';
import type { Gpu } from '../../model/plan.ts';
import { pack } from '../solver/pack.ts';
import { legalGpu } from '../solver/rooms.ts';
import { runSearch } from '../solver/search.ts';
import { verifyPacking } from '../verify.ts';

export interface PackingProof {
  /** GPUs with an instance that are legal as they are; of the others nothing can be proven. */
  readonly gpus: number;
  /** With an instance and not legal: left out. */
  readonly gpusLeftOut: number;
  /** Nobody holds their instances on fewer; null where it is not known. */
  readonly fewest: number | null;
  /** The independent checker agrees that it takes so many, and that so many do. */
  readonly isProven: boolean;
}

/** What stands on some GPUs, board by board, until the fewest is asked for. */
export class Standing {
  readonly #counts = new Map<Board, number[]>();
  gpus = 0;
  gpusLeftOut = 0;

  add(gpu: Gpu): void {
    if (gpu.instances.length === 0) return;
    const legal = legalGpu(gpu);
    if (legal === null) {
      this.gpusLeftOut += 1;
      return;
    }
    this.gpus += 1;
    const { board, profileIndexByName } = legal.geometry;
    const counts = this.#counts.get(board) ?? board.profiles.map(() => 0);
    this.#counts.set(board, counts);
    for (const { profile } of gpu.instances) {
      const index = profileIndexByName.get(profile) ?? -1;
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }

  /** `known` keeps the answers of one summary: hosts of a fleet hold the same things again and again. */
  proof(known: Map<string, Fewest>): PackingProof {
    const { gpus, gpusLeftOut } = this;
    let fewest: number | null = 0;
    let isProven = true;
    for (const [board, counts] of this.#counts) {
      const key = `${board.id} ${counts.join()}`;
      const one = known.get(key) ?? fewestFor(board, counts);
      known.set(key, one);
      fewest = fewest === null || one.gpus === null ? null : fewest + one.gpus;
      isProven &&= one.isProven;
    }
    return { gpus, gpusLeftOut, fewest, isProven };
  }
}

/** Of GPUs of different boards: what each of them takes adds up. */
export function sumOfProofs(proofs: readonly PackingProof[]): PackingProof {
  return proofs.reduce(
    (sum, one) => ({
      gpus: sum.gpus + one.gpus,
      gpusLeftOut: sum.gpusLeftOut + one.gpusLeftOut,
      fewest: sum.fewest === null || one.fewest === null ? null : sum.fewest + one.fewest,
      isProven: sum.isProven && one.isProven,
    }),
    { gpus: 0, gpusLeftOut: 0, fewest: 0, isProven: true },
  );
}

export interface Fewest {
  readonly gpus: number | null;
  readonly isProven: boolean;
}

/** Everything that is asked here is answered at once; what takes longer is left open. */
const EFFORT = 20_000;

function fewestFor(board: Board, counts: readonly number[]): Fewest {
  const { best, bound, isProven } = runSearch(pack(board, counts), EFFORT);
  if (best === null || bound === null || !isProven) return { gpus: bound, isProven: false };
  const byName = (values: readonly number[]): Map<string, number> =>
    new Map(values.map((value, index) => [board.profiles[index]?.name ?? '', value]));
  const faults = verifyPacking(board, byName(best.counts), {
    gpus: best.gpus,
    bound,
    isProven,
    weights: byName(best.proof.weights),
    capacity: best.proof.capacity,
    groups: best.groups.map(({ gpus, layout }) => ({
      gpus,
      layout: layout.map(({ profileIndex, start }) => ({
        profile: board.profiles[profileIndex]?.name ?? '',
        start,
      })),
    })),
  });
  return faults.length === 0 ? { gpus: best.gpus, isProven: true } : { gpus: null, isProven: false };
}
