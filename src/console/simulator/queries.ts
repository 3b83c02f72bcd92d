/** What `nvidia-smi` shows without changing anything: the summary, -L, -q, --query-gpu. */
import { BAD_ARGUMENTS, fieldUnknown } from '../../formats/nvidiaSmi/print/answers.ts';
import { cudaVersion, summaryForm } from '../../formats/nvidiaSmi/print/driverForm.ts';
import {
  makeDeviceTable,
  makeProcessTable,
  type DeviceRow,
} from '../../formats/nvidiaSmi/print/deviceTable.ts';
import { makeDetailsXml, type DetailedGpu } from '../../formats/nvidiaSmi/print/detailsXml.ts';
import { makeGpuList, type ListedGpu } from '../../formats/nvidiaSmi/print/gpuList.ts';
import { makeQueryCsv } from '../../formats/nvidiaSmi/print/csvFields.ts';
import { makeSummaryTable, summaryInner } from '../../formats/nvidiaSmi/print/summaryTable.ts';
import {
  boardOf,
  branchOf,
  byId,
  ciProfileIn,
  ciUuid,
  giProfile,
  knowsMig,
  printedCi,
  printedProduct,
} from './gpuFacts.ts';
import { timeText } from './calendar.ts';
import { isGuest, type Machine, type SimGpu } from './machine.ts';
import { bar1MiB, instanceMemoryMiB } from './memory.ts';
import { listOf } from './options.ts';
import { inferred, reply, seen, type Reply, type ReplyLine } from './reply.ts';

/** The devices of a GPU in the order in which drivers count them; one exists only where there is a compute instance. */
export function devicesOf(machine: Machine, gpu: SimGpu): DeviceRow[] {
  const board = boardOf(gpu);
  if (!gpu.mode || !knowsMig(machine)) return [];
  return byId(gpu)
    .flatMap((gi) => gi.cis.map((ci) => ({ gi, ci })))
    .map(({ gi, ci }, device) => {
      const profile = giProfile(gpu, gi);
      const listed = ciProfileIn(gpu, gi, ci.profile);
      return {
        ...{ gpu: gpu.index, gi: gi.id, ci: ci.id, device, usedMiB: gi.usedMiB },
        memoryMiB: profile === undefined ? null : instanceMemoryMiB(profile, branchOf(machine)),
        bar1MiB: isGuest(machine) || board === undefined ? null : bar1MiB(board, gi.size),
        sm: listed?.sm ?? null,
        engines: profile?.engines ?? NO_ENGINES,
      };
    });
}

const NO_ENGINES = { decoders: null, encoders: null, jpeg: null, ofa: null, copyEngines: null };

/** CUDA reads N/A on ESXi. */
function cudaOf(machine: Machine): string | null {
  return machine.platform === 'esxi' && !isGuest(machine) ? null : cudaVersion(branchOf(machine));
}

function modeOf(
  machine: Machine,
  gpu: SimGpu,
): { readonly mode: boolean | null; readonly pending: boolean | null } {
  return boardOf(gpu) === undefined || !knowsMig(machine)
    ? { mode: null, pending: null }
    : { mode: gpu.mode, pending: gpu.pending };
}

export function showSummary(machine: Machine, gpus: readonly SimGpu[]): Reply {
  const branch = branchOf(machine);
  const driver = machine.driver ?? '';
  const summary = makeSummaryTable(
    { driver, branch, cuda: cudaOf(machine) },
    gpus.map((gpu) => ({ ...gpu, ...modeOf(machine, gpu), name: printedProduct(machine, gpu) })),
  );
  const hasMig = gpus.some(({ mode }) => mode) && knowsMig(machine);
  const devices = gpus.flatMap((gpu) => devicesOf(machine, gpu));
  const shown = new Set(gpus.map(({ index }) => index));
  const processes = machine.processes.filter(({ gpu }) => shown.has(gpu));
  const isOld = summaryForm(branch) === 'r440';
  const hasSharing = devices.some(({ ci }) => ci > 0);
  // Of several compute instances in one instance it was seen for R450 alone, of R570 only its heading, of a guest not at all.
  const isDeviceTableSeen =
    devices.length === 0 ||
    !((hasSharing && branch >= 455) || Math.floor(branch / 10) === 57 || isGuest(machine));
  const mark = (texts: readonly string[], isSeen: boolean): ReplyLine[] =>
    isSeen ? seen(texts) : inferred(texts);
  const blank = ' '.repeat(summaryInner(summaryForm(branch)) + 2);
  return reply(machine, [
    ...seen([`${timeText(machine.seconds)}       `]),
    ...summary.map((text) => ({ text, isSeen: !isOld && !isStandIn(machine, text) })),
    ...(hasMig ? mark(['', ...makeDeviceTable(devices, branch)], isDeviceTableSeen) : []),
    ...seen([blank]),
    ...mark(makeProcessTable(processes, branch), !isOld),
  ]);
}

/**
 * True for a line of the summary with N/A where a host prints a figure: what nobody measured here, the CUDA version of a driver
 * that no public summary is of. ESXi really has no CUDA version, a guest no temperature.
 */
