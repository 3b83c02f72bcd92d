/** A plan out, in every format this product writes, by the name of the format. */
import type { Plan } from '../model/plan.ts';
import type { Result } from '../model/result.ts';
import type { ExportError, ExportOptions } from './exports/exportDefinition.ts';
import { EXPORTS } from './exports/exportFormats.ts';
import type { ExportFormat } from './exports/exportRows.ts';
import { writeExport, type Exported } from './writeExport.ts';

/** Writes the plan in a format, or says why it cannot be. Deterministic: the same plan gives the same text. */
export function exportPlan(
  plan: Plan,
  format: ExportFormat,
  options: ExportOptions,
): Result<Exported, ExportError> {
  return writeExport(plan, EXPORTS[format], options);
}
