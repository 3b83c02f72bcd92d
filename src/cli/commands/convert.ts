/** `convert`: reads any format, writes any format. */
import { resolve } from 'node:path';
import { exportErrorMessage, leftOutMessage } from '../../console/messages.ts';
import { exportPlan } from '../../console/exportPlan.ts';
import { EXPORT_FORMATS, exportName, exportNamed } from '../../console/exports/exportRows.ts';
import { hostFacts } from '../../console/imports/hostFacts.ts';
import type { Plan } from '../../model/plan.ts';
import { applyCommand } from '../../placement/commands.ts';
import { ok, type Result } from '../../model/result.ts';
import { drawPng } from '../drawPng.ts';
import { jsonNotices, jsonViolations, noticeLines, readPlan, violationLines } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';

export interface ConvertOptions {
  readonly texts: TextFlags;
  readonly to: string;
  readonly gpu: string | null;
  readonly host: string | null;
  readonly starts: string;
  /** For pictures: light or dark. */
  readonly theme: string;
  /** The address of the page, for links in texts that people read. */
  readonly page: string | null;
  /** For the formats that speak of one GPU: its index on the host. */
  readonly gpuIndex: string | null;
  /** For the formats that speak of one VM: its name. */
  readonly vm: string | null;
  /** What `esxcli software vib list` prints on a host of the plan. */
  readonly vibs: string | null;
  readonly output: string | null;
  readonly json: boolean;
}

function isPageUrl(text: string): boolean {
  return /^(?:https?|file):\/\/[^\s<>"'#]+$/.test(text);
}

/** The plan with the driver and the VIBs that a list tells of the host that it names, of --host, or of the only one. */
function planWithVibs(
  io: Io,
  plan: Plan,
  { host: name }: ConvertOptions,
  file: string,
): Result<Plan, Unusable> {
  const [only, second] = plan.hosts;
  const named = plan.hosts.find((one) => one.name === name) ?? null;
  const host = named ?? (second === undefined ? (only ?? null) : null);
  const texts = { from: 'vib-list', config: null, kind: null, gpusPerHost: null };
  const read = readPlan(io, file, { gpu: null, texts, against: { plan, host, isCompared: false } });
  if (!read.ok) return read;
  io.stderr(printable(noticeLines(read.value.reading)));
  let next = plan;
  for (const list of read.value.reading.plan.hosts) {
    const into = plan.hosts.find((one) => one.name === list.name);
    if (into === undefined) return unusable(`--vibs ${file}: the plan has no host ${list.name}`);
    const fields = hostFacts(list, into);
    const applied = applyCommand(next, { type: 'host/set', hostId: into.id, fields });
    if (applied.ok) next = applied.value;
  }
  return ok(next);
}

export async function convert(
  io: Io,
  file: string,
  options: ConvertOptions,
): Promise<Result<ExitCode, Unusable>> {
  const format = exportNamed(options.to);
  if (format === undefined) {
    return unusable(`--to ${options.to}: the formats are ${EXPORT_FORMATS.map(exportName).join(', ')}`);
  }
  const { starts, theme, page: pageUrl, gpuIndex } = options;
  if (starts !== 'explicit' && starts !== 'driver') return unusable(`--starts ${starts}: explicit or driver`);
  if (theme !== 'light' && theme !== 'dark') return unusable(`--theme ${theme}: light or dark`);
  if (pageUrl !== null && !isPageUrl(pageUrl)) return unusable(`--page ${pageUrl}: an address, https://...`);
  if (options.output !== null && file !== '-' && resolve(options.output) === resolve(file)) {
    return unusable(`--output ${options.output}: that is FILE itself, which would be lost; name another`);
  }
  const input = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!input.ok) return input;
  const withVibs =
    options.vibs === null
      ? ok(input.value.reading.plan)
      : planWithVibs(io, input.value.reading.plan, options, options.vibs);
  if (!withVibs.ok) return withVibs;
  const plan = withVibs.value;

  const host = options.host === null ? null : plan.hosts.find((one) => one.name === options.host);
  if (host === undefined)
    return unusable(`--host ${String(options.host)}: the plan has no host of that name`);
  const gpu =
    gpuIndex === null
      ? null
      : (host === null ? plan.hosts : [host])
          .flatMap((one) => one.gpus)
          .find((one) => String(one.index) === gpuIndex);
  if (gpu === undefined) return unusable(`--gpu-index ${String(gpuIndex)}: there is no GPU of that index`);
  const vm = options.vm === null ? null : plan.vms.find((one) => one.name === options.vm);
  if (vm === undefined) return unusable(`--vm ${String(options.vm)}: the plan has no VM of that name`);
  const wanted = {
    hostId: host?.id ?? null,
    gpuId: gpu?.id ?? null,
    vmId: vm?.id ?? null,
    starts,
    theme,
    pageUrl,
  } as const;
  const exported = exportPlan(plan, format, wanted);
  if (!exported.ok) {
    if (exported.error.code === 'host-needed') {
      return unusable(`--host is needed: ${exportErrorMessage(exported.error, plan)}`);
    }
    if (exported.error.code === 'vm-needed') {
      return unusable(`--vm is needed: ${exportErrorMessage(exported.error, plan)}`);
    }
    if (exported.error.code === 'gpu-needed') {
      const flags = plan.hosts.length > 1 && host === null ? '--host and --gpu-index are' : '--gpu-index is';
      return unusable(`${flags} needed: ${exportErrorMessage(exported.error, plan)}`);
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

  const { text, fileName, leftOut, remarks, planForPng } = exported.value;
  if (planForPng !== null && options.output === null)
    return unusable(`--to ${options.to}: a PNG is written to a file; name one with --output`);
  if (options.output !== null) {
    const content = planForPng === null ? ok(text) : await drawPng(io, text, planForPng);
    if (!content.ok) return unusable(`the PNG could not be drawn: ${content.error}`);
    const written = io.writeFile(options.output, content.value);
    if (!written.ok) return unusable(`cannot write ${options.output}: ${written.error}`);
  }
  if (options.json) {
    const notices = jsonNotices(input.value.reading);
    const { found } = input.value;
    printJson(io, {
      format,
      fileName,
      // A picture of pixels is in its file only.
      text: planForPng === null ? text : null,
      legal: input.value.violations.length === 0,
      found,
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
