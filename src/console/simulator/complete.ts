/** Tab completion: what may stand where the cursor is, at the end of a line. */
import { QUERY_FIELDS } from '../../formats/nvidiaSmi/print/csvFields.ts';
import { ESXCLI_COMMANDS } from './esxcli.ts';
import { boardOf, giProfile, offeredProfiles, printedCi } from './gpuFacts.ts';
import { isGuest, type Machine, type SimGpu } from './machine.ts';
import { MIG_OPTIONS } from './migOptions.ts';
import { SMI_OPTIONS } from './nvidiaSmi.ts';
import { migDeviceUuid } from '../../formats/nvidiaSmi/print/gpuList.ts';
import { branchOf } from './gpuFacts.ts';
import { listedGpu } from './queries.ts';

export interface Completion {
  /** Where in the line the completed word, or the last item of its list, begins. */
  readonly from: number;
  /** Whole words to put there, sorted as they are listed; at most 50. */
  readonly candidates: readonly string[];
  /** The line with what all candidates have in common; the line itself where that is no more. */
  readonly line: string;
}

const MAX_CANDIDATES = 50;
const MAX_LINE = 2000;

export function complete(machine: Machine, line: string): Completion {
  const nothing: Completion = { from: line.length, candidates: [], line };
  if (line.length > MAX_LINE) return nothing;
  const begun = /[^\s,=|]*$/.exec(line)?.[0] ?? '';
  const from = line.length - begun.length;
  const segment =
    line
      .slice(0, from)
      .split(/\|\||&&|[|;]/)
      .at(-1) ?? '';
  const words = segment.split(/[\s=]+/).filter((word) => word !== '');
  const isList = /[,=]$/.test(line.slice(0, from));
  const possible = possibleWords(machine, words, begun, isList, segment !== line.slice(0, from));
  const candidates = [...new Set(possible)].filter((word) => word.startsWith(begun)).slice(0, MAX_CANDIDATES);
  const [only] = candidates;
  const shared = candidates.length === 1 && only !== undefined ? `${only} ` : commonStart(candidates);
  return { from, candidates, line: shared.length > begun.length ? line.slice(0, from) + shared : line };
}

function commonStart(words: readonly string[]): string {
  let [common = ''] = words;
  for (const word of words) while (!word.startsWith(common)) common = common.slice(0, -1);
  return common;
}

function possibleWords(
  machine: Machine,
  words: readonly string[],
  begun: string,
  isList: boolean,
  isFilter: boolean,
): readonly string[] {
  const [program, ...args] = words[0] === 'sudo' ? words.slice(1) : words;
  const isEsxi = machine.platform === 'esxi' && !isGuest(machine);
  if (program === undefined) {
    if (isFilter) return ['grep'];
    const own = isEsxi ? ['esxcli'] : ['docker', 'sudo'];
    return ['clear', ...own, 'help', 'history', 'nvidia-smi', 'reboot'];
  }
  if (program === 'esxcli') return esxcliWords(args);
  if (program === 'docker') return dockerWords(machine, args, isList);
  if (program !== 'nvidia-smi') return [];
  const last = [...args].reverse().find((word) => word.startsWith('-')) ?? '';
  // In a list, or behind an option that takes a value, the value is meant.
  const isValue = isList || args.at(-1) === last;
  if (args[0] === 'mig') {
    const values = isValue ? migValues(machine, last) : [];
    return begun === '' || !begun.startsWith('-')
      ? [...values, ...(values.length > 0 ? [] : migNames(args))]
      : migNames(args);
  }
  const values = isValue ? smiValues(machine, last) : [];
  if (values.length > 0 && !begun.startsWith('-')) return values;
  return [...(args.length === 0 ? ['mig'] : []), ...SMI_OPTIONS.flatMap(({ names }) => names)];
}

function migNames(args: readonly string[]): string[] {
  return MIG_OPTIONS.filter(({ names }) => !names.some((name) => args.includes(name))).flatMap(
    ({ names }) => names,
  );
}

function smiValues(machine: Machine, option: string): readonly string[] {
  switch (option) {
    case '-i':
    case '--id':
      return machine.gpus.map(({ index }) => String(index));
    case '-mig':
    case '--multi-instance-gpu':
    case '-pm':
    case '--persistence-mode':
      return ['0', '1'];
    case '--query-gpu':
      return QUERY_FIELDS;
    case '--format':
      return ['csv', 'noheader', 'nounits'];
    default:
      return [];
  }
}

/** Profiles by ID and name, and the IDs of what there is. */
function migValues(machine: Machine, option: string): readonly string[] {
  const gpus = machine.gpus.filter(({ mode }) => mode);
  const gis = gpus.flatMap((gpu) => gpu.gis.map((gi) => ({ gpu, gi })));
  switch (option) {
    case '-i':
    case '--id':
      return machine.gpus.map(({ index }) => String(index));
    case '-gi':
    case '--gpu-instance-id':
      return gis.map(({ gi }) => String(gi.id));
    case '-ci':
    case '--compute-instance-id':
      return gis.flatMap(({ gi }) => gi.cis.map(({ id }) => String(id)));
    case '-cgi':
    case '--create-gpu-instance':
      return gpus.flatMap((gpu) => profileWords(machine, gpu));
    case '-cci':
    case '--create-compute-instance':
      return gis.flatMap(({ gpu, gi }) =>
        (giProfile(gpu, gi)?.computeInstances ?? []).flatMap((ci) => [
          ...(ci.id === null ? [] : [String(ci.id)]),
          printedCi({ profile: ci.name }),
        ]),
      );
    default:
      return [];
  }
}

function profileWords(machine: Machine, gpu: SimGpu): string[] {
  const board = boardOf(gpu);
  if (board === undefined || isGuest(machine)) return [];
  const profiles = offeredProfiles(machine, board);
  return [
    ...profiles.flatMap(({ id }) => (id === null ? [] : [String(id)])),
    ...profiles.map(({ name }) => name),
  ];
}

function esxcliWords(args: readonly string[]): string[] {
  const plain = args.filter((word) => !word.startsWith('-'));
  const next = ESXCLI_COMMANDS.flatMap((command) => {
    const parts = command.split(' ');
    return plain.every((word, at) => parts[at] === word) ? (parts[plain.length] ?? []) : [];
  });
  if (next.length > 0) return next;
  const command = plain.slice(0, 3).join(' ');
  if (command === 'system maintenanceMode set') return ['--enable=true', '--enable=false'];
  if (command === 'graphics host set') return ['--default-type'];
  if (command === 'software vib remove') return ['--vibname'];
  return command === 'software vib install' ? ['-v', '-d'] : [];
}

function dockerWords(machine: Machine, args: readonly string[], isList: boolean): string[] {
  if (args.length === 0) return ['run'];
  if (isList && args.at(-1) === 'NVIDIA_VISIBLE_DEVICES') {
    return machine.gpus.flatMap((gpu) => {
      const listed = listedGpu(machine, gpu);
      return listed.devices.map((device) => migDeviceUuid(gpu, device, branchOf(machine)));
    });
  }
  return ['--runtime=nvidia', '--rm', '-e', 'NVIDIA_VISIBLE_DEVICES', 'nvidia/cuda', 'nvidia-smi'];
}
