/** How long a megabyte of each foreign format takes until it is understood: read, merged, made a plan and checked. */
import { importText } from '../../src/console/importText.ts';
import { readAnyText } from '../../src/formats/anyText.ts';
import { READERS } from '../../src/formats/paste/readers.ts';
import { duration, millisOf } from '../benchSolver/measure.ts';
import { largest, PASTES } from './pastes.ts';

const MOST_MS = 300;

/** What is understood, or is recognised for what people are to paste something else for: that is that reader's whole answer. */
function isAnswered(result: ReturnType<typeof importText>): boolean {
  return result.ok || result.error.code === 'output-not-read';
}

/** `only`: the format to measure, where not all are. */
export function benchReaders(only: string | undefined): void {
  process.stdout.write(
    `\nA paste of 1 MB, or of 10,000 rows; to reach: ${MOST_MS} ms each\n${'format'.padEnd(20)}${'read'.padStart(10)}${'understood'.padStart(12)}${'size'.padStart(10)}\n`,
  );
  for (const { format } of READERS) {
    if (only !== undefined && only !== format) continue;
    // What nothing can be made of is no figure either.
    const text = largest(PASTES[format], (one) => isAnswered(importText(one)));
    const read = readAnyText(text);
    const parts = read.ok ? read.value.parts : [];
    const own = parts.filter((one) => one.format === format);
    // A text that is not of the format says nothing of its reader.
    if (own.length === 0 || own.length < parts.length / 2)
      throw new Error(`no ${format}: ${text.slice(0, 300)}`);
    const result = importText(text);
    const reading = millisOf(() => readAnyText(text), { rounds: 3 });
    const millis = millisOf(() => importText(text), { rounds: 3 });
    const short = millis > MOST_MS ? '   too slow' : '';
    const fault = result.ok ? '' : `   ${result.error.code}`;
    process.stdout.write(
      `${format.padEnd(20)}${duration(reading).padStart(10)}${duration(millis).padStart(12)}${`${(text.length / 1000).toFixed(0)} kB`.padStart(10)}${short}${fault}\n`,
    );
  }
}
