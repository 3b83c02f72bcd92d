/**
 * `nvidia-smi` without arguments: the boards by name, bus and memory, MIG mode, and the MIG devices by the IDs of their instances. A GPU
 * instance without a compute instance does not show, so a list of devices never says what is not there.
 */
import type { SeenGpu, SeenInstance, SeenVm } from '../evidence/evidence.ts';
import type { TextReader } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { withoutMigNotice } from './notices.ts';
import { boardsOfProduct, vgpuTypeOf } from './product.ts';
import { evidenceOf, onHost, seenComputeInstance, seenGpu, seenInstance } from './seen.ts';
import { cellsOf, tableExtent, tableLines } from './tables.ts';

const VERSION = /Driver Version: *([0-9]{3,4}(?:\.[0-9]{1,4}){0,3})/;
const NAME_CELL = /^ *(\d{1,4}) +(\S.*?) +(?:On|Off|N\/A|TCC|WDDM|MCDM) *$/;
/** R450 to R470 have no room for a blank before the column of the persistence mode. */
const BUS_CELL = /^ *([0-9A-F]{4,8}:[0-9A-F]{2}:[0-9A-F]{2}\.[0-9A-F])(?: |$)/i;
const MEMORY = /(\d{1,8})MiB *\/ *(\d{1,8})MiB/;
const MODE = /^ *(Enabled|Disabled|N\/A)(\*?) *$/;
const DEVICE_CELL = /^ *(\d{1,4}) +(\d{1,4}) +(\d{1,4}) +(\d{1,4}) *$/;
const DEVICE_BEGUN = /^\| *\d{1,4} +\d{1,4} +\d{1,4}(?: |$)/;

export const SUMMARY = {
  format: 'nvidia-smi',
  name: 'nvidia-smi',
  aliases: ['smi', 'summary'],
  extent: (segment, at) => tableExtent(segment, at, 'nvidia-smi'),
  read: (segment) => {
    const rows = tableLines(segment);
    const boards = new Map<number, Board>();
    const devices = new Map<number, Device[]>();
    const notices: Notice[] = [];
    let driver: string | null = null;
    let current: Board | null = null;
    let part: 'gpus' | 'devices' | 'processes' = 'gpus';
    for (const row of rows) {
      const { line, text } = row;
      const at = { line };
      driver ??= VERSION.exec(text)?.[1] ?? null;
      if (/^\| *MIG devices:/.test(text)) part = 'devices';
      if (/^\| *Processes:/.test(text)) part = 'processes';
      if (part === 'processes') continue;
      const cells = cellsOf(row);
      const [first = '', second = '', ...rest] = cells;
      const device = DEVICE_CELL.exec(first);
      if (device !== null) {
        if (row.isJoined) notices.push({ code: 'row-joined', at, excerpt: excerptOf(text) });
        const [gpu, instanceId, computeId] = [device[1], device[2], device[3]].map(Number);
        if (gpu === undefined || instanceId === undefined || computeId === undefined) continue;
        const memory = MEMORY.exec(second);
        const processors = /^ *(\d{1,4}) /.exec(rest[0] ?? '');
        const own = devices.get(gpu) ?? [];
        devices.set(gpu, own);
        own.push({
          at,
          instanceId,
          computeId,
          memoryMiB: memory === null ? null : Number(memory[2]),
          multiprocessors: processors === null ? null : Number(processors[1]),
        });
        continue;
      }
      if (part === 'devices') {
        if (DEVICE_BEGUN.test(text)) notices.push({ code: 'row-cut', at, excerpt: excerptOf(text) });
        continue;
      }
      const named = NAME_CELL.exec(first);
      if (named !== null) {
        const bus = BUS_CELL.exec(second);
        current = {
          at,
          index: Number(named[1]),
          product: named[2] ?? '',
          pciId: bus?.[1] ?? null,
          memoryMiB: null,
          mode: null,
          pendingMode: null,
        };
        boards.set(current.index, current);
        continue;
      }
      if (/^\| *GPU +Name/.test(text)) current = null;
      if (current === null) {
        if (/^\| *\d{1,4} +\S.*(?:\.\.\.|[A-Z0-9]{2,}) /.test(text) && cells.length < 2)
          notices.push({ code: 'row-cut', at, excerpt: excerptOf(text) });
        continue;
      }
      const memory = MEMORY.exec(second);
      if (memory !== null) current.memoryMiB ??= Number(memory[2]);
      const mode = MODE.exec(rest.at(-1) ?? '');
      if (mode !== null && cells.length === 3) setMode(current, mode[1] ?? '', mode[2] === '*');
    }
    const vms: SeenVm[] = [];
    const gpus: SeenGpu[] = [];
    for (const board of boards.values()) {
      const type = vgpuTypeOf(board.product);
      const without = withoutMigNotice(board.at, board.product);
      if (type !== null) {
        vms.push({
          at: board.at,
          name: segment.host ?? '',
          host: null,
          group: null,
          wants: [{ kind: 'type', type }],
        });
      } else if (without !== null) notices.push(without);
      else gpus.push(gpuOf(board, devices.get(board.index) ?? []));
    }
    for (const [index, own] of devices) {
      if (boards.has(index) || vms.length > 0) continue;
      const at = own[0]?.at ?? { line: 1 };
      const layout = { kind: 'instances', isWhole: false, instances: instancesOf(own) } as const;
      gpus.push(seenGpu(at, { index, mode: 'on', layout }));
    }
    return evidenceOf(gpus.length === 0 ? [] : [onHost(segment, gpus, { driver })], { vms, notices });
  },
} as const satisfies TextReader;

