import { strandedList } from '../../placement/messages.ts';
import type { SliceUse } from '../../placement/stranded.ts';

/** "Stranded: compute 3, memory 7". */
export function strandedWords(use: SliceUse): string {
  const slices = strandedList(use);
  return slices === '' ? 'Nothing stranded' : `Stranded: ${slices}`;
}
