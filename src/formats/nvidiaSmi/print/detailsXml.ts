/**
 * `nvidia-smi -q -x`: the elements that say what a GPU is and how MIG stands, in the order of real outputs (R570, R580). Elements
 * about clocks, links and errors are left out: nothing is known of them here. MIG devices in XML were not seen in public.
 */
import type { DeviceRow } from './deviceTable.ts';
import type { QueriedGpu } from './csvFields.ts';

export interface DetailedGpu extends QueriedGpu {
  readonly architecture: string | null;
  readonly devices: readonly DeviceRow[];
}

export interface DetailsHead {
  /** "Thu Apr 25 10:08:24 2024". */
  readonly time: string;
  readonly driver: string;
  /** R580 has the next version of the document's type. */
  readonly branch: number;
  readonly cuda: string | null;
}

type Element = readonly [name: string, value: string | readonly Element[]];

export function makeDetailsXml(head: DetailsHead, gpus: readonly DetailedGpu[]): string[] {
  const said: readonly Element[] = [
    ['timestamp', head.time],
    ['driver_version', head.driver],
    ['cuda_version', head.cuda ?? 'N/A'],
    ['attached_gpus', String(gpus[0]?.gpus ?? 0)],
  ];
  const lines = [
    '<?xml version="1.0" ?>',
    `<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v${head.branch >= 580 ? 13 : 12}.dtd">`,
    '<nvidia_smi_log>',
  ];
  for (const one of said) write(lines, one, 1);
  for (const gpu of gpus) {
    lines.push(`\t<gpu id="${escaped(gpu.pciId)}">`);
    for (const one of elements(gpu)) write(lines, one, 2);
    lines.push('\t</gpu>', '');
  }
  lines.push('</nvidia_smi_log>');
  return lines;
}

function elements(gpu: DetailedGpu): Element[] {
  const word = (isOn: boolean | null): string => (isOn === null ? 'N/A' : isOn ? 'Enabled' : 'Disabled');
  return [
    ['product_name', gpu.name],
    ['product_brand', 'NVIDIA'],
    ['product_architecture', gpu.architecture ?? 'N/A'],
    ['persistence_mode', word(gpu.isPersistent)],
    [
      'mig_mode',
      [
        ['current_mig', word(gpu.mode)],
        ['pending_mig', word(gpu.pending)],
      ],
    ],
    [
      'mig_devices',
      gpu.devices.length === 0 ? [] : gpu.devices.map((row): Element => ['mig_device', device(row)]),
    ],
    ['serial', 'N/A'],
    ['uuid', gpu.uuid],
    ['minor_number', String(gpu.index)],
    [
      'pci',
      [
        ['pci_device_id', gpu.pciDeviceId?.replace(/^0x/, '') ?? 'N/A'],
        ['pci_bus_id', gpu.pciId],
      ],
    ],
    ['fb_memory_usage', memory(gpu.usedMiB, gpu.memoryMiB)],
    ['processes', []],
  ];
}

function device(row: DeviceRow): Element[] {
  const count = (value: number | null): string => (value === null ? 'N/A' : String(value));
  const { copyEngines, encoders, decoders, ofa, jpeg } = row.engines;
  return [
    ['index', String(row.device)],
    ['gpu_instance_id', String(row.gi)],
    ['compute_instance_id', String(row.ci)],
    [
      'device_attributes',
      [
        [
          'shared',
          [
            ['multiprocessor_count', count(row.sm)],
            ['copy_engine_count', count(copyEngines)],
            ['encoder_count', count(encoders)],
            ['decoder_count', count(decoders)],
            ['ofa_count', count(ofa)],
            ['jpg_count', count(jpeg)],
          ],
        ],
      ],
    ],
    ['ecc_error_count', [['volatile_count', [['sram_uncorrectable', '0']]]]],
    ['fb_memory_usage', memory(row.usedMiB, row.memoryMiB)],
    ['bar1_memory_usage', memory(0, row.bar1MiB)],
  ];
}

function memory(used: number, total: number | null): Element[] {
  const cell = (count: number | null): string => (count === null ? 'N/A' : `${count} MiB`);
  return [
    ['total', cell(total)],
    ['used', cell(used)],
    ['free', cell(total === null ? null : total - used)],
  ];
}

/** Written into one list: thousands of short lists joined together would cost more than the lines. */
function write(into: string[], [name, value]: Element, depth: number): void {
  const indent = '\t'.repeat(depth);
  if (typeof value === 'string') {
    into.push(`${indent}<${name}>${escaped(value)}</${name}>`);
    return;
  }
  into.push(`${indent}<${name}>`);
  // As real outputs have it where a GPU has none.
  if (name === 'mig_devices' && value.length === 0) into.push(`${indent}\tNone`);
  for (const one of value) write(into, one, depth + 1);
  into.push(`${indent}</${name}>`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (one) => ENTITIES[one] ?? one) : text;
}
