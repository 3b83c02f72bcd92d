/** What people read, print and paste: runbooks, pages, tables. */
import { ok } from '../../model/result.ts';
import type { Host, Plan } from '../../model/plan.ts';
import { instanceTable } from '../../formats/instanceTable.ts';
import { makePrintPage } from '../../formats/print/printPage.ts';
import { makeRunbook } from '../../formats/runbook/runbook.ts';
import { makeClipboardTable, makeCsv, makeTsv, type Table } from '../../formats/tableText.ts';
import { vmTable } from '../../formats/vmCsv.ts';
import { checkPlan, type Violation } from '../../placement/check.ts';
import { gpuName, violationMessage } from '../../placement/messages.ts';
import { leftOutLines } from './bareMetalExports.ts';
import { drawHosts, planFigures, waitingVms } from './drawnHosts.ts';
import type { ExportDefinition, ValidContext, Written } from './exportDefinition.ts';

function runbookOf(
  { plan, whole, leftOut, options, sharedPlan }: ValidContext,
  hosts: readonly Host[],
): string {
  const drawn = drawHosts(plan, hosts);
  return makeRunbook({
    plan,
    hosts: hosts.flatMap((host, n) => {
      const one = drawn[n];
      const lines = leftOutLines(
        whole,
        leftOut.filter((violation) => violation.host?.id === host.id),
      );
      return one === undefined ? [] : [{ host, drawn: one, leftOut: lines }];
    }),
    waiting: waitingVms(whole),
    pageUrl: options.pageUrl ?? null,
    sharedPlan: sharedPlan(),
  });
}

/** A printed page has room for some; nobody reads hundreds. */
const MOST_PROBLEMS = 20;

function problemsOf(plan: Plan): string[] {
  const all = checkPlan(plan);
  const shown = all.slice(0, MOST_PROBLEMS).map((one) => `${whereOf(one)}: ${violationMessage(one, plan)}`);
  return all.length > MOST_PROBLEMS ? [...shown, `and ${all.length - MOST_PROBLEMS} more`] : shown;
}

function whereOf({ host, gpu, vm }: Violation): string {
  if (host !== null && gpu !== null) return gpuName({ host, gpu });
  return host?.name ?? vm?.name ?? 'The plan';
}

function tableFile(table: Table, as: 'csv' | 'tsv', title: string): Written {
  return {
    text: as === 'csv' ? makeCsv(table) : makeTsv(table),
    title,
    remarks: ['A table does not carry the plan: keep another format beside it.'],
    clipboard: makeClipboardTable(table),
  };
}

export const PEOPLE_EXPORTS = {
  runbook: {
    audience: 'people',
    name: 'Runbook of one host',
    about: 'Markdown: drawing, commands, what to expect',
    needsValid: true,
    scope: 'host',
    extension: 'md',
    aliases: ['markdown', 'md'],
    uses: ['pageUrl'],
    carriesPlan: true,
    write: (context) =>
      ok({
        text: runbookOf(context, context.host === null ? [] : [context.host]),
        title: `${context.host?.name ?? context.plan.name} runbook`,
      }),
  },
  'runbook-plan': {
    audience: 'people',
    name: 'Runbook of the plan',
    about: 'the same for every host',
    needsValid: true,
    scope: 'plan',
    extension: 'md',
    aliases: ['plan-markdown'],
    uses: ['pageUrl'],
    carriesPlan: true,
    write: (context) =>
      ok({ text: runbookOf(context, context.plan.hosts), title: `${context.plan.name} runbook` }),
  },
  page: {
    audience: 'people',
    name: 'Page to print',
    about: 'one host per sheet, with boxes to tick',
    needsValid: false,
    scope: 'plan',
    extension: 'html',
    aliases: ['html', 'print'],
    uses: ['pageUrl'],
    carriesPlan: true,
    write: ({ plan, options, sharedPlan }) =>
      ok({
        text: makePrintPage({
          title: plan.name,
          about: planFigures(plan),
          notes: plan.notes,
          hosts: drawHosts(plan, plan.hosts),
          waiting: waitingVms(plan),
          problems: problemsOf(plan),
          pageUrl: options.pageUrl ?? null,
          sharedPlan: sharedPlan(),
        }),
        title: plan.name,
      }),
  },
  'vm-csv': {
    audience: 'people',
    name: 'VM table as CSV',
    about: 'one row per vGPU of a VM',
    needsValid: true,
    scope: 'plan',
    extension: 'csv',
    aliases: ['csv'],
    uses: [],
    carriesPlan: false,
    write: ({ plan }) => ok(tableFile(vmTable(plan), 'csv', `${plan.name} VMs`)),
  },
  'vm-tsv': {
    audience: 'people',
    name: 'VM table as TSV',
    about: 'the same with tabs between cells',
    needsValid: true,
    scope: 'plan',
    extension: 'tsv',
    aliases: ['tsv'],
    uses: [],
    carriesPlan: false,
    write: ({ plan }) => ok(tableFile(vmTable(plan), 'tsv', `${plan.name} VMs`)),
  },
  'instance-csv': {
    audience: 'people',
    name: 'GPU table as CSV',
    about: 'one row per instance',
    needsValid: true,
    scope: 'plan',
    extension: 'csv',
    aliases: ['gpu-csv'],
    uses: [],
    carriesPlan: false,
    write: ({ plan }) => ok(tableFile(instanceTable(plan), 'csv', `${plan.name} GPUs`)),
  },
  'instance-tsv': {
    audience: 'people',
    name: 'GPU table as TSV',
    about: 'the same with tabs between cells',
    needsValid: true,
    scope: 'plan',
    extension: 'tsv',
    aliases: ['gpu-tsv'],
    uses: [],
    carriesPlan: false,
    write: ({ plan }) => ok(tableFile(instanceTable(plan), 'tsv', `${plan.name} GPUs`)),
  },
} as const satisfies Record<string, ExportDefinition>;
