/** The sentences about flexible requests over several boards. */
import { assertNever } from '../../model/assert.ts';
import { boardLabel } from '../../model/board.ts';
import { makeList } from '../messages.ts';
import type { FlexibleAnswer, FlexibleError, FlexibleQuestion } from './flexible.ts';
import { MAX_COST, type FleetError } from './fleetCosts.ts';
import type { PriceProof } from './flexibleProof.ts';
import { demandErrorMessage, number } from './messages.ts';
import { NEED_NAMES } from './needs.ts';

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
  question: FlexibleQuestion,
  answer: FlexibleAnswer | null,
  bound: number | null,
  proof: PriceProof,
  unitsPerCost: number,
): string {
  if (answer === null) {
    return bound === null
      ? 'The boards that may be had do not hold the requests.'
      : `No fleet was found; none costs less than ${costWords(bound, unitsPerCost)}.`;
  }
  const cost = costWords(answer.cost, unitsPerCost);
  if (bound === null || bound < answer.cost)
    return `The best found costs ${cost}; none costs less than ${costWords(bound ?? 0, unitsPerCost)}, and whether one lies between is open.`;
  const worth = costWords(Math.floor(proof.total / (proof.scale / 1000)) / 1000, unitsPerCost);
  if (proof.bound >= answer.cost) {
    const step =
      proof.step > 1 || unitsPerCost > 1 ? ` in steps of ${costWords(proof.step, unitsPerCost)}` : '';
    return `The requests are worth ${worth} at prices at which no GPU holds more than it costs, so no fleet${step} costs less than ${cost}.`;
  }
  return `At prices at which no GPU holds more than it costs the requests are worth ${worth}, and every way to spend less than ${cost} was ruled out.`;
}

/** A cost in the user's units. */
export function costWords(units: number, unitsPerCost: number): string {
  const [whole = '0', part] = String(Number((units / unitsPerCost).toFixed(4))).split('.');
  return part === undefined ? number(Number(whole)) : `${number(Number(whole))}.${part}`;
}
