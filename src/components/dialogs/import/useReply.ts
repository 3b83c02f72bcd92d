import { useMemo } from 'react';
import type { FormatError } from '../../../formats/reading.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import type { Result } from '../../../model/result.ts';
import { useSettled } from '../useSettled.ts';
import { readImport, type Reply } from './readImport.ts';

interface LatestReply {
  /** Null while there is no text. */
  readonly reply: Result<Reply, FormatError> | null;
  /** The text has been typed on since. */
  readonly isBehind: boolean;
}

/** What the text says. Reading follows the typing and never holds it up. */
export function useReply(
  text: string,
  boards: ReadonlyMap<string, string>,
  hostName: string,
  into: Host | null,
  plan: Plan,
): LatestReply {
  const readText = useSettled(text);
  const reply = useMemo(
    () => (readText.trim() === '' ? null : readImport(readText, { boards, hostName, into }, plan)),
    [readText, boards, hostName, into, plan],
  );
  return { reply, isBehind: readText !== text };
}
