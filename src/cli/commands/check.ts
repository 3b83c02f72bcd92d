/** `check`: is the plan in FILE legal, what is wrong and where, what is in doubt, and where each rule is written. */
import { ok, type Result } from '../../model/result.ts';
import { counted } from '../../placement/messages.ts';
import {
  jsonNotices,
  jsonRules,
  jsonViolations,
  noticeLines,
  planSize,
  readPlan,
  ruleLines,
  violationLines,
} from '../input.ts';
import { printable, printJson, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';

export interface CheckOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  readonly json: boolean;
}

export function check(io: Io, file: string, options: CheckOptions): Result<ExitCode, Unusable> {
  const input = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!input.ok) return input;
  const { reading, violations, warnings } = input.value;
  // A rule that rests on too little to refuse leaves the plan legal.
  const isLegal = violations.length === 0;
  const all = [...violations, ...warnings];
  if (options.json) {
    printJson(io, {
      legal: isLegal,
      violations: jsonViolations(reading, violations),
      warnings: jsonViolations(reading, warnings),
      rules: jsonRules(all),
      notices: jsonNotices(reading),
    });
  } else {
    io.stderr(printable(noticeLines(reading)));
    const { instances, gpus } = planSize(reading.plan);
    const doubts = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
    const verdict = isLegal
      ? `legal: ${counted(instances, 'instance')} on ${counted(gpus, 'GPU')}${doubts}\n`
      : `illegal: ${violations.length}${doubts}\n`;
    const doubtful = violationLines(reading, warnings).replace(/^(?=.)/gm, 'warning: ');
    io.stdout(printable(violationLines(reading, violations) + doubtful + ruleLines(all)) + verdict);
  }
  return ok(isLegal ? 0 : 1);
}
