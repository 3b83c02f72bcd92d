import type { PlanRequest } from '../../model/plan.ts';
import type { FlexibleError } from '../../placement/solver/flexible.ts';
import { costWords, fleetErrorMessage } from '../../placement/solver/flexibleMessages.ts';
import type { FleetError } from '../../placement/solver/fleetCosts.ts';
import type { Outcome } from '../../placement/solver/search.ts';
import type { FleetArgs, FoundFleet } from '../../state/solver/fleetTask.ts';
import { demandMessage, headline } from './answerWords.ts';

/** "12 x A30 and 3 x A100-PCIE-40GB cost 39, and nothing costs less"; without costs it is GPUs that are counted. */
export function fleetHeadline(
  found: Pick<FoundFleet, 'words' | 'cost' | 'gpus'> | null,
  outcome: Pick<Outcome<unknown>, 'isProven' | 'bound'>,
  isPriced: boolean,
): string {
  if (found === null) return outcome.isProven ? 'These boards are not enough' : 'No fleet found so far';
  const { words, cost, gpus } = found;
  if (!isPriced) {
    const counted = headline({ gpus }, outcome);
    return gpus === 1 ? words : `${words}: ${counted}`;
  }
  const costs = `${words} ${gpus === 1 ? 'costs' : 'cost'} ${costWords(cost, 1)}`;
  if (outcome.isProven) return `${costs}, and nothing costs less`;
  return outcome.bound === null
    ? `${costs}, the best found so far`
    : `${costs}; at least ${costWords(outcome.bound, 1)} is needed`;
}

/** What is wrong with the question, with the request that is meant before it. */
export function fleetMessage(error: FlexibleError | FleetError, requests: readonly PlanRequest[]): string {
  return 'entry' in error ? fleetErrorMessage(error) : demandMessage(error, requests);
}

/** Why, with what the search takes for granted: it begins no host before the one before it is full. */
export function fleetReason(because: string, { apart, requests }: FleetArgs): string {
  const isByHost = apart === 'host' && requests.some(({ group }) => group !== null);
  return isByHost ? `${because} Hosts are counted as full, but for the last of each board.` : because;
}
