/**
 * Proofs as trees (verifyTree.ts): branch and bound once more, on the checker's own form of the question and with the optimum
 * known. Each case is closed by the prices of its relaxation, rounded to whole parts and then held against the checker's own
 * sum: what floating point loses costs a fork more, never a wrong proof.
 */
import {
  shownBy,
  splitCase,
  wholeCase,
  type Case,
  type Counted,
  type ProofLeaf,
  type ProofTree,
  type TreeQuestion,
} from '../verifyTree.ts';
import { arraysOf, type Arrays } from './integer/arrays.ts';
import { Branching } from './integer/branching.ts';
import type { Node } from './integer/openNodes.ts';
import { Simplex } from './integer/simplex.ts';
import { priceProgram, type PriceProgram } from './priceProgram.ts';

/** A whole number of these parts makes whole prices of all multipliers we know; the last is as fine as need be. */
const SCALES = [1, 2, 3, 4, 6, 5, 7, 8, 12, 24, 60, 420, 5040, 2 ** 20, 2 ** 26];
const MAX_PIVOTS = 20_000;

export interface CertifyOptions {
  /** Prices of asks by which, beside those of pools, a set may be worth less than its slots: those of groups. */
  readonly cuts?: readonly (readonly number[])[];
  /** Cases at the most. */
  readonly maxCases?: number;
}

/** A tree that shows that no value of the question is below `bound`; null where none was found. */
export function certify(
  question: TreeQuestion,
  bound: number,
  { cuts = [], maxCases = 4000 }: CertifyOptions = {},
): ProofTree | null {
  return new Prover(question, bound, cuts, maxCases).prove();
}

class Prover {
  readonly #question: TreeQuestion;
  readonly #bound: number;
  readonly #program: PriceProgram;
  readonly #cuts: readonly (readonly number[])[];
  readonly #arrays: Arrays;
  readonly #lp: Simplex;
  readonly #branching: Branching;
  /** The first columns are of GPUs of a kind, these of asks, and between are those of sets. */
  readonly #totals: number;
  readonly #firstAsk: number;
  #casesLeft: number;

  constructor(question: TreeQuestion, bound: number, cuts: readonly (readonly number[])[], maxCases: number) {
    this.#question = question;
    this.#bound = bound;
    this.#cuts = cuts;
    this.#casesLeft = maxCases;
    this.#program = priceProgram(question, cuts);
    const { program, counted } = this.#program;
    const firstAsk = counted.findIndex(({ ask }) => ask !== undefined);
    this.#firstAsk = firstAsk < 0 ? counted.length : firstAsk;
    this.#totals = question.kinds.filter(({ cost }) => cost > 0).length;
    this.#arrays = arraysOf(program);
    // Bounds that the rows imply are not the checker's; the cases are.
    this.#arrays.low.fill(0);
    program.columns.forEach(({ high }, column) => (this.#arrays.high[column] = high));
    program.rows.forEach(({ low, high }, row) => {
      this.#arrays.rowLow[row] = low;
      this.#arrays.rowHigh[row] = high;
    });
    this.#lp = new Simplex(this.#arrays);
    this.#branching = new Branching(this.#arrays);
  }

  prove(): ProofTree | null {
    return this.#visit(wholeCase(this.#question), null);
  }

  #visit(limits: Case, node: Node | null): ProofTree | null {
    if (--this.#casesLeft < 0) return null;
    const { counted, program } = this.#program;
    const columns = program.columns.length;
    const lp = this.#lp;
    const low = new Float64Array(columns);
    const high = Float64Array.from(program.columns, (column) => column.high);
    counted.forEach((on, column) => {
      const [least, most] = rangeOf(limits, on);
      low[column] = Math.max(least, 0);
      high[column] = Math.min(most, high[column] ?? 0);
    });
    lp.setBounds(low, high);
    let status = lp.run(Infinity, MAX_PIVOTS);
    if (status === 'lost') {
      lp.reset();
      lp.setBounds(low, high);
      status = lp.run(Infinity, MAX_PIVOTS);
    }
    if (status === 'infeasible') return this.#leaf(limits, lp.ray, 0, 0);
    if (status !== 'optimal') return null;
    const cost = lp.objective();
    if (node !== null) this.#branching.learn(node, cost);
    // Whatever the value that the prices come to, it is a multiple of the step that the checker finds.
    if (cost > this.#bound - this.#arrays.costStep - 1e-6) {
      const leaf = this.#leaf(limits, lp.reduced, columns, 1);
      if (leaf !== null) return leaf;
    }
    // How often asks are served, or how many GPUs there are: which of them take what has many answers.
    const choice =
      this.#branching.choose(lp.x, this.#totals) ??
      this.#branching.choose(lp.x, counted.length, this.#firstAsk) ??
      this.#branching.choose(lp.x, counted.length);
    if (choice === null) return null;
    const on = counted[choice.column];
    const atMost = Math.floor(choice.value);
    const cases = on === undefined ? null : splitCase(limits, on, atMost);
    if (on === undefined || cases === null) return null;
    const child = (isHigh: boolean): Node => ({
      ...{ parent: null, column: choice.column, isHigh, value: atMost, depth: 0, bound: 0, parentCost: cost },
      distance: isHigh ? choice.value - atMost : atMost + 1 - choice.value,
    });
    const below = this.#visit(cases[0], child(true));
    if (below === null) return null;
    const above = this.#visit(cases[1], child(false));
    return above === null ? null : { on, atMost, below, above };
  }

  /** Multipliers of the rows as prices of the asks, if these close the case. */
  #leaf(limits: Case, multipliers: Float64Array, offset: number, costs: 0 | 1): ProofLeaf | null {
    const { poolRow, cutRow } = this.#program;
    const prices = this.#question.asks.map(({ pools }, ask) => {
      const pool = Math.min(...pools.map((own) => multipliers[offset + poolRow + own] ?? 0));
      return this.#cuts.reduce(
        (sum, cut, at) => sum + Math.max(0, multipliers[offset + cutRow + at] ?? 0) * (cut[ask] ?? 0),
        Math.max(0, pool),
      );
    });
    for (const scale of SCALES) {
      const leaf = { prices: prices.map((price) => Math.round(price * scale)), scale: costs * scale };
      const shown = shownBy(this.#question, limits, leaf);
      if (typeof shown === 'number' && shown >= this.#bound) return leaf;
    }
    return null;
  }
}

function rangeOf({ kinds, asks }: Case, on: Counted): readonly [number, number] {
  const kind = kinds[on.kind ?? -1];
  const range = on.ask !== undefined ? asks[on.ask] : on.set === null ? kind?.all : kind?.sets[on.set];
  // What is counted is of the question, as the case is.
  return range ?? [0, 0];
}
