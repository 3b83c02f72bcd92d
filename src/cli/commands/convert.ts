/** `convert`: reads any format, writes any format. */
import { exportErrorMessage, leftOutMessage } from '../../console/messages.ts';
import { exportPlan } from '../../console/exportPlan.ts';
import { EXPORT_FORMATS, exportName, exportNamed } from '../../console/exports/exportFormats.ts';
import type { ImportFormat } from '../../console/importText.ts';
import { ok, type Result } from '../../model/result.ts';
import { jsonNotices, jsonViolations, noticeLines, readPlan, violationLines } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';

export interface ConvertOptions {
  readonly to: string;
  readonly from: string | null;
  readonly gpu: string | null;
  readonly host: string | null;
  readonly starts: string;
  readonly output: string | null;
  readonly json: boolean;
}

/** The names that people type; the first of each is the one that is documented. */
const IMPORT_NAMES: Readonly<Record<ImportFormat, readonly string[]>> = {
  'plan-json': ['json', 'plan-json', 'plan', 'mig-plan'],
  layout: ['layout'],
  'mig-lgi': ['mig-lgi', 'lgi', 'nvidia-smi'],
  'share-link': ['link', 'share-link', 'share', 'url'],
};

function formatNamed<F extends string>(
  names: Readonly<Record<F, readonly string[]>>,
  text: string,
): F | undefined {
  return (Object.keys(names) as F[]).find((format) => names[format].includes(text.toLowerCase()));
}

function known(names: Readonly<Record<string, readonly string[]>>): string {
  return Object.values(names)
    .flatMap((aliases) => aliases.slice(0, 1))
    .join(', ');
}

export function convert(io: Io, file: string, options: ConvertOptions): Result<ExitCode, Unusable> {
  const format = exportNamed(options.to);
  if (format === undefined) {
    return unusable(`--to ${options.to}: the formats are ${EXPORT_FORMATS.map(exportName).join(', ')}`);
  }
  const from = options.from === null ? null : formatNamed(IMPORT_NAMES, options.from);
  if (from === undefined)
    return unusable(`--from ${String(options.from)}: the formats are ${known(IMPORT_NAMES)}`);
  const { starts } = options;
  if (starts !== 'explicit' && starts !== 'driver') return unusable(`--starts ${starts}: explicit or driver`);
  const input = readPlan(io, file, { gpu: options.gpu, from });
  if (!input.ok) return input;
  const { plan } = input.value.reading;

  const host = options.host === null ? null : plan.hosts.find((one) => one.name === options.host);
  if (host === undefined)
    return unusable(`--host ${String(options.host)}: the plan has no host of that name`);
  const exported = exportPlan(plan, format, { hostId: host?.id ?? null, starts });
  if (!exported.ok) {
    if (exported.error.code === 'host-needed') {
      return unusable(`--host is needed: ${exportErrorMessage(exported.error, plan)}`);
    }
    // The answer is no: the plan cannot become this. What stands against it is the answer.
    const violations = exported.error.code === 'plan-illegal' ? exported.error.violations : [];
    const message = exportErrorMessage(exported.error, plan);
    if (options.json) {
      printJson(io, { text: null, message, violations: jsonViolations(input.value.reading, violations) });
    } else {
      io.stderr(printable(`${violationLines(input.value.reading, violations)}${message}\n`));
    }
    return ok(1);
  }

  const { text, fileName, leftOut, remarks } = exported.value;
  if (options.output !== null) {
    const written = io.writeFile(options.output, text);
    if (!written.ok) return unusable(`cannot write ${options.output}: ${written.error}`);
  }
  if (options.json) {
    const notices = jsonNotices(input.value.reading);
    printJson(io, {
      format,
      fileName,
      text,
      legal: input.value.violations.length === 0,
      notices,
      leftOut: jsonViolations(input.value.reading, leftOut),
      remarks,
    });
  } else {
    const { reading, violations } = input.value;
    const without = leftOut.length === 0 ? '' : `${leftOutMessage(leftOut)}\n`;
    const beside = remarks.map((remark) => `note: ${remark}\n`).join('');
    io.stderr(printable(noticeLines(reading) + violationLines(reading, violations) + without + beside));
    if (options.output === null) io.stdout(text);
  }
  return ok(0);
}
