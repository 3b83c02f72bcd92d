/** The sentences about flexible requests over several boards. */
import { assertNever } from '../../model/assert.ts';
import { boardLabel } from '../../model/board.ts';
import { makeList } from '../messages.ts';
import { leavesOf, type ProofTree } from '../verifyTree.ts';
import type { FlexibleAnswer, FlexibleError, FlexibleQuestion } from './flexible.ts';
import { MAX_COST, type FleetError } from './fleetCosts.ts';
import type { PriceProof } from './flexibleProof.ts';
import { demandErrorMessage, number } from './messages.ts';
import { NEED_NAMES } from './needs.ts';
import type { Outcome } from './search.ts';

const MAX_QUOTED = 40;

export function flexibleErrorMessage(error: FlexibleError): string {
  switch (error.code) {
    case 'nothing-satisfies':
      return error.field === 'profile'
        ? 'No board of the fleet has that profile.'
        : 'No profile of any board of the fleet has all that it needs, as far as is public.';
    case 'needs-unreadable':
      return `What is needed should be an object with at least one of ${makeList(NEED_NAMES, 'or')}, each a number.`;
    case 'need-unknown':
      return `"${error.name.slice(0, MAX_QUOTED)}" is no need that is known; there are ${makeList(NEED_NAMES)}.`;
    case 'need-not-a-number':
      return `${error.name} has to be a number from 0.`;
    default:
      return demandErrorMessage(error);
  }
}

export function fleetErrorMessage(error: FleetError): string {
  switch (error.code) {
    case 'board-without-starts':
      return `No public source gives the starts of ${error.board}, so nothing can be planned on it.`;
    case 'board-twice':
      return `${error.board} is there twice.`;
    case 'cost-unusable':
      return `The cost is ${error.cost}; it has to be a number from 0 to ${number(MAX_COST)} with four decimals at the most.`;
    case 'gpus-unusable':
      return `The ${error.field === 'count' ? 'count' : 'number of GPUs per host'} is ${error.value}; it has to be a whole number from 1 to ${number(error.max)}.`;
    default:
      return assertNever(error);
  }
}

/** "12 x A100-PCIE-40GB and 3 x A30". */
export function fleetWords({ fleet }: FlexibleQuestion, gpus: readonly number[]): string {
  const parts = fleet.flatMap(({ board }, index) => {
    const count = gpus[index] ?? 0;
    return count === 0 ? [] : [`${number(count)} x ${boardLabel(board)}`];
  });
  return makeList(parts);
}

/** Why the answer is the cheapest, or how far that is known; one sentence. */
export function flexibleBecause(
  { best, bound, isProven }: Pick<Outcome<FlexibleAnswer>, 'best' | 'bound' | 'isProven'>,
  proof: PriceProof,
  unitsPerCost: number,
  /** Cases that the checker agrees with, where the prices leave a gap. */
  tree: ProofTree | null = null,
): string {
  const words = (units: number): string => costWords(units, unitsPerCost);
  if (best === null) {
    if (isProven) return 'The boards that may be had do not hold the requests.';
    return bound === null
      ? 'Nothing was found yet, and nothing is known of what it must cost.'
      : `No fleet was found yet; none costs less than ${words(bound)}.`;
  }
  if (!isProven)
    return `The best found costs ${words(best.cost)}; none costs less than ${words(bound ?? 0)}, and whether one lies between is open.`;
  const worth = words(Math.floor((proof.total * 1000) / proof.scale) / 1000);
  if (proof.bound >= best.cost) {
    const step = proof.step === unitsPerCost ? '' : `, in steps of ${words(proof.step)},`;
    return `At prices at which no GPU holds more than it costs the requests are worth ${worth}, so no fleet${step} costs less than ${words(best.cost)}.`;
  }
  const prices = `At prices at which no GPU holds more than it costs the requests are worth ${worth}`;
  return tree === null
    ? `${prices}, and every way to spend less than ${words(best.cost)} was ruled out: proven by search, not re-checkable.`
    : `${prices}, and in each of the ${number(leavesOf(tree))} cases of the proof prices show that none costs less than ${words(best.cost)}.`;
}

/** A cost in the user's units. */
export function costWords(units: number, unitsPerCost: number): string {
  const [whole = '0', part] = String(Number((units / unitsPerCost).toFixed(4))).split('.');
  return part === undefined ? number(Number(whole)) : `${number(Number(whole))}.${part}`;
}
