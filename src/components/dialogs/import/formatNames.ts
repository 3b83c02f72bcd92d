import { formatName, type Imported } from '../../../console/importText.ts';

const MOST_NAMED = 3;

/** "nvidia-smi, nvidia-smi mig -lgi": what was found, each format once. */
export function foundWords({ found }: Imported): string {
  const names = [...new Set(found.map((one) => formatName(one.format)))];
  return names.length <= MOST_NAMED
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMED - 1).join(', ')} and ${names.length - MOST_NAMED + 1} more`;
}
