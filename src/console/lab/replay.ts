/** What was done in a lab, done again: for a text that was kept, and for whoever shows how it came to this. */
import { actInLab } from './actions.ts';
import { runInLab, type LabOutput } from './run.ts';
import { startLab, type LabEntry, type LabState } from './state.ts';

/** One thing that was done, with the lab to either side of it. */
export interface LabMoment {
  readonly entry: LabEntry;
  readonly before: LabState;
  readonly after: LabState;
  /** What the terminal answered; null for what is no command. */
  readonly output: LabOutput | null;
}

/** Does the entry in this state. An action that fails changes nothing. */
export function momentAt(state: LabState, entry: LabEntry): LabMoment {
  if (entry.kind === 'line') {
    const output = runInLab(state, entry.line, entry.at);
    return { entry, before: state, after: output.state, output };
  }
  const done = actInLab(state, entry.action);
  return { entry, before: state, after: done.ok ? done.value : state, output: null };
}

/** Everything in the log of a lab, oldest first. What only looked at something is in no log. */
export function labMoments({ kind, log }: LabState): LabMoment[] {
  const moments: LabMoment[] = [];
  let now = startLab(kind);
  for (const entry of log) {
    const moment = momentAt(now, entry);
    moments.push(moment);
    now = moment.after;
  }
  return moments;
}
