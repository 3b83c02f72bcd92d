/** Who goes when: a binary heap by time. On a tie the one who came in first is not sure to go first, but always the same. */
export class DepartureQueue {
  readonly #times: number[] = [];
  readonly #who: number[] = [];

  add(time: number, who: number): void {
    let at = this.#times.length;
    this.#times.push(time);
    this.#who.push(who);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.#times[parent] ?? 0) <= time) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** The next who goes at `time` or before; null when nobody does. */
  takeUntil(time: number): number | null {
    const [first] = this.#times;
    const [who] = this.#who;
    if (first === undefined || who === undefined || first > time) return null;
    this.#swap(0, this.#times.length - 1);
    this.#times.pop();
    this.#who.pop();
    this.#sink();
    return who;
  }

  #sink(): void {
    const count = this.#times.length;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < count && this.#isBefore(left, least)) least = left;
      if (right < count && this.#isBefore(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    return (this.#times[a] ?? 0) < (this.#times[b] ?? 0);
  }

  #swap(a: number, b: number): void {
    const [time, who] = [this.#times[a] ?? 0, this.#who[a] ?? 0];
    this.#times[a] = this.#times[b] ?? 0;
    this.#who[a] = this.#who[b] ?? 0;
    this.#times[b] = time;
    this.#who[b] = who;
  }
}
