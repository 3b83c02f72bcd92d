import { useEffect, useRef, useState } from 'react';
import { formatErrorMessage } from '../../../formats/messages.ts';
import type { FormatError } from '../../../formats/reading.ts';
import { unpackReply } from '../../../state/reading/packedReply.ts';
import type { Reply } from '../../../state/reading/readImport.ts';
import { reader } from '../../../state/reading/reader.ts';
import type { ReadArgs } from '../../../state/reading/readTask.ts';

export interface LatestReading {
  /** What the text says, or said before it was changed; null where there is none, or where it could not be read. */
  readonly reply: Reply | null;
  /** One sentence why it could not be read. */
  readonly error: string | null;
  /** The line that it could not be read for, from 1; null where that is none. */
  readonly faultLine: number | null;
  /** The text or an answer was changed since. */
  readonly isBehind: boolean;
}

interface Answered {
  readonly args: ReadArgs;
  readonly reply: Reply | null;
  readonly error: string | null;
  readonly faultLine: number | null;
}

/**
 * Reads in the worker whenever one of `args` is another; a blank text is not read. One text at a time: what is changed
 * meanwhile is read next, and the answer to what it was before is dropped.
 */
export function useReading(args: ReadArgs): LatestReading {
  const { text, byKey, hostName, into, isHeldAgainst, plan } = args;
  const isBlank = text.trim() === '';
  const [latest, setLatest] = useState<Answered | null>(null);
  const wanted = useRef<ReadArgs | null>(null);
  const isBusy = useRef(false);

  useEffect(() => {
    wanted.current = isBlank ? null : { text, byKey, hostName, into, isHeldAgainst, plan };
    if (wanted.current !== null && !isBusy.current) readNext(wanted.current);

    function readNext(asked: ReadArgs): void {
      isBusy.current = true;
      void reader.start('read', asked).ended.then((ending) => {
        isBusy.current = false;
        const next = wanted.current;
        if (next !== asked) {
          if (next !== null) readNext(next);
          return;
        }
        const { best } = ending.outcome;
        const error =
          ending.how === 'fault'
            ? `The text could not be read, for the reader broke down: ${ending.fault.text}.`
            : best?.ok === false
              ? formatErrorMessage(best.error)
              : null;
        const reply = best?.ok === true ? unpackReply(best.value) : null;
        const faultLine = best?.ok === false ? lineOf(best.error) : null;
        setLatest({ args: asked, reply, error, faultLine });
      });
    }
  }, [isBlank, text, byKey, hostName, into, isHeldAgainst, plan]);

  // What is read when the dialog is closed is nobody's any more.
  useEffect(
    () => () => {
      wanted.current = null;
    },
    [],
  );

  if (isBlank) return { reply: null, error: null, faultLine: null, isBehind: false };
  return {
    reply: latest?.reply ?? null,
    error: latest?.error ?? null,
    faultLine: latest?.faultLine ?? null,
    isBehind: latest === null || !isSame(latest.args, args),
  };
}

function lineOf(error: FormatError): number | null {
  return 'at' in error && 'line' in error.at ? error.at.line : null;
}

function isSame(a: ReadArgs, b: ReadArgs): boolean {
  return (
    a.text === b.text &&
    a.byKey === b.byKey &&
    a.hostName === b.hostName &&
    a.into === b.into &&
    a.isHeldAgainst === b.isHeldAgainst &&
    a.plan === b.plan
  );
}

/** The first text should not have to wait for the worker to load. */
export function warmReader(plan: ReadArgs['plan']): void {
  reader.start('read', { text: '', byKey: new Map(), hostName: '', into: null, isHeldAgainst: false, plan });
}
