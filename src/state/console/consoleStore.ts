/** The console: one simulated machine for each host, kept while the page is open. Loads when the console is opened. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import {
  assumptions,
  findVm,
  hintMessage,
  powerErrorMessage,
  powerOff,
  powerOn,
  promptOf,
  runInVm,
  runLine,
  type CommandOutput,
  type Machine,
} from '../../console/simulator/simulator.ts';
import type { HostId, VmId } from '../../model/ids.ts';
import { commandMessage } from '../../placement/messages.ts';
import { gestures, planStore, uiStore } from '../app.ts';
import { runCommand } from '../specialEdits.ts';
import { following, reportedChange, sessionOf, type Session } from './machines.ts';
import { editEntries, isSameDocument } from './plannedLines.ts';
import {
  answerEntries,
  asSentence,
  shown,
  terminalKey,
  withEntries,
  type Entry,
  type NewEntry,
  type TerminalId,
} from './terminals.ts';

interface ConsoleState {
  readonly sessions: ReadonlyMap<HostId, Session>;
  /** By `terminalKey`. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** Null: nothing is chosen yet, or it is gone. */
  readonly chosen: TerminalId | null;
  /** Somebody asked for the terminal that is chosen, and its prompt has not had the focus yet. */
  readonly isAsked: boolean;
}

const EMPTY: ConsoleState = {
  sessions: new Map(),
  entries: new Map(),
  chosen: null,
  isAsked: false,
};

/** Lines of one paste that are run. */
const MAX_PASTED = 500;

export const consoleStore = createStore<ConsoleState>()(() => EMPTY);

export function useConsole<T>(selector: (state: ConsoleState) => T): T {
  return useStore(consoleStore, selector);
}

function append(id: TerminalId, more: readonly NewEntry[], clears = false): void {
  const key = terminalKey(id);
  consoleStore.setState(({ entries }) => ({
    entries: new Map(entries).set(key, withEntries(clears ? [] : (entries.get(key) ?? []), more)),
  }));
}

function keep(session: Session): void {
  consoleStore.setState(({ sessions }) => ({
    sessions: new Map(sessions).set(session.host.id, session),
  }));
}

/** The terminal takes the place of the one that was shown; the first time its host's machine is made. */
export function chooseTerminal(id: TerminalId): void {
  consoleStore.setState({ chosen: id });
  if (consoleStore.getState().sessions.has(id.hostId)) return;
  const session = sessionOf(planStore.getState().plan, id.hostId);
  if (session === null) return;
  keep(session);
  const isNew = session.host.observed === null;
  append({ hostId: id.hostId, vm: null }, [
    {
      kind: 'remark',
      text: isNew
        ? `Simulated: nothing was observed on ${session.host.name}, so it begins as a new machine, with MIG mode off and no instance. “help” lists the commands.`
        : `Simulated: ${session.host.name} as it was observed. “help” lists the commands.`,
    },
    ...assumptions(session.machine).map((hint): NewEntry => ({ kind: 'remark', text: hintMessage(hint) })),
  ]);
}

/** A terminal that is to be typed in as soon as it is shown. */
export function askForTerminal(id: TerminalId): void {
  chooseTerminal(id);
  consoleStore.setState({ isAsked: true });
}

/** Its prompt has the focus. */
export function hasFocused(): void {
  consoleStore.setState({ isAsked: false });
}

/** The machine that a terminal types on: the host's, or that of its VM while it is on. */
export function machineAt({ sessions }: Pick<ConsoleState, 'sessions'>, id: TerminalId): Machine | null {
  const host = sessions.get(id.hostId)?.machine ?? null;
  return id.vm === null ? host : ((host && findVm(host, id.vm)?.guest) ?? null);
}

/**
 * Records what the host reports now, if that is something else than before: one step, whatever it was. `said`: the answer, which the
 * page says in the place of the name of the step, so that a command is not announced twice.
 */
function settle(session: Session, machine: Machine, said: string, tone?: 'refused'): void {
  const gpus = reportedChange(session.machine, machine, session.host);
  // The plan changes under the machine that it comes of, so that following it resets nothing.
  isRecording = true;
  let isRecorded = true;
  if (gpus !== null) {
    const { id: hostId } = session.host;
    isRecorded = runCommand({ type: 'host/observe', seen: [{ hostId, gpus, isPlannedToo: false }] });
  }
  isRecording = false;
  const { plan } = planStore.getState();
  const host = plan.hosts.find(({ id }) => id === session.host.id);
  // A machine that went on alone would be none of the plan's.
  if (host !== undefined) keep({ machine: isRecorded ? machine : session.machine, host, vms: plan.vms });
  // Why nothing could be recorded goes before everything else.
  if (!isRecorded) return;
  if (gpus === null) gestures.say(said, tone);
  else gestures.say(`${said} Recorded as observed on ${session.host.name}: one step.`, 'done');
}

let isRecording = false;

/** Why a command is not run that would make the machine something else than the plan says; null: it may. */
function refusalOf(session: Session, machine: Machine): string | null {
  const { plan, isReadOnly } = planStore.getState();
  if (!isReadOnly || reportedChange(session.machine, machine, session.host) === null) return null;
  return commandMessage({ code: 'read-only' }, plan);
}

