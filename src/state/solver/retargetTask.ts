/** The present GPUs cut for another mix of instances, with the fewest destroyed, as the page shows it. */
import type { BoardId } from '../../model/board.ts';
import type { Gpu, Plan } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { withCuts } from '../../placement/repackEdit.ts';
import { retarget, type Retargeted, type RetargetError } from '../../placement/solver/retarget/retarget.ts';
import type { Search } from '../../placement/solver/search.ts';
import { patchOf, type Patch } from './patch.ts';

/** What one board is to hold: all that is not named goes. */
export interface BoardMix {
  readonly board: BoardId;
  readonly counts: readonly (readonly [profile: ProfileName, count: number])[];
}

export interface RetargetArgs {
  readonly plan: Plan;
  /** Boards that are not named stay as they are. */
  readonly mixes: readonly BoardMix[];
}

type Figures = Pick<Retargeted, 'kept' | 'destroyed' | 'created' | 'moved' | 'waiting' | 'leftOut'>;

export interface Remixed extends Figures {
  /** The difference to the plan that was asked about. */
  readonly patch: Patch;
}

export type MixError =
  | RetargetError
  /** The GPUs of the board cannot hold it, however they are cut. */
  | { readonly code: 'no-target' };

export type RetargetAnswer = Result<Remixed, { readonly board: BoardId; readonly error: MixError }>;

/** Board by board, for no instance goes from one to another. The bound is the least number that is destroyed. */
export function* retargetPlan({ plan, mixes }: RetargetArgs): Search<RetargetAnswer> {
  let now = plan;
  let figures: Figures = { kept: 0, destroyed: 0, created: 0, moved: 0, waiting: 0, leftOut: [] };
  let [bound, work, isProven] = [0, 0, true];
  for (const [nth, { board, counts }] of mixes.entries()) {
    const demand = new Map(counts.filter(([, count]) => count > 0));
    const question = retarget(aloneOn(now, board), { demand, weights: 'instances' });
    if (!question.ok)
      return { best: err({ board, error: question.error }), bound: null, isProven: true, work: work + 1 };
    yield { best: null, bound: null, isProven: false, work };
    const before = { now, figures };
    const told = (best: Retargeted): RetargetAnswer => {
      const merged = withBoard(before.now, best.plan, board);
      return ok({ ...added(before.figures, best), patch: patchOf(plan, withCuts(plan, merged)) });
    };
    const search = question.value();
    let step = search.next();
    for (; step.done !== true; step = search.next()) {
      const { value } = step;
      const soFar = work;
      yield {
        // What is found for the last board is an answer to all of it.
        get best() {
          return value.best === null || nth < mixes.length - 1 ? null : told(value.best);
        },
        bound: value.bound === null ? null : bound + value.bound,
        isProven: false,
        work: soFar + value.work,
      };
    }
    const { best } = step.value;
    work += step.value.work;
    isProven &&= step.value.isProven;
    bound += step.value.bound ?? 0;
    if (best === null)
      return {
        best: step.value.isProven ? err({ board, error: { code: 'no-target' } }) : null,
        bound: null,
        isProven: step.value.isProven,
        work,
      };
    now = withBoard(now, best.plan, board);
    figures = added(figures, best);
  }
  const patch = patchOf(plan, now === plan ? plan : withCuts(plan, now));
  return { best: ok({ ...figures, patch }), bound, isProven, work };
}

function aloneOn(plan: Plan, board: BoardId): Plan {
  return {
    ...plan,
    hosts: plan.hosts.map((host) => ({ ...host, gpus: host.gpus.filter((gpu) => gpu.board === board) })),
  };
}

/** `alone` has the GPUs of the board only; all others stay as they are. */
function withBoard(plan: Plan, alone: Plan, board: BoardId): Plan {
  const changed = new Map<number, Gpu>(
    alone.hosts.flatMap(({ gpus }) => gpus.map((gpu): [number, Gpu] => [gpu.id, gpu])),
  );
  const isSame = plan.hosts.every(({ gpus }) =>
    gpus.every((gpu) => gpu.board !== board || changed.get(gpu.id) === gpu),
  );
  if (isSame) return plan;
  const hosts = plan.hosts.map((host) => {
    const gpus = host.gpus.map((gpu) => changed.get(gpu.id) ?? gpu);
    return gpus.every((gpu, at) => gpu === host.gpus[at]) ? host : { ...host, gpus };
  });
  return { ...plan, hosts, vms: alone.vms, nextId: alone.nextId };
}

function added(sum: Figures, more: Retargeted): Figures {
  return {
    kept: sum.kept + more.kept,
    destroyed: sum.destroyed + more.destroyed,
    created: sum.created + more.created,
    moved: sum.moved + more.moved,
    waiting: sum.waiting + more.waiting,
    leftOut: [...sum.leftOut, ...more.leftOut],
  };
}
