/** What keeps a plan, for whoever opens it again: files, lines and links of our own, and the listing of a host. */
import { ok } from '../../model/result.ts';
import { makeLayout } from '../../formats/layout.ts';
import { makeMigLgi } from '../../formats/migLgi.ts';
import { makePlanJson } from '../../formats/planJson.ts';
import type { ExportDefinition } from './exportDefinition.ts';

export const KEEP_EXPORTS = {
  'plan-json': {
    audience: 'keep',
    name: 'Plan JSON',
    about: 'the whole plan',
    needsValid: false,
    scope: 'plan',
    extension: 'json',
    aliases: ['json', 'plan', 'mig-plan'],
    uses: [],
    carriesPlan: true,
    write: ({ plan }) => ok({ text: makePlanJson(plan), title: plan.name }),
  },
  layout: {
    audience: 'keep',
    name: 'Layout notation',
    about: 'one line per GPU',
    needsValid: false,
    scope: 'plan',
    extension: 'txt',
    aliases: [],
    uses: [],
    carriesPlan: false,
    write: ({ plan }) =>
      ok({
        text: makeLayout(plan),
        title: plan.name,
        remarks: [
          'It holds hosts, boards, instances and the VMs on them: releases, drivers, UUIDs, vGPU types, waiting VMs, cuts and notes do not come back from it.',
        ],
      }),
  },
  'mig-lgi': {
    audience: 'keep',
    name: 'nvidia-smi mig -lgi',
    about: 'as the host would print it',
    needsValid: true,
    scope: 'host',
    extension: 'txt',
    aliases: ['lgi'],
    uses: [],
    carriesPlan: false,
    write: ({ plan, host }) =>
      ok({
        text: host === null ? '' : makeMigLgi(host, { width: 'r510' }),
        title: host?.name ?? plan.name,
        remarks: [
          'A listing names no host, board or VM and no compute instances: it does not carry the plan.',
        ],
      }),
  },
  'share-link': {
    audience: 'keep',
    name: 'Share link',
    about: 'the whole plan in an address',
    needsValid: false,
    scope: 'plan',
    extension: 'txt',
    aliases: ['link', 'share', 'url'],
    uses: [],
    carriesPlan: true,
    write: ({ plan, sharedPlan }) => ok({ text: `#${sharedPlan()}\n`, title: plan.name }),
  },
} as const satisfies Record<string, ExportDefinition>;
