/** Scripts for whoever has a shell on the host: the rows of the list; what writes them is in ../bareMetalExports.ts. */
import type { ExportRow } from '../exportDefinition.ts';

export const BARE_METAL_ROWS = {
  script: {
    audience: 'bare-metal',
    name: 'nvidia-smi script',
    about: 'creates one host’s instances, checks itself',
    scope: 'host',
    extension: 'sh',
    aliases: ['nvidia-smi', 'sh'],
    uses: ['starts'],
    carriesPlan: true,
    starts: 'exact',
  },
  'systemd-unit': {
    audience: 'bare-metal',
    name: 'systemd unit',
    about: 'runs the script at boot',
    scope: 'host',
    extension: 'service',
    aliases: ['systemd', 'unit'],
    uses: ['starts'],
    carriesPlan: true,
    starts: 'script',
  },
  'cloud-init': {
    audience: 'bare-metal',
    name: 'cloud-init user data',
    about: 'script and systemd unit, for a new machine',
    scope: 'host',
    extension: 'yaml',
    aliases: ['cloud-config', 'user-data'],
    uses: ['starts'],
    carriesPlan: true,
    starts: 'exact',
  },
  'esxi-boot': {
    audience: 'bare-metal',
    name: 'ESXi local.sh',
    about: 'runs the script after a reboot of ESXi',
    scope: 'host',
    extension: 'sh',
    aliases: ['local.sh'],
    uses: ['starts'],
    carriesPlan: true,
    starts: 'script',
  },
} as const satisfies Record<string, ExportRow>;
