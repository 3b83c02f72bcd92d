/** The tables of `nvidia-smi` below the first: MIG devices, which stand there only where a GPU has MIG mode on, and processes. */
import type { Engines } from '../../../model/board.ts';
import { barred, known, rule } from './cells.ts';
import { summaryForm, type SummaryForm } from './driverForm.ts';
import { summaryInner } from './summaryTable.ts';

export interface DeviceRow {
  readonly gpu: number;
  readonly gi: number;
  readonly ci: number;
  readonly device: number;
  /** Of the GPU instance, which its compute instances share. */
  readonly usedMiB: number;
  readonly memoryMiB: number | null;
  readonly bar1MiB: number | null;
  readonly sm: number | null;
  readonly engines: Engines;
}

const MEMORY_COLUMN: Readonly<Record<SummaryForm, number>> = { r440: 22, r450: 22, r535: 32, r550: 34 };

/** Memory ends as many characters before its bar; of BAR1 R550 was seen to differ from R580. */
const MEMORY_ENDS: Readonly<Record<SummaryForm, number>> = { r440: 1, r450: 1, r535: 2, r550: 4 };

/** Rows by GPU, then by GPU-instance ID, then by compute instance. */
export function makeDeviceTable(rows: readonly DeviceRow[], branch: number): string[] {
  const form = summaryForm(branch);
  const inner = summaryInner(form);
  const columns = [18, MEMORY_COLUMN[form], 11, 23];
  const border = rule(columns);
  const shared = rule(columns).replace(/^(\+-+\+)-+/, `$1${' '.repeat(MEMORY_COLUMN[form])}`);
  const whole = `+${'-'.repeat(inner)}+`;
  return [
    whole,
    barred(' MIG devices:', inner),
    border,
    ...heading(branch, MEMORY_COLUMN[form]),
    rule(columns, '=').replace(/^\+|\+$/g, '|'),
    ...(rows.length === 0
      ? [barred('  No MIG devices found', inner), whole]
      : rows.flatMap((row, at) => {
          const next = rows[at + 1];
          const isShared = next?.gpu === row.gpu && next.gi === row.gi;
          const before = rows[at - 1];
          const isFirst = before?.gpu !== row.gpu || before.gi !== row.gi;
          return [...deviceRows(row, branch, isFirst), isShared ? shared : border];
        })),
  ];
}

function heading(branch: number, memory: number): string[] {
  const form = summaryForm(branch);
  const word = branch >= 580 ? 'Shared ' : '';
  // R450 has no BAR1 row.
  const bar1 = branch < 455 ? '' : `${word}BAR1-Usage`;
  const [title, engines] =
    form === 'r450' || form === 'r440'
      ? ['         Shared        ', ' CE  ENC  DEC  OFA  JPG']
      : branch >= 570
        ? ['        Shared         ', ' CE ENC  DEC  OFA  JPG ']
        : ['      Shared           ', ' CE ENC DEC OFA JPG    '];
  const cell = (text: string): string => `${text} `.padStart(memory);
  return [
    `| GPU  GI  CI  MIG |${cell(`${word}Memory-Usage`)}|        Vol|${title}|`,
    `|      ID  ID  Dev |${cell(bar1)}| SM     Unc|${engines}|`,
    `|                  |${' '.repeat(memory)}|        ECC|                       |`,
  ];
}

function deviceRows(row: DeviceRow, branch: number, isFirst: boolean): string[] {
  const form = summaryForm(branch);
  const width = MEMORY_COLUMN[form];
  const ids = `${String(row.gpu).padStart(3)}${String(row.gi).padStart(5)}${String(row.ci).padStart(4)}${String(row.device).padStart(4)}  `;
  const { copyEngines, encoders, decoders, ofa, jpeg } = row.engines;
  const counts = [copyEngines, encoders, decoders, ofa, jpeg].map(known);
  const engines = counts.map((count, at) => count.padStart([3, 4, 5, 5, 5][at] ?? 5)).join('');
  const ends = MEMORY_ENDS[form];
  const bar1Ends = form === 'r550' && branch < 570 ? 2 : ends;
  const memory = (used: number, total: number | null, end: number): string =>
    `${total === null ? 'N/A' : `${used}MiB / ${`${total}MiB`.padStart(8)}`}${' '.repeat(end)}`.padStart(
      width,
    );
  const blank = ' '.repeat(width);
  const first = `|${ids}|${isFirst ? memory(row.usedMiB, row.memoryMiB, ends) : blank}|${known(row.sm).padStart(3)}      0 |${engines} |`;
  if (branch < 455) return [first];
  return [
    first,
    `|${' '.repeat(18)}|${isFirst ? memory(0, row.bar1MiB, bar1Ends) : blank}|           |                       |`,
  ];
}

export interface ProcessRow {
  readonly gpu: number;
  /** Null where MIG mode is off. */
  readonly gi: number | null;
  readonly ci: number | null;
  readonly pid: number;
  readonly name: string;
  readonly memoryMiB: number;
}

export function makeProcessTable(rows: readonly ProcessRow[], branch: number): string[] {
  const form = summaryForm(branch);
  const inner = summaryInner(form);
  // From R570 on the PIDs have more room.
  const pid = branch >= 570 ? 17 : 11;
  const border = `+${'-'.repeat(inner)}+`;
  const left = `  GPU   GI   CI${'PID'.padStart(pid)}   Type   Process name`;
  return [
    border,
    barred(' Processes:', inner),
    `|${left}${'GPU Memory '.padStart(inner - left.length)}|`,
    barred(`${'        ID   ID'.padEnd(inner - 11)}Usage`, inner),
    `|${'='.repeat(inner)}|`,
    ...(rows.length === 0
      ? [barred('  No running processes found', inner)]
      : rows.map((row) => `|${processCells(row, pid, inner)}|`)),
    border,
  ];
}

function processCells(row: ProcessRow, pid: number, inner: number): string {
  const ids = [row.gpu, row.gi, row.ci].map((id) => known(id).padStart(5)).join('');
  const left = `${ids}${String(row.pid).padStart(pid)}${'C'.padStart(7)}   `;
  const memory = `${row.memoryMiB}MiB `;
  const room = inner - left.length - memory.length;
  const name = row.name.length <= room ? row.name : `...${row.name.slice(3 - room)}`;
  return `${left}${name.padEnd(room)}${memory}`;
}
