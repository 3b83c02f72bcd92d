import { useRef, useState, type ReactNode } from 'react';
import type { TermId } from './terms.ts';
import { laterPart } from '../ui/laterPart.tsx';

const TermPopover = laterPart(async () => (await import('./TermPopover.tsx')).TermPopover);
const GlossaryDialog = laterPart(async () => (await import('./GlossaryDialog.tsx')).GlossaryDialog);

interface TermProps {
  readonly id: TermId;
  /** The word as it stands in its sentence. */
  readonly children: ReactNode;
}

/** A word that explains itself where it stands. What it says loads when it is first asked for. */
export function Term({ id, children }: TermProps) {
  const [open, setOpen] = useState<'popover' | 'glossary' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="term"
        aria-haspopup="dialog"
        aria-expanded={open === 'popover'}
        onClick={() => setOpen(open === null ? 'popover' : null)}
      >
        {children}
      </button>
      {open === 'popover' && (
        <TermPopover id={id} anchor={button} onClose={close} onAll={() => setOpen('glossary')} />
      )}
      {open === 'glossary' && <GlossaryDialog from={id} anchor={button} onClose={close} />}
    </>
  );
}
