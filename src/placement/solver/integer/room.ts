/**
 * Room for the arrays of one program in one piece of memory. A program of six rows is solved in the time that it takes to
 * make, and to throw away, the thirty arrays it is solved in one by one.
 */
/** What a small program takes; memory of this size is kept for the next one. */
const KEPT_BYTES = 2 ** 15;
const MAX_SPARE = 4;
const spare: ArrayBuffer[] = [];

export class Room {
  #buffer: ArrayBuffer;
  #used = 0;
  /** Cleared up to here. */
  #end: number;

  constructor(bytes: number) {
    this.#end = bytes;
    const kept = bytes <= KEPT_BYTES ? spare.pop() : undefined;
    if (kept !== undefined) new Uint8Array(kept, 0, bytes).fill(0);
    this.#buffer = kept ?? new ArrayBuffer(Math.max(bytes, KEPT_BYTES));
  }

  /** Hands the memory on to the next program; the arrays in it are no longer to be used. */
  free(): void {
    if (this.#buffer.byteLength === KEPT_BYTES && spare.length < MAX_SPARE) spare.push(this.#buffer);
  }

  floats(length: number): Float64Array {
    // First, for it may begin another piece of memory.
    const at = this.#take(8 * length);
    return new Float64Array(this.#buffer, at, length);
  }

  ints(length: number): Int32Array {
    const at = this.#take(4 * length);
    return new Int32Array(this.#buffer, at, length);
  }

  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return new Uint8Array(this.#buffer, at, length);
  }

  /** A copy. */
  copy(of: Float64Array): Float64Array {
    const to = this.floats(of.length);
    to.set(of);
    return to;
  }

  /** Where so many bytes begin. All is 0 there. */
  #take(bytes: number): number {
    if (this.#used + bytes > this.#end) {
      this.#end = Math.max(bytes, this.#end);
      this.#buffer = new ArrayBuffer(this.#end);
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += (bytes + 7) & ~7;
    return at;
  }
}
