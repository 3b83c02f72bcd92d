import { useEffect, useId, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { Button } from '../ui/Button.tsx';
import { explain, type TermId } from './terms.ts';
import { hostOf } from './hostOf.ts';
import './glossary.css';

/** Between the popover and the word, and between the popover and the edge of the window. */
const GAP = 6;

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
    place(popover, word);
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
      if (ref.current !== null && anchor.current !== null) place(ref.current, anchor.current);
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

/** Below the word and in line with its left edge; above it where there is more room, and never out of the window. */
function place(popover: HTMLElement, word: HTMLElement): void {
  const at = word.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const { clientWidth, clientHeight } = document.documentElement;
  const below = at.bottom + GAP;
  const isBelow = below + height <= clientHeight - GAP || at.top < clientHeight - at.bottom;
  const top = isBelow ? below : at.top - GAP - height;
  popover.style.left = `${Math.max(GAP, Math.min(at.left, clientWidth - width - GAP))}px`;
  popover.style.top = `${Math.max(GAP, Math.min(top, clientHeight - height - GAP))}px`;
}
