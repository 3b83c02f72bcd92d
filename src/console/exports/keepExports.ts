/** What keeps a plan, for whoever opens it again: files, lines and links of our own, and the listing of a host. */
import { ok } from '../../model/result.ts';
import { makeLayout } from '../../formats/layout.ts';
import { makeMigLgi } from '../../formats/migLgi.ts';
import { makePlanJson } from '../../formats/planJson.ts';
import type { ExportDefinition } from './exportDefinition.ts';
import { KEEP_ROWS } from './rows/keepRows.ts';

export const KEEP_EXPORTS = {
  'plan-json': {
    ...KEEP_ROWS['plan-json'],
    needsValid: false,
    write: ({ plan }) => ok({ text: makePlanJson(plan), title: plan.name }),
  },
  layout: {
    ...KEEP_ROWS.layout,
    needsValid: false,
    write: ({ plan }) =>
      ok({
        text: makeLayout(plan),
        title: `${plan.name} layout`,
        remarks: [
          'It holds hosts, boards, instances and the VMs on them: releases, drivers, UUIDs, vGPU types, waiting VMs, cuts and notes do not come back from it.',
        ],
      }),
  },
  'mig-lgi': {
    ...KEEP_ROWS['mig-lgi'],
    needsValid: true,
    write: ({ plan, host }) =>
      ok({
        text: host === null ? '' : makeMigLgi(host, { width: 'r510' }),
        title: `${host?.name ?? plan.name} lgi`,
        remarks: [
          'A listing names no host, board or VM and no compute instances: it does not carry the plan.',
        ],
      }),
  },
  'share-link': {
    ...KEEP_ROWS['share-link'],
    needsValid: false,
    write: ({ plan, options, sharedPlan }) =>
      ok({ text: `${options.pageUrl ?? ''}#${sharedPlan()}\n`, title: `${plan.name} link` }),
  },
} as const satisfies Record<string, ExportDefinition>;
