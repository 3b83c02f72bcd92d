import type { Gpu } from './plan.ts';
import { Remembered } from './remembered.ts';

/** Board and instances of a GPU as one text: two GPUs that are cut alike have the same. No name has an end of line in it. */
export function layoutKey({ board, instances }: Pick<Gpu, 'board' | 'instances'>): string {
  let key = board;
  for (const { profile, start } of instances) key += `\n${profile}\n${start}`;
  return key;
}

/**
 * More layouts than a fleet has; with one more all are forgotten, for they are of plans that are open no longer. GPUs that were
 * asked about keep their answers.
 */
const MOST_LAYOUTS = 5000;

/** Answers that depend on the layout of a GPU and on a few words more: of ten thousand GPUs some hundred differ. */
export class OfLayout<Answer extends string | number | object | null> {
  #known = new Remembered<Map<string, Answer>>(MOST_LAYOUTS);
  #layouts = 0;
  /** Of a GPU that was asked about before the key is not made again: it is the same object until something of it changes. */
  readonly #ofGpu = new WeakMap<object, Map<string, Answer>>();

  of(gpu: Pick<Gpu, 'board' | 'instances'>, words: string, work: () => Answer): Answer {
    let known = this.#ofGpu.get(gpu);
    if (known === undefined) {
      known = this.#known.of(layoutKey(gpu), () => {
        this.#layouts += 1;
        return new Map<string, Answer>();
      });
      if (this.#layouts === MOST_LAYOUTS) {
        this.#known = new Remembered(MOST_LAYOUTS);
        this.#layouts = 0;
      }
      this.#ofGpu.set(gpu, known);
    }
    const before = known.get(words);
    if (before !== undefined) return before;
    const answer = work();
    if (known.size < MOST_WORDS) known.set(words, answer);
    return answer;
  }
}

/** Profiles of a board and what hosts may do with them; a hostile plan has more names. */
const MOST_WORDS = 100;
