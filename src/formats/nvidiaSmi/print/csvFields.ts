/** `nvidia-smi --query-gpu=... --format=csv`: the fields that this product knows, and how they are printed. */
import { err, ok, type Result } from '../../../model/result.ts';

export interface QueriedGpu {
  readonly index: number;
  readonly name: string;
  readonly uuid: string;
  readonly pciId: string;
  /** "0xDDDDVVVV"; null where it is not known. */
  readonly pciDeviceId: string | null;
  readonly driver: string;
  readonly isPersistent: boolean;
  readonly mode: boolean | null;
  readonly pending: boolean | null;
  readonly memoryMiB: number | null;
  readonly usedMiB: number;
  readonly gpus: number;
}

interface Field {
  readonly names: readonly string[];
  readonly unit?: string;
  readonly value: (gpu: QueriedGpu) => string;
}

const NOT_AVAILABLE = '[N/A]';

const mode = (isOn: boolean | null): string =>
  isOn === null ? NOT_AVAILABLE : isOn ? 'Enabled' : 'Disabled';
const mib = (count: number | null): string => (count === null ? NOT_AVAILABLE : String(count));

const FIELDS: readonly Field[] = [
  { names: ['index'], value: ({ index }) => String(index) },
  { names: ['name', 'gpu_name'], value: ({ name }) => name },
  { names: ['uuid', 'gpu_uuid'], value: ({ uuid }) => uuid },
  { names: ['pci.bus_id', 'gpu_bus_id'], value: ({ pciId }) => pciId },
  { names: ['pci.device_id'], value: ({ pciDeviceId }) => pciDeviceId ?? NOT_AVAILABLE },
  { names: ['driver_version'], value: ({ driver }) => driver },
  { names: ['count'], value: ({ gpus }) => String(gpus) },
  { names: ['serial', 'gpu_serial'], value: () => NOT_AVAILABLE },
  { names: ['persistence_mode'], value: ({ isPersistent }) => mode(isPersistent) },
  { names: ['compute_mode'], value: () => 'Default' },
  { names: ['mig.mode.current'], value: (gpu) => mode(gpu.mode) },
  { names: ['mig.mode.pending'], value: (gpu) => mode(gpu.pending) },
  { names: ['memory.total'], unit: 'MiB', value: ({ memoryMiB }) => mib(memoryMiB) },
  { names: ['memory.used'], unit: 'MiB', value: ({ usedMiB }) => mib(usedMiB) },
  {
    names: ['memory.free'],
    unit: 'MiB',
    value: ({ memoryMiB, usedMiB }) => mib(memoryMiB === null ? null : memoryMiB - usedMiB),
  },
];

const BY_NAME = new Map(FIELDS.flatMap((field) => field.names.map((name) => [name, field] as const)));

/** Every name that `--query-gpu` takes here. */
export const QUERY_FIELDS: readonly string[] = [...BY_NAME.keys()];

export interface CsvOptions {
  readonly hasHeader: boolean;
  readonly hasUnits: boolean;
}

/** A heading and a line for each GPU. The error is the first field that is not known. */
export function makeQueryCsv(
  gpus: readonly QueriedGpu[],
  asked: readonly string[],
  { hasHeader, hasUnits }: CsvOptions,
): Result<string[], string> {
  const fields: { readonly name: string; readonly field: Field }[] = [];
  for (const name of asked) {
    const field = BY_NAME.get(name);
    if (field === undefined) return err(name);
    fields.push({ name: field.names[0] ?? name, field });
  }
  const heading = fields.map(({ name, field: { unit } }) =>
    unit === undefined || !hasUnits ? name : `${name} [${unit}]`,
  );
  const rows = gpus.map((gpu) =>
    fields.map(({ field: { unit, value } }) => {
      const text = value(gpu);
      return unit === undefined || !hasUnits || text === NOT_AVAILABLE ? text : `${text} ${unit}`;
    }),
  );
  return ok([...(hasHeader ? [heading] : []), ...rows].map((row) => row.join(', ')));
}
