/** REQUESTS to requests: a file, standard input, or what is written on the command line itself. */
import { isInlineRequests, parseRequests, type RequestsReading } from '../formats/requests.ts';
import { requestsErrorMessage, requestsNoticeMessage } from '../formats/requestsMessages.ts';
import { ok, type Result } from '../model/result.ts';
import { makeAt } from '../model/source.ts';
import { printable, readInput, unusable, type Io, type Unusable } from './io.ts';

/** Reads REQUESTS. Notices go to standard error, for standard output holds the answer. */
export function readRequests(io: Io, argument: string): Result<RequestsReading, Unusable> {
  if (argument.trim() === '')
    return unusable('no requests: write them as 3g.20gb=40,2g.10gb=7, or name a file');
  const isInline = isInlineRequests(argument);
  const text = isInline ? ok(argument) : readInput(io, argument);
  if (!text.ok) return text;
  const name = isInline ? 'requests' : argument === '-' ? 'standard input' : argument;
  const reading = parseRequests(text.value);
  if (!reading.ok) return unusable(`${name}: ${requestsErrorMessage(reading.error)}`);
  for (const notice of reading.value.notices)
    io.stderr(printable(`note: ${requestsNoticeMessage(notice)}\n`));
  return reading;
}

/** What is wrong with a request, after where it stands and which of its fields it is. */
export function unusableRequest<E extends { readonly code: string }>(
  { requests, places }: RequestsReading,
  error: E | (E & { readonly request: number; readonly field: string }),
  message: (error: E) => string,
): { readonly ok: false; readonly error: Unusable } {
  if (!('request' in error)) return unusable(message(error));
  const at = places[error.request];
  const profile = requests[error.request]?.profile;
  const where = at === undefined ? [] : [makeAt(at)];
  const what = profile == null || error.field === 'profile' ? error.field : `${error.field} of ${profile}`;
  return unusable([...where, what, message(error)].join(': '));
}
