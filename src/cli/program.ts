/** One command line: its commands, and how it ends. */
import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import type { Result } from '../model/result.ts';
import { boardCommands } from './arguments/boards.ts';
import type { Line } from './arguments/flags.ts';
import { formatCommands } from './arguments/formats.ts';
import { planCommands } from './arguments/plans.ts';
import { roomCommands } from './arguments/room.ts';
import { shownCommands } from './arguments/shown.ts';
import { printable, unusable, type Io, type Unusable } from './io.ts';

/** Runs one command line (without node and script). Never throws for bad input; the exit status says how it went. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let status = 0;
  const finish = (result: Result<number, Unusable>): void => {
    if (result.ok) {
      status = result.value;
    } else {
      io.stderr(`mig-planner: ${printable(result.error.message.replace(/\s+/g, ' '))}\n`);
      status = 2;
    }
  };
  const program = new Command('mig-planner')
    .description('Plans NVIDIA MIG partitions: what fits, where it goes and how to get there.')
    .version(version, '--version', 'the version of this command')
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      // One line, as for every other unusable argument.
      outputError: (text, write) => {
        const line = text
          .replace(/^error: /, '')
          .trim()
          .replace(/\s+/g, ' ');
        write(`mig-planner: ${printable(line)}\n`);
      },
    })
    .addHelpText(
      'after',
      '\nExit status: 0 yes or done; 1 the answer is no; 2 unusable input or arguments; of nvidia-smi its own.',
    );

  const line: Line = { program, io, finish };
  // In the order of the help.
  for (const define of [boardCommands, planCommands, formatCommands, roomCommands, shownCommands])
    define(line);

  if (argv.length === 0) {
    finish(unusable('no command given; --help lists them'));
    return status;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Asked-for help is an answer; everything else is unusable arguments.
    return error.exitCode === 0 ? 0 : 2;
  }
  return status;
}