/** Runs lines one after the other in a terminal, as one step at the most. */
export function runInTerminal(id: TerminalId, text: string): void {
  const session = consoleStore.getState().sessions.get(id.hostId);
  if (session === undefined) return;
  const typed = text.slice(0, 1_000_000).split(/\r\n|\r|\n/);
  const all = typed.length === 1 ? typed : typed.filter((line) => line.trim() !== '');
  let { machine } = session;
  let last: CommandOutput | null = null;
  let ran = 0;
  const more: NewEntry[] = [];
  let clears = false;
  let refusal: string | null = null;
  for (const line of all.slice(0, MAX_PASTED)) {
    const prompt = promptAt(machine, id);
    const output = id.vm === null ? runLine(machine, line) : runInVm(machine, id.vm, line);
    if (output === null) break;
    refusal = refusalOf(session, output.machine);
    if (refusal !== null) {
      const after = all.length - ran - 1;
      const others =
        after === 0 ? '' : after === 1 ? ', nor the line after it' : `, nor the ${after} after it`;
      more.push({ kind: 'remark', text: `“${shown(line)}” was not run${others}. ${refusal}` });
      break;
    }
    if (output.clears) more.length = 0;
    clears ||= output.clears;
    if (!output.clears) more.push(...answerEntries(prompt, line, output));
    ({ machine } = output);
    last = output;
    ran += 1;
  }
  if (all.length > MAX_PASTED) {
    const left = all.length - MAX_PASTED;
    const lines = left === 1 ? 'line is' : `${left} lines are`;
    more.push({
      kind: 'remark',
      text: `The first ${MAX_PASTED} lines of the paste were run; the other ${lines} not.`,
    });
  }
  append(id, more, clears);
  if (refusal !== null) {
    keep({ ...session, machine });
    gestures.say(refusal, 'refused');
    return;
  }
  if (last === null) return;
  const answer = shortAnswer(last);
  settle(
    session,
    machine,
    all.length === 1 ? answer : `${ran} commands run. The last: ${answer}`,
    last.status === 0 ? undefined : 'refused',
  );
}

function promptAt(host: Machine, { vm }: TerminalId): string {
  return promptOf((vm === null ? null : findVm(host, vm)?.guest) ?? host);
}

/** Letters of an answer in the status line, which is a few lines high on a phone. */
const MAX_SAID = 160;

function shortened(text: string): string {
  return text.length <= MAX_SAID ? text : `${text.slice(0, MAX_SAID)}…`;
}

/** A listing is not read out: how long it is, and what it begins with. */
function shortAnswer({ text, status, hints }: CommandOutput): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const heading = (lines.find((line) => /[A-Za-z]/.test(line)) ?? '').replace(/^\|\s*|\s*\|$/g, '');
  const said =
    lines.length <= 3
      ? asSentence(shortened(lines.join(' ')))
      : `${lines.length} lines of output, beginning with “${heading.trim().slice(0, 60)}”.`;
  const failed = status === 0 ? '' : ` Exit status ${status}.`;
  return `${said === '' ? 'No output.' : said}${failed} ${hints.map(hintMessage).join(' ')}`.trim();
}

/** Powers a VM of a host on or off; where it cannot start, its terminal says why. */
export function switchPower(id: TerminalId & { readonly vm: VmId }): void {
  const session = consoleStore.getState().sessions.get(id.hostId);
  if (session === undefined) return;
  const { machine, host } = session;
  const { isOn = false, name = '' } = findVm(machine, id.vm) ?? {};
  const result = isOn
    ? powerOff(machine, id.vm, host.creation ?? undefined)
    : powerOn(machine, id.vm, host.creation ?? undefined);
  const text = !result.ok
    ? powerErrorMessage(result.error)
    : isOn
      ? `${name} is off. What was cut inside it is lost.`
      : `${name} is on.`;
  const refusal = result.ok ? refusalOf(session, result.value) : text;
  append(id, [{ kind: 'remark', text: refusal ?? text }]);
  if (result.ok && refusal === null) settle(session, result.value, text);
  else gestures.say(refusal ?? text, 'refused');
}

/** The machines go along with the plan, and what is edited on the target stands in the terminal as commands. */
planStore.subscribe((now, before) => {
  if (now.plan === before.plan || isRecording) return;
  if (!isSameDocument(before, now)) {
    consoleStore.setState(EMPTY);
    return;
  }
  const { sessions, chosen } = consoleStore.getState();
  if (chosen !== null && uiStore.getState().isConsoleOpen) {
    const edits = editEntries(before.plan, now.plan);
    if (edits.length > 0) append({ hostId: chosen.hostId, vm: null }, edits);
  }
  const kept = new Map<HostId, Session>();
  for (const [hostId, session] of sessions) {
    const next = following(session, now.plan);
    if (next === null) continue;
    kept.set(hostId, next.session);
    if (next.isReset) {
      const text = `What was observed on ${next.session.host.name} changed elsewhere: the machine is as it says now, with its VMs off.`;
      append({ hostId, vm: null }, [{ kind: 'remark', text }]);
    }
  }
  consoleStore.setState({
    sessions: kept,
    ...(chosen !== null && !kept.has(chosen.hostId) ? { chosen: null } : {}),
  });
});
