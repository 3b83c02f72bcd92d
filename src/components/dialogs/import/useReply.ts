import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { FormatError } from '../../../formats/reading.ts';
import type { BoardId } from '../../../model/board.ts';
import type { Host, Plan } from '../../../model/plan.ts';
import type { Result } from '../../../model/result.ts';
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
  boards: ReadonlyMap<string, BoardId>,
  hostName: string,
  into: Host | null,
  plan: Plan,
): LatestReply {
  const readText = useDeferredValue(useSettled(text));
  const reply = useMemo(
    () => (readText.trim() === '' ? null : readImport(readText, { boards, hostName, into }, plan)),
    [readText, boards, hostName, into, plan],
  );
  return { reply, isBehind: readText !== text };
}

/** Beyond this many characters a text is read once the typing has paused: a megabyte takes most of a second. */
const LARGE = 50_000;
const PAUSE_MS = 400;

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return text.length > LARGE ? settled : text;
}
