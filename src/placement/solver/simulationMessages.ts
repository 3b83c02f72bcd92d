/** The sentences of the simulator. */
import { assertNever } from '../../model/assert.ts';
import { makeShortList } from '../messages.ts';
import { number } from './messages.ts';
import { POLICIES, type PolicyName } from './policies.ts';
import type { SimulationError, SimulationField } from './simulate.ts';

const FIELDS: Readonly<Record<SimulationField, string>> = {
  gpus: 'number of GPUs',
  load: 'load',
  seeds: 'number of seeds',
  seed: 'seed',
  arrivals: 'number of arrivals',
};

const MAX_QUOTED = 40;

export function simulationErrorMessage(error: SimulationError): string {
  switch (error.code) {
    case 'out-of-range': {
      const { field, value, least, most, isWhole } = error;
      const range = `from ${number(least)} to ${number(most)}`;
      return `The ${FIELDS[field]} is ${value}; it has to be a ${isWhole ? 'whole ' : ''}number ${range}.`;
    }
    case 'nothing-arrives':
      return 'Nothing arrives: no profile of the mix has a share.';
    case 'share-unusable':
      return `The share of ${error.profile} is ${error.share}; it has to be a number from 0.`;
    case 'profile-without-starts':
      return `No public source gives the starts of ${error.profile} on ${error.board}, so it cannot be simulated.`;
    case 'policy-unknown':
      return `There is no policy "${error.policy.slice(0, MAX_QUOTED)}". There are ${makeShortList(POLICIES)}.`;
    default:
      return assertNever(error);
  }
}

/** What a policy does, for a row of a table. */
export const POLICY_LABELS: Readonly<Record<PolicyName, string>> = {
  'worst-fit': 'Worst fit: the emptiest GPU',
  'first-fit': 'First fit, lowest start',
  'first-fit-driver': 'First fit, the start the driver picks',
  'best-fit': 'Best fit: the fullest GPU',
  structural: 'Spare whole GPUs, then halves',
  'ours-0': 'Suggested place',
  'ours-1': 'Suggested place, one move',
  'ours-2': 'Suggested place, up to two moves',
  migration: 'Unlimited migration',
};
