import { useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { uiStore, useUi } from '../../state/app.ts';
import { classNames } from './classNames.ts';
import { IconButton } from './IconButton.tsx';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  readonly title: string;
  /** Beside the heading, not part of the name: the plan's name, for instance. */
  readonly subtitle?: ReactNode;
  readonly onClose: () => void;
  /** Buttons at the bottom, within the thumb's reach on a phone. */
  readonly footer?: ReactNode;
  readonly size?: 'small' | 'normal' | 'wide' | 'widest';
  /** The body without its own padding and scrolling, for panes side by side. */
  readonly isBare?: boolean;
  readonly children: ReactNode;
}

const WIDTH = { small: 'max-w-110', normal: 'max-w-180', wide: 'max-w-280', widest: 'max-w-316' } as const;

/**
 * A modal dialog: open while it is mounted. The native element keeps focus inside, makes the page inert and closes on
 * Escape. On a phone it is a full sheet.
 */
export function Dialog({
  title,
  subtitle,
  onClose,
  footer,
  size = 'normal',
  isBare = false,
  children,
}: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const pressedOutside = useRef(false);
  const heading = useId();

  // A layout effect, so that it is closed while it is still in the document: only then does focus go back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    <dialog
      ref={ref}
      aria-labelledby={heading}
      onCancel={(event) => {
        // A file chooser in the dialog that is given up says so by an event of the same name.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // A browser may close it without asking (Escape twice); the page then has to know.
      onClose={() => {
        if (ref.current?.open === false) onClose();
      }}
      onPointerDown={(event) => {
        pressedOutside.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        if (pressedOutside.current && event.target === event.currentTarget) onClose();
      }}
      className={classNames(
        'm-auto max-h-[calc(100dvh-48px)] w-[calc(100vw-48px)] overflow-hidden rounded-dialog bg-surface shadow-lift',
        'max-[30rem]:m-0 max-[30rem]:h-dvh max-[30rem]:max-h-none max-[30rem]:w-screen max-[30rem]:max-w-none max-[30rem]:rounded-none',
        // So low that head and foot would leave no room (a page at 400 %): the whole dialog scrolls.
        '[@media(max-height:26rem)]:overflow-y-auto',
        WIDTH[size],
      )}
    >
      <div className="flex h-full max-h-[inherit] flex-col [@media(max-height:26rem)]:h-auto [@media(max-height:26rem)]:max-h-none">
        <header className="flex items-center gap-3 border-b border-line py-3 pr-3 pl-5 max-[30rem]:pl-4">
          <h2 id={heading} className="text-figure font-semibold">
            {title}
          </h2>
          <div className="min-w-0 flex-1 text-table text-ink3 [overflow-wrap:anywhere]">{subtitle}</div>
          <IconButton label="Close" onClick={onClose}>
            <CloseIcon />
          </IconButton>
        </header>
        <div
          className={classNames(
            'min-h-0 flex-1',
            isBare ? 'flex flex-col' : 'overflow-y-auto px-5 py-4 max-[30rem]:px-4',
          )}
        >
          {children}
        </div>
        <SaidMeanwhile />
        {footer !== undefined && (
          <footer className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3 max-[30rem]:px-4">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}

/** The status line is inert behind a modal dialog, so nobody would hear it: what it says meanwhile is said in here too. */
function SaidMeanwhile() {
  const [before] = useState(() => uiStore.getState().message.count);
  const { count, text } = useUi((ui) => ui.message);
  return (
    <div aria-live="polite" className="sr-only">
      {count > before && <span key={count}>{text}</span>}
    </div>
  );
}
