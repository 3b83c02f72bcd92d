import { useEffect, useState, type RefObject } from 'react';
import { gestures } from '../../state/app.ts';

/** How long a button says "Copied". */
const SHOWN_MS = 2000;

interface Copy {
  readonly isCopied: boolean;
  /** Copies what the field holds; `what` names it in the message. */
  readonly copy: (field: RefObject<HTMLTextAreaElement | null>, what: string) => Promise<void>;
}

/** Copies a text, says so in the status line and, for a while, on the button. */
export function useCopy(): Copy {
  const [copies, setCopies] = useState({ count: 0, isShown: false });
  useEffect(() => {
    if (copies.count === 0) return undefined;
    const timer = setTimeout(() => setCopies((now) => ({ ...now, isShown: false })), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copies.count]);

  const copy: Copy['copy'] = async (field, what) => {
    if (field.current !== null && (await putOnClipboard(field.current))) {
      gestures.say(`Copied: ${what}.`, 'done');
      setCopies(({ count }) => ({ count: count + 1, isShown: true }));
    } else {
      field.current?.select();
      gestures.say('The browser did not allow copying. The text is selected: press Ctrl+C.', 'refused');
    }
  };
  return { isCopied: copies.isShown, copy };
}

async function putOnClipboard(field: HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // No permission, or a page that is not served safely: what is selected can still be copied the old way.
    field.select();
    // oxlint-disable-next-line typescript/no-deprecated -- nothing newer works without the permission
    return document.execCommand('copy');
  }
}
