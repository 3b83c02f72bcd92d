import { gestures } from '../../state/app.ts';
import { readTextFile } from './readTextFile.ts';

/** Opens Import with the text of a file that was dropped or pasted on the page. */
export async function openTextFile(file: File): Promise<void> {
  const text = await readTextFile(file);
  if (text.ok) gestures.openDialog('import', text.value);
  else gestures.say(text.error, 'refused');
}
