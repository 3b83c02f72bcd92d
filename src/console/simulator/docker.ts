/**
 * `docker run` with the devices of NVIDIA_VISIBLE_DEVICES: the command inside it runs on a machine that has those alone. Nothing is
 * pulled and nothing else runs.
 */
import { isGuest, type Machine, type SimGpu } from './machine.ts';
import { branchOf } from './gpuFacts.ts';
import { migDeviceUuid } from '../../formats/nvidiaSmi/print/gpuList.ts';
import { listOf } from './options.ts';
import { listedGpu } from './queries.ts';
import { inferred, reply, type Reply } from './reply.ts';

export type RunInside = (machine: Machine, words: readonly string[]) => Reply;

/** Options of docker run that take a value; others stand alone. */
const WITH_VALUE = new Set([
  '-e',
  '--env',
  '--runtime',
  '--gpus',
  '--name',
  '-v',
  '--volume',
  '--shm-size',
  '--network',
  '--ipc',
  '-u',
  '--user',
  '-w',
  '--workdir',
]);
const ALONE = new Set(['--rm', '-it', '-i', '-t', '-d', '--privileged', '--detach']);

/** `words`: what follows "docker". */
export function runDocker(machine: Machine, words: readonly string[], runInside: RunInside): Reply {
  const failed = (text: string, status = 125): Reply => reply(machine, inferred([text]), status);
  if (words[0] !== 'run') return failed('docker: only "docker run" is understood here.');
  let visible: string | null = null;
  let isGpuRuntime = false;
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) break;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (ALONE.has(name) && equals < 0) continue;
    if (!WITH_VALUE.has(name)) return failed(`docker: unknown flag: ${name.slice(0, 100)}`);
    const value = equals < 0 || name.length === 2 ? (words[++at] ?? '') : word.slice(equals + 1);
    if (name === '--gpus') {
      isGpuRuntime = true;
      visible = /device=(.*)$/.exec(value.replace(/["']/g, ''))?.[1] ?? 'all';
    }
    if (name === '--runtime') isGpuRuntime ||= value === 'nvidia';
    const env = /^NVIDIA_VISIBLE_DEVICES=(.*)$/s.exec(value);
    if ((name === '-e' || name === '--env') && env !== null) visible = env[1] ?? '';
  }
  const image = words[at];
  if (image === undefined) return failed('docker: "docker run" requires at least 1 argument.', 1);
  const inside = words.slice(at + 1);
  const [program] = inside;
  if (program !== 'nvidia-smi') {
    return reply(
      machine,
      inferred(
        program === undefined
          ? []
          : [`Only nvidia-smi runs in a container here, not "${program.slice(0, 100)}".`],
      ),
      program === undefined ? 0 : 127,
    );
  }
  if (!isGpuRuntime || visible === 'none' || visible === 'void' || visible === '') {
    return failed('docker: "nvidia-smi": executable file not found in $PATH: the container has no GPU.', 127);
  }
  // Images of nvidia/cuda say "all" themselves.
  const gpus = visibleGpus(machine, visible ?? 'all');
  if (typeof gpus === 'string') {
    return failed(`docker: nvidia-container-cli: device error: ${gpus.slice(0, 100)}: unknown device`);
  }
  const contained: Machine = { ...machine, gpus, vms: [], processes: [], isRoot: false };
  const done = runInside(contained, inside);
  return { ...done, machine };
}

/** The GPUs with only the MIG devices that are named; the name that none has. */
function visibleGpus(machine: Machine, visible: string): SimGpu[] | string {
  if (visible === 'all') return [...machine.gpus];
  const kept = new Map<number, SimGpu>();
  for (const name of listOf(visible) ?? [visible]) {
    const found = machine.gpus.map((gpu) => visibleOn(machine, gpu, name)).find((gpu) => gpu !== null);
    if (found === undefined) return name;
    const before = kept.get(found.index);
    const gis = before === undefined ? found.gis : joined(before, found);
    kept.set(found.index, { ...found, gis });
  }
  return machine.gpus.flatMap(({ index }) => kept.get(index) ?? []);
}

function joined(a: SimGpu, b: SimGpu): SimGpu['gis'] {
  const others = b.gis.filter(({ id }) => !a.gis.some((one) => one.id === id));
  const grown = a.gis.map((gi) => {
    const more = b.gis.find(({ id }) => id === gi.id)?.cis ?? [];
    const cis = [...gi.cis, ...more.filter(({ id }) => !gi.cis.some((one) => one.id === id))];
    return { ...gi, cis };
  });
  return [...grown, ...others];
}

/** A GPU by index or UUID, a MIG device by "GPU:device", UUID, or before R470 "MIG-GPU-uuid/gi/ci". */
function visibleOn(machine: Machine, gpu: SimGpu, name: string): SimGpu | null {
  if (name === String(gpu.index) || name === gpu.uuid) return gpu;
  const listed = listedGpu(machine, gpu);
  const device = listed.devices.find(
    (one, at) =>
      name === `${gpu.index}:${at}` ||
      name === migDeviceUuid(gpu, one, branchOf(machine)) ||
      // The old form stayed understood; in a guest it is what the first driver prints.
      (isGuest(machine) && name === `MIG-${gpu.uuid}/${one.gi}/${one.ci}`),
  );
  if (device === undefined) return null;
  const gis = gpu.gis.filter(({ id }) => id === device.gi);
  return { ...gpu, gis: gis.map((gi) => ({ ...gi, cis: gi.cis.filter(({ id }) => id === device.ci) })) };
}
