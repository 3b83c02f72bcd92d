import { useEffect } from 'react';
import type { GpuId } from '../../model/ids.ts';
import { gestures, uiStore } from '../../state/app.ts';
import { isField } from './isField.ts';
import { openTextFiles } from './openTextFiles.ts';

/**
 * The GPU whose head has the focus, where a layout that was copied on this page is pasted. Whatever came to the system
 * clipboard since then is a text as any other.
 */
function pastesLayoutOn(text: string): GpuId | null {
  const { copied } = uiStore.getState();
  const head = document.activeElement?.closest('[data-gpu-head]') ?? null;
  if (copied === null || head === null) return null;
  if (copied.isOnClipboard && text.trim() !== copied.text.trim()) return null;
  const gpu = head.closest<HTMLElement>('[data-gpu-id]');
  return gpu === null ? null : (Number(gpu.dataset['gpuId']) as GpuId);
}

/** Ctrl+V outside a field opens Import with what was pasted, text or files. */
export function usePastedText(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (uiStore.getState().dialog !== null || isField(event.target)) return;
      const files = [...(event.clipboardData?.files ?? [])];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const gpuId = pastesLayoutOn(text);
      if (gpuId !== null) {
        event.preventDefault();
        void import('../../state/layoutClipboard.ts').then(({ pasteOnGpu }) => pasteOnGpu(gpuId));
        return;
      }
      if (text.trim() !== '') gestures.openDialog('import', text);
      else if (files.length > 0) void openTextFiles(files);
      else return;
      event.preventDefault();
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}
