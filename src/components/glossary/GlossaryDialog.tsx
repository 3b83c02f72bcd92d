import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { gestures } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FIELD } from '../ui/TextField.tsx';
import { hostOf } from './hostOf.ts';
import { TermList } from './TermList.tsx';
import { findTerms, TERM_IDS, type TermId } from './terms.ts';
import './glossary.css';

interface GlossaryDialogProps {
  /** The word it was asked from; left out, it is the page's own dialog. */
  readonly from?: TermId;
  readonly anchor?: RefObject<HTMLElement | null>;
  readonly onClose?: () => void;
}

/** Every term in one list, with a box that narrows it down. */
export function GlossaryDialog({ from, anchor, onClose = gestures.closeDialog }: GlossaryDialogProps) {
  const [text, setText] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const ids = findTerms(text);
  // From the bar one comes to look a word up; from a word, to see where it stands among the others.
  useLayoutEffect(() => {
    if (from === undefined) search.current?.focus();
  }, [from]);
  return createPortal(
    <Dialog
      title="Glossary"
      subtitle={text === '' ? `${TERM_IDS.length} terms` : `${ids.length} of ${TERM_IDS.length} terms`}
      onClose={onClose}
      // Asked from a word inside another dialog, that dialog stays.
      {...(from === undefined && {
        footer: <Button onClick={() => gestures.openTrust()}>How do we know? Facts and sources</Button>,
      })}
    >
      <div className="flex flex-col gap-3">
        <input
          ref={search}
          type="search"
          aria-label="Filter terms"
          placeholder="A word, or what you see"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={FIELD}
        />
        {ids.length === 0 ? (
          <p className="text-table text-ink2">
            No term has that in its words. Names of profiles, vGPU types and boards are found by Search ( / ).
          </p>
        ) : (
          <TermList ids={ids} from={text === '' ? (from ?? null) : null} />
        )}
      </div>
    </Dialog>,
    hostOf(anchor?.current ?? null),
  );
}
