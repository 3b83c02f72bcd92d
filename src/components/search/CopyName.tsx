import { useEffect, useState } from 'react';
import { gestures } from '../../state/app.ts';
import { CheckIcon, CopyIcon } from '../ui/icons.tsx';

/** How long it is marked as copied. */
const SHOWN_MS = 2000;

/** A name that is copied when it is pressed. */
export function CopyName({ name }: { readonly name: string }) {
  const [copies, setCopies] = useState(0);
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (copies === 0) return undefined;
    const timer = setTimeout(() => setShown(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copies]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(name);
      gestures.say(`Copied: ${name}.`, 'done');
      setCopies((count) => count + 1);
      setShown(true);
    } catch {
      gestures.say(`The browser did not allow copying ${name}. Select it and press Ctrl+C.`, 'refused');
    }
  };
  return (
    <button
      type="button"
      aria-label={`Copy ${name}`}
      data-copied={isShown || undefined}
      className="copy-name select-text"
      onClick={() => void copy()}
    >
      {name}
      {isShown ? <CheckIcon /> : <CopyIcon />}
    </button>
  );
}
