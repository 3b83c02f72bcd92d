/**
 * The simulated terminal: a line and a machine in, text, status and the next machine out. Nothing is thrown, whatever is typed, and a
 * line that is not understood changes nothing but the history.
 */
import { readPrompt } from '../../formats/terminalText.ts';
import { STATUS_NOT_SEEN } from '../../formats/nvidiaSmi/print/answers.ts';
import { grep, isGrep } from './grep.ts';
import type { Hint } from './hints.ts';
import { findVm, type Machine, type VmRef } from './machine.ts';
import { PROGRAMS, runProgram } from './programs.ts';
import { inferred, reply, type Reply, type ReplyLine } from './reply.ts';
import { withGuest } from './vms.ts';
import { lineErrorMessage, readLine, withPlainDashes, type ShellCommand, type Words } from './words.ts';

export interface CommandOutput {
  /** As a terminal shows it: lines with their breaks. */
  readonly text: string;
  readonly status: number;
  readonly machine: Machine;
  readonly hints: readonly Hint[];
  /** Lines of `text`, from 0, of which no public output shows the wording. */
  readonly inferredLines: readonly number[];
  /** Nobody has written down that the shell gets this status: it is NVML's number of what went wrong. */
  readonly isStatusInferred: boolean;
  /** The terminal is to be wiped first. */
  readonly clears: boolean;
}

/** Commands kept in the history, and how much of each. */
const MAX_HISTORY = 500;
const MAX_REMEMBERED = 1000;
/** Lines that one answer may have; a longer one ends with a line that says so. */
const MAX_LINES = 20_000;

/** Runs one line. Prompts in front of it, as a transcript has them, are taken off. */
export function runLine(machine: Machine, line: string): CommandOutput {
  const first = line.replace(/[\r\n]+$/, '');
  // A cut before anything looks at it: a pasted megabyte is refused for its length alone.
  const typed = typedIn(first.slice(0, 10_000));
  const cut = readLine(first.length > 10_000 ? first : typed);
  const remembered = typed === '' ? machine : withHistory(machine, typed);
  if (!cut.ok) return output(reply(remembered, inferred([lineErrorMessage(cut.error)]), 2));
  let now = reply(remembered, []);
  for (const command of cut.value) {
    const isSkipped =
      (command.when === 'and' && now.status !== 0) || (command.when === 'or' && now.status === 0);
    if (isSkipped) continue;
    const next = runPipe(now.machine, command);
    now = {
      ...next,
      lines: next.clears ? next.lines : [...now.lines, ...next.lines],
      hints: [...now.hints, ...next.hints],
      clears: now.clears || next.clears,
    };
  }
  return output({ ...now, machine: { ...now.machine, seconds: now.machine.seconds + 1 } });
}

/** The command behind a prompt. "# nvidia-smi" is one typed by root, "# when it is back:" a remark. */
function typedIn(line: string): string {
  const prompt = readPrompt(line);
  if (prompt === null) return line.trim();
  const isRemark = prompt.host === null && line.trimStart().startsWith('#');
  const [program = ''] = prompt.command.split(' ');
  return isRemark && !PROGRAMS.includes(program) ? line.trim() : prompt.command;
}

/** Several lines that were pasted, one after the other; at most `most` of them. */
export function runLines(machine: Machine, text: string, most = 200): CommandOutput[] {
  const lines = text.slice(0, 1_000_000).split(/\r\n|\r|\n/, most);
  const outputs: CommandOutput[] = [];
  let now = machine;
  for (const line of lines.filter((one) => one.trim() !== '')) {
    const next = runLine(now, line);
    outputs.push(next);
    now = next.machine;
  }
  return outputs;
}

/** A line typed in a VM's own terminal; null where the VM is off or not there. The machine that comes back is the host. */
export function runInVm(host: Machine, vm: VmRef, line: string): CommandOutput | null {
  const guest = findVm(host, vm)?.guest ?? null;
  if (guest === null) return null;
  const done = runLine({ ...guest, seconds: Math.max(guest.seconds, host.seconds) }, line);
  return { ...done, machine: withGuest(host, vm, done.machine) };
}

/** One program with its arguments, as the command line calls it: no history, no time. */
export function runWords(machine: Machine, words: Words): CommandOutput {
  return output(runProgram(machine, words));
}

function withHistory(machine: Machine, line: string): Machine {
  const history = [...machine.history, line.slice(0, MAX_REMEMBERED)];
  const over = Math.max(0, history.length - MAX_HISTORY);
  return { ...machine, history: history.slice(over), forgotten: machine.forgotten + over };
}

function runPipe(machine: Machine, { pipe }: ShellCommand): Reply {
  const [first = [], ...filters] = pipe;
  const done = runProgram(machine, first);
  let { lines, status } = done;
  const hints = [...done.hints];
  for (const typed of filters) {
    const plain = withPlainDashes(typed);
    hints.push(...plain.hints);
    if (!isGrep(plain.words)) {
      lines = inferred([
        `Behind a pipe only grep is understood here, not "${(typed[0] ?? '').slice(0, 60)}".`,
      ]);
      status = 127;
      break;
    }
    ({ lines, status } = grep(plain.words, lines));
  }
  return { ...done, lines, status, hints };
}

function output(done: Reply): CommandOutput {
  const lines: ReplyLine[] = done.lines.slice(0, MAX_LINES);
  if (done.lines.length > MAX_LINES) {
    lines.push({ text: `(${done.lines.length - MAX_LINES} more lines)`, isSeen: false });
  }
  return {
    text: lines.map(({ text }) => `${text}\n`).join(''),
    status: done.status,
    machine: done.machine,
    hints: done.hints,
    inferredLines: lines.flatMap(({ isSeen }, at) => (isSeen ? [] : [at])),
    isStatusInferred: STATUS_NOT_SEEN.includes(done.status),
    clears: done.clears,
  };
}
