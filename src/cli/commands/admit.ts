/** `pack --gpus` and `pack --onto`: the most valuable requests that GPUs can take which are what they are, and who waits. */
import { makeDocument } from '../../formats/makeDocument.ts';
import { isDrawable, type Board } from '../../model/board.ts';
import { ok, type Result } from '../../model/result.ts';
import type { PlanRequest } from '../../model/plan.ts';
import { counted } from '../../placement/messages.ts';
import {
  admitErrorMessage,
  admitReason,
  needsWords,
  waitingMessage,
} from '../../placement/solver/admitMessages.ts';
import {
  admitInto,
  admitOnto,
  type AdmitAnswer,
  type AdmitError,
  type AdmitOptions,
} from '../../placement/solver/admitPlan.ts';
import { budgetOf } from '../budget.ts';
import { boardNamed, noticeLines, readPlan } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';
import { readRequests, unusableRequest } from '../requests.ts';

export interface AdmitFlags {
  readonly gpu: string | null;
  /** A number of empty GPUs, as it was written. */
  readonly gpus: string | null;
  readonly onto: string | null;
  readonly weights: string | null;
  readonly budget: string | null;
  readonly texts: TextFlags;
  readonly json: boolean;
}

/** Units of work: some seconds. */
const BUDGET = 2_000_000;

export function admit(io: Io, argument: string, flags: AdmitFlags): Result<ExitCode, Unusable> {
  const { gpu, gpus, onto } = flags;
  if (gpus !== null && onto !== null) return unusable('pack: --gpus and --onto are two questions; give one');
  if (gpus === null && onto === null)
    return unusable('pack: --weights says who comes first where not all fit; give --gpus or --onto');
  if (onto === '-' && argument === '-') return unusable('only one of REQUESTS and PLAN can be -');
  const weights = weightsIn(flags.weights);
  if (!weights.ok) return weights;
  const budget = budgetOf(flags.budget, BUDGET);
  if (!budget.ok) return budget;
  const board = gpu === null ? null : boardNamed(gpu);
  if (board !== null && !board.ok) return board;
  const reading = readRequests(io, argument);
  if (!reading.ok) return reading;
  const { requests } = reading.value;
  const astray = [...weights.value.keys()].find((name) => requests.every(({ profile }) => profile !== name));
  if (astray !== undefined) return unusable(`--weights ${astray}: no request names that profile`);
  const options = { weights: weights.value, budget: budget.value, certify: true };
  const answer =
    onto === null
      ? onEmpty(board?.value ?? null, gpus ?? '', requests, options)
      : ontoPlan(io, onto, board?.value ?? null, requests, { ...options, texts: flags.texts });
  if (!answer.ok) return answer;
  if (!answer.value.ok) {
    const { error } = answer.value;
    return 'request' in error
      ? unusableRequest(reading.value, error, admitErrorMessage)
      : unusable(`pack: ${admitErrorMessage(error)}`);
  }
  print(io, requests, answer.value.value, flags.json);
  return ok(0);
}

type Answered = Result<Result<AdmitAnswer, AdmitError>, Unusable>;

function onEmpty(
  board: Board | null,
  gpus: string,
  requests: readonly PlanRequest[],
  options: Omit<AdmitOptions, 'board'>,
): Answered {
  if (board === null) return unusable('pack: say which board with --gpu; "models" lists them');
  if (!isDrawable(board)) return unusable(`no public source gives the starts of ${board.id}`);
  const count = /^[0-9]+$/.test(gpus.trim()) ? Number(gpus) : NaN;
  if (Number.isNaN(count)) return unusable(`--gpus ${gpus}: it has to be a whole number from 1`);
  return ok(admitOnto(board, count, requests, options));
}

function ontoPlan(
  io: Io,
  file: string,
  board: Board | null,
  requests: readonly PlanRequest[],
  options: Omit<AdmitOptions, 'board'> & { readonly texts: TextFlags },
): Answered {
  const input = readPlan(io, file, { gpu: board?.id ?? null, texts: options.texts });
  if (!input.ok) return input;
  io.stderr(printable(noticeLines(input.value.reading)));
  return ok(admitInto(input.value.reading.plan, requests, { ...options, board: board?.id ?? null }));
}

/** "3g.20gb=4,2g.10gb=1.5" */
function weightsIn(text: string | null): Result<ReadonlyMap<string, number>, Unusable> {
  const weights = new Map<string, number>();
  for (const part of text === null ? [] : text.split(',')) {
    const [, profile, weight] = /^\s*(\S+?)\s*=\s*([0-9]+(?:\.[0-9]+)?)\s*$/.exec(part) ?? [];
    if (profile === undefined || weight === undefined)
      return unusable(`--weights ${part}: write PROFILE=NUMBER, numbers from 0`);
    if (weights.has(profile)) return unusable(`--weights ${part}: ${profile} has a weight already`);
    weights.set(profile, Number(weight));
  }
  return ok(weights);
}

function print(io: Io, requests: readonly PlanRequest[], answer: AdmitAnswer, json: boolean): void {
  const { value, bound, isProven, extraGpus, waiting, proof, tree, names, leftAlone } = answer;
  const because = admitReason(answer);
  if (json) {
    printJson(io, {
      admitted: byProfile(requests, (index) => answer.granted[index] ?? 0),
      waiting: byProfile(requests, (index) => (requests[index]?.count ?? 0) - (answer.granted[index] ?? 0)),
      ...{ value, bound, proven: isProven, because, extraGpus },
      why: waiting.map((one) => ({
        ...{ request: one.request, profile: one.profile, waiting: one.count },
        ...{ reason: one.reason, afterRepacking: one.afterRepacking, message: waitingMessage(one) },
      })),
      recheckable: isProven && (proof !== null || tree !== null),
      proof:
        proof === null
          ? tree && { cases: tree, scale: answer.weightScale }
          : {
              prices: Object.fromEntries(names.map((name, index) => [name, proof.prices[index] ?? 0])),
              scale: proof.scale * answer.weightScale,
            },
      leftAlone,
      plan: makeDocument(answer.plan),
    });
    return;
  }
  const all = answer.granted.reduce((sum, count) => sum + count, 0);
  const lines = [
    `${counted(all, 'request is let in', 'requests are let in')}, worth ${value}${isProven ? ' (proven)' : ''}`,
    because,
    ...waiting.map(waitingMessage),
    ...(waiting.length === 0 || extraGpus === null
      ? []
      : [`${counted(extraGpus, 'empty GPU', 'empty GPUs')} more would take all of them.`]),
    ...(leftAlone === 0 ? [] : [`${counted(leftAlone, 'GPU')} not legal as planned: left alone.`]),
  ];
  io.stdout(printable(lines.map((line) => `${line}\n`).join('')));
}

/** A request that leaves the profile open is counted under what it needs. */
function byProfile(
  requests: readonly PlanRequest[],
  countOf: (index: number) => number,
): Record<string, number> {
  const counts = new Map<string, number>();
  requests.forEach(({ profile, needs }, index) => {
    const name = profile ?? needsWords(needs);
    if (countOf(index) > 0) counts.set(name, (counts.get(name) ?? 0) + countOf(index));
  });
  return Object.fromEntries(counts);
}
