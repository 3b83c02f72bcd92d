import { gestures, uiStore } from '../../state/app.ts';
import { draftOf } from '../../state/exchange.ts';

/** Opens Import with the texts of files that were dropped or pasted on the page; a dialog that takes texts adds them to its own. */
export async function openTextFiles(files: readonly File[]): Promise<void> {
  const { readFiles } = await import('./import/readFiles.ts');
  const { dialog } = uiStore.getState();
  const into = dialog === 'compare' || dialog === 'compare-plans' ? dialog : 'import';
  const text = await readFiles(dialog === null ? '' : draftOf(into), files);
  if (text.ok) gestures.openDialog(into, text.value);
  else gestures.say(text.error, 'refused');
}
