/** The writer of one format, with those of its trade: a page fetches them when the first is chosen. */
import { invariant } from '../../model/assert.ts';
import type { ExportDefinition } from './exportDefinition.ts';
import type { ExportFormat } from './exportRows.ts';
import { BARE_METAL_ROWS } from './rows/bareMetalRows.ts';
import { KEEP_ROWS } from './rows/keepRows.ts';
import { KUBERNETES_ROWS } from './rows/kubernetesRows.ts';
import { KVM_ROWS } from './rows/kvmRows.ts';
import { PEOPLE_ROWS } from './rows/peopleRows.ts';
import { PICTURE_ROWS } from './rows/pictureRows.ts';
import { SLURM_ROWS } from './rows/slurmRows.ts';
import { VSPHERE_ROWS } from './rows/vsphereRows.ts';

type Definitions = Readonly<Partial<Record<ExportFormat, ExportDefinition>>>;

interface Trade {
  readonly rows: Readonly<Partial<Record<ExportFormat, unknown>>>;
  readonly load: () => Promise<Definitions>;
}

const TRADES: readonly Trade[] = [
  { rows: BARE_METAL_ROWS, load: async () => (await import('./bareMetalExports.ts')).BARE_METAL_EXPORTS },
  { rows: VSPHERE_ROWS, load: async () => (await import('./vsphereExports.ts')).VSPHERE_EXPORTS },
  { rows: KVM_ROWS, load: async () => (await import('./kvmExports.ts')).KVM_EXPORTS },
  { rows: KUBERNETES_ROWS, load: async () => (await import('./kubernetesExports.ts')).KUBERNETES_EXPORTS },
  { rows: SLURM_ROWS, load: async () => (await import('./slurmExports.ts')).SLURM_EXPORTS },
  { rows: PEOPLE_ROWS, load: async () => (await import('./peopleExports.ts')).PEOPLE_EXPORTS },
  { rows: PICTURE_ROWS, load: async () => (await import('./pictureExports.ts')).PICTURE_EXPORTS },
  { rows: KEEP_ROWS, load: async () => (await import('./keepExports.ts')).KEEP_EXPORTS },
];

/** Rejects where the code cannot be fetched. */
export async function loadExport(format: ExportFormat): Promise<ExportDefinition> {
  const trade = TRADES.find(({ rows }) => format in rows);
  const definition = (await trade?.load())?.[format];
  invariant(definition !== undefined, `no writer for ${format}`);
  return definition;
}
