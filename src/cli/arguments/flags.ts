/** Options as commander gives them, those that many commands take, and how a command ends. */
import type { Command } from 'commander';
import type { Result } from '../../model/result.ts';
import type { Io, Unusable } from '../io.ts';
import { READABLE_NAMES, type TextFlags } from '../textFlags.ts';

export const FROM = `what the text is, told by looking at it unless given: ${READABLE_NAMES.join(', ')}`;

/** What every command takes that reads a text: how it is to be read, and what it leaves open. */
export function textOptions(command: Command): Command {
  return command
    .option('--from <format>', FROM)
    .option('--config <name>', 'of a text that holds several configurations, the one of that name')
    .option('--kind <kind>', 'straight or mirrored, where the IDs of a text fit both')
    .option('--gpus-per-host <n>', 'how many GPUs, where a text speaks of all of a host');
}

export interface Flags {
  readonly json?: boolean;
  readonly name?: string;
  readonly gpu?: string;
  readonly profiles?: string;
  readonly maximal?: boolean;
  readonly sets?: boolean;
  readonly count?: boolean;
  readonly to?: string;
  readonly from?: string;
  readonly host?: string;
  readonly weights?: string;
  readonly starts?: string;
  readonly theme?: string;
  readonly page?: string;
  readonly png?: boolean;
  readonly gpuIndex?: string;
  readonly vm?: string;
  readonly vibs?: string;
  readonly output?: string;
  readonly mix?: string;
  readonly gpus?: string;
  readonly load?: string;
  readonly seed?: string;
  readonly seeds?: string;
  readonly arrivals?: string;
  readonly policies?: string;
  readonly budget?: string;
  readonly place?: string;
  readonly onto?: string;
  readonly fleet?: string;
  readonly apart?: string;
  readonly config?: string;
  readonly kind?: string;
  readonly gpusPerHost?: string;
  readonly state?: string;
  readonly title?: string;
}

/** What the commands of one file are defined with. */
export interface Line {
  readonly program: Command;
  readonly io: Io;
  /** Takes the exit status, or says why the command could not be run. */
  readonly finish: (result: Result<number, Unusable>) => void;
}

export function textsOf(flags: Flags): TextFlags {
  return {
    from: flags.from ?? null,
    config: flags.config ?? null,
    kind: flags.kind ?? null,
    gpusPerHost: flags.gpusPerHost ?? null,
  };
}
