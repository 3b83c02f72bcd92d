/** `check`: is the plan in FILE legal, and if not, what is wrong and where. */
import { ok, type Result } from '../../model/result.ts';
import { counted } from '../../placement/messages.ts';
import { jsonNotices, jsonViolations, noticeLines, planSize, readPlan, violationLines } from '../input.ts';
import { printable, printJson, type ExitCode, type Io, type Unusable } from '../io.ts';

export interface CheckOptions {
  readonly gpu: string | null;
  readonly json: boolean;
}

export function check(io: Io, file: string, options: CheckOptions): Result<ExitCode, Unusable> {
  const input = readPlan(io, file, { gpu: options.gpu, from: null });
  if (!input.ok) return input;
  const { reading, violations } = input.value;
  const isLegal = violations.length === 0;
  if (options.json) {
    printJson(io, { legal: isLegal, violations: jsonViolations(input.value), notices: jsonNotices(reading) });
  } else {
    io.stderr(printable(noticeLines(reading)));
    const { instances, gpus } = planSize(reading.plan);
    const verdict = isLegal
      ? `legal: ${counted(instances, 'instance')} on ${counted(gpus, 'GPU')}\n`
      : `illegal: ${violations.length}\n`;
    io.stdout(printable(violationLines(input.value)) + verdict);
  }
  return ok(isLegal ? 0 : 1);
}
