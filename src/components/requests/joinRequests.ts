import type { PlanRequest } from '../../model/plan.ts';

/** Both lists as one; what is asked for in the same terms is asked for once, with the counts together. */
export function joinRequests(
  requests: readonly PlanRequest[],
  more: readonly PlanRequest[],
): readonly PlanRequest[] {
  const joined = new Map<string, PlanRequest>();
  for (const one of [...requests, ...more]) {
    const { count, ...terms } = one;
    // A count that is none is not hidden in a sum.
    const key = JSON.stringify(count > 0 ? terms : one);
    const before = joined.get(key);
    joined.set(key, before === undefined ? one : { ...before, count: before.count + count });
  }
  return [...joined.values()];
}
