/** What a text tells of a host besides its GPUs: platform, release, driver, and its VIBs, which are kept in its notes. */
import { findVibs } from '../../formats/esxi/vibList.ts';
import { cleanNotes } from '../../model/name.ts';
import type { Host } from '../../model/plan.ts';
import type { HostFields } from '../../placement/everydayCommands.ts';

/** Nothing was said of its GPUs, not even that there is none with an instance. */
export function isOnlyFacts(read: Host): boolean {
  return read.gpus.length === 0 && read.observed === null;
}

/** The fields of `into` that the text tells otherwise; empty where it tells nothing new. Lines of older VIBs give way. */
export function hostFacts(read: Host, into: Host): Partial<HostFields> {
  const vibs = linesOf(read.notes).filter(isVib);
  const own = linesOf(into.notes).filter((line) => !isVib(line));
  const notes = vibs.length === 0 ? into.notes : cleanNotes([...own, ...vibs].join('\n'));
  return {
    // Where the plan names a platform, it is what people call the host: a cluster's node may run on ESXi.
    ...(read.platform === null || into.platform !== null ? {} : { platform: read.platform }),
    ...(read.release === null || read.release === into.release ? {} : { release: read.release }),
    ...(read.driver === null || read.driver === into.driver ? {} : { driver: read.driver }),
    ...(notes === into.notes ? {} : { notes }),
  };
}

function linesOf(notes: string): string[] {
  return notes === '' ? [] : notes.split('\n');
}

function isVib(line: string): boolean {
  return findVibs(line).length > 0;
}
