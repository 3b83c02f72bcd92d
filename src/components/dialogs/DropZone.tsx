import { useEffect, useState } from 'react';
import { uiStore } from '../../state/app.ts';
import { openTextFiles } from './openTextFiles.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Files may be dropped anywhere on the page. While they are over it, the page says what a drop does. */
export function DropZone() {
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      // Also where a drop does nothing: else the browser would leave the page and show the file.
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = isOpenTo() ? 'copy' : 'none';
      setIsOver(isOpenTo());
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && isOpenTo()) void openTextFiles(files);
    };
    document.addEventListener('dragover', onOver);
    document.addEventListener('dragleave', onLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onOver);
      document.removeEventListener('dragleave', onLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, []);

  if (!isOver) return null;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed inset-2 z-50 flex items-center justify-center rounded-dialog border-2 border-dashed border-ink bg-ground/80"
    >
      <p className="rounded-card bg-ink px-4 py-2 text-body font-medium text-surface">Drop to import</p>
    </div>
  );
}

/** The other dialogs are not interrupted by a file. */
function isOpenTo(): boolean {
  const { dialog } = uiStore.getState();
  return dialog === null || dialog === 'import' || dialog.startsWith('compare');
}
