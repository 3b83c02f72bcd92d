/** Keeps what was done: the ticks that it earned, and the log that makes the lab again. */
import { stepsReached } from './reached.ts';
import { LAB_STEP_IDS, type LabEntry, type LabState } from './state.ts';

/** `after`, with new ticks, and with the entry in its log where it changed more than history and clock. */
export function recorded(before: LabState, after: LabState, entry: LabEntry): LabState {
  const now = new Set([...before.ticked, ...stepsReached(after)]);
  const ticked = LAB_STEP_IDS.filter((id) => now.has(id));
  const next = { ...after, ticked: ticked.length === before.ticked.length ? before.ticked : ticked };
  return labKey(next) === labKey(before) ? next : { ...next, log: [...before.log, entry] };
}

/** Equal for two states that differ in nothing but history, clock, log, and how often a VM was started. */
export function labKey({ host, isSriovOn, guestDrivers, seen, ticked, kind }: LabState): string {
  const PASSED_OVER = new Set(['history', 'forgotten', 'seconds', 'starts', 'boots', 'installed']);
  return JSON.stringify([host, isSriovOn, guestDrivers, seen, ticked, kind], (name, value: unknown) =>
    PASSED_OVER.has(name) ? undefined : value,
  );
}
