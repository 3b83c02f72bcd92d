/**
 * What to do next. Ticks come of the state alone (reached.ts); that a step's later lines are still worth running is told by marks:
 * which of its lines have been run, each with the answer that it should have.
 */
import { isActionHeld, type LabAction } from './actions.ts';
import { hasBothGis, labProgress, type StepProgress } from './reached.ts';
import { runInLab, type LabOutput } from './run.ts';
import type { LabState, LabStepId } from './state.ts';
import { LAB_STEPS, type LabDo, type LabStep } from './steps.ts';

/** By `markOf`. */
export type LabMarks = ReadonlySet<string>;

export interface StepGuide {
  readonly step: LabStep;
  /** From 1, as it is counted on the page. */
  readonly number: number;
  readonly status: StepProgress['status'];
  /** By `todo` of the step. */
  readonly isDone: readonly boolean[];
  /** The `todo` that comes next, from 0; null where the step asks for nothing more. */
  readonly next: number | null;
}

export interface LabGuide {
  readonly steps: readonly StepGuide[];
  /** The step to do now; null when the lab is through. */
  readonly current: LabStepId | null;
}

/** "graphics 1": the second thing to do in that step. */
function markOf(id: LabStepId, index: number): string {
  return `${id} ${index}`;
}

const ALL_MARKS: LabMarks = new Set(
  LAB_STEPS.flatMap(({ id, todo }) => todo.map((_, index) => markOf(id, index))),
);

/** What was done: a line with its answer, or something that is no command. */
export type LabDeed =
  | { readonly kind: 'line'; readonly at: string; readonly output: LabOutput }
  | { readonly kind: 'action'; readonly action: LabAction };

export function guideOf(lab: LabState, marks: LabMarks): LabGuide {
  const progress = labProgress(lab);
  const steps = LAB_STEPS.map((step, index): StepGuide => {
    const status = progress[index]?.status ?? 'open';
    const isDone = step.todo.map((todo, at) =>
      todo.kind === 'action' ? isActionHeld(lab, todo.action) : marks.has(markOf(step.id, at)),
    );
    return { step, number: index + 1, status, isDone, next: nextOf(isDone, status === 'reached') };
  });
  const open = steps.findIndex(({ status }) => status !== 'reached');
  const first = open < 0 ? steps.length : open;
  // What the step before still has to show comes first, unless somebody has gone on already.
  const before = steps[first - 1];
  const hasGoneOn = steps.slice(first).some(({ isDone }) => isDone.includes(true));
  const current = before !== undefined && before.next !== null && !hasGoneOn ? before : steps[first];
  if (current === undefined || current.status === 'reached')
    return { steps, current: current?.step.id ?? null };
  const mended = { ...current, next: workingOne(lab, current) };
  return { steps: steps.map((one) => (one === current ? mended : one)), current: current.step.id };
}

/** What comes next in a step, tried out: after detours it may be refused where another of its lines is what is missing. */
function workingOne(lab: LabState, { step: { todo }, next }: StepGuide): number | null {
  const works = (one: LabDo | undefined): boolean => {
    if (one?.kind !== 'line') return true;
    const output = runInLab(lab, one.line, one.at);
    return isWhatIsAsked(one, { kind: 'line', at: one.at, output });
  };
  if (works(todo[next ?? 0])) return next;
  const other = todo.findIndex((one) => one.kind === 'line' && works(one) && changes(lab, one));
  return other < 0 ? next : other;
}

/** What stands in the way of a step for who took another turn, and what helps; null where nothing does. */
export function obstacleOf({ host }: LabState, id: LabStepId): string | null {
  const [gpu] = host.gpus;
  const isOnOthers = gpu !== undefined && gpu.gis.length > 0 && !hasBothGis(host);
  switch (id) {
    case 'driver':
      return host.isInMaintenance
        ? null
        : 'The host is in service: the driver is changed in maintenance mode. Step 3 has the command.';
    case 'gi-create':
      if (!isOnOthers) return null;
      return host.vms.some(({ isOn, vgpus }) => isOn && vgpus.length > 0)
        ? 'Other GPU instances stand in the way, and VMs run on them: power these off, then nvidia-smi mig -dci and nvidia-smi mig -dgi.'
        : 'Other GPU instances stand in the way: nvidia-smi mig -dci, then nvidia-smi mig -dgi takes them away.';
    case 'power-on':
      return host.isInMaintenance
        ? 'The host is in maintenance mode, where no VM powers on. Step 7 has the command.'
        : null;
    default:
      return null;
  }
}

