/** The list of every format that a plan can be written in, by its id, without the writers: those load when one is chosen. */
import { AUDIENCES, type Audience, type ExportRow } from './exportDefinition.ts';
import { BARE_METAL_ROWS } from './rows/bareMetalRows.ts';
import { KEEP_ROWS } from './rows/keepRows.ts';
import { KUBERNETES_ROWS } from './rows/kubernetesRows.ts';
import { KVM_ROWS } from './rows/kvmRows.ts';
import { PEOPLE_ROWS } from './rows/peopleRows.ts';
import { PICTURE_ROWS } from './rows/pictureRows.ts';
import { SLURM_ROWS } from './rows/slurmRows.ts';
import { VSPHERE_ROWS } from './rows/vsphereRows.ts';

const ALL = {
  ...BARE_METAL_ROWS,
  ...VSPHERE_ROWS,
  ...KVM_ROWS,
  ...KUBERNETES_ROWS,
  ...SLURM_ROWS,
  ...PEOPLE_ROWS,
  ...PICTURE_ROWS,
  ...KEEP_ROWS,
};

export type ExportFormat = keyof typeof ALL;

export const EXPORT_ROWS: Readonly<Record<ExportFormat, ExportRow>> = ALL;

export const EXPORT_FORMATS = Object.keys(ALL) as readonly ExportFormat[];

const AUDIENCE_NAMES: Readonly<Record<Audience, string>> = {
  'bare-metal': 'Shell on the host',
  vsphere: 'vSphere',
  kvm: 'KVM',
  kubernetes: 'Kubernetes',
  'slurm-containers': 'Slurm and containers',
  people: 'For people',
  keep: 'Keep the plan',
};

export interface ExportGroup {
  readonly audience: Audience;
  readonly name: string;
  readonly formats: readonly ExportFormat[];
}

/** The formats by trade, in the order of lists; trades without one are left out. */
export const EXPORT_GROUPS: readonly ExportGroup[] = AUDIENCES.map((audience) => ({
  audience,
  name: AUDIENCE_NAMES[audience],
  formats: EXPORT_FORMATS.filter((format) => EXPORT_ROWS[format].audience === audience),
})).filter(({ formats }) => formats.length > 0);

/** The name that `--to` documents for a format. */
export function exportName(format: ExportFormat): string {
  return EXPORT_ROWS[format].aliases[0] ?? format;
}

/** The format that a person names, by id or alias, however it is capitalised. */
export function exportNamed(text: string): ExportFormat | undefined {
  const wanted = text.toLowerCase();
  return EXPORT_FORMATS.find((format) => format === wanted || EXPORT_ROWS[format].aliases.includes(wanted));
}
