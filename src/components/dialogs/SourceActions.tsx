import type { RefObject } from 'react';
import { Button } from '../ui/Button.tsx';
import { FileButton, type FileButtonProps } from './FileButton.tsx';

interface SourceActionsProps extends Pick<FileButtonProps, 'onFault'> {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** What can be done with a field that takes a pasted text: empty it, or fill it from a file. */
export function SourceActions({ text, onText, onFault, field }: SourceActionsProps) {
  return (
    <>
      {text !== '' && (
        <Button
          variant="quiet"
          size="small"
          onClick={() => {
            onText('');
            field.current?.focus();
          }}
        >
          Clear
        </Button>
      )}
      <FileButton variant="quiet" size="small" onText={onText} onFault={onFault} />
    </>
  );
}
