/** Short makers of what a step asks for, so that the steps read as a list. */
import type { LabAction } from './actions.ts';
import { HOST } from './state.ts';
import type { LabDo } from './steps.ts';

interface More {
  readonly asPrinted?: string;
  readonly status?: number;
  readonly at?: string;
}

/** A line, typed at the host unless `at` says a VM; `shows`: texts of its answer. */
export function type(line: string, shows: readonly string[], more: More = {}): LabDo {
  const { asPrinted = null, status = 0, at = HOST } = more;
  return { kind: 'line', at, line, asPrinted, shows, status };
}

export function click(label: string, action: LabAction): LabDo {
  return { kind: 'action', label, action };
}
