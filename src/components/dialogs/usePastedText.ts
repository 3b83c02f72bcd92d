import { useEffect } from 'react';
import { gestures, uiStore } from '../../state/app.ts';
import { isField } from './isField.ts';
import { openTextFile } from './openTextFile.ts';

/** Ctrl+V outside a field opens Import with what was pasted, text or file. */
export function usePastedText(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (uiStore.getState().dialog !== null || isField(event.target)) return;
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() !== '') gestures.openDialog('import', text);
      else if (file !== undefined) void openTextFile(file);
      else return;
      event.preventDefault();
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
