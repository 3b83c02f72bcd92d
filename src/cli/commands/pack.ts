/** `pack`: how many GPUs of a board the requests need, that nobody can do with fewer, why, and a plan of them. */
import { MAX_ITEMS } from '../../formats/reading.ts';
import { makeDocument } from '../../formats/makeDocument.ts';
import { isDrawable, type Board } from '../../model/board.ts';
import type { Position } from '../../model/geometry.ts';
import type { Plan, PlanRequest } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { counted } from '../../placement/messages.ts';
import { demandOf } from '../../placement/solver/demand.ts';
import type { FlexibleAnswer, FlexibleQuestion } from '../../placement/solver/flexible.ts';
import { flexiblePlan } from '../../placement/solver/flexiblePlan.ts';
import { demandErrorMessage, number } from '../../placement/solver/messages.ts';
import { pack as packSearch, type Packing } from '../../placement/solver/pack.ts';
import { makeApartQuestion, packApart, type ApartQuestion } from '../../placement/solver/packApart.ts';
import { apartReason, packReason } from '../../placement/solver/packMessages.ts';
import { planItems, planOfPacking } from '../../placement/solver/placePacking.ts';
import { runSearch, type Outcome } from '../../placement/solver/search.ts';
import { budgetOf } from '../budget.ts';
import { boardNamed } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import { readRequests, unusableRequest } from '../requests.ts';

export interface PackOptions {
  readonly gpu: string | null;
  /** Units of work after which the best so far is the answer; null: until it is proven. */
  readonly budget: string | null;
  readonly json: boolean;
}

/** What is told of either question: with groups that are kept apart, and without any. */
interface Packed {
  readonly board: Board;
  /** Null where nothing was found within the budget. */
  readonly gpus: number | null;
  readonly bound: number | null;
  readonly isProven: boolean;
  readonly because: string;
  readonly proof: object | null;
  readonly layouts: readonly { readonly gpus: number; readonly layout: string }[];
  /** Null where there would be more in it than a document holds. */
  readonly plan: Plan | null;
}

export function pack(io: Io, argument: string, options: PackOptions): Result<ExitCode, Unusable> {
  if (options.gpu === null) return unusable('pack: say which board with --gpu; "models" lists them');
  const budget = budgetOf(options.budget, Infinity);
  if (!budget.ok) return budget;
  const found = boardNamed(options.gpu);
  if (!found.ok) return found;
  const board = found.value;
  if (!isDrawable(board)) return unusable(`no public source gives the starts of ${board.id}`);
  const reading = readRequests(io, argument);
  if (!reading.ok) return reading;
  const { requests } = reading.value;
  const demand = demandOf(board, requests);
  if (!demand.ok) return unusableRequest(reading.value, demand.error, demandErrorMessage);
  const apart = makeApartQuestion(board, requests);
  if (!apart.ok) return unusableRequest(reading.value, apart.error, demandErrorMessage);
  const answer =
    apart.value === null
      ? packed(board, runSearch(packSearch(board, demand.value), budget.value), requests)
      : packedApart(board, apart.value, runSearch(packApart(apart.value), budget.value));
  print(io, answer, options.json);
  return ok(answer.gpus === null ? 1 : 0);
}

function packed(
  board: Board,
  { best, bound, isProven }: Outcome<Packing>,
  requests: readonly PlanRequest[],
): Packed {
  return {
    ...{ board, gpus: best?.gpus ?? null, bound, isProven },
    because: best === null || bound === null ? 'Nothing was found yet.' : packReason(best, bound),
    proof: best === null ? null : proofOf(best),
    layouts: best === null ? [] : layoutsOf(best),
    // A document that could not be read again is none.
    plan: best === null || planItems(best) > MAX_ITEMS ? null : planOfPacking(best, requests),
  };
}

function packedApart(board: Board, question: ApartQuestion, outcome: Outcome<FlexibleAnswer>): Packed {
  const { best, bound, isProven } = outcome;
  const { fleet, largest, plain } = question;
  const gpus = best?.cost ?? null;
  const packing = gpus !== null && plain.bound === gpus ? plain.best : null;
  const plan = best === null ? null : { ...flexiblePlan(fleet, best), name: 'Packing' };
  return {
    ...{ board, gpus, bound, isProven },
    because: apartReason(question, outcome),
    // Where neither the instances nor a group show it, the search alone does.
    proof: packing !== null ? proofOf(packing) : gpus === largest.members ? largest : null,
    layouts: best === null ? [] : layoutsApart(fleet, best),
    plan: plan === null || itemsOf(plan) > MAX_ITEMS ? null : plan,
  };
}

function print(io: Io, packed: Packed, json: boolean): void {
  const { board, gpus, bound, isProven, because, proof, layouts, plan } = packed;
  if (gpus !== null && plan === null)
    io.stderr(
      `note: the plan would hold more than ${number(MAX_ITEMS)} things, so only its layouts are given.\n`,
    );
  if (json) {
    const document = plan === null ? null : makeDocument(plan);
    printJson(io, { gpus, bound, proven: isProven, because, proof, layouts, plan: document });
    return;
  }
  const least = bound === null ? [] : [`at least ${counted(bound, 'is', 'are')} needed`];
  const sure = isProven
    ? 'proven: nobody can do with fewer'
    : [gpus === null ? 'not proven' : 'best found', ...least].join('; ');
  const what = gpus === null ? 'no number of GPUs' : `${number(gpus)} x ${board.id}`;
  io.stdout(printable(`${what} (${sure})\n${because}\n`));
  for (const { gpus: count, layout } of layouts) io.stdout(`${number(count)} x ${layout}\n`);
}

/** The weights and the capacity that show the bound, for whoever wants to check it. */
function proofOf({ board, counts, proof }: Packing): object {
  const weights = board.profiles.flatMap(({ name }, index) => {
    const weight = proof.weights[index] ?? 0;
    return weight > 0 && (counts[index] ?? 0) > 0 ? [[name, weight] as const] : [];
  });
  return { weights: Object.fromEntries(weights), capacity: proof.capacity };
}

/** How many GPUs get which layout, as the layout notation writes it. */
function layoutsOf({ board, groups }: Packing): { readonly gpus: number; readonly layout: string }[] {
  const nameOf = ({ profileIndex, start }: Position): string =>
    `${board.profiles[profileIndex]?.name ?? ''}@${start}`;
  return groups.map(({ gpus, layout }) => ({ gpus, layout: layout.map(nameOf).join(', ') }));
}

function layoutsApart({ fleet }: FlexibleQuestion, { placed }: FlexibleAnswer): Packed['layouts'] {
  const counts = new Map<string, number>();
  for (const { fleet: at, instances } of placed) {
    const profiles = fleet[at]?.board.profiles ?? [];
    const layout = instances
      .map(({ profile, start }) => `${profiles[profile]?.name ?? ''}@${start}`)
      .join(', ');
    counts.set(layout, (counts.get(layout) ?? 0) + 1);
  }
  return [...counts].map(([layout, gpus]) => ({ gpus, layout }));
}

/** As `planItems`, for a plan that is there already. */
function itemsOf({ hosts, vms }: Plan): number {
  const gpus = hosts.flatMap((host) => host.gpus);
  const instances = gpus.reduce((sum, gpu) => sum + gpu.instances.length, 0);
  return hosts.length + gpus.length + instances + vms.length;
}
