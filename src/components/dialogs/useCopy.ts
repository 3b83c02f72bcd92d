import { useEffect, useState, type RefObject } from 'react';
import { gestures } from '../../state/app.ts';

/** How long a button says "Copied". */
const SHOWN_MS = 2000;

/** What goes on the clipboard beside or instead of the text of a field, by its media type. */
type ClipboardParts = Readonly<Record<string, Blob | Promise<Blob>>>;

interface Copy {
  readonly isCopied: boolean;
  /**
   * Copies what the field holds, or `parts` where the browser takes them; `what` names it in the message. Without a field
   * there is nothing to fall back on.
   */
  readonly copy: (
    field: RefObject<HTMLTextAreaElement | null>,
    what: string,
    parts?: ClipboardParts,
  ) => Promise<void>;
}

/** Copies a text, says so in the status line and, for a while, on the button. */
export function useCopy(): Copy {
  const [copies, setCopies] = useState({ count: 0, isShown: false });
  useEffect(() => {
    if (copies.count === 0) return undefined;
    const timer = setTimeout(() => setCopies((now) => ({ ...now, isShown: false })), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copies.count]);

  const copy: Copy['copy'] = async (field, what, parts) => {
    const isDone =
      (parts !== undefined && (await putParts(parts))) ||
      (field.current !== null && (await putOnClipboard(field.current)));
    if (isDone) {
      gestures.say(`Copied: ${what}.`, 'done');
      setCopies(({ count }) => ({ count: count + 1, isShown: true }));
    } else if (field.current === null) {
      gestures.say('The browser did not allow copying. Download it instead.', 'refused');
    } else {
      field.current.select();
      gestures.say('The browser did not allow copying. The text is selected: press Ctrl+C.', 'refused');
    }
  };
  return { isCopied: copies.isShown, copy };
}

/** Several forms of one thing at once: whoever pastes takes the one that he understands. */
async function putParts(parts: ClipboardParts): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem(parts)]);
    return true;
  } catch {
    // No permission, or a browser that knows only text.
    return false;
  }
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
