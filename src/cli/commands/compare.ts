/** `compare`: the receipt. Is what a host reports what was planned, and if not, what is missing, extra or moved. */
import {
  countUnseen,
  makeReceipt,
  onlyCountedWords,
  RECEIPT_FORMS,
  type ReceiptForm,
} from '../../console/receipt.ts';
import { noticeMessage } from '../../formats/messages.ts';
import { creationsIn } from '../../model/migDevices.ts';
import type { Host, Plan } from '../../model/plan.ts';
import { vmsByInstance } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { comparePlans, hostDifference, type HostDifference } from '../../placement/observed/compare.ts';
import { countDifferences } from '../../placement/observed/differenceCounts.ts';
import { receiptLines, receiptWords } from '../../placement/observed/differenceMessages.ts';
import { jsonNotices, noticeLines, readPlan, type Input } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';

export interface CompareOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  /** Compare this host of the plan alone, with the only host of REALITY or the one of the same name. */
  readonly host: string | null;
  /** The receipt for a ticket instead of a line per difference. */
  readonly to: string | null;
  readonly json: boolean;
}

export function compare(
  io: Io,
  planFile: string,
  realityFile: string,
  options: CompareOptions,
): Result<ExitCode, Unusable> {
  const { to } = options;
  const form = to === null ? null : RECEIPT_FORMS.find((one) => one === to);
  if (form === undefined) return unusable(`--to ${String(to)}: ${RECEIPT_FORMS.join(' or ')}`);
  if (planFile === '-' && realityFile === '-') return unusable('only one of PLAN and REALITY can be -');
  const read = readPlan(io, planFile, { gpu: options.gpu, texts: { ...options.texts, from: null } });
  if (!read.ok) return read;
  const { plan } = read.value.reading;
  const named = options.host === null ? null : plan.hosts.find((host) => host.name === options.host);
  if (named === undefined) return unusable(`--host ${options.host}: the plan has no host of that name`);
  const [only, second] = plan.hosts;
  const host = named ?? (second === undefined ? (only ?? null) : null);
  const real = readPlan(io, realityFile, {
    gpu: options.gpu,
    texts: options.texts,
    against: { plan, host, isCompared: true },
  });
  if (!real.ok) return real;
  const reality = real.value.reading.plan;
  const { startUnknown } = real.value;
  const differences =
    named === null
      ? ok(comparePlans(plan, reality, startUnknown))
      : oneHost(plan, named, reality, startUnknown);
  if (!differences.ok) return differences;
  return ok(answer(io, plan, differences.value, { json: options.json, form }, real.value));
}

function oneHost(
  plan: Plan,
  planned: Host,
  reality: Plan,
  startUnknown: Input['startUnknown'],
): Result<HostDifference[], Unusable> {
  const [only, second] = reality.hosts;
  const observed = second === undefined ? only : reality.hosts.find((one) => one.name === planned.name);
  if (observed === undefined) return unusable(`--host ${planned.name}: REALITY does not report that host`);
  return ok([hostDifference(plan, planned, observed, startUnknown)]);
}

const WISH = 'The second text says what is wanted, and not what a host reports.';

function answer(
  io: Io,
  plan: Plan,
  hosts: readonly HostDifference[],
  { json, form }: { readonly json: boolean; readonly form: ReceiptForm | null },
  { reading, isWish, startUnknown }: Input,
): ExitCode {
  const isSame = hosts.every((one) => one.isSame);
  const vms = vmsByInstance(plan);
  const wish = isWish ? `note: ${WISH}\n` : '';
  if (json) {
    printJson(io, { ...jsonReceipt(plan, hosts, startUnknown), isWish, notices: jsonNotices(reading) });
  } else if (form !== null) {
    io.stderr(printable(noticeLines(reading) + wish));
    const said = [...reading.notices.map(noticeMessage), ...(isWish ? [WISH] : [])];
    io.stdout(printable(makeReceipt(plan, hosts, form, { startUnknown, remarks: said })));
  } else {
    const unseen = countUnseen(hosts, startUnknown);
    const counted = unseen === 0 ? '' : `note: ${onlyCountedWords(unseen)}.\n`;
    io.stderr(printable(noticeLines(reading) + wish + counted));
    const lines = hosts.flatMap((host) => [
      ...(host.isSame || host.observed !== null ? [] : [`${host.name}: not reported`]),
      ...(host.isSame || host.planned !== null ? [] : [`${host.name}: not in the plan`]),
      ...host.gpus.flatMap((gpu) =>
        receiptLines(gpu, vms, startUnknown).map((line) => `GPU ${gpu.index} on ${host.name}: ${line}`),
      ),
    ]);
    const verdict = receiptWords(countDifferences(hosts.flatMap((one) => one.gpus)), isSame);
    io.stdout(printable([...lines, verdict].map((line) => `${line}\n`).join('')));
  }
  return isSame ? 0 : 1;
}

function jsonReceipt(
  plan: Plan,
  hosts: readonly HostDifference[],
  startUnknown: Input['startUnknown'],
): object {
  const vmsOn = vmsByInstance(plan);
  const names = (id: Parameters<typeof vmsOn.get>[0]): string[] => (vmsOn.get(id) ?? []).map((vm) => vm.name);
  const gpus = hosts.flatMap((host) =>
    host.gpus.map((gpu) => ({ host: host.name, gpu: gpu.index, one: gpu })),
  );
  return {
    same: hosts.every((one) => one.isSame),
    asPlanned: countDifferences(gpus.map(({ one }) => one)).asPlanned,
    missing: gpus.flatMap(({ host, gpu, one }) =>
      one.onlyPlanned.map(({ id, profile, start }) => ({ host, gpu, profile, start, vms: names(id) })),
    ),
    extra: gpus.flatMap(({ host, gpu, one }) =>
      one.onlyObserved.map(({ id, profile, start, reportedId }) => ({
        host,
        gpu,
        profile,
        // Only counted: null, for nobody reported it.
        start: startUnknown.has(id) ? null : start,
        id: reportedId,
      })),
    ),
    moved: gpus.flatMap(({ host, gpu, one }) =>
      one.moved.map(({ planned, observed }) => ({
        ...{ host, gpu, profile: planned.profile, from: planned.start, to: observed.start },
        vms: names(planned.id),
      })),
    ),
    recut: gpus.flatMap(({ host, gpu, one }) =>
      one.recut.map(({ planned, observed }) => ({
        ...{ host, gpu, profile: planned.profile, start: planned.start },
        planned: creationsIn(planned).map(({ name }) => name),
        observed: creationsIn(observed).map(({ name }) => name),
      })),
    ),
    boards: gpus.flatMap(({ host, gpu, one }) =>
      one.isOtherBoard ? [{ host, gpu, planned: one.planned?.board, observed: one.observed?.board }] : [],
    ),
    migModes: gpus.flatMap(({ host, gpu, one }) =>
      one.isOtherMode
        ? [{ host, gpu, planned: one.planned?.use === 'mig', observed: one.observed?.use === 'mig' }]
        : [],
    ),
    notReported: hosts.filter((one) => one.observed === null).map((one) => one.name),
    notPlanned: hosts.filter((one) => one.planned === null).map((one) => one.name),
  };
}
