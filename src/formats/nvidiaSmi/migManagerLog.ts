/** The log of the MIG manager of the GPU Operator: what it set on each GPU, as counts, once it says that it succeeded. */
import type { SeenCount, SeenGpu } from '../evidence/evidence.ts';
import { extentWhile, type TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { boardsOfPciDevice } from './product.ts';
import { evidenceOf, onHost, seenGpu } from './seen.ts';

const LOG_LINE = /^ *time="[^"]{1,60}" level=[a-z]+ msg=/;
const BEGINS = /^ *(?:time="[^"]{1,60}" level=[a-z]+ msg="|Applying the selected MIG config to the node)/;
/** What its shell script says between. */
const SCRIPT_LINE =
  /^ *(?:Applying the selected MIG config|MIG configuration applied|Restarting |Changing the '|Waiting for |Shutting down |Getting current value|Current value of|Checking |Asserting |Selected MIG|Proceeding |Persisting |Setting |Successfully updated|Unable to |Unloading |Removing |Selecting |node\/\S+ |pod\S* "|\S+ condition met)/;
const GPU = /msg=" *GPU (\d{1,4}): (0x[0-9A-F]{8})"/i;
const UPDATE = /msg=" *(Updating|Asserting) MIG config: map\[([^\]]{0,400})\]/;
const MODE = /msg=" *Current MIG mode: (Enabled|Disabled)"/;

export const MIG_MANAGER_LOG = {
  format: 'mig-manager-log',
  name: 'a log of the MIG manager',
  aliases: ['mig-manager'],
  extent: (segment, at) =>
    BEGINS.test(segment.lines[at]?.text ?? '')
      ? extentWhile(segment, at, ({ text }) => LOG_LINE.test(text) || SCRIPT_LINE.test(text))
      : 0,
  read: (segment) => {
    const gpus = new Map<number, SeenGpu>();
    const notices: Notice[] = [];
    const isApplied = segment.lines.some(({ text }) => /MIG configuration applied successfully/.test(text));
    let index: number | null = null;
    for (const { line, text } of segment.lines) {
      const at = { line };
      const named = GPU.exec(text);
      if (named !== null) {
        index = Number(named[1]);
        if (!gpus.has(index))
          gpus.set(index, seenGpu(at, { index, boards: boardsOfPciDevice(named[2] ?? '') }));
      }
      const gpu = index === null ? undefined : gpus.get(index);
      if (gpu === undefined || index === null) continue;
      const mode = MODE.exec(text)?.[1];
      if (mode !== undefined) gpus.set(index, { ...gpu, mode: mode === 'Enabled' ? 'on' : 'off' });
      const update = UPDATE.exec(text);
      if (update === null) continue;
      if (!isApplied) {
        notices.push({ code: 'not-applied', at, excerpt: excerptOf(text) });
        continue;
      }
      const counts = (update[2] ?? '').split(' ').flatMap((pair): SeenCount[] => {
        const [, profile, count] = /^(\S+):(\d{1,2})$/.exec(pair) ?? [];
        return profile === undefined ? [] : [{ at, profile, count: Number(count) }];
      });
      gpus.set(index, { ...gpu, layout: { kind: 'counts', isWhole: true, counts } });
    }
    return evidenceOf(gpus.size === 0 ? [] : [onHost(segment, [...gpus.values()])], { notices });
  },
} as const satisfies TextReader;
