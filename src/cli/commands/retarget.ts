/** `retarget` and `compact`: the nearest plan with the wanted instances, or on the fewest GPUs, and what is lost on the way. */
import { makeDocument } from '../../formats/makeDocument.ts';
import type { RequestsReading } from '../../formats/requests.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { boardsOf, type Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { demandErrorMessage } from '../../placement/solver/messages.ts';
import { checkRequest, MAX_TOTAL_REQUESTED } from '../../placement/solver/demand.ts';
import {
  compactVerdict,
  leftOutMessage,
  noTargetMessage,
  retargetErrorMessage,
  retargetVerdict,
} from '../../placement/solver/retarget/retargetMessages.ts';
import {
  compact as compactPlan,
  retarget as retargetPlan,
  type LossWeights,
  type Retargeted,
} from '../../placement/solver/retarget/retarget.ts';
import { runSearch, type Outcome } from '../../placement/solver/search.ts';
import { gpuName } from '../../placement/messages.ts';
import { budgetOf } from '../budget.ts';
import { jsonNotices, noticeLines, readPlan, type Input } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';
import { readRequests, unusableRequest } from '../requests.ts';

export interface RetargetOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  readonly to: string | null;
  readonly weights: string;
  readonly budget: string | null;
  readonly json: boolean;
}

/** Units of work before the best so far is the answer: some seconds. */
const BUDGET = 200_000;

export function retarget(io: Io, file: string, options: RetargetOptions): Result<ExitCode, Unusable> {
  const { to } = options;
  if (to === null) return unusable('retarget: say with --to what is wanted');
  const weights = weightsNamed(options.weights);
  if (!weights.ok) return weights;
  const budget = budgetOf(options.budget, BUDGET);
  if (!budget.ok) return budget;
  const read = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!read.ok) return read;
  const { plan } = read.value.reading;
  const reading = readRequests(io, to);
  if (!reading.ok) return reading;
  const demand = demandByName(plan, reading.value);
  if (!demand.ok) return demand;
  const search = retargetPlan(plan, { demand: demand.value, weights: weights.value });
  if (!search.ok) return unusable(`${file}: ${retargetErrorMessage(search.error)}`);
  return ok(answer(io, read.value, runSearch(search.value(), budget.value), options.json, retargetVerdict));
}

export function compact(io: Io, file: string, options: RetargetOptions): Result<ExitCode, Unusable> {
  const weights = weightsNamed(options.weights);
  if (!weights.ok) return weights;
  const budget = budgetOf(options.budget, BUDGET);
  if (!budget.ok) return budget;
  const read = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!read.ok) return read;
  const search = compactPlan(read.value.reading.plan, weights.value);
  if (!search.ok) return unusable(`${file}: ${retargetErrorMessage(search.error)}`);
  return ok(answer(io, read.value, runSearch(search.value(), budget.value), options.json, compactVerdict));
}

function weightsNamed(name: string): Result<LossWeights, Unusable> {
  if (name === 'instances' || name === 'vms') return ok(name);
  return unusable(
    `--weights ${name}: say instances, where each counts alike, or vms, where only what VMs have counts`,
  );
}

/** Counts by profile; a profile may be of any board of the plan. */
function demandByName(plan: Plan, reading: RequestsReading): Result<ReadonlyMap<string, number>, Unusable> {
  const boards = boardsOf(plan.hosts).flatMap((id) => findBoard(id) ?? []);
  const demand = new Map<string, number>();
  let total = 0;
  for (const [index, request] of reading.requests.entries()) {
    const faults = boards.map((board) => checkRequest(board, request, index));
    const fault = faults.includes(null) ? null : (faults[0] ?? null);
    if (fault !== null) return unusableRequest(reading, fault, demandErrorMessage);
    if (request.profile === null) continue;
    demand.set(request.profile, (demand.get(request.profile) ?? 0) + request.count);
    total += request.count;
  }
  if (total === 0)
    return unusableRequest(reading, { code: 'nothing-requested' } as const, demandErrorMessage);
  if (total > MAX_TOTAL_REQUESTED)
    return unusableRequest(
      reading,
      { code: 'too-many-requested', count: total, max: MAX_TOTAL_REQUESTED } as const,
      demandErrorMessage,
    );
  return ok(demand);
}

function answer(
  io: Io,
  { reading }: Input,
  outcome: Outcome<Retargeted>,
  json: boolean,
  verdict: (best: Retargeted, isProven: boolean, bound: number | null) => string,
): ExitCode {
  const { best, bound, isProven } = outcome;
  const because = best === null ? noTargetMessage(isProven) : verdict(best, isProven, bound);
  if (json) {
    printJson(io, {
      ...figures(outcome),
      because,
      leftOut: (best?.leftOut ?? []).map((one) => ({
        host: one.place.host.name,
        gpu: one.place.gpu.index,
        code: one.why,
        message: leftOutMessage(one),
      })),
      notices: jsonNotices(reading),
      plan: best === null ? null : makeDocument(best.plan),
    });
  } else {
    io.stderr(printable(noticeLines(reading)));
    const lines =
      best === null
        ? []
        : [
            ...best.leftOut.map((one) => `note: ${leftOutMessage(one)}`),
            ...changedGpus(reading.plan, best.plan),
          ];
    io.stdout(printable([...lines, because].map((line) => `${line}\n`).join('')));
  }
  return best === null ? 1 : 0;
}

function figures({ best, bound, isProven }: Outcome<Retargeted>): object {
  return {
    gpus: best?.used ?? null,
    gpusBefore: best?.usedBefore ?? null,
    destroyed: best?.destroyed ?? null,
    created: best?.created ?? null,
    kept: best?.kept ?? null,
    vmsMoved: best?.moved ?? null,
    vmsWaiting: best?.waiting ?? null,
    bound,
    proven: isProven,
  };
}

/** "GPU 0 on esx-01: 3g.20gb@0, 3g.20gb@4", for each GPU that is not as it was. */
function changedGpus(before: Plan, after: Plan): string[] {
  const old = new Set(before.hosts.flatMap((host) => host.gpus));
  return after.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) => {
      if (old.has(gpu)) return [];
      const pieces = gpu.instances.map(({ profile, start }) => `${profile}@${start}`);
      return [`${gpuName({ host, gpu })}: ${pieces.length === 0 ? 'nothing' : pieces.join(', ')}`];
    }),
  );
}
