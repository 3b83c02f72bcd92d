/** What of the requests the plan has room for, as the page shows it. */
import { EMPTY_PLAN, type Gpu, type Plan, type PlanRequest } from '../../model/plan.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { GpuAddition } from '../../placement/requestEdits.ts';
import { admitInto, type AdmitError, type Waiting } from '../../placement/solver/admitPlan.ts';
import type { Search } from '../../placement/solver/search.ts';

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
  readonly waiting: readonly Waiting[];
  /** Empty GPUs that the rest needs at the least; null where there are several boards. */
  readonly extraGpus: number | null;
}

export type AdmitAnswer = Result<Admitted, AdmitError>;

/** One step: it is quick, and answers by its own effort. */
// oxlint-disable-next-line require-yield
export function* admitRequests({ plan, requests, effort }: AdmitArgs): Search<AdmitAnswer> {
  const answer = admitInto(plan, requests, { board: null, weights: new Map(), budget: effort });
  if (!answer.ok) return { best: err(answer.error), bound: null, isProven: false, work: 1 };
  const { granted, waiting, bound, isProven, extraGpus, plan: after } = answer.value;
  const asked = requests.reduce((sum, { count }) => sum + count, 0);
  const count = granted.reduce((sum, some) => sum + some, 0);
  const additions = additionsOf(plan, after);
  const isWeighted = requests.some(({ weight }) => weight !== null);
  const best = ok({ asked, count, isWeighted, taken: granted, additions, waiting, extraGpus });
  return { best, bound, isProven, work: 1 };
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
