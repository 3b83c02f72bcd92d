/**
 * `-lgip`, `-lgipp` and `-lcip`: what a GPU could hold. They tell the board by its profiles; `-lgip` tells an empty GPU as well, for
 * there everything is free. (On ESXi everything reads 0 before the first instance: that says nothing.)
 */
import type { Board, BoardId } from '../../model/board.ts';
import { BOARDS } from '../../model/catalogue/catalogue.ts';
import { Remembered } from '../../model/remembered.ts';
import type { At } from '../../model/source.ts';
import type { SeenGpu, SeenInstance } from '../evidence/evidence.ts';
import { extentWhile, type Segment, type TextReader, type TextReading } from '../paste/textReader.ts';
import type { Notice } from '../reading.ts';
import { excerptOf } from '../terminalText.ts';
import { instanceProfileOf } from './listGpus.ts';
import { evidenceOf, onHost, seenGpu, seenInstance } from './seen.ts';
import { tableExtent, tableLines } from './tables.ts';

interface ProfileRow {
  readonly at: At;
  readonly name: string | null;
  readonly id: number;
  readonly starts: readonly number[] | null;
  readonly size: number | null;
  readonly free: number | null;
  readonly total: number | null;
}

const GI_ROW = /^\| *(\d{1,4}) +MIG +(\S{1,40}) +(\d{1,4}) +(\d{1,2})\/(\d{1,2}) +/;
const CI_ROW = /^\| *(\d{1,4}) +(\d{1,4}) +MIG +(\S{1,40}) +(\d{1,4})\*? +(\d{1,2})\/(\d{1,2}) +/;
const PLACEMENTS =
  /^ *GPU +(\d{1,4}) +Profile ID +(\d{1,4}) +Placements? *: *\{ *(\d{1,3}(?: *, *\d{1,3}){0,63})? *\} *: *(\d{1,3}) *$/;

export const LIST_PROFILES = {
  format: 'mig-lgip',
  name: 'nvidia-smi mig -lgip',
  aliases: ['lgip'],
  extent: (segment, at) => tableExtent(segment, at, 'mig-lgip'),
  read: (segment) => {
    const rows = new Rows();
    const notices: Notice[] = [];
    for (const { line, text } of tableLines(segment)) {
      const row = GI_ROW.exec(text);
      if (row === null) {
        if (/^\|? *\d{1,4} +MIG\b/.test(text))
          notices.push({ code: 'row-cut', at: { line }, excerpt: excerptOf(text) });
        continue;
      }
      const [, gpu = '', name = '', id = '', free = '', total = ''] = row;
      const figures = { id: Number(id), free: Number(free), total: Number(total) };
      rows.add(Number(gpu), { at: { line }, name, starts: null, size: null, ...figures });
    }
    return profilesOnly(segment, rows, notices);
  },
} as const satisfies TextReader;

export const LIST_PLACEMENTS = {
  format: 'mig-lgipp',
  name: 'nvidia-smi mig -lgipp',
  aliases: ['lgipp'],
  extent: (segment, at) =>
    PLACEMENTS.test(segment.lines[at]?.text ?? '')
      ? extentWhile(segment, at, ({ text }) => PLACEMENTS.test(text))
      : 0,
  read: (segment) => {
    const rows = new Rows();
    for (const { line, text } of segment.lines) {
      const row = PLACEMENTS.exec(text);
      if (row === null) continue;
      const [, gpu = '', id = '', list = '', size = ''] = row;
      const starts = list === '' ? [] : list.split(',').map(Number);
      const nothing = { name: null, free: null, total: null };
      rows.add(Number(gpu), { at: { line }, id: Number(id), starts, size: Number(size), ...nothing });
    }
    return profilesOnly(segment, rows, []);
  },
} as const satisfies TextReader;

/** Of a GPU instance that is there: its profile is the whole one of the list. */
export const LIST_COMPUTE_PROFILES = {
  format: 'mig-lcip',
  name: 'nvidia-smi mig -lcip',
  aliases: ['lcip'],
  extent: (segment, at) => tableExtent(segment, at, 'mig-lcip'),
  read: (segment) => {
    const found = new Map<number, { readonly at: At; readonly instances: Map<number, SeenInstance> }>();
    const notices: Notice[] = [];
    for (const { line, text } of tableLines(segment)) {
      const at = { line };
      const row = CI_ROW.exec(text);
      if (row === null) {
        if (/^\|? *\d{1,4} +\d{1,4} +MIG\b/.test(text))
          notices.push({ code: 'row-cut', at, excerpt: excerptOf(text) });
        continue;
      }
      const index = Number(row[1]);
      const instanceId = Number(row[2]);
      const profile = instanceProfileOf(row[3] ?? '');
      const gpu = found.get(index) ?? { at, instances: new Map<number, SeenInstance>() };
      found.set(index, gpu);
      if (!gpu.instances.has(instanceId))
        gpu.instances.set(instanceId, seenInstance(at, { profile, instanceId }));
    }
    const gpus = [...found].map(([index, { at, instances }]): SeenGpu => {
      const layout = { kind: 'instances', isWhole: false, instances: [...instances.values()] } as const;
      return seenGpu(at, { index, mode: 'on', layout });
    });
    return evidenceOf(gpus.length === 0 ? [] : [onHost(segment, gpus)], { notices });
  },
} as const satisfies TextReader;

class Rows {
  readonly byGpu = new Map<number, ProfileRow[]>();

  add(gpu: number, row: ProfileRow): void {
    const own = this.byGpu.get(gpu);
    if (own === undefined) this.byGpu.set(gpu, [row]);
    else own.push(row);
  }
}

function profilesOnly(segment: Segment, rows: Rows, notices: Notice[]): TextReading {
  const gpus = [...rows.byGpu].map(([index, own]): SeenGpu => {
    const at = own[0]?.at ?? { line: 1 };
    // -lgip lists GPUs in MIG mode only.
    const isEmpty = own.every((row) => row.total !== null && row.total > 0 && row.free === row.total);
    const layout = isEmpty ? ({ kind: 'instances', isWhole: true, instances: [] } as const) : null;
    if (!isEmpty) notices.push({ code: 'profiles-only', at, gpuIndex: index });
    return seenGpu(at, { index, boards: boardsWith(own), mode: 'on', layout });
  });
  return evidenceOf(gpus.length === 0 ? [] : [onHost(segment, gpus)], { notices });
}

const boardsByRow = new Remembered<ReadonlySet<Board>>();

/** Boards that have every profile of the list, with its ID, starts and size where they are public. */
function boardsWith(rows: readonly ProfileRow[]): BoardId[] {
  // A GPU has few different rows, however many a text repeats.
  const different = new Set(
    rows.map((row) => {
      const key = `${row.name} ${row.id} ${String(row.starts)} ${row.size} ${row.total}`;
      return boardsByRow.of(key, () => new Set(BOARDS.filter((board) => hasRow(board, row))));
    }),
  );
  return BOARDS.filter((board) => [...different].every((boards) => boards.has(board))).map(({ id }) => id);
}

function hasRow(board: Board, row: ProfileRow): boolean {
  return board.profiles.some(
    (profile) =>
      (row.name === null || profile.name === row.name.toLowerCase()) &&
      (row.name !== null && profile.id === null ? true : profile.id === row.id) &&
      (row.starts === null || profile.starts === null || String(profile.starts) === String(row.starts)) &&
      (row.size === null || profile.memorySlices === null || profile.memorySlices === row.size) &&
      (row.total === null || profile.maxInstances === row.total),
  );
}
