/**
 * The simulated terminal: a line and a machine in, text, status and the next machine out. Nothing is thrown, whatever is typed, and a
 * line that is not understood changes nothing but the history.
 */
import { readPrompt } from '../../formats/terminalText.ts';
import { runDocker } from './docker.ts';
import { runEsxcli } from './esxcli.ts';
import { grep, isGrep } from './grep.ts';
import type { Hint } from './hints.ts';
import { isGuest, type Machine } from './machine.ts';
import { rebooted } from './modeCommands.ts';
import { runNvidiaSmi } from './nvidiaSmi.ts';
import { inferred, reply, seen, type Reply, type ReplyLine } from './reply.ts';
import { guestRebooted, withGuest } from './vms.ts';
import { lineErrorMessage, readLine, withPlainDashes, type ShellCommand, type Words } from './words.ts';

export interface CommandOutput {
  /** As a terminal shows it: lines with their breaks. */
  readonly text: string;
  readonly status: number;
  readonly machine: Machine;
  readonly hints: readonly Hint[];
  /** Lines of `text`, from 0, of which no public output shows the wording. */
  readonly inferredLines: readonly number[];
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

/** Programs that this terminal plays. */
const PROGRAMS = [
  'nvidia-smi',
  'esxcli',
  'docker',
  'sudo',
  'reboot',
  'history',
  'clear',
  'help',
  '/etc/init.d/xorg',
];

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
export function runInVm(host: Machine, vm: string, line: string): CommandOutput | null {
  const guest = host.vms.find(({ name }) => name === vm)?.guest ?? null;
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

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;

function runProgram(machine: Machine, typed: Words): Reply {
  const { words, hints } = withPlainDashes(typed);
  const start = words.findIndex((word) => !ASSIGNMENT.test(word));
  const [program = '', ...args] = start < 0 ? [] : words.slice(start);
  const done = dispatch(machine, program, args);
  return { ...done, hints: [...hints, ...done.hints] };
}

function dispatch(machine: Machine, program: string, args: Words): Reply {
  const isEsxi = machine.platform === 'esxi' && !isGuest(machine);
  switch (program.replace(/^\/(?:usr\/)?s?bin\//, '')) {
    case '':
      return reply(machine, []);
    case 'sudo':
      return isEsxi ? notFound(machine, program, [{ code: 'no-sudo' }]) : asRoot(machine, args);
    case 'nvidia-smi':
      return machine.driver === null ? notFound(machine, program) : runNvidiaSmi(machine, args);
    case 'esxcli':
      return isEsxi ? runEsxcli(machine, args) : notFound(machine, program);
    case 'docker':
      return isEsxi
        ? notFound(machine, program)
        : runDocker(machine, args, (inside, words) => runProgram(inside, words));
    case 'reboot':
      return reboot(machine);
    case 'history':
      return history(machine);
    case 'clear':
      return { ...reply(machine, []), clears: true };
    case 'help':
      return reply(machine, inferred(help(isEsxi)));
    case '/etc/init.d/xorg':
      return isEsxi && args[0] === 'restart' ? reply(machine, []) : notFound(machine, program);
    default:
      return notFound(machine, program);
  }
}

/** sudo for the one command. */
function asRoot(machine: Machine, args: Words): Reply {
  const done = runProgram({ ...machine, isRoot: true }, args);
  return { ...done, machine: { ...done.machine, isRoot: machine.isRoot } };
}

function notFound(machine: Machine, program: string, hints: readonly Hint[] = []): Reply {
  const name = program.slice(0, 200);
  const isEsxi = machine.platform === 'esxi' && !isGuest(machine);
  const text = isEsxi ? `-sh: ${name}: not found` : `-bash: ${name}: command not found`;
  return reply(machine, inferred([text]), 127, hints);
}

function reboot(machine: Machine): Reply {
  if (isGuest(machine)) return reply(guestRebooted(machine), []);
  const { machine: next, hints } = rebooted(machine);
  return reply(next, [], 0, hints);
}

function history(machine: Machine): Reply {
  const lines = machine.history.map(
    (line, at) => `${String(machine.forgotten + at + 1).padStart(5)}  ${line}`,
  );
  return reply(machine, seen(lines));
}

/** In our own words. */
function help(isEsxi: boolean): string[] {
  return [
    'This terminal plays nvidia-smi on this machine; nothing real is touched.',
    '  nvidia-smi [-L | -q [-x] | --query-gpu=... --format=csv | -mig 0|1 | -r | -pm 0|1] [-i GPU]',
    '  nvidia-smi mig -h        GPU and compute instances',
    ...(isEsxi
      ? [
          '  esxcli software vib list|install|remove',
          '  esxcli system maintenanceMode get|set',
          '  esxcli graphics host get|set',
        ]
      : ['  docker run --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=DEVICE IMAGE nvidia-smi']),
    '  reboot, history, clear, help, and | grep behind any of them',
  ];
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
    clears: done.clears,
  };
}
