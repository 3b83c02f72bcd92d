/** More is not kept, so that no text, however hostile, fills the memory: what is beyond is worked out each time. */
const MOST_ANSWERS = 1000;
const LONGEST_KEY = 500;

/** Answers that depend on their key alone: a fleet has the same few names and layouts ten thousand times. */
export class Remembered<Answer extends string | number | object | null> {
  readonly #known = new Map<string, Answer>();
  readonly #most: number;

  constructor(most = MOST_ANSWERS) {
    this.#most = most;
  }

  /** The answer to `key`, by `work` where it is not known. Nobody may change it: the next one gets the same. */
  of(key: string, work: () => Answer): Answer {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = work();
    if (this.#known.size < this.#most && key.length <= LONGEST_KEY) this.#known.set(key, answer);
    return answer;
  }
}
