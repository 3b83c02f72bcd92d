import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../ui/Button.tsx';
import { placeBelow } from '../ui/placeBelow.ts';
import { explain, type TermId } from './terms.ts';
import { hostOf } from './hostOf.ts';
import './glossary.css';

interface TermPopoverProps {
  readonly id: TermId;
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  /** All terms are asked for; the focus is on the word again. */
  readonly onAll: () => void;
}

/** What a word means, beside it. Takes the focus, so that it is read; Escape, Tab and a press elsewhere close it. */
export function TermPopover({ id, anchor, onClose, onAll }: TermPopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  const heading = useId();
  const { name, says, example } = explain(id);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  }, [onClose]);

  useLayoutEffect(() => {
    const [popover, word] = [ref.current, anchor.current];
    if (popover === null || word === null) return;
    popover.showPopover();
    placeBelow(popover, word, 'left');
    popover.focus({ preventScroll: true });
  }, [anchor]);

  useEffect(() => {
    const away = (event: Event): void => {
      const { target } = event;
      const isOwn =
        target instanceof Node &&
        (ref.current?.contains(target) === true || anchor.current?.contains(target) === true);
      if (!isOwn) close.current();
    };
    const follow = (): void => {
      if (ref.current !== null && anchor.current !== null) placeBelow(ref.current, anchor.current, 'left');
    };
    document.addEventListener('pointerdown', away, true);
    document.addEventListener('scroll', follow, true);
    window.addEventListener('resize', follow);
    return () => {
      document.removeEventListener('pointerdown', away, true);
      document.removeEventListener('scroll', follow, true);
      window.removeEventListener('resize', follow);
    };
  }, [anchor]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // The page has keys of its own, which are not meant here; nor is the dialog that this may stand in.
    event.stopPropagation();
    const isLast = event.target === event.currentTarget.querySelector('button');
    if (event.key === 'Escape') event.preventDefault();
    // From the last thing in it Tab goes on from the word, and Shift+Tab from the first goes to the word.
    else if (event.key !== 'Tab' || (!event.shiftKey && !isLast) || (event.shiftKey && isLast)) return;
    anchor.current?.focus();
    if (event.key === 'Tab' && event.shiftKey) event.preventDefault();
    onClose();
  };

  return createPortal(
    <div
      ref={ref}
      popover="manual"
      role="dialog"
      aria-labelledby={heading}
      aria-describedby={`${heading}-says`}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="term-popover"
    >
      <p id={heading} className="font-semibold">
        {name}
      </p>
      <div id={`${heading}-says`} className="flex flex-col gap-1 py-1">
        <p>{says}</p>
        <p className="text-ink2">For example: {example}</p>
      </div>
      <Button
        size="small"
        onClick={() => {
          anchor.current?.focus();
          onAll();
        }}
      >
        All terms
      </Button>
    </div>,
    hostOf(anchor.current),
  );
}
