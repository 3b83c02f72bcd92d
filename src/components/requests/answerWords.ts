import type { PlanRequest } from '../../model/plan.ts';
import type { FlexibleError } from '../../placement/solver/flexible.ts';
import { flexibleErrorMessage } from '../../placement/solver/flexibleMessages.ts';
import { admitErrorMessage } from '../../placement/solver/admitMessages.ts';
import type { AdmitError } from '../../placement/solver/admitPlan.ts';
import type { Outcome } from '../../placement/solver/search.ts';
import type { Packed } from '../../state/solver/packTask.ts';
import { counted, figure } from '../dialogs/counted.ts';

/** "8 GPUs, and nobody can do it with 7"; what is not proven is said to be not proven. */
export function headline(
  { gpus }: Pick<Packed, 'gpus'>,
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
export function demandMessage(error: FlexibleError, requests: readonly PlanRequest[]): string {
  return requestName(error, requests) + flexibleErrorMessage(error);
}

/** The same where it is the free room of a plan that was asked for. */
export function admitMessage(error: AdmitError, requests: readonly PlanRequest[]): string {
  return requestName(error, requests) + admitErrorMessage(error);
}

function requestName(error: object, requests: readonly PlanRequest[]): string {
  const request =
    'request' in error && typeof error.request === 'number' ? requests[error.request] : undefined;
  return request === undefined ? '' : `${request.profile ?? 'Needs without a profile'}: `;
}
