import type { Imported } from '../../../console/importText.ts';
import { WISH_WORDS } from '../../../console/receipt.ts';
import { noticeMessage } from '../../../formats/messages.ts';
import { counted } from '../counted.ts';

/** A ticket has room for some; all are beside the text. */
const MOST = 20;

/** What the text leaves open, a sentence each: a receipt is no surer than what was pasted. */
export function receiptRemarks({ reading, isObservation }: Imported): string[] {
  const { notices } = reading;
  const more = notices.length - MOST;
  return [
    ...(isObservation ? [] : [WISH_WORDS]),
    ...notices.slice(0, MOST).map(noticeMessage),
    ...(more > 0 ? [`And ${counted(more, 'more remark')}.`] : []),
  ];
}
