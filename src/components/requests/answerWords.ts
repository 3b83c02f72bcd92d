import { assertNever } from '../../model/assert.ts';
import type { PlanRequest } from '../../model/plan.ts';
import type { DemandError } from '../../placement/solver/demand.ts';
import { demandErrorMessage } from '../../placement/solver/messages.ts';
import type { Waiting } from '../../placement/solver/admitPlan.ts';
import type { Outcome } from '../../placement/solver/search.ts';
import type { Packed } from '../../state/solver/packTask.ts';
import { counted, figure } from '../dialogs/counted.ts';

/** "8 GPUs, and nobody can do it with 7"; what is not proven is said to be not proven. */
export function headline(
  { gpus }: Packed,
  { isProven, bound }: Pick<Outcome<unknown>, 'isProven' | 'bound'>,
): string {
  if (isProven)
    return gpus < 2
      ? counted(gpus, 'GPU')
      : `${counted(gpus, 'GPU')}, and nobody can do it with ${figure(gpus - 1)}`;
  return bound === null
    ? `${counted(gpus, 'GPU')}, the best found so far`
    : `${counted(gpus, 'GPU')} found, at least ${figure(bound)} needed`;
}

/** What is wrong with the requests, with the one that is meant before it. */
export function demandMessage(error: DemandError, requests: readonly PlanRequest[]): string {
  const request = 'request' in error ? requests[error.request] : undefined;
  const name = request === undefined ? '' : `${request.profile ?? 'Needs without a profile'}: `;
  return `${name}${demandErrorMessage(error)}`;
}

/** "2 × 7g.40gb wait: …", with whether it is room that is missing or only room in one piece. */
export function waitingWords({ profile, count, reason, afterRepacking }: Waiting): string {
  const what = `${figure(count)} × ${profile} ${count === 1 ? 'waits' : 'wait'}`;
  switch (reason) {
    case 'capacity':
      return `${what}: capacity. There is no room, also if all that may move were moved.`;
    case 'fragmentation':
      return `${what}: fragmentation. ${figure(afterRepacking)} of them would fit after repacking.`;
    case 'group':
      return `${what}: kept apart. What has room holds one of the same group.`;
    case 'no-gpu':
      return `${what}: no GPU of the plan has this profile and a driver for it.`;
    case 'budget':
      return `${what}: not worked out yet.`;
    default:
      return assertNever(reason);
  }
}
