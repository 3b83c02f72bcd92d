/**
 * The lab as a page shows it: the lab itself, its terminals, and what can be taken back. It has nothing of the plan. Loads when the
 * lab is opened; the page has one, tests make theirs.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  actInLab,
  guideOf,
  HOST,
  isLabFinished,
  labActionName,
  labErrorMessage,
  labLinesOf,
  labMoments,
  labProgress,
  LAB_STEPS,
  machineAt,
  marksAfter,
  marksWithAllOf,
  marksWithin,
  runLinesInLab,
  startLab,
  type LabAction,
  type LabDo,
  type LabMarks,
  type LabOutput,
  type LabState,
  type LabStepId,
} from '../../console/lab/lab.ts';
import { promptOf } from '../../console/simulator/simulator.ts';
import { answerEntries, asSentence, withEntries, type Entry, type NewEntry } from '../console/terminals.ts';
import type { KeyValueStore } from '../persist.ts';
import { MAX_HISTORY } from '../planStore.ts';
import type { Message } from '../uiStore.ts';
import { loadLab, saveLab } from './keptLab.ts';

/** A lab that Undo or Redo leads to, and the name of what lies between. */
interface LabHistoryEntry {
  readonly lab: LabState;
  readonly marks: LabMarks;
  readonly label: string;
}

export interface LabPage {
  readonly lab: LabState;
  readonly marks: LabMarks;
  readonly past: readonly LabHistoryEntry[];
  readonly future: readonly LabHistoryEntry[];
  /** By terminal: the host's, or that of the VM of that name. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  readonly terminal: string;
  /** The step that is open by its user's wish; null: the one to do now. */
  readonly shown: LabStepId | 'none' | null;
  /** The step that was done last, which still says what to look for. */
  readonly lastDone: LabStepId | null;
  /** Why what was asked for in the step was not done; null: it was. */
  readonly refusal: string | null;
  /** Why progress is not kept, or was not read; null: all is well. */
  readonly trouble: string | null;
}

export interface LabStoreParts {
  readonly storage: KeyValueStore | null;
  readonly say: (text: string, tone?: Message['tone']) => void;
}

/** Longer lines are drawn with their end cut off; the lab refuses them anyway. */
const MOST_DRAWN = 1000;

