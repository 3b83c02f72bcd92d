/** What people read, print and paste: runbooks, pages, tables. */
import { ok } from '../../model/result.ts';
import type { CreationOrder } from '../../model/creationOrder.ts';
import type { GpuId } from '../../model/ids.ts';
import type { Host, Plan, ValidPlan } from '../../model/plan.ts';
import { instanceTable } from '../../formats/instanceTable.ts';
import { makePrintPage } from '../../formats/print/printPage.ts';
import { makeRunbook } from '../../formats/runbook/runbook.ts';
import { makeClipboardTable, makeCsv, makeTsv, type Table } from '../../formats/tableText.ts';
import { vmTable } from '../../formats/vmCsv.ts';
import { checkPlan, type Violation } from '../../placement/check.ts';
import { gpuName, violationMessage } from '../../placement/messages.ts';
import { leftOutLines, ordersOf } from './bareMetalExports.ts';
import { drawHosts, planFigures, waitingNotes, waitingVms } from './drawnHosts.ts';
import type { ExportDefinition, ValidContext, Written } from './exportDefinition.ts';
import { PEOPLE_ROWS } from './rows/peopleRows.ts';

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
      return one === undefined ? [] : [{ host, drawn: one, leftOut: lines, orders: ordersFor(host) }];
    }),
    waiting: waitingVms(whole),
    waitingNotes: waitingNotes(whole),
    pageUrl: options.pageUrl ?? null,
    sharedPlan: sharedPlan(),
  });
}

/** Drivers of R450 take no starts (nvidia-smi.md, section 2): for them alone an order is worked out. */
function ordersFor(host: Host): ReadonlyMap<GpuId, CreationOrder> {
  return /^R?450\b/i.test(host.driver?.trim() ?? '') ? ordersOf(host) : new Map<GpuId, CreationOrder>();
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

function vmTableFile(plan: ValidPlan, as: 'csv' | 'tsv'): Written {
  const file = tableFile(vmTable(plan), as, `${plan.name} VMs`);
  if (plan.vms.length > 0) return file;
  return {
    ...file,
    remarks: ['The plan has no VM: the table has its heading only.', ...(file.remarks ?? [])],
  };
}

export const PEOPLE_EXPORTS = {
  runbook: {
    ...PEOPLE_ROWS.runbook,
    needsValid: true,
    write: (context) =>
      ok({
        text: runbookOf(context, context.host === null ? [] : [context.host]),
        title: `${context.host?.name ?? context.plan.name} runbook`,
      }),
  },
  'runbook-plan': {
    ...PEOPLE_ROWS['runbook-plan'],
    needsValid: true,
    write: (context) =>
      ok({ text: runbookOf(context, context.plan.hosts), title: `${context.plan.name} plan runbook` }),
  },
  page: {
    ...PEOPLE_ROWS.page,
    needsValid: false,
    write: ({ plan, options, sharedPlan }) =>
      ok({
        text: makePrintPage({
          title: plan.name,
          about: planFigures(plan),
          notes: plan.notes,
          hosts: drawHosts(plan, plan.hosts),
          waiting: waitingVms(plan),
          waitingNotes: waitingNotes(plan),
          problems: problemsOf(plan),
          pageUrl: options.pageUrl ?? null,
          sharedPlan: sharedPlan(),
        }),
        title: plan.name,
      }),
  },
  'vm-csv': {
    ...PEOPLE_ROWS['vm-csv'],
    needsValid: true,
    write: ({ plan }) => ok(vmTableFile(plan, 'csv')),
  },
  'vm-tsv': {
    ...PEOPLE_ROWS['vm-tsv'],
    needsValid: true,
    write: ({ plan }) => ok(vmTableFile(plan, 'tsv')),
  },
  'instance-csv': {
    ...PEOPLE_ROWS['instance-csv'],
    needsValid: true,
    write: ({ plan }) => ok(tableFile(instanceTable(plan), 'csv', `${plan.name} GPUs`)),
  },
  'instance-tsv': {
    ...PEOPLE_ROWS['instance-tsv'],
    needsValid: true,
    write: ({ plan }) => ok(tableFile(instanceTable(plan), 'tsv', `${plan.name} GPUs`)),
  },
} as const satisfies Record<string, ExportDefinition>;
