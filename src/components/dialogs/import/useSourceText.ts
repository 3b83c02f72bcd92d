import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { EMPTY_PLAN } from '../../../model/plan.ts';
import { gestures, useUi } from '../../../state/app.ts';
import { draftOf, keepDraft, type PasteDialog } from '../../../state/exchange.ts';
import { warmReader } from './useReading.ts';

const NO_ANSWERS: ReadonlyMap<string, string> = new Map();

interface SourceText {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** By key of the question. */
  readonly answers: ReadonlyMap<string, string>;
  readonly answer: (key: string, answer: string) => void;
  /** One sentence on a file that was not read. */
  readonly fileFault: string | null;
  readonly setFileFault: (sentence: string) => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** The text of a dialog that takes one, kept as a draft, and what was answered to its questions. */
export function useSourceText(dialog: PasteDialog): SourceText {
  const given = useUi((ui) => ui.importText);
  const [text, setOwn] = useState(() => given || draftOf(dialog));
  const [taken, setTaken] = useState(given);
  const [answers, setAnswers] = useState(NO_ANSWERS);
  const [fileFault, setFileFault] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  // Files that are dropped on the open dialog come with the text that they were added to.
  if (given !== taken) {
    setTaken(given);
    if (given !== '') {
      setOwn(given);
      setFileFault(null);
    }
  }

  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, 0);
  }, []);
  useEffect(() => keepDraft(dialog, text), [dialog, text]);
  useEffect(() => warmReader(EMPTY_PLAN), []);

  return {
    text,
    setText: (next) => {
      setOwn(next);
      setFileFault(null);
      // Another text asks anew; and a file that was dropped before may be dropped again.
      if (next.trim() === '') setAnswers(NO_ANSWERS);
      if (given !== '') gestures.openDialog(dialog);
    },
    answers,
    answer: (key, answer) => setAnswers((before) => new Map(before).set(key, answer)),
    fileFault,
    setFileFault,
    field,
  };
}
