/**
 * What other tools import as `mig-planner`: read any text into a plan, check it, edit it, ask what fits, hold it against
 * another one, write it in any format.
 * Pure functions over plain data; nothing here knows a browser, Node, the clock or chance. Failures that are to be expected
 * are values (`Result`), with a code and a place; the `...Message` functions make sentences of them.
 *
 * ```ts
 * import { checkPlan, exportPlan, importText, violationMessage } from 'mig-planner';
 *
 * const read = importText('esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a');
 * if (read.ok) {
 *   const { plan } = read.value.reading;
 *   for (const violation of checkPlan(plan)) console.error(violationMessage(violation, plan));
 *   const script = exportPlan(plan, 'script', { hostId: null, starts: 'explicit' });
 * }
 * ```
 *
 * @packageDocumentation
 */

// The nouns.
export { err, ok, type Result } from '../model/result.ts';
export type { AnyId, GiId, GpuId, HostId, VmId } from '../model/ids.ts';
export { EMPTY_PLAN } from '../model/plan.ts';
export type { Gpu, GpuInstance, Host, Plan, PlanRequest, ValidPlan, Vm } from '../model/plan.ts';
export type { Board, BoardId, GiProfile } from '../model/board.ts';
export { BOARDS, findBoard, VGPU_BOARDS } from '../model/catalogue/catalogue.ts';
export { makeAt, type At, type Places } from '../model/source.ts';

// What is legal, and edits.
export { checkPlan, validatePlan, type Violation } from '../placement/check.ts';
export { violationMessage, commandMessage } from '../placement/messages.ts';
export { planWarnings, problemMessage, type Warning } from '../placement/rules/warnings.ts';
export { ruleOf, type Rule } from '../placement/rules/rules.ts';
export { legalStarts, checkPlacement, type LegalStarts } from '../placement/legal.ts';
export { applyCommand, type PlanCommand } from '../placement/commands.ts';
export { comparePlans, type HostDifference } from '../placement/observed/compare.ts';
export { changesBetween, changesOnHost } from '../placement/changes/changesBetween.ts';
export type {
  Change,
  ChangeKind,
  ChangeSubject,
  GpuPair,
  HostPair,
  InstanceChange,
  Match,
  PlanChanges,
  VgpuChange,
  VmChange,
} from '../placement/changes/change.ts';
export { changeMessage } from '../placement/changes/changeMessages.ts';
export { fitsTable, placesOfPlan, type FitsRow, type FitsTable } from '../placement/solver/fitsTable.ts';
export { summarize } from '../placement/summary/searchSummary.ts';
export type { BoardSummary, HostSummary, ProfileSummary, Summary } from '../placement/summary/summary.ts';
export type { SummaryFigures } from '../placement/summary/figures.ts';
export type { PackingProof } from '../placement/summary/fewest.ts';
export type { StrandedCause, StrandedGroup } from '../placement/summary/strandedCause.ts';
export type { WaitingGroup } from '../placement/summary/waitingGroups.ts';
export { causeMessage, proofMessage } from '../placement/summary/summaryMessages.ts';
export { summaryLines } from './summaryText.ts';
export { makeChangeRecord } from './changeRecord.ts';

// Text in and out.
export { importText, type Imported, type ImportOptions } from './importText.ts';
export { exportPlan } from './exportPlan.ts';
export type { Exported } from './writeExport.ts';
export type { ExportError, ExportOptions } from './exports/exportDefinition.ts';
export {
  EXPORT_FORMATS,
  EXPORT_ROWS,
  exportName,
  exportNamed,
  type ExportFormat,
} from './exports/exportRows.ts';
export { exportErrorMessage } from './messages.ts';
export { formatErrorMessage, noticeMessage } from '../formats/messages.ts';
export type { FormatError, Notice, Reading } from '../formats/reading.ts';
export { makePlanJson, parsePlanJson } from '../formats/planJson.ts';
export { makeLayout, parseLayout } from '../formats/layout.ts';
export { decodeShare, encodeShare, withoutNames } from '../formats/share.ts';
