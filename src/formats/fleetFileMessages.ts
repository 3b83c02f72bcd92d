/** The sentences about the text of a fleet. */
import { assertNever } from '../model/assert.ts';
import type { FleetFileError } from './fleetFile.ts';
import { capital, count, place, quoted } from './messages.ts';

const FIELD_WORDS = {
  board: 'board',
  cost: 'cost',
  count: 'count',
  gpusPerHost: 'number of GPUs per host',
} as const;

export function fleetFileErrorMessage(error: FleetFileError): string {
  switch (error.code) {
    case 'no-boards':
      return 'There is no board to read; write the fleet as a100-pcie-40gb=5,a30-24gb=2, as a table with board and cost, or as JSON.';
    case 'text-too-long':
      return `The text has ${count(error.length)} characters, and at most ${count(error.max)} are read.`;
    case 'too-many-boards':
      return `There are more than ${count(error.max)} boards; give one row per board.`;
    case 'not-json':
      return `${capital(place(error.at))}: this is not JSON, ${error.detail}.`;
    case 'not-a-fleet':
      return `${capital(place(error.at))} should be an object with board and cost.`;
    case 'no-board-column':
      return `${capital(place(error.at))} has headings and none for the boards; call one "Board".`;
    case 'board-missing':
      return `${capital(place(error.at))} names no board.`;
    case 'not-a-number':
      return `${capital(place(error.at))}: ${quoted(error.text)} is no number, and the ${FIELD_WORDS[error.field]} has to be one.`;
    default:
      return assertNever(error);
  }
}
