/** Every how many lines it is kept where one begins: those between are found again in no time. */
const STEP = 256;
const LINE_END = /\r\n|\r|\n/g;

/** The lines of a text of megabytes, cut out as they are looked at: a list of seven hundred thousand takes longer than the reading. */
export class LinesOfText {
  /** As an editor counts them: behind the last line end there is one more. */
  readonly count: number;
  /** The last line is empty, for the text ends with a line end. */
  readonly isClosed: boolean;
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    this.isClosed = /[\r\n]$/.test(text.slice(-1));
    let count = 1;
    const found = (after: number): void => {
      if (count % STEP === 0) this.#starts.push(after);
      count++;
    };
    if (text.includes('\r')) {
      for (const end of text.matchAll(LINE_END)) found(end.index + end[0].length);
    } else {
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found(at + 1);
    }
    this.count = count;
  }

  /** At most `many` lines, from the one with this index on. */
  from(first: number, many: number): string[] {
    const step = Math.floor(first / STEP);
    const start = this.#starts[step];
    if (start === undefined) return [];
    const last = Math.floor((first + many) / STEP) + 1;
    const lines = this.#text.slice(start, this.#starts[last]).split(LINE_END);
    // Up to the beginning of another line, there is an empty one too many; it is beyond what is asked for.
    return lines.slice(first - step * STEP, first - step * STEP + many);
  }
}
