/** Which fraction to branch on: by what branching on it has cost so far, or by how much of a fraction it is. */
import type { Arrays } from './arrays.ts';
import type { Node } from './openNodes.ts';

const WHOLE = 1e-6;
const LEAST = 1e-6;

export interface Choice {
  readonly column: number;
  readonly value: number;
  readonly isUpFirst: boolean;
}

export class Branching {
  /** By column, down then up: what the relaxation lost for a whole step, in all, and how often that was seen. */
  readonly #lost: Float64Array;
  readonly #seen: Float64Array;
  #allLost = 0;
  #allSeen = 0;

  constructor({ room, columns }: Arrays) {
    this.#lost = room.floats(2 * columns);
    this.#seen = room.floats(2 * columns);
  }

  /** Takes down what making `node` of its parent has cost. */
  learn(node: Node, cost: number): void {
    if (node.distance <= 0) return;
    const at = 2 * node.column + (node.isHigh ? 0 : 1);
    const lost = Math.max(0, cost - node.parentCost) / node.distance;
    this.#lost[at]! += lost;
    this.#seen[at]!++;
    this.#allLost += lost;
    this.#allSeen++;
  }

  /** Of the columns from `first` up to `columns`; null when all of them are whole. */
  choose(x: Float64Array, columns: number, first = 0): Choice | null {
    const usual = this.#allSeen === 0 ? 1 : this.#allLost / this.#allSeen;
    let best = -1;
    let column = -1;
    for (let j = first; j < columns; j++) {
      const part = x[j]! - Math.floor(x[j]!);
      if (part < WHOLE || part > 1 - WHOLE) continue;
      const down = this.#expected(2 * j, usual) * part;
      const up = this.#expected(2 * j + 1, usual) * (1 - part);
      const score = Math.max(down, LEAST) * Math.max(up, LEAST) + 1e-9 * part * (1 - part);
      if (score > best) {
        best = score;
        column = j;
      }
    }
    if (column < 0) return null;
    const value = x[column]!;
    return { column, value, isUpFirst: value - Math.floor(value) > 0.5 };
  }

  #expected(at: number, usual: number): number {
    return this.#seen[at] === 0 ? usual : this.#lost[at]! / this.#seen[at]!;
  }

  /** The column nearest to whole that is not, or -1. */
  static nearest(x: Float64Array, columns: number): number {
    let best = 1;
    let column = -1;
    for (let j = 0; j < columns; j++) {
      const gap = Math.abs(x[j]! - Math.round(x[j]!));
      if (gap > WHOLE && gap < best) {
        best = gap;
        column = j;
      }
    }
    return column;
  }
}
