import type { Exported } from '../../../console/writeExport.ts';
import { drawPng } from './drawPng.ts';

/**
 * What a copy puts on the clipboard: a table as cells, a picture as a picture, a text that is not shown whole from here.
 * Nothing: the field with the text has it all.
 */
export function clipboardParts(
  { clipboard, planForPng, text }: Exported,
  isWhole: boolean,
): Record<string, Blob | Promise<Blob>> | undefined {
  if (planForPng !== null) {
    // Some browsers want to be told what is coming before it is drawn.
    const drawn = drawPng(text, planForPng).then((png) => png ?? Promise.reject(new Error('not drawn')));
    return { 'image/png': drawn };
  }
  if (clipboard !== null) {
    return {
      'text/plain': new Blob([clipboard.text], { type: 'text/plain' }),
      'text/html': new Blob([clipboard.html], { type: 'text/html' }),
    };
  }
  return isWhole ? undefined : { 'text/plain': new Blob([text], { type: 'text/plain' }) };
}
