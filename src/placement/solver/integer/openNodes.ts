/** What branch and bound has yet to look at: the least bound first, and of equal ones the deepest. */

export interface Node {
  readonly parent: Node | null;
  /** The bound that was moved to make this node of its parent; -1 at the root. */
  readonly column: number;
  readonly isHigh: boolean;
  readonly value: number;
  readonly depth: number;
  /** No solution in it costs less. */
  readonly bound: number;
  /** The relaxation's cost at the parent, and how far the column was from the bound it got. */
  readonly parentCost: number;
  readonly distance: number;
}

export class OpenNodes {
  readonly #heap: Node[] = [];

  get size(): number {
    return this.#heap.length;
  }

  get leastBound(): number {
    return this.#heap[0]?.bound ?? Infinity;
  }

  push(node: Node): void {
    const heap = this.#heap;
    let at = heap.push(node) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!goesBefore(node, heap[up]!)) break;
      heap[at] = heap[up]!;
      at = up;
    }
    heap[at] = node;
  }

  pop(): Node | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && goesBefore(heap[down + 1]!, heap[down]!)) down++;
      if (!goesBefore(heap[down]!, last)) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = last;
    return first;
  }
}

function goesBefore(a: Node, b: Node): boolean {
  return a.bound < b.bound || (a.bound === b.bound && a.depth > b.depth);
}
