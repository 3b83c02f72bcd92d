/** The sentences of the solver: what is wrong with a question, and why an answer is what it is. */
import { assertNever } from '../../model/assert.ts';
import { makeShortList } from '../messages.ts';
import type { DemandError } from './demand.ts';

const MAX_QUOTED = 40;

/** What is wrong with the requests; whoever knows where the request stood puts that before it. */
export function demandErrorMessage(error: DemandError): string {
  switch (error.code) {
    case 'nothing-requested':
      return 'Nothing is requested.';
    case 'too-many-requested':
      return `${number(error.count)} instances are requested, and at most ${number(error.max)} are planned at once.`;
    case 'count-zero':
      return 'The count is 0; leave the request out, or ask for 1 or more.';
    case 'count-negative':
      return `The count is ${error.count}; it has to be a whole number from 1.`;
    case 'count-fractional':
      return `The count is ${error.count}; there are no parts of an instance.`;
    case 'count-huge':
      return `The count is ${number(error.count)}, and at most ${number(error.max)} of one request are planned.`;
    case 'weight-unusable':
      return `The weight is ${error.weight}; it has to be a number from 0 to ${number(error.max)}.`;
    case 'profile-unknown': {
      const meant =
        error.similar.length === 0 ? '' : ` Perhaps ${makeShortList(error.similar, 'or')} is meant.`;
      return `${error.board} has no profile "${error.profile.slice(0, MAX_QUOTED)}".${meant}`;
    }
    case 'profile-without-starts':
      return `No public source gives the starts of ${error.profile} on ${error.board}, so it cannot be planned.`;
    case 'needs-not-taken':
      return 'The request says what it needs and names no profile; requests of one board name a profile.';
    default:
      return assertNever(error);
  }
}

/** Figures as the sentences write them: 6,000. */
export function number(value: number): string {
  return String(value).replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, ',');
}