function changes(lab: LabState, { line, at }: Extract<LabDo, { kind: 'line' }>): boolean {
  return runInLab(lab, line, at).state.log.length > lab.log.length;
}

/** The first one after all that was done; of a step that is not reached else the first that is missing, or all of it again. */
function nextOf(isDone: readonly boolean[], isReached: boolean): number | null {
  const last = isDone.lastIndexOf(true);
  const after = isDone.indexOf(false, last + 1);
  if (isReached) return last < 0 || after < 0 ? null : after;
  return after >= 0 ? after : Math.max(0, isDone.indexOf(false));
}

/** The marks after something was done. Whoever reaches a step in another way than it says has done all of it. */
export function marksAfter(marks: LabMarks, before: LabState, after: LabState, deed: LabDeed): LabMarks {
  const was = labProgress(before);
  const is = labProgress(after);
  const next = new Set(marks);
  for (const [index, { id, todo }] of LAB_STEPS.entries()) {
    const asked = todo.flatMap((one, at) => (isWhatIsAsked(one, deed) ? [markOf(id, at)] : []));
    const isNew = is[index]?.status === 'reached' && was[index]?.status !== 'reached';
    const all = todo.map((_, at) => markOf(id, at));
    for (const mark of isNew && asked.length === 0 ? all : asked) next.add(mark);
    // It has to be done again, from its first line on.
    const isLost = is[index]?.status === 'undone' && was[index]?.status === 'reached';
    if (isLost) for (const mark of all) next.delete(mark);
  }
  return next;
}

/** The marks with all of this step: its user goes on without the rest. */
export function marksWithAllOf(marks: LabMarks, id: LabStepId): LabMarks {
  const todo = LAB_STEPS.find((step) => step.id === id)?.todo ?? [];
  return new Set([...marks, ...todo.map((_, at) => markOf(id, at))]);
}

/** The marks of the steps that a lab has reached: what is left of them in an earlier lab. */
export function marksWithin(marks: LabMarks, lab: LabState): LabMarks {
  const reached = labProgress(lab).filter(({ status }) => status === 'reached');
  const ids = new Set<string>(reached.map(({ id }) => id));
  return new Set([...marks].filter((mark) => ids.has(mark.split(' ')[0] ?? '')));
}

function isWhatIsAsked(todo: LabDo, deed: LabDeed): boolean {
  if (todo.kind === 'action' || deed.kind === 'action')
    return (
      todo.kind === 'action' &&
      deed.kind === 'action' &&
      JSON.stringify(todo.action) === JSON.stringify(deed.action)
    );
  const { line, text, status } = deed.output;
  const isLine = [todo.line, todo.asPrinted].some((one) => one !== null && plain(one) === plain(line));
  const isShown = status === todo.status && todo.shows.every((part) => text.includes(part));
  return todo.at === deed.at && isLine && isShown;
}

/** Without what a page's typesetting, or a hand, does to blanks and dashes. */
function plain(line: string): string {
  return line
    .replace(/\s*\|\s*/g, ' | ')
    .replace(/\s+/g, ' ')
    .replace(/(?<= )(?:--|[–—])(?=[a-z])/g, '-')
    .trim();
}

/** The marks as one line of text; order and number do not matter. */
export function makeMarksText(marks: LabMarks): string {
  return [...ALL_MARKS].filter((mark) => marks.has(mark)).join(',');
}

/** The marks of such a text; whatever is no mark is passed over. */
export function parseMarksText(text: string): LabMarks {
  const said = new Set(text.slice(0, 10_000).split(','));
  return new Set([...ALL_MARKS].filter((mark) => said.has(mark)));
}
