/** The writer of every format, all at once: for whoever has no page to keep small. The list itself is exportRows.ts. */
import { BARE_METAL_EXPORTS } from './bareMetalExports.ts';
import { KEEP_EXPORTS } from './keepExports.ts';
import { KUBERNETES_EXPORTS } from './kubernetesExports.ts';
import { KVM_EXPORTS } from './kvmExports.ts';
import { PEOPLE_EXPORTS } from './peopleExports.ts';
import { PICTURE_EXPORTS } from './pictureExports.ts';
import { SLURM_EXPORTS } from './slurmExports.ts';
import { VSPHERE_EXPORTS } from './vsphereExports.ts';
import type { ExportDefinition } from './exportDefinition.ts';
import type { ExportFormat } from './exportRows.ts';

export const EXPORTS: Readonly<Record<ExportFormat, ExportDefinition>> = {
  ...BARE_METAL_EXPORTS,
  ...VSPHERE_EXPORTS,
  ...KVM_EXPORTS,
  ...KUBERNETES_EXPORTS,
  ...SLURM_EXPORTS,
  ...PEOPLE_EXPORTS,
  ...PICTURE_EXPORTS,
  ...KEEP_EXPORTS,
};
