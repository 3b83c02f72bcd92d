/** Slurm and containers: the rows of the list; what writes them is in ../slurmExports.ts. */
import type { ExportRow } from '../exportDefinition.ts';

export const SLURM_ROWS = {
  slurm: {
    audience: 'slurm-containers',
    name: 'Slurm gres lines',
    about: 'gres.conf and slurm.conf, found by AutoDetect',
    scope: 'plan',
    extension: 'conf',
    aliases: ['gres', 'slurm-gres'],
    uses: [],
    carriesPlan: true,
    starts: 'counts',
  },
  'docker-run': {
    audience: 'slurm-containers',
    name: 'docker run',
    about: 'one command for each MIG device',
    scope: 'host',
    extension: 'txt',
    aliases: ['docker'],
    uses: [],
    carriesPlan: false,
    starts: 'none',
  },
  cdi: {
    audience: 'slurm-containers',
    name: 'CDI devices',
    about: 'the same by names of the Container Device Interface',
    scope: 'host',
    extension: 'txt',
    aliases: ['container-device-interface'],
    uses: [],
    carriesPlan: false,
    starts: 'none',
  },
} as const satisfies Record<string, ExportRow>;
