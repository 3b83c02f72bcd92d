/** `nvidia-smi mig ...`: which GPUs a call is for, and which of its matters it is. */
import { assertNever } from '../../model/assert.ts';
import {
  BAD_ARGUMENTS,
  NO_MIG_ENABLED,
  NO_MIG_SUPPORTED,
  NVML,
} from '../../formats/nvidiaSmi/print/answers.ts';
import { boardOf, knowsMig } from './gpuFacts.ts';
import type { Machine } from './machine.ts';
import { createGis } from './migCreate.ts';
import { createCis } from './migCreateCompute.ts';
import { destroyCis, destroyGis } from './migDestroy.ts';
import {
  listCiPlacements,
  listCiProfiles,
  listCis,
  listGis,
  listPlacements,
  listProfiles,
} from './migLists.ts';
import { MIG_OPTIONS, readMigCall, type MigAction } from './migOptions.ts';
import { namedGpus } from './options.ts';
import { inferred, reply, seen, type Reply } from './reply.ts';

/** What the tool says it could not do, where it was not allowed to: "Failed to display compute instances". */
const MATTER: Readonly<Record<Exclude<MigAction, 'h'>, string>> = {
  lgip: 'display GPU instance profiles',
  lgipp: 'display GPU instance possible placements',
  cgi: 'create GPU instances',
  dgi: 'destroy GPU instances',
  lgi: 'display GPU instances',
  lcip: 'display compute instance profiles',
  lcipp: 'display compute instance possible placements',
  cci: 'create compute instances',
  dci: 'destroy compute instances',
  lci: 'display compute instances',
};

/** Listing profiles and placements of GPU instances was seen without root; the rest asks for it. */
const FOR_EVERYBODY: readonly MigAction[] = ['lgip', 'lgipp', 'h'];

/** `words`: what follows "mig". */
export function runMig(machine: Machine, words: readonly string[]): Reply {
  const call = readMigCall(words);
  if (call === null || !knowsMig(machine)) return reply(machine, seen([BAD_ARGUMENTS]), 2);
  const { action } = call;
  if (action === 'h') return reply(machine, inferred(migHelp()));
  const named = call.gpus === null ? machine.gpus : namedGpus(machine.gpus, call.gpus);
  if (named === null) return reply(machine, inferred(['No devices were found']), NVML['not-found'].status);
  const capable = named.filter((gpu) => boardOf(gpu) !== undefined);
  if (capable.length === 0) return reply(machine, seen([NO_MIG_SUPPORTED]), NVML['not-supported'].status);
  const gpus = capable.filter((gpu) => gpu.mode);
  if (gpus.length === 0) return reply(machine, seen([NO_MIG_ENABLED]), NVML['not-found'].status);
  // That there is no instance was told to a user who was not root.
  const isNothing = action === 'lgi' && gpus.every(({ gis }) => gis.length === 0);
  if (!machine.isRoot && !FOR_EVERYBODY.includes(action) && !isNothing) {
    const { words: why, status } = NVML['no-permission'];
    const text = `Failed to ${MATTER[action]}: ${why}`;
    return reply(machine, action === 'lci' ? seen([text]) : inferred([text]), status);
  }
  switch (action) {
    case 'lgip':
      return listProfiles(machine, gpus);
    case 'lgipp':
      return listPlacements(machine, gpus);
    case 'cgi':
      return createGis(machine, gpus, call);
    case 'dgi':
      return destroyGis(machine, gpus, call);
    case 'lgi':
      return listGis(machine, gpus);
    case 'lcip':
      return listCiProfiles(machine, gpus, call);
    case 'lcipp':
      return listCiPlacements(machine, gpus, call);
    case 'cci':
      return createCis(machine, gpus, call);
    case 'dci':
      return destroyCis(machine, gpus, call);
    case 'lci':
      return listCis(machine, gpus, call);
    default:
      return assertNever(action);
  }
}

/** In our own words: of the tool's own text only that of R450 is public, and it lacks starts and -lcipp. */
function migHelp(): string[] {
  const width = Math.max(...MIG_OPTIONS.map(({ names: [, long = ''] }) => long.length));
  return [
    'usage: nvidia-smi mig [options]',
    ...MIG_OPTIONS.map(
      ({ names: [short = '', long = ''], about }) => `  ${short.padEnd(7)}${long.padEnd(width + 2)}${about}`,
    ),
  ];
}
