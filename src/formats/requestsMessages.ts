/** The sentences about requests: which line, what of it was not understood, and what would be. */
import { assertNever } from '../model/assert.ts';
import { capital, count, nameMessage, place, quoted } from './messages.ts';
import type { RequestsError, RequestsNotice } from './requests.ts';

const MAX_COLUMNS = 8;

export function requestsErrorMessage(error: RequestsError): string {
  switch (error.code) {
    case 'no-requests':
      return 'There are no requests to read; write them as 3g.20gb=40,2g.10gb=7, as a table with profile and count, or as JSON.';
    case 'text-too-long':
      return `The text has ${count(error.length)} characters, and at most ${count(error.max)} are read; give one row per profile and a count.`;
    case 'too-many-rows':
      return `There are more than ${count(error.max)} requests; give one row per profile and a count.`;
    case 'not-json':
      return `${capital(place(error.at))}: this is not JSON, ${error.detail}.`;
    case 'not-requests':
      return `${capital(place(error.at))} holds no requests: a list of objects with profile and count was expected.`;
    case 'no-column':
      return `${capital(place(error.at))} has headings and none for the profiles; call one "Profile".`;
    case 'request-without-profile':
      return error.excerpt === ''
        ? `${capital(place(error.at))} names neither a profile nor what is needed.`
        : `${capital(place(error.at))} has no profile: ${quoted(error.excerpt)}.`;
    case 'not-a-number':
      return error.text === ''
        ? `${capital(place(error.at))}: the ${error.field} is missing.`
        : `${capital(place(error.at))}: ${quoted(error.text)} is no number, and the ${error.field} has to be one.`;
    case 'not-a-text':
      return `${capital(place(error.at))}: the ${error.field} should be a text.`;
    case 'quote-astray':
      return `${capital(place(error.at))}: a quote mark stands where none can: ${quoted(error.excerpt)}; inside quotes it is written twice.`;
    case 'quote-not-closed':
      return `${capital(place(error.at))} opens a quote that is not closed: ${quoted(error.excerpt)}.`;
    default:
      return assertNever(error);
  }
}

export function requestsNoticeMessage(notice: RequestsNotice): string {
  switch (notice.code) {
    case 'name-cleaned':
      return nameMessage(notice.at, notice.from, notice.to, notice.why);
    case 'columns-passed-over': {
      const more = notice.names.length - MAX_COLUMNS;
      const names = notice.names.slice(0, MAX_COLUMNS).map(quoted).join(', ');
      return `${capital(place(notice.at))}: columns that are not read: ${names}${more > 0 ? ` and ${count(more)} more` : ''}.`;
    }
    default:
      return assertNever(notice);
  }
}
