/** What of the requests the plan has room for, as the page shows it. */
import { EMPTY_PLAN, type Gpu, type Plan, type PlanRequest } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { AddedMember, GpuAddition } from '../../placement/requestEdits.ts';
import {
  searchAdmission,
  type AdmitAnswer as Answer,
  type AdmitError,
} from '../../placement/solver/admitPlan.ts';
import type { Waiting } from '../../placement/solver/admitWaiting.ts';
import type { Outcome, Search } from '../../placement/solver/search.ts';

export interface AdmitArgs {
  readonly plan: Plan;
  readonly requests: readonly PlanRequest[];
  /** Units of work. */
  readonly effort: number;
}

export interface Admitted {
  /** Instances that are asked for, and that find room. */
  readonly asked: number;
  readonly count: number;
  /** Requests are worth different amounts: it is the value that is the highest, not the count. */
  readonly isWeighted: boolean;
  /** Indexed like the requests. */
  readonly taken: readonly number[];
  readonly additions: readonly GpuAddition[];
  /** Members of groups among them, each of which gets a VM. */
  readonly members: readonly AddedMember[];
  readonly waiting: readonly Waiting[];
  /** Empty GPUs that the rest needs at the least; null where there are several boards, and of requests by need. */
  readonly extraGpus: number | null;
}

export type AdmitAnswer = Result<Admitted, AdmitError>;

/** Its effort is its own: beyond it, it takes the best that it has. */
export function* admitRequests({ plan, requests, effort }: AdmitArgs): Search<AdmitAnswer> {
  const question = searchAdmission(plan, requests, { board: null, weights: new Map(), budget: effort });
  if (!question.ok) return { best: err(question.error), bound: null, isProven: false, work: 1 };
  const search = question.value();
  let step = search.next();
  for (; step.done !== true; step = search.next())
    yield { best: null, bound: null, isProven: false, work: step.value.work };
  return admitted(plan, requests, step.value);
}

function admitted(
  plan: Plan,
  requests: readonly PlanRequest[],
  { best: answer, bound, isProven, work }: Outcome<Answer>,
): Outcome<AdmitAnswer> {
  if (answer === null) return { best: null, bound, isProven, work };
  const { granted, waiting, extraGpus, plan: after } = answer;
  const asked = requests.reduce((sum, { count }) => sum + count, 0);
  const count = granted.reduce((sum, some) => sum + some, 0);
  const additions = additionsOf(plan, after);
  const isWeighted = requests.some(({ weight }) => weight !== null);
  const groups = new Map(answer.members.map(({ giId, group }) => [giId, group]));
  const members = after.hosts.flatMap(({ gpus }) =>
    gpus.flatMap((gpu) =>
      gpu.instances.flatMap(({ id, start }): AddedMember[] => {
        const group = groups.get(id);
        return group === undefined ? [] : [{ gpuId: gpu.id, start, group }];
      }),
    ),
  );
  const best = ok({ asked, count, isWeighted, taken: granted, additions, members, waiting, extraGpus });
  return { best, bound, isProven, work };
}

function additionsOf(plan: Plan, after: Plan): GpuAddition[] {
  const before = new Map(plan.hosts.flatMap((host) => host.gpus.map((gpu): [number, Gpu] => [gpu.id, gpu])));
  return after.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) => {
      const old = before.get(gpu.id);
      if (old === gpu) return [];
      const stood = new Set(old?.instances);
      const added = gpu.instances.filter((gi) => !stood.has(gi));
      return [{ gpuId: gpu.id, added: added.map(({ profile, start }) => ({ profile, start })) }];
    }),
  );
}

/** No hosts are added where there is room. */
export const NO_HOSTS = EMPTY_PLAN;
