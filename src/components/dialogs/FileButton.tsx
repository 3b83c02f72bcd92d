import { useRef } from 'react';
import { Button, type ButtonProps } from '../ui/Button.tsx';
import { readTextFile } from './readTextFile.ts';

export interface FileButtonProps extends Pick<ButtonProps, 'variant' | 'size'> {
  readonly onText: (text: string) => void;
  /** Gets one sentence. */
  readonly onFault: (sentence: string) => void;
}

/** Opens the browser's file picker and reads what was picked. */
export function FileButton({ onText, onFault, ...look }: FileButtonProps) {
  const picker = useRef<HTMLInputElement>(null);
  const take = async (file: File): Promise<void> => {
    const read = await readTextFile(file);
    if (read.ok) onText(read.value);
    else onFault(read.error);
  };
  return (
    <>
      <Button {...look} onClick={() => picker.current?.click()}>
        Choose a file
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        aria-label="File to import"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file again is a change too.
          if (file !== undefined) void take(file);
          event.target.value = '';
        }}
      />
    </>
  );
}
