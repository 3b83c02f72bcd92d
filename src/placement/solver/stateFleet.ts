/**
 * The GPUs of one board while instances come and go: each in its layout and state, and the GPUs of every state at hand, so
 * that an arrival looks at states and not at GPUs.
 */
import { NO_STATE, stateOfSpots, type StateTable } from './states.ts';

/** What stands on a GPU. */
export interface FleetLayout {
  /** Spots of the table, ascending. */
  readonly spots: readonly number[];
  readonly state: number;
}

/** Not looked up yet. */
const UNKNOWN = -2;

export class StateFleet {
  readonly table: StateTable;
  readonly layouts: FleetLayout[] = [{ spots: [], state: 0 }];
  /** By GPU: its layout, an index in `layouts`. */
  readonly layoutOf: Int32Array;
  /** By GPU. */
  readonly stateOf: Int32Array;
  /** By state: the GPUs in it, in no order that means anything. */
  readonly members: number[][];
  readonly #place: Int32Array;
  readonly #ids = new Map<string, number>([['', 0]]);
  /** By layout, then by spot: the layout that has this spot when it has it not, or has it not when it has it. */
  readonly #toggled: Int32Array[] = [];

  /** `count` empty GPUs. */
  constructor(table: StateTable, count: number) {
    this.table = table;
    this.layoutOf = new Int32Array(count);
    this.stateOf = new Int32Array(count);
    this.#place = Int32Array.from({ length: count }, (_, gpu) => gpu);
    this.members = Array.from({ length: table.size }, () => []);
    this.members[0] = Array.from({ length: count }, (_, gpu) => gpu);
  }

  get count(): number {
    return this.layoutOf.length;
  }

  /** The layout of this GPU. */
  layout(gpu: number): FleetLayout {
    return this.layouts[this.layoutOf[gpu] ?? 0] ?? { spots: [], state: 0 };
  }

  /** An instance comes. It has to be legal there; the states say whether it is. */
  add(gpu: number, spot: number): void {
    this.#enter(gpu, this.toggled(this.layoutOf[gpu] ?? 0, spot));
  }

  /** An instance goes. */
  remove(gpu: number, spot: number): void {
    this.#enter(gpu, this.toggled(this.layoutOf[gpu] ?? 0, spot));
  }

  /** The layout with one spot more, or one less where it has it. */
  toggled(layout: number, spot: number): number {
    const row = (this.#toggled[layout] ??= new Int32Array(this.table.spots.length).fill(UNKNOWN));
    const known = row[spot] ?? UNKNOWN;
    if (known !== UNKNOWN) return known;
    const spots = this.layouts[layout]?.spots ?? [];
    const then = spots.includes(spot)
      ? spots.filter((one) => one !== spot)
      : [...spots, spot].sort((a, b) => a - b);
    const key = then.join(',');
    const id =
      this.#ids.get(key) ?? this.layouts.push({ spots: then, state: stateOfSpots(this.table, then) }) - 1;
    this.#ids.set(key, id);
    row[spot] = id;
    return id;
  }

  #enter(gpu: number, layout: number): void {
    this.layoutOf[gpu] = layout;
    this.#file(gpu, this.layouts[layout]?.state ?? NO_STATE);
  }

  /** Nothing may come to this GPU, whatever stands there. */
  close(gpu: number): void {
    this.#file(gpu, NO_STATE);
  }

  #file(gpu: number, state: number): void {
    const before = this.stateOf[gpu] ?? NO_STATE;
    if (state === before) return;
    const left = this.members[before];
    const last = left?.pop() ?? gpu;
    if (left !== undefined && last !== gpu) {
      const at = this.#place[gpu] ?? 0;
      left[at] = last;
      this.#place[last] = at;
    }
    this.stateOf[gpu] = state;
    this.#place[gpu] = (this.members[state]?.push(gpu) ?? 0) - 1;
  }
}
