/**
 * The first table of `nvidia-smi`: driver and GPUs. What a machine would measure (temperature, power) is N/A where nobody
 * measured, as the tool itself prints it in a guest.
 */
import { rule } from './cells.ts';
import { summaryForm, type SummaryForm } from './driverForm.ts';

export interface Sensors {
  readonly temperatureC: number;
  readonly watts: number;
  readonly limitWatts: number;
  readonly utilization: number;
}

export interface SummaryGpu {
  readonly index: number;
  readonly name: string;
  readonly pciId: string;
  readonly isPersistent: boolean;
  /** Null: the GPU has no MIG mode. */
  readonly mode: boolean | null;
  /** After the next reset or reboot. */
  readonly pending: boolean | null;
  readonly memoryMiB: number | null;
  readonly usedMiB: number;
  readonly sensors: Sensors | null;
}

export interface SummaryHead {
  readonly driver: string;
  readonly branch: number;
  /** Null prints N/A, as on ESXi. */
  readonly cuda: string | null;
}

interface Form {
  readonly columns: readonly [gpu: number, bus: number, ecc: number];
  readonly heading: readonly string[];
  /** Characters of the version, the name and the power behind the performance state. */
  readonly version: number;
  readonly driver: number;
  readonly usage: number;
  readonly limitWidth: number;
}

const HEADING_79 = [
  '| GPU  Name        Persistence-M| Bus-Id        Disp.A | Volatile Uncorr. ECC |',
  '| Fan  Temp  Perf  Pwr:Usage/Cap|         Memory-Usage | GPU-Util  Compute M. |',
];
const MIG_79 = '|                               |                      |               MIG M. |';

const FORM_79: Form = {
  columns: [31, 22, 22],
  heading: [...HEADING_79, MIG_79],
  version: 13,
  driver: 13,
  usage: 7,
  limitWidth: 4,
};

const FORMS: Readonly<Record<SummaryForm, Form>> = {
  r440: { ...FORM_79, heading: HEADING_79 },
  r450: FORM_79,
  r535: {
    columns: [41, 22, 22],
    heading: [
      '| GPU  Name                 Persistence-M | Bus-Id        Disp.A | Volatile Uncorr. ECC |',
      '| Fan  Temp   Perf          Pwr:Usage/Cap |         Memory-Usage | GPU-Util  Compute M. |',
      '|                                         |                      |               MIG M. |',
    ],
    version: 23,
    driver: 13,
    usage: 17,
    limitWidth: 4,
  },
  r550: {
    columns: [41, 24, 22],
    heading: [
      '| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |',
      '| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  Compute M. |',
      '|                                         |                        |               MIG M. |',
    ],
    version: 23,
    driver: 15,
    usage: 16,
    limitWidth: 5,
  },
};

/** Characters between the outer bars: 77, 87 or 89. */
export function summaryInner(form: SummaryForm): number {
  const [gpu, bus, ecc] = FORMS[form].columns;
  return gpu + bus + ecc + 2;
}

export function makeSummaryTable(head: SummaryHead, gpus: readonly SummaryGpu[]): string[] {
  const form = summaryForm(head.branch);
  const { columns, heading, version, driver } = FORMS[form];
  const border = rule(columns);
  const names = `NVIDIA-SMI ${head.driver.padEnd(version)}Driver Version: ${head.driver.padEnd(driver)}`;
  return [
    `+${'-'.repeat(summaryInner(form))}+`,
    `| ${names}CUDA Version: ${(head.cuda ?? 'N/A').padEnd(9)}|`,
    // R580 crosses the lines where older ones let the bar run through.
    head.branch >= 580 ? border : `|${border.slice(1, -1)}+`,
    ...heading,
    rule(columns, '=').replace(/^\+|\+$/g, '|'),
    ...gpus.flatMap((gpu) => [...gpuRows(gpu, form), border]),
  ];
}

function gpuRows(gpu: SummaryGpu, form: SummaryForm): string[] {
  const { columns, usage, limitWidth } = FORMS[form];
  const [first, second, third] = columns;
  const { sensors } = gpu;
  const isOn = gpu.mode === true;
  const persistence = gpu.isPersistent ? 'On ' : 'Off';
  const index = String(gpu.index).padStart(4);
  const name =
    first === 31
      ? `${index}  ${cut(gpu.name, 18).padEnd(18)}  ${persistence}  `
      : `${index}  ${cut(gpu.name, 27).padEnd(31)}${persistence} `;
  const temperature = (sensors === null ? 'N/A' : `${sensors.temperatureC}C`).padStart(6);
  const watts = (sensors === null ? 'N/A' : `${sensors.watts}W`).padStart(usage);
  const most = (sensors === null ? 'N/A' : `${sensors.limitWatts}W`).padStart(limitWidth);
  const memory = gpu.memoryMiB === null ? 'N/A' : `${gpu.usedMiB}MiB / ${memoryCell(gpu.memoryMiB, second)}`;
  const load = isOn ? 'N/A' : `${sensors?.utilization ?? 0}%`;
  const rows = [
    `|${name}|${`${gpu.pciId} Off `.padStart(second)}|${`${isOn ? 'On' : '0'} `.padStart(third)}|`,
    `| N/A${temperature}    P0${watts} / ${most} |${`${memory} `.padStart(second)}|${load.padStart(8)}      Default |`,
  ];
  const mode = `|${' '.repeat(first)}|${' '.repeat(second)}|${`${modeCell(gpu)} `.padStart(third)}|`;
  return form === 'r440' ? rows : [...rows, mode];
}

function memoryCell(mib: number, column: number): string {
  return `${mib}MiB`.padStart(column === 24 ? 9 : 8);
}

/** "Enabled*": a change is pending, and this is what it will be. */
function modeCell({ mode, pending }: SummaryGpu): string {
  if (mode === null) return 'N/A';
  const word = (pending ?? mode) ? 'Enabled' : 'Disabled';
  return (pending ?? mode) === mode ? word : `${word}*`;
}

/** Names that are too long end in three dots. */
function cut(name: string, width: number): string {
  return name.length <= width ? name : `${name.slice(0, width - 3)}...`;
}