export function createLabStore({ storage, say }: LabStoreParts) {
  const kept = loadLab(storage);
  const lab = kept.lab ?? startLab();
  const store: StoreApi<LabPage> = createStore<LabPage>()(() => ({
    lab,
    marks: kept.marks,
    ...{ past: pastOf(lab, kept.marks), future: [], entries: entriesOf(lab), terminal: HOST },
    ...{ shown: null, lastDone: null, refusal: null, trouble: kept.trouble },
  }));

  const append = (at: string, more: readonly NewEntry[], clears = false): void => {
    store.setState(({ entries }) => ({
      entries: new Map(entries).set(at, withEntries(clears ? [] : (entries.get(at) ?? []), more)),
    }));
  };

  /** Takes a lab over, keeps it, and tells what it came to. */
  const settle = (next: Pick<LabPage, 'lab' | 'marks'>, label: string | null, answer: string): void => {
    const before = store.getState();
    const after = currentOf(next);
    const isOther = after !== currentOf(before);
    const lastDone = isOther ? justDone(before, next) : before.lastDone;
    const { past, future } = before;
    const entry = { lab: before.lab, marks: before.marks, label: label ?? '' };
    const trouble = saveLab(storage, next.lab, next.marks);
    store.setState({
      ...next,
      past: label === null ? past : [...past, entry].slice(-MAX_HISTORY),
      future: label === null ? future : [],
      lastDone,
      trouble,
      ...(isOther ? { shown: null } : {}),
    });
    const news = newsOf(before, next);
    const warning = trouble === before.trouble ? '' : (trouble ?? '');
    const said = [answer, news, warning].filter((part) => part !== '').join(' ');
    say(said, news === '' ? 'info' : 'done');
  };

  /** Runs a line, or several that were pasted, one after the other and as one step at the most. */
  const run = (text: string, at: string): LabOutput | null => {
    const before = store.getState();
    let { lab: now, marks } = before;
    const more: NewEntry[] = [];
    let clears = false;
    let last: LabOutput | null = null;
    const outputs = runLinesInLab(now, text, at);
    for (const output of outputs) {
      marks = marksAfter(marks, now, output.state, { kind: 'line', at, output });
      if (output.clears) more.length = 0;
      else more.push(...entriesFor(now, at, output));
      clears ||= output.clears;
      now = output.state;
      last = output;
    }
    if (last === null) return null;
    const left = labLinesOf(text).length - outputs.length;
    if (left > 0) {
      const others = left === 1 ? 'line was' : `${left} lines were`;
      more.push({
        kind: 'remark',
        text: `The first ${outputs.length} lines of the paste were run; the other ${others} not.`,
      });
    }
    append(at, more, clears);
    const isStep = now.log !== before.lab.log;
    const lines = now.log.length - before.lab.log.length;
    const label = lines > 1 ? `${lines} lines` : shortened(last.line);
    settle(
      { lab: now, marks },
      isStep ? label : null,
      outputs.length === 1
        ? answerWords(last)
        : `${outputs.length} commands run. The last: ${answerWords(last)}`,
    );
    return last;
  };

  const act = (action: LabAction): boolean => {
    const { lab: before, marks } = store.getState();
    const done = actInLab(before, action);
    if (!done.ok) {
      const text = labErrorMessage(done.error);
      store.setState({ refusal: text });
      say(text, 'refused');
      return false;
    }
    const name = labActionName(action);
    const isStep = done.value.log !== before.log;
    append(HOST, [outside(action)]);
    const next = marksAfter(marks, before, done.value, { kind: 'action', action });
    settle({ lab: done.value, marks: next }, isStep ? name : null, `${name}.`);
    return true;
  };

  const goTo = (from: 'past' | 'future'): void => {
    const { lab: now, marks, past, future, terminal } = store.getState();
    const entry = from === 'past' ? past.at(-1) : future[0];
    if (entry === undefined) {
      say(from === 'past' ? 'Nothing to undo in the lab.' : 'Nothing to redo in the lab.');
      return;
    }
    const here = { lab: now, marks, label: entry.label };
    store.setState({
      ...{ lab: entry.lab, marks: entry.marks, refusal: null, lastDone: null, shown: null },
      past: from === 'past' ? past.slice(0, -1) : [...past, here],
      future: from === 'past' ? [here, ...future] : future.slice(1),
      trouble: saveLab(storage, entry.lab, entry.marks),
    });
    const text = `${from === 'past' ? 'Undone' : 'Redone'}: ${entry.label}.`;
    append(terminal, [{ kind: 'remark', text }]);
    say(text, 'done');
  };

  return {
    store,

    /** A line at a terminal, typed or pasted. */
    type: (text: string, at: string): void => {
      store.setState({ refusal: null });
      run(text, at);
    },

    /** What a step asks for, done by its button. */
    do: (todo: LabDo): void => {
      store.setState({ refusal: null });
      if (todo.kind === 'action') {
        act(todo.action);
        return;
      }
      store.setState({ terminal: todo.at });
      const output = run(todo.line, todo.at);
      if (output !== null && output.status !== todo.status)
        store.setState({
          refusal: 'That was refused: the terminal says why. Undo takes back what was done last.',
        });
    },

    act: (action: LabAction): void => {
      store.setState({ refusal: null });
      act(action);
    },

    undo: (): void => goTo('past'),
    redo: (): void => goTo('future'),

    /** Begins anew; Undo brings back what was there. */
    restart: (): void => {
      const fresh = startLab(store.getState().lab.kind);
      store.setState({ entries: entriesOf(fresh), terminal: HOST, shown: null, refusal: null });
      settle({ lab: fresh, marks: new Set() }, 'Start again', 'The lab is at its beginning.');
      store.setState({ lastDone: null });
    },

    chooseTerminal: (terminal: string): void => store.setState({ terminal }),

    /** Opens a step, or closes the open one. */
    show: (id: LabStepId): void => {
      const { shown } = store.getState();
      const current = currentOf(store.getState());
      const isOpen = (shown ?? current) === id;
      const next = isOpen ? 'none' : id === current ? null : id;
      store.setState({ shown: isOpen && id !== current ? null : next, refusal: null });
    },

    /** Back to the step that is to be done now. */
    showCurrent: (): void => store.setState({ shown: null, refusal: null }),

    /** Goes on without the rest of a step that is reached. */
    skipRest: (id: LabStepId): void => {
      const { lab: now, marks } = store.getState();
      settle({ lab: now, marks: marksWithAllOf(marks, id) }, null, '');
    },
  };
}

export type LabStore = ReturnType<typeof createLabStore>;

function currentOf({ lab, marks }: Pick<LabPage, 'lab' | 'marks'>): LabStepId | null {
  return guideOf(lab, marks).current;
}