interface Board {
  readonly at: { readonly line: number };
  readonly index: number;
  readonly product: string;
  readonly pciId: string | null;
  memoryMiB: number | null;
  mode: 'on' | 'off' | null;
  pendingMode: 'on' | 'off' | null;
}

interface Device {
  readonly at: { readonly line: number };
  readonly instanceId: number;
  readonly computeId: number;
  readonly memoryMiB: number | null;
  readonly multiprocessors: number | null;
}

/** The star says that the mode is the coming one, and the present one the other. */
function setMode(board: Board, word: string, isPending: boolean): void {
  if (word === 'N/A') return;
  board.pendingMode = word === 'Enabled' ? 'on' : 'off';
  board.mode = (word === 'Enabled') !== isPending ? 'on' : 'off';
}

function gpuOf(board: Board, devices: readonly Device[]): SeenGpu {
  const { at, index, product, pciId, memoryMiB, mode, pendingMode } = board;
  const instances = instancesOf(devices);
  const layout =
    mode === null && devices.length === 0
      ? null
      : ({ kind: 'instances', isWhole: mode === 'off', instances } as const);
  const boards = boardsOfProduct(product, memoryMiB);
  return seenGpu(at, { index, product, pciId, boards, mode, pendingMode, layout });
}

/** Devices of one GPU instance share its memory, which only the first of them prints, and divide its multiprocessors. */
function instancesOf(devices: readonly Device[]): SeenInstance[] {
  const found = new Map<number, Device[]>();
  for (const device of devices) {
    const own = found.get(device.instanceId);
    if (own === undefined) found.set(device.instanceId, [device]);
    else own.push(device);
  }
  return [...found].map(([instanceId, own]) => {
    const at = own[0]?.at ?? { line: 1 };
    const memoryMiB = own.find((one) => one.memoryMiB !== null)?.memoryMiB ?? null;
    const printed = own.flatMap((one) => one.multiprocessors ?? []);
    const multiprocessors = printed.length < own.length ? null : printed.reduce((sum, one) => sum + one, 0);
    const computeInstances = own.map((one) => seenComputeInstance(one.at, { id: one.computeId }));
    return seenInstance(at, { instanceId, memoryMiB, multiprocessors, computeInstances });
  });
}