function isStandIn(machine: Machine, line: string): boolean {
  if (isGuest(machine)) return false;
  if (namesUnknown(machine, line)) return true;
  if (line.includes('CUDA Version: N/A')) return machine.platform !== 'esxi';
  return / N\/A +P0 /.test(line);
}

/** True for a line with the name of a board that the catalogue does not have: it is printed as the plan calls it. */
function namesUnknown({ gpus }: Machine, line: string): boolean {
  return gpus.some(
    ({ index, board, product }) =>
      board === null &&
      (line.startsWith(`GPU ${index}: `) || line.startsWith(`|${String(index).padStart(4)}  `)) &&
      line.includes(product.slice(0, 8)),
  );
}

export function showList(machine: Machine, gpus: readonly SimGpu[]): Reply {
  const branch = branchOf(machine);
  const listed = gpus.map((gpu): ListedGpu => listedGpu(machine, gpu));
  // Of names with "+gfx" or "-me", of a guest's other than "GRID ..." and of boards of no table no public list has one.
  const isSeen = (line: string): boolean =>
    !/^ +MIG \S*[+-]/.test(line) &&
    (!isGuest(machine) || /^ |: GRID /.test(line)) &&
    !namesUnknown(machine, line);
  return reply(
    machine,
    makeGpuList(listed, branch).map((text) => ({ text, isSeen: isSeen(text) })),
  );
}

/** A GPU with its MIG devices, as -L and containers name them. */
export function listedGpu(machine: Machine, gpu: SimGpu): ListedGpu {
  const devices =
    gpu.mode && knowsMig(machine)
      ? byId(gpu).flatMap((gi) =>
          gi.cis.map((ci) => ({
            name: printedCi(ci),
            gi: gi.id,
            ci: ci.id,
            uuid: ciUuid(machine, gpu, gi, ci),
          })),
        )
      : [];
  return { index: gpu.index, name: printedProduct(machine, gpu), uuid: gpu.uuid, devices };
}

function detailed(machine: Machine, gpu: SimGpu): DetailedGpu {
  const board = boardOf(gpu);
  return {
    ...gpu,
    ...modeOf(machine, gpu),
    name: printedProduct(machine, gpu),
    pciDeviceId: board?.pciDeviceIds[0] ?? null,
    driver: machine.driver ?? '',
    gpus: machine.gpus.length,
    architecture: board?.architecture ?? null,
    devices: devicesOf(machine, gpu),
  };
}

/** `-q -x`, and without -x what is known of it, a line each. */
export function showDetails(machine: Machine, gpus: readonly SimGpu[], isXml: boolean): Reply {
  const details = gpus.map((gpu) => detailed(machine, gpu));
  const time = timeText(machine.seconds);
  const head = { time, driver: machine.driver ?? '', branch: branchOf(machine), cuda: cudaOf(machine) };
  if (isXml) {
    const hasDevices = details.some(({ devices }) => devices.length > 0);
    const lines = makeDetailsXml(head, details);
    return reply(machine, hasDevices ? inferred(lines) : seen(lines));
  }
  const row = (depth: number, name: string, value: string): string =>
    `${' '.repeat(4 * depth)}${name.padEnd(50 - 4 * depth)}: ${value}`;
  const word = (isOn: boolean | null): string => (isOn === null ? 'N/A' : isOn ? 'Enabled' : 'Disabled');
  return reply(
    machine,
    inferred([
      '',
      '==============NVSMI LOG==============',
      '',
      row(0, 'Timestamp', time),
      row(0, 'Driver Version', head.driver),
      row(0, 'CUDA Version', head.cuda ?? 'N/A'),
      '',
      row(0, 'Attached GPUs', String(machine.gpus.length)),
      ...details.flatMap((gpu) => [
        `GPU ${gpu.pciId}`,
        row(1, 'Product Name', gpu.name),
        row(1, 'Persistence Mode', word(gpu.isPersistent)),
        ...(knowsMig(machine)
          ? ['    MIG Mode', row(2, 'Current', word(gpu.mode)), row(2, 'Pending', word(gpu.pending))]
          : []),
        row(1, 'GPU UUID', gpu.uuid),
        row(1, 'Minor Number', String(gpu.index)),
      ]),
    ]),
  );
}

/** `format`: what --format says, "csv,noheader,nounits". */
export function queryGpus(
  machine: Machine,
  gpus: readonly SimGpu[],
  fields: string,
  format: string | null,
): Reply {
  const asked = listOf(fields);
  const flags = listOf(format ?? '');
  const isCsv =
    flags !== null &&
    flags.includes('csv') &&
    flags.every((flag) => ['csv', 'noheader', 'nounits'].includes(flag));
  if (asked === null || !isCsv) return reply(machine, seen([BAD_ARGUMENTS]), 2);
  const early = knowsMig(machine) ? undefined : asked.find((field) => field.startsWith('mig.'));
  if (early !== undefined) return reply(machine, seen([fieldUnknown(early)]), 2);
  const rows = gpus.map((gpu) => detailed(machine, gpu));
  const csv = makeQueryCsv(rows, asked, {
    hasHeader: !flags.includes('noheader'),
    hasUnits: !flags.includes('nounits'),
  });
  return csv.ok
    ? reply(machine, seen(csv.value))
    : reply(machine, seen([fieldUnknown(csv.error.slice(0, 200))]), 2);
}
