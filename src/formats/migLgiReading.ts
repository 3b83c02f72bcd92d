/** What a text of `nvidia-smi mig -lgi` lists, before a board is named for it. */
import type { BoardId } from '../model/board.ts';
import type { LgiRow } from './migLgiListings.ts';
import type { Notice } from './reading.ts';

export interface LgiGpu {
  /** As nvidia-smi counts them on the host. */
  readonly index: number;
  readonly line: number;
  /** In the order of the text; empty when a later listing of the host shows that the instances are gone. */
  readonly rows: readonly LgiRow[];
  /**
   * Boards that have all these profile names, in the order of the catalogue. Where some of them also have the printed
   * profile IDs and sizes, only those: "1g.10gb" is ID 15 of size 2 on one board and ID 19 of size 1 on another.
   */
  readonly boards: readonly BoardId[];
}

export interface LgiHost {
  /** From the prompt, as it stood there; null where the text does not say. */
  readonly name: string | null;
  /** Of the prompt that gave the name, or of the first row. */
  readonly line: number;
  /** Sorted by index. */
  readonly gpus: readonly LgiGpu[];
}

export interface LgiReading {
  /** In the order of the text; only hosts with a GPU. */
  readonly hosts: readonly LgiHost[];
  /** Sorted by line. */
  readonly notices: readonly Notice[];
}
