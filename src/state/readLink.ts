/** Reads the plan of a link. Loads only when there is one in the address. */
import { formatErrorMessage } from '../formats/messages.ts';
import { makePlanJson } from '../formats/planJson.ts';
import type { Reading } from '../formats/reading.ts';
import { decodeShare } from '../formats/share.ts';
import type { Plan } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';

/** The plan of the link and whether it is the very one that is open, or a sentence that says why it cannot be read. */
export function readLink(fragment: string, open: Plan): Result<Reading & { isOpen: boolean }, string> {
  const reading = decodeShare(fragment);
  if (!reading.ok) return err(formatErrorMessage(reading.error));
  return ok({ ...reading.value, isOpen: makePlanJson(open) === makePlanJson(reading.value.plan) });
}
