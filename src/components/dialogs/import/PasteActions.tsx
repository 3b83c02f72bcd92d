import { useRef, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '../../ui/Button.tsx';
import { readFiles } from './readFiles.ts';

interface PasteActionsProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Gets one sentence. */
  readonly onFault: (sentence: string) => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** What can be done with the text: begin anew, or put files below what is there. */
export function PasteActions({ text, onText, onFault, field }: PasteActionsProps) {
  const picker = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    const read = await readFiles(text, files);
    if (read.ok) onText(read.value);
    else onFault(read.error);
  };
  return (
    <>
      {text !== '' && (
        <Button
          variant="quiet"
          size="small"
          onClick={() => {
            // A text that is not edited has no field; there is one once it is gone.
            flushSync(() => onText(''));
            field.current?.focus();
          }}
        >
          Clear
        </Button>
      )}
      <Button variant="quiet" size="small" onClick={() => picker.current?.click()}>
        {text.trim() === '' ? 'Choose a file' : 'Add a file'}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files to import"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          if (files.length > 0) void take(files);
          // The same file again is a change too.
          event.target.value = '';
        }}
      />
    </>
  );
}
