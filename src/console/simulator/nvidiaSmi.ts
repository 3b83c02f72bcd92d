/** `nvidia-smi` and its options. */
import { assertNever } from '../../model/assert.ts';
import { BAD_ARGUMENTS, NVML } from '../../formats/nvidiaSmi/print/answers.ts';
import { branchOf } from './gpuFacts.ts';
import type { Machine } from './machine.ts';
import { runMig } from './migCommand.ts';
import { resetGpus, setMigMode, setPersistence } from './modeCommands.ts';
import { namedGpus, readOptions, type OptionRow } from './options.ts';
import { queryGpus, showDetails, showList, showSummary } from './queries.ts';
import { inferred, reply, seen, type Reply } from './reply.ts';

export const SMI_OPTIONS: readonly (OptionRow & { readonly about: string })[] = [
  { names: ['-h', '--help'], takes: 'nothing', about: 'this list' },
  { names: ['-L', '--list-gpus'], takes: 'nothing', about: 'GPUs and their MIG devices' },
  { names: ['-q', '--query'], takes: 'nothing', about: 'details' },
  { names: ['-x', '--xml-format'], takes: 'nothing', about: 'with -q: as XML' },
  { names: ['-i', '--id'], takes: 'value', about: 'GPUs: index, PCI bus ID or UUID, comma-separated' },
  { names: ['--query-gpu'], takes: 'value', about: 'these fields of each GPU, with --format=csv' },
  { names: ['--format'], takes: 'value', about: 'csv[,noheader][,nounits]' },
  { names: ['-mig', '--multi-instance-gpu'], takes: 'value', about: 'MIG mode: 0 or 1' },
  { names: ['-r', '--gpu-reset'], takes: 'nothing', about: 'reset' },
  { names: ['-pm', '--persistence-mode'], takes: 'value', about: 'persistence mode: 0 or 1' },
];

/** Options that say what to do; at most one of a call, but for -q and -x and a query with its format. */
const MATTERS = ['-h', '-L', '-q', '--query-gpu', '-mig', '-r', '-pm'] as const;

/** `words`: what follows "nvidia-smi". */
export function runNvidiaSmi(machine: Machine, words: readonly string[]): Reply {
  if (machine.gpus.length === 0) {
    return reply(machine, inferred(['No devices were found']), NVML['not-found'].status);
  }
  if (words[0] === 'mig') return runMig(machine, words.slice(1));
  const { values, isUnderstood } = readOptions(words, SMI_OPTIONS);
  const bad = (): Reply => reply(machine, seen([BAD_ARGUMENTS]), NVML['invalid-argument'].status);
  const matters = MATTERS.filter((name) => values.has(name));
  const [matter] = matters;
  if (!isUnderstood || matters.length > 1) return bad();
  if (values.has('-x') && matter !== '-q') return bad();
  if (values.has('--format') !== (matter === '--query-gpu')) return bad();
  const id = values.get('-i') ?? null;
  const gpus = id === null ? machine.gpus : namedGpus(machine.gpus, id);
  if (gpus === null) return reply(machine, inferred(['No devices were found']), NVML['not-found'].status);
  const value = matter === undefined ? '' : (values.get(matter) ?? '');
  switch (matter) {
    case undefined:
      return showSummary(machine, gpus);
    case '-h':
      return reply(machine, inferred(smiHelp()));
    case '-L':
      return showList(machine, gpus);
    case '-q':
      return showDetails(machine, gpus, values.has('-x'));
    case '--query-gpu':
      return queryGpus(machine, gpus, value, values.get('--format') ?? null);
    case '-r':
      return resetGpus(machine, gpus);
    case '-mig':
    case '-pm': {
      const isOn = switchOf(value);
      if (isOn === null || (matter === '-mig' && branchOf(machine) < 450)) return bad();
      return matter === '-mig'
        ? setMigMode(machine, gpus, isOn, id !== null)
        : setPersistence(machine, gpus, isOn);
    }
    default:
      return assertNever(matter);
  }
}

function switchOf(value: string): boolean | null {
  if (['1', 'ENABLED'].includes(value.toUpperCase())) return true;
  return ['0', 'DISABLED'].includes(value.toUpperCase()) ? false : null;
}

/** In our own words. */
function smiHelp(): string[] {
  return [
    'usage: nvidia-smi [options]',
    '       nvidia-smi mig [options]   GPU and compute instances; nvidia-smi mig -h lists them',
    ...SMI_OPTIONS.map(({ names, about }) => `  ${names.join(', ').padEnd(28)}${about}`),
  ];
}
