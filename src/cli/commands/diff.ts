/**
 * `diff`: the steps from what there is to what is to be, in an order that a driver accepts, and what each interrupts. With `--to`
 * only what differs, as a text for people.
 */
import type { Host, Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import {
  actionWords,
  noPowerOnMessage,
  stepLine,
  stepNoteMessage,
  stepsVerdict,
} from '../../placement/solver/order/stepMessages.ts';
import { stepsBetween, type StepPlan } from '../../placement/solver/order/planSteps.ts';
import { replaySteps } from '../../placement/solver/order/replaySteps.ts';
import { asItIs } from '../../placement/solver/order/transition.ts';
import { runSearch, type Outcome } from '../../placement/solver/search.ts';
import { budgetOf } from '../budget.ts';
import { jsonNotices, jsonViolations, noticeLines, readPlan, violationLines, type Input } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';
import { planChanges, RECORD_FORMS } from './planChanges.ts';

export interface DiffOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  /** Only this host of TARGET, with the only host of CURRENT or the one of the same name. */
  readonly host: string | null;
  readonly budget: string | null;
  /** What differs, in this form, instead of the steps. */
  readonly to: string | null;
  readonly json: boolean;
}

/** Units of work before the order is taken as it is: about a second. */
const BUDGET = 20_000_000;

export function diff(
  io: Io,
  currentFile: string,
  targetFile: string,
  options: DiffOptions,
): Result<ExitCode, Unusable> {
  if (currentFile === '-' && targetFile === '-') return unusable('only one of CURRENT and TARGET can be -');
  const { to } = options;
  const form = to === null ? null : RECORD_FORMS.find((one) => one === to);
  if (form === undefined) return unusable(`--to ${String(to)}: ${RECORD_FORMS.join(' or ')}`);
  const budget = budgetOf(options.budget, BUDGET);
  if (!budget.ok) return budget;
  const read = readPlan(io, targetFile, { gpu: options.gpu, texts: { ...options.texts, from: null } });
  if (!read.ok) return read;
  const wanted = read.value.reading.plan;
  const named = options.host === null ? null : wanted.hosts.find((host) => host.name === options.host);
  if (named === undefined) return unusable(`--host ${options.host}: TARGET has no host of that name`);
  const [only, second] = wanted.hosts;
  const host = named ?? (second === undefined ? (only ?? null) : null);
  const now = readPlan(io, currentFile, {
    gpu: options.gpu,
    texts: options.texts,
    against: { plan: wanted, host, isCompared: true },
  });
  if (!now.ok) return now;
  const current = named === null ? ok(now.value.reading.plan) : oneHost(now.value.reading.plan, named);
  if (!current.ok) return current;
  if (form !== null) {
    const asked = { form, host: named, json: options.json };
    return ok(planChanges(io, underItsName(now.value.reading.plan, named), wanted, now.value, asked));
  }
  const target = named === null ? wanted : { ...wanted, hosts: [named] };
  const search = stepsBetween(current.value, target);
  if (!search.ok) return ok(illegal(io, read.value, search.error.violations, options.json));
  const outcome = runSearch(search.value(), budget.value);
  const { best } = outcome;
  const played =
    best === null || best.none.length > 0
      ? null
      : replaySteps(asItIs(current.value), target, best.steps, new Set(best.powerOn));
  return ok(answer(io, outcome, played, options.json, now.value));
}

/** The host of CURRENT that is meant, under the name that TARGET has for it. */
function oneHost(current: Plan, target: Host): Result<Plan, Unusable> {
  const [only, second] = current.hosts;
  const found = second === undefined ? only : current.hosts.find((one) => one.name === target.name);
  if (found === undefined) return unusable(`--host ${target.name}: CURRENT does not have that host`);
  return ok({ ...current, hosts: [{ ...found, name: target.name }] });
}

/** CURRENT whole, its only host under the name that TARGET has for it. */
function underItsName(current: Plan, target: Host | null): Plan {
  const [only, second] = current.hosts;
  if (target === null || only === undefined || second !== undefined) return current;
  return { ...current, hosts: [{ ...only, name: target.name }] };
}

function illegal(
  io: Io,
  { reading }: Input,
  violations: Parameters<typeof jsonViolations>[1],
  json: boolean,
): ExitCode {
  if (json) {
    printJson(io, {
      steps: null,
      because: 'the target is illegal',
      violations: jsonViolations(reading, violations),
    });
  } else {
    io.stdout(printable(`${violationLines(reading, violations)}no steps: the target is illegal\n`));
  }
  return 1;
}

/** The budget was spent before there was any order. */
function unknown(io: Io, json: boolean): ExitCode {
  const message = 'no order of steps was found yet, and that there is none is not proven';
  if (json) printJson(io, { steps: null, proven: false, because: [{ host: null, message }] });
  else io.stdout(`${message}\n`);
  return 1;
}

function answer(
  io: Io,
  outcome: Outcome<StepPlan>,
  played: ReturnType<typeof replaySteps> | null,
  json: boolean,
  { reading }: Input,
): ExitCode {
  const { best: plan, isProven } = outcome;
  if (plan === null) return unknown(io, json);
  const isNone = plan.none.length > 0;
  if (json) {
    printJson(io, {
      steps: isNone
        ? null
        : plan.steps.map((step) => ({
            ...step,
            until: step.until === null ? null : step.until + 1,
            message: actionWords(step),
          })),
      waves: plan.waves,
      kept: plan.kept,
      parked: plan.parked,
      parkedVms: plan.parkedVms,
      proven: isProven,
      played: played?.ok ?? null,
      because: plan.none.map((one) => ({ host: one.host, message: noPowerOnMessage(one) })),
      notes: plan.notes.map((note) => ({ ...note, message: stepNoteMessage(note) })),
      notices: jsonNotices(reading),
    });
  } else {
    io.stderr(printable(noticeLines(reading)));
    const refused =
      played === null || played.ok
        ? []
        : [`note: played slice by slice, step ${played.error.step + 1} is refused: ${played.error.fault}`];
    const lines = isNone
      ? plan.none.map(noPowerOnMessage)
      : [...plan.steps.map(stepLine), stepsVerdict(plan, isProven)];
    io.stdout(
      printable(
        [...refused, ...plan.notes.map((note) => `note: ${stepNoteMessage(note)}`), ...lines]
          .map((line) => `${line}\n`)
          .join(''),
      ),
    );
  }
  return isNone || plan.notes.some(({ code }) => code === 'pinned-goes') ? 1 : 0;
}
