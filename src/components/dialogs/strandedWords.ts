import type { SliceUse } from '../../placement/stranded.ts';

/** "Stranded: compute 3, memory 7". */
export function strandedWords({ strandedCompute, strandedMemory }: SliceUse): string {
  const parts = [
    ...(strandedCompute.length === 0 ? [] : [`compute ${strandedCompute.join(' ')}`]),
    ...(strandedMemory.length === 0 ? [] : [`memory ${strandedMemory.join(' ')}`]),
  ];
  return parts.length === 0 ? 'Nothing stranded' : `Stranded: ${parts.join(', ')}`;
}