/** The step before the one that comes now, where the lab went forward. */
function justDone(before: Pick<LabPage, 'lab' | 'marks'>, next: Pick<LabPage, 'lab' | 'marks'>) {
  const from = LAB_STEPS.findIndex(({ id }) => id === currentOf(before));
  const now = currentOf(next);
  const to = now === null ? LAB_STEPS.length : LAB_STEPS.findIndex(({ id }) => id === now);
  return from >= 0 && from < to ? (LAB_STEPS[to - 1]?.id ?? null) : null;
}

/** Steps that were reached or lost, and what comes now: one sentence each, empty where nothing changed. */
function newsOf(before: Pick<LabPage, 'lab' | 'marks'>, next: Pick<LabPage, 'lab' | 'marks'>): string {
  const was = labProgress(before.lab);
  const is = labProgress(next.lab);
  const changed = (to: 'reached' | 'undone'): string => {
    const steps = LAB_STEPS.flatMap((_, at) =>
      is[at]?.status === to && was[at]?.status !== to ? [at + 1] : [],
    );
    // A paste can do most of the lab: their titles stand in the list.
    return steps.length > 2
      ? `steps ${ranges(steps)}`
      : steps.map((step) => `step ${step}, ${LAB_STEPS[step - 1]?.title}`).join('; ');
  };
  const reached = changed('reached');
  const lost = changed('undone');
  const parts = [reached === '' ? '' : `Done: ${reached}.`, lost === '' ? '' : `Taken away again: ${lost}.`];
  const current = currentOf(next);
  const at = LAB_STEPS.findIndex(({ id }) => id === current);
  if (current !== currentOf(before) && at >= 0) parts.push(`Now step ${at + 1}: ${LAB_STEPS[at]?.title}.`);
  if (isLabFinished(next.lab) && !isLabFinished(before.lab)) parts.push('The lab is through.');
  return parts.filter((part) => part !== '').join(' ');
}

/** "2 to 11, 13" of ascending numbers. */
function ranges(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? first : `${first} to ${last}`)).join(', ');
}

function entriesFor(before: LabState, at: string, output: LabOutput): NewEntry[] {
  const machine = machineAt(before, at);
  return answerEntries(machine === null ? '' : promptOf(machine), shortened(output.line, MOST_DRAWN), output);
}

/** One line is said, as a sentence for what is said after it; of more only how many there are, for they stand in the terminal. */
function answerWords({ text, status }: LabOutput): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const said = lines.length === 1 ? shortened(lines.join(''), 120) : `${lines.length} lines of output.`;
  const failed = status === 0 ? '' : ` Exit status ${status}.`;
  return `${lines.length === 0 ? 'No output.' : asSentence(said)}${failed}`;
}

function shortened(text: string, most = 60): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** What Undo leads through in a lab that was taken up again. */
function pastOf(lab: LabState, marks: LabMarks): LabHistoryEntry[] {
  return labMoments(lab)
    .map(({ entry, before }) => ({
      lab: before,
      marks: marksWithin(marks, before),
      label: entry.kind === 'line' ? shortened(entry.line) : labActionName(entry.action),
    }))
    .slice(-MAX_HISTORY);
}

function outside(action: LabAction): NewEntry {
  return { kind: 'remark', text: `Outside the terminal: ${labActionName(action)}.` };
}

/** The terminals as what is in the log left them. */
function entriesOf(lab: LabState): ReadonlyMap<string, readonly Entry[]> {
  const lines = new Map<string, NewEntry[]>([
    [
      HOST,
      [
        {
          kind: 'remark',
          text: `Simulated: ${lab.host.name}, with one A100 and the driver of before MIG. Type here, or run what a step says. “help” lists the commands.`,
        },
      ],
    ],
  ]);
  const add = (at: string, more: readonly NewEntry[]): void => {
    lines.set(at, [...(lines.get(at) ?? []), ...more]);
  };
  for (const { entry, before, output } of labMoments(lab)) {
    if (entry.kind === 'action') add(HOST, [outside(entry.action)]);
    else if (output !== null) add(entry.at, entriesFor(before, entry.at, output));
  }
  if (lab.log.length > 0) {
    add(HOST, [
      {
        kind: 'remark',
        text: 'Taken up again. Above is what changed the lab; what only looked at it is not kept.',
      },
    ]);
  }
  return new Map([...lines].map(([at, more]) => [at, withEntries([], more)]));
}
