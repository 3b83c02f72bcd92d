/** The programs that the terminal plays, and what it says of others. */
import { runDocker } from './docker.ts';
import { runEsxcli } from './esxcli.ts';
import type { Hint } from './hints.ts';
import { isGuest, type Machine } from './machine.ts';
import { rebooted } from './modeCommands.ts';
import { runNvidiaSmi } from './nvidiaSmi.ts';
import { inferred, reply, seen, type Reply } from './reply.ts';
import { guestRebooted } from './vms.ts';
import { withPlainDashes, type Words } from './words.ts';

/** Programs that this terminal plays. */
export const PROGRAMS = [
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

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;

export function runProgram(machine: Machine, typed: Words): Reply {
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
