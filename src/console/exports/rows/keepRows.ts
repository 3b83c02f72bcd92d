/** What keeps a plan: the rows of the list; what writes them is in ../keepExports.ts. */
import type { ExportRow } from '../exportDefinition.ts';

export const KEEP_ROWS = {
  'plan-json': {
    audience: 'keep',
    name: 'Plan JSON',
    about: 'the whole plan',
    scope: 'plan',
    extension: 'json',
    aliases: ['json', 'plan', 'mig-plan'],
    uses: [],
    carriesPlan: true,
    starts: 'exact',
  },
  layout: {
    audience: 'keep',
    name: 'Layout notation',
    about: 'one line per GPU',
    scope: 'plan',
    extension: 'txt',
    aliases: [],
    uses: [],
    carriesPlan: false,
    starts: 'exact',
  },
  'mig-lgi': {
    audience: 'keep',
    name: 'nvidia-smi mig -lgi',
    about: 'as the host would print it',
    scope: 'host',
    extension: 'txt',
    aliases: ['lgi'],
    uses: [],
    carriesPlan: false,
    starts: 'exact',
  },
  'share-link': {
    audience: 'keep',
    name: 'Share link',
    about: 'the whole plan in an address',
    scope: 'plan',
    extension: 'txt',
    aliases: ['link', 'share', 'url'],
    uses: ['pageUrl'],
    carriesPlan: true,
    starts: 'exact',
  },
} as const satisfies Record<string, ExportRow>;
