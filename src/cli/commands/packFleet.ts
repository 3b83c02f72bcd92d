/** `pack --fleet`: the cheapest GPUs of several boards for requests that may go to any profile that satisfies them. */
import { fleetFileErrorMessage } from '../../formats/fleetFileMessages.ts';
import { isInlineFleet, parseFleet, type FleetEntry } from '../../formats/fleetFile.ts';
import { makeDocument } from '../../formats/makeDocument.ts';
import { makeAt } from '../../model/source.ts';
import { ok, type Result } from '../../model/result.ts';
import { costedFleet, type PricedBoard } from '../../placement/solver/fleetCosts.ts';
import {
  makeFlexibleQuestion,
  searchFlexible,
  type FlexibleAnswer,
  type FlexibleQuestion,
} from '../../placement/solver/flexible.ts';
import {
  fleetErrorMessage,
  fleetWords,
  flexibleBecause,
  flexibleErrorMessage,
} from '../../placement/solver/flexibleMessages.ts';
import { flexiblePlan } from '../../placement/solver/flexiblePlan.ts';
import { priceProof, type PriceProof } from '../../placement/solver/flexibleProof.ts';
import type { BinOf } from '../../placement/solver/flexibleProgram.ts';
import { fleetTree } from '../../placement/solver/fleetTree.ts';
import { runSearch } from '../../placement/solver/search.ts';
import { budgetOf } from '../budget.ts';
import { boardNamed } from '../input.ts';
import { printable, printJson, readInput, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import { readRequests, unusableRequest } from '../requests.ts';

export interface PackFleetOptions {
  /** A file, or "a100-pcie-40gb=5,a30-24gb=2". */
  readonly fleet: string;
  readonly apart: string;
  /** Units of work after which the best so far is the answer; null: until it is proven. */
  readonly budget: string | null;
  readonly json: boolean;
}

const APART: readonly string[] = ['gpu', 'host'] satisfies BinOf[];
const isApart = (text: string): text is BinOf => APART.includes(text);

export function packFleet(io: Io, argument: string, options: PackFleetOptions): Result<ExitCode, Unusable> {
  const { apart } = options;
  if (!isApart(apart)) return unusable(`--apart ${apart}: it is gpu or host`);
  const budget = budgetOf(options.budget, Infinity);
  if (!budget.ok) return budget;
  const priced = readFleet(io, options.fleet);
  if (!priced.ok) return priced;
  const fleet = costedFleet(priced.value.boards);
  if (!fleet.ok) {
    const at = priced.value.entries[fleet.error.entry]?.at;
    return unusable(`--fleet: ${at === undefined ? '' : `${makeAt(at)}: `}${fleetErrorMessage(fleet.error)}`);
  }
  const reading = readRequests(io, argument);
  if (!reading.ok) return reading;
  const question = makeFlexibleQuestion(fleet.value.fleet, reading.value.requests);
  if (!question.ok) return unusableRequest(reading.value, question.error, flexibleErrorMessage);

  const { unitsPerCost } = fleet.value;
  const { best, bound, isProven } = runSearch(searchFlexible(question.value, { apart }), budget.value);
  const proof = priceProof(question.value);
  const isShort = isProven && best !== null && proof.bound < best.cost;
  const tree = isShort ? fleetTree(question.value, apart, best.cost) : null;
  const because = flexibleBecause({ best, bound, isProven }, proof, unitsPerCost, tree);
  const inUnits = (cost: number | null): number | null => (cost === null ? null : cost / unitsPerCost);
  if (options.json) {
    printJson(io, {
      cost: inUnits(best?.cost ?? null),
      bound: inUnits(bound),
      proven: isProven,
      because,
      boards: best === null ? [] : jsonBoards(question.value, best, unitsPerCost),
      recheckable: isProven && best !== null && (!isShort || tree !== null),
      proof: { ...jsonProof(question.value, proof, unitsPerCost), cases: tree, unitsPerCost },
      plan: best === null ? null : makeDocument(flexiblePlan(question.value, best)),
    });
  } else {
    const what = best === null ? 'no fleet' : fleetWords(question.value, best.gpus);
    const sure = isProven ? 'proven' : 'not proven';
    io.stdout(printable(`${what} (${sure})\n${because}\n`));
    if (best !== null) io.stdout(printable(layoutLines(question.value, best)));
  }
  return ok(best === null ? 1 : 0);
}

/** The boards as they were written, and as the catalogue has them. */
function readFleet(
  io: Io,
  argument: string,
): Result<{ readonly entries: readonly FleetEntry[]; readonly boards: readonly PricedBoard[] }, Unusable> {
  const text = isInlineFleet(argument) ? ok(argument) : readInput(io, argument);
  if (!text.ok) return text;
  const name = isInlineFleet(argument) ? '--fleet' : argument === '-' ? 'standard input' : argument;
  const entries = parseFleet(text.value);
  if (!entries.ok) return unusable(`${name}: ${fleetFileErrorMessage(entries.error)}`);
  const boards: PricedBoard[] = [];
  for (const { at, board: text, cost, count, gpusPerHost } of entries.value) {
    const board = boardNamed(text);
    if (!board.ok) return unusable(`${name}: ${makeAt(at)}: ${board.error.message}`);
    boards.push({ board: board.value, cost, count, gpusPerHost });
  }
  return ok({ entries: entries.value, boards });
}

function jsonBoards(
  { fleet }: FlexibleQuestion,
  { gpus }: FlexibleAnswer,
  unitsPerCost: number,
): readonly object[] {
  return fleet.map(({ board, cost }, index) => ({
    board: board.id,
    gpus: gpus[index] ?? 0,
    cost: ((gpus[index] ?? 0) * cost) / unitsPerCost,
  }));
}

/** Prices in the user's units, for whoever wants to check them. */
function jsonProof({ requests }: FlexibleQuestion, proof: PriceProof, unitsPerCost: number): object {
  return {
    prices: requests.map(({ profile, needs }, index) => ({
      ...(profile === null ? { needs } : { profile }),
      price: (proof.prices[index] ?? 0) / proof.scale / unitsPerCost,
    })),
    bound: proof.bound / unitsPerCost,
  };
}

/** How many GPUs of each board get which layout. */
function layoutLines({ fleet }: FlexibleQuestion, { placed }: FlexibleAnswer): string {
  const lines = new Map<string, number>();
  for (const { fleet: at, instances } of placed) {
    const board = fleet[at]?.board;
    const layout = instances.map(({ profile, start }) => `${board?.profiles[profile]?.name ?? ''}@${start}`);
    const line = `${board?.id ?? ''}: ${layout.join(', ')}`;
    lines.set(line, (lines.get(line) ?? 0) + 1);
  }
  return [...lines].map(([line, count]) => `${count} x ${line}\n`).join('');
}
