/** A line typed in the lab, at the host or in a VM: the simulator runs it, and the lab notes what it showed. */
import { runInVm, runLine, type CommandOutput } from '../simulator/run.ts';
import { lineErrorMessage } from '../simulator/words.ts';
import { hasBothCis, hasBothGis } from './reached.ts';
import { recorded } from './record.ts';
import { HOST, LAB_VIEWS, machineAt, type LabState, type LabView } from './state.ts';

export interface LabOutput extends Omit<CommandOutput, 'machine'> {
  /** What was typed. */
  readonly line: string;
  readonly state: LabState;
}

/** Longer lines are refused: each is kept, and no command of the lab is near it. */
export const MAX_LAB_LINE = 1000;

/** Runs one line at a terminal: the host's, or that of the VM of that name. Nothing is thrown. */
export function runInLab(state: LabState, line: string, at: string = HOST): LabOutput {
  if (line.length > MAX_LAB_LINE) {
    const text = lineErrorMessage({ code: 'line-too-long', length: line.length, max: MAX_LAB_LINE });
    return refused(state, line, text);
  }
  const done = at === HOST ? runLine(state.host, line) : runInVm(state.host, at, line);
  if (done === null)
    return refused(state, line, `${at.slice(0, 60)} is off or not on this host: it has no terminal.`);
  const { machine: host, ...output } = done;
  const shown = viewsIn(state, { at, line, output: done });
  const seen = LAB_VIEWS.filter((view) => state.seen.includes(view) || shown.includes(view));
  const after = { ...state, host, seen: seen.length === state.seen.length ? state.seen : seen };
  return { ...output, line, state: recorded(state, after, { kind: 'line', at, line }) };
}

/** The lines of a paste that say something; of more than 1 MB the beginning. */
export function labLinesOf(text: string): string[] {
  return text
    .slice(0, 1_000_000)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '');
}

/** Several lines that were pasted, one after the other; at most `most` of them. */
export function runLinesInLab(state: LabState, text: string, at: string = HOST, most = 200): LabOutput[] {
  const outputs: LabOutput[] = [];
  let now = state;
  for (const line of labLinesOf(text).slice(0, most)) {
    const next = runInLab(now, line, at);
    outputs.push(next);
    now = next.state;
  }
  return outputs;
}

function refused(state: LabState, line: string, text: string): LabOutput {
  const none = { status: 2, hints: [], inferredLines: [0], isStatusInferred: false, clears: false };
  return { ...none, line, text: `${text}\n`, state };
}

interface Shown {
  readonly at: string;
  readonly line: string;
  readonly output: CommandOutput;
}

/** A container started with a GPU: what its nvidia-smi prints has a MIG device. */
const CONTAINER = /(?:^|[\s;&|])docker\s+run\s.*\bnvidia-smi\b/s;
const MIG_DEVICE = /^ *MIG \S+ +Device +\d+:|^\| +\d+ +\d+ +\d+ +\d+ +\|/m;

/** Told by the titles of the tables, so any spelling of a command counts. Lists of instances count when they show the article's. */
function viewsIn(state: LabState, { at, line, output: { text, machine, status } }: Shown): LabView[] {
  if (status !== 0) return [];
  const isGuest = at !== HOST;
  const views: LabView[] = [];
  if (isGuest) {
    if (CONTAINER.test(line)) return MIG_DEVICE.test(text) ? ['container'] : [];
    const hasDevices = machineAt({ ...state, host: machine }, at)?.gpus.some(({ gis }) => gis.length > 0);
    if (hasDevices === true && text.includes('| GPU instances:')) views.push('guest-gis');
    if (hasDevices === true && text.includes('| Compute instances:')) views.push('guest-cis');
    return views;
  }
  if (text.includes('| GPU instance profiles:')) views.push('gi-profiles');
  if (text.includes('| Compute instance profiles:')) views.push('ci-profiles');
  if (text.includes('| GPU instances:') && hasBothGis(machine)) views.push('gis');
  if (text.includes('| Compute instances:') && hasBothCis(machine)) views.push('cis');
  return views;
}
