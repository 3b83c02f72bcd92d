/** Every format that a plan can be written in, by its id. A new one is a row of its trade's file; nothing else lists them. */
import { BARE_METAL_EXPORTS } from './bareMetalExports.ts';
import { AUDIENCES, type Audience, type ExportDefinition } from './exportDefinition.ts';
import { KEEP_EXPORTS } from './keepExports.ts';
import { KUBERNETES_EXPORTS } from './kubernetesExports.ts';
import { KVM_EXPORTS } from './kvmExports.ts';
import { PEOPLE_EXPORTS } from './peopleExports.ts';
import { PICTURE_EXPORTS } from './pictureExports.ts';
import { SLURM_EXPORTS } from './slurmExports.ts';
import { VSPHERE_EXPORTS } from './vsphereExports.ts';

const ALL = {
  ...BARE_METAL_EXPORTS,
  ...VSPHERE_EXPORTS,
  ...KVM_EXPORTS,
  ...KUBERNETES_EXPORTS,
  ...SLURM_EXPORTS,
  ...PEOPLE_EXPORTS,
  ...PICTURE_EXPORTS,
  ...KEEP_EXPORTS,
};

export type ExportFormat = keyof typeof ALL;

export const EXPORTS: Readonly<Record<ExportFormat, ExportDefinition>> = ALL;

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
  formats: EXPORT_FORMATS.filter((format) => EXPORTS[format].audience === audience),
})).filter(({ formats }) => formats.length > 0);

/** The name that `--to` documents for a format. */
export function exportName(format: ExportFormat): string {
  return EXPORTS[format].aliases[0] ?? format;
}

/** The format that a person names, by id or alias, however it is capitalised. */
export function exportNamed(text: string): ExportFormat | undefined {
  const wanted = text.toLowerCase();
  return EXPORT_FORMATS.find((format) => format === wanted || EXPORTS[format].aliases.includes(wanted));
}
