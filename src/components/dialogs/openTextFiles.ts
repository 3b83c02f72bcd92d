import { gestures, uiStore } from '../../state/app.ts';
import { draftOfImport } from '../../state/exchange.ts';

/** Opens Import with the texts of files that were dropped or pasted on the page; where it is open they are added to its text. */
export async function openTextFiles(files: readonly File[]): Promise<void> {
  const { readFiles } = await import('./import/readFiles.ts');
  const before = uiStore.getState().dialog === 'import' ? draftOfImport() : '';
  const text = await readFiles(before, files);
  if (text.ok) gestures.openDialog('import', text.value);
  else gestures.say(text.error, 'refused');
}
