/**
 * What nvidia-smi prints and is not read: no public text documents its form well enough, and another output of the tool says the same
 * in one that is. It is recognised, so that people are told what to paste.
 */
import { extentWhile, type TextReader } from '../paste/textReader.ts';

/** `-q` without `-x`: its heading, or what stands at the beginning of a GPU's part where the heading was left out. */
const QUERY = /^ *=+ *NVSMI LOG *=+ *$|^ *(?:Attached GPUs|Product Name|Product Brand|MIG Mode) {2,}:/i;
/** The heading of a GPU's part, which lists of vGPU types have too: there no field stands below it. */
const GPU_HEADING = /^ *GPU [0-9A-F]{8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F] *$/i;
const FIELD = /^ {2,}\S.{0,60}? {2,}: /;
/** Field and value, far apart, or a heading of fields, set in. */
const QUERY_LINE =
  /^ *=+ *NVSMI LOG *=+ *$|^ *GPU [0-9A-F]{4,8}:\S+ *$|^ *\S.{0,60}? {2,}: .*$|^ {4,}\S.{0,80}$/i;
const COMPUTE_PLACEMENTS =
  /^ *GPU +\d{1,4} +GPU instance(?: ID)? +\d{1,4} .*(?:Profile ID|Placements?) .*\{[\d, ]*\}/i;

export const NOT_READ = {
  format: 'nvidia-smi-q',
  name: 'nvidia-smi -q without -x',
  aliases: ['smi-q'],
  extent: (segment, at) => {
    const first = segment.lines[at]?.text ?? '';
    const below = segment.lines[at + 1]?.text ?? '';
    if (QUERY.test(first) || (GPU_HEADING.test(first) && FIELD.test(below))) {
      return extentWhile(segment, at, ({ text }) => text.length < 400 && QUERY_LINE.test(text));
    }
    return COMPUTE_PLACEMENTS.test(first)
      ? extentWhile(segment, at, ({ text }) => COMPUTE_PLACEMENTS.test(text))
      : 0;
  },
  read: (segment) => {
    const { line = 1, text = '' } = segment.lines[0] ?? {};
    const isQuery = !COMPUTE_PLACEMENTS.test(text);
    return {
      kind: 'unreadable',
      error: {
        code: 'output-not-read',
        at: { line },
        what: isQuery ? 'nvidia-smi -q' : 'nvidia-smi mig -lcipp',
        instead: isQuery ? ['nvidia-smi -q -x', 'nvidia-smi mig -lgi'] : ['nvidia-smi mig -lci'],
      },
    };
  },
} as const satisfies TextReader;
